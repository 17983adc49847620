#include "geo/density/edge.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <numbers>
#include <string>

#include "base/geos.hpp"
#include "base/random.hpp"
#include "density/border.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"
#include "windows.hpp"

namespace geo::density {
namespace {

using test::add_region;
using test::districts;
using test::rectangle;
using test::star_window;
using test::twin_edge_mass;

PolygonSet one(const std::vector<Point>& ring) {
  PolygonSet set;
  set.crs = "EPSG:32651";
  add_region(set, "w", {ring});
  return set;
}

bool same_bits(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

void expect_equals_twin(const PolygonSet& window, const Options& options,
                        const std::vector<Point>& positions, double tolerance = 1e-9) {
  SCOPED_TRACE(name_of(options.kernel) + " " + std::to_string(options.bandwidth_m));
  const std::vector<double> masses = EdgeMass(window, options).at(positions, Context(2));
  int wrong = 0;
  for (std::size_t i = 0; i < positions.size() && wrong < 3; ++i) {
    const double want = twin_edge_mass(window, options, positions[i]);
    if (std::abs(masses[i] - want) <= tolerance) continue;
    ++wrong;
    ADD_FAILURE() << "at " << positions[i].x << " " << positions[i].y << ": " << masses[i]
                  << " instead of " << want << ", off by " << masses[i] - want;
  }
}

std::vector<Point> around(const PolygonSet& window, std::uint64_t seed, int count, double margin) {
  const Box box = window.envelope().grown(margin);
  std::vector<Point> positions;
  for (int i = 0; i < count; ++i) {
    base::Random random(seed, static_cast<std::uint64_t>(i));
    positions.push_back(
        {box.min_x + random.uniform() * box.width(), box.min_y + random.uniform() * box.height()});
  }
  return positions;
}

TEST(EdgeMass, EqualsAnotherIntegral) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    const PolygonSet window = star_window(seed, {350000, 3460000}, 4000);
    for (const Kernel kernel : test::kAllKernels) {
      for (const double bandwidth : {300.0, 1500.0, 5000.0, 40000.0}) {
        expect_equals_twin(window, {.kernel = kernel, .bandwidth_m = bandwidth},
                           around(window, seed, 25, std::min(bandwidth, 4000.0)));
      }
    }
  }
}

TEST(EdgeMass, EqualsAnotherIntegralForEllipses) {
  const PolygonSet window = star_window(5, {350000, 3460000}, 4000);
  for (const Kernel kernel : test::kAllKernels) {
    for (const double azimuth : {0.0, 30.0, 90.0, 200.0, -45.0}) {
      const Options options{
          .kernel = kernel, .bandwidth_m = 3000, .bandwidth_across_m = 700, .azimuth_deg = azimuth};
      expect_equals_twin(window, options, around(window, 6, 20, 1000));
    }
  }
}

TEST(EdgeMass, KnowsHalvesQuartersAndTheWhole) {
  const PolygonSet window = one(rectangle(0, 0, 100000, 50000));
  for (const Kernel kernel : test::kAllKernels) {
    const EdgeMass mass(window, {.kernel = kernel, .bandwidth_m = 1000});
    const std::vector<double> at = mass.at({{50000, 25000},
                                            {50000, 0},
                                            {0, 10000},
                                            {0, 0},
                                            {100000, 50000},
                                            {100000, 30000},
                                            {-200000, 3},
                                            {50000, 50000 + 7000}},
                                           Context(1));
    EXPECT_EQ(at[0], 1) << name_of(kernel);
    EXPECT_NEAR(at[1], 0.5, 1e-14);
    EXPECT_NEAR(at[2], 0.5, 1e-14);
    EXPECT_NEAR(at[3], 0.25, 1e-14);
    EXPECT_NEAR(at[4], 0.25, 1e-14);
    EXPECT_NEAR(at[5], 0.5, 1e-14);
    EXPECT_EQ(at[6], 0);
    EXPECT_EQ(at[7], 0);
    EXPECT_EQ(mass.edge_count(), 4U);
    EXPECT_EQ(mass.area(), 5e9);
  }
}

// A Gaussian over a rectangle is a product of error functions.
TEST(EdgeMass, GaussianOverARectangleInClosedForm) {
  const PolygonSet window = one(rectangle(0, 0, 3000, 1700));
  const std::vector<Point> positions = around(window, 3, 300, 2500);
  const auto share = [](double from, double to, double at) {
    return 0.5 * (std::erf((to - at) / 800 / std::numbers::sqrt2) -
                  std::erf((from - at) / 800 / std::numbers::sqrt2));
  };
  for (const double reach : {9.0, 38.0}) {
    const Options options{.kernel = Kernel::kGaussian, .bandwidth_m = 800, .gaussian_reach = reach};
    const std::vector<double> masses = EdgeMass(window, options).at(positions, Context(1));
    for (std::size_t i = 0; i < positions.size(); ++i) {
      ASSERT_NEAR(masses[i], share(0, 3000, positions[i].x) * share(0, 1700, positions[i].y),
                  2e-12);
    }
  }
}

// A disc and a half-plane at distance c: a segment of a circle.
TEST(EdgeMass, UniformBesideALineInClosedForm) {
  const PolygonSet window = one(rectangle(-1e5, 0, 1e5, 1e5));
  const EdgeMass mass(window, {.kernel = Kernel::kUniform, .bandwidth_m = 1000});
  for (double c = -0.999; c < 1; c += 0.037) {
    const double got = mass.at({{12.5, c * 1000}}, Context(1))[0];
    const double cut = (std::acos(c) - c * std::sqrt(1 - c * c)) / std::numbers::pi;
    EXPECT_NEAR(got, 1 - cut, 1e-13) << c;
  }
}

TEST(EdgeMass, IsContinuousAtVerticesAndOnEdges) {
  const double tiny = std::numeric_limits<double>::denorm_min();
  PolygonSet window = star_window(7, {1.2e7, 3.4e7}, 3000);
  add_region(window, "level",
             {{{1.2e7 + 9000, 3.4e7},
               {1.2e7 + 9500, 3.4e7},
               {1.2e7 + 9500, 3.4e7 + 500},
               {1.2e7 + 9300, 3.4e7 + 500},
               {1.2e7 + 9300, 3.4e7 + 200},
               {1.2e7 + 9000, 3.4e7 + 200}}});
  std::vector<Point> positions;
  for (std::size_t i = 0; i + 1 < window.vertex_count(); ++i) {
    const Point a{window.x[i], window.y[i]};
    positions.push_back(a);
    positions.push_back({(a.x + window.x[i + 1]) / 2, (a.y + window.y[i + 1]) / 2});
    for (const double off : {1e-9, 1e-8, 1e-3}) {
      positions.push_back({std::nextafter(a.x, 0), a.y});
      positions.push_back({a.x + off, a.y - off});
      positions.push_back({a.x, a.y + off});
    }
  }
  for (const Kernel kernel : test::kAllKernels) {
    expect_equals_twin(window, {.kernel = kernel, .bandwidth_m = 1000}, positions, 1e-8);
  }
  // Around the origin differences get as small as numbers can be.
  const PolygonSet origin = one({{0, 0}, {1, 0}, {1, 1}, {0, 1}});
  const EdgeMass mass(origin, {.kernel = Kernel::kQuartic, .bandwidth_m = 0.5});
  for (const double x : {0.0, -0.0, tiny, -tiny, 1e-300, -1e-300, 1e-18, -1e-18}) {
    for (const double y : {0.0, -0.0, tiny, -tiny, 1e-300, -1e-300, 1e-18, -1e-18}) {
      EXPECT_NEAR(mass.at({{x, y}}, Context(1))[0], 0.25, 1e-12) << x << " " << y;
      EXPECT_NEAR(mass.at({{x, 0.5 + y}}, Context(1))[0], 0.5, 1e-12) << x << " " << y;
    }
  }
}

TEST(EdgeMass, SharedBordersAreNone) {
  const PolygonSet parts = districts(3, 5, 2000);
  const PolygonSet whole = districts(3, 5, 2000, true);
  for (const Kernel kernel : test::kAllKernels) {
    const Options options{.kernel = kernel, .bandwidth_m = 900};
    const EdgeMass of_parts(parts, options);
    const EdgeMass of_whole(whole, options);
    EXPECT_EQ(of_parts.edge_count(), 20U);
    EXPECT_NEAR(of_parts.area(), of_whole.area(), 1e-6);
    const GridFrame frame = test::frame_at(-2000, 12000, 130, 110, 110);
    const Grid a = of_parts.on(frame, Context(1));
    const Grid b = of_whole.on(frame, Context(1));
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      ASSERT_NEAR(a.values[i], b.values[i], 1e-13);
    }
  }
  // A border that is cut differently on its two sides cancels in the sum.
  PolygonSet uneven;
  add_region(uneven, "a", {rectangle(0, 0, 1000, 1000)});
  add_region(uneven, "b", {{{1000, 0}, {2000, 0}, {2000, 1000}, {1000, 1000}, {1000, 400}}});
  const EdgeMass mass(uneven, {.kernel = Kernel::kQuartic, .bandwidth_m = 300});
  for (const Point p : {Point{1000, 500}, {1000, 400}, {990, 450}, {1100, 600}}) {
    EXPECT_NEAR(mass.at({p}, Context(1))[0], 1, 1e-14) << p.x << " " << p.y;
  }
}

