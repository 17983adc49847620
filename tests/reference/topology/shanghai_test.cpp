#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "base/geos.hpp"
#include "base/random.hpp"
#include "geo/topology/belts.hpp"
#include "geo/topology/repair.hpp"
#include "reference/topology/districts.hpp"
#include "support/shapes.hpp"

namespace geo::topology {
namespace {

constexpr const char* kClean = "shanghai_districts_vonng_wgs84.geojson";
constexpr const char* kCleanShifted = "shanghai_districts_vonng_gcj02.geojson";
constexpr const char* kDirty = "shanghai_districts_echarts490_gcj02.geojson";

std::string boundary(const std::string& file) { return "data/boundaries/" + file; }

double total_km2(const PolygonSet& set) {
  double sum = 0;
  for (std::size_t r = 0; r < set.size(); ++r) sum += set.area(r) / 1e6;
  return sum;
}

/// The union's outer rings without holes.
base::Geos::Geometry outline(base::Geos& geos, const PolygonSet& set) {
  PolygonSet parts;
  parts.add_region({});
  std::vector<base::Geos::Geometry> members;
  for (std::size_t r = 0; r < set.size(); ++r) members.push_back(geos.region(set, r));
  const auto all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(members));
  geos.append(geos.own(GEOSUnaryUnion_r(geos.handle(), all.get()), "uniting").get(), parts);
  PolygonSet filled;
  filled.add_region({});
  for (std::size_t part = 0; part < parts.part_count(); ++part) {
    const std::uint32_t ring = parts.part_ring[part];
    std::vector<Point> vertices;
    for (std::uint32_t i = parts.ring_vertex[ring]; i < parts.ring_vertex[ring + 1]; ++i) {
      vertices.push_back({parts.x[i], parts.y[i]});
    }
    filled.add_part();
    filled.add_ring(vertices);
  }
  return geos.region(filled, 0);
}

TEST(ShanghaiDistricts, ThatAreAPartitionStayOneInMetres) {
  GEO_NEEDS_SHARED(boundary(kClean));
  for (const auto& [file, crs] : {std::pair{kClean, "WGS84"}, std::pair{kCleanShifted, "GCJ-02"}}) {
    SCOPED_TRACE(file);
    const PolygonSet districts = test::districts(file, crs);
    ASSERT_EQ(districts.size(), 16U);
    EXPECT_TRUE(repair(districts, Context()).repairs.empty());
    // Not even a sliver: shared edges got the same vertices.
    const PartitionDefects defects = partition_defects(districts, Context(), 0);
    EXPECT_TRUE(defects.overlaps.empty());
    EXPECT_TRUE(defects.gaps.empty());
    EXPECT_NEAR(total_km2(districts), 7862.8, 0.1);
    // Inland districts are as large as officially stated.
    for (const char* code : {"310101", "310106", "310109", "310110", "310117", "310118"}) {
      const auto r = static_cast<std::size_t>(districts.find(code));
      EXPECT_NEAR(districts.area(r) / 1e6 / districts.regions[r].land_area_km2, 1, 0.006) << code;
    }
  }
}

TEST(ShanghaiDistricts, GcjUndoneAndWgsAreTheSamePlaces) {
  GEO_NEEDS_SHARED(boundary(kClean));
  // The WGS84 file holds the exact inverse with 8 decimals; vertices are those before subdividing.
  const PolygonSet wgs84 = test::districts(kClean, "WGS84");
  const PolygonSet gcj02 = test::districts(kCleanShifted, "GCJ-02");
  base::Geos geos;
  for (std::size_t r = 0; r < wgs84.size(); ++r) {
    const auto a = geos.region(wgs84, r);
    const auto b = geos.region(gcj02, r);
    const auto apart = geos.own(GEOSSymDifference_r(geos.handle(), a.get(), b.get()), "comparing");
    EXPECT_LT(geos.area(apart.get()), 3e-5 * wgs84.area(r)) << wgs84.regions[r].name.zh;
  }
}

TEST(ShanghaiDistricts, OfEChartsHaveTheKnownDefects) {
  GEO_NEEDS_SHARED(boundary(kDirty));
  const PolygonSet drawn = test::districts(kDirty, "GCJ-02");
  const Repaired repaired = repair(drawn, Context());
  EXPECT_GE(repaired.repairs.size(), 7U);
  for (const Repair& change : repaired.repairs) {
    EXPECT_NEAR(change.area_after_km2, change.area_before_km2, 1e-6) << change.problem;
  }
  EXPECT_TRUE(repair(repaired.regions, Context()).repairs.empty());
  const PartitionDefects defects = partition_defects(repaired.regions, Context());
  EXPECT_NEAR(defects.overlap_km2, 0.668, 0.0005);
  EXPECT_EQ(defects.overlaps.size(), 19U);
  EXPECT_NEAR(static_cast<double>(partition_defects(repaired.regions, Context(), 0).gaps.size()),
              35, 2);
}

TEST(ShanghaiDistricts, OfEChartsBecomeAPartition) {
  GEO_NEEDS_SHARED(boundary(kDirty));
  const PolygonSet drawn = test::districts(kDirty, "GCJ-02");
  const PolygonSet parts = make_partition(drawn, 1e5, 1e4, Context());
  parts.validate();
  EXPECT_TRUE(repair(parts, Context()).repairs.empty());
  const PartitionDefects left = partition_defects(parts, Context(), 0);
  EXPECT_TRUE(left.overlaps.empty());
  EXPECT_TRUE(left.gaps.empty());
  for (std::size_t r = 0; r < parts.size(); ++r) {
    EXPECT_NEAR(parts.area(r) / 1e6, drawn.area(r) / 1e6, 0.3) << parts.regions[r].name.zh;
  }
  // The outer ring is kept: to the millimetre of the grid.
  base::Geos geos;
  const auto before = outline(geos, repair(drawn, Context()).regions);
  const auto after = outline(geos, parts);
  const auto apart =
      geos.own(GEOSSymDifference_r(geos.handle(), before.get(), after.get()), "comparing");
  double length = 0;
  GEOSLength_r(geos.handle(), before.get(), &length);
  EXPECT_LT(geos.area(apart.get()), 0.001 * length);
  EXPECT_NEAR(total_km2(parts), geos.area(before.get()) / 1e6, 1e-3);
  // Unrepaired or repaired: the same partition.
  const PolygonSet of_repaired =
      make_partition(repair(drawn, Context()).regions, 1e5, 1e4, Context());
  for (std::size_t r = 0; r < parts.size(); ++r) {
    EXPECT_NEAR(of_repaired.area(r), parts.area(r), 1) << parts.regions[r].name.zh;
  }
}

/// The facts of the plan: seven districts in the west, a corridor between two cores in the east.
TEST(ShanghaiBelts, OfThePlan) {
  GEO_NEEDS_SHARED(boundary(kClean));
  const PolygonSet districts = test::districts(kClean, "WGS84");
  SiteSet sites;
  sites.crs = "WGS84";
  sites.sites.push_back({{"张江", "Zhangjiang"}, {121.6, 31.205}, "core", "high", ""});
  sites.sites.push_back({{"临港", "Lingang"}, {121.9, 30.9}, "core", "high", ""});
  sites = geodesy::to_metres(sites, geodesy::Crs("EPSG:32651"));
  Plan plan;
  Belt west;
  west.id = "west";
  west.members = {"310113", "310110", "310107", "310105", "310104", "310112", "310117"};
  Belt east;
  east.id = "east";
  east.kind = BeltKind::kCorridor;
  east.cores = {"张江", "临港"};
  east.within = {"310115"};
  plan.belts = {west, east};
  const BeltSet belts = draw_belts(plan, districts, sites, {}, Context());
  belts.shapes.validate();

  double members_km2 = 0;
  double land_km2 = 0;
  for (const int member : belts.members[0]) {
    members_km2 += districts.area(static_cast<std::size_t>(member)) / 1e6;
    land_km2 += districts.regions[static_cast<std::size_t>(member)].land_area_km2;
  }
  EXPECT_NEAR(belts.shapes.area(0) / 1e6, members_km2, 1e-6);
  EXPECT_NEAR(belts.shapes.regions[0].land_area_km2, land_km2, 1e-9);
  ASSERT_EQ(belts.axis[0].size(), 7U);
  EXPECT_GT(belts.axis[0].front().y, belts.axis[0].back().y + 30e3);

  EXPECT_TRUE(belts.width_assumed[1]);
  EXPECT_EQ(belts.half_width_km[1], 5);
  const Point a = belts.axis[1][0];
  const Point b = belts.axis[1][1];
  const double length = std::hypot(b.x - a.x, b.y - a.y);
  EXPECT_LT(belts.shapes.area(1), length * 10e3 + 3.1416 * 25e6);
  EXPECT_GT(belts.shapes.area(1), 0.7 * length * 10e3);
  const auto pudong = static_cast<std::size_t>(districts.find("310115"));
  base::Random random(11, 0);
  const Box box = districts.envelope(pudong);
  int inside = 0;
  for (int i = 0; i < 5000; ++i) {
    const Point p{box.min_x + box.width() * random.uniform(),
                  box.min_y + box.height() * random.uniform()};
    const double along = std::clamp(
        ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length / length, 0.0, 1.0);
    const double distance =
        std::hypot(p.x - a.x - along * (b.x - a.x), p.y - a.y - along * (b.y - a.y));
    if (distance > 4993 && distance < 5001) continue;  // the caps are polygons
    const bool expected = distance < 5000 && test::even_odd(districts, pudong, p);
    ASSERT_EQ(test::even_odd(belts.shapes, 1, p), expected) << distance;
    inside += expected ? 1 : 0;
  }
  EXPECT_GT(inside, 500);
}

}  // namespace
}  // namespace geo::topology
