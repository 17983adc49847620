#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::density {

/// A piece of a window's border; the window lies on its left.
struct BorderEdge {
  Point a;
  Point b;
};

/// On which side of the line from a to b the position u lies: 1 left, -1 right, never 0. What lies
/// exactly on the line is decided as if u were moved north, and then east, by less than any number
/// (simulation of simplicity: Edelsbrunner and Muecke, 1990), so that all edges agree on it.
[[nodiscard]] int side_of(Point a, Point b, Point u) noexcept;

/// The columns of a row, [begin, end).
struct ColumnRange {
  int begin = 0;
  int end = 0;
};

/// Equal cells over a box; what one edge may touch in them. Covers errors of rounding: a cell that
/// is not named is not touched.
struct CellFrame {
  double west = 0;
  double south = 0;
  double width = 1;   ///< of a cell
  double height = 1;  ///< of a cell
  int columns = 1;
  int rows = 1;

  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
  [[nodiscard]] Point corner(std::size_t cell) const {
    const std::size_t column = cell % static_cast<std::size_t>(columns);
    const std::size_t row = cell / static_cast<std::size_t>(columns);
    return {west + static_cast<double>(column) * width, south + static_cast<double>(row) * height};
  }
  [[nodiscard]] Point centre(std::size_t cell) const {
    const Point p = corner(cell);
    return {p.x + 0.5 * width, p.y + 0.5 * height};
  }
  [[nodiscard]] int column(double x) const;  ///< clamped to the frame
  [[nodiscard]] int row(double y) const;     ///< clamped to the frame; row 0 in the south
  /// The columns of one row of cells that come within `reach_x` and `reach_y` of the edge.
  [[nodiscard]] ColumnRange columns_near(const BorderEdge& edge, int row, double reach_x,
                                         double reach_y) const;
  /// The rows of cells within `reach_y` of the edge: [begin, end).
  [[nodiscard]] ColumnRange rows_near(const BorderEdge& edge, double reach_y) const;
};

/// The border of a window of polygons: the edges of all its rings with the window on their left;
/// edges that two regions share, one in each direction, are left out, so that a partition into
/// districts has the border of its outline. Outer rings and holes may have any direction.
class Border {
 public:
  explicit Border(const PolygonSet& window);

  [[nodiscard]] const std::vector<BorderEdge>& edges() const { return edges_; }
  [[nodiscard]] const Box& envelope() const { return envelope_; }
  /// In the square of the unit of the coordinates.
  [[nodiscard]] double area() const { return area_; }

  /// How often the border winds around u, exactly: 1 inside and 0 outside of a window whose regions
  /// do not overlap. What lies on the border is decided as `side_of` does.
  [[nodiscard]] int winding(Point u) const;
  /// Whether u lies inside or on the border, exactly.
  [[nodiscard]] bool covers(Point u) const;

  /// `winding` of the pixel centres of a row. O(edges near the row + columns).
  void winding_row(const GridFrame& frame, int row, std::vector<int>& winding) const;
  /// `covers` of the pixel centres of a row: 1 or 0.
  void covered_row(const GridFrame& frame, int row, std::vector<int>& covered) const;

 private:
  [[nodiscard]] std::size_t slab(double y) const;
  /// The edges whose rows of slabs hold y: a superset of those that meet the line at y.
  [[nodiscard]] std::pair<const std::uint32_t*, const std::uint32_t*> near(double y) const;

  std::vector<BorderEdge> edges_;
  Box envelope_;
  double area_ = 0;
  double slabs_per_unit_ = 0;
  std::vector<std::size_t> slab_begin_;  ///< slabs + 1
  std::vector<std::uint32_t> slab_edge_;
};

/// Draws positions that are uniform over a window: a cell that is not outside is drawn, then a
/// position in it, until it lies in the window. Exactly uniform, up to the 53 bits of a number.
class UniformSampler {
 public:
  /// Keeps a reference to the border. Throws Error(kInput) where it encloses nothing.
  explicit UniformSampler(const Border& border);

  template <typename Random>
  [[nodiscard]] Point draw(Random& random) const {
    for (;;) {
      const std::uint32_t cell = cells_[random.below(cells_.size())];
      const Point corner = frame_.corner(cell >> 1);
      const double east = random.uniform();
      const double north = random.uniform();
      const Point p{corner.x + east * frame_.width, corner.y + north * frame_.height};
      if ((cell & 1) == 0 || border_.covers(p)) return p;
    }
  }

 private:
  const Border& border_;
  CellFrame frame_;
  std::vector<std::uint32_t> cells_;  ///< those not outside: index * 2 + (touched by the border)
};

}  // namespace geo::density
