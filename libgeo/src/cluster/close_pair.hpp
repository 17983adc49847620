#pragma once

#include <span>
#include <vector>

#include "geo/core/geometry.hpp"

namespace geo::cluster {

/// Whether some point of `a` and some point of `b` are within a distance whose square is `eps2`: dx
/// * dx
/// + dy * dy <= eps2 as computed in double precision. Reorders both. Halves the boxes of both sets
/// until they are near or far as a whole, so that neither many points nor equal ones are compared
/// one by one: near O(n) where the sets are not all at just that distance.
[[nodiscard]] bool close_pair(std::span<Point> a, std::span<Point> b, double eps2);

}  // namespace geo::cluster
