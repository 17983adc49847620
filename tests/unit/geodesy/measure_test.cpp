#include "geo/geodesy/measure.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace {

using geo::Point;
using geo::geodesy::Crs;
using geo::geodesy::measure;

TEST(Measure, knowsTheEarth) {
  const Crs degrees("WGS84");
  // From the equator to the pole, a degree of the equator, an eighth of the ellipsoid's surface.
  const std::vector<Point> quadrant = {{0, 0}, {0, 90}};
  EXPECT_NEAR(measure(quadrant, degrees).length_m, 10001965.7293, 1e-3);
  const std::vector<Point> degree = {{121, 0}, {122, 0}};
  EXPECT_NEAR(measure(degree, degrees).length_m, 6378137 * std::acos(-1.0) / 180, 1e-6);
  const std::vector<Point> octant = {{0, 0}, {90, 0}, {0, 90}};
  EXPECT_NEAR(measure(octant, degrees).area_m2 / (510065621724088.5 / 8), 1, 1e-12);
  const std::vector<Point> turned = {{0, 90}, {90, 0}, {0, 0}};
  EXPECT_NEAR(measure(turned, degrees).area_m2, measure(octant, degrees).area_m2, 1);
}

TEST(Measure, agreesWithAProjectionThatIsTrueThere) {
  // On the middle meridian of UTM the scale is 0.9996; a square of 1 km there is 1 / 0.9996 wide.
  const Crs utm("EPSG:32651");
  const std::vector<Point> square = {
      {499500, 3450000}, {500500, 3450000}, {500500, 3451000}, {499500, 3451000}};
  const auto got = measure(square, utm);
  EXPECT_NEAR(got.length_m * 0.9996, 3000, 1e-3);
  EXPECT_NEAR(got.perimeter_m * 0.9996, 4000, 1e-3);
  EXPECT_NEAR(got.area_m2 * 0.9996 * 0.9996, 1e6, 1);
}

TEST(Measure, ofNothingIsNothing) {
  const Crs utm("EPSG:32651");
  EXPECT_EQ(measure({}, utm).length_m, 0);
  const std::vector<Point> one = {{500000, 3450000}};
  EXPECT_EQ(measure(one, utm).length_m, 0);
  EXPECT_EQ(measure(one, utm).area_m2, 0);
  const std::vector<Point> two = {{500000, 3450000}, {500000, 3450000}};
  EXPECT_EQ(measure(two, utm).perimeter_m, 0);
}

}  // namespace
