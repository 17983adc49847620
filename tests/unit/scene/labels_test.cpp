#include "geo/scene/labels.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "example_city.hpp"

namespace geo::scene {
namespace {

bool overlap(const Box& a, const Box& b) {
  return a.min_x < b.max_x && b.min_x < a.max_x && a.min_y < b.max_y && b.min_y < a.max_y;
}

void expect_apart(const std::vector<PlacedLabel>& placed, const Box& frame,
                  const std::vector<Box>& blocked) {
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (placed[i].form < 0) continue;
    const Box& box = placed[i].box;
    EXPECT_TRUE(frame.contains({box.min_x, box.min_y}) && frame.contains({box.max_x, box.max_y}));
    for (const Box& other : blocked) EXPECT_FALSE(overlap(box, other)) << i;
    for (std::size_t j = 0; j < i; ++j) {
      if (placed[j].form >= 0) {
        EXPECT_FALSE(overlap(box, placed[j].box)) << i << " and " << j;
      }
    }
  }
}

// Even-odd by a ray to the right, the slow way.
bool inside(const PolygonSet& shapes, std::size_t region, Point p) {
  bool in = false;
  for (std::size_t k = shapes.part_ring[shapes.region_part[region]];
       k < shapes.part_ring[shapes.region_part[region + 1]]; ++k) {
    for (std::size_t v = shapes.ring_vertex[k]; v + 1 < shapes.ring_vertex[k + 1]; ++v) {
      const Point a{shapes.x[v], shapes.y[v]};
      const Point b{shapes.x[v + 1], shapes.y[v + 1]};
      if ((a.y > p.y) != (b.y > p.y) && p.x < a.x + (p.y - a.y) / (b.y - a.y) * (b.x - a.x))
        in = !in;
    }
  }
  return in;
}

PolygonSet random_stars(std::uint64_t seed, int count) {
  PolygonSet shapes;
  for (int i = 0; i < count; ++i) {
    base::Random random(seed, static_cast<std::uint64_t>(i));
    shapes.add_region({std::to_string(i), {}, 0});
    shapes.add_part();
    const Point centre{100 * random.uniform(), 80 * random.uniform()};
    std::vector<Point> outer;
    std::vector<Point> hole;
    for (int k = 0; k < 20; ++k) {
      const double angle = 2 * 3.14159265358979 * k / 20;
      const double radius = 6 + 10 * random.uniform();
      outer.push_back({centre.x + radius * std::cos(angle), centre.y + radius * std::sin(angle)});
      hole.push_back({centre.x + 3 * std::cos(angle), centre.y + 3 * std::sin(angle)});
    }
    shapes.add_ring(outer);
    shapes.add_ring(hole);
  }
  return shapes;
}

TEST(RegionMask, equals_a_test_of_every_cell) {
  const PolygonSet shapes = random_stars(5, 6);
  const Transform transform{{-10, -5}, 0.7};
  const RegionMask mask(shapes, transform, 84, 63, 0.5);
  std::vector<std::size_t> count(shapes.size(), 0);
  for (int row = 0; row < mask.rows(); ++row) {
    for (int column = 0; column < mask.columns(); ++column) {
      const Point p{(column + 0.5) * 0.5 / 0.7 - 10, (row + 0.5) * 0.5 / 0.7 - 5};
      std::int32_t expected = RegionMask::kNone;
      for (std::size_t r = shapes.size(); r-- > 0;) {
        if (inside(shapes, r, p)) expected = static_cast<std::int32_t>(r);
      }
      ASSERT_EQ(mask.at(column, row), expected) << column << " " << row;
      if (expected >= 0) ++count[static_cast<std::size_t>(expected)];
    }
  }
  for (std::size_t r = 0; r < shapes.size(); ++r) EXPECT_EQ(mask.cells(r).size(), count[r]);
}

TEST(RegionMask, depth_is_the_distance_to_what_is_not_the_region) {
  const PolygonSet shapes = random_stars(8, 4);
  const RegionMask mask(shapes, {{0, 0}, 0.5}, 55, 45, 0.5);
  for (int row = 0; row < mask.rows(); row += 3) {
    for (int column = 0; column < mask.columns(); column += 3) {
      if (mask.at(column, row) < 0) continue;
      double nearest = std::numeric_limits<double>::infinity();
      for (int r = -1; r <= mask.rows(); ++r) {
        for (int c = -1; c <= mask.columns(); ++c) {
          const bool out = r < 0 || c < 0 || r == mask.rows() || c == mask.columns();
          if (out || mask.at(c, r) != mask.at(column, row)) {
            nearest = std::min(nearest, std::hypot(c - column, r - row) * 0.5);
          }
        }
      }
      // The edge lies half a cell before the next cell's centre.
      EXPECT_NEAR(mask.depth(column, row), nearest - 0.25, 0.09 * nearest + 0.25);
    }
  }
}

TEST(RegionMask, takes_shapes_far_outside_the_paper) {
  PolygonSet shapes;
  shapes.add_region({"a", {}, 0});
  test::add_rectangle(shapes, {-1e9, -1e9, 1e9, 1e9});
  shapes.add_region({"b", {}, 0});
  test::add_rectangle(shapes, {5e8, 5e8, 6e8, 6e8});
  shapes.add_region({"c", {}, 0});  // nothing drawn
  const RegionMask mask(shapes, {{0, 0}, 1}, 10, 10);
  EXPECT_EQ(mask.cells(0).size(), 400U);
  EXPECT_TRUE(mask.cells(1).empty());
  EXPECT_TRUE(mask.cells(2).empty());
  EXPECT_DOUBLE_EQ(mask.share({2, 2, 4, 4}, 0), 1);
  EXPECT_DOUBLE_EQ(mask.share({8, 8, 12, 12}, 0), 0.25) << "beyond the paper there is nothing";
}

TEST(Labels, never_overlap_whatever_is_asked) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const PolygonSet shapes = random_stars(seed, 12);
    const RegionMask mask(shapes, {{0, 0}, 1}, 100, 80);
    base::Random random(seed, 99);
    std::vector<LabelRequest> requests;
    for (int i = 0; i < 60; ++i) {
      LabelRequest request;
      const double width = 4 + 14 * random.uniform();
      request.forms = {{width, 7, 0.85}, {width, 3, 0.6}, {3, 3, 0.6}};
      if (i < 24) {
        request.region = i % 12;
        request.leader = i % 2 == 0;
      } else {
        request.anchors = {{100 * random.uniform(), 80 * random.uniform()}};
        request.clearance_mm = random.uniform();
      }
      requests.push_back(request);
    }
    const Box frame{1, 1, 99, 79};
    const std::vector<Box> blocked = {{20, 20, 40, 30}, {60, 50, 62, 52}};
    const auto placed = place_labels(requests, &mask, frame, blocked, {{0, 35, 100, 38}});
    ASSERT_EQ(placed.size(), requests.size());
    expect_apart(placed, frame, blocked);
    std::size_t found = 0;
    for (std::size_t i = 0; i < placed.size(); ++i) {
      if (placed[i].form < 0) continue;
      ++found;
      const LabelForm& form = requests[i].forms[static_cast<std::size_t>(placed[i].form)];
      EXPECT_NEAR(placed[i].box.width(), form.width_mm, 1e-9);
      EXPECT_NEAR(placed[i].box.height(), form.height_mm, 1e-9);
      if (requests[i].region >= 0 && !placed[i].leader) {
        EXPECT_GE(mask.share(placed[i].box, requests[i].region), form.min_inside);
      }
    }
    EXPECT_GT(found, 20U);
  }
}

