#include <gtest/gtest.h>

#include <cmath>

#include "geo/core/error.hpp"
#include "geo/topology/repair.hpp"
#include "support/shapes.hpp"

namespace geo::topology {
namespace {

using test::add_region;
using test::even_odd;
using test::rectangle;

TEST(PartitionDefects, OfSquaresAreKnownExactly) {
  PolygonSet set;
  add_region(set, "d", {rectangle(0, 0, 1000, 1000)});
  add_region(set, "c", {rectangle(900, 0, 2000, 1000)});      // over d by 100 x 1000
  add_region(set, "b", {rectangle(0, 990, 2000, 2000)});      // over both by 10
  add_region(set, "a", {rectangle(5000, 0, 6000, 1000)});     // far away
  add_region(set, "e", {rectangle(2000, 1000, 3000, 2000)});  // touches b
  const PartitionDefects found = partition_defects(set, Context(2));
  ASSERT_EQ(found.overlaps.size(), 3U);
  EXPECT_EQ(found.overlaps[0].first, "c");
  EXPECT_EQ(found.overlaps[0].second, "d");
  EXPECT_NEAR(found.overlaps[0].area_km2, 0.1, 1e-15);
  EXPECT_EQ(found.overlaps[1].first, "b");
  EXPECT_EQ(found.overlaps[1].second, "c");
  EXPECT_NEAR(found.overlaps[1].area_km2, 0.011, 1e-15);
  EXPECT_EQ(found.overlaps[2].second, "d");
  EXPECT_NEAR(found.overlaps[2].area_km2, 0.010, 1e-15);
  EXPECT_NEAR(found.overlap_km2, 0.121, 1e-15);
  for (const Defect& overlap : found.overlaps) {
    for (const std::string& code : {overlap.first, overlap.second}) {
      EXPECT_TRUE(even_odd(set, static_cast<std::size_t>(set.find(code)), overlap.at));
    }
  }
  EXPECT_TRUE(found.gaps.empty());
}

TEST(PartitionDefects, FindsGapsButNoBaysAndNoIslandsInThem) {
  PolygonSet set;
  // A frame around a hole of 800 x 800, and in the hole an island with a pond of its own.
  set.add_region({"frame", {}});
  set.add_part();
  set.add_ring(rectangle(0, 0, 1000, 1000));
  set.add_ring(rectangle(100, 100, 900, 900));
  set.add_region({"island", {}});
  set.add_part();
  set.add_ring(rectangle(300, 300, 500, 500));
  set.add_ring(rectangle(350, 350, 360, 360));
  // A bay between two regions, open to the north, closed by nothing.
  add_region(set, "bay",
             {{{2000, 0},
               {3000, 0},
               {3000, 1000},
               {2900, 1000},
               {2900, 100},
               {2100, 100},
               {2100, 1000},
               {2000, 1000}}});
  const PartitionDefects found = partition_defects(set, Context(2));
  EXPECT_TRUE(found.overlaps.empty());
  ASSERT_EQ(found.gaps.size(), 2U);
  EXPECT_NEAR(found.gaps[0].area_km2, 0.64 - 0.04, 1e-15);
  EXPECT_NEAR(found.gaps[1].area_km2, 0.0001, 1e-15);
  EXPECT_NEAR(found.gap_km2, 0.6001, 1e-15);
  for (const Defect& gap : found.gaps) {
    EXPECT_TRUE(gap.first.empty());
    for (std::size_t r = 0; r < set.size(); ++r) EXPECT_FALSE(even_odd(set, r, gap.at));
  }
}

TEST(PartitionDefects, ListsOnlyWhatIsLargeEnough) {
  PolygonSet set;
  add_region(set, "a", {rectangle(0, 0, 10, 1)});
  add_region(set, "b", {rectangle(9.9, 0, 20, 1)});
  EXPECT_EQ(partition_defects(set, Context(), 1).overlaps.size(), 0U);
  EXPECT_EQ(partition_defects(set, Context(), 1).overlap_km2, 0);
  EXPECT_EQ(partition_defects(set, Context(), 0.05).overlaps.size(), 1U);
  EXPECT_EQ(partition_defects(set, Context(), 0).overlaps.size(), 1U);
  EXPECT_THROW((void)partition_defects(set, Context(), -1), Error);
  EXPECT_THROW((void)partition_defects(set, Context(), std::nan("")), Error);
}

TEST(PartitionDefects, TakesNothingOneAndOneTwice) {
  PolygonSet set;
  EXPECT_TRUE(partition_defects(set, Context()).overlaps.empty());
  add_region(set, "a", {rectangle(0, 0, 1000, 1000)});
  EXPECT_TRUE(partition_defects(set, Context()).gaps.empty());
  add_region(set, "b", {rectangle(0, 0, 1000, 1000)});
  const PartitionDefects found = partition_defects(set, Context());
  EXPECT_EQ(found.overlap_km2, 1);
  set.add_region({"empty", {}});
  EXPECT_EQ(partition_defects(set, Context()).overlap_km2, 1);
}

TEST(PartitionDefects, OfManyRegionsAreTheSameWithAnyNumberOfThreads) {
  // 40 x 40 tiles of 100 m; every seventh is 1 m too wide, every eleventh is missing.
  PolygonSet set;
  int wide = 0;
  int missing = 0;
  for (int row = 0; row < 40; ++row) {
    for (int column = 0; column < 40; ++column) {
      const int tile = row * 40 + column;
      const bool inside = row > 0 && row < 39 && column > 0 && column < 38;
      if (inside && tile % 11 == 0 && tile % 7 != 0 && (tile - 1) % 7 != 0) {
        ++missing;
        continue;
      }
      const bool is_wide = column < 39 && tile % 7 == 0 && !(inside && (tile + 1) % 11 == 0);
      wide += is_wide ? 1 : 0;
      add_region(set, std::string("t").append(std::to_string(tile)),
                 {rectangle(column * 100, row * 100, column * 100 + 100 + (is_wide ? 1 : 0),
                            row * 100 + 100)});
    }
  }
  ASSERT_GT(wide, 100);
  ASSERT_GT(missing, 50);
  const PartitionDefects one = partition_defects(set, Context(1));
  const PartitionDefects seven = partition_defects(set, Context(7));
  EXPECT_EQ(one.overlaps.size(), static_cast<std::size_t>(wide));
  EXPECT_NEAR(one.overlap_km2, wide * 1e-4, 1e-12);
  EXPECT_NEAR(one.gap_km2, missing * 0.01, 1e-12);
  ASSERT_EQ(seven.overlaps.size(), one.overlaps.size());
  for (std::size_t i = 0; i < one.overlaps.size(); ++i) {
    EXPECT_EQ(one.overlaps[i].first, seven.overlaps[i].first);
    EXPECT_EQ(one.overlaps[i].at, seven.overlaps[i].at);
  }
}

}  // namespace
}  // namespace geo::topology
