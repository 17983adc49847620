#include "geo/cluster/dbscan.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <numeric>
#include <thread>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "unit/cluster/dbscan_twin.hpp"

namespace geo::cluster {
namespace {

DbscanOptions options(double eps, int min_points) {
  DbscanOptions o;
  o.eps_m = eps;
  o.min_points = min_points;
  o.hulls = false;
  return o;
}

PointSet set_of(const std::vector<Point>& positions) {
  PointSet points;
  points.crs = "EPSG:32651";
  for (const Point& p : positions) {
    points.x.push_back(p.x);
    points.y.push_back(p.y);
  }
  return points;
}

/// Points in clumps over a few sizes of clump, on a lattice where `step` is not 0 (so that many
/// distances are equal), with repeats.
PointSet clumps(std::uint64_t seed, std::size_t n, double step, Point offset, double scale) {
  base::Random random(seed, 0);
  std::vector<Point> positions;
  while (positions.size() < n) {
    if (!positions.empty() && random.uniform() < 0.1) {
      positions.push_back(positions[random.below(positions.size())]);
      continue;
    }
    const double spread = random.uniform() < 0.3 ? 40 : 3;
    const double centre = 10 * static_cast<double>(random.below(4));
    Point p{centre + spread * random.normal(), centre / 2 + spread * random.normal()};
    if (step > 0) p = {step * std::round(p.x / step), step * std::round(p.y / step)};
    positions.push_back({offset.x + scale * p.x, offset.y + scale * p.y});
  }
  return set_of(positions);
}

void expect_same(const Clusters& got, const Clusters& wanted) {
  EXPECT_EQ(got.core, wanted.core);
  EXPECT_EQ(got.label, wanted.label);
  EXPECT_EQ(got.count, wanted.count);
}

TEST(Dbscan, EqualsTheDefinitionOnRandomPoints) {
  std::size_t with_several = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    base::Random random(seed, 1);
    const std::size_t n = 1 + random.below(400);
    const double step = seed % 3 == 0 ? 1 : seed % 3 == 1 ? 0.25 : 0;
    const Point offset = seed % 2 == 0 ? Point{0, 0} : Point{-312345.25, 3456789.5};
    const PointSet points = clumps(seed, n, step, offset, 1);
    for (const double eps : {0.5, 1.0, std::sqrt(2.0), 3.0, 10.0, 1000.0}) {
      for (const int min_points : {1, 2, 4, 9, 40}) {
        SCOPED_TRACE(testing::Message()
                     << "seed " << seed << " eps " << eps << " min " << min_points);
        const Clusters wanted = test::slow_dbscan(points, eps, min_points);
        expect_same(
            dbscan(points, options(eps, min_points), Context(static_cast<int>(1 + seed % 3))),
            wanted);
        with_several += wanted.size() > 2 ? 1U : 0U;
        if (testing::Test::HasFailure()) return;
      }
    }
  }
  EXPECT_GT(with_several, 300U);
}

// The plain cells end at 2^26 along an axis: far outliers make the sorted keys wide.
TEST(Dbscan, EqualsTheDefinitionForTinyEpsInAWideBox) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    PointSet points = clumps(seed, 300, seed % 2 == 0 ? 1 : 0, {7, 9}, 1);
    const double far = std::ldexp(1.0, static_cast<int>(20 + 4 * seed));
    points.x.insert(points.x.end(), {far, far + 1, -far, far, 3});
    points.y.insert(points.y.end(), {far, far, 2, -far, far});
    for (const double eps : {1e-9, 0.01, 1.0, 2.5, 3.0, 17.0}) {
      for (const int min_points : {1, 2, 5}) {
        SCOPED_TRACE(testing::Message()
                     << "seed " << seed << " eps " << eps << " min " << min_points);
        expect_same(dbscan(points, options(eps, min_points), Context(2)),
                    test::slow_dbscan(points, eps, min_points));
        if (testing::Test::HasFailure()) return;
      }
    }
  }
}

TEST(Dbscan, EqualsTheDefinitionAtEveryScale) {
  for (const double scale : {1e-120, 1e-30, 1e-6, 1e6, 1e30, 1e120}) {
    const PointSet points = clumps(5, 250, 1, {0, 0}, scale);
    SCOPED_TRACE(scale);
    const Clusters wanted = test::slow_dbscan(points, 3 * scale, 5);
    EXPECT_GT(wanted.size(), 1U);
    expect_same(dbscan(points, options(3 * scale, 5), Context(1)), wanted);
  }
}

