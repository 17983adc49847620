#include "geo/density/bins.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>

#include "base/geos.hpp"
#include "base/orient.hpp"
#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"

namespace geo {
namespace {

using density::BinOptions;
using density::Bins;
using density::BinShape;
using test::set_of;

constexpr BinShape kShapes[] = {BinShape::kSquare, BinShape::kHexagonPointy,
                                BinShape::kHexagonFlat};
constexpr double kInf = std::numeric_limits<double>::infinity();

std::vector<Point> scattered(std::uint64_t seed, std::size_t n, const Box& box) {
  std::vector<Point> positions;
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    positions.push_back(
        {box.min_x + random.uniform() * box.width(), box.min_y + random.uniform() * box.height()});
  }
  return positions;
}

std::vector<Point> ring_of(const PolygonSet& shapes, std::size_t r) {
  std::vector<Point> ring;
  for (std::uint32_t i = shapes.ring_vertex[r]; i + 1 < shapes.ring_vertex[r + 1]; ++i) {
    ring.push_back({shapes.x[i], shapes.y[i]});
  }
  return ring;
}

/// The slow twin: a point lies in a convex bin if it is on the left of every edge; on an edge, if
/// the bin is met when going from there in the stated direction, and then a little to the side.
bool holds(const std::vector<Point>& ring, Point p, BinShape shape) {
  const bool flat = shape == BinShape::kHexagonFlat;
  const Point first = flat ? Point{0, 1} : Point{1, 0};
  const Point second = flat ? Point{1, 0} : Point{0, 1};
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    const int side = base::orientation(a, b, p);
    if (side < 0) return false;
    if (side > 0) continue;
    const auto turn = [&](Point d) { return (b.x - a.x) * d.y - (b.y - a.y) * d.x; };
    const double way = turn(first) != 0 ? turn(first) : turn(second);
    if (way < 0) return false;
  }
  return true;
}

std::vector<std::int64_t> whole(const Table& table, const std::string& name) {
  return std::get<std::vector<std::int64_t>>(table.find(name)->values);
}
std::vector<double> numbers(const Table& table, const std::string& name) {
  return std::get<std::vector<double>>(table.find(name)->values);
}

/// Every point in one bin, by the twin; counts, and what is said of each bin.
void expect_counts(const PointSet& points, const BinOptions& options) {
  SCOPED_TRACE(name_of(options.shape) + " " + std::to_string(options.size_m));
  const Bins bins = density::count_by_bins(points, options, Context(2));
  bins.shapes.validate();
  bins.table.validate();
  ASSERT_EQ(bins.shapes.size(), bins.table.row_count());
  EXPECT_EQ(bins.points, points.size());
  const auto count = whole(bins.table, "count");
  std::uint64_t total = 0;
  std::vector<int> times(points.size(), 0);
  for (std::size_t r = 0; r < bins.shapes.size(); ++r) {
    const std::vector<Point> ring = ring_of(bins.shapes, r);
    const Box box = bins.shapes.envelope(r);
    std::int64_t expected = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Point p{points.x[i], points.y[i]};
      if (!box.contains(p) || !holds(ring, p, options.shape)) continue;
      ++expected;
      ++times[i];
    }
    EXPECT_EQ(count[r], expected) << bins.shapes.regions[r].code;
    total += static_cast<std::uint64_t>(count[r]);
    if (!options.cover) {
      EXPECT_GT(count[r], 0);
    }
    const double area = numbers(bins.table, "area_km2")[r] * 1e6;
    EXPECT_NEAR(bins.shapes.area(r), area, 1e-5 * area);
    EXPECT_DOUBLE_EQ(numbers(bins.table, "density_per_km2")[r],
                     static_cast<double>(count[r]) / area * 1e6);
    const Point centre{numbers(bins.table, "x")[r], numbers(bins.table, "y")[r]};
    EXPECT_NEAR(centre.x, box.centre().x, 1e-6 * options.size_m);
    EXPECT_NEAR(centre.y, box.centre().y, 1e-6 * options.size_m);
  }
  EXPECT_EQ(total, points.size());
  for (const int t : times) EXPECT_EQ(t, 1);
}

TEST(Bins, equal_the_slow_twin_on_random_points) {
  for (const BinShape shape : kShapes) {
    for (const double size : {37.0, 250.0, 1000.0, 1e5}) {
      const Box box{350000.5, 3450000, 351000, 3451500};
      expect_counts(set_of(scattered(1, 800, box)), {.shape = shape, .size_m = size});
      expect_counts(set_of(scattered(2, 800, {-700, -500, 900, 600})),
                    {.shape = shape, .size_m = size});
    }
  }
}

