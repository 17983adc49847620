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

/// Draws the belts of a plan. `regions` and `sites` are valid and in the same metric system.
///
/// A belt of districts is the union of its members; its axis joins their centroids in the order of
/// the plan, and its land area is the sum of theirs (NaN where one has none). A corridor is the
/// buffer (round caps and joins, 16 segments a quadrant: up to 0.12 % narrower than drawn with a
/// compass) of the line through its cores, clipped to the union of the regions in `within` (empty:
/// of all); its half-width is the plan's, or `options`' and then `width_assumed` is true. Throws
/// Error(kInput) naming the belt and what is wrong: an unknown code or site, no member, fewer than
/// two cores, a half-width that is not positive, or a corridor that misses its districts.
[[nodiscard]] BeltSet draw_belts(const Plan& plan, const PolygonSet& regions, const SiteSet& sites,
                                 const BeltOptions& options, const Context& context);

}  // namespace geo::topology
