#include "geo/topology/belts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "geo/core/error.hpp"
#include "geo/topology/repair.hpp"
#include "support/shapes.hpp"

namespace geo::topology {
namespace {

using test::add_region;
using test::rectangle;

/// Four squares of 20 km: 1 and 2 in the south, 3 and 4 in the north.
PolygonSet squares() {
  PolygonSet set;
  set.crs = "EPSG:32651";
  add_region(set, "1", {rectangle(0, 0, 20e3, 20e3)});
  add_region(set, "2", {rectangle(20e3, 0, 40e3, 20e3)});
  add_region(set, "3", {rectangle(0, 20e3, 20e3, 40e3)});
  add_region(set, "4", {rectangle(20e3, 20e3, 40e3, 40e3)});
  for (std::size_t r = 0; r < 4; ++r)
    set.regions[r].land_area_km2 = 100.0 * static_cast<double>(r + 1);
  return set;
}

SiteSet sites() {
  SiteSet set;
  set.crs = "EPSG:32651";
  set.sites.push_back({{"西", "West core"}, {10e3, 10e3}, "core", "high", ""});
  set.sites.push_back({{"东", "East core"}, {30e3, 10e3}, "core", "high", ""});
  set.sites.push_back({{"远", "Far core"}, {900e3, 900e3}, "core", "high", ""});
  set.sites.push_back({{"更远", "Further core"}, {910e3, 900e3}, "core", "high", ""});
  return set;
}

Plan plan_of(const Belt& belt) {
  Plan plan;
  plan.belts.push_back(belt);
  return plan;
}

Belt corridor() {
  Belt belt;
  belt.id = "east";
  belt.name = {"东带", "East belt"};
  belt.kind = BeltKind::kCorridor;
  belt.cores = {"西", "East core"};
  return belt;
}

Belt of_districts(const std::vector<std::string>& members) {
  Belt belt;
  belt.id = "west";
  belt.name = {"西带", "West belt"};
  belt.members = members;
  return belt;
}

std::string error_of(const Belt& belt, const BeltOptions& options = {}) {
  try {
    (void)draw_belts(plan_of(belt), squares(), sites(), options, Context());
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    return error.what();
  }
  return "no error";
}

TEST(Belts, OfDistrictsAreTheirUnion) {
  const BeltSet belts =
      draw_belts(plan_of(of_districts({"3", "1", "2"})), squares(), sites(), {}, Context());
  belts.shapes.validate();
  ASSERT_EQ(belts.size(), 1U);
  EXPECT_EQ(belts.shapes.crs, "EPSG:32651");
  EXPECT_EQ(belts.shapes.regions[0].code, "west");
  EXPECT_EQ(belts.shapes.regions[0].name.zh, "西带");
  EXPECT_EQ(belts.shapes.regions[0].land_area_km2, 600);
  EXPECT_DOUBLE_EQ(belts.shapes.area(0), 1.2e9);
  EXPECT_EQ(belts.shapes.part_count(), 1U);  // dissolved
  EXPECT_EQ(belts.axis[0], (std::vector<Point>{{10e3, 30e3}, {10e3, 10e3}, {30e3, 10e3}}));
  EXPECT_EQ(belts.half_width_km[0], 0);
  EXPECT_FALSE(belts.width_assumed[0]);
  EXPECT_EQ(belts.members[0], (std::vector<int>{2, 0, 1}));
  EXPECT_TRUE(belts.cores[0].empty());
}

TEST(Belts, LandAreaIsUnknownWhereOneMembersIs) {
  PolygonSet regions = squares();
  regions.regions[1].land_area_km2 = std::nan("");
  const BeltSet belts =
      draw_belts(plan_of(of_districts({"1", "2"})), regions, sites(), {}, Context());
  EXPECT_TRUE(std::isnan(belts.shapes.regions[0].land_area_km2));
}

TEST(Belts, CorridorIsAStripWithRoundCaps) {
  Belt belt = corridor();
  belt.half_width_km = 2;
  const BeltSet belts = draw_belts(plan_of(belt), squares(), sites(), {}, Context());
  belts.shapes.validate();
  // 20 km x 4 km and two half discs, drawn with 64 corners.
  const double disc = 32 * std::sin(2 * std::numbers::pi / 64) * 4e6;
  EXPECT_NEAR(belts.shapes.area(0), 80e6 + disc, 1);
  EXPECT_EQ(belts.axis[0], (std::vector<Point>{{10e3, 10e3}, {30e3, 10e3}}));
  ASSERT_EQ(belts.cores[0].size(), 2U);
  EXPECT_EQ(belts.cores[0][0].zh, sites().find(belt.cores[0])->name.zh);
  EXPECT_EQ(belts.cores[0][1].en, sites().find(belt.cores[1])->name.en);
  EXPECT_EQ(belts.half_width_km[0], 2);
  EXPECT_FALSE(belts.width_assumed[0]);
  EXPECT_TRUE(belts.members[0].empty());
  EXPECT_TRUE(std::isnan(belts.shapes.regions[0].land_area_km2));
  const Box box = belts.shapes.envelope();
  EXPECT_NEAR(box.min_x, 8e3, 1e-6);
  EXPECT_NEAR(box.max_y, 12e3, 1e-6);
}

TEST(Belts, CorridorIsClippedToItsDistricts) {
  Belt belt = corridor();
  belt.within = {"2"};
  BeltOptions options;
  options.assumed_half_width_km = 2;
  const BeltSet belts = draw_belts(plan_of(belt), squares(), sites(), options, Context());
  const double disc = 32 * std::sin(2 * std::numbers::pi / 64) * 4e6;
  EXPECT_NEAR(belts.shapes.area(0), 40e6 + disc / 2, 1);
  EXPECT_NEAR(belts.shapes.envelope().min_x, 20e3, 1e-6);
  EXPECT_TRUE(belts.width_assumed[0]);
  EXPECT_EQ(belts.half_width_km[0], 2);
  // Without a list all regions clip it: a strip as wide as the map covers the map.
  belt.within.clear();
  options.assumed_half_width_km = 100;
  EXPECT_NEAR(draw_belts(plan_of(belt), squares(), sites(), options, Context()).shapes.area(0),
              1.6e9, 1);
}

TEST(Belts, PlansWithoutBeltsAndWithSeveral) {
  EXPECT_EQ(draw_belts(Plan{}, squares(), sites(), {}, Context()).size(), 0U);
  Plan plan = plan_of(corridor());
  plan.belts.push_back(of_districts({"4"}));
  const BeltSet belts = draw_belts(plan, squares(), sites(), {}, Context());
  belts.shapes.validate();
  ASSERT_EQ(belts.size(), 2U);
  EXPECT_EQ(belts.axis[1].size(), 1U);
  EXPECT_EQ(belts.half_width_km, (std::vector<double>{5, 0}));
  EXPECT_EQ(belts.width_assumed, (std::vector<bool>{true, false}));
  const Context context;
  context.cancel();
  EXPECT_THROW((void)draw_belts(plan, squares(), sites(), {}, context), Error);
  plan.belts[1].id = "east";
  EXPECT_THROW((void)draw_belts(plan, squares(), sites(), {}, Context()), Error);
}

TEST(Belts, SayWhatIsMissing) {
  const auto mentions = [](const std::string& message, const std::string& word) {
    return message.find(word) != std::string::npos;
  };
  EXPECT_TRUE(
      mentions(error_of(of_districts({"1", "9"})), "belt 'west': no region has the code '9'"));
  EXPECT_TRUE(mentions(error_of(of_districts({})), "no member"));
  EXPECT_TRUE(mentions(error_of(of_districts({"1", "1"})), "twice"));
  Belt belt = corridor();
  belt.cores = {"西", "nowhere"};
  EXPECT_TRUE(mentions(error_of(belt), "belt 'east': no site has the name 'nowhere'"));
  belt.cores = {"西"};
  EXPECT_TRUE(mentions(error_of(belt), "two cores"));
  belt.cores = {"远", "更远"};
  EXPECT_TRUE(mentions(error_of(belt), "does not meet"));
  belt = corridor();
  belt.within = {"9"};
  EXPECT_TRUE(mentions(error_of(belt), "'9'"));
  belt = corridor();
  for (const double width : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    belt.half_width_km = width;
    EXPECT_TRUE(mentions(error_of(belt), "half-width")) << width;
    belt.half_width_km.reset();
    EXPECT_TRUE(mentions(error_of(belt, {width}), "half-width")) << width;
  }
}

}  // namespace
}  // namespace geo::topology
