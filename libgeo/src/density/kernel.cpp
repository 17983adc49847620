#include "density/kernel.hpp"

#include <numbers>

#include "density/surface.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr Kernel kKernels[] = {Kernel::kUniform, Kernel::kTriangular, Kernel::kEpanechnikov,
                               Kernel::kQuartic, Kernel::kTriweight,  Kernel::kGaussian};

void check_bandwidth(const char* key, double value) {
  if (value >= 1e-6 && value <= 1e9) return;
  throw Error(ErrorCode::kOption, std::string(key) + ": " + digits_of(value) +
                                      " is not possible; give metres, above 0 (1e-6 to 1e9)");
}

double across_m(const Options& options) {
  return options.bandwidth_across_m == 0 ? options.bandwidth_m : options.bandwidth_across_m;
}

}  // namespace

std::string name_of(Kernel kernel) {
  switch (kernel) {
    case Kernel::kUniform:
      return "uniform";
    case Kernel::kTriangular:
      return "triangular";
    case Kernel::kEpanechnikov:
      return "epanechnikov";
    case Kernel::kQuartic:
      return "quartic";
    case Kernel::kTriweight:
      return "triweight";
    case Kernel::kGaussian:
      return "gaussian";
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without a name");
}

Kernel kernel_named(const std::string& name) {
  std::string known;
  for (const Kernel kernel : kKernels) {
    if (name == name_of(kernel)) return kernel;
    known += (known.empty() ? "" : ", ") + name_of(kernel);
  }
  throw Error(ErrorCode::kOption, "kernel \"" + name + "\" is not known; use one of " + known);
}

std::string name_of(Unit unit) { return unit == Unit::kPerPixel ? "per_pixel" : "per_km2"; }

Unit unit_named(const std::string& name) {
  for (const Unit unit : {Unit::kPerKm2, Unit::kPerPixel}) {
    if (name == name_of(unit)) return unit;
  }
  throw Error(ErrorCode::kOption, "unit \"" + name + "\" is not known; use per_km2 or per_pixel");
}

void check(const Options& options) {
  check_bandwidth("bandwidth_m", options.bandwidth_m);
  if (options.bandwidth_across_m != 0) {
    check_bandwidth("bandwidth_across_m", options.bandwidth_across_m);
  }
  if (!std::isfinite(options.azimuth_deg)) {
    throw Error(ErrorCode::kOption, "azimuth_deg: give degrees clockwise from north");
  }
  if (options.kernel == Kernel::kGaussian &&
      !(options.gaussian_reach >= 1 && options.gaussian_reach <= 38)) {
    throw Error(ErrorCode::kOption, "gaussian_reach: " + digits_of(options.gaussian_reach) +
                                        " is not possible; give standard deviations, 1 to 38");
  }
}

bool elliptic(const Options& options) { return across_m(options) != options.bandwidth_m; }

double reach_m(const Options& options) {
  const double longest = std::max(options.bandwidth_m, across_m(options));
  return options.kernel == Kernel::kGaussian ? options.gaussian_reach * longest : longest;
}

double peak_per_km2(const Options& options) {
  const double per_area =
      1 / (std::numbers::pi * (options.bandwidth_m / 1000) * (across_m(options) / 1000));
  switch (options.kernel) {
    case Kernel::kUniform:
      return per_area;
    case Kernel::kTriangular:
    case Kernel::kQuartic:
      return 3 * per_area;
    case Kernel::kEpanechnikov:
      return 2 * per_area;
    case Kernel::kTriweight:
      return 4 * per_area;
    case Kernel::kGaussian:
      return per_area / 2;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without a value");
}

Form form_of(const Options& options) {
  const double along = 1 / (options.bandwidth_m * options.bandwidth_m);
  if (!elliptic(options)) return {along, 0, along};
  const double across = 1 / (across_m(options) * across_m(options));
  const double azimuth = options.azimuth_deg * std::numbers::pi / 180;
  const double sine = std::sin(azimuth);
  const double cosine = std::cos(azimuth);
  return {along * sine * sine + across * cosine * cosine, (along - across) * sine * cosine,
          along * cosine * cosine + across * sine * sine};
}

}  // namespace geo::density
