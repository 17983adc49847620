#pragma once

#include <cmath>
#include <limits>

#include "geo/core/geometry.hpp"

// On which side of a line a point lies, exactly. Everything that asks "inside or outside" stands on
// this: a rounded answer near a border would put a point into two regions or into none.
namespace geo::base {

/// The same as `orientation` without the floating-point filter: any finite coordinates, no
/// overflow, no underflow. About 100 ns.
[[nodiscard]] int orientation_exact(Point a, Point b, Point c) noexcept;

/// 1 where c lies to the left of the line from a to b, -1 to the right, 0 exactly on it. The
/// coordinates are finite. The filter is that of Shewchuk (Adaptive precision floating-point
/// arithmetic and fast robust geometric predicates, 1997); what it cannot decide is computed
/// exactly.
[[nodiscard]] inline int orientation(Point a, Point b, Point c) noexcept {
  constexpr double kUnit = std::numeric_limits<double>::epsilon() / 2;
  constexpr double kRelative = (3 + 16 * kUnit) * kUnit;
  const double left = (a.x - c.x) * (b.y - c.y);
  const double right = (a.y - c.y) * (b.x - c.x);
  const double determinant = left - right;
  // The least normal number covers products that underflow. Where something overflows, the bound is
  // infinite or NaN and decides nothing.
  const double bound =
      kRelative * (std::abs(left) + std::abs(right)) + std::numeric_limits<double>::min();
  if (determinant > bound) return 1;
  if (-determinant > bound) return -1;
  return orientation_exact(a, b, c);
}

}  // namespace geo::base
