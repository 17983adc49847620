#pragma once

#include <string>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/geodesy/crs.hpp"

namespace geo::geodesy {

/// Meridians and parallels (WGS84) over a part of a map.
struct Graticule {
  struct Line {
    bool meridian = false;    ///< else a parallel
    double degrees = 0;       ///< the longitude or the latitude, a multiple of the step
    std::vector<Point> path;  ///< on the map, from south to north or from west to east
  };
  double step_deg = 0;
  std::vector<Line> lines;  ///< meridians from west to east, then parallels from south to north
};

/// The lines that cross `box`, each as far as the box reaches in degrees (a little beyond it where
/// lines are bent). The step is the smallest of 1, 2, 5, 10, 15, 20, 30 minutes, 1, 2, 5, 10, 15,
/// 30 degrees of which at most `most` lines run in each direction. For parts of a map that hold
/// neither a pole nor the meridian of 180 degrees. Throws Error(kOption) for an empty box and for
/// `most` below 1, Error(kInput) where `crs` cannot be turned into degrees. About 1 us a vertex of
/// 33 for each line.
[[nodiscard]] Graticule graticule(const Box& box, const Crs& crs, int most = 8);

/// "121°30′E", "31°N", "0°".
[[nodiscard]] std::string angle_text(double degrees, bool meridian);

}  // namespace geo::geodesy
