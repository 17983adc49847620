#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <random>

#include "geo/core/error.hpp"
#include "geo/stats/axis_profile.hpp"
#include "geo/stats/summary.hpp"
#include "geo/stats/timeline.hpp"

// What charts and selections are drawn from.
namespace {

using geo::Categories;
using geo::Context;
using geo::Point;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Timeline, countsEachOneInItsYear) {
  std::mt19937 bits(2);
  for (const std::size_t n : {0U, 1U, 1000U}) {
    std::vector<double> years;
    Categories words{{"a", "b"}, {}};
    std::vector<std::uint32_t> indices;
    for (std::uint32_t i = 0; i < n; ++i) {
      years.push_back(bits() % 7 == 0 ? kNaN : 1990 + static_cast<double>(bits() % 80) / 4);
      const auto word = static_cast<std::uint32_t>(bits() % 3);
      words.codes.push_back(word == 2 ? Categories::kMissing : word);
      if (bits() % 2 == 0) indices.push_back(i);
    }
    for (const Categories* categories :
         {static_cast<const Categories*>(nullptr), static_cast<const Categories*>(&words)}) {
      std::map<std::pair<std::size_t, int>, std::uint64_t> expected;
      std::uint64_t unknown = 0;
      for (const std::uint32_t i : indices) {
        if (std::isnan(years[i])) {
          ++unknown;
          continue;
        }
        const std::size_t series = categories == nullptr                    ? 0
                                   : words.codes[i] == Categories::kMissing ? 2
                                                                            : words.codes[i];
        ++expected[{series, static_cast<int>(years[i])}];
      }
      const auto got = geo::stats::timeline(years, categories, indices);
      EXPECT_EQ(got.without_year, unknown);
      ASSERT_EQ(got.counts.size(), categories == nullptr ? 1U : 3U);
      std::uint64_t sum = 0;
      for (std::size_t s = 0; s < got.counts.size(); ++s) {
        ASSERT_EQ(got.counts[s].size(), got.years);
        for (std::size_t y = 0; y < got.years; ++y) {
          const auto at = expected.find({s, got.first_year + static_cast<int>(y)});
          EXPECT_EQ(got.counts[s][y], at == expected.end() ? 0 : at->second);
          sum += got.counts[s][y];
        }
      }
      EXPECT_EQ(sum + unknown, indices.size());
    }
  }
  EXPECT_THROW((void)geo::stats::timeline(std::vector<double>{1, 9000}, nullptr,
                                          std::vector<std::uint32_t>{0, 1}),
               geo::Error);
}

// Milliseconds since 1970 are no years, also where they are all the same.
TEST(Timeline, whatIsNoYear) {
  const std::vector<double> years{1.5e12, std::numeric_limits<double>::infinity()};
  const auto of = [&](std::uint32_t i) {
    return geo::stats::timeline(years, nullptr, std::vector<std::uint32_t>{i});
  };
  EXPECT_THROW((void)of(0), geo::Error);
  EXPECT_EQ(of(1).without_year, 1U);
}

// The slow twin: the nearest of many positions along the line.
double along(Point p, const std::vector<Point>& line) {
  double nearest = std::numeric_limits<double>::infinity();
  double best = 0;
  double before = 0;
  for (std::size_t k = 0; k + 1 < line.size(); ++k) {
    const double length = std::hypot(line[k + 1].x - line[k].x, line[k + 1].y - line[k].y);
    for (int i = 0; i <= 4000; ++i) {
      const double t = i / 4000.0;
      const double away = std::hypot(p.x - line[k].x - t * (line[k + 1].x - line[k].x),
                                     p.y - line[k].y - t * (line[k + 1].y - line[k].y));
      if (away < nearest) {
        nearest = away;
        best = before + t * length;
      }
    }
    before += length;
  }
  return best;
}

