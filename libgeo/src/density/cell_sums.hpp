#pragma once

#include "density/disc_kernel.hpp"
#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// Writes the rows [begin, end) to `out`, which holds columns x (end - begin) values. Every value
/// is
/// >= 0, and exactly 0 where no point is in reach. `index` has each row by itself. For many points
/// a pixel: O(radius) for each pixel, each point and each pixel with a point in it. The bits do not
/// depend on which rows are made at once.
void cell_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
               const Context& context);

}  // namespace geo::density
