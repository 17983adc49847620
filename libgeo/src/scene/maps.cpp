#include "geo/scene/maps.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <optional>

#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

// The sheet's palette, in one place.
constexpr Color kWater = Color::hex(0xE9EEF1);
constexpr Color kLand = Color::hex(0xFDFCF9);
constexpr Color kBorder = Color::hex(0x8C949E);
constexpr Color kRim = Color::hex(0xC3CCD3);
constexpr Color kInk = Color::hex(0x22282F);
constexpr Color kMutedInk = Color::hex(0x6A727B);
constexpr Color kHull = Color::hex(0x1D4E89);
constexpr std::array<std::uint32_t, 6> kBeltColors = {0x17788A, 0xC44A2B, 0x6A5694,
                                                      0x4C8540, 0xA97B12, 0x8A4F5C};
// More regions than this are a fabric rather than districts: only names that fit are written.
constexpr std::size_t kManyRegions = 60;

Color belt_color(std::size_t belt) { return Color::hex(kBeltColors[belt % kBeltColors.size()]); }

std::string capitalised(std::string text) {
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z') text[0] = static_cast<char>(text[0] - 32);
  return text;
}

std::string joined(const std::vector<std::string>& parts, const std::string& between) {
  std::string out;
  for (const std::string& part : parts) out += (out.empty() ? "" : between) + part;
  return out;
}

Text joined(const std::vector<Text>& parts) {
  std::vector<std::string> zh;
  std::vector<std::string> en;
  for (const Text& part : parts) {
    zh.push_back(part.in(Language::kChinese));
    en.push_back(part.in(Language::kEnglish));
  }
  return {joined(zh, "、"), joined(en, ", ")};
}

Text name_of(const Region& region) {
  return region.name.empty() ? Text{region.code, region.code} : region.name;
}

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

Scene begin(const MapInputs& inputs, const std::string& kind, const Text& map, bool shows_points) {
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

// An empty layer of labels for regions: small districts, which have least choice, take their places
// first; in a fabric of very many regions the largest do.
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

PolygonLayer outlines(std::shared_ptr<const PolygonSet> shapes) {
  PolygonLayer layer;
  layer.outline = {kBorder, shapes->size() > kManyRegions ? 0.08 : 0.22};
  layer.shapes = std::move(shapes);
  return layer;
}

// The rim around the whole: thinner around a fabric, whose moles and piers it would drown.
Stroke rim(const PolygonSet& shapes) {
  return {kRim, shapes.size() > kManyRegions ? 0.5 : 1.1, {}};
}

void add_hulls(Scene& scene, const Clusters& clusters) {
  if (clusters.hulls.vertex_count() == 0) return;
  PolygonLayer layer;
  layer.shapes = std::make_shared<PolygonSet>(clusters.hulls);
  layer.outline = {kHull, 0.4, {1.6, 0.8}};
  layer.fill = {kHull.with_opacity(0.05)};
  const std::string count = std::to_string(clusters.size());
  scene.legend.push_back(
      {Swatch{kHull.with_opacity(0.05), layer.outline},
       {"企业集聚区（" + count + " 个）", "Clusters of enterprises (" + count + ")"},
       {},
       false});
  scene.layers.push_back({"clusters", {"集聚区", "Clusters"}, true, std::move(layer)});
}

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
  return {kernel, kernel};
}

std::string metres(const std::string& text) {
  const auto value = number(text);
  if (!value) return {};
  return *value >= 10000 ? format_number(*value / 1000, 6) + " km"
                         : format_number(*value, 8) + " m";
}

Text unit_text(const std::string& unit) {
  if (unit == "1/km2") return {"企业/km²", "enterprises/km²"};
  if (unit == "weight/km2") return {"权重/km²", "weight/km²"};
  if (unit.empty()) return {"无单位", "no unit"};
  return {unit, unit};
}

