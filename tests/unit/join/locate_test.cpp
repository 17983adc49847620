#include <array>
#include <limits>
#include <numbers>
#include <utility>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "join/label_grid.hpp"
#include "unit/join/twins.hpp"

namespace geo::test {
namespace {

using base::Random;
using join::RegionLocator;

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void add_polygon(PolygonSet& set, const std::string& code, const std::vector<Points>& rings) {
  set.add_region({code, {}, kNaN});
  set.add_part();
  for (const Points& ring : rings) set.add_ring(ring);
}

/// A star about `centre`, with radii between half of `radius` and all of it.
Points star(Random& random, Point centre, double radius, int vertices) {
  Points ring;
  for (int k = 0; k < vertices; ++k) {
    const double angle = 2 * std::numbers::pi * k / vertices;
    const double r = radius * (0.5 + 0.5 * random.uniform());
    ring.push_back({centre.x + r * std::cos(angle), centre.y + r * std::sin(angle)});
  }
  return ring;
}

Points scaled(Points ring, Point centre, double factor) {
  for (Point& p : ring) {
    p = {centre.x + (p.x - centre.x) * factor, centre.y + (p.y - centre.y) * factor};
  }
  return ring;
}

Points square(double x, double y, double side) {
  return {{x, y}, {x + side, y}, {x + side, y + side}, {x, y + side}};
}

/// Positions in the envelope and a little around it.
Points spread(Random& random, const Box& box, std::size_t count) {
  Points points(count);
  for (Point& p : points) {
    p = {box.min_x + (1.2 * random.uniform() - 0.1) * box.width(),
         box.min_y + (1.2 * random.uniform() - 0.1) * box.height()};
  }
  return points;
}

Points hard_points(Random& random, const PolygonSet& regions, std::size_t count) {
  Points points = near_borders(regions);
  const Points more = spread(random, regions.envelope(), count);
  points.insert(points.end(), more.begin(), more.end());
  return points;
}

/// A partition into n x n quadrangles with common vertices, moved by up to `jitter` of a side.
/// Codes are shuffled, so that their order is not that of the indices.
PolygonSet lattice(Random& random, int n, Point origin, double side, double jitter) {
  const auto index = [n](int i, int j) { return static_cast<std::size_t>(j * (n + 1) + i); };
  Points vertices(index(n, n) + 1);
  for (int j = 0; j <= n; ++j) {
    for (int i = 0; i <= n; ++i) {
      vertices[index(i, j)] = {origin.x + side * (i + jitter * (random.uniform() - 0.5)),
                               origin.y + side * (j + jitter * (random.uniform() - 0.5))};
    }
  }
  std::vector<int> codes(static_cast<std::size_t>(n) * static_cast<std::size_t>(n));
  std::iota(codes.begin(), codes.end(), 1000000);
  for (std::size_t k = codes.size(); k > 1; --k) std::swap(codes[k - 1], codes[random.below(k)]);
  PolygonSet set;
  for (int j = 0; j < n; ++j) {
    for (int i = 0; i < n; ++i) {
      add_polygon(set, std::to_string(codes[static_cast<std::size_t>(j * n + i)]),
                  {{vertices[index(i, j)], vertices[index(i + 1, j)], vertices[index(i + 1, j + 1)],
                    vertices[index(i, j + 1)]}});
    }
  }
  return set;
}

TEST(RegionLocator, NoRegionsHoldNothing) {
  expect_like_definition({}, {{0, 0}, {1e300, -1e300}, {kNaN, 0}, {kInfinity, kInfinity}});
  PolygonSet regions;  // a region without parts
  regions.add_region({"1", {}, kNaN});
  expect_like_definition(regions, {{0, 0}, {kNaN, kNaN}});
}

TEST(RegionLocator, WhatIsNotFiniteIsNowhere) {
  for (const double side : {1.0, 1e300, std::numeric_limits<double>::max()}) {
    PolygonSet regions;
    add_polygon(regions, "1", {square(-side, -side, side)});
    const RegionLocator locator(regions);
    EXPECT_EQ(locator.locate({-side / 2, -side / 2}).region, 0);
    for (const double odd : {kNaN, kInfinity, -kInfinity}) {
      for (const Point p : {Point{odd, -side / 2}, {-side / 2, odd}, {odd, odd}, {odd, 0.0}}) {
        EXPECT_EQ(locator.locate(p), Place{});
      }
    }
  }
}

TEST(RegionLocator, StarsWithHolesAndIslandsLikeGeos) {
  for (std::uint64_t round = 0; round < 6; ++round) {
    Random random(11, round);
    PolygonSet regions;
    for (int r = 0; r < 5; ++r) {
      regions.add_region({"r" + std::to_string(random.below(1000)) + std::to_string(r), {}, kNaN});
      for (int part = 0; part < 3; ++part) {
        const Point centre{100.0 * part + 20 * random.uniform(), 100 * random.uniform()};
        const Points outer = star(random, centre, 48, 5 + static_cast<int>(random.below(60)));
        const double hole = 0.3 + 0.6 * random.uniform();
        regions.add_part();
        regions.add_ring(outer);
        if (part != 1) regions.add_ring(scaled(outer, centre, hole));
        if (part != 2) continue;
        regions.add_part();  // an island in the hole
        regions.add_ring(scaled(outer, centre, hole * 0.5));
      }
    }
    expect_like_geos(regions, hard_points(random, regions, 20000));
  }
}

TEST(RegionLocator, SharedBordersGoToTheLowestCode) {
  for (const double jitter : {0.0, 0.6}) {
    Random random(12, 0);
    const PolygonSet regions = lattice(random, 12, {350000, 3450000}, 700, jitter);
    Points points = hard_points(random, regions, 50000);
    expect_like_geos(regions, points);
    // Nobody inside the lattice falls between two regions.
    const RegionLocator locator(regions);
    const double inner = jitter / 2 * 700 + 1;
    for (const Point& p : points) {
      if (p.x < 350000 + inner || p.x > 358400 - inner) continue;
      if (p.y < 3450000 + inner || p.y > 3458400 - inner) continue;
      EXPECT_NE(locator.locate(p).region, Assignment::kNone) << p.x << " " << p.y;
    }
  }
}

TEST(RegionLocator, LatticePointsOnSlantedEdges) {
  // Integer edges through many integer points: exactly on the border, or exactly beside it.
  PolygonSet regions;
  add_polygon(regions, "b", {{{0, 0}, {60, 24}, {36, 60}, {-24, 36}}});
  add_polygon(regions, "a", {{{60, 24}, {120, 48}, {36, 60}}});
  add_polygon(regions, "c", {{{0, 0}, {120, 48}, {60, -30}, {0, -30}}});
  Points points;
  for (int y = -40; y <= 70; ++y) {
    for (int x = -40; x <= 130; ++x) add_with_neighbours({1.0 * x, 1.0 * y}, points);
  }
  expect_like_geos(regions, points);
  expect_like_definition(regions, points);
}

TEST(RegionLocator, OverlapsGoToTheLowestCode) {
  Random random(13, 0);
  PolygonSet regions;
  for (int r = 0; r < 40; ++r) {
    const Point centre{100 * random.uniform(), 100 * random.uniform()};
    add_polygon(regions, std::to_string(random.below(100000)) + "-" + std::to_string(r),
                {star(random, centre, 40, 12)});
  }
  expect_like_geos(regions, hard_points(random, regions, 40000));
}

TEST(RegionLocator, SliversThinnerThanACell) {
  Random random(14, 0);
  PolygonSet regions;
  for (int r = 0; r < 30; ++r) {
    const Point a{100 * random.uniform(), 100 * random.uniform()};
    const Point b{100 * random.uniform(), 100 * random.uniform()};
    const Point beside{std::nextafter(b.x, 1000), std::nextafter(b.y, -1000)};
    add_polygon(regions, std::to_string(r), {{a, b, beside}});
  }
  add_polygon(regions, "across", {{{0, 50}, {100, std::nextafter(50, 60)}, {100, 50}}});
  expect_like_geos(regions, hard_points(random, regions, 20000));
  expect_like_definition(regions, hard_points(random, regions, 20000));
}

TEST(RegionLocator, BrokenRingsByEvenOdd) {
  PolygonSet regions;
  add_polygon(regions, "bow tie", {{{0, 0}, {10, 10}, {10, 0}, {0, 10}}});
  add_polygon(regions, "pentagram", {{{20, 0}, {26, 18}, {10, 7}, {30, 7}, {14, 18}}});
  add_polygon(regions, "spike", {{{40, 0}, {50, 0}, {50, 10}, {60, 10}, {50, 10}, {40, 10}}});
  add_polygon(regions, "twice round",
              {{{70, 0}, {80, 0}, {80, 10}, {70, 10}, {70, 0}, {80, 0}, {80, 10}, {70, 10}}});
  add_polygon(regions, "no area", {{{0, 20}, {5, 25}, {10, 30}, {5, 25}}});
  add_polygon(regions, "a point", {{{20, 30}, {20, 30}, {20, 30}}});
  add_polygon(regions, "repeated", {{{30, 20}, {30, 20}, {40, 20}, {40, 20}, {35, 30}, {35, 30}}});
  regions.add_region({"overlapping parts", {}, kNaN});
  for (const double x : {50.0, 55.0}) {
    regions.add_part();
    regions.add_ring(square(x, 20, 10));
  }
  regions.add_region({"parts with a common edge", {}, kNaN});
  for (const double x : {70.0, 75.0}) {
    regions.add_part();
    regions.add_ring(square(x, 20, 5));
  }
  Random random(15, 0);
  Points points = hard_points(random, regions, 20000);
  for (int y = -2; y <= 32; ++y) {
    for (int x = -2; x <= 82; ++x) points.push_back({1.0 * x, 1.0 * y});
  }
  expect_like_definition(regions, points);
  expect_like_geos(regions, points);
  const RegionLocator locator(regions);
  EXPECT_EQ(locator.locate({5, 2}), Place{});                    // beside the bow tie's knot
  EXPECT_EQ(locator.locate({20, 9}).region, Assignment::kNone);  // the pentagram's middle
  EXPECT_EQ(locator.locate({55, 10}), (Place{2, true}));         // on the spike
  EXPECT_EQ(locator.locate({75, 5}).region, Assignment::kNone);  // twice round is outside
  EXPECT_EQ(locator.locate({80, 5}), (Place{3, true}));          // its border is a border
  EXPECT_EQ(locator.locate({20, 30}), (Place{5, true}));         // the single position
  EXPECT_EQ(locator.locate({75, 22}), (Place{8, true}));         // the common edge
}

TEST(RegionLocator, TangledRingsOnASmallLattice) {
  // Rings of random lattice vertices: crossings, doubled edges, spikes and repeated vertices at
  // once.
  for (std::uint64_t round = 0; round < 150; ++round) {
    Random random(16, round);
    const auto size = 4 + random.below(12);
    PolygonSet regions;
    for (int r = 0; r < 3; ++r) {
      regions.add_region({std::to_string(random.below(10)) + std::to_string(r), {}, kNaN});
      for (std::uint64_t part = random.below(3); part < 3; ++part) {
        regions.add_part();
        Points ring(3 + random.below(20));
        for (Point& p : ring) {
          p = {static_cast<double>(random.below(size)), static_cast<double>(random.below(size))};
        }
        regions.add_ring(ring);
      }
    }
    Points points;
    for (std::uint64_t y = 0; y <= 2 * size; ++y) {
      for (std::uint64_t x = 0; x <= 2 * size; ++x) {
        points.push_back({0.5 * static_cast<double>(x), 0.5 * static_cast<double>(y)});
      }
    }
    const Points more = spread(random, regions.envelope(), 300);
    points.insert(points.end(), more.begin(), more.end());
    expect_like_definition(regions, points);
    expect_like_geos(regions, points);
  }
}

TEST(RegionLocator, ManyRegionsAboutOnePoint) {
  // More regions in a cell than a block of edges can name.
  for (const int count : {31, 32, 33, 200}) {
    PolygonSet regions;
    const auto rim = [&](int k) {
      const double angle = 2 * std::numbers::pi * (k % count) / count;
      return Point{10 * std::cos(angle), 10 * std::sin(angle)};
    };
    for (int k = 0; k < count; ++k) {
      add_polygon(regions, std::to_string((k * 7919) % 1009), {{{0, 0}, rim(k), rim(k + 1)}});
    }
    Random random(17, static_cast<std::uint64_t>(count));
    Points points = hard_points(random, regions, 5000);
    for (const double scale : {1e-3, 1e-9, 1e-200, 5e-324}) {
      const Points close = spread(random, {-scale, -scale, scale, scale}, 500);
      points.insert(points.end(), close.begin(), close.end());
    }
    expect_like_definition(regions, points);
  }
}

TEST(RegionLocator, MoreRegionsThanSixteenBitsName) {
  Random random(18, 0);
  constexpr int kSide = 300;
  const PolygonSet regions = lattice(random, kSide, {0, 0}, 1, 0);
  const RegionLocator locator(regions);
  const auto region_at = [](int i, int j) { return j * kSide + i; };
  for (int k = 0; k < 100000; ++k) {
    const int i = static_cast<int>(random.below(kSide));
    const int j = static_cast<int>(random.below(kSide));
    ASSERT_EQ(locator.locate({i + 0.5, j + random.uniform() * 0.9 + 0.05}),
              (Place{region_at(i, j), false}));
    if (j == 0) continue;
    // On the edge below: the neighbour with the lower code.
    const auto here = static_cast<std::size_t>(region_at(i, j));
    const auto below = static_cast<std::size_t>(region_at(i, j - 1));
    const bool lower = regions.regions[below].code < regions.regions[here].code;
    ASSERT_EQ(locator.locate({i + 0.5, 1.0 * j}),
              (Place{static_cast<std::int32_t>(lower ? below : here), true}));
  }
}

TEST(RegionLocator, FewLongEdgesAndManyTinyOnes) {
  // A region much smaller than a cell of the whole, with most of the vertices.
  Random random(19, 0);
  PolygonSet regions;
  add_polygon(regions, "a", {star(random, {5e-4, 5e-4}, 4e-4, 3000)});
  add_polygon(regions, "b", {{{-1e4, -1e4}, {2e4, -3e3}, {1e4, 1e4}}});
  Points points = near_borders(regions);
  const Points more = spread(random, regions.envelope(0), 5000);
  points.insert(points.end(), more.begin(), more.end());
  expect_like_geos(regions, points);
}

struct Placement {
  const char* name;
  double offset;
  double scale;
};

[[maybe_unused]] void PrintTo(const Placement& placement, std::ostream* out) {
  *out << "offset " << placement.offset << ", scale " << placement.scale;
}

class Extremes : public testing::TestWithParam<Placement> {};

TEST_P(Extremes, LikeDefinition) {
  const auto [name, offset, scale] = GetParam();
  for (std::uint64_t round = 0; round < 8; ++round) {
    Random random(20, round);
    PolygonSet regions;
    for (int r = 0; r < 6; ++r) {
      Points ring = star(random, {4 * random.uniform(), 4 * random.uniform()}, 3, 9);
      for (Point& p : ring) p = {offset + p.x * scale, -offset + p.y * scale};
      add_polygon(regions, std::to_string(random.below(100)) + std::to_string(r), {ring});
    }
    Points points = near_borders(regions);
    for (int k = 0; k < 3000; ++k) {
      points.push_back({offset + (9 * random.uniform() - 4) * scale,
                        -offset + (9 * random.uniform() - 4) * scale});
    }
    for (const double far : {0.0, 1e-300, 1e300, std::numeric_limits<double>::max()}) {
      for (const Point p : {Point{far, far}, {-far, far}, {offset, far}, {far, -offset}}) {
        points.push_back(p);
      }
    }
    expect_like_definition(regions, points);
  }
}

INSTANTIATE_TEST_SUITE_P(
    RegionLocator, Extremes,
    testing::Values(Placement{"MetresFarAway", 1e7, 1}, Placement{"MicrometresFarAway", 1e7, 1e-6},
                    Placement{"AFewUlps", 1e16, 4}, Placement{"OneUlp", 0x1p53, 1},
                    Placement{"Huge", 0, 1e300}, Placement{"NearTheGreatest", 0, 2e307},
                    Placement{"HugeAndFlat", 1e300, 1e290}, Placement{"Tiny", 0, 1e-300},
                    Placement{"Subnormal", 0, 1e-320}, Placement{"LeastNumbers", 0, 5e-324},
                    Placement{"OnePlace", 1e20, 1}, Placement{"UnderflowingSquares", 0, 1e-160}),
    [](const auto& test) { return test.param.name; });

TEST(RegionLocator, HugeAndTinyTogether) {
  PolygonSet regions;
  add_polygon(regions, "b", {{{-1e300, -1e300}, {1e300, -1e300}, {1e300, 1e300}}});
  add_polygon(regions, "a", {{{0, 0}, {5e-324, 0}, {1e-300, 1e-300}, {0, 1e-310}}});
  add_polygon(regions, "c", {{{-1e-5, 7}, {1e200, 7}, {3, 1e308}}});
  Random random(21, 0);
  Points points = near_borders(regions);
  for (int k = 0; k < 4000; ++k) {
    const double scale = std::pow(10, 620 * random.uniform() - 315);
    points.push_back({(random.uniform() - 0.5) * scale, (random.uniform() - 0.5) * scale});
    points.push_back({points.back().x, points.back().x});
  }
  expect_like_definition(regions, points);
}

TEST(RegionLocator, RegionsOfNoExtent) {
  PolygonSet flat;  // one side only
  add_polygon(flat, "x", {{{0, 5}, {10, 5}, {4, 5}}});
  expect_like_definition(flat, hard_points(*std::make_unique<Random>(22, 0), flat, 100));
  PolygonSet upright;
  add_polygon(upright, "y", {{{5, 0}, {5, 10}, {5, 4}}});
  expect_like_definition(upright, hard_points(*std::make_unique<Random>(22, 1), upright, 100));
  PolygonSet point;
  add_polygon(point, "p", {{{0, 0}, {0, 0}, {-0.0, 0}}});
  expect_like_definition(point, {{0, 0}, {-0.0, -0.0}, {5e-324, 0}, {0, -5e-324}, {1, 1}});
  EXPECT_EQ(RegionLocator(point).locate({-0.0, 0.0}), (Place{0, true}));
}

TEST(RegionLocator, SinglePrecisionDecidesNothingThatItCannot) {
  // The same grid with the blocks of edges taken away answers in exact arithmetic everywhere.
  Random random(23, 0);
  const PolygonSet regions = lattice(random, 9, {121.1, 30.7}, 0.1, 0.7);
  const join::LabelGrid fast = join::build_label_grid(regions, Context(1));
  join::LabelGrid slow = fast;
  for (join::BorderCell& cell : slow.cells) cell.blocks = 0;
  constexpr std::size_t kCount = 400000;
  std::vector<double> x(kCount);
  std::vector<double> y(kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    // Beside an edge by 2^-18 to 2^-45 of its length, where single precision begins to doubt.
    const std::uint64_t ring = random.below(regions.ring_count());
    const std::size_t k = regions.ring_vertex[ring] + random.below(4);
    const double t = random.uniform();
    const double off = std::ldexp(random.uniform() - 0.5, -17 - static_cast<int>(random.below(28)));
    const Point d{regions.x[k + 1] - regions.x[k], regions.y[k + 1] - regions.y[k]};
    x[i] = regions.x[k] + t * d.x - off * d.y;
    y[i] = regions.y[k] + t * d.y + off * d.x;
  }
  std::vector<std::int32_t> region(kCount);
  std::vector<std::int32_t> region_slow(kCount);
  std::vector<std::uint8_t> border(kCount);
  std::vector<std::uint8_t> border_slow(kCount);
  join::locate(fast, x, y, region, border);
  join::locate(slow, x, y, region_slow, border_slow);
  EXPECT_EQ(region, region_slow);
  EXPECT_EQ(border, border_slow);
}

TEST(RegionLocator, SpansOfOtherLengthsAreRefused) {
  const RegionLocator locator{PolygonSet{}};
  std::vector<double> x(3);
  std::vector<std::int32_t> region(3);
  std::vector<std::uint8_t> border(2);
  EXPECT_THROW(locator.locate(x, x, region, border), Error);
}

}  // namespace
}  // namespace geo::test
