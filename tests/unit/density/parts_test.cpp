#include "geo/density/parts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>
#include <string>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "windows.hpp"

namespace geo {
namespace {

using density::Cube;
using density::Options;

const GridFrame kFrame{300000, 3460000, 100, 120, 90};
const Options kOptions{.bandwidth_m = 800};

PointSet random_points(std::size_t n) {
  PointSet points;
  points.crs = "EPSG:32651";
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(7, i);
    points.x.push_back(300000 + 12000 * random.uniform());
    points.y.push_back(3451000 + 9000 * random.uniform());
    points.weight.push_back(1 + 3 * random.uniform());
    points.row.push_back(i + 1);
  }
  return points;
}

PointSet where(const PointSet& points, const std::function<bool(std::size_t)>& holds) {
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < points.size(); ++i) {
    if (holds(i)) kept.push_back(i);
  }
  return points.select(kept);
}

std::string fact(const Grid& grid, const std::string& key) {
  for (const auto& [name, value] : grid.facts) {
    if (name == key) return value;
  }
  return "none";
}

void expect_near(const Grid& got, const Grid& want) {
  for (std::size_t i = 0; i < want.values.size(); ++i) {
    ASSERT_NEAR(got.values[i], want.values[i], 1e-9 * want.values[i] + 1e-15) << i;
  }
  EXPECT_EQ(fact(got, "points"), fact(want, "points"));
  EXPECT_NEAR(std::stod(fact(got, "weight_sum")), std::stod(fact(want, "weight_sum")), 1e-9);
}

TEST(DensityParts, BatchesAddUpToAllAtOnce) {
  const PointSet points = random_points(3000);
  Grid total;
  for (std::size_t batch = 0; batch < 7; ++batch) {
    const PointSet part = where(points, [&](std::size_t i) { return i % 7 == batch; });
    const Grid grid = density::estimate(part, kFrame, kOptions, Context(2));
    if (batch == 0) {
      total = grid;
    } else {
      density::add(total, grid);
    }
  }
  expect_near(total, density::estimate(points, kFrame, kOptions, Context(2)));
}

TEST(DensityParts, PartsMadeDifferentlyAreRefused) {
  const PointSet points = random_points(10);
  const Grid grid = density::estimate(points, kFrame, kOptions, Context(1));
  const auto message = [&](const std::function<void(Grid&)>& change) {
    Grid other = grid;
    change(other);
    Grid total = grid;
    try {
      density::add(total, other);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kOption);
      EXPECT_EQ(total.values, grid.values);
      return std::string(error.what());
    }
    return std::string("nothing was thrown");
  };
  EXPECT_NE(message([](Grid& g) { g.frame.west += 1; }).find("frame"), std::string::npos);
  EXPECT_NE(message([](Grid& g) { g.unit = "1/km2"; }).find("unit"), std::string::npos);
  EXPECT_NE(message([](Grid& g) { g.crs = "EPSG:32650"; }).find("EPSG:32650"), std::string::npos);
  EXPECT_NE(message([](Grid& g) { g.facts[1].second = "900"; }).find("bandwidth_m"),
            std::string::npos);
  EXPECT_NE(message([](Grid& g) {
              g.facts.emplace_back("edge_correction", "diggle");
            }).find("edge_correction"),
            std::string::npos);
}

TEST(DensityParts, NoDataStaysNoData) {
  const PointSet points = random_points(10);
  const Grid grid = density::estimate(points, kFrame, kOptions, Context(1));
  Grid total = grid;
  Grid part = grid;
  total.values[5] = std::numeric_limits<double>::quiet_NaN();
  part.values[6] = std::numeric_limits<double>::quiet_NaN();
  density::add(total, part);
  EXPECT_TRUE(std::isnan(total.values[5]));
  EXPECT_TRUE(std::isnan(total.values[6]));
  EXPECT_EQ(total.values[7], 2 * grid.values[7]);
}

std::vector<double> years(std::size_t n) {
  std::vector<double> time;
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(9, i);
    time.push_back(i % 13 == 0 ? std::numeric_limits<double>::quiet_NaN()
                               : 1998 + std::floor(4 * 24 * random.uniform()) / 4);
  }
  return time;
}

