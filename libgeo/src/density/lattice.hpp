#pragma once

#include <cstdint>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/density/bins.hpp"

namespace geo::density {

/// A bin by its place in the lattice. Ordered by row, then column (see Bins).
struct BinKey {
  std::int64_t row = 0;
  std::int64_t column = 0;
  friend bool operator==(const BinKey&, const BinKey&) = default;
  friend bool operator<(const BinKey& a, const BinKey& b) {
    return a.row < b.row || (a.row == b.row && a.column < b.column);
  }
};

/// Where bins lie. All corners are whole multiples of `x_unit` and `y_unit`, so that two bins
/// compute a common corner alike. Flat hexagons are pointy ones with the axes exchanged: inside, u
/// runs along a row and v across rows.
class Lattice {
 public:
  Lattice(BinShape shape, double size_m);

  /// Whether a coordinate is small enough for the lattice to tell bins apart.
  [[nodiscard]] bool holds(Point p) const;
  [[nodiscard]] BinKey bin_of(Point p) const;
  /// Anticlockwise, not closed.
  [[nodiscard]] std::vector<Point> corners(BinKey bin) const;
  [[nodiscard]] Point centre(BinKey bin) const;
  [[nodiscard]] double area() const;
  /// Not fewer bins than touch a box.
  [[nodiscard]] double bound(const Box& box) const;
  /// The bins that have a point in common with a box, in order.
  [[nodiscard]] std::vector<BinKey> touching(const Box& box) const;

 private:
  [[nodiscard]] double u(std::int64_t m) const { return static_cast<double>(m) * u_unit_; }
  [[nodiscard]] double v(std::int64_t n) const { return static_cast<double>(n) * v_unit_; }
  [[nodiscard]] bool touches(BinKey bin, const Box& box) const;

  BinShape shape_;
  double size_;
  double u_unit_;
  double v_unit_;
};

}  // namespace geo::density
