#include "geo/stats/axis_profile.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"
#include "geo/core/error.hpp"

namespace geo::stats {
namespace {

constexpr std::size_t kGrain = 1 << 14;
constexpr double kMostBins = 10000;

}  // namespace

double AxisProfile::per_km(std::size_t bin) const {
  const double from = static_cast<double>(bin) * step_m;
  const double length = std::min(step_m, length_m - from);
  return static_cast<double>(counts[bin]) / (length / 1000);
}

AxisProfile axis_profile(const PointSet& points, std::span<const std::uint32_t> indices,
                         std::span<const Point> line, double step_m, const Context& context) {
  AxisProfile out;
  out.step_m = step_m;
  for (std::size_t k = 0; k < line.size(); ++k) {
    if (k > 0) out.length_m += std::hypot(line[k].x - line[k - 1].x, line[k].y - line[k - 1].y);
    out.vertex_m.push_back(out.length_m);
  }
  if (line.size() < 2 || !(out.length_m > 0)) {
    throw Error(ErrorCode::kOption, "a profile needs a line of two different positions at least");
  }
  if (!(step_m > 0) || out.length_m / step_m > kMostBins) {
    throw Error(ErrorCode::kOption,
                "the profile's step must be above 0 and give at most 10,000 bins");
  }
  // A multiple of the step, but for rounding, has no last bin of no length.
  const double steps = std::ceil(out.length_m / step_m * (1 - 1e-12));
  const auto bins = std::max<std::size_t>(1, static_cast<std::size_t>(steps));
  const auto along = [&](Point p) {
    double nearest = std::numeric_limits<double>::infinity();
    double at = 0;
    for (std::size_t k = 0; k + 1 < line.size(); ++k) {
      const Point d{line[k + 1].x - line[k].x, line[k + 1].y - line[k].y};
      const double squared = d.x * d.x + d.y * d.y;
      if (!(squared > 0)) continue;
      const double t =
          std::clamp(((p.x - line[k].x) * d.x + (p.y - line[k].y) * d.y) / squared, 0.0, 1.0);
      const double away = std::hypot(p.x - line[k].x - t * d.x, p.y - line[k].y - t * d.y);
      if (away >= nearest) continue;
      nearest = away;
      at = out.vertex_m[k] + t * (out.vertex_m[k + 1] - out.vertex_m[k]);
    }
    return at;
  };
  using Counts = std::vector<std::uint64_t>;
  out.counts = base::parallel_reduce<Counts>(
      context, indices.size(), kGrain, Counts(bins, 0),
      [&](std::size_t begin, std::size_t end) {
        Counts part(bins, 0);
        for (std::size_t i = begin; i < end; ++i) {
          const double at = along({points.x[indices[i]], points.y[indices[i]]});
          ++part[std::min(static_cast<std::size_t>(at / step_m), bins - 1)];
        }
        return part;
      },
      [](Counts all, const Counts& part) {
        for (std::size_t b = 0; b < all.size(); ++b) all[b] += part[b];
        return all;
      });
  return out;
}

}  // namespace geo::stats
