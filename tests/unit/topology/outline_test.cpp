#include "geo/topology/outline.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "geo/topology/repair.hpp"
#include "support/shapes.hpp"

namespace geo::topology {
namespace {

using test::add_region;
using test::even_odd;
using test::rectangle;

TEST(Outline, UnitesWhatOverlapsTouchesAndLiesApart) {
  PolygonSet set;
  set.crs = "EPSG:32651";
  set.source = "a.geojson";
  add_region(set, "a", {rectangle(0, 0, 1000, 1000)});
  add_region(set, "b", {rectangle(900, 0, 2000, 1000)});   // overlaps
  add_region(set, "c", {rectangle(0, 1000, 2000, 2000)});  // touches
  add_region(set, "d", {rectangle(5000, 0, 6000, 1000)});  // apart
  for (Region& region : set.regions) region.land_area_km2 = 0.5;
  const PolygonSet whole = outline(set, 0, Context(1));
  whole.validate();
  ASSERT_EQ(whole.size(), 1U);
  EXPECT_EQ(whole.regions[0].code, "outline");
  EXPECT_EQ(whole.regions[0].land_area_km2, 2);
  EXPECT_EQ(whole.crs, set.crs);
  EXPECT_EQ(whole.source, set.source);
  EXPECT_EQ(whole.part_count(), 2U);
  EXPECT_EQ(whole.area(0), 5e6);
  EXPECT_TRUE(repair(whole, Context(1)).repairs.empty());
  set.regions[1].land_area_km2 = std::nan("");
  EXPECT_TRUE(std::isnan(outline(set, 0, Context(1)).regions[0].land_area_km2));
}

TEST(Outline, IsInsideWhereARegionIs) {
  PolygonSet set;
  base::Random random(4, 4);
  for (int r = 0; r < 12; ++r) {
    const double x = 1000 * random.uniform();
    const double y = 1000 * random.uniform();
    add_region(set, std::to_string(r),
               {{{x, y}, {x + 300, y + 100 * random.uniform()}, {x + 100, y + 400}}});
  }
  const PolygonSet whole = outline(set, 0, Context(1));
  int inside = 0;
  for (int i = 0; i < 5000; ++i) {
    const Point p{1400 * random.uniform(), 1400 * random.uniform()};
    bool any = false;
    for (std::size_t r = 0; r < set.size(); ++r) any = any || even_odd(set, r, p);
    ASSERT_EQ(even_odd(whole, 0, p), any) << p.x << " " << p.y;
    inside += any ? 1 : 0;
  }
  EXPECT_GT(inside, 500);
}

TEST(Outline, FillsGapsUpToTheSizeThatIsAsked) {
  PolygonSet set;  // around two gaps of 100 m2 and of 40,000 m2
  set.add_region({"a", {}});
  set.add_part();
  set.add_ring(rectangle(0, 0, 1000, 1000));
  set.add_ring(rectangle(100, 100, 110, 110));
  set.add_ring(rectangle(500, 500, 700, 700));
  EXPECT_EQ(outline(set, 0, Context(1)).area(0), 1e6 - 100 - 40000);
  EXPECT_EQ(outline(set, 99, Context(1)).area(0), 1e6 - 100 - 40000);
  EXPECT_EQ(outline(set, 100, Context(1)).area(0), 1e6 - 40000);
  EXPECT_EQ(outline(set, 1e5, Context(1)).area(0), 1e6);
}

TEST(Outline, SaysWhatIsWrong) {
  EXPECT_THROW((void)outline({}, 0, Context(1)), Error);
  PolygonSet flat;
  add_region(flat, "a", {{{0, 0}, {1, 1}, {2, 2}}});
  EXPECT_THROW((void)outline(flat, 0, Context(1)), Error);
  PolygonSet set;
  add_region(set, "a", {rectangle(0, 0, 1, 1)});
  EXPECT_THROW((void)outline(set, -1, Context(1)), Error);
  const Context cancelled(1);
  cancelled.cancel();
  EXPECT_THROW((void)outline(set, 0, cancelled), Error);
}

}  // namespace
}  // namespace geo::topology