// Unit, kernel, bandwidth and n: without them a heatmap says nothing.
void add_density_facts(Scene& scene, const Grid& grid) {
  const auto say = [&](const Text& what, const Text& value) {
    scene.legend.push_back({{}, {}, {what.zh + "：" + value.zh, what.en + ": " + value.en}, false});
  };
  const Text missing{"未注明", "not stated"};
  say({"单位", "Unit"}, unit_text(grid.unit));
  say({"核函数", "Kernel"}, kernel_text(fact(grid, "kernel")));
  const std::string bandwidth = metres(fact(grid, "bandwidth_m"));
  say({"带宽", "Bandwidth"}, bandwidth.empty() ? missing : Text{bandwidth, bandwidth});
  const auto points = number(fact(grid, "points"));
  const std::string n = points ? "n = " + format_number(*points, 12) : "";
  say({"样本", "Sample"}, points ? Text{n, n} : missing);
  const auto weight = number(fact(grid, "weight_sum"));
  if (weight && grid.unit == "weight/km2") {
    const std::string sum = format_number(*weight, 8);
    say({"权重合计", "Sum of weights"}, {sum, sum});
  }
}

void add_density(Scene& scene, const MapInputs& inputs, const HeatmapOptions& options,
                 const std::shared_ptr<const PolygonSet>& shapes) {
  const Grid& grid = *inputs.density;
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
  if (options.clip_to_regions) layer.clip = shapes;

  const Text unit = unit_text(grid.unit);
  if (layer.classes.breaks.empty() || (layer.classes.breaks[0] > 0 && !(top > 0))) {
    scene.legend.push_back({{},
                            {"企业密度", "Density of enterprises"},
                            {"没有大于零的密度", "no density above zero"},
                            true});
  } else {
    scene.legend.push_back({{},
                            {"企业密度（" + unit.zh + "）", "Density (" + unit.en + ")"},
                            {"低于 " + format_number(layer.classes.breaks[0]) + " 不着色",
                             "below " + format_number(layer.classes.breaks[0]) + ": not coloured"},
                            true});
    scene.legend.push_back({ClassBar{layer.classes, layer.opacity, kLand}, {}, {}, false});
  }
  add_density_facts(scene, grid);
  scene.layers.push_back({"density", {"企业密度", "Density"}, true, std::move(layer)});
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
  scene.legend.push_back({sample, {"企业", "Enterprises"}, {n, n}, false});
  scene.layers.push_back({"points", {"企业", "Enterprises"}, true, std::move(layer)});
}

// A uniform cubic B-spline with clamped ends through `path` taken as its control polygon: it starts
// and ends where the path does and takes the corners out of what is between.
std::vector<Point> smooth(const std::vector<Point>& path) {
  if (path.size() < 3) return path;
  std::vector<Point> control(2, path.front());
  control.insert(control.end(), path.begin(), path.end());
  control.insert(control.end(), 2, path.back());
  constexpr int kSteps = 12;
  std::vector<Point> out;
  for (std::size_t i = 0; i + 3 < control.size(); ++i) {
    for (int step = 0; step < kSteps; ++step) {
      const double t = static_cast<double>(step) / kSteps;
      const double a = (1 - t) * (1 - t) * (1 - t) / 6;
      const double b = (3 * t * t * t - 6 * t * t + 4) / 6;
      const double c = (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
      const double d = t * t * t / 6;
      out.push_back(
          {a * control[i].x + b * control[i + 1].x + c * control[i + 2].x + d * control[i + 3].x,
           a * control[i].y + b * control[i + 1].y + c * control[i + 2].y + d * control[i + 3].y});
    }
  }
  out.push_back(path.back());
  return out;
}

// `count` points at even distances along a path.
std::vector<Point> even(const std::vector<Point>& path, int count) {
  std::vector<double> along(path.size(), 0);
  for (std::size_t i = 1; i < path.size(); ++i) {
    along[i] = along[i - 1] + std::hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y);
  }
  std::vector<Point> out;
  std::size_t at = 0;
  for (int i = 0; i < count; ++i) {
    const double wanted = along.back() * i / (count - 1);
    while (at + 2 < path.size() && along[at + 1] < wanted) ++at;
    const double length = along[at + 1] - along[at];
    const double t = length > 0 ? std::clamp((wanted - along[at]) / length, 0.0, 1.0) : 0;
    out.push_back({path[at].x + (path[at + 1].x - path[at].x) * t,
                   path[at].y + (path[at + 1].y - path[at].y) * t});
  }
  return out;
}

// The way of a brush along an axis: smoothed, and where it has bends, smoothed once more over a few
// points of itself, so that it keeps its course and loses its zigzag.
std::vector<Point> stroke_path(const std::vector<Point>& axis, int count) {
  if (axis.size() < 3) return even(axis, count);
  constexpr int kKnots = 6;
  return even(smooth(even(smooth(axis), kKnots)), count);
}

