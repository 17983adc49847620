#include "density/kernel.hpp"

#include <cmath>
#include <numbers>

#include "geo/core/error.hpp"

namespace geo::density {

std::string name_of(Kernel kernel) {
  switch (kernel) {
    case Kernel::kEpanechnikov:
      return "epanechnikov";
    case Kernel::kQuartic:
      return "quartic";
    case Kernel::kGaussian:
      return "gaussian";
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without a name");
}

Kernel kernel_named(const std::string& name) {
  for (const Kernel kernel : {Kernel::kEpanechnikov, Kernel::kQuartic, Kernel::kGaussian}) {
    if (name == name_of(kernel)) return kernel;
  }
  throw Error(ErrorCode::kOption,
              "kernel \"" + name + "\" is not known; use epanechnikov, quartic or gaussian");
}

void check(const Options& options) {
  if (!(options.bandwidth_m >= 1e-6 && options.bandwidth_m <= 1e9)) {
    throw Error(ErrorCode::kOption, "bandwidth_m: " + std::to_string(options.bandwidth_m) +
                                        " is not possible; give metres, above 0 (1e-6 to 1e9)");
  }
  if (options.kernel == Kernel::kGaussian &&
      !(options.gaussian_reach >= 1 && options.gaussian_reach <= 38)) {
    throw Error(ErrorCode::kOption, "gaussian_reach: " + std::to_string(options.gaussian_reach) +
                                        " is not possible; give standard deviations, 1 to 38");
  }
}

double reach_m(const Options& options) {
  return options.kernel == Kernel::kGaussian ? options.gaussian_reach * options.bandwidth_m
                                             : options.bandwidth_m;
}

double peak_per_km2(const Options& options) {
  const double bandwidth_km = options.bandwidth_m / 1000;
  const double per_area = 1 / (std::numbers::pi * bandwidth_km * bandwidth_km);
  switch (options.kernel) {
    case Kernel::kEpanechnikov:
      return 2 * per_area;
    case Kernel::kQuartic:
      return 3 * per_area;
    case Kernel::kGaussian:
      return per_area / 2;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without a value");
}

}  // namespace geo::density
