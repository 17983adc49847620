#pragma once

#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// exp(-u^2 / 2), u = distance / deviation, where the distance is at most `reach`; 0 beyond.
struct Gaussian {
  double deviation = 1;  ///< in pixels
  double reach = 5.5;    ///< in pixels
  double scale = 1;      ///< every value is multiplied by it
  int columns = 0;
};

/// How many rows are best made at once: a point's exponentials are worked out once for all of them.
constexpr int kGaussianBand = 16;

/// Writes the rows [begin, end) to `out`, which holds columns x (end - begin) values. A direct sum:
/// each point and pixel in reach costs a multiplication and an addition.
void gaussian_rows(const Gaussian& gaussian, const RowIndex& index, int begin, int end, double* out,
                   const Context& context);

}  // namespace geo::density
