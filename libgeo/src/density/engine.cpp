#include "density/engine.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <charconv>
#include <cmath>
#include <limits>
#include <new>
#include <vector>

#include "base/huge_pages.hpp"
#include "base/parallel.hpp"
#include "density/cell_sums.hpp"
#include "density/direct.hpp"
#include "density/gaussian.hpp"
#include "density/kernel.hpp"
#include "density/sweep.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr int kSweepBand = 16;

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
    std::vector<double> values;
    values.reserve(frame.size());
    base::advise_huge_pages(values.data(), frame.size() * sizeof(double));
    values.resize(frame.size());
    return values;
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

std::string short_text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

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
  check(frame);
  Grid grid;
  grid.crs = crs;
  grid.frame = frame;
  grid.unit = std::string(weighted ? "weight" : "1") +
              (options.unit == Unit::kPerPixel ? "/pixel" : "/km2");
  grid.facts = {{"kernel", name_of(options.kernel)},
                {"bandwidth_m", short_text(options.bandwidth_m)}};
  if (elliptic(options)) {
    grid.facts.emplace_back("bandwidth_across_m", short_text(options.bandwidth_across_m));
    grid.facts.emplace_back("azimuth_deg", short_text(options.azimuth_deg));
  }
  grid.facts.emplace_back("reach_m", short_text(reach_m(options)));
  grid.facts.emplace_back("points", std::to_string(points));
  grid.facts.emplace_back("weight_sum", short_text(weight_sum));
  grid.values = zeros(frame);
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
