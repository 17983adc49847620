#include <variant>

#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

// The land; on the planning map in the colours of the belts.
Made make(const Making& making) {
  Made made;
  if (making.choices.sheet == Sheet::kHeatmap) {
    made.part = scene::ground(making.session.regions);
    return made;
  }
  made.part = scene::part_of(making.plan(), {"districts"});
  for (scene::Layer& layer : made.part.layers) {
    layer.id = "ground";
    if (auto* polygons = std::get_if<scene::PolygonLayer>(&layer.content)) polygons->outline = {};
  }
  for (scene::LegendItem& item : made.part.legend) item.layer = "ground";
  return made;
}

}  // namespace

LayerKind ground_layer() {
  return {.id = "ground",
          .name = {"陆地", "Land"},
          .about = {"各区的陆地；在规划图上按产业带着色。",
                    "The land of the districts; on the planning map in the belts' colours."},
          .on_heatmap = true,
          .on_plan = true,
          .reference = true,
          .same = same_sheet,
          .make = make};
}

}  // namespace geo::viewer
