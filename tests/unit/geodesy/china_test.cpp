#include "geo/geodesy/china.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "base/random.hpp"
#include "geo/core/error.hpp"

namespace geo::geodesy {
namespace {

constexpr Box kChina{72.004, 0.8293, 137.8347, 55.8271};

double apart(Point a, Point b) { return std::max(std::abs(a.x - b.x), std::abs(a.y - b.y)); }

/// The formula as it is published, every sine computed on its own.
Point obvious_gcj02(Point p) {
  if (!kChina.contains(p)) return p;
  constexpr double pi = std::numbers::pi;
  const double a = 6378245.0;
  const double ee = 0.00669342162296594323;
  const double x = p.x - 105;
  const double y = p.y - 35;
  double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * std::sqrt(std::abs(x));
  north += (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3;
  north += (20 * std::sin(y * pi) + 40 * std::sin(y / 3 * pi)) * 2 / 3;
  north += (160 * std::sin(y / 12 * pi) + 320 * std::sin(y * pi / 30)) * 2 / 3;
  double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * std::sqrt(std::abs(x));
  east += (20 * std::sin(6 * x * pi) + 20 * std::sin(2 * x * pi)) * 2 / 3;
  east += (20 * std::sin(x * pi) + 40 * std::sin(x / 3 * pi)) * 2 / 3;
  east += (150 * std::sin(x / 12 * pi) + 300 * std::sin(x / 30 * pi)) * 2 / 3;
  const double latitude = p.y / 180 * pi;
  const double magic = 1 - ee * std::sin(latitude) * std::sin(latitude);
  north = north * 180 / ((a * (1 - ee)) / (magic * std::sqrt(magic)) * pi);
  east = east * 180 / (a / std::sqrt(magic) * std::cos(latitude) * pi);
  return {p.x + east, p.y + north};
}

Point obvious_bd09(Point p) {
  const double baidu_pi = std::numbers::pi * 3000 / 180;
  const double z = std::sqrt(p.x * p.x + p.y * p.y) + 0.00002 * std::sin(p.y * baidu_pi);
  const double theta = std::atan2(p.y, p.x) + 0.000003 * std::cos(p.x * baidu_pi);
  return {z * std::cos(theta) + 0.0065, z * std::sin(theta) + 0.006};
}

/// Positions all over the box, and the nasty ones: its corners and edges, 105 E where the formula
/// has a kink, one unit in the last place beside them.
std::vector<Point> positions_in_china() {
  std::vector<double> xs{kChina.min_x, kChina.max_x, 105.0, 120.0};
  std::vector<double> ys{kChina.min_y, kChina.max_y, 35.0, 30.0};
  for (const double x : {kChina.min_x, 105.0}) xs.push_back(std::nextafter(x, 200));
  for (const double x : {kChina.max_x, 105.0}) xs.push_back(std::nextafter(x, 0));
  for (const double d : {1e-13, 1e-12, 1e-9, 1e-6}) xs.insert(xs.end(), {105.0 - d, 105.0 + d});
  ys.push_back(std::nextafter(kChina.min_y, 90));
  ys.push_back(std::nextafter(kChina.max_y, 0));
  std::vector<Point> positions;
  for (const double x : xs) {
    for (const double y : ys) positions.push_back({x, y});
  }
  base::Random random(1, 0);
  for (int i = 0; i < 100'000; ++i) {
    positions.push_back({kChina.min_x + kChina.width() * random.uniform(),
                         kChina.min_y + kChina.height() * random.uniform()});
  }
  return positions;
}

TEST(China, ForwardEqualsThePublishedFormula) {
  for (const Point p : positions_in_china()) {
    ASSERT_LT(apart(wgs84_to_gcj02(p), obvious_gcj02(p)), 1e-13) << p.x << ' ' << p.y;
    ASSERT_LT(apart(gcj02_to_bd09(p), obvious_bd09(p)), 2e-13) << p.x << ' ' << p.y;
  }
}

TEST(China, RoundTripsWithinTheDocumentedBound) {
  double worst = 0;
  for (const Point p : positions_in_china()) {
    ASSERT_TRUE(shifted_in_china(p));
    const Point gcj02 = wgs84_to_gcj02(p);
    ASSERT_GT(apart(gcj02, p), 1e-5);
    ASSERT_LT(apart(gcj02, p), 0.02);
    const Point bd09 = gcj02_to_bd09(gcj02);
    worst = std::max({worst, apart(gcj02_to_wgs84(gcj02), p), apart(bd09_to_gcj02(bd09), gcj02),
                      apart(gcj02_to_wgs84(bd09_to_gcj02(bd09)), p)});
    ASSERT_LT(worst, 1e-9) << p.x << ' ' << p.y;
  }
}

TEST(China, Bd09ShiftsAllOverTheWorldAndBack) {
  base::Random random(2, 0);
  for (int i = 0; i < 100'000; ++i) {
    const Point p{-180 + 360 * random.uniform(), -90 + 180 * random.uniform()};
    ASSERT_LT(apart(bd09_to_gcj02(gcj02_to_bd09(p)), p), 1e-11) << p.x << ' ' << p.y;
    ASSERT_LT(apart(gcj02_to_bd09(bd09_to_gcj02(p)), p), 1e-11) << p.x << ' ' << p.y;
  }
  for (const Point p : {Point{0, 0}, Point{0.0065, 0.006}, Point{180, 90}, Point{-180, -90},
                        Point{360, 0}, Point{1e-300, -1e-300}}) {
    EXPECT_LT(apart(gcj02_to_bd09(bd09_to_gcj02(p)), p), 1e-11) << p.x << ' ' << p.y;
  }
}

TEST(China, IsTheIdentityOutsideTheBox) {
  for (const Point p :
       {Point{-104.9903, 39.7392}, Point{0, 0}, Point{139.7, 35.7},
        Point{std::nextafter(kChina.max_x, 200), 30}, Point{std::nextafter(kChina.min_x, 0), 30},
        Point{110, std::nextafter(kChina.min_y, 0)}, Point{110, std::nextafter(kChina.max_y, 90)},
        Point{1e300, -1e300}}) {
    EXPECT_FALSE(shifted_in_china(p));
    EXPECT_EQ(wgs84_to_gcj02(p), p);
  }
  EXPECT_EQ(gcj02_to_wgs84({-104.9903, 39.7392}), (Point{-104.9903, 39.7392}));
  EXPECT_EQ(gcj02_to_wgs84({1e300, -1e300}), (Point{1e300, -1e300}));
}

// Along the border the plane is torn: GCJ-02 positions have two origins, or none.
TEST(China, TakesPositionsAtTheBorderForShiftedOnesWhereTheyCanBe) {
  int two_origins = 0;
  int no_origin = 0;
  base::Random random(3, 0);
  for (int i = 0; i < 20'000; ++i) {
    const Box near = kChina.grown(0.01);
    Point gcj02{near.min_x + near.width() * random.uniform(),
                near.min_y + near.height() * random.uniform()};
    const double inwards = 0.02 * random.uniform();
    switch (i % 4) {
      case 0:
        gcj02.x = near.min_x + inwards;
        break;
      case 1:
        gcj02.x = near.max_x - inwards;
        break;
      case 2:
        gcj02.y = near.min_y + inwards;
        break;
      default:
        gcj02.y = near.max_y - inwards;
        break;
    }
    const Point wgs84 = gcj02_to_wgs84(gcj02);
    if (apart(wgs84_to_gcj02(wgs84), gcj02) < 1e-9) {
      two_origins += !shifted_in_china(gcj02) && shifted_in_china(wgs84) ? 1 : 0;
    } else {
      EXPECT_EQ(wgs84, gcj02);
      EXPECT_TRUE(shifted_in_china(gcj02));
      ++no_origin;
    }
  }
  EXPECT_GT(two_origins, 100);
  EXPECT_GT(no_origin, 100);
}

TEST(China, NotANumberStaysOne) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(std::isnan(wgs84_to_gcj02({nan, 31}).x));
  EXPECT_TRUE(std::isnan(gcj02_to_wgs84({121, nan}).y));
  EXPECT_TRUE(std::isnan(gcj02_to_bd09({nan, 31}).x));
  EXPECT_TRUE(std::isnan(bd09_to_gcj02({121, nan}).y));
}

TEST(China, SaysWhereTheInverseDoesNotConverge) {
  EXPECT_THROW((void)bd09_to_gcj02({1e12, 1e12}), Error);
}

}  // namespace
}  // namespace geo::geodesy
