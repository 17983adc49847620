#pragma once

#include "geo/density/density.hpp"

namespace geo::density {

/// Throws Error(kOption) unless the options can be used.
void check(const Options& options);

/// Beyond this distance the kernel is 0.
[[nodiscard]] double reach_m(const Options& options);

/// The Gaussian jumps where it is cut: a distance that equals the reach but for rounding counts, so
/// that every way of summing counts the same points.
constexpr double kCutSlack = 1e-12;

/// The kernel's value at distance 0, per km2.
[[nodiscard]] double peak_per_km2(const Options& options);

}  // namespace geo::density
