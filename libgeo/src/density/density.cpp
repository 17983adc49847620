#include "geo/density/density.hpp"

#include <algorithm>

#include "base/parallel.hpp"
#include "density/engine.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"

namespace geo::density {

Grid estimate(const PointSet& points, const GridFrame& frame, const Options& options,
              const Context& context) {
  check(options);
  context.check();
  const double weight_sum =
      points.weight.empty()
          ? static_cast<double>(points.size())
          : sum_of(points.size(), [&](std::size_t i) { return points.weight[i]; });
  Grid grid = empty_grid(points.crs, frame, options, points.size(), weight_sum,
                         !points.weight.empty(), context);
  sum_kernels(points, options, engine_for(options, points.size(), frame), grid, context);
  return grid;
}

std::vector<double> estimate_at(const PointSet& points, const std::vector<Point>& positions,
                                const Options& options, const Context& context) {
  check(options);
  context.check();
  const Form form = form_of(options);
  std::vector<double> values(positions.size());
  const double peak = peak_per_km2(options);  // whatever the unit: a position has no pixel
  // About a million terms between two looks at the context.
  const std::size_t grain =
      std::clamp<std::size_t>((std::size_t{1} << 20) / (points.size() + 1), 1, 1024);
  base::parallel_for(context, positions.size(), grain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t k = begin; k < end; ++k) {
      const Point at = positions[k];
      values[k] = peak * sum_of(points.size(), [&](std::size_t i) {
                    const double dx = points.x[i] - at.x;
                    const double dy = points.y[i] - at.y;
                    return points.weight_of(i) *
                           profile(options.kernel, form(dx, dy), options.gaussian_reach);
                  });
    }
  });
  return values;
}

}  // namespace geo::density