TEST(EdgeMass, TheFrameHasTheValuesOfItsPositions) {
  for (std::uint64_t seed = 1; seed <= 3; ++seed) {
    const PolygonSet window = star_window(seed, {350000, 3460000}, 4000);
    const GridFrame frame = test::frame_at(344000, 3473500, 171.3, 83, 101);
    std::vector<Point> centres;
    for (int row = 0; row < frame.rows; ++row) {
      for (int column = 0; column < frame.columns; ++column) {
        centres.push_back({frame.centre_x(column), frame.centre_y(row)});
      }
    }
    for (const Kernel kernel : test::kAllKernels) {
      for (const double bandwidth : {90.0, 700.0, 3000.0}) {
        for (const double across : {0.0, 400.0}) {
          const EdgeMass mass(window, {.kernel = kernel,
                                       .bandwidth_m = bandwidth,
                                       .bandwidth_across_m = across,
                                       .azimuth_deg = 35});
          const Grid grid = mass.on(frame, Context(1));
          grid.validate();
          ASSERT_TRUE(same_bits(grid.values, mass.at(centres, Context(1))))
              << name_of(kernel) << " " << bandwidth << " " << across;
          ASSERT_TRUE(same_bits(grid.values, mass.on(frame, Context(7)).values));
          std::size_t whole = 0;
          for (const double value : grid.values) {
            ASSERT_TRUE(value >= 0 && value <= 1);
            whole += value == 1 || value == 0 ? 1U : 0U;
          }
          if (bandwidth == 90 && across == 0) {
            EXPECT_GT(whole, grid.values.size() / 5);
          }
        }
      }
    }
  }
}

