#pragma once

#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::topology {

/// What was wrong with one region's drawing and what repairing it changed.
struct Repair {
  std::string code;
  std::string problem;         ///< GEOS's words: "Self-intersection at or near (x y)"
  double area_before_km2 = 0;  ///< as `PolygonSet::area` gives for the drawing: not to be trusted
  double area_after_km2 = 0;
};

struct Repaired {
  PolygonSet regions;           ///< every region is a valid multipolygon
  std::vector<Repair> repairs;  ///< of those that were not
};

/// Makes every region valid with GEOS MakeValid (linework method, polygons kept). Rings that cross
/// are read by even-odd: a position belongs to the region where a ray from there crosses its rings
/// an odd number of times. Locating points in unrepaired regions reads them the same way. (Where
/// rings run along the same line GEOS counts the line once: a part that is drawn twice is kept, not
/// cancelled.) Valid regions are passed through bit for bit. Coordinates should be in metres (areas
/// are reported in km2). Throws Error(kInput) naming a region of which nothing with an area is
/// left. O(v log v), in parallel by region.
[[nodiscard]] Repaired repair(const PolygonSet& regions, const Context& context);

/// A place where two regions overlap or where none of those around it is.
struct Defect {
  std::string first;   ///< the lower code; of a gap: empty
  std::string second;  ///< the higher code; of a gap: empty
  double area_km2 = 0;
  Point at;  ///< a position inside, in the coordinates of the regions
};

struct PartitionDefects {
  std::vector<Defect> overlaps;  ///< each pair of regions that share an area, summed; largest first
  std::vector<Defect> gaps;      ///< holes of the union that are in no region; largest first
  double overlap_km2 = 0;        ///< sum of those listed; where three overlap, each pair counts
  double gap_km2 = 0;            ///< sum of those listed
};

/// Overlaps and gaps between valid regions in metres (`repair` makes them so). Areas below
/// `tolerance_m2` are not listed. By GEOS intersections of pairs whose boxes meet, and the holes of
/// the union. A lake that the source leaves out looks like a gap; a bay that is open to the outside
/// is none. Throws Error(kOption) for a negative tolerance. In parallel by region.
[[nodiscard]] PartitionDefects partition_defects(const PolygonSet& regions, const Context& context,
                                                 double tolerance_m2 = 1.0);

/// Makes of regions that nearly fit together a partition, in this order:
/// 1. all borders are noded on a grid of 1 mm (so vertices move by up to 1 mm) and what lies in
/// several
///    regions is given to the one with the lowest code; broken rings are read by even-odd;
/// 2. parts smaller than `min_part_m2`, the smallest first, are given to the neighbour with the
/// longest
///    shared border, or dropped where they touch none (the largest part of a region always stays);
/// 3. enclosed gaps no larger than `max_gap_m2` are given to the neighbour with the longest border.
/// Afterwards no two regions overlap, no gap of up to `max_gap_m2` is left, and the two sides of a
/// border have the same vertices, bit for bit. Regions are in metres and keep their order. For
/// preparing data, not for every run. Throws Error(kInput) naming a region of which nothing is
/// left, Error(kOption) for negative sizes. O(v log v); a cancel waits for the noding (0.2 s for
/// 20,000 vertices).
[[nodiscard]] PolygonSet make_partition(const PolygonSet& regions, double max_gap_m2,
                                        double min_part_m2, const Context& context);

/// "GEOS" and its version: "GEOS 3.11.1".
[[nodiscard]] std::string geos_version();

}  // namespace geo::topology
