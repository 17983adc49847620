#include "geo/geodesy/graticule.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "geo/core/error.hpp"

namespace geo::geodesy {
namespace {

const Box kShanghai{300000, 3400000, 420000, 3530000};

TEST(Graticule, every_vertex_lies_on_its_meridian_or_parallel) {
  const Crs utm("EPSG:32651");
  const Crs degrees("WGS84");
  const Graticule net = graticule(kShanghai, utm, 8);
  ASSERT_FALSE(net.lines.empty());
  int meridians = 0;
  for (const Graticule::Line& line : net.lines) {
    meridians += line.meridian ? 1 : 0;
    EXPECT_NEAR(std::remainder(line.degrees, net.step_deg), 0, 1e-9);
    ASSERT_GE(line.path.size(), 2U);
    for (const Point at : line.path) {
      const Point place = transform(at, utm, degrees);
      EXPECT_NEAR(line.meridian ? place.x : place.y, line.degrees, 1e-7);
    }
  }
  EXPECT_GE(meridians, 2);
  EXPECT_LE(meridians, 8);
  EXPECT_LE(static_cast<int>(net.lines.size()) - meridians, 8);
}

// No multiple of the step that crosses the box is left out, and each line goes from side to side.
TEST(Graticule, nothing_is_left_out) {
  const Crs utm("EPSG:32651");
  const Crs degrees("WGS84");
  for (const int most : {1, 3, 8, 20}) {
    const Graticule net = graticule(kShanghai, utm, most);
    for (double x = kShanghai.min_x; x <= kShanghai.max_x; x += 997) {
      for (const double y : {kShanghai.min_y, kShanghai.max_y}) {
        const Point place = transform({x, y}, utm, degrees);
        const double nearest = std::round(place.x / net.step_deg) * net.step_deg;
        const Point on = transform({nearest, place.y}, degrees, utm);
        if (!kShanghai.contains(on)) continue;
        EXPECT_TRUE(std::any_of(net.lines.begin(), net.lines.end(), [&](const auto& line) {
          return line.meridian && std::fabs(line.degrees - nearest) < 1e-9;
        })) << nearest;
      }
    }
    for (const Graticule::Line& line : net.lines) {
      const Box box = [&] {
        Box all;
        for (const Point at : line.path) all.extend(at);
        return all;
      }();
      if (line.meridian) {
        EXPECT_LE(box.min_y, kShanghai.min_y + 1500);
        EXPECT_GE(box.max_y, kShanghai.max_y - 1500);
      } else {
        EXPECT_LE(box.min_x, kShanghai.min_x + 1500);
        EXPECT_GE(box.max_x, kShanghai.max_x - 1500);
      }
    }
  }
}

TEST(Graticule, steps_are_finer_the_nearer_one_comes) {
  const Crs utm("EPSG:32651");
  double before = 1e9;
  for (double half = 200000; half > 200; half /= 2) {
    const Graticule net = graticule(Box{350000, 3450000, 350000, 3450000}.grown(half), utm, 6);
    EXPECT_LE(net.step_deg, before);
    before = net.step_deg;
  }
  EXPECT_DOUBLE_EQ(before, 1.0 / 60);
}

TEST(Graticule, degrees_themselves_give_straight_lines) {
  const Graticule net = graticule({100, 20, 110, 30}, Crs("WGS84"), 6);
  EXPECT_DOUBLE_EQ(net.step_deg, 2);
  ASSERT_EQ(net.lines.size(), 12U);
  EXPECT_EQ(net.lines[0].path.front(), (Point{100, 20}));
  EXPECT_EQ(net.lines[0].path.back(), (Point{100, 30}));
}

TEST(Graticule, what_cannot_be_used_is_refused) {
  EXPECT_THROW((void)graticule(Box{}, Crs("EPSG:32651")), Error);
  EXPECT_THROW((void)graticule(kShanghai, Crs("EPSG:32651"), 0), Error);
}

TEST(Graticule, angles_are_written_as_on_maps) {
  EXPECT_EQ(angle_text(121.5, true), "121°30′E");
  EXPECT_EQ(angle_text(-0.25, true), "0°15′W");
  EXPECT_EQ(angle_text(31, false), "31°N");
  EXPECT_EQ(angle_text(-33 - 5.0 / 60, false), "33°05′S");
  EXPECT_EQ(angle_text(0, true), "0°");
  EXPECT_EQ(angle_text(29.999999999, false), "30°N");
}

}  // namespace
}  // namespace geo::geodesy
