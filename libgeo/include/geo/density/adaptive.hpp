#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace geo::density {

/// How much wider or narrower the kernel of each point is: its bandwidths are those of the options
/// times its factor.
struct Factors {
  std::vector<double> values;  ///< one for each point, finite, > 0
  /// How they were found: "adaptive", ... They go into the grid.
  std::vector<std::pair<std::string, std::string>> facts;
};

/// Kernel density with a bandwidth of each point's own (sample-point estimator):
///   value(c) = sum w_i k((c - x_i) / (f_i h)) / f_i^2,
/// exact (relative error below 1e-9 of the kernels' mass in reach), so each point's mass is its
/// weight. Kernel, shape, unit and cut as in `estimate`; the same conditions and errors, and
/// Error(kOption) for factors that are not positive or give a bandwidth beyond 1e-6 to 1e9 m.
/// Facts: as `estimate`, with bandwidth_m as the reference (factor 1), those of the factors, and
/// smallest_bandwidth_m and largest_bandwidth_m over the points that weigh anything.
///
/// Cost: O(sum over points of pixels in its reach); memory: about 45 bytes for each point. Points
/// are grouped by factor within sqrt 2, so a row looks only at points that may reach it. The same
/// bits with any number of threads.
[[nodiscard]] Grid estimate_adaptive(const PointSet& points, const Factors& factors,
                                     const GridFrame& frame, const Options& options,
                                     const Context& context);

struct AbramsonOptions {
  /// Kernel and bandwidth of the pilot; a round kernel. The pilot is evaluated exactly at the
  /// points.
  Options pilot = {};
  /// No factor is greater than this (Davies and Hazelton 2010; as `trim` in spatstat and sparr), so
  /// that a lonely point does not cover the map.
  double largest_factor = 5;
  /// No factor is smaller than this; 0: no limit. Where thousands of points share a place, a limit
  /// keeps their kernel above a pixel.
  double smallest_factor = 0;
};

/// f_i = (p(x_i) / g)^(-1/2), clipped; p: the pilot density, the point itself included; g: the
/// geometric mean of p over the points, by weight. Abramson (1982), Silverman (1986, 5.3):
/// bandwidth h0 f_i, where h0 is the bandwidth of the estimate. Points that weigh nothing get a
/// factor, too, and change none. No correction at the border. Facts: adaptive "abramson",
/// pilot_kernel, pilot_bandwidth_m, largest_factor, smallest_factor (where it is not 0), clipped
/// (points). Throws Error(kOption) for an elliptic pilot or limits that cannot be (largest < 1,
/// smallest > 1). O(n x points in reach of the pilot); the Gaussian's reach is long: a pilot of
/// quartic kernel is ten times cheaper.
[[nodiscard]] Factors abramson_factors(const PointSet& points, const AbramsonOptions& options,
                                       const Context& context);

struct NeighbourOptions {
  std::size_t neighbours = 10;  ///< k
  /// Bandwidths are moved into this range: equal points have distance 0, lonely ones a great one.
  double smallest_m = 1;
  double largest_m = 1e9;
};

/// For each point: the distance to its k-th nearest other point in metres, clipped to the range
/// (Loftsgaarden and Quesenberry 1965; Breiman, Meisel and Purcell 1977). Points at the same
/// position count one by one, and so do points that weigh nothing. Exact. Throws Error(kOption)
/// unless 1 <= k < number of points, or for a range that cannot be. About O(n (k + log n)) where
/// the points are spread evenly.
[[nodiscard]] std::vector<double> knn_bandwidths(const PointSet& points,
                                                 const NeighbourOptions& options,
                                                 const Context& context);

/// The same as factors on `bandwidth_m`, for `estimate_adaptive` with that bandwidth (the result is
/// the same for each one, up to rounding). Facts: adaptive "knn", neighbours, smallest_m,
/// largest_m, clipped.
[[nodiscard]] Factors knn_factors(const PointSet& points, const NeighbourOptions& options,
                                  double bandwidth_m, const Context& context);

}  // namespace geo::density