// How a brush's width runs along a stroke, in mm: one that falls to the left starts full and thins
// out, one that falls to the right starts thin, swells and ends in a point, as in 人.
std::vector<double> brush(int count, bool to_the_left) {
  constexpr double kFull = 5.2;
  constexpr double kThin = 1.2;
  constexpr double kTip = 0.5;
  const auto ease = [](double t) { return t * t * (3 - 2 * t); };
  std::vector<double> width;
  for (int i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / (count - 1);
    if (to_the_left) {
      constexpr double kEntry = 0.12;
      const double entry = t < kEntry ? 0.7 + 0.3 * ease(t / kEntry) : 1.0;
      width.push_back(entry * (kTip + (kFull - kTip) * (1 - std::pow(t, 1.6))));
    } else {
      constexpr double kSwell = 0.82;
      width.push_back(t < kSwell ? kThin + (kFull - kThin) * ease(t / kSwell)
                                 : kTip + (kFull - kTip) * (1 - ease((t - kSwell) / (1 - kSwell))));
    }
  }
  return width;
}

std::string kilometres(double km) { return format_number(km, 4) + " km"; }

Text belt_name(const Belt& belt) {
  const Text name = belt.name.empty() ? Text{belt.id, belt.id} : belt.name;
  if (belt.title.empty()) return name;
  return {name.in(Language::kChinese) + " " + belt.title.in(Language::kChinese),
          name.in(Language::kEnglish) + " " + belt.title.in(Language::kEnglish)};
}

// Strokes, strips, their legend and their notes. Returns the layer of their names.
Layer add_belts(Scene& scene, const MapInputs& inputs) {
  const BeltSet& belts = *inputs.belts;
  const PolygonSet& regions = *inputs.regions;
  auto strips = std::make_shared<PolygonSet>();
  strips->crs = belts.shapes.crs;
  PolygonLayer strip_layer;
  LineLayer strokes;
  strokes.casing = Color::hex(0xFFFFFF).with_opacity(0.85);
  strokes.casing_mm = 0.45;
  LabelLayer names;
  names.style.title_pt = 10;
  names.style.lines_pt = 6.5;
  names.style.bold = true;
  names.style.halo_mm = 0.7;
  names.style.color = kInk;
  names.style.lines_color = kMutedInk;

  scene.legend.push_back({{}, {"产业带", "Belts"}, {}, true});
  for (std::size_t b = 0; b < belts.size(); ++b) {
    const Belt& belt = belts.belts[b];
    const Color color = belt_color(b);
    const Text name = belt_name(belt);
    const bool corridor = belt.kind == BeltKind::kCorridor;
    const auto& axis = belts.axis[b];

    Text detail;
    if (corridor) {
      const std::string width = kilometres(belts.half_width_km[b]);
      detail = {"走廊半宽 " + width, "corridor, half width " + width};
      if (belts.width_assumed[b]) {
        detail.zh += "（假设）";
        detail.en += " (assumed)";
        scene.notes.push_back(
            {name.zh + "：规划未给出走廊宽度，图中半宽 " + width + " 为假设，可更改。",
             name.en + ": the plan states no width; the corridor's half width of " + width +
                 " is an assumption and can be changed."});
      }
    } else {
      std::vector<Text> members;
      for (const int r : belts.members[b]) {
        members.push_back(name_of(regions.regions[static_cast<std::size_t>(r)]));
      }
      detail = joined(members);
      if (belt.open_ended) {
        detail.zh += " 等";
        detail.en += " and others";
        scene.notes.push_back(
            {name.zh + "：来源所列区为不完全列举（“等”），图中只表示列出的区。",
             name.en +
                 ": the source's list of districts is open-ended; only those listed are shown."});
      }
    }

    if (axis.size() >= 2) {
      constexpr int kVertices = 72;
      const auto path = stroke_path(axis, kVertices);
      const bool left = path.back().x < path.front().x;
      const auto width = brush(kVertices, left);
      strokes.lines.push_back({path, width, color.with_opacity(0.88), {}});
      scene.legend.push_back({LineSample{brush(48, left), color}, name, detail, false});
      Label label;
      label.title = belt.name.empty() ? name : belt.name;
      if (!belt.title.empty()) label.lines = {belt.title};
      // Clear of the stroke's casing, also where it bends.
      label.clearance_mm = *std::max_element(width.begin(), width.end()) / 2 + 1.4;
      for (std::size_t i = 4; i + 4 < kVertices; i += 2) label.anchors.push_back(path[i]);
      names.labels.push_back(std::move(label));
    } else {
      scene.legend.push_back({Swatch{color.with_opacity(0.3), {}}, name, detail, false});
    }
    if (corridor && b < belts.shapes.size()) {
      strips->add_region(belts.shapes.regions[b]);
      for (std::uint32_t p = belts.shapes.region_part[b]; p < belts.shapes.region_part[b + 1];
           ++p) {
        strips->add_part();
        for (std::uint32_t k = belts.shapes.part_ring[p]; k < belts.shapes.part_ring[p + 1]; ++k) {
          std::vector<Point> ring;
          for (std::uint32_t v = belts.shapes.ring_vertex[k]; v < belts.shapes.ring_vertex[k + 1];
               ++v) {
            ring.push_back({belts.shapes.x[v], belts.shapes.y[v]});
          }
          strips->add_ring(ring);
        }
      }
      strip_layer.fill.push_back(color.with_opacity(0.16));
      strip_layer.outline = {color, 0.35, {1.8, 1.2}};
      scene.legend.push_back({Swatch{color.with_opacity(0.16), strip_layer.outline},
                              {"走廊范围", "Extent of the corridor"},
                              {},
                              false});
    } else if (!corridor) {
      scene.legend.push_back(
          {Swatch{mix(kLand, color, 0.2), {kBorder, 0.22}},
           {name.zh + "成员区", "Districts of the " + belt.name.in(Language::kEnglish)},
           {},
           false});
    }
  }
  if (!belts.belts.empty()) {
    scene.legend.push_back(
        {Swatch{kLand, {kBorder, 0.22}}, {"其他区", "Other districts"}, {}, false});
  }
  if (strips->vertex_count() > 0) {
    strip_layer.shapes = strips;
    scene.layers.push_back({"corridors", {"走廊", "Corridors"}, true, std::move(strip_layer)});
  }
  if (!strokes.lines.empty()) {
    scene.notes.push_back(
        {"产业带的笔画为示意：由成员区中心（或核心）的连线平滑而成，不表示精确界线。",
         "The strokes of the belts are schematic: lines through their districts' centres (or "
         "their cores), smoothed; they are no boundaries."});
    scene.layers.push_back({"belts", {"产业带", "Belts"}, true, std::move(strokes)});
  }
  return {"belt_names", {"产业带名称", "Names of belts"}, true, std::move(names)};
}

