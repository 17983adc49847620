#pragma once

#include <vector>

namespace geo::density {

/// How a fixed isotropic Gaussian is summed; see docs/methods/density-gaussian.md.
///
/// Lengths are in cells: squares of `spacing` x `spacing` pixels, of which the first begins at the
/// frame's upper left corner. Nodes lie at the corners of cells.
struct GaussianPlan {
  /// Of the B-spline that spreads a point to order x order nodes (8, 12 or 16); 0: the deviation is
  /// so small that every point is added to the pixels itself.
  int order = 0;
  double spacing = 1;    ///< pixels, a whole number; 1 unless the deviation is 14 pixels or more
  double deviation = 1;  ///< cells
  double reach = 5.5;    ///< cells
  /// What nodes are filtered with along either axis: tap i is for the nodes at distance i + 1/2
  /// from a cell's centre. All positive.
  std::vector<double> taps;
};

/// Both in pixels, above 0.
[[nodiscard]] GaussianPlan plan_gaussian(double deviation, double reach);

/// The bound of |value - sum of the whole Gaussians| over the peak times the sum of weights, for
/// exact arithmetic and without what the cut at the reach neglects.
[[nodiscard]] double gaussian_error_bound(const GaussianPlan& plan);

/// The weights of the nodes around a point of a cell, as polynomials in its place s in [-1/2, 1/2]:
/// node m (0 .. order - 1 from the left, of which order / 2 lie left of the point) has the weight
/// sum over d of result[m * order + d] * s^d. They are >= 0 and their sum is 1.
[[nodiscard]] std::vector<double> spline_polynomials(int order);

}  // namespace geo::density
