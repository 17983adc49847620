#include "density/engine.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <new>
#include <vector>

#include "base/parallel.hpp"
#include "density/cell_sums.hpp"
#include "density/direct.hpp"
#include "density/gaussian.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"
#include "density/sweep.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr int kSweepBand = 16;

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

Engine engine_for(const Options& options, std::size_t points, const GridFrame& frame) {
  if (elliptic(options)) return Engine::kDirect;
  switch (options.kernel) {
    case Kernel::kGaussian:
      return Engine::kGaussian;
    case Kernel::kEpanechnikov:
    case Kernel::kQuartic: {
      // Summing by cells costs something for every pixel in reach, empty or not.
      const double radius = options.bandwidth_m / frame.pixel;
      const double pixels = (frame.columns + 2 * radius) * (frame.rows + 2 * radius);
      const bool many = 10 * static_cast<double>(points) > pixels;
      return many && RowIndex::has_cells(frame, radius) ? Engine::kCells : Engine::kSweep;
    }
    case Kernel::kUniform:
    case Kernel::kTriangular:
    case Kernel::kTriweight:
      return Engine::kDirect;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without an engine");
}

Grid empty_grid(const std::string& crs, const GridFrame& frame, const Options& options,
                std::size_t points, double weight_sum, bool weighted) {
  check_frame(frame);
  Grid grid;
  grid.crs = crs;
  grid.frame = frame;
  grid.unit = std::string(weighted ? "weight" : "1") +
              (options.unit == Unit::kPerPixel ? "/pixel" : "/km2");
  grid.facts = kernel_facts(options);
  grid.facts.emplace_back("points", std::to_string(points));
  grid.facts.emplace_back("weight_sum", digits_of(weight_sum));
  grid.values = values_of(frame, 0);
  return grid;
}

void sum_kernels(const PointSource& points, const Options& options, Engine engine, Grid& grid,
                 const Context& context) {
  if (grid.values.empty()) return;
  const GridFrame& frame = grid.frame;
  const double pixel_km2 = frame.pixel * frame.pixel / 1e6;
  const double scale = peak_per_km2(options) * (options.unit == Unit::kPerPixel ? pixel_km2 : 1);
  const double reach_pixels = reach_m(options) / frame.pixel;
  try {
    const RowIndex index(
        points, frame, reach_pixels * (1 + kCutSlack),
        engine == Engine::kCells ? RowIndex::Order::kCells : RowIndex::Order::kRows, context);
    if (index.size() == 0) return;
    switch (engine) {
      case Engine::kCells:
      case Engine::kSweep: {
        const double extent = std::max(frame.columns, frame.rows);
        const DiscKernel kernel{
            .power = options.kernel == Kernel::kEpanechnikov ? 1 : 2,
            .radius = reach_pixels,
            .scale = scale,
            .columns = frame.columns,
            .tolerance = 8 * std::numeric_limits<double>::epsilon() * (1 + extent / reach_pixels)};
        const auto rows = engine == Engine::kCells ? cell_rows : sweep_rows;
        for_bands(context, grid, engine == Engine::kCells ? cell_band(kernel) : kSweepBand,
                  [&](int begin, int end, double* out) {
                    rows(kernel, index, begin, end, out, context);
                  });
        return;
      }
      case Engine::kGaussian:
        gaussian_grid({.deviation = options.bandwidth_m / frame.pixel,
                       .reach = reach_pixels * (1 + kCutSlack),
                       .scale = scale,
                       .columns = frame.columns,
                       .rows = frame.rows},
                      index, grid.values.data(), context);
        return;
      case Engine::kDirect: {
        const Direct direct = direct_of(options, frame, scale);
        for_bands(context, grid, direct_band(direct), [&](int begin, int end, double* out) {
          direct_rows(direct, index, begin, end, out, context);
        });
        return;
      }
    }
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kMemory,
                "density: no memory for an index of " + std::to_string(points.size()) + " points");
  }
}

}  // namespace geo::density
