#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "base/geos.hpp"
#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "geo/topology/repair.hpp"
#include "support/shapes.hpp"

namespace geo::topology {
namespace {

using test::add_region;
using test::even_odd;
using test::rectangle;

double area(const PolygonSet& set, const std::string& code) {
  return set.area(static_cast<std::size_t>(set.find(code)));
}

/// Where two regions meet they have the same vertices: each segment is there once in each direction
/// at most, and those without a counterpart are exactly the rim of the union.
void expect_shared_borders(const PolygonSet& set) {
  using End = std::pair<double, double>;
  std::map<std::pair<End, End>, int> directed;
  for (std::size_t ring = 0; ring < set.ring_count(); ++ring) {
    for (std::uint32_t i = set.ring_vertex[ring]; i + 1 < set.ring_vertex[ring + 1]; ++i) {
      ++directed[{{set.x[i], set.y[i]}, {set.x[i + 1], set.y[i + 1]}}];
    }
  }
  double rim = 0;
  for (const auto& [ends, count] : directed) {
    ASSERT_EQ(count, 1) << "two regions on the same side";
    const auto& [a, b] = ends;
    if (!directed.contains({b, a})) rim += std::hypot(a.first - b.first, a.second - b.second);
  }
  base::Geos geos;
  std::vector<base::Geos::Geometry> members;
  for (std::size_t r = 0; r < set.size(); ++r) members.push_back(geos.region(set, r));
  const auto all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(members));
  const auto together = geos.own(GEOSUnaryUnion_r(geos.handle(), all.get()), "uniting");
  double length = 0;
  GEOSLength_r(geos.handle(), together.get(), &length);
  EXPECT_NEAR(rim, length, 1e-6);
}

void expect_partition(const PolygonSet& set, double max_gap_m2) {
  set.validate();
  expect_shared_borders(set);
  EXPECT_TRUE(repair(set, Context()).repairs.empty());
  const PartitionDefects left = partition_defects(set, Context(), 1e-6);
  EXPECT_TRUE(left.overlaps.empty()) << left.overlaps.size() << " overlaps of " << left.overlap_km2;
  for (const Defect& gap : left.gaps) EXPECT_GT(gap.area_km2 * 1e6, max_gap_m2);
}

TEST(MakePartition, GivesOverlapsToTheLowestCode) {
  PolygonSet set;
  set.crs = "EPSG:32651";
  add_region(set, "b", {rectangle(0, 0, 100, 100)});
  add_region(set, "a", {rectangle(90, 0, 200, 100)});
  add_region(set, "c", {rectangle(0, 95, 200, 200)});
  set.regions[0].name = {"乙", "B"};
  const PolygonSet parts = make_partition(set, 0, 0, Context());
  expect_partition(parts, 0);
  EXPECT_EQ(parts.crs, set.crs);
  EXPECT_EQ(parts.regions[0].code, "b");
  EXPECT_EQ(parts.regions[0].name, set.regions[0].name);
  EXPECT_DOUBLE_EQ(area(parts, "a"), 11000);
  EXPECT_DOUBLE_EQ(area(parts, "b"), 9000);
  EXPECT_DOUBLE_EQ(area(parts, "c"), 200 * 100);
}

TEST(MakePartition, FillsGapsIntoTheLongestNeighbour) {
  PolygonSet set;  // between a (left), b (right) and c (above) a slit of 2 x 50 that c closes
  add_region(set, "a", {rectangle(0, 0, 99, 100)});
  add_region(
      set, "b",
      {{{101, 0}, {200, 0}, {200, 100}, {101, 100}, {101, 50}, {99, 50}, {99, 40}, {101, 40}}});
  add_region(set, "c", {rectangle(0, 100, 200, 150)});
  const PolygonSet filled = make_partition(set, 150, 0, Context());
  expect_partition(filled, 150);
  // a: 50 m of border, b: 50 m and the 2 m of its nose, c: 2 m.
  EXPECT_DOUBLE_EQ(area(filled, "a"), 9900);
  EXPECT_DOUBLE_EQ(area(filled, "b"), 9900 + 20 + 100);
  EXPECT_DOUBLE_EQ(area(filled, "c"), 10000);
  // The slit below the nose is open to the south: no gap, whatever is allowed.
  EXPECT_DOUBLE_EQ(area(make_partition(set, 1e9, 0, Context()), "b"), 10020);
  EXPECT_DOUBLE_EQ(area(make_partition(set, 99, 0, Context()), "b"), 9920);
}

TEST(MakePartition, OfEqualNeighboursTheLowestCodeTakesTheGap) {
  for (const bool swapped : {false, true}) {
    PolygonSet set;
    add_region(set, swapped ? "2" : "1", {rectangle(0, 0, 10, 10)});
    add_region(set, swapped ? "1" : "2", {rectangle(12, 0, 22, 10)});
    add_region(set, "3", {rectangle(0, 10, 22, 20)});
    add_region(set, "4", {rectangle(0, -10, 22, 0)});
    const PolygonSet filled = make_partition(set, 20, 0, Context());
    EXPECT_DOUBLE_EQ(area(filled, "1"), 120);
    EXPECT_DOUBLE_EQ(area(filled, "2"), 100);
  }
}

TEST(MakePartition, HandsOverSmallPartsAndDropsThoseAlone) {
  PolygonSet set;
  add_region(set, "a",
             {rectangle(0, 0, 100, 100), rectangle(100, 100, 103, 103),  // beside b
              rectangle(500, 500, 502, 502),                             // alone
              rectangle(300, 0, 310, 10)});                              // large enough
  add_region(set, "b", {rectangle(103, 0, 200, 200)});
  const PolygonSet parts = make_partition(set, 0, 20, Context());
  expect_partition(parts, 0);
  EXPECT_DOUBLE_EQ(area(parts, "a"), 10000 + 100);
  EXPECT_DOUBLE_EQ(area(parts, "b"), 97 * 200 + 9);
  // The largest part stays though it is small.
  EXPECT_DOUBLE_EQ(area(make_partition(set, 0, 20000, Context()), "a"), 10000);
}

TEST(MakePartition, TheGapOfADroppedPartIsFilledToo) {
  PolygonSet set;  // a ring of land, in its lagoon an islet of another region that touches nothing
  set.add_region({"ring", {}});
  set.add_part();
  set.add_ring(rectangle(0, 0, 100, 100));
  set.add_ring(rectangle(40, 40, 60, 60));
  add_region(set, "far", {rectangle(200, 0, 300, 100), rectangle(49, 49, 51, 51)});
  const PolygonSet parts = make_partition(set, 400, 10, Context());
  expect_partition(parts, 400);
  EXPECT_DOUBLE_EQ(area(parts, "ring"), 10000);
  EXPECT_DOUBLE_EQ(area(parts, "far"), 10000);
  // Without dropping, the lagoon less the islet is the gap.
  EXPECT_DOUBLE_EQ(area(make_partition(set, 400, 0, Context()), "ring"), 10000 - 4);
}

TEST(MakePartition, PutsTheCornersOfOneIntoTheEdgesOfTheOther) {
  PolygonSet set;
  add_region(set, "a", {rectangle(0, 0, 100, 100)});
  add_region(set, "b", {rectangle(100, 0, 200, 33)});
  add_region(set, "c", {rectangle(100, 33, 200, 100)});
  const PolygonSet parts = make_partition(set, 0, 0, Context());
  expect_partition(parts, 0);
  EXPECT_EQ(parts.ring_vertex[1] - parts.ring_vertex[0], 6U);  // (100, 33) is now a corner of a
}

TEST(MakePartition, ReadsBrokenRingsByEvenOdd) {
  PolygonSet set;
  add_region(set, "x", {{{0, 0}, {2000, 2000}, {2000, 0}, {0, 2000}}});
  const PolygonSet parts = make_partition(set, 0, 0, Context());
  expect_partition(parts, 0);
  EXPECT_DOUBLE_EQ(area(parts, "x"), 2e6);
}

TEST(MakePartition, NamesARegionThatVanishes) {
  PolygonSet set;
  add_region(set, "a", {rectangle(0, 0, 100, 100)});
  add_region(set, "b", {rectangle(10, 10, 20, 20)});
  try {
    (void)make_partition(set, 0, 0, Context());
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_NE(std::string(error.what()).find("region b"), std::string::npos) << error.what();
  }
  EXPECT_THROW((void)make_partition(set, -1, 0, Context()), Error);
  EXPECT_THROW((void)make_partition(set, 0, std::nan(""), Context()), Error);
  EXPECT_EQ(make_partition(PolygonSet{}, 1, 1, Context()).size(), 0U);
  const Context context;
  context.cancel();
  EXPECT_THROW((void)make_partition(set, 0, 0, context), Error);
}

constexpr double kWest = 326000.123;  // as far from the origin as real coordinates
constexpr double kSouth = 3456000.789;

/// Square cells whose borders are drawn twice, each time with its own wobble: slivers galore.
PolygonSet wobbly_tiles(std::uint64_t seed, int side, double wobble) {
  PolygonSet set;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const auto tile = static_cast<std::uint64_t>(row * side + column);
      base::Random random(seed, tile);
      std::vector<Point> ring;
      const std::vector<Point> corners = rectangle(0, 0, 1000, 1000);
      for (std::size_t edge = 0; edge < 4; ++edge) {
        const Point a = corners[edge];
        const Point b = corners[(edge + 1) % 4];
        for (int k = 0; k < 8; ++k) {
          ring.push_back({kWest + column * 1000 + a.x + (b.x - a.x) * k / 8 +
                              wobble * (random.uniform() - 0.5),
                          kSouth + row * 1000 + a.y + (b.y - a.y) * k / 8 +
                              wobble * (random.uniform() - 0.5)});
        }
      }
      add_region(set, std::string(tile < 10 ? "0" : "").append(std::to_string(tile)), {ring});
    }
  }
  return set;
}

