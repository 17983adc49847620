#pragma once

#include <algorithm>
#include <cmath>

#include "geo/density/density.hpp"

namespace geo::density {

/// Whether the bandwidth differs by direction.
[[nodiscard]] bool elliptic(const Options& options);

/// The Gaussian jumps where it is cut: a distance that equals the reach but for rounding counts, so
/// that every way of summing counts the same points.
constexpr double kCutSlack = 1e-12;

/// The kernel's value at distance 0, per km2.
[[nodiscard]] double peak_per_km2(const Options& options);

/// u^2 = xx dx^2 + 2 xy dx dy + yy dy^2, in the unit of 1/m2.
struct Form {
  double xx = 1;
  double xy = 0;
  double yy = 1;
  [[nodiscard]] double operator()(double dx, double dy) const {
    return dx * (xx * dx + 2 * xy * dy) + yy * dy * dy;
  }
};
[[nodiscard]] Form form_of(const Options& options);

/// The kernel over its value at 0, at a squared distance in bandwidths.
[[nodiscard]] inline double profile(Kernel kernel, double square, double gaussian_reach) {
  const double v = std::max(0.0, 1 - square);
  switch (kernel) {
    case Kernel::kUniform:
      return square < 1 ? 1.0 : 0.0;
    case Kernel::kTriangular:
      return square < 1 ? 1 - std::sqrt(square) : 0.0;
    case Kernel::kEpanechnikov:
      return v;
    case Kernel::kQuartic:
      return v * v;
    case Kernel::kTriweight:
      return v * v * v;
    case Kernel::kGaussian: {
      const double cut = gaussian_reach * (1 + kCutSlack);
      return square <= cut * cut ? std::exp(-0.5 * square) : 0.0;
    }
  }
  return 0.0;
}

}  // namespace geo::density
