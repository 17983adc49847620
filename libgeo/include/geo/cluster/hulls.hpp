#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::cluster {

struct HullOptions {
  /// Shape: 1 is the convex hull; smaller follows the points more closely (GEOS ConcaveHull: the
  /// longest edge allowed, between the shortest and the longest edge of the Delaunay triangles).
  double ratio = 0.3;
  /// The finest detail that matters, usually the eps of the clusters. A cluster whose points are
  /// all equal or on one line gets the buffer of a tenth of it, so that its hull is a polygon; one
  /// of more than `kExactPoints` points is thinned to at most so many corners before (see docs).
  double scale_m = 500;
  static constexpr std::size_t kExactPoints = 10000;
};

/// The hull of every cluster, as region `code` "1", "2", ... (label + 1): one valid polygon without
/// holes that covers its points. `label` has one entry for each point: its cluster in [0,
/// clusters), or a negative number; each cluster has a point. Convex and small hulls have points of
/// the cluster as vertices; the hull of a thinned cluster may reach beyond its points by less than
/// scale_m / 8 on ordinary data (more where it is needed to stay within the limit). Throws
/// Error(kOption) unless ratio is in [0, 1] and scale_m is positive. O(n + c log c) with c the
/// points kept of a cluster.
[[nodiscard]] PolygonSet hulls(const PointSet& points, const std::vector<std::int32_t>& label,
                               std::size_t clusters, const HullOptions& options,
                               const Context& context);

}  // namespace geo::cluster
