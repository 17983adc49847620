#include "viewer/layers/layers.hpp"

#include <algorithm>

#include "viewer/layers/kinds.hpp"

namespace geo::viewer {

const std::vector<LayerKind>& layer_kinds() {
  static const std::vector<LayerKind> all = {
      ground_layer(),   basemap_layer(),  choropleth_layer(), density_layer(),   squares_layer(),
      hexagons_layer(), contours_layer(), hot_spots_layer(),  districts_layer(), graticule_layer(),
      belts_layer(),    points_layer(),   clusters_layer(),   sites_layer(),     names_layer(),
  };
  return all;
}

const LayerKind* layer_kind(const std::string& id) {
  const auto& all = layer_kinds();
  const auto found =
      std::find_if(all.begin(), all.end(), [&](const LayerKind& kind) { return kind.id == id; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<const LayerKind*> stacked(const Session& session, const Choices& choices) {
  std::vector<const LayerKind*> out;
  for (const std::string& id : choices.layers.order) {
    const LayerKind* kind = layer_kind(id);
    if (kind != nullptr && std::find(out.begin(), out.end(), kind) == out.end()) {
      out.push_back(kind);
    }
  }
  // One that the order does not know stands above the one that it stands above by itself.
  const LayerKind* below = nullptr;
  for (const LayerKind& kind : layer_kinds()) {
    if (std::find(out.begin(), out.end(), &kind) == out.end()) {
      const auto at = std::find(out.begin(), out.end(), below);
      out.insert(at == out.end() ? out.begin() : at + 1, &kind);
    }
    below = &kind;
  }
  std::erase_if(out, [&](const LayerKind* kind) { return !kind->offered(session); });
  return out;
}

bool layer_shown(const LayerKind& kind, const Choices& choices) {
  const auto& shown = choices.layers.shown[static_cast<std::size_t>(choices.sheet)];
  const auto found = shown.find(kind.id);
  if (found != shown.end()) return found->second;
  return choices.sheet == Sheet::kHeatmap ? kind.on_heatmap : kind.on_plan;
}

void show_layer(Choices& choices, const std::string& id, bool shown) {
  choices.layers.shown[static_cast<std::size_t>(choices.sheet)][id] = shown;
}

Text layer_name(const LayerKind& kind, const Choices& choices) {
  const std::string& given = choices.layers.of(kind.id).name;
  return given.empty() ? kind.name : Text{given, given};
}

bool same_filter(const Choices& a, const Choices& b) { return a.filter == b.filter; }

bool same_density(const Choices& a, const Choices& b) {
  return same_filter(a, b) && a.kernel == b.kernel && a.bandwidth_m == b.bandwidth_m &&
         a.correction == b.correction;
}

bool same_sheet(const Choices& a, const Choices& b) { return a.sheet == b.sheet; }

scene::ChoroplethOptions choropleth_options(const LayerKind& kind, const LayerStyle& style) {
  scene::ChoroplethOptions options;
  options.ramp = layer_ramp(kind, style);
  options.reversed = style.reversed;
  options.classification =
      style.classification.value_or(kind.classification.value_or(options.classification));
  options.classes = style.classes > 0 ? style.classes : std::max(kind.classes, 2);
  return options;
}

bool is_quotient(const std::string& column) {
  return column.find("quotient") != std::string::npos || column.ends_with("_lq");
}

scene::Ramp layer_ramp(const LayerKind& kind, const LayerStyle& style) {
  if (style.ramp) return *style.ramp;
  return kind.columns && is_quotient(style.column) ? scene::Ramp::kRdBu
                                                   : kind.ramp.value_or(scene::Ramp::kYlGnBu);
}

DistrictStatistics district_statistics(const Session& session, const Choices& choices,
                                       const std::vector<Table>& tables) {
  DistrictStatistics out;
  const std::string name = choices.filter.specialty.empty() ? "districts" : "specialties";
  out.table = session.atlas.table(name);
  for (const Table& table : tables) {
    if (table.name == name) out.table = &table;
  }
  if (out.table == nullptr) return out;
  for (const TableColumn& column : out.table->columns) {
    if (std::holds_alternative<std::vector<std::string>>(column.values)) continue;
    out.columns.push_back(&column);
    if (column.name == choices.layers.of("choropleth").column ||
        (out.shown == nullptr && column.name == "density_per_km2")) {
      out.shown = &column;
    }
  }
  if (out.shown == nullptr && !out.columns.empty()) out.shown = out.columns.front();
  return out;
}

}  // namespace geo::viewer
