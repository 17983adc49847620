#include <array>
#include <functional>
#include <limits>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "support/shapes.hpp"
#include "unit/join/twins.hpp"

namespace geo::test {
namespace {

using base::Random;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// 3 x 3 squares of side 10 from (0, 0), the codes falling from west to east and south to north.
PolygonSet squares() {
  PolygonSet set;
  set.crs = "EPSG:32651";
  for (int k = 0; k < 9; ++k) {
    const double x = 10 * (k % 3);
    const double y = 10 * (k / 3);
    add_region(set, std::to_string(9 - k), {rectangle(x, y, x + 10, y + 10)});
  }
  return set;
}

/// Anywhere in and about the squares, every fourth on the lattice of whole numbers; some not
/// finite.
PointSet scattered(std::size_t count) {
  PointSet set;
  set.crs = "EPSG:32651";
  Random random(41, 0);
  for (std::size_t i = 0; i < count; ++i) {
    Point p{34 * random.uniform() - 2, 34 * random.uniform() - 2};
    if (i % 4 == 0) p = {std::round(p.x), std::round(p.y)};
    if (i % 1000 == 7) p.x = kNaN;
    set.x.push_back(p.x);
    set.y.push_back(p.y);
  }
  return set;
}

/// Belts of no meaning: two of districts that share one, a corridor, and one without members.
BeltSet belts() {
  BeltSet set;
  set.shapes.crs = "EPSG:32651";
  const auto add = [&](const std::string& id, BeltKind kind, const std::vector<int>& members,
                       const std::vector<std::vector<Point>>& parts) {
    Belt belt;
    belt.id = id;
    belt.kind = kind;
    set.belts.push_back(belt);
    set.members.push_back(members);
    add_region(set.shapes, id, parts);
  };
  // The shapes of belts of districts are not asked: these would be wrong.
  add("south", BeltKind::kDistricts, {2, 0, 1}, {rectangle(100, 100, 101, 101)});
  add("corridor", BeltKind::kCorridor, {},
      {{{-1, 3}, {20, 3}, {31, 14}, {31, 17}, {19, 5}, {-1, 5}}, rectangle(4, 20, 5, 29)});
  add("west", BeltKind::kDistricts, {0, 3, 6}, {rectangle(0, 0, 10, 30)});
  add("empty", BeltKind::kDistricts, {}, {rectangle(0, 0, 30, 30)});
  return set;
}

TEST(Assign, EveryPointGetsItsRegionAndFlag) {
  const PolygonSet regions = squares();
  const PointSet points = scattered(50000);
  const std::vector<std::size_t> order = by_code(regions);
  const Assignment assignment = join::assign(points, regions, Context(1));
  ASSERT_EQ(assignment.region.size(), points.size());
  ASSERT_EQ(assignment.on_border.size(), points.size());
  std::size_t wrong = 0;
  std::size_t outside = 0;
  std::size_t on_border = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Place place{assignment.region[i], assignment.on_border[i] != 0};
    wrong += static_cast<std::size_t>(place !=
                                      place_of(regions, order, Point{points.x[i], points.y[i]}));
    outside += static_cast<std::size_t>(place.region == Assignment::kNone);
    on_border += static_cast<std::size_t>(place.on_border);
  }
  EXPECT_EQ(wrong, 0U);
  EXPECT_EQ(assignment.count_outside(), outside);
  EXPECT_GT(outside, 1000U);
  EXPECT_GT(on_border, 1000U);
}

TEST(Assign, TheSameWithAnyNumberOfThreads) {
  const PolygonSet regions = squares();
  const PointSet points = scattered(200000);
  const BeltSet plan = belts();
  const Assignment one = join::assign(points, regions, Context(1));
  const BeltMembership inside = join::belt_membership(points, one, plan, Context(1));
  for (const int threads : {2, 7}) {
    const Assignment more = join::assign(points, regions, Context(threads));
    EXPECT_EQ(more.region, one.region);
    EXPECT_EQ(more.on_border, one.on_border);
    EXPECT_EQ(join::belt_membership(points, more, plan, Context(threads)).inside, inside.inside);
  }
}

TEST(Assign, NothingFromNothing) {
  PointSet none;
  none.crs = "EPSG:32651";
  const Assignment assignment = join::assign(none, squares(), Context(2));
  EXPECT_TRUE(assignment.region.empty());
  EXPECT_TRUE(assignment.on_border.empty());
  const BeltMembership membership = join::belt_membership(none, assignment, belts(), Context(2));
  EXPECT_EQ(membership.inside, (std::vector<std::vector<std::uint8_t>>(4)));

  PolygonSet nowhere;
  nowhere.crs = "EPSG:32651";
  EXPECT_EQ(join::assign(scattered(10), nowhere, Context(1)).count_outside(), 10U);
}

TEST(Assign, SystemsThatDifferAreRefused) {
  PointSet points = scattered(10);
  const Assignment assignment = join::assign(points, squares(), Context(1));
  points.crs = "GCJ-02";
  try {
    (void)join::assign(points, squares(), Context(1));
    FAIL() << "joined two systems";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInternal);
    EXPECT_NE(std::string(error.what()).find("GCJ-02"), std::string::npos);
  }
  EXPECT_THROW((void)join::belt_membership(points, assignment, belts(), Context(1)), Error);
}