/// Points on corners, on edges and a rounding error beside them.
TEST(Bins, equal_the_slow_twin_on_borders) {
  for (const BinShape shape : kShapes) {
    for (const double size : {1.0, 300.0, 333.3}) {
      const Bins lattice = density::count_by_bins(
          set_of({}),
          {.shape = shape, .size_m = size, .cover = Box{-3 * size, -2 * size, 2 * size, 3 * size}},
          Context(1));
      std::vector<Point> positions;
      for (std::size_t r = 0; r < lattice.shapes.size(); ++r) {
        const std::vector<Point> ring = ring_of(lattice.shapes, r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const Point a = ring[i];
          const Point b = ring[(i + 1) % ring.size()];
          for (const double t : {0.0, 0.25, 0.5, 0.7}) {
            const Point p{a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)};
            positions.push_back(p);
            positions.push_back({std::nextafter(p.x, kInf), p.y});
            positions.push_back({std::nextafter(p.x, -kInf), p.y});
            positions.push_back({p.x, std::nextafter(p.y, kInf)});
            positions.push_back({p.x, std::nextafter(p.y, -kInf)});
          }
        }
      }
      ASSERT_GT(positions.size(), 500U);
      expect_counts(set_of(positions), {.shape = shape, .size_m = size});
    }
  }
}

TEST(Bins, of_nasty_points) {
  for (const BinShape shape : kShapes) {
    const Bins none = density::count_by_bins(set_of({}), {.shape = shape}, Context(1));
    EXPECT_EQ(none.shapes.size(), 0U);
    EXPECT_EQ(none.table.row_count(), 0U);
    expect_counts(set_of({{0, 0}}), {.shape = shape});
    expect_counts(set_of(std::vector<Point>(500, {12345.678, -9876.5})), {.shape = shape});
    expect_counts(set_of({{1e7, 1e7}, {1e7 + 1, 1e7}, {1e7, 1e7 + 1}, {-2e7, 3e6}}),
                  {.shape = shape, .size_m = 2});
  }
}

TEST(Bins, neighbours_share_corners_and_cover_without_gap_or_overlap) {
  const Box box{350123, 3450456, 352345, 3452000};
  for (const BinShape shape : kShapes) {
    for (const double size : {211.7, 400.0}) {
      const Bins bins = density::count_by_bins(
          set_of({}), {.shape = shape, .size_m = size, .cover = box}, Context(1));
      std::set<std::pair<std::pair<double, double>, std::pair<double, double>>> edges;
      double total = 0;
      base::Geos geos;
      std::vector<base::Geos::Geometry> shapes;
      for (std::size_t r = 0; r < bins.shapes.size(); ++r) {
        const std::vector<Point> ring = ring_of(bins.shapes, r);
        for (std::size_t i = 0; i < ring.size(); ++i) {
          const Point a = ring[i];
          const Point b = ring[(i + 1) % ring.size()];
          EXPECT_TRUE(edges.insert({{a.x, a.y}, {b.x, b.y}}).second);
        }
        shapes.push_back(geos.region(bins.shapes, r));
        EXPECT_EQ(GEOSisValid_r(geos.handle(), shapes.back().get()), 1);
        total += bins.shapes.area(r);
      }
      std::size_t open = 0;
      for (const auto& [a, b] : edges) open += edges.count({b, a}) == 0 ? 1U : 0U;
      EXPECT_LT(open, edges.size() / 3) << "edges inside are met by the neighbour's, bit for bit";
      const base::Geos::Geometry all =
          geos.own(GEOSUnaryUnion_r(geos.handle(),
                                    geos.collection(GEOS_MULTIPOLYGON, std::move(shapes)).get()),
                   "joining bins");
      EXPECT_NEAR(geos.area(all.get()), total, 1e-9 * total);
      const base::Geos::Geometry rectangle = geos.own(
          GEOSGeom_createRectangle_r(geos.handle(), box.min_x, box.min_y, box.max_x, box.max_y),
          "drawing a box");
      EXPECT_EQ(GEOSContains_r(geos.handle(), all.get(), rectangle.get()), 1);
    }
  }
}

