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

/// Runs `body(begin, end, out)` for bands of rows; `borders` are their first rows and the last end.
template <typename Body>
void for_bands(const Context& context, Grid& grid, const std::vector<int>& borders, Body&& body) {
  const auto columns = static_cast<std::size_t>(grid.frame.columns);
  base::run_chunks(context, borders.size() - 1, [&](std::size_t band) {
    body(borders[band], borders[band + 1],
         grid.values.data() + static_cast<std::size_t>(borders[band]) * columns);
  });
}

std::vector<int> bands_of(int rows, int band) {
  std::vector<int> borders;
  for (int row = 0; row < rows; row += band) borders.push_back(row);
  borders.push_back(rows);
  return borders;
}

/// Bands of about the same work for sums by cells. At their borders the rows of cells in reach are
/// looked at twice, so there are only as many as keep the threads busy: the one place where a grain
/// follows from the number of threads, as the bits do not depend on it.
std::vector<int> cell_bands(const RowIndex& index, const GridFrame& frame, double radius,
                            int threads) {
  constexpr double kPixelsPerPoint = 8;  // as long as a point takes
  const int most = static_cast<int>(frame.rows / (4 * radius + 16)) + 1;
  const int bands = std::min(most, threads == 1 ? 1 : 2 * threads);
  std::vector<double> work{0};  // of the rows before each
  for (int row = 0; row < frame.rows; ++row) {
    const auto [begin, end] = index.range(row, row);
    work.push_back(work.back() + kPixelsPerPoint * static_cast<double>(end - begin) +
                   frame.columns);
  }
  std::vector<int> borders{0};
  for (int band = 1; band < bands; ++band) {
    const auto border = std::lower_bound(work.begin(), work.end(), work.back() * band / bands);
    const auto row = static_cast<int>(border - work.begin());
    if (row > borders.back() && row < frame.rows) borders.push_back(row);
  }
  borders.push_back(frame.rows);
  return borders;
}

/// Counts the rows that are done, of all bands.
class RowProgress {
 public:
  RowProgress(const Context& context, int rows) : context_(context), rows_(rows) {}
  void operator()(int rows) {
    context_.report(static_cast<double>(done_ += rows) / static_cast<double>(rows_));
  }

 private:
  const Context& context_;
  int rows_;
  std::atomic<int> done_{0};
};

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
      return many && RowIndex::has_rows(frame, radius) ? Engine::kCells : Engine::kSweep;
    }
    case Kernel::kUniform:
    case Kernel::kTriangular:
    case Kernel::kTriweight:
      return Engine::kDirect;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without an engine");
}

Grid empty_grid(const std::string& crs, const GridFrame& frame, const Options& options,
                std::size_t points, double weight_sum, bool weighted, const Context& context) {
  check_frame(frame);
  Grid grid;
  grid.crs = crs;
  grid.frame = frame;
  grid.unit = std::string(weighted ? "weight" : "1") +
              (options.unit == Unit::kPerPixel ? "/pixel" : "/km2");
  grid.facts = kernel_facts(options);
  grid.facts.emplace_back("points", std::to_string(points));
  grid.facts.emplace_back("weight_sum", digits_of(weight_sum));
  grid.values = values_of(frame, 0, context);
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
    const RowIndex index(points, frame, reach_pixels * (1 + kCutSlack), context);
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
        RowProgress done(context, frame.rows);
        const bool cells = engine == Engine::kCells;
        for_bands(context, grid,
                  cells ? cell_bands(index, frame, kernel.radius, context.threads())
                        : bands_of(frame.rows, kSweepBand),
                  [&](int begin, int end, double* out) {
                    if (cells) {
                      cell_rows(kernel, index, begin, end, out, context);
                    } else {
                      sweep_rows(kernel, index, begin, end, out, context);
                    }
                    done(end - begin);
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
        RowProgress done(context, frame.rows);
        for_bands(context, grid, bands_of(frame.rows, direct_band(direct)),
                  [&](int begin, int end, double* out) {
                    direct_rows(direct, index, begin, end, out, context);
                    done(end - begin);
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
