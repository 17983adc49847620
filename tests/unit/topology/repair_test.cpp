#include "geo/topology/repair.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "support/shapes.hpp"

namespace geo::topology {
namespace {

using test::add_region;
using test::even_odd;
using test::rectangle;

PolygonSet bow_tie() {
  PolygonSet set;
  add_region(set, "x", {{{0, 0}, {2000, 2000}, {2000, 0}, {0, 2000}}});
  return set;
}

TEST(Repair, PassesValidRegionsThroughBitForBit) {
  PolygonSet set;
  set.crs = "EPSG:32651";
  set.source = "a.geojson";
  add_region(set, "b", {rectangle(0.1, 0.2, 0.3, 0.7), rectangle(5, 5, 6, 6)});
  const std::vector<Point> clockwise = rectangle(10, 10, 20, 20);  // valid whatever its direction
  add_region(set, "a", {{clockwise.rbegin(), clockwise.rend()}});
  set.add_ring(rectangle(12, 12, 13, 13));
  set.regions[0].name = {"甲", "A"};
  set.regions[1].land_area_km2 = 7;
  const Repaired repaired = repair(set, Context(2));
  EXPECT_TRUE(repaired.repairs.empty());
  EXPECT_EQ(repaired.regions.x, set.x);
  EXPECT_EQ(repaired.regions.y, set.y);
  EXPECT_EQ(repaired.regions.ring_vertex, set.ring_vertex);
  EXPECT_EQ(repaired.regions.part_ring, set.part_ring);
  EXPECT_EQ(repaired.regions.region_part, set.region_part);
  EXPECT_EQ(repaired.regions.crs, set.crs);
  EXPECT_EQ(repaired.regions.source, set.source);
  EXPECT_EQ(repaired.regions.regions[0].name, set.regions[0].name);
  EXPECT_EQ(repaired.regions.regions[1].land_area_km2, 7);
}

TEST(Repair, SplitsABowTieAndSaysWhatWasWrong) {
  const Repaired repaired = repair(bow_tie(), Context());
  repaired.regions.validate();
  ASSERT_EQ(repaired.repairs.size(), 1U);
  const Repair& change = repaired.repairs[0];
  EXPECT_EQ(change.code, "x");
  EXPECT_EQ(change.problem, "Self-intersection at or near (1000.00 1000.00)");
  EXPECT_EQ(change.area_before_km2, 0);  // its two halves cancel each other
  EXPECT_EQ(change.area_after_km2, 2);
  EXPECT_EQ(repaired.regions.part_count(), 2U);
}

TEST(Repair, ReadsBrokenRingsByEvenOdd) {
  for (std::uint64_t shape = 0; shape < 60; ++shape) {
    // Random stars cross themselves all over; two parts of one region overlap each other.
    base::Random random(7, shape);
    PolygonSet set;
    std::vector<std::vector<Point>> parts;
    for (int part = 0; part < 2; ++part) {
      std::vector<Point> ring;
      const std::uint64_t corners = 5 + random.below(12);
      for (std::uint64_t i = 0; i < corners; ++i) {
        ring.push_back({1000 * random.uniform() + 300 * part, 1000 * random.uniform()});
      }
      parts.push_back(ring);
    }
    add_region(set, "s", parts);
    const Repaired repaired = repair(set, Context());
    ASSERT_EQ(repaired.repairs.size(), 1U) << shape;
    EXPECT_EQ(repair(repaired.regions, Context()).repairs.size(), 0U) << shape;
    std::size_t inside = 0;
    for (int i = 0; i < 2000; ++i) {
      const Point p{1300 * random.uniform(), 1000 * random.uniform()};
      ASSERT_EQ(even_odd(repaired.regions, 0, p), even_odd(set, 0, p)) << shape;
      inside += even_odd(set, 0, p) ? 1U : 0U;
    }
    EXPECT_NEAR(static_cast<double>(inside) / 2000 * 1.3, repaired.repairs[0].area_after_km2, 0.08);
  }
}

// Where rings run along one line GEOS counts the line once, so a part drawn twice is not a hole.
TEST(Repair, CountsPartsOnceThatShareALine) {
  PolygonSet set;
  add_region(set, "twice", {rectangle(0, 0, 1000, 1000), rectangle(0, 0, 1000, 1000)});
  add_region(set, "beside", {rectangle(0, 0, 1000, 1000), rectangle(1000, 0, 2000, 1000)});
  add_region(set, "over", {rectangle(0, 0, 1000, 1000), rectangle(500, 0, 1500, 1000)});
  const Repaired repaired = repair(set, Context());
  ASSERT_EQ(repaired.repairs.size(), 3U);
  EXPECT_EQ(repaired.repairs[0].area_after_km2, 1);
  EXPECT_EQ(repaired.repairs[1].area_after_km2, 2);
  EXPECT_EQ(repaired.repairs[2].area_after_km2, 1.5);
}

TEST(Repair, DropsSpikesAndKeepsTheArea) {
  PolygonSet set;
  add_region(set, "spike",
             {{{0, 0}, {1000, 0}, {1000, 500}, {3000, 500}, {1000, 500}, {1000, 1000}, {0, 1000}}});
  const Repaired repaired = repair(set, Context());
  ASSERT_EQ(repaired.repairs.size(), 1U);
  EXPECT_EQ(repaired.repairs[0].area_after_km2, 1);
  EXPECT_EQ(repaired.regions.envelope().max_x, 1000);
}

TEST(Repair, NamesTheRegionOfWhichNothingIsLeft) {
  const auto message_for = [](const std::vector<std::vector<Point>>& parts) -> std::string {
    PolygonSet set;
    set.source = "a.geojson";
    add_region(set, "good", {rectangle(0, 0, 1, 1)});
    add_region(set, "flat", parts);
    try {
      (void)repair(set, Context(2));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      return error.what();
    }
    return "no error";
  };
  for (const std::vector<std::vector<Point>>& parts : std::vector<std::vector<std::vector<Point>>>{
           {},                                     // no parts
           {{{0, 0}, {1, 0}, {2, 0}}},             // on one line
           {{{3, 3}, {3, 3}, {3, 3}, {3, 3}}},     // one point
           {{{0, 0}, {1, 1}, {2, 2}, {1, 1}}}}) {  // there and back
    const std::string message = message_for(parts);
    EXPECT_NE(message.find("a.geojson: region flat"), std::string::npos) << message;
  }
}

TEST(Repair, TakesNothing) { EXPECT_EQ(repair(PolygonSet{}, Context()).regions.size(), 0U); }

TEST(Repair, IsTheSameWithAnyNumberOfThreadsAndCanBeCancelled) {
  PolygonSet set;
  for (std::uint64_t r = 0; r < 40; ++r) {
    base::Random random(8, r);
    std::vector<Point> ring;
    for (int i = 0; i < 9; ++i) ring.push_back({random.uniform() * 100, random.uniform() * 100});
    add_region(set, std::string("r").append(std::to_string(r)), {ring});
  }
  const Repaired one = repair(set, Context(1));
  const Repaired seven = repair(set, Context(7));
  EXPECT_EQ(one.regions.x, seven.regions.x);
  EXPECT_EQ(one.regions.ring_vertex, seven.regions.ring_vertex);
  EXPECT_GT(one.repairs.size(), 30U);
  ASSERT_EQ(one.repairs.size(), seven.repairs.size());
  for (std::size_t i = 0; i < one.repairs.size(); ++i) {
    EXPECT_EQ(one.repairs[i].problem, seven.repairs[i].problem);
  }
  const Context context;
  context.cancel();
  EXPECT_THROW((void)repair(set, context), Error);
}

TEST(Repair, SaysItsVersion) {
  EXPECT_EQ(geos_version().rfind("GEOS 3.", 0), 0U);
  EXPECT_EQ(geos_version().find("CAPI"), std::string::npos);
}

}  // namespace
}  // namespace geo::topology
