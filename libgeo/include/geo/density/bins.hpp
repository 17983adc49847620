#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/table.hpp"

namespace geo::density {

enum class BinShape {
  kSquare,
  kHexagonPointy,  ///< a corner up: rows of hexagons lie side by side
  kHexagonFlat,    ///< an edge up: columns of hexagons stand one above the other
};

struct BinOptions {
  BinShape shape = BinShape::kHexagonPointy;
  /// The distance between opposite edges, which is that between the centres of neighbours: the side
  /// of a square; a hexagon of this width has an area of sqrt(3)/2 of its square.
  double size_m = 1000;
  /// Also sum and mean of the weights.
  bool weight = false;
  /// Also sum and mean of these columns of numbers.
  std::vector<std::string> columns{};
  /// Besides the bins that hold points, all that touch this box.
  std::optional<Box> cover{};
  /// More bins than this are refused: some 200 bytes each.
  std::size_t most_bins = 2000000;
};

/// Points counted by bins. Shape r and row r of the table are the same bin, in order of rows from
/// the south, then of columns from the west (flat hexagons: of columns, then of rows).
struct Bins {
  /// Code: "column_row", the same for a bin in every run with this shape and size.
  PolygonSet shapes;
  /// bin, column, row, x, y (its centre), area_km2, count, density_per_km2; for each of the values
  /// sum_NAME, mean_NAME (missing where no point has a value) and missing_NAME, the number of
  /// points in the bin that have none (NaN or infinite), which are in `count` and in neither sum
  /// nor mean.
  Table table;
  std::uint64_t points = 0;  ///< counted: the sum of `count`, all of the points
  /// Of all points together, for each of the values: "weight", then the columns.
  struct Total {
    std::string name;
    double sum = 0;
    std::uint64_t missing = 0;
  };
  std::vector<Total> totals;
};

/// "square", "hexagon_pointy", "hexagon_flat".
[[nodiscard]] std::string name_of(BinShape shape);
/// Throws Error(kOption) that lists the shapes.
[[nodiscard]] BinShape bin_shape_named(const std::string& name);

/// Counts points by bins. `points` are in metres. A square (or the centre of a hexagon) stands at
/// (0, 0) of the coordinate system, so that bins of one size line up between runs, cities and
/// years; neighbours have the same corners, bit for bit.
///
/// Every point is in exactly one bin, that in whose polygon it lies, decided without rounding. One
/// on a border belongs to the bin to the east, on a horizontal border to the bin to the north, at a
/// corner to the bin that is met when going east (flat hexagons: the same with the axes exchanged).
///
/// Sums are compensated (Neumaier 1974), and the same bits with any number of threads. O(n + b log
/// b) for b bins. Throws Error(kOption) for a size that is not positive and finite, too many bins,
/// a size so small that coordinates do not tell bins apart, and a column that is not there, not of
/// numbers, or named twice.
[[nodiscard]] Bins count_by_bins(const PointSet& points, const BinOptions& options,
                                 const Context& context);

}  // namespace geo::density