TEST(Assign, StopsWhenCancelledAndReportsTheEnd) {
  const PointSet points = scattered(100000);
  const Context context(2);
  context.begin("join", 0.2, 0.6);
  const Assignment assignment = join::assign(points, squares(), context);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.6);
  context.cancel();
  for (const auto& stopped : std::array<std::function<void()>, 3>{
           [&] { (void)join::assign(points, squares(), context); },
           [&] { (void)join::belt_membership(points, assignment, belts(), context); },
           [&] { (void)join::RegionLocator(squares(), context); }}) {
    try {
      stopped();
      ADD_FAILURE() << "did not stop";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kCancelled);
    }
  }
}

TEST(BeltMembership, DistrictsByTheAssignmentCorridorsByTheirShape) {
  const PolygonSet regions = squares();
  const PointSet points = scattered(50000);
  const BeltSet plan = belts();
  const Assignment assignment = join::assign(points, regions, Context(1));
  const BeltMembership got = join::belt_membership(points, assignment, plan, Context(1));
  ASSERT_EQ(got.inside.size(), plan.size());
  std::vector<std::size_t> wrong(plan.size(), 0);
  std::vector<std::size_t> held(plan.size(), 0);
  for (std::size_t b = 0; b < plan.size(); ++b) {
    ASSERT_EQ(got.inside[b].size(), points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      bool expected = false;
      if (plan.belts[b].kind == BeltKind::kCorridor) {
        expected = side_of(plan.shapes, b, Point{points.x[i], points.y[i]}) != Side::kOutside;
      } else {
        for (const int member : plan.members[b]) expected |= assignment.region[i] == member;
      }
      wrong[b] += static_cast<std::size_t>(got.inside[b][i] != static_cast<std::uint8_t>(expected));
      held[b] += got.inside[b][i];
    }
  }
  EXPECT_EQ(wrong, (std::vector<std::size_t>(4, 0)));
  EXPECT_GT(held[0], 10000U);
  EXPECT_GT(held[1], 1000U);
  EXPECT_GT(held[2], 10000U);
  EXPECT_EQ(held[3], 0U);
}

TEST(BeltMembership, AnAssignmentOfOtherPointsIsRefused) {
  const PointSet points = scattered(10);
  const Assignment assignment = join::assign(points, squares(), Context(1));
  EXPECT_THROW((void)join::belt_membership(scattered(11), assignment, belts(), Context(1)), Error);
}

}  // namespace
}  // namespace geo::test