TEST(Dbscan, PointsAtExactlyEpsAreNeighbours) {
  const PointSet line = set_of({{0, 0}, {3, 4}, {6, 8}, {9, 12}});
  EXPECT_EQ(dbscan(line, options(5, 2), Context(1)).count, std::vector<std::uint32_t>{4});
  EXPECT_EQ(dbscan(line, options(std::nextafter(5.0, 0.0), 2), Context(1)).size(), 0U);
}

TEST(Dbscan, NothingOnePointAndAllEqual) {
  const Clusters none = dbscan(PointSet{}, options(1, 1), Context(2));
  EXPECT_TRUE(none.label.empty());
  EXPECT_EQ(none.size(), 0U);
  EXPECT_EQ(dbscan(set_of({{3, 4}}), options(1, 1), Context(1)).label,
            std::vector<std::int32_t>{0});
  EXPECT_EQ(dbscan(set_of({{3, 4}}), options(1, 2), Context(1)).label,
            std::vector<std::int32_t>{Clusters::kNoise});
  const PointSet equal = set_of(std::vector<Point>(1000, {5e6, -5e6}));
  const Clusters one = dbscan(equal, options(1e-3, 1000), Context(3));
  EXPECT_EQ(one.count, std::vector<std::uint32_t>{1000});
  EXPECT_EQ(std::count(one.core.begin(), one.core.end(), 1), 1000);
  EXPECT_EQ(dbscan(equal, options(1e-3, 1001), Context(3)).size(), 0U);
}

TEST(Dbscan, ABorderPointGoesToItsNearestCorePointThenToTheLowest) {
  // Two groups of four core points, and one point in reach of one of each, which is not core
  // itself.
  std::vector<Point> positions;
  for (int i = 0; i < 4; ++i) positions.push_back({10.0 + i, 0});
  for (int i = 0; i < 4; ++i) positions.push_back({0.0 - i, 0});
  positions.push_back({5, 0});
  const Clusters tie = dbscan(set_of(positions), options(5, 4), Context(1));
  ASSERT_EQ(tie.size(), 2U);
  EXPECT_EQ(tie.core.back(), 0);
  EXPECT_EQ(tie.label.back(), tie.label[0]) << "a tie goes to the lowest point";
  positions.back().x = 4.9375;
  const Clusters nearer = dbscan(set_of(positions), options(5.0625, 4), Context(1));
  ASSERT_EQ(nearer.size(), 2U);
  EXPECT_EQ(nearer.core.back(), 0);
  EXPECT_EQ(nearer.label.back(), nearer.label[4]) << "the nearest wins";
}

TEST(Dbscan, DoesNotDependOnThreads) {
  const PointSet points = clumps(77, 60000, 0, {300000, 3400000}, 30);
  const Clusters one = dbscan(points, options(6, 12), Context(1));
  EXPECT_GT(one.size(), 20U);
  for (const int threads : {2, 3, 7}) {
    const Clusters many = dbscan(points, options(6, 12), Context(threads));
    expect_same(many, one);
    EXPECT_EQ(many.weight, one.weight);
    EXPECT_EQ(many.centre, one.centre);
  }
}

TEST(Dbscan, DoesNotDependOnTheOrderOfThePoints) {
  const PointSet points =
      clumps(78, 3000, 0, {0, 0}, 1);  // without a lattice: no two distances tie
  const Clusters wanted = dbscan(points, options(0.9, 6), Context(1));
  ASSERT_GT(wanted.size(), 4U);
  for (std::uint64_t shuffle = 1; shuffle <= 5; ++shuffle) {
    std::vector<std::uint32_t> order(points.size());
    std::iota(order.begin(), order.end(), 0U);
    base::Random random(shuffle, 0);
    for (std::size_t i = order.size(); i > 1; --i) std::swap(order[i - 1], order[random.below(i)]);
    const Clusters got = dbscan(points.select(order), options(0.9, 6), Context(2));
    ASSERT_EQ(got.size(), wanted.size());
    EXPECT_EQ(got.count, wanted.count);
    std::vector<std::int32_t> renamed(wanted.size(), -2);
    for (std::size_t i = 0; i < order.size(); ++i) {
      EXPECT_EQ(got.core[i], wanted.core[order[i]]);
      const std::int32_t mine = wanted.label[order[i]];
      ASSERT_EQ(got.label[i] < 0, mine < 0);
      if (mine < 0) continue;
      std::int32_t& name = renamed[static_cast<std::size_t>(mine)];
      if (name == -2) name = got.label[i];
      ASSERT_EQ(name, got.label[i]) << "two clusters share points";
      ASSERT_EQ(got.count[static_cast<std::size_t>(name)],
                wanted.count[static_cast<std::size_t>(mine)]);
    }
  }
}