TEST(Labels, take_the_richest_form_that_fits) {
  PolygonSet shapes;
  shapes.add_region({"wide", {}, 0});
  test::add_rectangle(shapes, {0, 0, 40, 20});
  shapes.add_region({"low", {}, 0});
  test::add_rectangle(shapes, {0, 20, 40, 24});
  shapes.add_region({"small", {}, 0});
  test::add_rectangle(shapes, {0, 24, 4, 28});
  shapes.add_region({"tiny", {}, 0});
  test::add_rectangle(shapes, {50, 10, 50.1, 10.1});
  const RegionMask mask(shapes, {{0, 0}, 1}, 60, 60);
  LabelRequest request;
  request.forms = {{20, 9, 0.85}, {15, 3, 0.6}, {3, 3, 0.6}};
  request.leader = true;
  std::vector<LabelRequest> requests(4, request);
  for (int i = 0; i < 4; ++i) requests[static_cast<std::size_t>(i)].region = i;
  requests[3].anchors = {{50.05, 10.05}};
  const auto placed = place_labels(requests, &mask, {0, 0, 60, 60}, {}, {});
  EXPECT_EQ(placed[0].form, 0);
  EXPECT_EQ(placed[1].form, 1);
  EXPECT_EQ(placed[2].form, 2);
  EXPECT_FALSE(placed[2].leader);
  EXPECT_EQ(placed[3].form, 2);
  EXPECT_TRUE(placed[3].leader) << "too small to write in: a line leads to it";
  EXPECT_EQ(placed[3].target, (Point{50.05, 10.05}));
  EXPECT_NEAR(placed[0].box.centre().x, 20, 11) << "in the middle of its region";
  EXPECT_NEAR(placed[0].box.centre().y, 10, 2);
}

