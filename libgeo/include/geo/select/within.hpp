#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/point_set.hpp"

namespace geo::select {

/// Those of the listed points that lie in a polygon, its border included. The ring closes itself;
/// where it crosses itself, what it goes around an odd number of times is inside. Exact: no
/// rounding decides on which side of an edge a point lies. Of fewer than three corners: none.
/// O(indices x corners), in parallel; points beyond its box cost next to nothing.
[[nodiscard]] std::vector<std::uint32_t> within(const PointSet& points,
                                                std::span<const std::uint32_t> indices,
                                                std::span<const Point> ring,
                                                const Context& context);

}  // namespace geo::select
