#pragma once

#include <cstddef>

#include "geo/core/context.hpp"
#include "geo/scene/labels.hpp"
#include "geo/scene/scene.hpp"
#include "sheet/canvas.hpp"

namespace geo::sheet {

/// The part of a sheet where the map stands, in mm, y down, and how the ground lies in it.
struct MapFrame {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;
  scene::Transform transform;  ///< from the map to mm from the frame's lower left corner, y up

  /// The extent as large as it will go, in the middle.
  static MapFrame fitting(const Box& extent, double x, double y, double width, double height);
  [[nodiscard]] Point on_page(Point map) const {
    const Point p = transform.apply(map);
    return {x + p.x, y + height - p.y};
  }
};

/// Paints the layers and the labels, clipped to the frame. Returns how many labels found no room.
std::size_t paint_map(const Canvas& canvas, const scene::Scene& scene, const MapFrame& frame,
                      Language language, const Context& context);

}  // namespace geo::sheet
