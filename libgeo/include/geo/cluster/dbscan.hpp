#pragma once

#include <cstdint>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/clusters.hpp"
#include "geo/model/point_set.hpp"

namespace geo::cluster {

struct DbscanOptions {
  double eps_m = 500;   ///< two points are neighbours at this distance or less
  int min_points = 20;  ///< a core point has at least so many neighbours, itself included
  /// Shape of the hulls: 1 is convex; smaller follows the points more closely (see hulls.hpp).
  double hull_ratio = 0.3;
  bool hulls = true;  ///< draw them; without, Clusters::hulls stays empty
};

/// Density-based clusters (Ester, Kriegel, Sander, Xu 1996). Weights do not make a point core; they
/// are summed. A border point in reach of several clusters goes to that of its nearest core point,
/// ties to the lowest point index, so labels do not depend on the order of a scan. `points` are in
/// metres.
///
/// Two points are neighbours where dx * dx + dy * dy <= eps * eps in double precision; core points,
/// noise and clusters are exactly those of that relation, with any number of threads. The centre of
/// a cluster without weight is that of its points.
///
/// Method: cells of side eps / sqrt 2, in which all points are neighbours; cells of core points are
/// joined when a pair of core points is within eps (Gunawan 2013; Wang, Gu, Shun 2020). O(n) for
/// the radix sort, O(n min_points) for the rest, whatever eps and the box are; points repeated by
/// the million cost no more than others. Below 64 bytes a point beside the input and the result.
/// Throws Error(kOption) unless 1e-150 < eps_m < 1e150, min_points >= 1 and hull_ratio is in [0,
/// 1].
[[nodiscard]] Clusters dbscan(const PointSet& points, const DbscanOptions& options,
                              const Context& context);

}  // namespace geo::cluster
