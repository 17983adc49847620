#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "geo/model/polygon_set.hpp"

namespace geo::test {

/// The corners of a rectangle, anticlockwise.
inline std::vector<Point> rectangle(double west, double south, double east, double north) {
  return {{west, south}, {east, south}, {east, north}, {west, north}};
}

/// Appends a region of parts that are rings without holes.
inline void add_region(PolygonSet& set, const std::string& code,
                       const std::vector<std::vector<Point>>& parts) {
  set.add_region({code, {}});
  for (const std::vector<Point>& part : parts) {
    set.add_part();
    set.add_ring(part);
  }
}

/// Whether a position lies in a region by the parity of all its rings: the slow, obvious twin.
inline bool even_odd(const PolygonSet& set, std::size_t region, Point p) {
  bool inside = false;
  for (std::size_t ring = set.part_ring[set.region_part[region]];
       ring < set.part_ring[set.region_part[region + 1]]; ++ring) {
    for (std::size_t i = set.ring_vertex[ring]; i + 1 < set.ring_vertex[ring + 1]; ++i) {
      const bool above = set.y[i] > p.y;
      if (above == (set.y[i + 1] > p.y)) continue;
      const double at =
          set.x[i] + (p.y - set.y[i]) / (set.y[i + 1] - set.y[i]) * (set.x[i + 1] - set.x[i]);
      if (p.x < at) inside = !inside;
    }
  }
  return inside;
}

}  // namespace geo::test
