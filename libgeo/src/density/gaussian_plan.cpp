#include "density/gaussian_plan.hpp"

#include <algorithm>
#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

namespace geo::density {
namespace {

// Where each order begins, in pixels: the bound stays below 2e-10, and a point's term keeps a
// relative error below 2e-7 up to 5.5 deviations away.
constexpr double kLeast16 = 2.4;
constexpr double kLeast12 = 3;
constexpr double kLeast8 = 6;
constexpr double kCellsPerDeviation = 7;  // with cells of several pixels, at least

// Frequencies that taps are made of, in 1 / deviation; beyond is nothing that counts,
// even where the inverse of the splines raises it.
constexpr double kFurthest = 11;

/// (k/2 / sin(k/2))^power: the inverse of a B-spline's Fourier transform.
std::complex<double> inverse_spline(std::complex<double> k, int power) {
  const std::complex<double> half = 0.5 * k;
  if (std::abs(half) < 1e-8) return 1;
  const std::complex<double> base = half / std::sin(half);
  std::complex<double> result = 1;
  for (int i = 0; i < power; ++i) result *= base;
  return result;
}

/// The Gaussian of height 1 whose Fourier transform is divided by that of the splines, at distance
/// d. With the path of integration moved to k = (v + i d / h) / h the integrand does not oscillate:
///   t(d) = exp(-d^2 / 2h^2) * mean over v ~ N(0, 1) of inverse_spline((v + i d / h) / h),
/// so the digits are relative to t(d) itself, and t(d) > 0. The trapezoidal rule is exact to the
/// last bits at this step.
double tap(double d, double h, int power) {
  constexpr double kStep = 0.5;
  constexpr int kSteps = static_cast<int>(kFurthest / kStep);
  double sum = 0;
  double weights = 0;
  for (int i = -kSteps; i <= kSteps; ++i) {
    const double v = i * kStep;
    const double weight = std::exp(-0.5 * v * v);
    sum += weight * inverse_spline({v / h, d / (h * h)}, power).real();
    weights += weight;
  }
  return std::exp(-0.5 * d * d / (h * h)) * sum / weights;
}

}  // namespace

GaussianPlan plan_gaussian(double deviation, double reach) {
  GaussianPlan plan;
  if (deviation >= kLeast16) plan.order = deviation < kLeast12 ? 16 : deviation < kLeast8 ? 12 : 8;
  plan.spacing = std::max(1.0, std::floor(deviation / kCellsPerDeviation));
  plan.deviation = deviation / plan.spacing;
  plan.reach = reach / plan.spacing;
  if (plan.order == 0) return plan;
  // From point to node and, where cells are not pixels, from node to pixel.
  const int splines = plan.spacing > 1 ? 2 : 1;
  const double furthest = plan.reach + 0.5 * splines * plan.order;
  for (double d = 0.5; d < furthest + 0.5; d += 1) {
    plan.taps.push_back(tap(d, plan.deviation, splines * plan.order));
  }
  return plan;
}

double gaussian_error_bound(const GaussianPlan& plan) {
  if (plan.order == 0) return 0;
  const double h = plan.deviation;
  const double turn = 2 * std::numbers::pi * h;
  constexpr int kSteps = 4000;
  constexpr double kStep = kFurthest / kSteps;
  double axis = 0;  // the mean of (1 + S)^splines - 1 over v ~ N(0, 1)
  for (int i = 0; i < kSteps; ++i) {
    const double v = (i + 0.5) * kStep;
    double aliases = 0;
    for (int m = 1; m <= 50; ++m) {
      aliases +=
          std::pow(v / (turn * m + v), plan.order) + std::pow(v / (turn * m - v), plan.order);
    }
    const double density = 2 * std::exp(-0.5 * v * v) / std::sqrt(2 * std::numbers::pi);
    axis += kStep * density * (plan.spacing > 1 ? aliases * (2 + aliases) : aliases);
  }
  return axis * (2 + axis);
}

std::vector<double> spline_polynomials(int order) {
  // Cox and de Boor's recursion on the pieces of the B-spline over [0, order]: at x = j + 1/2 + s
  //   piece(p, j) = (x piece(p - 1, j) + (p - x) piece(p - 1, j - 1)) / (p - 1).
  using Real = long double;
  const auto n = static_cast<std::size_t>(order);
  std::vector<std::vector<Real>> pieces{{1.0L}};
  for (std::size_t p = 2; p <= n; ++p) {
    std::vector<std::vector<Real>> next(p, std::vector<Real>(p, 0.0L));
    for (std::size_t j = 0; j < p; ++j) {
      const Real x = static_cast<Real>(j) + 0.5L;
      const Real rest = static_cast<Real>(p) - x;
      for (std::size_t d = 0; d + 1 < p; ++d) {
        const Real same = j + 1 < p ? pieces[j][d] : 0;
        const Real before = j > 0 ? pieces[j - 1][d] : 0;
        next[j][d] += (x * same + rest * before) / static_cast<Real>(p - 1);
        next[j][d + 1] += (same - before) / static_cast<Real>(p - 1);
      }
    }
    pieces = std::move(next);
  }
  std::vector<double> polynomials;
  for (std::size_t m = 0; m < n; ++m) {
    // A node at distance g - u: the spline is symmetric, so the pieces run backwards.
    for (const Real c : pieces[n - 1 - m]) polynomials.push_back(static_cast<double>(c));
  }
  return polynomials;
}

}  // namespace geo::density
