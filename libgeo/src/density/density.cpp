#include "geo/density/density.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <limits>
#include <new>

#include "base/parallel.hpp"
#include "density/direct.hpp"
#include "density/gaussian.hpp"
#include "density/kernel.hpp"
#include "density/row_index.hpp"
#include "density/sweep.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr int kSweepBand = 16;

/// The shortest digits that read back the same.
std::string text_of(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

/// The sum of n terms, in blocks: the rounding error grows with n / 1024, not with n.
template <typename Term>
double block_sum(std::size_t n, Term&& term) {
  constexpr std::size_t kBlock = 1024;
  double sum = 0;
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    double part = 0;
    const std::size_t end = std::min(n, begin + kBlock);
    for (std::size_t i = begin; i < end; ++i) part += term(i);
    sum += part;
  }
  return sum;
}

void check(const GridFrame& frame) {
  if (frame.columns < 0 || frame.rows < 0 || !(frame.pixel > 0) || !std::isfinite(frame.pixel) ||
      !std::isfinite(frame.west) || !std::isfinite(frame.north)) {
    throw Error(ErrorCode::kOption,
                "grid frame: it needs a positive pixel, a finite corner, and no negative size");
  }
}

std::vector<double> zeros(const GridFrame& frame) {
  const auto refuse = [&] {
    return Error(ErrorCode::kMemory, "density: a grid of " + std::to_string(frame.columns) + " x " +
                                         std::to_string(frame.rows) +
                                         " pixels does not fit into memory; choose larger pixels");
  };
  if (frame.size() > GridFrame::kMaxPixels) throw refuse();
  try {
    return std::vector<double>(frame.size());
  } catch (const std::bad_alloc&) {
    throw refuse();
  }
}

/// Cuts the rows into bands, and runs `body(begin, end, out)` for each.
template <typename Body>
void for_bands(const Context& context, Grid& grid, int band, Body&& body) {
  const auto rows = static_cast<std::size_t>(grid.frame.rows);
  const auto columns = static_cast<std::size_t>(grid.frame.columns);
  std::atomic<std::size_t> done{0};
  base::parallel_for(
      context, rows, static_cast<std::size_t>(band), [&](std::size_t begin, std::size_t end) {
        body(static_cast<int>(begin), static_cast<int>(end), grid.values.data() + begin * columns);
        const std::size_t now = done += end - begin;
        context.report(static_cast<double>(now) / static_cast<double>(rows));
      });
}

}  // namespace

Grid estimate(const PointSet& points, const GridFrame& frame, const Options& options,
              const Context& context) {
  check(options);
  check(frame);
  context.check();
  const bool weighted = !points.weight.empty();

  Grid grid;
  grid.crs = points.crs;
  grid.frame = frame;
  const bool per_pixel = options.unit == Unit::kPerPixel;
  grid.unit = std::string(weighted ? "weight" : "1") + (per_pixel ? "/pixel" : "/km2");
  const double pixel_km2 = frame.pixel * frame.pixel / 1e6;
  const double scale = peak_per_km2(options) * (per_pixel ? pixel_km2 : 1);
  const double reach = reach_m(options);
  const double weight_sum =
      block_sum(points.size(), [&](std::size_t i) { return points.weight_of(i); });
  grid.facts = {{"kernel", name_of(options.kernel)}, {"bandwidth_m", text_of(options.bandwidth_m)}};
  if (elliptic(options)) {
    grid.facts.emplace_back("bandwidth_across_m", text_of(options.bandwidth_across_m));
    grid.facts.emplace_back("azimuth_deg", text_of(options.azimuth_deg));
  }
  grid.facts.emplace_back("reach_m", text_of(reach));
  grid.facts.emplace_back("points", std::to_string(points.size()));
  grid.facts.emplace_back("weight_sum", text_of(weight_sum));
  grid.values = zeros(frame);
  if (grid.values.empty()) return grid;

  try {
    const double reach_pixels = reach / frame.pixel;
    const RowIndex index(points, frame, reach_pixels * (1 + kCutSlack), context);
    if (index.size() == 0) return grid;
    const bool swept =
        options.kernel == Kernel::kEpanechnikov || options.kernel == Kernel::kQuartic;
    if (elliptic(options) || !(swept || options.kernel == Kernel::kGaussian)) {
      const Form form = form_of(options);
      const double pixel2 = frame.pixel * frame.pixel;
      const Direct direct{.kernel = options.kernel,
                          .form = {form.xx * pixel2, -form.xy * pixel2, form.yy * pixel2},
                          .gaussian_reach = options.gaussian_reach,
                          .scale = scale,
                          .columns = frame.columns};
      for_bands(context, grid, kSweepBand, [&](int begin, int end, double* out) {
        direct_rows(direct, index, begin, end, out, context);
      });
    } else if (options.kernel == Kernel::kGaussian) {
      gaussian_grid({.deviation = options.bandwidth_m / frame.pixel,
                     .reach = reach_pixels * (1 + kCutSlack),
                     .scale = scale,
                     .columns = frame.columns,
                     .rows = frame.rows},
                    index, grid.values.data(), context);
    } else {
      const double extent = std::max(frame.columns, frame.rows);
      const Sweep sweep{
          .power = options.kernel == Kernel::kEpanechnikov ? 1 : 2,
          .radius = reach_pixels,
          .scale = scale,
          .columns = frame.columns,
          .tolerance = 8 * std::numeric_limits<double>::epsilon() * (1 + extent / reach_pixels)};
      for_bands(context, grid, kSweepBand, [&](int begin, int end, double* out) {
        sweep_rows(sweep, index, begin, end, out, context);
      });
    }
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kMemory,
                "density: no memory for an index of " + std::to_string(points.size()) + " points");
  }
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
      values[k] = peak * block_sum(points.size(), [&](std::size_t i) {
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
