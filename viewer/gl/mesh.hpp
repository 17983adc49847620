#pragma once

#include <array>
#include <utility>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/scene/scene.hpp"
#include "geo/topology/triangles.hpp"
#include "viewer/gl/gl.hpp"

namespace geo::viewer::gl {

/// Vertices on the graphics card, as floats.
struct Mesh {
  VertexArray array;
  Buffer buffer;
  GLsizei count = 0;
};

/// `sizes` are the floats of each attribute; `each` how many instances share them (0: vertices).
[[nodiscard]] Mesh upload(const std::vector<float>& values, const std::vector<int>& sizes,
                          GLuint each);

[[nodiscard]] std::array<float, 4> channels(scene::Color color, double opacity = 1);

/// Outlines as segments: all of them, then with ever longer steps (in the map's units), for scales
/// at which shorter ones cannot be seen but cost as much as long ones.
using Outlines = std::vector<std::pair<double, Mesh>>;

/// Brings shapes to the graphics card, from a local origin: in single precision whole coordinates
/// would shake.
struct MeshMaker {
  Point origin;

  void put(std::vector<float>& values, Point p) const;
  /// The outlines of regions without vertices that are nearer than `step` to the one before.
  [[nodiscard]] Mesh segments_of(const PolygonSet& shapes, std::size_t first_region,
                                 std::size_t last_region, double step) const;
  /// The outline of all regions together: of the edges that only one of them has.
  [[nodiscard]] Outlines rim_of(const PolygonSet& shapes) const;
  [[nodiscard]] Outlines outlines_of(const PolygonSet& shapes, std::size_t first_region,
                                     std::size_t last_region) const;
  /// `fill`: a colour for each region, or one for all, or none.
  [[nodiscard]] Mesh triangles_of(const topology::Triangles& triangles,
                                  const std::vector<scene::Color>& fill) const;
  /// A strip along a path, with a round cap at either end.
  [[nodiscard]] Mesh ribbon_of(const scene::Line& line) const;
  /// The corners of a box, as a strip of two triangles.
  [[nodiscard]] Mesh corners_of(const Box& box) const;
};

}  // namespace geo::viewer::gl
