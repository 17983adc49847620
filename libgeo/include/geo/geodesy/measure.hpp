#pragma once

#include <span>

#include "geo/core/geometry.hpp"
#include "geo/geodesy/crs.hpp"

namespace geo::geodesy {

/// Lengths and areas on the ellipsoid of WGS84, along geodesics (Karney 2013): true whatever the
/// projection does to them.
struct Measured {
  double length_m = 0;     ///< along the positions
  double perimeter_m = 0;  ///< with the way back to the first
  double area_m2 = 0;      ///< within the ring, whichever way round; below half of the earth
};

/// Measures a line or ring of positions in `crs`. Fewer than two: no length; fewer than three: no
/// area. Throws Error(kInput) where a position is none on the earth. About 1 us a position.
[[nodiscard]] Measured measure(std::span<const Point> positions, const Crs& crs);

}  // namespace geo::geodesy
