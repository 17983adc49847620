#include "base/geos.hpp"

#include <gtest/gtest.h>

#include "geo/core/error.hpp"
#include "support/shapes.hpp"

namespace geo::base {
namespace {

using test::add_region;
using test::rectangle;

TEST(Geos, MakesRegionsAndGivesThemBack) {
  PolygonSet given;
  given.add_region({"a", {}});
  given.add_part();
  given.add_ring(rectangle(0, 0, 10, 10));
  const std::vector<Point> hole = rectangle(2, 2, 4, 4);
  given.add_ring({hole.rbegin(), hole.rend()});
  given.add_part();
  given.add_ring(rectangle(20, 0, 21, 1));
  given.add_region({"b", {}});

  Geos geos;
  PolygonSet back;
  back.add_region({"a", {}});
  const Geos::Geometry a = geos.region(given, 0);
  EXPECT_EQ(geos.append(a.get(), back), 97);
  EXPECT_EQ(geos.area(a.get()), 97);
  back.add_region({"b", {}});
  EXPECT_EQ(geos.append(geos.region(given, 1).get(), back), 0);
  back.validate();
  EXPECT_EQ(back.x, given.x);
  EXPECT_EQ(back.y, given.y);
  EXPECT_EQ(back.region_part, given.region_part);
  EXPECT_EQ(back.part_ring, given.part_ring);
  EXPECT_EQ(back.ring_vertex, given.ring_vertex);
}

TEST(Geos, TurnsOuterRingsAnticlockwiseAndHolesClockwise) {
  const std::vector<Point> outer = rectangle(0, 0, 10, 10);
  PolygonSet wrong;
  wrong.add_region({"a", {}});
  wrong.add_part();
  wrong.add_ring({outer.rbegin(), outer.rend()});
  wrong.add_ring(rectangle(2, 2, 4, 4));
  Geos geos;
  PolygonSet right;
  right.add_region({"a", {}});
  EXPECT_EQ(geos.append(geos.region(wrong, 0).get(), right), 96);
  for (std::size_t ring = 0; ring < 2; ++ring) {
    double doubled = 0;
    for (std::uint32_t i = right.ring_vertex[ring]; i + 1 < right.ring_vertex[ring + 1]; ++i) {
      doubled += right.x[i] * right.y[i + 1] - right.x[i + 1] * right.y[i];
    }
    EXPECT_EQ(doubled, ring == 0 ? 200 : -8);
  }
}

TEST(Geos, AppendsThePolygonsOfACollectionOnly) {
  PolygonSet set;
  add_region(set, "a", {rectangle(0, 0, 1, 1)});
  Geos geos;
  std::vector<Geos::Geometry> members;
  members.push_back(geos.line({{0, 0}, {5, 5}}));
  members.push_back(geos.region(set, 0));
  members.push_back(geos.collection(GEOS_MULTIPOLYGON, {}));
  const Geos::Geometry mixed = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(members));
  PolygonSet back;
  back.add_region({"a", {}});
  EXPECT_EQ(geos.append(mixed.get(), back), 1);
  EXPECT_EQ(back.part_count(), 1U);
}

TEST(Geos, ReadsLinesAndPoints) {
  Geos geos;
  const std::vector<Point> vertices{{0, 0}, {3, 4}, {3, 4}, {1e300, -0.1}};
  const Geos::Geometry line = geos.line(vertices);
  EXPECT_EQ(geos.vertices(line.get()), vertices);
  EXPECT_EQ(geos.area(line.get()), 0);
  const Geos::Geometry point =
      geos.own(GEOSGeom_createPointFromXY_r(geos.handle(), 1.5, -2), "making a point");
  EXPECT_EQ(geos.point(point.get()), (Point{1.5, -2}));
  const Geos::Geometry nowhere =
      geos.own(GEOSGeom_createEmptyPoint_r(geos.handle()), "making a point");
  EXPECT_THROW((void)geos.point(nowhere.get()), Error);
  const Geos::Geometry no_line = geos.collection(GEOS_MULTIPOLYGON, {});
  EXPECT_THROW((void)geos.vertices(no_line.get()), Error);
}

TEST(Geos, SaysWhatItWasDoingWhenItFails) {
  Geos geos;
  try {
    (void)geos.line({{0, 0}});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInternal);
    EXPECT_EQ(std::string(error.what()).rfind("making a line: GEOS: ", 0), 0U) << error.what();
    EXPECT_GT(std::string(error.what()).size(), 25U);
  }
}

}  // namespace
}  // namespace geo::base
