#pragma once

#include <cmath>
#include <numbers>
#include <vector>

#include "geo/density/density.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace geo::test {

/// The definition, term by term in long double: what every faster way must equal.
struct BruteDensity {
  std::vector<double> value;  ///< of each pixel, per km2
  std::vector<double>
      mass;  ///< the weights in reach times the kernel's peak: what errors relate to
  // Of the Gaussian:
  std::vector<double> whole;      ///< as if it were not cut
  std::vector<double> near_mass;  ///< the weights in reach and `slack_m` beyond it, times the peak
};

inline BruteDensity brute_density(const PointSet& points, const GridFrame& frame,
                                  const density::Options& options, double slack_m = 0) {
  using Real = long double;
  const Real h = options.bandwidth_m;
  const Real across = options.bandwidth_across_m == 0 ? h : Real{options.bandwidth_across_m};
  const Real area_km2 = std::numbers::pi_v<Real> * h * across / 1e6L;
  const Real azimuth = options.azimuth_deg * std::numbers::pi_v<Real> / 180;
  BruteDensity brute;
  for (int row = 0; row < frame.rows; ++row) {
    for (int column = 0; column < frame.columns; ++column) {
      const Real cx = Real{frame.west} + (column + 0.5L) * Real{frame.pixel};
      const Real cy = Real{frame.north} - (row + 0.5L) * Real{frame.pixel};
      Real sum = 0;
      Real mass = 0;
      Real peak = 0;
      Real whole = 0;
      Real near_mass = 0;
      for (std::size_t i = 0; i < points.size(); ++i) {
        const Real dx = points.x[i] - cx;
        const Real dy = points.y[i] - cy;
        const Real v = dx * std::sin(azimuth) + dy * std::cos(azimuth);
        const Real w = dx * std::cos(azimuth) - dy * std::sin(azimuth);
        const Real u2 = v * v / (h * h) + w * w / (across * across);
        const Real weight = points.weight_of(i);
        Real k = 0;
        bool in = u2 < 1;
        switch (options.kernel) {
          case density::Kernel::kUniform:
            peak = 1 / area_km2;
            k = 1;
            break;
          case density::Kernel::kTriangular:
            peak = 3 / area_km2;
            k = 1 - std::sqrt(u2);
            break;
          case density::Kernel::kEpanechnikov:
            peak = 2 / area_km2;
            k = 1 - u2;
            break;
          case density::Kernel::kQuartic:
            peak = 3 / area_km2;
            k = (1 - u2) * (1 - u2);
            break;
          case density::Kernel::kTriweight:
            peak = 4 / area_km2;
            k = (1 - u2) * (1 - u2) * (1 - u2);
            break;
          case density::Kernel::kGaussian: {
            peak = 1 / (2 * area_km2);
            k = std::exp(-u2 / 2);
            const Real reach = options.gaussian_reach;
            in = u2 <= reach * reach;
            const Real nearly = reach + Real{slack_m} / h;
            whole += weight * k;
            if (u2 <= nearly * nearly) near_mass += weight;
            break;
          }
        }
        if (!in) continue;
        sum += weight * k;
        mass += weight;
      }
      brute.value.push_back(static_cast<double>(peak * sum));
      brute.mass.push_back(static_cast<double>(peak * mass));
      brute.whole.push_back(static_cast<double>(peak * whole));
      brute.near_mass.push_back(static_cast<double>(peak * near_mass));
    }
  }
  return brute;
}

}  // namespace geo::test
