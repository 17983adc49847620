#pragma once

#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "geo/cluster/dbscan.hpp"
#include "geo/model/clusters.hpp"
#include "geo/model/point_set.hpp"

namespace geo::test {

/// DBSCAN as it is defined: every pair of points is looked at. O(n^2).
inline Clusters slow_dbscan(const PointSet& points, double eps, int min_points) {
  const std::size_t n = points.size();
  const auto squared = [&](std::size_t i, std::size_t j) {
    const double dx = points.x[i] - points.x[j];
    const double dy = points.y[i] - points.y[j];
    return dx * dx + dy * dy;
  };
  Clusters clusters;
  clusters.label.assign(n, Clusters::kNoise);
  clusters.core.assign(n, 0);
  for (std::size_t i = 0; i < n; ++i) {
    int neighbours = 0;
    for (std::size_t j = 0; j < n; ++j) neighbours += squared(i, j) <= eps * eps ? 1 : 0;
    clusters.core[i] = neighbours >= min_points ? 1 : 0;
  }
  std::vector<std::int32_t> component(n, -1);
  std::int32_t components = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (clusters.core[i] == 0 || component[i] >= 0) continue;
    std::vector<std::size_t> open{i};
    component[i] = components;
    while (!open.empty()) {
      const std::size_t at = open.back();
      open.pop_back();
      for (std::size_t j = 0; j < n; ++j) {
        if (clusters.core[j] == 0 || component[j] >= 0 || squared(at, j) > eps * eps) continue;
        component[j] = components;
        open.push_back(j);
      }
    }
    ++components;
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (clusters.core[i] != 0) continue;
    double best = std::numeric_limits<double>::infinity();
    for (std::size_t j = 0; j < n; ++j) {
      const double d = squared(i, j);
      if (clusters.core[j] == 0 || d > eps * eps || d >= best) continue;
      best = d;
      component[i] = component[j];
    }
  }
  // Numbered by size, then by lowest point.
  std::vector<std::uint32_t> count(static_cast<std::size_t>(components), 0);
  std::vector<std::size_t> lowest(static_cast<std::size_t>(components), n);
  for (std::size_t i = n; i-- > 0;) {
    if (component[i] < 0) continue;
    ++count[static_cast<std::size_t>(component[i])];
    lowest[static_cast<std::size_t>(component[i])] = i;
  }
  std::vector<std::int32_t> rank(static_cast<std::size_t>(components), 0);
  for (std::size_t a = 0; a < rank.size(); ++a) {
    for (std::size_t b = 0; b < rank.size(); ++b) {
      if (count[b] > count[a] || (count[b] == count[a] && lowest[b] < lowest[a])) ++rank[a];
    }
  }
  clusters.count.assign(rank.size(), 0);
  for (std::size_t a = 0; a < rank.size(); ++a) {
    clusters.count[static_cast<std::size_t>(rank[a])] = count[a];
  }
  for (std::size_t i = 0; i < n; ++i) {
    if (component[i] >= 0) clusters.label[i] = rank[static_cast<std::size_t>(component[i])];
  }
  return clusters;
}

}  // namespace geo::test
