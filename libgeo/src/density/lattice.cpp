#include "lattice.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>
#include <utility>

#include "base/orient.hpp"

namespace geo::density {
namespace {

// The m with m * unit <= x < (m + 1) * unit, for the products as they are rounded.
std::int64_t floor_of(double x, double unit) {
  auto m = static_cast<std::int64_t>(std::floor(x / unit));
  while (static_cast<double>(m) * unit > x) --m;
  while (static_cast<double>(m + 1) * unit <= x) ++m;
  return m;
}

std::int64_t floor_half(std::int64_t m) { return m >= 0 ? m / 2 : -((1 - m) / 2); }
std::int64_t floor_third(std::int64_t n) { return n >= 0 ? n / 3 : -((2 - n) / 3); }
bool is_odd(std::int64_t m) { return (m & 1) != 0; }

// Along the row, the centre of a hexagon in units.
std::int64_t middle(BinKey bin) { return 2 * bin.column + (is_odd(bin.row) ? 1 : 0); }

}  // namespace

// A pointy hexagon of width s has its centre at (m s/2, 3 n s/(2 sqrt 3)), m and n both even or
// both odd, and corners at one unit beside it and one or two above and below.
Lattice::Lattice(BinShape shape, double size_m)
    : shape_(shape),
      size_(size_m),
      u_unit_(shape == BinShape::kSquare ? size_m : size_m / 2),
      v_unit_(shape == BinShape::kSquare ? size_m : size_m / (2 * std::numbers::sqrt3)) {}

bool Lattice::holds(Point p) const {
  constexpr double kMost = 0x1p45;  // of units: the rounding of a corner stays far below a unit
  return std::max(std::abs(p.x), std::abs(p.y)) / std::min(u_unit_, v_unit_) < kMost;
}

BinKey Lattice::bin_of(Point p) const {
  if (shape_ == BinShape::kSquare) return {floor_of(p.y, v_unit_), floor_of(p.x, u_unit_)};
  if (shape_ == BinShape::kHexagonFlat) std::swap(p.x, p.y);
  const std::int64_t m = floor_of(p.x, u_unit_);
  const std::int64_t n = floor_of(p.y, v_unit_);
  std::int64_t row = floor_third(n + 1);
  std::int64_t at = 0;
  if (n - 3 * row < 1) {
    // Between the vertical edges of a row.
    at = is_odd(m) == is_odd(row) ? m : m + 1;
  } else if (is_odd(m) == is_odd(row)) {
    // Right of a hexagon's top: an edge that falls, what lies on it is above.
    const bool above =
        base::orientation({u(m), v(3 * row + 2)}, {u(m + 1), v(3 * row + 1)}, p) >= 0;
    at = above ? m + 1 : m;
    row += above ? 1 : 0;
  } else {
    // An edge that rises to the next hexagon's top, what lies on it is below.
    const bool above = base::orientation({u(m), v(3 * row + 1)}, {u(m + 1), v(3 * row + 2)}, p) > 0;
    at = above ? m : m + 1;
    row += above ? 1 : 0;
  }
  return {row, floor_half(at)};
}

std::vector<Point> Lattice::corners(BinKey bin) const {
  if (shape_ == BinShape::kSquare) {
    const double west = u(bin.column);
    const double east = u(bin.column + 1);
    const double south = v(bin.row);
    const double north = v(bin.row + 1);
    return {{west, south}, {east, south}, {east, north}, {west, north}};
  }
  const std::int64_t m = middle(bin);
  const std::int64_t n = 3 * bin.row;
  std::vector<Point> corners = {{u(m), v(n - 2)}, {u(m + 1), v(n - 1)}, {u(m + 1), v(n + 1)},
                                {u(m), v(n + 2)}, {u(m - 1), v(n + 1)}, {u(m - 1), v(n - 1)}};
  if (shape_ == BinShape::kHexagonFlat) {
    for (Point& corner : corners) std::swap(corner.x, corner.y);
    std::reverse(corners.begin(), corners.end());
  }
  return corners;
}

Point Lattice::centre(BinKey bin) const {
  if (shape_ == BinShape::kSquare) {
    return {(static_cast<double>(bin.column) + 0.5) * size_,
            (static_cast<double>(bin.row) + 0.5) * size_};
  }
  const Point at{u(middle(bin)), v(3 * bin.row)};
  return shape_ == BinShape::kHexagonFlat ? Point{at.y, at.x} : at;
}

double Lattice::area() const {
  return shape_ == BinShape::kSquare ? size_ * size_ : size_ * size_ * std::numbers::sqrt3 / 2;
}

double Lattice::bound(const Box& box) const {
  const bool flat = shape_ == BinShape::kHexagonFlat;
  const double across = shape_ == BinShape::kSquare ? size_ : 3 * v_unit_;
  return ((flat ? box.height() : box.width()) / size_ + 3) *
         ((flat ? box.width() : box.height()) / across + 3);
}

bool Lattice::touches(BinKey bin, const Box& box) const {
  if (shape_ == BinShape::kSquare) {
    return u(bin.column) <= box.max_x && u(bin.column + 1) >= box.min_x &&
           v(bin.row) <= box.max_y && v(bin.row + 1) >= box.min_y;
  }
  // Two convex shapes are apart where all of one lies beyond an edge of the other.
  Box extent;
  const std::vector<Point> corner = corners(bin);
  for (const Point p : corner) extent.extend(p);
  if (extent.min_x > box.max_x || extent.max_x < box.min_x || extent.min_y > box.max_y ||
      extent.max_y < box.min_y) {
    return false;
  }
  const std::array<Point, 4> box_corner = {{{box.min_x, box.min_y},
                                            {box.max_x, box.min_y},
                                            {box.max_x, box.max_y},
                                            {box.min_x, box.max_y}}};
  for (std::size_t i = 0; i < corner.size(); ++i) {
    const Point from = corner[i];
    const Point to = corner[(i + 1) % corner.size()];
    const auto beyond = [&](Point p) { return base::orientation(from, to, p) < 0; };
    if (std::all_of(box_corner.begin(), box_corner.end(), beyond)) return false;
  }
  return true;
}

std::vector<BinKey> Lattice::touching(const Box& box) const {
  // Rows and columns with one to spare on either side.
  const BinKey low = bin_of({box.min_x, box.min_y});
  const BinKey high = bin_of({box.max_x, box.max_y});
  std::vector<BinKey> bins;
  for (std::int64_t row = low.row - 1; row <= high.row + 1; ++row) {
    for (std::int64_t column = low.column - 1; column <= high.column + 1; ++column) {
      if (touches({row, column}, box)) bins.push_back({row, column});
    }
  }
  return bins;
}

}  // namespace geo::density