TEST(Bins, that_touch_a_box_are_those_that_geos_finds) {
  for (const BinShape shape : kShapes) {
    for (std::uint64_t seed = 0; seed < 30; ++seed) {
      base::Random random(seed, 9);
      const double x = 20 * random.uniform() - 10;
      const double y = 20 * random.uniform() - 10;
      Box box{x, y, x + 6 * random.uniform(), y + 6 * random.uniform()};
      if (seed % 5 == 0) box = {x, y, x, y};
      if (seed == 3) box = {1, 1, 2, 2};
      const Bins bins = density::count_by_bins(
          set_of({}), {.shape = shape, .size_m = 1, .cover = box}, Context(1));
      const Bins wide = density::count_by_bins(
          set_of({}), {.shape = shape, .size_m = 1, .cover = box.grown(3)}, Context(1));
      base::Geos geos;
      const base::Geos::Geometry rectangle =
          seed % 5 == 0 ? geos.own(GEOSGeom_createPointFromXY_r(geos.handle(), x, y), "a point")
                        : geos.own(GEOSGeom_createRectangle_r(geos.handle(), box.min_x, box.min_y,
                                                              box.max_x, box.max_y),
                                   "a box");
      std::set<std::string> expected;
      for (std::size_t r = 0; r < wide.shapes.size(); ++r) {
        const base::Geos::Geometry bin = geos.region(wide.shapes, r);
        if (GEOSIntersects_r(geos.handle(), bin.get(), rectangle.get()) == 1) {
          expected.insert(wide.shapes.regions[r].code);
        }
      }
      std::set<std::string> got;
      for (const Region& region : bins.shapes.regions) got.insert(region.code);
      EXPECT_EQ(got, expected) << name_of(shape) << " " << seed;
    }
  }
}

TEST(Bins, with_a_box_hold_the_points_beyond_it_too) {
  PointSet points = set_of({{0.5, 0.5}, {50.5, 0.5}});
  const BinOptions options{
      .shape = BinShape::kSquare, .size_m = 1, .cover = Box{0.2, 0.2, 1.8, 0.8}};
  const Bins bins = density::count_by_bins(points, options, Context(1));
  ASSERT_EQ(bins.shapes.size(), 3U);
  EXPECT_EQ(whole(bins.table, "count"), (std::vector<std::int64_t>{1, 0, 1}));
  EXPECT_EQ(bins.shapes.regions[2].code, "50_0");
  expect_counts(points, options);
}

PointSet with_values(std::size_t n) {
  PointSet points = set_of(scattered(5, n, {0, 0, 30000, 20000}));
  std::vector<double> staff(n);
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(6, i);
    points.weight.push_back(std::exp(random.normal()));
    staff[i] = random.below(7) == 0 ? NAN : 1e6 * random.normal();
    if (random.below(50) == 0) staff[i] = kInf;
  }
  points.columns.push_back({"staff", staff});
  points.columns.push_back({"name", std::vector<std::string>(n, "a")});
  return points;
}

TEST(Bins, sums_and_means_equal_the_slow_twin) {
  const PointSet points = with_values(3000);
  const auto& staff = std::get<std::vector<double>>(points.columns[0].values);
  for (const BinShape shape : kShapes) {
    const Bins bins = density::count_by_bins(
        points, {.shape = shape, .size_m = 4000, .weight = true, .columns = {"staff"}}, Context(2));
    for (std::size_t r = 0; r < bins.shapes.size(); ++r) {
      const std::vector<Point> ring = ring_of(bins.shapes, r);
      long double weight = 0;
      long double sum = 0;
      std::int64_t n = 0;
      std::int64_t missing = 0;
      for (std::size_t i = 0; i < points.size(); ++i) {
        if (!holds(ring, {points.x[i], points.y[i]}, shape)) continue;
        ++n;
        weight += points.weight[i];
        if (std::isfinite(staff[i])) {
          sum += staff[i];
        } else {
          ++missing;
        }
      }
      EXPECT_DOUBLE_EQ(numbers(bins.table, "sum_weight")[r], static_cast<double>(weight));
      EXPECT_DOUBLE_EQ(numbers(bins.table, "mean_weight")[r],
                       static_cast<double>(weight / static_cast<long double>(n)));
      EXPECT_NEAR(numbers(bins.table, "sum_staff")[r], static_cast<double>(sum), 1e-7);
      EXPECT_EQ(whole(bins.table, "missing_staff")[r], missing);
      EXPECT_EQ(whole(bins.table, "missing_weight")[r], 0);
      if (n == missing) {
        EXPECT_TRUE(std::isnan(numbers(bins.table, "mean_staff")[r]));
      } else {
        EXPECT_NEAR(numbers(bins.table, "mean_staff")[r],
                    static_cast<double>(sum / static_cast<long double>(n - missing)), 1e-7);
      }
    }
    ASSERT_EQ(bins.totals.size(), 2U);
    EXPECT_EQ(bins.totals[1].name, "staff");
    long double total = 0;
    std::uint64_t missing = 0;
    for (const double value : staff) {
      if (std::isfinite(value)) {
        total += value;
      } else {
        ++missing;
      }
    }
    EXPECT_NEAR(bins.totals[1].sum, static_cast<double>(total), 1e-6);
    EXPECT_EQ(bins.totals[1].missing, missing);
  }
}

