#include "geo/density/bins.hpp"

#include <memory>

#include "geo/scene/classes.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making, const std::string& id, density::BinShape shape, const Text& what) {
  const LayerKind& kind = *layer_kind(id);
  const LayerStyle& style = making.choices.layers.of(id);
  const double size_m = style.size_m > 0 ? style.size_m : kind.size_m;
  Made made;
  if (making.shown.empty()) {
    made.trouble = {"没有企业。", "There are no enterprises."};
    return made;
  }
  const density::Bins bins =
      density::count_by_bins(making.points(), {.shape = shape, .size_m = size_m}, making.context);
  const TableColumn& count = *bins.table.find("count");
  std::vector<double> values;
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&count.values)) {
    values.assign(whole->begin(), whole->end());
  } else {
    values = std::get<std::vector<double>>(count.values);
  }
  scene::ChoroplethOptions options = choropleth_options(kind, style);
  options.outline = {scene::Color::hex(0xFFFFFF).with_opacity(0.6), 0.08, {}};
  const std::string size = size_m >= 1000 ? scene::format_number(size_m / 1000) + " km"
                                          : scene::format_number(size_m) + " m";
  options.title = {"每" + what.zh + "企业数", "Enterprises per " + what.en};
  const std::string n = scene::format_number(static_cast<double>(bins.points), 12);
  options.detail = {"宽 " + size + "；n = " + n, size + " wide; n = " + n};
  made.part = scene::choropleth(id, kind.name, std::make_shared<const PolygonSet>(bins.shapes),
                                values, options);
  return made;
}

LayerKind kind(const std::string& id, const Text& name, Made (*make_bins)(const Making&)) {
  return {.id = id,
          .name = name,
          .about = {"每格的企业数。", "Enterprises counted by equal cells."},
          .ramp = scene::Ramp::kPurples,
          .classification = scene::Classification::kGeometric,
          .classes = 6,
          .size_m = 2000,
          .offered = [](const Session& session) { return session.atlas.points.size() > 0; },
          .same = same_filter,
          .make = make_bins};
}

}  // namespace

LayerKind squares_layer() {
  return kind("squares", {"方格计数", "Square bins"}, [](const Making& making) {
    return make(making, "squares", density::BinShape::kSquare, {"方格", "square"});
  });
}

LayerKind hexagons_layer() {
  return kind("hexagons", {"六边形计数", "Hexagon bins"}, [](const Making& making) {
    return make(making, "hexagons", density::BinShape::kHexagonPointy, {"六边形", "hexagon"});
  });
}

}  // namespace geo::viewer
