#pragma once

#include "density/disc_kernel.hpp"
#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// Writes the rows [begin, end) to `out`, which holds columns x (end - begin) values. Every value
/// is
/// >= 0, and exactly 0 where no point is in reach. Checks for a cancel within each row.
/// O(points x rows in reach + pixels): for few points a pixel.
void sweep_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
                const Context& context);

}  // namespace geo::density
