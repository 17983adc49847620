#pragma once

#include "geo/core/context.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::topology {

/// The union of all regions as one region with the code "outline": the window that densities are
/// corrected in. Regions are valid (`repair`) and may overlap. Enclosed gaps of up to `max_gap_m2`
/// are filled (0: none): slivers between districts that were drawn apart are not the sea. Its land
/// area is the sum of theirs, NaN where one has none. By GEOS UnaryUnion; outer rings
/// anticlockwise, holes clockwise. Throws Error(kInput) where there is no area, Error(kOption) for
/// a negative size. O(v log v); a cancel waits for the union.
[[nodiscard]] PolygonSet outline(const PolygonSet& regions, double max_gap_m2,
                                 const Context& context);

}  // namespace geo::topology