TEST(Labels, shun_strokes_where_they_can) {
  PolygonSet shapes;
  shapes.add_region({"a", {}, 0});
  test::add_rectangle(shapes, {0, 0, 60, 40});
  const RegionMask mask(shapes, {{0, 0}, 1}, 60, 40);
  LabelRequest request;
  request.forms = {{12, 4, 0.85}};
  request.region = 0;
  const std::vector<Box> stroke = {{0, 16, 60, 24}};
  const auto placed = place_labels({request}, &mask, {0, 0, 60, 40}, {}, stroke);
  ASSERT_EQ(placed[0].form, 0);
  EXPECT_FALSE(overlap(placed[0].box, stroke[0]));
  // Where there is nothing else, on the stroke is better than nowhere.
  const std::vector<Box> everywhere = {{0, 0, 60, 40}};
  EXPECT_EQ(place_labels({request}, &mask, {0, 0, 60, 40}, {}, everywhere)[0].form, 0);
}

TEST(Labels, rather_say_less_than_stand_on_a_stroke) {
  PolygonSet shapes;
  shapes.add_region({"a", {}, 0});
  test::add_rectangle(shapes, {0, 0, 20, 14});
  const RegionMask mask(shapes, {{0, 0}, 1}, 20, 14);
  LabelRequest request;
  request.forms = {{16, 10, 0.85}, {16, 4, 0.6}, {3, 3, 0.6}};
  request.region = 0;
  const Box frame{0, 0, 20, 14};
  // The stroke leaves no room for all lines, but for the title.
  EXPECT_EQ(place_labels({request}, &mask, frame, {}, {})[0].form, 0);
  const std::vector<Box> stroke = {{0, 6, 20, 8}};
  const auto placed = place_labels({request}, &mask, frame, {}, stroke);
  ASSERT_EQ(placed[0].form, 1);
  EXPECT_FALSE(overlap(placed[0].box, stroke[0]));
  // Room for the key alone; then for nothing: on the strokes all lines are no worse than few.
  const std::vector<Box> strokes = {{0, 3.4, 20, 4}, {0, 7.4, 20, 8}, {0, 11.4, 20, 12}};
  EXPECT_EQ(place_labels({request}, &mask, frame, {}, strokes)[0].form, 2);
  const std::vector<Box> everywhere = {{0, 0, 20, 14}};
  EXPECT_EQ(place_labels({request}, &mask, frame, {}, everywhere)[0].form, 0);
}

TEST(Labels, of_nothing) {
  EXPECT_TRUE(place_labels({}, nullptr, {0, 0, 10, 10}, {}, {}).empty());
  LabelRequest request;  // no form, no anchor
  EXPECT_EQ(place_labels({request}, nullptr, {0, 0, 10, 10}, {}, {})[0].form, -1);
  request.region = 0;  // a region, but no mask
  request.forms = {{1, 1, 0.5}};
  EXPECT_EQ(place_labels({request}, nullptr, {0, 0, 10, 10}, {}, {})[0].form, -1);
  request.region = -1;
  request.anchors = {{5, 5}};
  EXPECT_EQ(place_labels({request}, nullptr, {0, 0, 10, 10}, {}, {})[0].form, 0);
  request.forms = {{20, 20, 0.5}};  // larger than the paper
  EXPECT_EQ(place_labels({request}, nullptr, {0, 0, 10, 10}, {}, {})[0].form, -1);
}

}  // namespace
}  // namespace geo::scene
