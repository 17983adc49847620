#pragma once

#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// exp(-u^2 / 2), u = distance / deviation.
struct Gaussian {
  double deviation = 1;  ///< in pixels
  double reach = 5.5;    ///< in pixels; what lies further away may be left out
  double scale = 1;      ///< every value is multiplied by it
  int columns = 0;
  int rows = 0;
};

/// Writes the sums at all pixel centres to `out`, columns x rows values. `index` holds all points
/// within `reach` of the frame.
///
/// A value lies between (1 - 1e-6) times the sum over the points within the reach and (1 + 1e-6)
/// times the sum over all points, for a reach of up to 5.5 deviations; gaussian_error_bound() is
/// the absolute bound, below 2e-10 of the sum of weights. All values are >= 0, and exactly 0 where
/// no point lies within the reach and two cells' diagonals (a cell is a pixel, or a seventh of the
/// deviation where that is more).
///
/// O(points + pixels), whatever the deviation. Beside the output: at most two grids of the frame
/// with a margin of the reach, 5 bytes for each of their cells, and what a few rows need. The same
/// bits with any number of threads; checks for a cancel every millisecond or so; reports progress.
void gaussian_grid(const Gaussian& gaussian, const RowIndex& index, double* out,
                   const Context& context);

}  // namespace geo::density
