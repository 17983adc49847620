#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/core/text.hpp"

namespace geo {

/// What is known of a region beside its shape.
struct Region {
  std::string code;  ///< distinct within a set; the order of codes breaks ties
  Text name;
  /// The official land area, or NaN. Boundaries of coastal districts reach far into the sea, so
  /// densities use this area where there is one, and say so.
  double land_area_km2 = std::numeric_limits<double>::quiet_NaN();
};

/// Regions as multipolygons in flat arrays. Region r owns parts [region_part[r], region_part[r+1]);
/// part p owns rings [part_ring[p], part_ring[p+1]), the outer one first, then its holes; ring k
/// owns vertices [ring_vertex[k], ring_vertex[k+1]), closed: the last vertex repeats the first.
struct PolygonSet {
  std::string crs;  ///< as in PointSet
  std::vector<Region> regions;
  std::vector<std::uint32_t> region_part{0};  ///< regions + 1 offsets
  std::vector<std::uint32_t> part_ring{0};    ///< parts + 1 offsets
  std::vector<std::uint32_t> ring_vertex{0};  ///< rings + 1 offsets
  std::vector<double> x;                      ///< finite
  std::vector<double> y;                      ///< finite, size of x
  std::string source;                         ///< the file it came from, for messages; may be empty

  [[nodiscard]] std::size_t size() const { return regions.size(); }
  [[nodiscard]] std::size_t part_count() const { return part_ring.size() - 1; }
  [[nodiscard]] std::size_t ring_count() const { return ring_vertex.size() - 1; }
  [[nodiscard]] std::size_t vertex_count() const { return x.size(); }
  [[nodiscard]] Box envelope() const;
  [[nodiscard]] Box envelope(std::size_t region) const;
  /// The planar area enclosed by a region, in the square of the unit of the coordinates. Correct
  /// for valid polygons (rings that neither cross nor overlap), in any orientation. O(vertices).
  [[nodiscard]] double area(std::size_t region) const;
  /// The index of the region with that code, or -1.
  [[nodiscard]] int find(const std::string& code) const;

  /// Appends to what is there: a region, then a part, then its rings (the closing vertex is added
  /// where it is missing). The way to build a set without touching the offsets.
  void add_region(Region region);
  void add_part();
  void add_ring(const std::vector<Point>& ring);

  /// Throws Error(kInternal) naming the first invariant that does not hold. O(vertices).
  void validate() const;
};

}  // namespace geo
