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

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool holds(const std::string& text, const std::string& part) {
  return std::search(text.begin(), text.end(), part.begin(), part.end(),
                     [](char a, char b) { return lower(a) == lower(b); }) != text.end();
}

}  // namespace

Session::Session(std::string path, atlas::Atlas result, const Context& context)
    : file(std::move(path)),
      atlas(std::move(result)),
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

std::shared_ptr<const Session> open_session(const std::string& path,
                                            const atlas::JobOptions& options,
                                            const Context& context) {
  atlas::Job job = atlas::read_job(path, options);
  atlas::Atlas result = atlas::compute(job, context);
  return std::make_shared<Session>(path, std::move(result), context);
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
  return choices;
}

std::vector<std::uint32_t> filtered(const Session& session, const Choices& choices) {
  const atlas::Atlas& atlas = session.atlas;
  const PointSet& all = atlas.points;
  const Categories* words =
      choices.specialty.empty() ? nullptr : &all.categories(atlas.job.specialty_column);
  const auto code = words == nullptr
                        ? 0
                        : std::find(words->names.begin(), words->names.end(), choices.specialty) -
                              words->names.begin();
  const std::int32_t region = choices.district.empty() ? 0 : atlas.regions.find(choices.district);
  const std::vector<std::uint8_t>* inside = nullptr;
  for (std::size_t b = 0; b < atlas.belts.size(); ++b) {
    if (atlas.belts.belts[b].id == choices.belt) inside = &atlas.membership.inside[b];
  }
  std::vector<const std::vector<std::string>*> texts;
  for (const std::string& name : {atlas.job.name_column, atlas.job.id_column}) {
    const Column* column = name.empty() ? nullptr : all.find(name);
    if (column == nullptr) continue;
    if (const auto* values = std::get_if<std::vector<std::string>>(&column->values)) {
      texts.push_back(values);
    }
  }
  std::vector<std::uint32_t> left;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    if (words != nullptr && words->codes[i] != static_cast<std::uint32_t>(code)) continue;
    if (!choices.district.empty() && atlas.assignment.region[i] != region) continue;
    if (inside != nullptr && (*inside)[i] == 0) continue;
    if (!choices.text.empty() && std::none_of(texts.begin(), texts.end(), [&](const auto* values) {
          return holds((*values)[i], choices.text);
        })) {
      continue;
    }
    left.push_back(i);
  }
  return left;
}

Text subtitle_of(const Session& session, const Choices& choices) {
  Text out{"全部企业", "All enterprises"};
  for (const Specialty& specialty : session.specialties) {
    if (specialty.key == choices.specialty) out = specialty.name;
  }
  const auto add = [&](const Text& more) {
    out = {out.in(Language::kChinese) + " · " + more.in(Language::kChinese),
           out.in(Language::kEnglish) + " · " + more.in(Language::kEnglish)};
  };
  const int region = session.atlas.regions.find(choices.district);
  if (region >= 0) add(session.atlas.regions.regions[static_cast<std::size_t>(region)].name);
  for (const Belt& belt : session.atlas.belts.belts) {
    if (belt.id == choices.belt) add(belt.name);
  }
  if (!choices.text.empty()) add({"“" + choices.text + "”", "“" + choices.text + "”"});
  return out;
}

}  // namespace geo::viewer