struct SiteKind {
  std::string kind;
  Text name;
  Marker marker;
};

SiteKind site_kind(const std::string& kind, std::size_t order) {
  const Stroke rim{Color::hex(0xFFFFFF), 0.25};
  if (kind == "core")
    return {kind, {"核心", "Core"}, {Symbol::kStar, 3.6, Color::hex(0x8F1D14), rim}};
  constexpr std::array<Symbol, 4> kSymbols = {Symbol::kDiamond, Symbol::kSquare, Symbol::kTriangle,
                                              Symbol::kCircle};
  const Marker marker{kSymbols[order % kSymbols.size()], 2.0, Color::hex(0x3B4754), rim};
  if (kind == "park") return {kind, {"园区", "Industrial park"}, marker};
  if (kind == "business district") return {kind, {"商务区", "Business district"}, marker};
  if (kind.empty()) return {kind, {"地点", "Site"}, marker};
  return {kind, {kind, capitalised(kind)}, marker};
}

std::vector<SiteKind> kinds_of(const SiteSet& sites) {
  std::vector<SiteKind> kinds;
  for (const Site& site : sites.sites) {
    const bool known = std::any_of(kinds.begin(), kinds.end(),
                                   [&](const SiteKind& kind) { return kind.kind == site.kind; });
    if (!known) kinds.push_back(site_kind(site.kind, kinds.size()));
  }
  return kinds;
}

std::string id_of(const SiteKind& kind) {
  return kind.kind.empty() ? "sites" : "sites_" + kind.kind;
}

