#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "geo/geodesy/china.hpp"
#include "geo/geodesy/crs.hpp"
#include "support/shared.hpp"

namespace geo::geodesy {
namespace {

using Json = nlohmann::json;

Json read(const std::string& name) { return Json::parse(std::ifstream(test::shared(name))); }
Point point(const Json& json) { return {json.at(0).get<double>(), json.at(1).get<double>()}; }
double apart(Point a, Point b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)); }

TEST(PublishedCoordinates, Vectors) {
  GEO_NEEDS_SHARED("data/coordinates/reference_points.json");
  const Json all = read("data/coordinates/reference_points.json");
  int used = 0;
  for (const Json& vector : all.at("formula_vectors")) {
    SCOPED_TRACE(vector.at("id").get<std::string>());
    const std::string operation = vector.at("op");
    const Point in = point(vector.at("inp"));
    const Point out = point(vector.at("out"));
    if (vector.at("kind") == "formula-approx-inverse") {
      // The published answer is one step of an iteration; its note gives the exact inverse.
      const std::string note = vector.at("note");
      const Point exact = point(Json::parse(note.substr(note.find('['))));
      const Point ours = operation.starts_with("bd09") ? bd09_to_gcj02(in) : gcj02_to_wgs84(in);
      EXPECT_LT(apart(ours, exact), 1e-12);
      EXPECT_GT(apart(ours, out), 1e-7);
    } else {
      const double tolerance = vector.at("tol_deg");
      Point ours;
      if (operation == "wgs84->gcj02") {
        ours = wgs84_to_gcj02(in);
      } else if (operation == "gcj02->bd09") {
        ours = gcj02_to_bd09(in);
      } else {
        ASSERT_EQ(operation, "wgs84->bd09");
        ours = transform(in, Crs("WGS84"), Crs("BD-09"));
      }
      EXPECT_LE(apart(ours, out), tolerance);
    }
    ++used;
  }
  EXPECT_EQ(used, 10);
}

TEST(PublishedCoordinates, ObservedCities) {
  GEO_NEEDS_SHARED("data/coordinates/gcoord_triples_unique.json");
  const Json cities = read("data/coordinates/gcoord_triples_unique.json");
  const Json limits = read("data/coordinates/reference_points.json")
                          .at("observed_triples_gcoord")
                          .at("max_residual_deg");
  // The web services' own answers, which have 7 decimals and are not quite the formula's.
  const double to_gcj02 = limits.at("w2g").get<double>() * 1.001;
  const double to_bd09 = limits.at("g2b").get<double>() * 1.001;
  ASSERT_EQ(cities.size(), 332U);
  for (const Json& city : cities) {
    SCOPED_TRACE(city.at("name").get<std::string>());
    const Point wgs84 = point(city.at("WGS84"));
    const Point gcj02 = point(city.at("GCJ02"));
    const Point bd09 = point(city.at("BD09"));
    EXPECT_LE(apart(wgs84_to_gcj02(wgs84), gcj02), to_gcj02);
    EXPECT_LE(apart(gcj02_to_bd09(gcj02), bd09), to_bd09);
    EXPECT_LE(apart(gcj02_to_wgs84(gcj02), wgs84), 1.02 * to_gcj02);
    EXPECT_LE(apart(bd09_to_gcj02(bd09), gcj02), 1.04 * to_bd09);
    const Point mercator = transform(wgs84, Crs("WGS84"), Crs("EPSG:3857"));
    EXPECT_LE(apart(mercator, point(city.at("EPSG3857"))), 0.00051);
  }
}

TEST(PublishedCoordinates, ProjectedPoints) {
  GEO_NEEDS_SHARED("data/coordinates/reference_points.json");
  const Json points =
      read("data/coordinates/reference_points.json").at("projected_reference").at("points");
  ASSERT_EQ(points.size(), 6U);
  for (const Json& item : points) {
    SCOPED_TRACE(item.at("name").get<std::string>());
    const Point wgs84 = point(item.at("wgs84"));
    EXPECT_LT(apart(wgs84_to_gcj02(wgs84), point(item.at("gcj02"))), 1e-12);
    EXPECT_LT(apart(transform(wgs84, Crs("WGS84"), Crs("BD09")), point(item.at("bd09"))), 1e-12);
    for (const char* epsg : {"EPSG:4549", "EPSG:4528", "EPSG:4509", "EPSG:32651", "EPSG:3857"}) {
      const Crs crs(epsg);
      const Point expected = point(item.at(epsg));
      for (const char* system : {"wgs84", "gcj02", "bd09"}) {
        const Point projected = transform(point(item.at(system)), Crs(system), crs);
        EXPECT_LE(apart(projected, expected), 0.5001e-4) << epsg << ' ' << system;
      }
    }
  }
}

}  // namespace
}  // namespace geo::geodesy
