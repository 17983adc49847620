#include "geo/cluster/hulls.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "support/shapes.hpp"

namespace geo::cluster {
namespace {

struct Labelled {
  PointSet points;
  std::vector<std::int32_t> label;
  void add(Point p, std::int32_t cluster) {
    points.x.push_back(p.x);
    points.y.push_back(p.y);
    label.push_back(cluster);
  }
  [[nodiscard]] Point at(std::size_t i) const { return {points.x[i], points.y[i]}; }
};

/// How far a point lies outside a region: 0 inside.
double outside_by(const PolygonSet& set, std::size_t region, Point p) {
  if (test::even_odd(set, region, p)) return 0;
  double best = std::numeric_limits<double>::infinity();
  for (std::size_t ring = set.part_ring[set.region_part[region]];
       ring < set.part_ring[set.region_part[region + 1]]; ++ring) {
    for (std::size_t i = set.ring_vertex[ring]; i + 1 < set.ring_vertex[ring + 1]; ++i) {
      const double ux = set.x[i + 1] - set.x[i];
      const double uy = set.y[i + 1] - set.y[i];
      const double vx = p.x - set.x[i];
      const double vy = p.y - set.y[i];
      const double length = ux * ux + uy * uy;
      const double t = length > 0 ? std::clamp((ux * vx + uy * vy) / length, 0.0, 1.0) : 0;
      best = std::min(best, std::hypot(vx - t * ux, vy - t * uy));
    }
  }
  return best;
}

void expect_cover(const Labelled& data, const PolygonSet& set, double tolerance) {
  set.validate();
  for (std::size_t r = 0; r < set.size(); ++r) {
    EXPECT_EQ(set.regions[r].code, std::to_string(r + 1));
    EXPECT_EQ(set.region_part[r + 1] - set.region_part[r], 1U) << "one part";
    EXPECT_EQ(set.part_ring[set.region_part[r] + 1] - set.part_ring[set.region_part[r]], 1U)
        << "no hole";
    EXPECT_GT(set.area(r), 0);
  }
  for (std::size_t i = 0; i < data.label.size(); ++i) {
    if (data.label[i] < 0) continue;
    ASSERT_LE(outside_by(set, static_cast<std::size_t>(data.label[i]), data.at(i)), tolerance);
  }
}

/// The area of the convex hull by Andrew's monotone chain.
double convex_area(std::vector<Point> points) {
  std::sort(points.begin(), points.end(),
            [](const Point& a, const Point& b) { return a.x < b.x || (a.x == b.x && a.y < b.y); });
  double twice = 0;
  for (const bool lower : {true, false}) {
    std::vector<Point> chain;
    for (const Point& p : points) {
      while (chain.size() > 1) {
        const Point& a = chain[chain.size() - 2];
        const Point& b = chain.back();
        if ((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x) > 0) break;
        chain.pop_back();
      }
      chain.push_back(p);
    }
    for (std::size_t i = 0; i + 1 < chain.size(); ++i) {
      twice += chain[i].x * chain[i + 1].y - chain[i + 1].x * chain[i].y;
    }
    if (lower) std::reverse(points.begin(), points.end());
  }
  return twice / 2;
}

Labelled blobs(std::uint64_t seed, std::size_t clusters, std::size_t each) {
  base::Random random(seed, 0);
  Labelled data;
  for (std::size_t i = 0; i < clusters * each; ++i) {
    const auto cluster = static_cast<std::int32_t>(i % (clusters + 1)) - 1;  // noise, too
    // Half moons, so that a concave hull has something to follow.
    const double angle = 3 * random.uniform();
    const double radius = 1000 + 100 * random.normal();
    data.add({10000.0 * cluster + radius * std::cos(angle), 3e6 + radius * std::sin(angle)},
             cluster);
  }
  return data;
}

TEST(Hulls, CoverTheirPointsAtEveryRatio) {
  const Labelled data = blobs(1, 4, 300);
  double before = 0;
  for (const double ratio : {0.0, 0.05, 0.3, 0.7, 1.0}) {
    SCOPED_TRACE(ratio);
    const PolygonSet set = hulls(data.points, data.label, 4, {ratio, 200}, Context(2));
    ASSERT_EQ(set.size(), 4U);
    expect_cover(data, set, 1e-6);
    EXPECT_GE(set.area(0), before) << "smaller ratios follow the points more closely";
    before = set.area(0);
  }
}

TEST(Hulls, OfRatioOneAreConvexHulls) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Labelled data = blobs(seed, 2, 5 + 10 * seed);
    const PolygonSet set = hulls(data.points, data.label, 2, {1, 200}, Context(1));
    for (std::int32_t c = 0; c < 2; ++c) {
      std::vector<Point> mine;
      for (std::size_t i = 0; i < data.label.size(); ++i) {
        if (data.label[i] == c) mine.push_back({data.points.x[i], data.points.y[i] - 3e6});
      }
      const double wanted = convex_area(mine);
      EXPECT_NEAR(set.area(static_cast<std::size_t>(c)), wanted, 1e-6 * wanted);
    }
  }
}

