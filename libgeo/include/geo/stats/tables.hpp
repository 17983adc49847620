#pragma once

#include <string>

#include "geo/model/assignment.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/clusters.hpp"
#include "geo/model/plan.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/table.hpp"
#include "geo/model/unlocated_set.hpp"
#include "geo/stats/counts.hpp"

namespace geo::stats {

/// What the tables are made from. All in the same metric system; the pointers outlive the call.
/// Every table throws Error(kOption) where the column of specialties is not there or not of
/// categories, Error(kInternal) where the inputs do not fit together. O(points x (1 + belts)).
struct Inputs {
  const PointSet* points = nullptr;
  const PolygonSet* regions = nullptr;
  const Assignment* assignment = nullptr;
  const Plan* plan = nullptr;      ///< may be null: no designated specialties
  const BeltSet* belts = nullptr;  ///< may be null, with membership
  const BeltMembership* membership = nullptr;
  std::string specialty_column;  ///< a column of categories; empty: none
  /// May be null: enterprises without a position, with their regions and the same columns. They
  /// count for their district, for belts of districts and for the whole. Whether they are in a
  /// corridor nobody knows: none counts them, and they are "in no belt" only where no belt is
  /// possible. Clusters leave them out.
  const UnlocatedSet* unlocated = nullptr;
  /// What was counted batch by batch; null: the points are counted here. With it, `points` needs
  /// hold no more than `synthetic`, and assignment and membership may be null (but for clusters).
  const Counts* counts = nullptr;
};

/// One row for each district, in the order of the regions, then the enterprises in none, then the
/// whole: count, weight, share, area and which, density, rank, diversity, designated specialties
/// and how far they are realised. Columns in docs/tables.md.
[[nodiscard]] Table district_table(const Inputs& inputs);

/// The same for each belt, then for the enterprises in no belt, then for the whole.
[[nodiscard]] Table belt_table(const Inputs& inputs);

/// One row for each area (district, outside of them, belt, the whole) and specialty, and for those
/// without one where there are any: count, weight, share of the
/// area, share of the specialty, density, location quotient, rank, designated or not.
[[nodiscard]] Table specialty_table(const Inputs& inputs);

/// The plan against reality: one row for each district and designated specialty, and one for a
/// district without any that says so: count, share, location quotient, ranks, and whether it is
/// realised (location quotient above 1).
[[nodiscard]] Table plan_table(const Inputs& inputs);

/// One row for each cluster: count, weight, area and density of its hull, centre, dominant
/// specialty and its share, the district that holds most of it and the belts that hold more than
/// half; all of the located enterprises alone. Clusters without hulls have neither area nor
/// density.
[[nodiscard]] Table cluster_table(const Inputs& inputs, const Clusters& clusters);

}  // namespace geo::stats
