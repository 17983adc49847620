#pragma once

#include "density/kernel.hpp"
#include "density/row_index.hpp"
#include "geo/core/context.hpp"

namespace geo::density {

/// Any kernel, of any shape.
struct Direct {
  Kernel kernel = Kernel::kTriangular;
  Form form;  ///< u^2 of a distance in pixels, rows counted downwards
  double gaussian_reach = 5.5;
  double scale = 1;  ///< every value is multiplied by it
  int columns = 0;
};

/// Writes the rows [begin, end) to `out`, which holds columns x (end - begin) values: the kernel of
/// every point is evaluated at every pixel centre in its reach. O(points x pixels in reach).
void direct_rows(const Direct& direct, const RowIndex& index, int begin, int end, double* out,
                 const Context& context);

}  // namespace geo::density
