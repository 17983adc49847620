#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/point_set.hpp"

namespace geo::cluster {

/// Points sorted into the square cells of a grid, of which only those that hold points are kept,
/// row by row. Any two points of one cell are within `eps` of each other; any two points within
/// `eps` lie in cells that differ by at most `reach` in row and column.
struct CellIndex {
  CellIndex(const PointSet& points, double eps, const Context& context);

  int reach = 2;
  std::vector<std::uint32_t> order;  ///< the point at each sorted place; ascending within a cell
  std::vector<double> x;             ///< the points' coordinates, sorted
  std::vector<double> y;
  std::vector<std::uint32_t> begin;       ///< cells + 1: first place of each cell
  std::vector<std::uint32_t> column;      ///< of each cell
  std::vector<std::uint32_t> row_of;      ///< of each cell: its index into `row_begin`
  std::vector<std::uint32_t> row_begin;   ///< rows + 1: first cell of each row that holds points
  std::vector<std::uint32_t> row_number;  ///< of each such row

  [[nodiscard]] std::size_t cells() const { return column.size(); }
  [[nodiscard]] std::size_t rows() const { return row_number.size(); }
};

/// Walks cells in order and knows the cells in reach of the present one: for each row in reach a
/// run [first, last) of cells, whose points are contiguous, too.
class Neighbourhood {
 public:
  struct Run {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
  };

  explicit Neighbourhood(const CellIndex& index) : index_(index) {}
  /// The runs around `cell`: its own row first, then the rows beside it, nearest first. Fast when
  /// cells come in ascending order.
  const std::vector<Run>& around(std::uint32_t cell);

 private:
  struct Row {
    std::uint32_t next;  ///< end of the row's cells
  };
  void enter(std::uint32_t row);

  const CellIndex& index_;
  std::uint32_t row_ = 0xFFFFFFFF;
  std::vector<Row> rows_;
  std::vector<Run> runs_;
};

}  // namespace geo::cluster