TEST(EdgeMass, LongDiagonalEdges) {
  const PolygonSet window = one({{0, 0}, {90000, 70000}, {-20000, 95000}});
  const GridFrame frame = test::frame_at(-21000, 96000, 1000, 112, 98);
  for (const double across : {0.0, 800.0}) {
    const Options options{.kernel = Kernel::kTriweight,
                          .bandwidth_m = 2500,
                          .bandwidth_across_m = across,
                          .azimuth_deg = 70};
    const EdgeMass mass(window, options);
    const Grid grid = mass.on(frame, Context(2));
    for (int row = 0; row < frame.rows; row += 7) {
      for (int column = 0; column < frame.columns; ++column) {
        ASSERT_NEAR(grid.at(column, row),
                    twin_edge_mass(window, options, {frame.centre_x(column), frame.centre_y(row)}),
                    1e-10);
      }
    }
  }
}

TEST(EdgeMass, OfNothingIsNothing) {
  const EdgeMass mass(PolygonSet{}, {});
  EXPECT_EQ(mass.at({{0, 0}}, Context(1))[0], 0);
  EXPECT_EQ(mass.edge_count(), 0U);
  EXPECT_EQ(mass.on(test::frame_at(0, 10, 1, 3, 2), Context(1)).range().second, 0);
  EXPECT_TRUE(mass.on(test::frame_at(0, 10, 1, 0, 0), Context(1)).values.empty());
  EXPECT_THROW(EdgeMass(PolygonSet{}, {.bandwidth_m = 0}), Error);
  EXPECT_THROW((void)mass.on(test::frame_at(0, 10, 0, 3, 2), Context(1)), Error);
  const Context cancelled(1);
  cancelled.cancel();
  EXPECT_THROW((void)mass.on(test::frame_at(0, 10, 1, 3, 2), cancelled), Error);
}

