#pragma once

#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// A kernel (1 - u^2)^power over the unit disc; power 1 is Epanechnikov, 2 is quartic.
struct Sweep {
  int power = 1;
  double radius = 1;  ///< in pixels
  double scale = 1;   ///< every value is multiplied by it
  int columns = 0;
  double tolerance = 0;  ///< 1 - u^2 below this is 0: what the rounding of positions can feign
};

/// Writes the rows [begin, end) to `out`, which holds columns x (end - begin) values. Every value
/// is
/// >= 0, and exactly 0 where no point is in reach. Checks for a cancel within each row.
void sweep_rows(const Sweep& sweep, const RowIndex& index, int begin, int end, double* out,
                const Context& context);

}  // namespace geo::density
