#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making) {
  Made made;
  made.part = scene::district_lines(making.session.regions);
  const auto& color = making.choices.layers.of("districts").color;
  if (color) {
    auto& lines = std::get<scene::PolygonLayer>(made.part.layers[0].content);
    lines.outline.color = *color;
    lines.outline.width_mm *= 1.6;
    std::get<scene::Swatch>(made.part.legend[0].sample).outline = lines.outline;
  }
  return made;
}

}  // namespace

LayerKind districts_layer() {
  return {.id = "districts",
          .name = {"区界", "District boundaries"},
          .on_heatmap = true,
          .on_plan = true,
          .reference = true,
          .color = scene::Color::hex(0x8C949E),
          .make = make};
}

}  // namespace geo::viewer