TEST(Corrections, HaveNames) {
  for (const Correction c : {Correction::kNone, Correction::kUniform, Correction::kDiggle}) {
    EXPECT_EQ(correction_named(name_of(c)), c);
  }
  EXPECT_THROW((void)correction_named("Diggle"), Error);
}

/// GEOS's answer: inside or on the border of one of the regions.
std::vector<bool> covered_by_geos(const PolygonSet& window, const GridFrame& frame) {
  base::Geos geos;
  std::vector<bool> covered(frame.size());
  for (std::size_t r = 0; r < window.size(); ++r) {
    const auto region = geos.region(window, r);
    const GEOSPreparedGeometry* prepared = GEOSPrepare_r(geos.handle(), region.get());
    for (int row = 0; row < frame.rows; ++row) {
      for (int column = 0; column < frame.columns; ++column) {
        const base::Geos::Geometry centre =
            geos.own(GEOSGeom_createPointFromXY_r(geos.handle(), frame.centre_x(column),
                                                  frame.centre_y(row)),
                     "making a point");
        const char in = GEOSPreparedIntersects_r(geos.handle(), prepared, centre.get());
        EXPECT_LT(in, 2);
        if (in == 1) {
          covered[static_cast<std::size_t>(row * frame.columns + column)] = true;
        }
      }
    }
    GEOSPreparedGeom_destroy_r(geos.handle(), prepared);
  }
  return covered;
}

void expect_mask_like_geos(const PolygonSet& window, const GridFrame& frame) {
  Grid grid;
  grid.crs = window.crs;
  grid.frame = frame;
  grid.values.assign(frame.size(), 3);
  const Grid masked = mask(grid, window, Context(2));
  masked.validate();
  const std::vector<bool> covered = covered_by_geos(window, frame);
  const Border border(window);
  std::size_t inside = 0;
  for (std::size_t i = 0; i < covered.size(); ++i) {
    const auto column = static_cast<int>(i) % frame.columns;
    const auto row = static_cast<int>(i) / frame.columns;
    ASSERT_EQ(!std::isnan(masked.values[i]), covered[i]) << column << " " << row;
    ASSERT_EQ(border.covers({frame.centre_x(column), frame.centre_y(row)}), covered[i]);
    inside += covered[i] ? 1U : 0U;
  }
  EXPECT_GT(inside, 0U);
}

TEST(Mask, IsThatOfGeos) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    expect_mask_like_geos(star_window(seed, {350000, 3460000}, 4000),
                          test::frame_at(344000, 3473500, 97, 130, 150));
    expect_mask_like_geos(districts(seed, 4, 1000), test::frame_at(-500, 4500, 50, 100, 100));
  }
}

// Corners and level and steep edges through pixel centres, holes, touching parts, single pixels.
TEST(Mask, IsThatOfGeosOnTheBorder) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    base::Random random(seed, 9);
    PolygonSet window;
    window.crs = "EPSG:32651";
    std::vector<Point> ring = test::star(random, {20, 20}, 8, 18, 10);
    for (Point& p : ring) p = {std::round(p.x) + 0.5, std::round(p.y) + 0.5};
    window.add_region({"a", {}});
    window.add_part();
    window.add_ring(ring);
    std::vector<Point> hole = rectangle(17.5, 18.5, 20.5, 22.5);
    window.add_ring(hole);
    add_region(window, "b", {rectangle(40.5, 3.5, 44.5, 9.5), rectangle(44.5, 9.5, 46.5, 12.5)});
    add_region(window, "c", {{{50.5, 1.5}, {57.5, 8.5}, {50.5, 8.5}}});
    base::Geos geos;
    if (GEOSisValid_r(geos.handle(), geos.region(window, 0).get()) != 1) continue;
    expect_mask_like_geos(window, test::frame_at(0, 45, 1, 60, 45));
    expect_mask_like_geos(window, test::frame_at(0.25, 44.75, 0.5, 120, 90));
  }
}

