#pragma once

#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::topology {

/// What was wrong with one region's drawing and what repairing it changed.
struct Repair {
  std::string code;
  std::string problem;          ///< GEOS's words: "Self-intersection at or near (x y)"
  double area_before_km2 = 0;   ///< signed shoelace areas, as drawn
  double area_after_km2 = 0;
};

struct Repaired {
  PolygonSet regions;           ///< every region is a valid multipolygon
  std::vector<Repair> repairs;  ///< of those that were not
};

/// Makes every region valid with GEOS MakeValid (linework method, polygons kept); valid regions are
/// passed through unchanged. `regions` are in metres. Throws Error(kInput) naming a region of which
/// nothing with an area is left. O(v log v).
[[nodiscard]] Repaired repair(const PolygonSet& regions, const Context& context);

/// A place where two regions overlap or where none of those around it is.
struct Defect {
  std::string first;      ///< code
  std::string second;     ///< code; of a gap: empty
  double area_km2 = 0;
  Point at;               ///< a position inside, in the coordinates of the regions
};

struct PartitionDefects {
  std::vector<Defect> overlaps;   ///< each pair of regions that share an area, summed; largest first
  std::vector<Defect> gaps;       ///< holes of the union that are in no region; largest first
  double overlap_km2 = 0;
  double gap_km2 = 0;
};

/// Overlaps and gaps between valid regions in metres. Areas below `tolerance_m2` are not listed. By
/// GEOS intersections of pairs whose boxes meet, and the holes of the union. A lake that the source
/// leaves out looks like a gap.
[[nodiscard]] PartitionDefects partition_defects(const PolygonSet& regions, const Context& context,
                                                 double tolerance_m2 = 1.0);

/// Gives every overlap to the region with the lowest code, fills gaps and slivers no larger than
/// `max_gap_m2` into the neighbour with the longest shared border, and drops parts smaller than
/// `min_part_m2`: afterwards the regions are a partition. For preparing data, not for every run.
[[nodiscard]] PolygonSet make_partition(const PolygonSet& regions, double max_gap_m2,
                                        double min_part_m2, const Context& context);

/// "GEOS" and its version.
[[nodiscard]] std::string geos_version();

}  // namespace geo::topology
