#include "geo/geodesy/china.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "support/shared.hpp"

namespace geo::geodesy {
namespace {

Point point(const nlohmann::json& pair) { return {pair[0].get<double>(), pair[1].get<double>()}; }

void expect_near(Point found, Point wanted, double tolerance, const std::string& what) {
  EXPECT_NEAR(found.x, wanted.x, tolerance) << what;
  EXPECT_NEAR(found.y, wanted.y, tolerance) << what;
}

TEST(China, VectorsOfPublishedLibraries) {
  GEO_NEEDS_SHARED("data/coordinates/reference_points.json");
  std::ifstream file(test::shared("data/coordinates/reference_points.json"));
  const nlohmann::json all = nlohmann::json::parse(file);
  int checked = 0;
  for (const nlohmann::json& vector : all["formula_vectors"]) {
    const std::string id = vector["id"];
    const std::string op = vector["op"];
    const Point in = point(vector["inp"]);
    const Point out = point(vector["out"]);
    // One digit of slack: the vectors are rounded to 1e-12 or 1e-13 themselves.
    const double tolerance = std::max(vector["tol_deg"].get<double>(), 2e-12);
    if (op == "wgs84->gcj02") {
      expect_near(wgs84_to_gcj02(in), out, tolerance, id);
      if (in.x > 0) expect_near(gcj02_to_wgs84(out), in, 1e-9, id);
    } else if (op == "gcj02->bd09") {
      expect_near(gcj02_to_bd09(in), out, tolerance, id);
      expect_near(bd09_to_gcj02(gcj02_to_bd09(in)), in, 1e-9, id);
    } else if (op == "wgs84->bd09") {
      expect_near(gcj02_to_bd09(wgs84_to_gcj02(in)), out, tolerance, id);
    } else {
      continue;  // approximate inverses: below
    }
    ++checked;
  }
  EXPECT_EQ(checked, 8);
  // The exact inverses of the two vectors that libraries publish with a one-step inverse.
  expect_near(bd09_to_gcj02({116.404, 39.915}), {116.3976270878572, 39.90865633947842}, 1e-11,
              "ct3");
  expect_near(gcj02_to_wgs84({116.404, 39.915}), {116.39775575457485, 39.913596235609404}, 1e-11,
              "ct4");
}

TEST(China, CitiesAsTheMapServicesGiveThem) {
  GEO_NEEDS_SHARED("data/coordinates/gcoord_triples_unique.json");
  std::ifstream file(test::shared("data/coordinates/gcoord_triples_unique.json"));
  const nlohmann::json cities = nlohmann::json::parse(file);
  EXPECT_EQ(cities.size(), 332U);
  for (const nlohmann::json& city : cities) {
    const std::string name = city["name"];
    // Observed values: they follow the public formula to 7.4e-6 and 1.1e-7 degrees.
    expect_near(wgs84_to_gcj02(point(city["WGS84"])), point(city["GCJ02"]), 7.4e-6, name);
    expect_near(gcj02_to_bd09(point(city["GCJ02"])), point(city["BD09"]), 1.1e-7, name);
    expect_near(gcj02_to_wgs84(point(city["GCJ02"])), point(city["WGS84"]), 7.5e-6, name);
  }
}

}  // namespace
}  // namespace geo::geodesy
