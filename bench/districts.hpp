#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/random.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/polygon_set.hpp"

namespace bench {

/// The 16 districts of Shanghai (4,456 vertices) where that file is there, else 4 x 4 districts of
/// about the same extent whose borders wander in 70 steps. `place(longitude, latitude)` is the
/// Point of each vertex.
template <typename Place>
geo::PolygonSet districts(const Place& place) {
  using geo::Point;
  using geo::base::JsonNode;
  geo::PolygonSet set;
  const std::string file =
      std::string(GEO_SHARED_DIR) + "/data/boundaries/shanghai_districts_echarts490_gcj02.geojson";
  const auto add_region = [&] { set.add_region({std::to_string(set.size() + 100), {}, 0}); };
  if (std::filesystem::exists(file)) {
    const auto add_polygon = [&](const JsonNode& polygon) {
      set.add_part();
      for (const JsonNode& ring : polygon.array()) {
        std::vector<Point> vertices;
        for (const JsonNode& vertex : ring.array()) {
          const auto xy = vertex.array();
          vertices.push_back(place(xy[0].number(), xy[1].number()));
        }
        set.add_ring(vertices);
      }
    };
    for (const JsonNode& feature : JsonNode::parse_file(file).object().at("features").array()) {
      auto geometry = feature.object().at("geometry").object();
      add_region();
      const JsonNode coordinates = geometry.at("coordinates");
      if (geometry.at("type").text() == "Polygon") {
        add_polygon(coordinates);
      } else {
        for (const JsonNode& polygon : coordinates.array()) add_polygon(polygon);
      }
    }
    return set;
  }
  constexpr int kSide = 4;
  constexpr int kSteps = 70;
  const auto at = [&](int i, int j, bool north, int k) {
    geo::base::Random random(
        7, static_cast<std::uint64_t>(((j * 8 + i) * 2 + (north ? 1 : 0)) * 128 + k));
    const bool end = k == 0 || k == kSteps;
    const double off = end ? 0 : 0.04 * (random.uniform() - 0.5);
    const double along = 1.0 * k / kSteps;
    return place(120.85 + 0.29 * (i + (north ? off : along)),
                 30.68 + 0.3 * (j + (north ? along : off)));
  };
  for (int j = 0; j < kSide; ++j) {
    for (int i = 0; i < kSide; ++i) {
      std::vector<Point> ring;
      for (int k = 0; k < kSteps; ++k) ring.push_back(at(i, j, false, k));
      for (int k = 0; k < kSteps; ++k) ring.push_back(at(i + 1, j, true, k));
      for (int k = kSteps; k > 0; --k) ring.push_back(at(i, j + 1, false, k));
      for (int k = kSteps; k > 0; --k) ring.push_back(at(i, j, true, k));
      add_region();
      set.add_part();
      set.add_ring(ring);
    }
  }
  return set;
}

}  // namespace bench