TEST(Mask, KeepsTheGridAndSaysSo) {
  Grid grid;
  grid.crs = "EPSG:32651";
  grid.frame = test::frame_at(0, 3000, 1000, 3, 3);
  grid.unit = "1/km2";
  grid.facts = {{"kernel", "quartic"}};
  grid.values = {1, 2, 3, 4, std::nan(""), 6, 7, 8, 9};
  const Grid masked = mask(grid, one(rectangle(0, 0, 2000, 2000)), Context(1));
  EXPECT_EQ(masked.unit, "1/km2");
  EXPECT_EQ(masked.at(0, 1), 4);
  EXPECT_TRUE(std::isnan(masked.at(1, 1)));
  EXPECT_EQ(masked.at(0, 2), 7);
  EXPECT_TRUE(std::isnan(masked.at(2, 2)));
  EXPECT_TRUE(std::isnan(masked.at(0, 0)));
  EXPECT_EQ(masked.facts.size(), 3U);
  grid.crs = "EPSG:4326";
  EXPECT_THROW((void)mask(grid, one(rectangle(0, 0, 2000, 2000)), Context(1)), Error);
}

/// `estimate_within` by its definition.
std::vector<double> twin_within(const PointSet& points, const GridFrame& frame,
                                const Options& options, const PolygonSet& window,
                                const EdgeOptions& edge) {
  PointSet kept;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Point p{points.x[i], points.y[i]};
    if (edge.correction != Correction::kNone && !test::in_any(window, p)) continue;
    double weight = points.weight_of(i);
    if (edge.correction == Correction::kDiggle) {
      weight /= std::max(edge.least_mass, twin_edge_mass(window, options, p));
    }
    kept.x.push_back(p.x);
    kept.y.push_back(p.y);
    kept.weight.push_back(weight);
  }
  std::vector<double> values;
  for (int row = 0; row < frame.rows; ++row) {
    for (int column = 0; column < frame.columns; ++column) {
      const Point u{frame.centre_x(column), frame.centre_y(row)};
      double value = estimate_at(kept, {u}, options, Context(1))[0];
      if (options.unit == Unit::kPerPixel) value *= frame.pixel * frame.pixel / 1e6;
      if (edge.correction == Correction::kUniform) {
        const double mass = twin_edge_mass(window, options, u);
        value = mass < edge.least_mass ? std::nan("") : value / mass;
      }
      values.push_back(test::in_any(window, u) ? value : std::nan(""));
    }
  }
  return values;
}

TEST(Within, EqualsItsDefinition) {
  const PolygonSet window = star_window(8, {350000, 3460000}, 4000);
  const GridFrame frame = test::frame_at(345000, 3473000, 431, 29, 37);
  std::vector<Point> positions = around(window, 4, 150, 500);
  std::vector<double> weights;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    weights.push_back(static_cast<double>(i % 5));
  }
  for (const Kernel kernel : {Kernel::kQuartic, Kernel::kTriangular, Kernel::kGaussian}) {
    for (const Correction correction :
         {Correction::kNone, Correction::kUniform, Correction::kDiggle}) {
      for (const bool weighted : {false, true}) {
        const PointSet points = test::set_of(positions, weighted ? weights : std::vector<double>{});
        const Options options{.kernel = kernel,
                              .bandwidth_m = 1300,
                              .unit = weighted ? Unit::kPerPixel : Unit::kPerKm2};
        const EdgeOptions edge{.correction = correction};
        const Grid grid = estimate_within(points, frame, options, window, edge, Context(2));
        grid.validate();
        EXPECT_EQ(grid.unit, weighted ? "weight/pixel" : "1/km2");
        const std::vector<double> want = twin_within(points, frame, options, window, edge);
        const double most = estimate(points, frame, options, Context(1)).range().second;
        std::size_t data = 0;
        for (std::size_t i = 0; i < want.size(); ++i) {
          ASSERT_EQ(std::isnan(grid.values[i]), std::isnan(want[i])) << i;
          if (std::isnan(want[i])) continue;
          ++data;
          // What the Gaussian has beyond its reach is no error: 2.7e-7 of its mass.
          const double beyond = kernel == Kernel::kGaussian ? 3e-7 : 1e-9;
          ASSERT_NEAR(grid.values[i], want[i], 1e-6 * want[i] + beyond * most) << i;
        }
        EXPECT_GT(data, 100U);
        ASSERT_TRUE(same_bits(
            grid.values, estimate_within(points, frame, options, window, edge, Context(5)).values));
      }
    }
  }
}

