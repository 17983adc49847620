#pragma once

#include <algorithm>
#include <limits>

namespace geo {

/// A position; the unit is that of the coordinate system of whatever holds it.
struct Point {
  double x = 0;
  double y = 0;
  friend bool operator==(const Point&, const Point&) = default;
};

/// An axis-parallel box, closed on all sides. Default: empty, so that `extend` can start from it.
struct Box {
  double min_x = std::numeric_limits<double>::infinity();
  double min_y = std::numeric_limits<double>::infinity();
  double max_x = -std::numeric_limits<double>::infinity();
  double max_y = -std::numeric_limits<double>::infinity();

  [[nodiscard]] bool empty() const { return !(min_x <= max_x && min_y <= max_y); }
  [[nodiscard]] double width() const { return max_x - min_x; }
  [[nodiscard]] double height() const { return max_y - min_y; }
  [[nodiscard]] Point centre() const { return {(min_x + max_x) / 2, (min_y + max_y) / 2}; }
  [[nodiscard]] bool contains(Point p) const {
    return p.x >= min_x && p.x <= max_x && p.y >= min_y && p.y <= max_y;
  }
  void extend(Point p) {
    min_x = std::min(min_x, p.x);
    min_y = std::min(min_y, p.y);
    max_x = std::max(max_x, p.x);
    max_y = std::max(max_y, p.y);
  }
  void extend(const Box& other) {
    if (other.empty()) return;
    extend(Point{other.min_x, other.min_y});
    extend(Point{other.max_x, other.max_y});
  }
  /// The box with `margin` added on every side.
  [[nodiscard]] Box grown(double margin) const {
    return {min_x - margin, min_y - margin, max_x + margin, max_y + margin};
  }
  friend bool operator==(const Box&, const Box&) = default;
};

}  // namespace geo
