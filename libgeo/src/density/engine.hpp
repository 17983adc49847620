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
                              bool weighted);

/// Sums the kernels into an empty grid. Throws Error(kMemory).
void sum_kernels(const PointSource& points, const Options& options, Engine engine, Grid& grid,
                 const Context& context);

/// The shortest digits that read back the same.
[[nodiscard]] std::string short_text(double value);

/// The sum of n terms, in blocks: the rounding error grows with n / 1024, not with n.
template <typename Term>
double block_sum(std::size_t n, Term&& term) {
  constexpr std::size_t kBlock = 1024;
  double sum = 0;
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    double part = 0;
    const std::size_t end = n - begin < kBlock ? n : begin + kBlock;
    for (std::size_t i = begin; i < end; ++i) part += term(i);
    sum += part;
  }
  return sum;
}

}  // namespace geo::density