// The names of cores are placed before those of districts, the others after them.
void add_site_names(Scene& scene, const SiteSet& sites, bool cores) {
  for (const SiteKind& kind : kinds_of(sites)) {
    if ((kind.kind == "core") != cores) continue;
    LabelLayer names;
    names.style.title_pt = cores ? 8 : 6.5;
    names.style.bold = cores;
    names.style.color = cores ? kind.marker.fill : Color::hex(0x30383F);
    for (const Site& site : sites.sites) {
      if (site.kind != kind.kind) continue;
      Label label;
      label.title = site.name;
      label.anchors = {site.position};
      label.clearance_mm = kind.marker.size_mm / 2 + 0.3;
      names.labels.push_back(std::move(label));
    }
    scene.layers.push_back({id_of(kind) + "_names",
                            {kind.name.zh + "名称", "Names: " + kind.name.en},
                            true,
                            std::move(names)});
  }
}

// The signs of all sites, cores on top.
void add_site_signs(Scene& scene, const SiteSet& sites) {
  auto kinds = kinds_of(sites);
  std::stable_partition(kinds.begin(), kinds.end(),
                        [](const SiteKind& kind) { return kind.kind != "core"; });
  scene.legend.push_back({{}, {"地点", "Sites"}, {}, true});
  for (const SiteKind& kind : kinds) {
    PointLayer signs;
    signs.marker = kind.marker;
    for (const Site& site : sites.sites) {
      if (site.kind == kind.kind) signs.points.push_back(site.position);
    }
    scene.legend.push_back({kind.marker, kind.name, {}, false});
    scene.layers.push_back({id_of(kind), kind.name, true, std::move(signs)});
  }
}

// The district of the plan that a region is, with its number in the side table; 0: it is in no
// plan.
struct Designation {
  std::size_t number = 0;
  std::vector<Text> specialties;
};

Designation designation(const Plan& plan, const std::string& code) {
  for (std::size_t d = 0; d < plan.districts.size(); ++d) {
    if (plan.districts[d].code != code) continue;
    Designation found{d + 1, {}};
    for (const int s : plan.districts[d].specialties) {
      found.specialties.push_back(plan.specialties[static_cast<std::size_t>(s)]);
    }
    return found;
  }
  return {};
}

Text none_designated() { return {"未列特色", "none designated"}; }

void add_district_table(Scene& scene, const Plan& plan, const PolygonSet& regions,
                        const std::vector<Color>& fill) {
  scene.table.title = {"各区特色产业", "Designated specialties"};
  std::vector<Text> unmapped;
  for (std::size_t d = 0; d < plan.districts.size(); ++d) {
    const PlanDistrict& district = plan.districts[d];
    const auto specialties = designation(plan, district.code).specialties;
    const int region = regions.find(district.code);
    SideTable::Row row;
    row.key = std::to_string(d + 1);
    row.name = !district.name.empty() ? district.name
               : region >= 0          ? name_of(regions.regions[static_cast<std::size_t>(region)])
                                      : Text{district.code, district.code};
    row.detail = specialties.empty() ? none_designated() : joined(specialties);
    row.muted = specialties.empty();
    row.chip = region >= 0 ? fill[static_cast<std::size_t>(region)] : kLand;
    if (region < 0) unmapped.push_back(row.name);
    scene.table.rows.push_back(std::move(row));
  }
  if (!unmapped.empty()) {
    const Text names = joined(unmapped);
    scene.notes.push_back({"规划所列但边界数据中没有的区：" + names.zh + "。",
                           "In the plan, but not in the boundaries: " + names.en + "."});
  }
  // Regions that the plan does not name follow, if they are few enough to be districts.
  if (regions.size() > kManyRegions) return;
  for (std::size_t r = 0; r < regions.size(); ++r) {
    if (plan.district(regions.regions[r].code) != nullptr) continue;
    scene.table.rows.push_back({std::to_string(scene.table.rows.size() + 1),
                                name_of(regions.regions[r]), none_designated(), fill[r], true});
  }
}

}  // namespace

