// The embedded boundaries against others of the same districts, drawn in more detail.

#include <geos_c.h>
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "support/shared.hpp"

namespace geo {
namespace {

using Geometry = std::unique_ptr<GEOSGeometry, decltype(&GEOSGeom_destroy)>;

Geometry own(GEOSGeometry* geometry) {
  EXPECT_NE(geometry, nullptr);
  return {geometry, GEOSGeom_destroy};
}

double area(const Geometry& geometry) {
  double area = 0;
  GEOSArea(geometry.get(), &area);
  return area;
}

std::map<std::string, Geometry> read(const std::filesystem::path& file, const char* code) {
  std::ifstream stream(file);
  const nlohmann::json collection = nlohmann::json::parse(stream);
  std::map<std::string, Geometry> districts;
  GEOSGeoJSONReader* reader = GEOSGeoJSONReader_create();
  for (const auto& feature : collection.at("features")) {
    const auto& value = feature.at("properties").at(code);
    districts.emplace(
        value.is_string() ? value.get<std::string>() : value.dump(),
        own(GEOSGeoJSONReader_readGeometry(reader, feature.at("geometry").dump().c_str())));
  }
  GEOSGeoJSONReader_destroy(reader);
  return districts;
}

TEST(DistrictsReference, AgreeWithAnotherDrawingOfThem) {
  const char* name = "data/boundaries/shanghai_districts_vonng_wgs84.geojson";
  GEO_NEEDS_SHARED(name);
  initGEOS(nullptr, nullptr);
  const auto ours = read(test::repository("data/shanghai/districts.geojson"), "code");
  const auto theirs = read(test::shared(name), "adcode");
  ASSERT_EQ(ours.size(), 16U);
  ASSERT_EQ(theirs.size(), 16U);
  for (const auto& [code, district] : ours) {
    ASSERT_TRUE(theirs.contains(code)) << code;
    const Geometry& other = theirs.at(code);
    EXPECT_EQ(GEOSisValid(district.get()), 1);
    const double shared = area(own(GEOSIntersection(district.get(), other.get())));
    const double iou = shared / (area(district) + area(other) - shared);
    // The source draws the shores of Chongming roughly, the others on a grid of about 100 m.
    // Without undoing GCJ-02 the seven districts of the centre would fall to between 0.70 and 0.83.
    EXPECT_GT(iou, code == "310151" ? 0.73 : 0.94) << code;
  }
  finishGEOS();
}

}  // namespace
}  // namespace geo
