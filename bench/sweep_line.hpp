#pragma once

#include <algorithm>
#include <cmath>
#include <vector>

#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace geo::bench {

/// The published sweep-line method, to measure ours against in the same run: SLAM with buckets and
/// resolution-aware optimization (Chan, U, Choi, Xu: SLAM: Efficient sweep line algorithms for
/// kernel density visualization, SIGMOD 2022). Written anew from the paper: for each line of pixels
/// (along the longer side) all points are tested for reach, the ends of their intervals fall into
/// buckets of a pixel, and one sweep keeps three aggregates. Epanechnikov, one thread, unscaled.
inline std::vector<double> sweep_line(const PointSet& points, const GridFrame& frame,
                                      double bandwidth) {
  const bool by_row = frame.columns >= frame.rows;
  const int lines = by_row ? frame.rows : frame.columns;
  const int steps = by_row ? frame.columns : frame.rows;
  const std::vector<double>& along = by_row ? points.x : points.y;
  const std::vector<double>& across = by_row ? points.y : points.x;
  const double start = by_row ? frame.centre_x(0) : frame.centre_y(frame.rows - 1);
  struct Aggregate {
    double count = 0, sum_along = 0, sum_across = 0, sum_square = 0;
    void add(double a, double c, double sign) {
      count += sign;
      sum_along += sign * a;
      sum_across += sign * c;
      sum_square += sign * (a * a + c * c);
    }
  };
  std::vector<std::vector<std::size_t>> lower(static_cast<std::size_t>(steps));
  std::vector<std::vector<std::size_t>> upper(static_cast<std::size_t>(steps));
  std::vector<double> values(frame.size());
  for (int line = 0; line < lines; ++line) {
    const double level = by_row ? frame.centre_y(line) : frame.centre_x(line);
    for (auto& bucket : lower) bucket.clear();
    for (auto& bucket : upper) bucket.clear();
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double distance = std::abs(across[i] - level);
      if (distance > bandwidth) continue;
      const double half = std::sqrt(bandwidth * bandwidth - distance * distance);
      const double first = std::ceil((along[i] - half - start) / frame.pixel);
      const double behind = std::floor((along[i] + half - start) / frame.pixel) + 1;
      if (first >= steps || behind <= 0) continue;
      lower[static_cast<std::size_t>(std::max(first, 0.0))].push_back(i);
      if (behind < steps) upper[static_cast<std::size_t>(behind)].push_back(i);
    }
    Aggregate active;
    for (int step = 0; step < steps; ++step) {
      for (const std::size_t i : lower[static_cast<std::size_t>(step)]) {
        active.add(along[i] - start, across[i] - level, 1);
      }
      for (const std::size_t i : upper[static_cast<std::size_t>(step)]) {
        active.add(along[i] - start, across[i] - level, -1);
      }
      const double q = step * frame.pixel;
      const double sum = active.count * (bandwidth * bandwidth - q * q) + 2 * q * active.sum_along -
                         active.sum_square;
      const int column = by_row ? step : line;
      const int row = by_row ? line : frame.rows - 1 - step;
      values[static_cast<std::size_t>(row) * static_cast<std::size_t>(frame.columns) +
             static_cast<std::size_t>(column)] = sum;
    }
  }
  return values;
}

}  // namespace geo::bench