TEST(Dbscan, WeightsAreSummedAndMoveTheCentreButMakeNoCore) {
  PointSet points = set_of({{1e6, 2e6}, {1e6 + 1, 2e6}, {1e6 + 1, 2e6 + 1}, {0, 0}});
  points.weight = {1, 2, 5, 1000};
  const Clusters c = dbscan(points, options(2, 3), Context(1));
  ASSERT_EQ(c.size(), 1U);
  EXPECT_EQ(c.label[3], Clusters::kNoise);
  EXPECT_EQ(c.weight[0], 8);
  EXPECT_DOUBLE_EQ(c.centre[0].x, 1e6 + 7.0 / 8);
  EXPECT_DOUBLE_EQ(c.centre[0].y, 2e6 + 5.0 / 8);
  points.weight = {0, 0, 0, 0};
  const Clusters none = dbscan(points, options(2, 3), Context(1));
  EXPECT_EQ(none.weight[0], 0);
  EXPECT_DOUBLE_EQ(none.centre[0].x, 1e6 + 2.0 / 3);
}

// These would take hours if cells were compared point by point.
TEST(Dbscan, RepeatedPointsByTheHundredThousandAreNoBurden) {
  constexpr std::size_t kCopies = 200000;
  std::vector<Point> positions;
  for (std::size_t i = 0; i < kCopies; ++i) {
    positions.push_back({0, 0});
    positions.push_back({1.05, 0});
  }
  positions.push_back({-0.2, 0});  // makes the boxes of both cells reach into eps of each other
  positions.push_back({1.2, 0.3});
  const Clusters c = dbscan(set_of(positions), options(1, 30), Context(1));
  ASSERT_EQ(c.size(), 2U);
  EXPECT_EQ(c.count[0], kCopies + 1);
  EXPECT_EQ(c.count[1], kCopies + 1);
  // The same, joined by one pair among them.
  positions.push_back({0.2, 0});
  EXPECT_EQ(dbscan(set_of(positions), options(1, 30), Context(1)).size(), 1U);
}

TEST(Dbscan, DenseCellsJustOutOfReachAreToldApart) {
  std::vector<Point> positions;
  base::Random random(3, 3);
  for (int i = 0; i < 40000; ++i) {  // two strips, their facing sides 1.0001 apart
    positions.push_back({-0.3 * random.uniform(), random.uniform()});
    positions.push_back({1.0001 + 0.3 * random.uniform(), random.uniform()});
  }
  EXPECT_EQ(dbscan(set_of(positions), options(1, 50), Context(2)).size(), 2U);
  EXPECT_EQ(dbscan(set_of(positions), options(1.002, 50), Context(2)).size(), 1U);
}

TEST(Dbscan, RefusesOptionsThatMakeNoSense) {
  const PointSet points = set_of({{0, 0}, {1, 1}});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double inf = std::numeric_limits<double>::infinity();
  for (const double eps : {0.0, -1.0, nan, inf, 1e-200}) {
    try {
      (void)dbscan(points, options(eps, 1), Context(1));
      ADD_FAILURE() << eps;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kOption);
      EXPECT_NE(std::string(error.what()).find("eps_m"), std::string::npos);
    }
  }
  EXPECT_THROW((void)dbscan(points, options(1, 0), Context(1)), Error);
  for (const double ratio : {-0.1, 1.1, nan}) {
    DbscanOptions o = options(1, 1);
    o.hull_ratio = ratio;
    EXPECT_THROW((void)dbscan(points, o, Context(1)), Error);
  }
  EXPECT_THROW((void)dbscan(set_of({{1e160, 0}, {0, 0}}), options(1e-149, 1), Context(1)), Error);
}

TEST(Dbscan, StopsWhenItIsCancelled) {
  const PointSet points = clumps(80, 400000, 0, {0, 0}, 200);
  const Context context(2);
  std::thread canceller([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    context.cancel();
  });
  EXPECT_THROW((void)dbscan(points, options(20, 20), context), Error);
  canceller.join();
}

}  // namespace
}  // namespace geo::cluster