TEST(AxisProfile, equalsTheNearestOfManyPositions) {
  std::mt19937 bits(4);
  geo::PointSet points;
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < 60; ++i) {
    points.x.push_back(static_cast<double>(bits() % 5000));
    points.y.push_back(static_cast<double>(bits() % 5000));
    all.push_back(i);
  }
  const std::vector<Point> line = {{500, 500}, {3000, 1000}, {3000, 1000}, {4500, 4000}};
  const double step = 700;
  const auto got = geo::stats::axis_profile(points, all, line, step, Context(1));
  EXPECT_NEAR(got.length_m, std::hypot(2500, 500) + std::hypot(1500, 3000), 1e-9);
  ASSERT_EQ(got.counts.size(), static_cast<std::size_t>(std::ceil(got.length_m / step)));
  std::vector<std::uint64_t> expected(got.counts.size(), 0);
  std::size_t near_a_limit = 0;  // sampling cannot decide there
  for (const std::uint32_t i : all) {
    const double at = along({points.x[i], points.y[i]}, line);
    near_a_limit +=
        std::fabs(at / step - std::round(at / step)) < 1e-3 && at > 1 && at < got.length_m - 1 ? 1U
                                                                                               : 0U;
    ++expected[std::min(static_cast<std::size_t>(at / step), expected.size() - 1)];
  }
  EXPECT_EQ(near_a_limit, 0U);
  EXPECT_EQ(got.counts, expected);
  EXPECT_EQ(got.counts, geo::stats::axis_profile(points, all, line, step, Context(4)).counts);
  const std::size_t last = got.counts.size() - 1;
  EXPECT_NEAR(got.per_km(0), static_cast<double>(got.counts[0]) / 0.7, 1e-12);
  EXPECT_NEAR(got.per_km(last) * (got.length_m - 700 * static_cast<double>(last)) / 1000,
              static_cast<double>(got.counts[last]), 1e-9);
}

// 0.3 is a little more than three times 0.1: that little is no bin.
TEST(AxisProfile, aMultipleOfTheStepHasNoBinOfNoLength) {
  geo::PointSet points;
  points.x = {5};  // beyond the end
  points.y = {0};
  const std::vector<Point> line = {{0, 0}, {0.1, 0}, {0.1 + 0.2, 0}};
  const auto got =
      geo::stats::axis_profile(points, std::vector<std::uint32_t>{0}, line, 0.1, Context(1));
  ASSERT_GT(got.length_m / got.step_m, 3);
  ASSERT_EQ(got.counts.size(), 3U);
  EXPECT_NEAR(got.per_km(2), 10000, 1e-6);
}

TEST(AxisProfile, needsALine) {
  const geo::PointSet none;
  const auto profile = [&](const std::vector<Point>& line, double step) {
    return geo::stats::axis_profile(none, {}, line, step, Context(1));
  };
  EXPECT_THROW((void)profile({}, 1), geo::Error);
  EXPECT_THROW((void)profile({{1, 1}}, 1), geo::Error);
  EXPECT_THROW((void)profile({{1, 1}, {1, 1}}, 1), geo::Error);
  EXPECT_THROW((void)profile({{1, 1}, {1, 9}}, 0), geo::Error);
  EXPECT_THROW((void)profile({{1, 1}, {1, 9}}, kNaN), geo::Error);
  EXPECT_THROW((void)profile({{1, 1}, {1, 9}}, 1e-9), geo::Error);
  EXPECT_EQ(profile({{1, 1}, {1, 9}}, 100).counts, std::vector<std::uint64_t>{0});
}

TEST(Summary, countsSumsAndMedians) {
  const Categories words{{"a", "b"}, {0, 1, Categories::kMissing, 0, 0}};
  const geo::Assignment assignment{{0, 1, -1, 1, 1}, {0, 0, 0, 0, 0}};
  const std::vector<double> capital = {5, kNaN, 100, 1, 7};
  const std::vector<std::uint32_t> indices = {0, 1, 2, 3};
  const auto got = geo::stats::summary(indices, &words, assignment, 2, capital, {});
  EXPECT_EQ(got.count, 4U);
  EXPECT_EQ(got.by_specialty, (std::vector<std::uint64_t>{2, 1, 1}));
  EXPECT_EQ(got.by_region, (std::vector<std::uint64_t>{1, 2, 1}));
  EXPECT_EQ(got.capital.known, 3U);
  EXPECT_EQ(got.capital.sum, 106);
  EXPECT_EQ(got.capital.median, 5);
  EXPECT_EQ(got.employees.known, 0U);
  EXPECT_TRUE(std::isnan(got.employees.median));
  const std::vector<std::uint32_t> even = {0, 4};
  EXPECT_EQ(geo::stats::summary(even, nullptr, assignment, 2, capital, {}).capital.median, 6);
  EXPECT_EQ(geo::stats::summary({}, nullptr, assignment, 2, capital, {}).count, 0U);
}

}  // namespace
