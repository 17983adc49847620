#include "geo/scene/point_pyramid.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <random>

#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

struct Set {
  PointSet points;
  std::vector<std::uint32_t> listed;
  std::vector<std::uint32_t> category;
};

Set random_set(std::size_t n, double width, unsigned seed) {
  std::mt19937_64 bits(seed);
  std::uniform_real_distribution<double> place(0, width);
  Set set;
  for (std::size_t i = 0; i < n; ++i) {
    // Half of them in a tight heap.
    const double shrink = i % 2 == 0 ? 1 : 0.01;
    set.points.x.push_back(500000 + place(bits) * shrink);
    set.points.y.push_back(3400000 + place(bits) * shrink);
    set.category.push_back(static_cast<std::uint32_t>(bits() % 5));
    if (bits() % 4 != 0) set.listed.push_back(static_cast<std::uint32_t>(i));
  }
  return set;
}

/// The cells of a level by the definition, each point by itself.
std::map<std::pair<long, long>, PointPyramid::Cell> twin(const Set& set, double side) {
  Box box;
  for (const std::uint32_t i : set.listed) box.extend(Point{set.points.x[i], set.points.y[i]});
  std::map<std::pair<long, long>, std::vector<std::uint32_t>> members;
  for (const std::uint32_t i : set.listed) {
    members[{static_cast<long>(std::floor((set.points.y[i] - box.min_y) / side)),
             static_cast<long>(std::floor((set.points.x[i] - box.min_x) / side))}]
        .push_back(i);
  }
  std::map<std::pair<long, long>, PointPyramid::Cell> cells;
  for (const auto& [key, those] : members) {
    PointPyramid::Cell& cell = cells[key];
    std::map<std::uint32_t, std::uint32_t> counts;
    for (const std::uint32_t i : those) {
      cell.middle.x += set.points.x[i] / static_cast<double>(those.size());
      cell.middle.y += set.points.y[i] / static_cast<double>(those.size());
      ++counts[set.category.empty() ? 0 : set.category[i]];
    }
    cell.count = static_cast<std::uint32_t>(those.size());
    cell.category =
        std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
          return a.second < b.second || (a.second == b.second && a.first > b.first);
        })->first;
  }
  return cells;
}

void expect_like_twin(const Set& set, double finest) {
  const PointPyramid pyramid(set.points, set.listed, set.category, 5, finest, Context(1));
  ASSERT_EQ(pyramid.size(), set.listed.size());
  Box all;
  for (const std::uint32_t i : set.listed) all.extend(Point{set.points.x[i], set.points.y[i]});
  for (std::size_t level = 0; level < pyramid.levels(); ++level) {
    const auto wanted = twin(set, pyramid.side(level));
    const auto cells = pyramid.cells(level, all);
    ASSERT_EQ(cells.size(), wanted.size()) << "level " << level;
    std::size_t k = 0;
    for (const auto& [key, cell] : wanted) {  // the map's order: from south to north, west to east
      EXPECT_EQ(cells[k].count, cell.count);
      EXPECT_EQ(cells[k].category, cell.category);
      EXPECT_NEAR(cells[k].middle.x, cell.middle.x, 1e-6);
      EXPECT_NEAR(cells[k].middle.y, cell.middle.y, 1e-6);
      const Point centre = pyramid.centre_of(level, cells[k]);
      const double half = pyramid.side(level) / 2;
      EXPECT_LE(std::fabs(centre.x - cells[k].middle.x), half * (1 + 1e-9) + 1e-6);
      EXPECT_LE(std::fabs(centre.y - cells[k].middle.y), half * (1 + 1e-9) + 1e-6);
      ++k;
    }
    EXPECT_EQ(pyramid.count(level, all), set.listed.size());
  }
  EXPECT_EQ(pyramid.cells(pyramid.levels() - 1, all).size(), 1U);
  EXPECT_EQ(pyramid.dots(all).size(), set.listed.size());
}