TEST(Bins, of_points_without_weights_weigh_one_each) {
  const Bins bins =
      density::count_by_bins(set_of({{1, 1}, {2, 2}, {1, 3}}), {.weight = true}, Context(1));
  EXPECT_EQ(numbers(bins.table, "sum_weight"), (std::vector<double>{3}));
  EXPECT_EQ(numbers(bins.table, "mean_weight"), (std::vector<double>{1}));
}

TEST(Bins, are_the_same_bits_with_any_number_of_threads) {
  const PointSet points = with_values(300000);
  const BinOptions options{.size_m = 700, .weight = true, .columns = {"staff"}};
  const Bins one = density::count_by_bins(points, options, Context(1));
  for (const int threads : {2, 3, 7}) {
    const Bins other = density::count_by_bins(points, options, Context(threads));
    EXPECT_EQ(one.shapes.x, other.shapes.x);
    EXPECT_EQ(one.shapes.y, other.shapes.y);
    EXPECT_EQ(whole(one.table, "count"), whole(other.table, "count"));
    for (const char* name : {"sum_weight", "sum_staff"}) {
      const auto a = numbers(one.table, name);
      const auto b = numbers(other.table, name);
      ASSERT_EQ(a.size(), b.size());
      EXPECT_EQ(std::memcmp(a.data(), b.data(), a.size() * sizeof(double)), 0);
    }
  }
  std::int64_t total = 0;
  for (const std::int64_t n : whole(one.table, "count")) total += n;
  EXPECT_EQ(total, 300000);
}

TEST(Bins, come_in_order_and_keep_their_codes) {
  const PointSet points = with_values(500);
  for (const BinShape shape : kShapes) {
    const Bins all = density::count_by_bins(points, {.shape = shape, .size_m = 3000}, Context(1));
    const auto column = whole(all.table, "column");
    const auto row = whole(all.table, "row");
    const bool flat = shape == BinShape::kHexagonFlat;
    for (std::size_t r = 1; r < column.size(); ++r) {
      const auto key = [&](std::size_t i) {
        return flat ? std::pair(column[i], row[i]) : std::pair(row[i], column[i]);
      };
      EXPECT_LT(key(r - 1), key(r));
    }
    const Bins few =
        density::count_by_bins(points.select({3}), {.shape = shape, .size_m = 3000}, Context(1));
    const int found = all.shapes.find(few.shapes.regions[0].code);
    ASSERT_GE(found, 0);
    EXPECT_EQ(ring_of(all.shapes, static_cast<std::size_t>(found)), ring_of(few.shapes, 0));
  }
}

TEST(Bins, refuse_what_cannot_be) {
  const PointSet points = with_values(10);
  for (const double size : {0.0, -1.0, double{NAN}, kInf, 1e-12}) {
    EXPECT_THROW((void)density::count_by_bins(points, {.size_m = size}, Context(1)), Error) << size;
  }
  EXPECT_THROW((void)density::count_by_bins(points, {.columns = {"name"}}, Context(1)), Error);
  EXPECT_THROW((void)density::count_by_bins(points, {.columns = {"none"}}, Context(1)), Error);
  EXPECT_THROW((void)density::count_by_bins(points, {.columns = {"staff", "staff"}}, Context(1)),
               Error);
  EXPECT_THROW((void)density::count_by_bins(points, {.size_m = 1, .most_bins = 5}, Context(1)),
               Error);
  EXPECT_THROW(
      (void)density::count_by_bins(points, {.size_m = 1, .cover = Box{0, 0, 1e5, 1e5}}, Context(1)),
      Error);
  EXPECT_THROW((void)density::bin_shape_named("triangle"), Error);
  for (const BinShape shape : kShapes) EXPECT_EQ(density::bin_shape_named(name_of(shape)), shape);
  const Context context(1);
  context.cancel();
  EXPECT_THROW((void)density::count_by_bins(points, {}, context), Error);
}

TEST(Bins, of_synthetic_points_say_so) {
  PointSet points = set_of({{1, 1}});
  EXPECT_TRUE(density::count_by_bins(points, {}, Context(1)).table.notes.empty());
  points.synthetic = true;
  EXPECT_FALSE(density::count_by_bins(points, {}, Context(1)).table.notes.empty());
}

}  // namespace
}  // namespace geo
