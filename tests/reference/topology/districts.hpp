#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "geo/geodesy/crs.hpp"
#include "geo/model/polygon_set.hpp"
#include "support/shared.hpp"

namespace geo::test {

/// The districts of a GeoJSON file in EPSG:32651, as drawn. Codes are the adcode; the one file in
/// which Chongming has none gets its code of GB/T 2260.
inline PolygonSet districts(const std::string& file, const std::string& crs) {
  const auto json = nlohmann::json::parse(std::ifstream(shared("data/boundaries/" + file)));
  PolygonSet set;
  set.crs = crs;
  set.source = file;
  for (const auto& feature : json.at("features")) {
    const auto& properties = feature.at("properties");
    const auto code = properties.value("adcode", nlohmann::json());
    set.add_region({code.is_number() ? std::to_string(code.get<int>()) : "310151",
                    {properties.at("name").get<std::string>(), ""},
                    properties.value("official_area_km2", 0.0)});
    const auto& geometry = feature.at("geometry");
    auto parts = geometry.at("coordinates");
    if (geometry.at("type") == "Polygon") parts = nlohmann::json::array({parts});
    for (const auto& part : parts) {
      set.add_part();
      for (const auto& ring : part) {
        std::vector<Point> vertices;
        for (const auto& vertex : ring) {
          vertices.push_back({vertex.at(0).get<double>(), vertex.at(1).get<double>()});
        }
        set.add_ring(vertices);
      }
    }
  }
  set.validate();
  return geodesy::to_metres(set, geodesy::Crs("EPSG:32651"), Context());
}

}  // namespace geo::test
