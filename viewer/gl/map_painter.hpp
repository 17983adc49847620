#pragma once

#include <memory>
#include <vector>

#include "geo/scene/scene.hpp"
#include "viewer/gl/gl.hpp"
#include "viewer/session.hpp"

namespace geo::viewer::gl {

/// How the ground lies on the canvas.
struct Ground {
  Point centre;  ///< in the map's units
  double units_per_px = 1;
  double px_per_mm = 4;  ///< of signs
};

/// Paints the layers of a scene, all but the words, with OpenGL 3.3. Positions are uploaded once,
/// from a local origin (in single precision whole coordinates would shake). Where there is no
/// room for them, each call throws Error(kMemory) or std::bad_alloc; then the painter can only go.
class MapPainter {
 public:
  MapPainter();
  ~MapPainter();
  MapPainter(const MapPainter&) = delete;
  MapPainter& operator=(const MapPainter&) = delete;

  /// What to paint from now on. What the picture before had, too, is on the graphics card already.
  void load(std::shared_ptr<const Picture> picture);
  /// Another content for one layer of the scene.
  void load(std::size_t layer, const scene::Layer& content);
  /// The outline of a region over all layers; null: none.
  void load_selection(const PolygonSet* regions, std::size_t region);
  /// `scene` is that of the picture, with other colours or visibilities.
  void paint(const scene::Scene& scene, const Ground& ground, const Canvas& canvas);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace geo::viewer::gl