TEST(PointPyramid, counts_as_the_definition_says) {
  for (const unsigned seed : {1U, 2U, 3U}) expect_like_twin(random_set(2000, 10000, seed), 50);
  expect_like_twin(random_set(1, 10, 4), 50);
  expect_like_twin(random_set(300, 10, 5), 50);  // all in one cell
}

TEST(PointPyramid, a_box_gets_the_cells_that_touch_it_and_no_others) {
  const Set set = random_set(3000, 20000, 7);
  const PointPyramid pyramid(set.points, set.listed, set.category, 5, 100, Context(1));
  Box all;
  for (const std::uint32_t i : set.listed) all.extend(Point{set.points.x[i], set.points.y[i]});
  std::mt19937_64 bits(8);
  std::uniform_real_distribution<double> place(-3000, 23000);
  for (int round = 0; round < 60; ++round) {
    Box box;
    for (int k = 0; k < 2; ++k) box.extend(Point{500000 + place(bits), 3400000 + place(bits)});
    for (const std::size_t level : {std::size_t{0}, std::size_t{3}, pyramid.levels() - 1}) {
      const double side = pyramid.side(level);
      std::size_t wanted = 0;
      std::size_t points = 0;
      for (const auto& [key, cell] : twin(set, side)) {
        const double south = all.min_y + static_cast<double>(key.first) * side;
        const double west = all.min_x + static_cast<double>(key.second) * side;
        if (west <= box.max_x && west + side > box.min_x && south <= box.max_y &&
            south + side > box.min_y) {
          ++wanted;
          points += cell.count;
        }
      }
      EXPECT_EQ(pyramid.cells(level, box).size(), wanted);
      EXPECT_EQ(pyramid.count(level, box), points);
      if (level == 0) {
        EXPECT_EQ(pyramid.dots(box).size(), points);
      }
    }
  }
}

TEST(PointPyramid, nasty_points) {
  Set set;
  const PointPyramid none(set.points, set.listed, set.category, 1, 10, Context(1));
  EXPECT_EQ(none.levels(), 0U);
  EXPECT_TRUE(none.cells(0, {0, 0, 1, 1}).empty());
  EXPECT_TRUE(none.dots({0, 0, 1, 1}).empty());

  // All equal.
  set.points.x.assign(1000, 1e7);
  set.points.y.assign(1000, -1e7);
  set.listed.resize(1000);
  std::iota(set.listed.begin(), set.listed.end(), 0U);
  const PointPyramid equal(set.points, set.listed, {}, 1, 10, Context(1));
  EXPECT_EQ(equal.levels(), 1U);
  EXPECT_EQ(equal.cells(0, {1e7, -1e7, 1e7, -1e7}).at(0).count, 1000U);

  // So far apart that the finest cells would be too many.
  set.points.x[0] = -1e12;
  const PointPyramid far(set.points, set.listed, {}, 1, 10, Context(1));
  EXPECT_GE(far.side(0), 1e12 / (1 << 20));
  EXPECT_EQ(far.count(0, {-2e12, -1e12, 2e12, 1e12}), 1000U);
  EXPECT_TRUE(far.cells(0, Box{}).empty());

  // A category that is none counts as the last.
  set.category.assign(1000, 99);
  const PointPyramid late(set.points, set.listed, set.category, 3, 10, Context(1));
  EXPECT_EQ(late.cells(late.levels() - 1, {-2e12, -1e12, 2e12, 1e12}).at(0).category, 2U);
}

TEST(PointPyramid, options_that_cannot_be_used_are_refused) {
  const Set set = random_set(10, 10, 1);
  for (const double finest : {0.0, -1.0, std::nan(""), HUGE_VAL}) {
    EXPECT_THROW(PointPyramid(set.points, set.listed, set.category, 5, finest, Context(1)), Error);
  }
  EXPECT_THROW(PointPyramid(set.points, set.listed, set.category, 0, 10, Context(1)), Error);
}

}  // namespace
}  // namespace geo::scene
