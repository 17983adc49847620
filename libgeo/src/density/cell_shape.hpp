#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <limits>
#include <utility>
#include <vector>

// The shape of a disc in whole pixels as cell_sums.cpp needs it; see there.
namespace geo::density {

constexpr std::size_t kWidest = 8;     // lanes
constexpr std::size_t kGroup = 8;      // neighbouring cells whose rims are evaluated side by side
constexpr std::size_t kDeepest = 12;   // cells of more points are evaluated alone
constexpr std::size_t kFewest = 3;     // points that make it worth while to evaluate a group
constexpr std::size_t kSlice = 16384;  // points of a cell between two looks at the context
constexpr std::size_t kGroupsAtOnce = 24;  // their points and sums stay in the first-level cache
constexpr int kOpenSums = 80000;  // the rows in reach of a tile stay in the second-level cache

/// A pixel of the rim, relative to the cell: 1 - u^2 = (k + 2 dx fx + 2 dy fy - f^2) / R^2 for a
/// point at (fx, fy) from the cell's centre.
struct Rim {
  std::vector<double> k;  // R^2 - dx^2 - dy^2; padded so that what is too much is out of reach
  std::vector<double> two_dx;
  std::vector<double> two_dy;
  std::vector<int> dx;
  std::vector<int> dy;
  std::vector<std::size_t> row;  // entries of dy are [row[dy + lowest], row[dy + lowest + 1])
  int lowest = 0;

  [[nodiscard]] std::size_t first(int at) const {
    return row[static_cast<std::size_t>(at) + static_cast<std::size_t>(lowest)];
  }
  void begin_row() { row.push_back(k.size()); }
  void add(double square, int x, int y) {
    k.push_back(square - static_cast<double>(x) * x - static_cast<double>(y) * y);
    two_dx.push_back(2.0 * x);
    two_dy.push_back(2.0 * y);
    dx.push_back(x);
    dy.push_back(y);
  }
  /// The entries of the rows [low, high].
  [[nodiscard]] std::pair<std::size_t, std::size_t> rows(int low, int high) const {
    if (low > high) return {0, 0};
    return {first(low), first(high + 1)};
  }
  void pad() {
    row.push_back(k.size());
    for (std::size_t i = 0; i < 2 * kWidest; ++i) {
      k.push_back(-std::numeric_limits<double>::infinity());
      two_dx.push_back(0);
      two_dy.push_back(0);
    }
  }
};

/// The shape of a disc in whole pixels around a cell.
struct Shape {
  int reach = 0;           // the farthest row or column that a point of the cell can reach
  std::vector<int> inner;  // h of each |dy|, -1: none
  Rim quadrant;            // dx > 0, dy > 0: stands for four
  /// The quadrant in an order in which neighbours in a row are far apart: what is added to one
  /// pixel has left the processor's store queue before its neighbour is added to.
  std::vector<std::size_t> spread;
  Rim axes;  // the rest

  Shape(double radius, int power) {
    const double inner_part = power == 1 ? 1e-3 : 1e-2;
    const double square = radius * radius;
    reach = static_cast<int>(std::ceil(radius + 0.5)) - 1;
    const auto widest = [&](double limit, double y) {
      const double chord = limit - y * y;
      return chord < 0 ? -1.0 : std::sqrt(chord);
    };
    std::vector<int> outer;
    for (int dy = 0; dy <= reach; ++dy) {
      inner.push_back(static_cast<int>(
          std::floor(std::max(-1.0, widest(square * (1 - inner_part), dy + 0.5) - 0.5))));
      outer.push_back(static_cast<int>(std::ceil(widest(square, std::max(0.0, dy - 0.5)) + 0.5)) -
                      1);
    }
    quadrant.begin_row();  // dy = 0: none
    for (int dy = 1; dy <= reach; ++dy) {
      quadrant.begin_row();
      const auto at = static_cast<std::size_t>(dy);
      for (int dx = std::max(1, inner[at] + 1); dx <= outer[at]; ++dx) quadrant.add(square, dx, dy);
    }
    for (std::size_t place = 0; spread.size() < quadrant.k.size(); ++place) {
      for (int dy = 1; dy <= reach; ++dy) {
        const std::size_t next = dy < reach ? quadrant.first(dy + 1) : quadrant.k.size();
        if (quadrant.first(dy) + place < next) spread.push_back(quadrant.first(dy) + place);
      }
    }
    quadrant.pad();
    axes.lowest = reach;
    for (int dy = -reach; dy <= reach; ++dy) {
      axes.begin_row();
      const auto at = static_cast<std::size_t>(std::abs(dy));
      if (dy != 0) {
        if (inner[at] < 0) axes.add(square, 0, dy);
        continue;
      }
      for (int dx = -outer[0]; dx <= outer[0]; ++dx) {
        if (std::abs(dx) > inner[0]) axes.add(square, dx, 0);
      }
    }
    axes.pad();
  }
};

}  // namespace geo::density
