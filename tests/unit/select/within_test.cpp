#include "geo/select/within.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>

namespace {

using geo::Point;

// The slow twin: on an edge by whole numbers, else by the angles under which the point sees the
// edges: they add up to as many full turns as the ring makes around it.
bool twin(Point p, const std::vector<Point>& ring) {
  double turned = 0;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const Point a{ring[k].x - p.x, ring[k].y - p.y};
    const Point& next = ring[(k + 1) % ring.size()];
    const Point b{next.x - p.x, next.y - p.y};
    const double cross = a.x * b.y - a.y * b.x;
    const double dot = a.x * b.x + a.y * b.y;
    if (cross == 0 && dot <= 0) return true;
    turned += std::atan2(cross, dot);
  }
  return std::lround(turned / (2 * std::acos(-1.0))) % 2 != 0;
}

TEST(Within, equalsTheTwinOnWholeNumbers) {
  std::mt19937 bits(9);
  geo::PointSet points;
  for (int x = 0; x < 24; ++x) {
    for (int y = 0; y < 24; ++y) {
      points.x.push_back(x);
      points.y.push_back(y);
    }
  }
  std::vector<std::uint32_t> all(points.size());
  std::iota(all.begin(), all.end(), 0U);
  for (int round = 0; round < 500; ++round) {
    std::vector<Point> ring;  // crosses itself more often than not
    for (std::size_t n = 3 + bits() % 6; n-- > 0;) {
      ring.push_back({static_cast<double>(bits() % 24), static_cast<double>(bits() % 24)});
    }
    std::vector<std::uint32_t> expected;
    for (const std::uint32_t i : all) {
      if (twin({points.x[i], points.y[i]}, ring)) {
        expected.push_back(i);
      }
    }
    const auto got = geo::select::within(points, all, ring, geo::Context(1));
    std::vector<std::uint32_t> differ;
    std::set_symmetric_difference(got.begin(), got.end(), expected.begin(), expected.end(),
                                  std::back_inserter(differ));
    EXPECT_EQ(got, geo::select::within(points, all, ring, geo::Context(4)));
    for (const std::uint32_t i : differ) {
      ADD_FAILURE() << points.x[i] << " " << points.y[i] << " round " << round;
    }
  }
}

TEST(Within, ofFewCornersOrNobodyIsNobody) {
  geo::PointSet points;
  points.x = {1, 5};
  points.y = {1, 5};
  const std::vector<std::uint32_t> all = {0, 1};
  const std::vector<Point> square = {{0, 0}, {2, 0}, {2, 2}, {0, 2}};
  const auto count = [&](const std::vector<Point>& ring, const std::vector<std::uint32_t>& of) {
    return geo::select::within(points, of, ring, geo::Context(1)).size();
  };
  EXPECT_EQ(count(square, all), 1U);
  EXPECT_EQ(count(square, {}), 0U);
  EXPECT_EQ(count(square, {1}), 0U);
  EXPECT_EQ(count({}, all), 0U);
  EXPECT_EQ(count({{0, 0}, {2, 2}}, all), 0U);
}

}  // namespace
