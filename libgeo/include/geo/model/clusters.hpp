#pragma once

#include <cstdint>
#include <vector>

#include "geo/core/geometry.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo {

/// Groups of points that lie densely together. Clusters are numbered by size: 0 is the largest;
/// equal sizes by their lowest point index.
struct Clusters {
  static constexpr std::int32_t kNoise = -1;
  std::vector<std::int32_t> label;   ///< one for each point: its cluster, or kNoise
  std::vector<std::uint8_t> core;    ///< one for each point: 1 where it is a core point
  std::vector<std::uint32_t> count;  ///< points of each cluster
  std::vector<double> weight;        ///< their weights' sum
  std::vector<Point> centre;         ///< their weighted mean position
  PolygonSet hulls;  ///< one region for each cluster; code "1", "2", ... (label + 1)
  [[nodiscard]] std::size_t size() const { return count.size(); }
};

}  // namespace geo
