#include "viewer/session.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <limits>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/scene/maps.hpp"
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

/// What is shown, in words.
Text subtitle(const Session& session, const Choices& choices) {
  Text out{"全部企业", "All enterprises"};
  for (const Specialty& specialty : session.specialties) {
    if (specialty.key == choices.filter.specialty) out = specialty.name;
  }
  const auto add = [&](const Text& more) {
    out = {out.in(Language::kChinese) + " · " + more.in(Language::kChinese),
           out.in(Language::kEnglish) + " · " + more.in(Language::kEnglish)};
  };
  for (const Text& each : filter_texts(session.atlas, choices.filter)) add(each);
  return out;
}

}  // namespace

Session::Session(std::string path, atlas::Atlas result, const Context& context)
    : file(std::move(path)),
      atlas(std::move(result)),
      facts(facts_of(atlas)),
      specialties(specialties_of(atlas)),
      metric(atlas.metric_crs),
      degrees("WGS84") {
  if (atlas.regions.size() == 0) {
    throw Error(ErrorCode::kInput, file + ": a map needs boundaries; name them as 'boundaries'");
  }
  window = topology::outline(atlas.regions, kLargestSliver_m2, context);
  triangles = std::make_shared<topology::Triangles>(topology::triangulate(atlas.regions, context));
  locator = std::make_shared<join::RegionLocator>(atlas.regions, context);
}

Point Session::to_degrees(Point map) const { return geodesy::transform(map, metric, degrees); }
Point Session::to_map(Point position) const {
  return geodesy::transform(position, degrees, metric);
}

std::shared_ptr<const Session> open_session(const std::string& path, const Context& context) {
  atlas::Job job = atlas::read_job(path);
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

bool same_picture(const Choices& a, const Choices& b) {
  if (a.sheet != b.sheet) return false;
  if (a.sheet == Sheet::kPlan) return true;
  return a.filter == b.filter && a.kernel == b.kernel && a.bandwidth_m == b.bandwidth_m &&
         a.correction == b.correction && a.classification == b.classification &&
         a.classes == b.classes && a.points == b.points;
}

namespace {

// The classes of the heatmap, whatever years are chosen.
std::vector<double> breaks_of_all_years(const Session& session, const Choices& choices,
                                        const Picture* before, const Context& context) {
  if (choices.filter.founded.open()) return {};
  Choices all = choices;
  all.filter.founded = {};
  if (before != nullptr && !before->breaks.empty()) {
    Choices last = before->choices;
    last.filter.founded = {};
    if (same_picture(all, last)) return before->breaks;
  }
  return make_picture(session, all, nullptr, context)->breaks;
}

}  // namespace

std::shared_ptr<const Picture> make_picture(const Session& session, const Choices& choices,
                                            const Picture* before, const Context& context) {
  const atlas::Atlas& atlas = session.atlas;
  auto picture = std::make_shared<Picture>();
  picture->choices = choices;
  scene::MapInputs inputs;
  inputs.regions = &atlas.regions;
  if (atlas.belts.size() > 0) inputs.belts = &atlas.belts;
  if (!atlas.sites.sites.empty()) inputs.sites = &atlas.sites;
  if (!atlas.job.plan.empty()) inputs.plan = &atlas.plan;
  inputs.title = atlas.job.title;
  inputs.notes = atlas.notes;
  inputs.synthetic = atlas.points.synthetic;
  inputs.approval_number = atlas.job.map_approval;
  if (choices.sheet == Sheet::kPlan) {
    picture->scene = scene::plan_map(inputs);
  } else {
    picture->shown = select::filtered(filter_inputs(atlas, session.facts), choices.filter, context);
    const PointSet chosen = atlas.points.places().select(picture->shown);
    density::Options options;
    if (atlas.job.density) options = atlas.job.density->options;
    options.kernel = choices.kernel;
    options.bandwidth_m = choices.bandwidth_m;
    options.bandwidth_across_m = 0;
    const GridFrame frame =
        !atlas.heatmaps.empty()
            ? atlas.heatmaps.front().grid.frame
            : GridFrame::fitting(atlas.regions.envelope().grown(choices.bandwidth_m), 800, 800);
    const Grid grid = choices.correction == density::Correction::kNone
                          ? density::estimate(chosen, frame, options, context)
                          : density::estimate_within(chosen, frame, options, session.window,
                                                     {.correction = choices.correction}, context);
    inputs.density = &grid;
    inputs.points = &chosen;
    if (choices.filter.empty() && atlas.clusters.size() > 0) inputs.clusters = &atlas.clusters;
    inputs.subtitle = subtitle(session, choices);
    picture->scene =
        scene::heatmap(inputs, {.classification = choices.classification,
                                .classes = choices.classes,
                                .breaks = breaks_of_all_years(session, choices, before, context),
                                .show_points = choices.points});
    for (const scene::LegendItem& item : picture->scene.legend) {
      if (const auto* bar = std::get_if<scene::ClassBar>(&item.sample)) {
        picture->breaks = bar->classes.breaks;
      }
    }
  }
  const auto cut = [&](const std::shared_ptr<const PolygonSet>& shapes) {
    if (!shapes || picture->triangles.contains(shapes.get())) return;
    picture->triangles[shapes.get()] =
        shapes->x == atlas.regions.x
            ? session.triangles
            : std::make_shared<topology::Triangles>(topology::triangulate(*shapes, context));
  };
  for (const scene::Layer& layer : picture->scene.layers) {
    if (const auto* polygons = std::get_if<scene::PolygonLayer>(&layer.content)) {
      if (!polygons->fill.empty()) cut(polygons->shapes);
    }
    if (const auto* raster = std::get_if<scene::RasterLayer>(&layer.content)) cut(raster->clip);
  }
  return picture;
}

}  // namespace geo::viewer
