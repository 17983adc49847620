#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/point_set.hpp"

namespace geo::stats {

/// How enterprises follow each other along a line.
struct AxisProfile {
  double length_m = 0;                ///< of the line
  double step_m = 0;                  ///< the length of a bin; the last may be shorter
  std::vector<std::uint64_t> counts;  ///< by bin, from the line's beginning
  std::vector<double> vertex_m;       ///< where the line's vertices stand along it
  /// Enterprises for each kilometre of the line in a bin.
  [[nodiscard]] double per_km(std::size_t bin) const;
};

/// Counts the listed points by where along the line their nearest position on it lies: of equally
/// near ones the first. Points beyond an end count at that end. Everything is in metres. Throws
/// Error(kOption) unless the line has two vertices and a length, and the step is above 0 and gives
/// at most 10,000 bins. O(indices x vertices), in parallel.
[[nodiscard]] AxisProfile axis_profile(const PointSet& points,
                                       std::span<const std::uint32_t> indices,
                                       std::span<const Point> line, double step_m,
                                       const Context& context);

}  // namespace geo::stats
