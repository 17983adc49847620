#pragma once

#include <cstddef>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::topology {

/// Regions cut into triangles. Those of region r are [first[r], first[r + 1]); triangle t has the
/// corners 3 t to 3 t + 2. Every corner is a vertex of the region.
struct Triangles {
  std::vector<Point> corners;
  std::vector<std::size_t> first{0};
};

/// Cuts every region into triangles that do not overlap and together are the region, for painters
/// that know nothing but triangles. By GEOS's constrained Delaunay triangulation. Regions are valid
/// (`repair`); one without an area has no triangles. O(v log v) for most shapes, in parallel by
/// region.
[[nodiscard]] Triangles triangulate(const PolygonSet& regions, const Context& context);

}  // namespace geo::topology