TEST(Hulls, OfPointsWithoutAnAreaAreBuffered) {
  Labelled data;
  data.add({5, 5}, 0);  // one point
  for (int i = 0; i < 9; ++i) data.add({100, 100}, 1);
  for (int i = 0; i < 9; ++i) data.add({1000.0 + 10 * i, 1000.0 + 10 * i}, 2);  // one line
  for (int i = 0; i < 2; ++i) data.add({3000.0 + i, 0}, 3);
  for (const double ratio : {0.3, 1.0}) {
    const PolygonSet set = hulls(data.points, data.label, 4, {ratio, 200}, Context(1));
    expect_cover(data, set, 0);
    const double disc = 3.14159 * 20 * 20;  // a tenth of the scale
    EXPECT_NEAR(set.area(0), disc, 0.02 * disc);
    EXPECT_NEAR(set.area(1), disc, 0.02 * disc);
    const double length = 80 * std::sqrt(2);
    EXPECT_NEAR(set.area(2), disc + 40 * length, 0.02 * (disc + 40 * length));
  }
}

TEST(Hulls, OfThinnedClustersStillCoverEveryPoint) {
  const Labelled data = blobs(5, 1, 2 * 5 * HullOptions::kExactPoints);
  const PolygonSet set = hulls(data.points, data.label, 1, {0.3, 200}, Context(1));
  expect_cover(data, set, 1e-6);
  // Not more than the convex hull and the thinning's squares around it.
  std::vector<Point> mine;
  for (std::size_t i = 0; i < data.label.size(); ++i) {
    if (data.label[i] == 0) mine.push_back({data.points.x[i], data.points.y[i] - 3e6});
  }
  EXPECT_LT(set.area(0), convex_area(mine));
}

TEST(Hulls, DoNotDependOnThreads) {
  const Labelled data = blobs(9, 12, 400);
  const PolygonSet one = hulls(data.points, data.label, 12, {0.2, 200}, Context(1));
  for (const int threads : {2, 5}) {
    const PolygonSet many = hulls(data.points, data.label, 12, {0.2, 200}, Context(threads));
    EXPECT_EQ(many.x, one.x);
    EXPECT_EQ(many.y, one.y);
    EXPECT_EQ(many.ring_vertex, one.ring_vertex);
  }
}

TEST(Hulls, NothingAndRefusals) {
  const Labelled data = blobs(2, 1, 10);
  EXPECT_EQ(hulls({}, {}, 0, {}, Context(1)).size(), 0U);
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const HullOptions& bad :
       {HullOptions{-0.1, 1}, HullOptions{1.1, 1}, HullOptions{nan, 1}, HullOptions{0.5, 0},
        HullOptions{0.5, nan}, HullOptions{0.5, std::numeric_limits<double>::infinity()}}) {
    EXPECT_THROW((void)hulls(data.points, data.label, 1, bad, Context(1)), Error);
  }
  const Context cancelled(1);
  cancelled.cancel();
  EXPECT_THROW((void)hulls(data.points, data.label, 1, {}, cancelled), Error);
}

}  // namespace
}  // namespace geo::cluster