Scene heatmap(const MapInputs& inputs, const HeatmapOptions& options) {
  Scene scene =
      begin(inputs, "heatmap", {"企业分布热力图", "Enterprise distribution heatmap"}, true);
  const auto shapes = std::make_shared<const PolygonSet>(*inputs.regions);

  PolygonLayer ground;
  ground.shapes = shapes;
  ground.fill = {kLand};
  ground.casing = rim(*shapes);
  scene.layers.push_back({"ground", {"底图", "Ground"}, true, std::move(ground)});
  if (inputs.density != nullptr) {
    add_density(scene, inputs, options, shapes);
  } else {
    scene.legend.push_back(
        {{}, {"企业分布", "Enterprises"}, {"未计算密度", "no density was computed"}, true});
  }
  scene.layers.push_back({"districts", {"区界", "Districts"}, true, outlines(shapes)});
  if (inputs.points != nullptr && (options.show_points || inputs.density == nullptr)) {
    add_points(scene, *inputs.points);
  }
  if (inputs.clusters != nullptr) add_hulls(scene, *inputs.clusters);
  scene.legend.push_back(
      {Swatch{kLand, {kBorder, 0.22}}, {"区界", "District boundary"}, {}, false});

  LabelLayer names = label_layer(shapes);
  names.leaders = shapes->size() <= kManyRegions;
  for (const std::size_t r : by_area(*shapes, shapes->size() > kManyRegions)) {
    Label label;
    label.title = name_of(shapes->regions[r]);
    label.region = static_cast<int>(r);
    const Box box = shapes->envelope(r);
    if (box.empty()) continue;
    label.anchors = {box.centre()};
    names.labels.push_back(std::move(label));
  }
  scene.layers.push_back({"names", {"区名", "Names"}, true, std::move(names)});
  return scene;
}

Scene plan_map(const MapInputs& inputs) {
  Scene scene =
      begin(inputs, "plan_map", {"产业规划图", "Planning map"}, inputs.clusters != nullptr);
  const auto shapes = std::make_shared<const PolygonSet>(*inputs.regions);

  PolygonLayer districts = outlines(shapes);
  districts.casing = rim(*shapes);
  districts.fill.assign(shapes->size(), kLand);
  if (inputs.belts != nullptr) {
    for (std::size_t b = inputs.belts->size(); b-- > 0;) {  // the first belt wins
      for (const int r : inputs.belts->members[b]) {
        districts.fill[static_cast<std::size_t>(r)] = mix(kLand, belt_color(b), 0.2);
      }
    }
  }
  const std::vector<Color> fill = districts.fill;
  scene.layers.push_back({"districts", {"区", "Districts"}, true, std::move(districts)});
  std::optional<Layer> belt_names;
  if (inputs.belts != nullptr && inputs.belts->size() > 0) belt_names = add_belts(scene, inputs);
  if (inputs.clusters != nullptr) add_hulls(scene, *inputs.clusters);

  if (inputs.plan != nullptr) add_district_table(scene, *inputs.plan, *shapes, fill);
  LabelLayer names = label_layer(shapes);
  names.leaders = shapes->size() <= kManyRegions;
  std::vector<std::string> key(shapes->size());
  std::size_t next = inputs.plan != nullptr ? inputs.plan->districts.size() + 1 : 0;
  for (std::size_t r = 0; r < shapes->size() && inputs.plan != nullptr; ++r) {
    const Designation found = designation(*inputs.plan, shapes->regions[r].code);
    if (found.number > 0) {
      key[r] = std::to_string(found.number);
    } else if (shapes->size() <= kManyRegions) {
      key[r] = std::to_string(next++);
    }
  }
  for (const std::size_t r : by_area(*shapes, shapes->size() > kManyRegions)) {
    const Box box = shapes->envelope(r);
    if (box.empty()) continue;
    Label label;
    label.title = name_of(shapes->regions[r]);
    label.region = static_cast<int>(r);
    label.anchors = {box.centre()};
    label.key = key[r];
    if (inputs.plan != nullptr) {
      label.lines = designation(*inputs.plan, shapes->regions[r].code).specialties;
      if (label.lines.empty()) {
        label.lines = {none_designated()};
        label.lines_muted = true;
      }
    }
    names.labels.push_back(std::move(label));
  }
  const bool sites = inputs.sites != nullptr && !inputs.sites->sites.empty();
  if (sites) add_site_names(scene, *inputs.sites, true);
  scene.layers.push_back({"names", {"区名", "Names"}, true, std::move(names)});
  if (belt_names) scene.layers.push_back(std::move(*belt_names));  // they have the whole stroke
  if (sites) {
    add_site_names(scene, *inputs.sites, false);
    add_site_signs(scene, *inputs.sites);
  }
  return scene;
}

}  // namespace geo::scene
