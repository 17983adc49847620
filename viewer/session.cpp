#include "viewer/session.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/topology/outline.hpp"

namespace geo::viewer {
namespace {

/// Slivers between districts that were drawn apart are not the sea.
constexpr double kLargestSliver_m2 = 10000;

std::vector<Specialty> specialties_of(const atlas::Atlas& atlas) {
  std::vector<Specialty> found;
  if (atlas.job.specialty_column.empty()) return found;
  const Categories& words = atlas.points.categories(atlas.job.specialty_column);
  std::vector<std::pair<int, Specialty>> order;
  for (const std::string& word : words.names) {
    const int planned = atlas.plan.specialty(word);
    const Text name =
        planned >= 0 ? atlas.plan.specialties[static_cast<std::size_t>(planned)] : Text{word, word};
    order.push_back(
        {planned >= 0 ? planned : std::numeric_limits<int>::max(), {word, name, 0, planned >= 0}});
  }
  for (const std::uint32_t code : words.codes) {
    if (code != Categories::kMissing) ++order[code].second.count;
  }
  std::sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first, a.second.key) < std::tie(b.first, b.second.key);
  });
  found.reserve(order.size());
  for (auto& [place, specialty] : order) found.push_back(std::move(specialty));
  return found;
}

}  // namespace

Session::Session(std::string path, atlas::Atlas result, const Context& context,
                 std::optional<atlas::FilterStep> wanted)
    : file(std::move(path)),
      atlas(std::move(result)),
      filter(std::move(wanted)),
      facts(facts_of(atlas)),
      specialties(specialties_of(atlas)),
      metric(atlas.metric_crs),
      degrees("WGS84") {
  if (atlas.regions.size() == 0) {
    throw Error(ErrorCode::kInput, file + ": a map needs boundaries; name them as 'boundaries'");
  }
  regions = std::make_shared<const PolygonSet>(atlas.regions);
  window = topology::outline(atlas.regions, kLargestSliver_m2, context);
  triangles = std::make_shared<topology::Triangles>(topology::triangulate(atlas.regions, context));
  locator = std::make_shared<join::RegionLocator>(atlas.regions, context);
}

Point Session::to_degrees(Point map) const { return geodesy::transform(map, metric, degrees); }
Point Session::to_map(Point position) const {
  return geodesy::transform(position, degrees, metric);
}
const Specialty* Session::specialty(const std::string& key) const {
  const auto found = std::find_if(specialties.begin(), specialties.end(),
                                  [&](const Specialty& each) { return each.key == key; });
  return found == specialties.end() ? nullptr : &*found;
}

std::shared_ptr<const Session> open_session(const std::string& path,
                                            const atlas::JobOptions& options,
                                            const Context& context) {
  atlas::Job job = atlas::read_job(path, options);
  std::optional<atlas::FilterStep> filter = std::exchange(job.filter, std::nullopt);
  atlas::Atlas result = atlas::compute(job, context);
  return std::make_shared<Session>(path, std::move(result), context, std::move(filter));
}

Choices choices_of(const Session& session) {
  Choices choices;
  const atlas::Job& job = session.atlas.job;
  if (job.density) {
    choices.kernel = job.density->options.kernel;
    choices.bandwidth_m = job.density->options.bandwidth_m;
    choices.correction = job.density->correction;
  }
  choices.classification = job.output.legend.classification;
  choices.classes = job.output.legend.classes;
  if (session.filter) {
    choices.filter = session.filter->filter;
    choices.filter_written = true;
  }
  return choices;
}

Text subtitle_of(const Session& session, const Choices& choices) {
  Text out{"全部企业", "All enterprises"};
  if (const Specialty* chosen = session.specialty(choices.filter.specialty)) out = chosen->name;
  const auto add = [&](const Text& more) {
    out = {out.in(Language::kChinese) + " · " + more.in(Language::kChinese),
           out.in(Language::kEnglish) + " · " + more.in(Language::kEnglish)};
  };
  for (const Text& each : filter_texts(session.atlas, choices.filter)) add(each);
  return out;
}

}  // namespace geo::viewer
