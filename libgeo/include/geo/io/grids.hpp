#pragma once

#include <string>

#include "geo/core/context.hpp"
#include "geo/model/grid.hpp"

namespace geo::io {

/// Reads the first band of a raster that GDAL reads as a grid: values (no-data as NaN), system,
/// unit and metadata as facts: what `write_cog` wrote comes back, to single precision, the facts in
/// the order of their names. Throws Error(kInput) for a file that is none, and for pixels that are
/// not square or not north up, and for more than 2^28 pixels that are more than 1000 to a byte of
/// the file. Memory: the grid. O(pixels).
[[nodiscard]] Grid read_grid(const std::string& path, const Context& context);

}  // namespace geo::io
