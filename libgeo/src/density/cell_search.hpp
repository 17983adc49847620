#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/model/point_set.hpp"

namespace geo::density {

/// The distinct positions of points in strips of equal height, sorted by x within each: all that is
/// near a position is one contiguous run of each strip. Equal points are one place that weighs as
/// much as all of them, so that a tower of a thousand firms costs no more than one.
class CellSearch {
 public:
  /// O(n log n). `height_m` > 0; strips are never so many that their number would lose digits.
  CellSearch(const PointSet& points, double height_m, const Context& context);

  static constexpr std::size_t kPadding = 16;  ///< readable behind the last place

  [[nodiscard]] std::size_t places() const { return count.size(); }

  std::vector<double> x, y;          ///< of each place (padded)
  std::vector<double> weight;        ///< of each place, summed in the order of the input (padded)
  std::vector<std::uint32_t> count;  ///< points at each place
  std::vector<std::uint32_t> place;  ///< of each point

  struct Run {
    std::uint32_t first = 0;
    std::uint32_t last = 0;  ///< one past the end
    double dy = 0;           ///< distance from the strip, 0 within
  };
  /// The places that may lie within `reach` of a position, by strip from south to north; empty runs
  /// are left out.
  void around(Point at, double reach, std::vector<Run>& runs) const;

  /// The distance from the points of place `at` to their k-th nearest other point, exact. There
  /// must be more than k points. `heap` is scratch.
  [[nodiscard]] double kth_distance(std::size_t at, std::size_t k, std::vector<double>& heap) const;

 private:
  /// Least possible distance of a strip's places from a row of this y.
  [[nodiscard]] double gap(std::size_t strip, double at_y) const;

  double south_ = 0;
  double height_ = 1;
  double slack_ = 0;                  ///< more than the rounding of a strip's edges
  std::vector<double> strip_;         ///< numbers of the strips that hold places, ascending
  std::vector<std::uint32_t> begin_;  ///< their first places, and the end
};

/// For each point: the sum of weight * kernel over all points, itself included, per km2; the same
/// as `estimate_at` at the points up to rounding. `options` are of a round kernel. O(n x points in
/// reach / 8); the same bits with any number of threads and on any instruction set.
[[nodiscard]] std::vector<double> kernel_sums(const PointSet& points, const Options& options,
                                              const Context& context);

/// For each listed place and each k in [0, count): the sum of weight * exp(-d^2 / 2 s^2), with
/// s = deviation / 2^(k/2), over all *other* places; place-major. Terms further than
/// kGaussianSumReach s may be left out. O(listed x places in reach).
constexpr double kGaussianSumReach = 9;
[[nodiscard]] std::vector<double> gaussian_sums(const CellSearch& search,
                                                const std::vector<std::uint32_t>& places,
                                                double deviation, std::size_t count,
                                                const Context& context);

}  // namespace geo::density
