#include "geo/geodesy/china.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/random.hpp"

namespace geo::geodesy {
namespace {

TEST(China, KnownShift) {
  // coordtransform's published example.
  const Point gcj02 = wgs84_to_gcj02({116.404, 39.915});
  EXPECT_NEAR(gcj02.x, 116.41024449916938, 1e-12);
  EXPECT_NEAR(gcj02.y, 39.91640428150164, 1e-12);
}

TEST(China, OutsideNothingIsShifted) {
  for (const Point p : {Point{-104.9903, 39.7392}, Point{0, 0}, Point{179, -60}}) {
    EXPECT_EQ(wgs84_to_gcj02(p), p);
    EXPECT_EQ(gcj02_to_wgs84(p), p);
  }
}

TEST(China, RoundTripsAreExact) {
  double worst = 0;
  for (std::uint64_t i = 0; i < 200000; ++i) {
    base::Random random(1, i);
    const Point p{72.004 + random.uniform() * 65.8307, 0.8293 + random.uniform() * 54.9978};
    const Point back = gcj02_to_wgs84(bd09_to_gcj02(gcj02_to_bd09(wgs84_to_gcj02(p))));
    worst = std::max({worst, std::abs(back.x - p.x), std::abs(back.y - p.y)});
    // The shift is a real one: some hundred metres.
    ASSERT_GT(std::hypot(wgs84_to_gcj02(p).x - p.x, wgs84_to_gcj02(p).y - p.y), 1e-5);
  }
  EXPECT_LT(worst, 1e-9);
  RecordProperty("worst_degrees", std::to_string(worst * 1e15) + "e-15");
}

}  // namespace
}  // namespace geo::geodesy
