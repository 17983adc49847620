#pragma once

#include <algorithm>
#include <cstddef>
#include <map>
#include <random>
#include <vector>

#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace bench {

/// The points of the density benchmarks: 200 Gaussian centres with sigma 300 to 5000 m and 10 %
/// uniform, in 120 x 140 km.
inline const geo::PointSet& city(std::size_t n) {
  static std::map<std::size_t, geo::PointSet> made;
  geo::PointSet& points = made[n];
  if (points.size() == n) return points;
  constexpr double kWidth = 120000, kHeight = 140000, kWest = 300000, kSouth = 3400000;
  std::mt19937_64 bits(20240607);
  std::uniform_real_distribution<double> unit(0, 1);
  struct Centre {
    double x, y, sigma;
  };
  std::vector<Centre> centres(200);
  for (Centre& c : centres) {
    c = {unit(bits) * kWidth, unit(bits) * kHeight, 300 + 4700 * unit(bits)};
  }
  std::normal_distribution<double> normal;
  points.crs = "EPSG:32651";
  while (points.size() < n) {
    double x = unit(bits) * kWidth;
    double y = unit(bits) * kHeight;
    if (unit(bits) >= 0.1) {
      const Centre& c = centres[bits() % centres.size()];
      x = c.x + c.sigma * normal(bits);
      y = c.y + c.sigma * normal(bits);
    }
    if (x < 0 || x > kWidth || y < 0 || y > kHeight) continue;
    points.x.push_back(kWest + x);
    points.y.push_back(kSouth + y);
    points.row.push_back(points.size());
  }
  return points;
}

inline geo::GridFrame city_frame(int columns, int rows) {
  geo::GridFrame frame;
  frame.west = 300000;
  frame.north = 3540000;
  frame.pixel = std::max(120000.0 / columns, 140000.0 / rows);
  frame.columns = columns;
  frame.rows = rows;
  return frame;
}

}  // namespace bench
