#include "geo/topology/triangles.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "support/shapes.hpp"

namespace geo {
namespace {

double doubled_area(Point a, Point b, Point c) {
  return (b.x - a.x) * (c.y - a.y) - (c.x - a.x) * (b.y - a.y);
}

// How many triangles of a region hold a position in their inside.
int covering(const topology::Triangles& triangles, std::size_t region, Point p) {
  int count = 0;
  for (std::size_t t = triangles.first[region]; t < triangles.first[region + 1]; ++t) {
    const Point a = triangles.corners[3 * t];
    const Point b = triangles.corners[3 * t + 1];
    const Point c = triangles.corners[3 * t + 2];
    const double s = doubled_area(a, b, p);
    const double u = doubled_area(b, c, p);
    const double v = doubled_area(c, a, p);
    if ((s > 0 && u > 0 && v > 0) || (s < 0 && u < 0 && v < 0)) ++count;
  }
  return count;
}

// A ragged star, with holes in it, beside a plain rectangle and a region without any part.
PolygonSet shapes() {
  PolygonSet set;
  std::mt19937 bits(3);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Point> star;
  constexpr int kCorners = 400;
  for (int i = 0; i < kCorners; ++i) {
    const double angle = 2 * std::numbers::pi * i / kCorners;
    const double radius = 5000 + 4000 * unit(bits);
    star.push_back({350000 + radius * std::cos(angle), 3450000 + radius * std::sin(angle)});
  }
  set.add_region({"1", {}});
  set.add_part();
  set.add_ring(star);
  set.add_ring({{349000, 3450000}, {349500, 3451000}, {350000, 3450000}});
  set.add_ring({{351000, 3449000}, {351000, 3450500}, {352000, 3450500}, {352000, 3449000}});
  test::add_region(set, "2",
                   {test::rectangle(370000, 3440000, 371000, 3442000),
                    test::rectangle(372000, 3440000, 373000, 3441000)});
  set.add_region({"3", {}});
  return set;
}

TEST(Triangles, CoverEachRegionOnce) {
  const PolygonSet set = shapes();
  const topology::Triangles triangles = topology::triangulate(set, Context());
  ASSERT_EQ(triangles.first.size(), set.size() + 1);
  for (std::size_t r = 0; r < set.size(); ++r) {
    double area = 0;
    for (std::size_t t = triangles.first[r]; t < triangles.first[r + 1]; ++t) {
      area += std::fabs(doubled_area(triangles.corners[3 * t], triangles.corners[3 * t + 1],
                                     triangles.corners[3 * t + 2])) /
              2;
    }
    EXPECT_NEAR(area, set.area(r), 1e-9 * (1 + set.area(r)));
  }
  EXPECT_EQ(triangles.first[3] - triangles.first[2], 0);

  std::mt19937 bits(4);
  std::uniform_real_distribution<double> x(340000, 374000);
  std::uniform_real_distribution<double> y(3439000, 3460000);
  int inside = 0;
  for (int i = 0; i < 5000; ++i) {
    const Point p{x(bits), y(bits)};
    for (std::size_t r = 0; r < set.size(); ++r) {
      const bool in = test::even_odd(set, r, p);
      inside += in ? 1 : 0;
      ASSERT_EQ(covering(triangles, r, p), in ? 1 : 0);
    }
  }
  EXPECT_GT(inside, 300);
}

TEST(Triangles, AreTheSameWithAnyNumberOfThreads) {
  const PolygonSet set = shapes();
  const topology::Triangles one = topology::triangulate(set, Context(1));
  const topology::Triangles seven = topology::triangulate(set, Context(7));
  EXPECT_EQ(one.first, seven.first);
  EXPECT_EQ(one.corners, seven.corners);
}

TEST(Triangles, OfNothingAreNone) {
  const topology::Triangles triangles = topology::triangulate(PolygonSet(), Context());
  EXPECT_TRUE(triangles.corners.empty());
  EXPECT_EQ(triangles.first, std::vector<std::size_t>{0});
}

}  // namespace
}  // namespace geo