TEST(DensityCube, SlicesAreTheDensitiesOfTheirPoints) {
  const PointSet points = random_points(2000);
  const std::vector<double> time = years(points.size());
  const std::vector<double> breaks{2000, 2005, 2006.5, 2020};
  for (const bool cumulative : {false, true}) {
    const Cube cube = density::estimate_cube(
        points, time, kFrame, kOptions, {.breaks = breaks, .cumulative = cumulative}, Context(2));
    ASSERT_EQ(cube.slices.size(), 3U);
    std::size_t in_slices = 0;
    for (std::size_t s = 0; s < 3; ++s) {
      const PointSet members = where(points, [&](std::size_t i) {
        return time[i] < breaks[s + 1] && (cumulative || time[i] >= breaks[s]);
      });
      expect_near(cube.slices[s], density::estimate(members, kFrame, kOptions, Context(1)));
      EXPECT_EQ(cube.points[s], members.size());
      EXPECT_EQ(fact(cube.slices[s], "time_to"), s == 0 ? "2005" : s == 1 ? "2006.5" : "2020");
      in_slices += members.size();
    }
    // Nothing is lost: every point is in a slice or counted.
    const std::size_t known = cumulative ? cube.points.back() : in_slices + cube.before;
    EXPECT_EQ(known + cube.after + cube.without_time, points.size());
    EXPECT_EQ(cube.without_time, (points.size() + 12) / 13);
    EXPECT_GT(cube.before, 0U);
    EXPECT_GT(cube.after, 0U);
  }
}

TEST(DensityCube, SlicesWithinAWindowAreTheCorrectedDensitiesOfTheirPoints) {
  const PointSet points = random_points(2000);
  const std::vector<double> time = years(points.size());
  const std::vector<double> breaks{2000, 2005, 2006.5, 2020};
  const PolygonSet window = test::star_window(4, {306000, 3455500}, 3000);
  for (const auto correction :
       {density::Correction::kNone, density::Correction::kUniform, density::Correction::kDiggle}) {
    for (const bool cumulative : {false, true}) {
      const density::EdgeOptions edge{.correction = correction};
      const Cube cube =
          density::estimate_cube_within(points, time, kFrame, kOptions, window, edge,
                                        {.breaks = breaks, .cumulative = cumulative}, Context(2));
      ASSERT_EQ(cube.slices.size(), 3U);
      for (std::size_t s = 0; s < 3; ++s) {
        const PointSet members = where(points, [&](std::size_t i) {
          return time[i] < breaks[s + 1] && (cumulative || time[i] >= breaks[s]);
        });
        const Grid want =
            density::estimate_within(members, kFrame, kOptions, window, edge, Context(1));
        const Grid& got = cube.slices[s];
        std::size_t with_data = 0;
        for (std::size_t i = 0; i < want.values.size(); ++i) {
          ASSERT_EQ(std::isnan(got.values[i]), std::isnan(want.values[i])) << i;
          if (std::isnan(want.values[i])) continue;
          ++with_data;
          ASSERT_NEAR(got.values[i], want.values[i], 1e-9 * want.values[i] + 1e-15) << i;
        }
        EXPECT_GT(with_data, 500U);
        EXPECT_LT(with_data, want.values.size());
        EXPECT_EQ(got.unit, want.unit);
        for (const auto& [key, value] : want.facts) {
          if (key.starts_with("weight")) {
            EXPECT_NEAR(std::stod(fact(got, key)), std::stod(value), 1e-9) << key;
          } else {
            EXPECT_EQ(fact(got, key), value);
          }
        }
        EXPECT_EQ(cube.points[s], members.size());
      }
    }
  }
}

TEST(DensityCube, ATimeAtABreakBelongsToTheLaterSlice) {
  PointSet points = random_points(3);
  const Cube cube = density::estimate_cube(points, {2000, 2001, 2002}, kFrame, kOptions,
                                           {.breaks = {2000, 2001, 2002}}, Context(1));
  EXPECT_EQ(cube.points, (std::vector<std::size_t>{1, 1}));
  EXPECT_EQ(cube.after, 1U);
}

TEST(DensityCube, RefusesWhatCannotBe) {
  const PointSet points = random_points(3);
  const auto refused = [&](const std::vector<double>& time, const std::vector<double>& breaks) {
    try {
      static_cast<void>(
          density::estimate_cube(points, time, kFrame, kOptions, {.breaks = breaks}, Context(1)));
    } catch (const Error& error) {
      return error.code() == ErrorCode::kOption;
    }
    return false;
  };
  const std::vector<double> time{1, 2, 3};
  EXPECT_TRUE(refused({1, 2}, {0, 1}));
  EXPECT_TRUE(refused(time, {}));
  EXPECT_TRUE(refused(time, {1}));
  EXPECT_TRUE(refused(time, {1, 1}));
  EXPECT_TRUE(refused(time, {2, 1}));
  EXPECT_TRUE(refused(time, {1, std::numeric_limits<double>::quiet_NaN(), 2}));
  EXPECT_TRUE(refused(time, {1, std::numeric_limits<double>::infinity()}));
}

}  // namespace
}  // namespace geo
