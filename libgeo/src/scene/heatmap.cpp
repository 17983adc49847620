#include <charconv>
#include <cmath>
#include <iterator>
#include <optional>
#include <utility>

#include "geo/scene/maps.hpp"
#include "scene/map_parts.hpp"

namespace geo::scene {
namespace {

std::string fact(const Grid& grid, const std::string& key) {
  for (const auto& [name, value] : grid.facts) {
    if (name == key) return value;
  }
  return {};
}

std::optional<double> number(const std::string& text) {
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Text kernel_text(const std::string& kernel) {
  if (kernel.empty()) return {"未注明", "not stated"};
  if (kernel == "quartic") return {"四次核（quartic）", "quartic"};
  if (kernel == "gaussian") return {"高斯核（Gaussian）", "Gaussian"};
  if (kernel == "epanechnikov") return {"Epanechnikov 核", "Epanechnikov"};
  if (kernel == "uniform") return {"均匀核（uniform）", "uniform"};
  if (kernel == "triangular") return {"三角核（triangular）", "triangular"};
  if (kernel == "triweight") return {"三权核（triweight）", "triweight"};
  return {kernel, kernel};
}

std::string metres(const std::string& text) {
  const auto value = number(text);
  if (!value) return {};
  return *value >= 10000 ? format_number(*value / 1000, 5) + " km"
                         : format_number(*value, 5) + " m";
}

Text unit_text(const std::string& unit) {
  if (unit == "1/km2") return {"企业/km²", "enterprises/km²"};
  if (unit == "weight/km2") return {"权重/km²", "weight/km²"};
  if (unit == "1/pixel") return {"企业/像元", "enterprises/pixel"};
  if (unit == "weight/pixel") return {"权重/像元", "weight/pixel"};
  if (unit.empty()) return {"无单位", "no unit"};
  return {unit, unit};
}

// Unit, kernel, bandwidth and n: without them a heatmap says nothing.
void add_density_facts(Part& part, const Grid& grid) {
  const auto say = [&](const Text& what, const Text& value) {
    part.legend.push_back(
        {{}, {}, {what.zh + "：" + value.zh, what.en + ": " + value.en}, false, "density"});
  };
  const Text missing{"未注明", "not stated"};
  say({"单位", "Unit"}, unit_text(grid.unit));
  say({"核函数", "Kernel"}, kernel_text(fact(grid, "kernel")));
  const std::string bandwidth = metres(fact(grid, "bandwidth_m"));
  say({"带宽", "Bandwidth"}, bandwidth.empty() ? missing : Text{bandwidth, bandwidth});
  const std::string across = metres(fact(grid, "bandwidth_across_m"));
  if (!across.empty()) {
    const std::string ellipse = across + ", " + fact(grid, "azimuth_deg") + "°";
    say({"横向带宽、方位角", "Across, azimuth"}, {ellipse, ellipse});
  }
  const std::string adaptive = fact(grid, "adaptive");
  if (adaptive == "abramson") say({"自适应带宽", "Adaptive"}, {"Abramson", "Abramson"});
  if (adaptive == "knn") {
    const std::string k = fact(grid, "neighbours");
    say({"自适应带宽", "Adaptive"}, {"第 " + k + " 近邻", "to neighbour " + k});
  }
  const std::string edge = fact(grid, "edge_correction");
  if (edge == "uniform") say({"边界校正", "Edge correction"}, {"均匀（uniform）", "uniform"});
  if (edge == "diggle") say({"边界校正", "Edge correction"}, {"Diggle", "Diggle"});
  const auto points = number(fact(grid, "points"));
  const std::string n = points ? "n = " + format_number(*points, 12) : "";
  say({"样本", "Sample"}, points ? Text{n, n} : missing);
  const auto weight = number(fact(grid, "weight_sum"));
  if (weight && grid.unit.starts_with("weight/")) {
    const std::string sum = format_number(*weight, 8);
    say({"权重合计", "Sum of weights"}, {sum, sum});
  }
}

void add_points(Scene& scene, const PointSet& points) {
  PointLayer layer;
  layer.points.reserve(points.size());
  for (std::size_t i = 0; i < points.size(); ++i)
    layer.points.push_back({points.x[i], points.y[i]});
  const bool many = points.size() > 20000;
  layer.marker = {
      Symbol::kCircle, many ? 0.35 : 0.7, Color::hex(0x9C1F12).with_opacity(many ? 0.35 : 0.6), {}};
  Marker sample = layer.marker;
  sample.size_mm = 0.9;
  const std::string n = "n = " + format_number(static_cast<double>(points.size()), 12);
  scene.legend.push_back({sample, {"企业", "Enterprises"}, {n, n}, false, "points"});
  scene.layers.push_back({"points", {"企业", "Enterprises"}, true, std::move(layer)});
}

}  // namespace

Part density_surface(const Grid& grid, const HeatmapOptions& options,
                     const std::shared_ptr<const PolygonSet>& clip) {
  Part part;
  const double top = grid.range().second;
  RasterLayer layer;
  std::vector<double> breaks = options.breaks;
  if (breaks.empty()) {
    breaks = choose_breaks(grid.values, {.method = options.classification,
                                         .classes = options.classes,
                                         .centre = options.centre})
                 .values;
  }
  layer.classes = make_classes(std::move(breaks), top, options.ramp);
  layer.classes.continuous = options.continuous;
  layer.frame = grid.frame;
  layer.values.assign(grid.values.begin(), grid.values.end());
  layer.opacity = 0.92;
  if (options.clip_to_regions) layer.clip = clip;

  const Text unit = unit_text(grid.unit);
  if (layer.classes.breaks.empty() || (layer.classes.breaks[0] > 0 && !(top > 0))) {
    part.legend.push_back({{},
                           {"企业密度", "Density of enterprises"},
                           {"没有大于零的密度", "no density above zero"},
                           true,
                           "density"});
  } else {
    part.legend.push_back({{},
                           {"企业密度（" + unit.zh + "）", "Density (" + unit.en + ")"},
                           {"低于 " + format_number(layer.classes.breaks[0]) + " 不着色",
                            "below " + format_number(layer.classes.breaks[0]) + ": not coloured"},
                           true,
                           "density"});
    part.legend.push_back(
        {ClassBar{layer.classes, layer.opacity, kLand}, {}, {}, false, "density"});
  }
  add_density_facts(part, grid);
  part.layers.push_back({"density", {"企业密度", "Density"}, true, std::move(layer)});
  return part;
}

Scene heatmap(const MapInputs& inputs, const HeatmapOptions& options) {
  Scene scene = empty_map(inputs, MapKind::kHeatmap);
  const auto shapes = std::make_shared<const PolygonSet>(*inputs.regions);
  add(scene, ground(shapes));
  if (inputs.density != nullptr) {
    add(scene, density_surface(*inputs.density, options, shapes));
  } else {
    scene.legend.push_back(
        {{}, {"企业分布", "Enterprises"}, {"未计算密度", "no density was computed"}, true});
  }
  Part districts = district_lines(shapes);
  std::vector<LegendItem> boundary = std::exchange(districts.legend, {});
  add(scene, std::move(districts));
  if (inputs.points != nullptr && (options.show_points || inputs.density == nullptr)) {
    add_points(scene, *inputs.points);
  }
  if (inputs.clusters != nullptr) add(scene, cluster_hulls(*inputs.clusters));
  std::move(boundary.begin(), boundary.end(), std::back_inserter(scene.legend));
  add(scene, district_names(shapes));
  return scene;
}

}  // namespace geo::scene
