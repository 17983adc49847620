#include "scene/map_parts.hpp"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <utility>

#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

constexpr Color kHull = Color::hex(0x1D4E89);

void check(const MapInputs& inputs) {
  if (inputs.regions == nullptr || inputs.regions->vertex_count() == 0) {
    throw Error(ErrorCode::kOption,
                "a map needs regions: give boundaries with at least one polygon");
  }
  const auto same = [&](const std::string& crs, const char* what) {
    if (!crs.empty() && !inputs.regions->crs.empty() && crs != inputs.regions->crs) {
      throw Error(ErrorCode::kOption, std::string(what) + " are in " + crs +
                                          " and the regions in " + inputs.regions->crs +
                                          "; bring all into one system first");
    }
  };
  if (inputs.belts != nullptr) same(inputs.belts->shapes.crs, "belts");
  if (inputs.sites != nullptr) same(inputs.sites->crs, "sites");
  if (inputs.points != nullptr) same(inputs.points->crs, "points");
  if (inputs.clusters != nullptr) same(inputs.clusters->hulls.crs, "clusters");
  if (inputs.density != nullptr) same(inputs.density->crs, "densities");
}

// "Atlas · kind of map", in each language that the atlas has a title in.
Text sheet_title(const Text& atlas, const Text& map) {
  if (atlas.empty()) return map;
  return {atlas.in(Language::kChinese) + " · " + map.zh,
          atlas.in(Language::kEnglish) + " · " + map.en};
}

std::vector<std::size_t> by_area(const PolygonSet& shapes, bool largest_first) {
  std::vector<double> area(shapes.size());
  for (std::size_t r = 0; r < shapes.size(); ++r) area[r] = shapes.area(r);
  std::vector<std::size_t> order(shapes.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return largest_first ? area[a] > area[b] : area[a] < area[b];
  });
  return order;
}

// An empty layer of labels for regions.
LabelLayer label_layer(std::shared_ptr<const PolygonSet> shapes) {
  LabelLayer layer;
  layer.style.color = kInk;
  layer.style.lines_color = kMutedInk;
  if (shapes->size() > kManyRegions) {
    layer.title_inside = 0.95;
    layer.style.title_pt = 6;
  }
  layer.shapes = std::move(shapes);
  return layer;
}

}  // namespace

Text name_of(const Region& region) {
  return region.name.empty() ? Text{region.code, region.code} : region.name;
}

Scene begin_scene(const MapInputs& inputs, const std::string& kind, const Text& map,
                  bool shows_points) {
  check(inputs);
  Scene scene;
  scene.kind = kind;
  scene.title = sheet_title(inputs.title, map);
  scene.subtitle = inputs.subtitle;
  scene.notes = inputs.notes;
  scene.synthetic =
      inputs.synthetic || (shows_points && inputs.points != nullptr && inputs.points->synthetic);
  scene.crs = inputs.regions->crs;
  scene.background = kWater;
  scene.approval = inputs.approval_number.empty()
                       ? Text{"审图号：无（内部使用）", "Map approval no.: none (for internal use)"}
                       : Text{"审图号：" + inputs.approval_number,
                              "Map approval no. (审图号): " + inputs.approval_number};
  const Box box = inputs.regions->envelope();
  const double size = std::max({box.width(), box.height(), 1.0});
  scene.extent = box.grown(0.03 * size);
  if (scene.synthetic) {
    scene.notes.insert(
        scene.notes.begin(),
        {"本图企业数据为程序生成的合成数据，不代表任何真实企业。",
         "The enterprises on this map are synthetic data made by a program; they stand "
         "for no real enterprise."});
  }
  return scene;
}

PolygonLayer outlines(std::shared_ptr<const PolygonSet> shapes) {
  PolygonLayer layer;
  layer.outline = {kBorder, shapes->size() > kManyRegions ? 0.08 : 0.22};
  layer.shapes = std::move(shapes);
  return layer;
}

Stroke rim(const PolygonSet& shapes) {
  return {kRim, shapes.size() > kManyRegions ? 0.5 : 1.1, {}};
}

LabelLayer region_names(const std::shared_ptr<const PolygonSet>& shapes) {
  LabelLayer layer = label_layer(shapes);
  layer.leaders = shapes->size() <= kManyRegions;
  for (const std::size_t r : by_area(*shapes, shapes->size() > kManyRegions)) {
    const Box box = shapes->envelope(r);
    if (box.empty()) continue;
    Label label;
    label.title = name_of(shapes->regions[r]);
    label.region = static_cast<int>(r);
    label.anchors = {box.centre()};
    layer.labels.push_back(std::move(label));
  }
  return layer;
}

Part cluster_hulls(const Clusters& clusters) {
  Part part;
  if (clusters.hulls.vertex_count() == 0) return part;
  PolygonLayer layer;
  layer.shapes = std::make_shared<PolygonSet>(clusters.hulls);
  layer.outline = {kHull, 0.4, {1.6, 0.8}};
  layer.fill = {kHull.with_opacity(0.05)};
  const std::string count = std::to_string(clusters.size());
  part.legend.push_back(
      {Swatch{kHull.with_opacity(0.05), layer.outline},
       {"企业集聚区（" + count + " 个）", "Clusters of enterprises (" + count + ")"},
       {},
       false,
       "clusters"});
  part.layers.push_back({"clusters", {"集聚区", "Clusters"}, true, std::move(layer)});
  return part;
}

Part ground(const std::shared_ptr<const PolygonSet>& regions) {
  PolygonLayer layer;
  layer.shapes = regions;
  layer.fill = {kLand};
  layer.casing = rim(*regions);
  Part part;
  part.layers.push_back({"ground", {"底图", "Ground"}, true, std::move(layer)});
  return part;
}

Part district_lines(const std::shared_ptr<const PolygonSet>& regions) {
  Part part;
  part.legend.push_back(
      {Swatch{kLand, {kBorder, 0.22}}, {"区界", "District boundary"}, {}, false, "districts"});
  part.layers.push_back({"districts", {"区界", "Districts"}, true, outlines(regions)});
  return part;
}

Part district_names(const std::shared_ptr<const PolygonSet>& regions) {
  Part part;
  part.layers.push_back({"names", {"区名", "Names"}, true, region_names(regions)});
  return part;
}

void add(Scene& scene, Part part) {
  std::move(part.layers.begin(), part.layers.end(), std::back_inserter(scene.layers));
  std::move(part.legend.begin(), part.legend.end(), std::back_inserter(scene.legend));
  std::move(part.notes.begin(), part.notes.end(), std::back_inserter(scene.notes));
}

Part part_of(const Scene& scene, const std::vector<std::string>& ids) {
  const auto listed = [&](const std::string& id) {
    return std::find(ids.begin(), ids.end(), id) != ids.end();
  };
  Part part;
  for (const Layer& layer : scene.layers) {
    if (listed(layer.id)) part.layers.push_back(layer);
  }
  for (const LegendItem& item : scene.legend) {
    if (listed(item.layer)) part.legend.push_back(item);
  }
  return part;
}

Scene empty_map(const MapInputs& inputs, MapKind kind) {
  return kind == MapKind::kHeatmap
             ? begin_scene(inputs, "heatmap", {"企业分布热力图", "Enterprise distribution heatmap"},
                           true)
             : begin_scene(inputs, "plan_map", {"产业规划图", "Planning map"},
                           inputs.clusters != nullptr);
}

}  // namespace geo::scene
