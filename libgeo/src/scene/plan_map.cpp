#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "geo/scene/maps.hpp"
#include "scene/brush.hpp"
#include "scene/map_parts.hpp"

namespace geo::scene {
namespace {

constexpr std::array<std::uint32_t, 6> kBeltColors = {0x17788A, 0xC44A2B, 0x6A5694,
                                                      0x4C8540, 0xA97B12, 0x8A4F5C};

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

std::string kilometres(double km) { return format_number(km, 4) + " km"; }

Text belt_name(const Belt& belt) {
  Text name = belt.name.empty() ? Text{belt.id, belt.id} : belt.name;
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

  scene.legend.push_back({{}, {"产业带", "Belts"}, {}, true, "belts"});
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
      scene.legend.push_back({LineSample{brush(48, left), color}, name, detail, false, "belts"});
      Label label;
      label.title = belt.name.empty() ? name : belt.name;
      if (!belt.title.empty()) label.lines = {belt.title};
      // Clear of the stroke's casing, also where it bends.
      label.clearance_mm = *std::max_element(width.begin(), width.end()) / 2 + 1.4;
      for (std::size_t i = 4; i + 4 < kVertices; i += 2) label.anchors.push_back(path[i]);
      names.labels.push_back(std::move(label));
    } else {
      scene.legend.push_back({Swatch{color.with_opacity(0.3), {}}, name, detail, false, "belts"});
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
                              false,
                              "corridors"});
    } else if (!corridor) {
      scene.legend.push_back(
          {Swatch{mix(kLand, color, 0.2), {kBorder, 0.22}},
           {name.zh + "成员区", "Districts of the " + belt.name.in(Language::kEnglish)},
           {},
           false,
           "districts"});
    }
  }
  if (!belts.belts.empty()) {
    scene.legend.push_back(
        {Swatch{kLand, {kBorder, 0.22}}, {"其他区", "Other districts"}, {}, false, "districts"});
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
  scene.legend.push_back({{}, {"地点", "Sites"}, {}, true, "sites"});
  for (const SiteKind& kind : kinds) {
    PointLayer signs;
    signs.marker = kind.marker;
    for (const Site& site : sites.sites) {
      if (site.kind == kind.kind) signs.points.push_back(site.position);
    }
    scene.legend.push_back({kind.marker, kind.name, {}, false, id_of(kind)});
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
    row.code = district.code;
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
                                name_of(regions.regions[r]), none_designated(), fill[r], true,
                                regions.regions[r].code});
  }
}

}  // namespace

Scene plan_map(const MapInputs& inputs) {
  Scene scene = empty_map(inputs, MapKind::kPlan);
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
  if (inputs.clusters != nullptr) add(scene, cluster_hulls(*inputs.clusters));

  if (inputs.plan != nullptr) add_district_table(scene, *inputs.plan, *shapes, fill);
  LabelLayer names = region_names(shapes);
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
  for (Label& label : names.labels) {
    const auto r = static_cast<std::size_t>(label.region);
    label.key = key[r];
    if (inputs.plan == nullptr) continue;
    label.lines = designation(*inputs.plan, shapes->regions[r].code).specialties;
    if (label.lines.empty()) {
      label.lines = {none_designated()};
      label.lines_muted = true;
    }
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
