#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/point_set.hpp"

namespace geo::scene {

/// Points counted by the cells of square grids, each grid's cells of twice the side of the one
/// before: for drawing very many points at any scale without touching all of them. Cells are those
/// of the ground, not of the screen, so that nothing flickers as the map moves.
class PointPyramid {
 public:
  /// A cell that holds a point.
  struct Cell {
    Point middle;  ///< the mean position of its points
    std::uint32_t count = 0;
    std::uint32_t category = 0;  ///< the most frequent one; of equally frequent ones the lowest
  };
  /// One of the points themselves.
  struct Dot {
    Point at;
    std::uint32_t category = 0;
  };

  PointPyramid() = default;
  /// Those of `points` that are listed. `category` has one entry for each of `points` and is below
  /// `categories`, or is empty (all are of category 0); higher entries count as `categories` - 1.
  /// `finest` is the side of the smallest cells; it is doubled until there are at most 2^20 cells
  /// along either side of the points' envelope. Throws Error(kOption) unless `finest` is positive
  /// and finite, and for no categories. O(n log n); some 40 bytes a point.
  PointPyramid(const PointSet& points, const std::vector<std::uint32_t>& listed,
               const std::vector<std::uint32_t>& category, std::uint32_t categories, double finest,
               const Context& context);

  [[nodiscard]] std::size_t size() const { return dots_.size(); }
  /// How many grids there are; that of the last has one cell. 0: there are no points.
  [[nodiscard]] std::size_t levels() const { return levels_.size(); }
  /// The side of a level's cells.
  [[nodiscard]] double side(std::size_t level) const;
  /// The finest level whose cells have at least that side, or the last.
  [[nodiscard]] std::size_t level_of(double least) const;
  /// The middle of the square of a cell of that level.
  [[nodiscard]] Point centre_of(std::size_t level, const Cell& cell) const;
  /// The cells of a level that touch a box, from south to north, then from west to east. O(rows of
  /// cells in the box x log cells + what is returned).
  [[nodiscard]] std::vector<Cell> cells(std::size_t level, const Box& box) const;
  /// The points of the finest cells that touch a box.
  [[nodiscard]] std::vector<Dot> dots(const Box& box) const;
  /// How many points the cells of a level that touch a box hold.
  [[nodiscard]] std::size_t count(std::size_t level, const Box& box) const;

 private:
  struct Level {
    std::vector<std::uint64_t> key;  // row << 32 | column, ascending
    std::vector<Cell> cell;
  };
  template <typename Visit>
  void visit(std::size_t level, const Box& box, Visit&& body) const;

  Point corner_;
  double finest_ = 1;
  std::vector<Level> levels_;
  std::vector<Dot> dots_;               // by the finest cells
  std::vector<std::uint32_t> first_{};  // of each finest cell: its dots; and their number
};

}  // namespace geo::scene
