#pragma once

#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace geo::density {

/// Kernels, each with integral 1 over the plane. u = distance / bandwidth; where the bandwidth
/// differs by direction, u^2 = (along / bandwidth_m)^2 + (across / bandwidth_across_m)^2.
enum class Kernel {
  kUniform,       ///< 1/pi, u < 1 (also called disc)
  kTriangular,    ///< 3/pi (1 - u), u < 1 (also called cone)
  kEpanechnikov,  ///< 2/pi (1 - u^2), u < 1
  kQuartic,       ///< 3/pi (1 - u^2)^2, u < 1 (also called biweight)
  kTriweight,     ///< 4/pi (1 - u^2)^3, u < 1
  kGaussian,      ///< exp(-u^2/2) / (2 pi), cut at `gaussian_reach` and not rescaled
};

/// What a value of a grid is.
enum class Unit {
  kPerKm2,    ///< points, or weight, per km2
  kPerPixel,  ///< the expected count, or weight, in the pixel: the density times the pixel's area
};

struct Options {
  Kernel kernel = Kernel::kQuartic;
  /// The radius of the kernel; the standard deviation of the Gaussian. 1e-6 to 1e9.
  double bandwidth_m = 1000;
  /// The bandwidth across `azimuth_deg`, for an elliptic kernel; 0: the same in every direction.
  double bandwidth_across_m = 0;
  /// The direction of `bandwidth_m`, in degrees clockwise from north.
  double azimuth_deg = 0;
  /// Where the Gaussian is cut, in standard deviations. The mass that is neglected is exp(-r^2/2):
  /// 2.7e-7 at the default. 1 to 38.
  double gaussian_reach = 5.5;
  Unit unit = Unit::kPerKm2;
};

/// "uniform", "triangular", "epanechnikov", "quartic", "triweight", "gaussian".
[[nodiscard]] std::string name_of(Kernel kernel);
/// Throws Error(kOption) that lists the kernels.
[[nodiscard]] Kernel kernel_named(const std::string& name);
/// "per_km2", "per_pixel".
[[nodiscard]] std::string name_of(Unit unit);
/// Throws Error(kOption) that lists the units.
[[nodiscard]] Unit unit_named(const std::string& name);

/// Throws Error(kOption) unless the options can be used.
void check(const Options& options);
/// Beyond this distance, in any direction, the kernel is 0.
[[nodiscard]] double reach_m(const Options& options);

/// Kernel density at every pixel centre, per km2: sum of weight * kernel(distance) over the points,
/// exact (relative error below 1e-9 for Epanechnikov, 1e-6 for quartic; a pixel that no point
/// reaches is exactly 0, and no value is negative). A Gaussian that is the same in all directions
/// lies between the sum over the points within its reach and the sum over all, but for a relative
/// error of 2e-7 (up to a reach of 5.5) and an absolute one of 2e-10 of the peak times the weights
/// (docs/methods/density-gaussian.md); it is exactly 0 beyond the reach and two pixels' diagonals
/// (or those of a square of a seventh of the deviation, where that is more). Points outside the
/// frame count where they reach in. `points` are in metres. Unit "1/km2", or "weight/km2" with
/// weights ("1/pixel", "weight/pixel"); facts: kernel, bandwidth_m (bandwidth_across_m and
/// azimuth_deg of an ellipse), reach_m, points, weight_sum. Throws Error(kOption) for options that
/// `check` refuses and a frame that is none, Error(kMemory).
///
/// Methods (docs/methods/density.md): Epanechnikov and quartic by cells of pixels, O(radius in
/// pixels) for each pixel, point and cell with points, or where points are few by a row sweep,
/// O(points x rows in reach + pixels); the round Gaussian in O(points + pixels); the others and
/// ellipses in O(points x pixels in reach). Memory: 16 bytes a point (24 with weights) and a
/// bounded rest. The same bits with any number of threads.
[[nodiscard]] Grid estimate(const PointSet& points, const GridFrame& frame, const Options& options,
                            const Context& context);

/// The same sum at given positions, term by term in order: O(points x positions). Values per km2.
[[nodiscard]] std::vector<double> estimate_at(const PointSet& points,
                                              const std::vector<Point>& positions,
                                              const Options& options, const Context& context);

}  // namespace geo::density
