#pragma once

#include "geo/density/density.hpp"

namespace geo::density {

/// Throws Error(kOption) unless the options can be used.
void check(const Options& options);

/// Beyond this distance the kernel is 0.
[[nodiscard]] double reach_m(const Options& options);

/// The kernel's value at distance 0, per km2.
[[nodiscard]] double peak_per_km2(const Options& options);

}  // namespace geo::density
