#include "geo/geodesy/graticule.hpp"

#include <utility>

#include "geo/core/error.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

constexpr double kWidth_mm = 0.14;

std::vector<scene::Layer> seen_layers(const geodesy::Crs& metric, const Text& name,
                                      scene::Color color, const Seen& seen) {
  scene::LineLayer lines;
  scene::LabelLayer labels;
  labels.style.title_pt = 6.5;
  labels.style.color = color;
  try {
    const geodesy::Graticule net = geodesy::graticule(seen.box, metric, 6);
    for (const geodesy::Graticule::Line& line : net.lines) {
      lines.lines.push_back({line.path, {kWidth_mm}, color.with_opacity(0.55), {}});
      // Written where the line leaves the screen: meridians below, parallels on the left.
      const Point* edge = nullptr;
      for (const Point& at : line.path) {
        if (seen.box.contains(at) && edge == nullptr) edge = &at;
      }
      if (edge == nullptr) continue;
      const std::string text = geodesy::angle_text(line.degrees, line.meridian);
      scene::Label label;
      label.title = {text, text};
      label.anchors = {*edge};
      label.clearance_mm = 0.3;
      labels.labels.push_back(std::move(label));
    }
  } catch (const Error&) {  // beyond the projection there are no degrees
    lines = {};
    labels.labels.clear();
  }
  std::vector<scene::Layer> out;
  out.push_back({"graticule", name, true, std::move(lines)});
  out.push_back({"graticule_labels", name, true, std::move(labels)});
  return out;
}

Made make(const Making& making) {
  const LayerKind& kind = *layer_kind("graticule");
  const scene::Color color = making.choices.layers.of("graticule").color.value_or(*kind.color);
  Made made;
  made.live = [metric = making.session.metric, name = kind.name, color](const Seen& seen) {
    return seen_layers(metric, name, color, seen);
  };
  made.part.layers.push_back({"graticule", kind.name, true, scene::LineLayer{}});
  made.part.layers.push_back({"graticule_labels", kind.name, true, scene::LabelLayer{}});
  made.part.legend.push_back({scene::LineSample{{0.3}, color},
                              {"经纬线（WGS84）", "Longitude and latitude (WGS84)"},
                              {},
                              false,
                              "graticule"});
  return made;
}

}  // namespace

LayerKind graticule_layer() {
  return {.id = "graticule",
          .name = {"经纬网", "Graticule"},
          .reference = true,
          .color = scene::Color::hex(0x5B6B7A),
          .make = make};
}

}  // namespace geo::viewer