std::string fact(const Grid& grid, const std::string& name) {
  for (const auto& [key, value] : grid.facts) {
    if (key == name) return value;
  }
  return "";
}

// 10 km square, 4 points inside (one in a corner), one on the border, two outside.
TEST(Within, CountsWhatItLeavesOut) {
  const PolygonSet window = one(rectangle(0, 0, 10000, 10000));
  const PointSet points = test::set_of(
      {{5000, 5000}, {0.5, 0.5}, {9000, 100}, {7, 8000}, {10000, 5000}, {10000.5, 5000}, {-3e6, 0}},
      {1, 2, 4, 8, 16, 32, 64});
  const GridFrame frame = test::frame_at(-2000, 12000, 100, 140, 140);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 1000};
  for (const Correction correction : {Correction::kUniform, Correction::kDiggle}) {
    const Grid grid =
        estimate_within(points, frame, options, window, {.correction = correction}, Context(1));
    EXPECT_EQ(fact(grid, "edge_correction"), name_of(correction));
    EXPECT_EQ(fact(grid, "window_km2"), "100");
    EXPECT_EQ(fact(grid, "points"), "5");
    EXPECT_EQ(fact(grid, "weight_sum"), "31");
    EXPECT_EQ(fact(grid, "points_outside"), "2");
    EXPECT_EQ(fact(grid, "weight_outside"), "96");
  }
  const Grid none = estimate_within(points, frame, options, window,
                                    {.correction = Correction::kNone}, Context(1));
  EXPECT_EQ(fact(none, "points"), "7");
  EXPECT_EQ(fact(none, "points_outside"), "");

  // Where e is below the least mass: no data, or a weight that is divided by the least mass.
  const EdgeOptions strict_uniform{.correction = Correction::kUniform, .least_mass = 0.5};
  const Grid uniform = estimate_within(points, frame, options, window, strict_uniform, Context(1));
  EXPECT_TRUE(std::isnan(uniform.at(20, 20)));  // the corner's pixel: e is a little above 1/4
  EXPECT_FALSE(std::isnan(uniform.at(70, 20)));
  EXPECT_GT(std::stoi(fact(uniform, "pixels_uncorrected")), 4 * 4);
  const EdgeOptions strict_diggle{.correction = Correction::kDiggle, .least_mass = 0.5};
  const Grid diggle = estimate_within(points, frame, options, window, strict_diggle, Context(1));
  EXPECT_EQ(fact(diggle, "points_capped"), "1");
}

TEST(Within, DiggleKeepsTheMass) {
  for (const Kernel kernel : test::kAllKernels) {
    const PolygonSet window = star_window(4, {350000, 3460000}, 4000);
    const PointSet points = test::set_of(around(window, 12, 400, 300));
    const GridFrame frame = GridFrame::covering(window.envelope(), 20);
    const Options options{.kernel = kernel, .bandwidth_m = 700, .unit = Unit::kPerPixel};
    const Grid grid =
        estimate_within(points, frame, options, window,
                        {.correction = Correction::kDiggle, .least_mass = 1e-9}, Context(2));
    double mass = 0;
    for (const double value : grid.values) mass += std::isnan(value) ? 0 : value;
    const double want = std::stod(fact(grid, "weight_sum"));
    EXPECT_GT(want, 50);
    EXPECT_NEAR(mass, want, 1e-3 * want) << name_of(kernel);
  }
}

