#pragma once

#include <cstddef>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/density/edge.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::density {

/// Adds the density of other points: for points too many for memory, computed batch by batch, or by
/// several processes. A density is a sum over points, so that of all of them is the sum of those of
/// any parts: up to the rounding of another order, a relative 1e-15 for each part added (and 6e-8
/// where a part has gone through a file of single precision).
///
/// Both must be made alike: the same frame, system, unit and facts but for counts and weights of
/// points, which add up; with an edge correction, too. Where either has no data the sum has none.
/// Throws Error(kOption) that names what differs and leaves the total as it was; a cancel leaves it
/// half added. O(pixels).
void add(Grid& total, const Grid& part, const Context& context = Context());

struct CubeOptions {
  /// Slice i is of the times in [breaks[i], breaks[i + 1]); ascending, at least two.
  std::vector<double> breaks;
  /// Slice i is of all times before breaks[i + 1] instead: what had been there by then.
  bool cumulative = false;
};

/// Throws Error(kOption) unless the breaks are two at least and ascend.
void check(const CubeOptions& cube);

/// Density over time: a grid for each slice.
struct Cube {
  std::vector<Grid> slices;         ///< facts: time_from (of windows), time_to, points, ...
  std::vector<std::size_t> points;  ///< in each slice
  std::size_t without_time = 0;     ///< points whose time is NaN: in no slice
  std::size_t before = 0;           ///< earlier than the first break: in cumulative slices only
  std::size_t after = 0;            ///< at the last break or later: in no slice
};

/// Cuts the points by time and computes a density for each slice, in one pass: a point is summed
/// once, whether slices are cumulative or not. `time` has an element for each point, in any unit
/// that ascends (decimal years). Throws Error(kOption) for another size, breaks that do not ascend,
/// and as `estimate`. O(one density of all points + slices x pixels).
[[nodiscard]] Cube estimate_cube(const PointSet& points, const std::vector<double>& time,
                                 const GridFrame& frame, const Options& options,
                                 const CubeOptions& cube, const Context& context);

/// The same of `estimate_within`: corrected at the border of the window, no data outside of it.
/// What depends on the window and the frame alone is computed once for all slices. `Cube::points`
/// are those of the time, in the window or not; the facts say how many count. Throws as both.
[[nodiscard]] Cube estimate_cube_within(const PointSet& points, const std::vector<double>& time,
                                        const GridFrame& frame, const Options& options,
                                        const PolygonSet& window, const EdgeOptions& edge,
                                        const CubeOptions& cube, const Context& context);

}  // namespace geo::density
