#pragma once

#include "geo/core/context.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/plan.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::topology {

struct BeltOptions {
  /// Used for a corridor whose plan states no width. Ours, an assumption, and said so.
  double assumed_half_width_km = 5.0;
};

/// Draws the belts of a plan. `regions` and `sites` are valid and in the same metric system. A belt of
/// districts is the union of its members and its axis joins their centroids in the order of the plan; a
/// corridor is the buffer (round caps, 16 segments a quadrant) of the line through its cores, clipped
/// to the union of the regions in `within` (empty: of all). Throws Error(kInput) naming the belt and
/// the code or site that is not there, or a corridor that misses its districts.
[[nodiscard]] BeltSet draw_belts(const Plan& plan, const PolygonSet& regions, const SiteSet& sites,
                                 const BeltOptions& options, const Context& context);

}  // namespace geo::topology