// An even intensity: the uniform correction is flat up to the border.
TEST(Within, UniformIsFlatWherePointsAreEven) {
  std::vector<Point> positions;
  for (int i = 0; i < 100; ++i) {
    for (int j = 0; j < 100; ++j) positions.push_back({50.0 + 100 * i, 50.0 + 100 * j});
  }
  const GridFrame frame = test::frame_at(0, 10000, 250, 40, 40);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 1500};
  const PolygonSet window = one(rectangle(0, 0, 10000, 10000));
  const Grid grid = estimate_within(test::set_of(positions), frame, options, window,
                                    {.correction = Correction::kUniform}, Context(2));
  EXPECT_NEAR(grid.range().first, 100, 1);
  EXPECT_NEAR(grid.range().second, 100, 1);
}

TEST(Within, SaysWhatIsWrong) {
  const GridFrame frame = test::frame_at(0, 1000, 100, 10, 10);
  const PointSet points = test::set_of({{500, 500}});
  const auto code_of = [&](const PolygonSet& window, const EdgeOptions& edge) {
    try {
      (void)estimate_within(points, frame, {}, window, edge, Context(1));
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::kUnsupported;
  };
  PolygonSet other = one(rectangle(0, 0, 1000, 1000));
  other.crs = "EPSG:4326";
  EXPECT_EQ(code_of(other, {}), ErrorCode::kInternal);
  EXPECT_EQ(code_of({}, {}), ErrorCode::kInput);
  EXPECT_EQ(code_of(one({{0, 0}, {10, 10}, {20, 20}}), {}), ErrorCode::kInput);
  EXPECT_EQ(code_of(one(rectangle(0, 0, 1, 1)), {.least_mass = 0}), ErrorCode::kOption);
  EXPECT_EQ(code_of(one(rectangle(0, 0, 1, 1)), {.least_mass = 1.5}), ErrorCode::kOption);
  EXPECT_EQ(code_of(one(rectangle(0, 0, 1, 1)), {.least_mass = std::nan("")}), ErrorCode::kOption);
}

TEST(UniformSampler, FillsTheWindowEvenly) {
  const PolygonSet window = star_window(11, {350000, 3460000}, 4000);
  const Border border(window);
  const UniformSampler sampler(border);
  const int n = 40000;
  const Box box = window.envelope();
  std::vector<double> count(64);
  std::vector<double> area(64);
  const auto bin = [&](Point p) {
    const int i = std::min(7, static_cast<int>((p.x - box.min_x) / box.width() * 8));
    const int j = std::min(7, static_cast<int>((p.y - box.min_y) / box.height() * 8));
    return static_cast<std::size_t>(j * 8 + i);
  };
  for (int i = 0; i < n; ++i) {
    base::Random random(5, static_cast<std::uint64_t>(i));
    const Point p = sampler.draw(random);
    ASSERT_TRUE(test::in_any(window, p));
    count[bin(p)] += 1;
  }
  const int fine = 1600;
  double inside = 0;
  for (int i = 0; i < fine; ++i) {
    for (int j = 0; j < fine; ++j) {
      const Point p{box.min_x + (i + 0.5) / fine * box.width(),
                    box.min_y + (j + 0.5) / fine * box.height()};
      if (!test::in_any(window, p)) continue;
      area[bin(p)] += 1;
      inside += 1;
    }
  }
  double chi2 = 0;
  int bins = 0;
  for (std::size_t b = 0; b < 64; ++b) {
    const double expected = n * area[b] / inside;
    if (expected < 20) continue;
    ++bins;
    chi2 += (count[b] - expected) * (count[b] - expected) / expected;
  }
  EXPECT_GT(bins, 15);
  // The 99.9 % point of chi-squared lies about 3.1 standard deviations above its mean.
  EXPECT_LT(chi2, bins + 3.6 * std::sqrt(2.0 * bins));
  EXPECT_THROW(UniformSampler(Border(PolygonSet{})), Error);
}

}  // namespace
}  // namespace geo::density