TEST(MakePartition, OfWobblyTilesAgreesWithTheRulesPointByPoint) {
  for (const double wobble : {0.002, 0.05, 3.0, 40.0}) {
    for (std::uint64_t seed = 0; seed < 4; ++seed) {
      const PolygonSet tiles = wobbly_tiles(seed, 5, wobble);
      const PolygonSet parts = make_partition(tiles, 1e5, 1e4, Context());
      expect_partition(parts, 1e5);
      ASSERT_EQ(parts.size(), tiles.size());
      base::Random random(99, seed);
      const Box box = tiles.envelope();
      for (int i = 0; i < 4000; ++i) {
        const Point p{box.min_x + box.width() * random.uniform(),
                      box.min_y + box.height() * random.uniform()};
        std::vector<std::size_t> before;
        std::vector<std::size_t> after;
        for (std::size_t r = 0; r < tiles.size(); ++r) {
          if (even_odd(tiles, r, p)) before.push_back(r);
          if (even_odd(parts, r, p)) after.push_back(r);
        }
        ASSERT_LE(after.size(), 1U);
        if (before.size() == 1) {
          // Only a small part that was cut off may have changed hands.
          ASSERT_EQ(after.size(), 1U);
          if (after != before) {
            EXPECT_LT(std::min(std::abs(std::remainder(p.x - kWest, 1000)),
                               std::abs(std::remainder(p.y - kSouth, 1000))),
                      wobble);
          }
        } else if (before.size() > 1) {
          ASSERT_EQ(after.size(), 1U);
        }
      }
      const PolygonSet again = make_partition(parts, 1e5, 1e4, Context());
      for (std::size_t r = 0; r < parts.size(); ++r) {
        EXPECT_NEAR(again.area(r), parts.area(r), 1e-6);  // a partition stays as it is
      }
    }
  }
}

}  // namespace
}  // namespace geo::topology
