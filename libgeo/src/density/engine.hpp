#pragma once

#include <cstddef>
#include <string>

#include "density/row_index.hpp"
#include "geo/core/context.hpp"
#include "geo/density/density.hpp"

namespace geo::density {

/// The ways to sum kernels over a grid. Which one can serve depends on the kernel, which one is the
/// fastest on how many points there are for a pixel.
enum class Engine {
  kCells,     ///< Epanechnikov and quartic, many points a pixel
  kSweep,     ///< Epanechnikov and quartic, few points a pixel
  kGaussian,  ///< the round Gaussian
  kDirect,    ///< any kernel
};

[[nodiscard]] Engine engine_for(const Options& options, std::size_t points, const GridFrame& frame);

/// A grid of zeros with its unit and facts. Throws Error(kOption) for a frame that is none,
/// Error(kMemory).
[[nodiscard]] Grid empty_grid(const std::string& crs, const GridFrame& frame,
                              const Options& options, std::size_t points, double weight_sum,
                              bool weighted, const Context& context);

/// Sums the kernels into an empty grid. Throws Error(kMemory).
void sum_kernels(const PointSource& points, const Options& options, Engine engine, Grid& grid,
                 const Context& context);

}  // namespace geo::density
