#include "geo/density/density.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <thread>

#include "base/random.hpp"
#include "brute.hpp"
#include "density/engine.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"

namespace geo {
namespace {

using density::Engine;
using density::Kernel;
using density::Options;

/// n points in a box that reaches beyond the frame by `margin` on every side; half of them in
/// clumps.
std::vector<Point> scattered(std::uint64_t seed, std::size_t n, const GridFrame& frame,
                             double margin) {
  const Box box = frame.envelope().grown(margin);
  std::vector<Point> positions;
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    Point p{box.min_x + random.uniform() * box.width(),
            box.min_y + random.uniform() * box.height()};
    if (i % 2 == 1) {
      base::Random clump(seed + 1, i % 7);
      p.x = box.min_x + clump.uniform() * box.width() + frame.pixel * random.normal();
      p.y = box.min_y + clump.uniform() * box.height() + frame.pixel * random.normal();
    }
    positions.push_back(p);
  }
  return positions;
}

/// The Gaussian that is the same in every direction goes by bounds of its own (gaussian.hpp): it
/// lies between the sum that is cut at the reach and the whole one, but for 2e-7 of either (5e-7
/// are allowed: positions are rounded, too) and the absolute bound.
///  - where no point is in reach nor two cells' diagonals beyond it: exactly 0; nowhere negative.
bool gaussian_is_right(double got, double cut, double whole, double mass, double near_mass) {
  constexpr double kRelative = 5e-7;
  constexpr double kAbsolute = 2e-10;
  if (!(got >= 0)) return false;
  if (near_mass == 0) return got == 0;
  // Rounding: of terms that fall steeply, positions count.
  const double rounding = 1e-14 * near_mass;
  return got >= cut * (1 - kRelative) - rounding && got <= whole * (1 + kRelative) + rounding &&
         got >= cut - kAbsolute * mass - rounding &&
         got <= whole + kAbsolute * near_mass + rounding;
}

void expect_gaussian(const PointSet& points, const GridFrame& frame, const Options& options) {
  SCOPED_TRACE("gaussian, " + std::to_string(options.bandwidth_m / frame.pixel) + " pixels");
  const Grid grid = density::estimate(points, frame, options, Context(2));
  grid.validate();
  // Two diagonals of a cell, which is a seventh of the deviation at most, but at least a pixel.
  const double slack = 2 * 1.4143 * std::max(frame.pixel, options.bandwidth_m / 7);
  const test::BruteDensity brute = test::brute_density(points, frame, options, slack);
  ASSERT_EQ(grid.values.size(), brute.value.size());
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < grid.values.size() && wrong < 5; ++i) {
    if (gaussian_is_right(grid.values[i], brute.value[i], brute.whole[i], brute.mass[i],
                          brute.near_mass[i])) {
      continue;
    }
    ++wrong;
    ADD_FAILURE() << "column " << i % static_cast<std::size_t>(frame.columns) << " row "
                  << i / static_cast<std::size_t>(frame.columns) << ": " << grid.values[i]
                  << " instead of " << brute.value[i] << " to " << brute.whole[i] << ", mass "
                  << brute.mass[i] << ", nearly in reach " << brute.near_mass[i];
  }
}

/// Every engine that can serve.
std::vector<Engine> engines(const Options& options, const GridFrame& frame) {
  std::vector<Engine> able{density::engine_for(options, 1, frame)};
  if (able.front() != Engine::kSweep)
    return {Engine::kDirect};  // the Gaussian has bounds of its own
  if (density::RowIndex::has_rows(frame, options.bandwidth_m / frame.pixel)) {
    able.push_back(Engine::kCells);
  }
  able.push_back(Engine::kDirect);
  return able;
}

/// Every pixel against the definition, by every engine that can serve.
///  - where no point is in reach: exactly 0; nowhere negative;
///  - above 1e-12 of the greatest value: a relative error below 1e-9 (quartic, swept: 1e-6);
///  - everywhere: an error below `mass_tolerance` of the kernel's peak times the weights in reach.
void expect_equals_definition(const PointSet& points, const GridFrame& frame,
                              const Options& options, double mass_tolerance = 2e-13) {
  const bool round = options.bandwidth_across_m == 0;
  if (options.kernel == Kernel::kGaussian && round) expect_gaussian(points, frame, options);
  const test::BruteDensity brute = test::brute_density(points, frame, options);
  const double greatest =
      brute.value.empty() ? 0 : *std::max_element(brute.value.begin(), brute.value.end());
  for (const Engine engine : engines(options, frame)) {
    SCOPED_TRACE(name_of(options.kernel) + ", " + std::to_string(options.bandwidth_m) +
                 " m, engine " + std::to_string(static_cast<int>(engine)));
    Grid grid = density::empty_grid(points.crs, frame, options, points.size(), 0,
                                    !points.weight.empty(), Context());
    density::sum_kernels(points, options, engine, grid, Context(2));
    grid.validate();
    ASSERT_EQ(grid.values.size(), brute.value.size());
    const bool coarse = options.kernel == Kernel::kQuartic && engine == Engine::kSweep;
    const double relative = coarse ? 1e-6 : 1e-9;
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < grid.values.size() && wrong < 5; ++i) {
      const double got = grid.values[i];
      const double want = brute.value[i];
      const double error = std::abs(got - want);
      bool right = got >= 0 && error <= mass_tolerance * brute.mass[i];  // mass 0: exactly 0
      if (want > 1e-12 * greatest) right = right && error <= relative * want;
      if (right) continue;
      ++wrong;
      ADD_FAILURE() << "column " << i % static_cast<std::size_t>(frame.columns) << " row "
                    << i / static_cast<std::size_t>(frame.columns) << ": " << got << " instead of "
                    << want << " (off by " << error / want << " of it, " << error / brute.mass[i]
                    << " of the mass in reach)";
    }
  }
}

void expect_all_kernels(const PointSet& points, const GridFrame& frame, double bandwidth_m,
                        double mass_tolerance = 2e-13) {
  for (const Kernel kernel : test::kAllKernels) {
    expect_equals_definition(points, frame, {.kernel = kernel, .bandwidth_m = bandwidth_m},
                             mass_tolerance);
  }
}

TEST(Density, RandomPointsWithinAndAroundTheFrame) {
  const GridFrame frame = test::frame_at(350000, 3460000, 93.75, 90, 70);
  for (const double bandwidth_m : {30.0, 100.0, 333.0, 1000.0, 2500.0}) {
    const auto positions =
        scattered(static_cast<std::uint64_t>(bandwidth_m), 300, frame, 1.2 * bandwidth_m);
    expect_all_kernels(test::set_of(positions), frame, bandwidth_m, 2e-12);
  }
}

TEST(Density, EllipsesInAnyDirection) {
  const GridFrame frame = test::frame_at(350000, 3460000, 93.75, 60, 50);
  const PointSet points = test::set_of(scattered(8, 120, frame, 900));
  for (const Kernel kernel : test::kAllKernels) {
    for (const double azimuth : {0.0, 30.0, 90.0, 117.0, -45.0}) {
      expect_equals_definition(
          points, frame,
          {.kernel = kernel, .bandwidth_m = 800, .bandwidth_across_m = 300, .azimuth_deg = azimuth},
          2e-12);
    }
  }
}

TEST(Density, PerPixelIsTheDensityTimesThePixelsArea) {
  const GridFrame frame = test::frame_at(0, 4000, 50, 80, 80);
  const PointSet points = test::set_of({{2013, 1987}, {900, 1200}}, {2, 3});
  const Grid per_km2 = density::estimate(points, frame, {.bandwidth_m = 700}, Context(1));
  const Grid per_pixel = density::estimate(
      points, frame, {.bandwidth_m = 700, .unit = density::Unit::kPerPixel}, Context(1));
  EXPECT_EQ(per_pixel.unit, "weight/pixel");
  double sum = 0;
  for (std::size_t i = 0; i < per_km2.values.size(); ++i) {
    EXPECT_NEAR(per_pixel.values[i], per_km2.values[i] * 0.0025, 1e-15);
    sum += per_pixel.values[i];
  }
  EXPECT_NEAR(sum, 5, 1e-3);
}

TEST(Density, RandomWeights) {
  const GridFrame frame = test::frame_at(-1000, 500, 25, 61, 53);
  const auto positions = scattered(5, 200, frame, 300);
  std::vector<double> weight;
  for (std::size_t i = 0; i < positions.size(); ++i)
    weight.push_back(base::Random(6, i).uniform() * 10);
  expect_all_kernels(test::set_of(positions, weight), frame, 260);
  expect_all_kernels(test::set_of(positions, weight), frame, 20);
}

TEST(Density, OnePoint) {
  const GridFrame frame = test::frame_at(0, 4000, 50, 80, 80);
  expect_all_kernels(test::set_of({{2013, 1987}}), frame, 700);
  expect_all_kernels(test::set_of({{2013, 1987}}), frame, 80);
}

TEST(Density, NoPoint) {
  const GridFrame frame = test::frame_at(0, 400, 50, 8, 8);
  expect_all_kernels(test::set_of({}), frame, 700);
}

TEST(Density, PointsOnPixelCentresReachWholePixels) {
  // Pixels lie exactly at the bandwidth from points: (3, 4, 5) and (5, 12, 13) and along the axes.
  const GridFrame frame = test::frame_at(310000, 3500000, 100, 40, 40);
  std::vector<Point> positions;
  for (int i = 0; i < 40; i += 7) positions.push_back({frame.centre_x(i), frame.centre_y(39 - i)});
  for (const double bandwidth_m : {500.0, 1000.0, 1300.0}) {
    for (const Kernel kernel : {Kernel::kEpanechnikov, Kernel::kQuartic}) {
      expect_equals_definition(test::set_of(positions), frame,
                               {.kernel = kernel, .bandwidth_m = bandwidth_m});
    }
  }
}

TEST(Density, AtTheBandwidthIsOutOfReachWithPixelsThatAreNoBinaryFractions) {
  const GridFrame frame = test::frame_at(310000, 3500000, 30, 60, 60);
  for (int i = 0; i < 12; ++i) {
    const PointSet points = test::set_of({{frame.centre_x(20 + i), frame.centre_y(30)}});
    for (const Kernel kernel : {Kernel::kEpanechnikov, Kernel::kQuartic}) {
      const Grid grid =
          density::estimate(points, frame, {.kernel = kernel, .bandwidth_m = 390}, Context(1));
      std::size_t reached = 0;
      for (int dy = -13; dy <= 13; ++dy) {
        for (int dx = -13; dx <= 13; ++dx) {
          const bool in = dx * dx + dy * dy < 169;
          reached += in ? 1 : 0;
          EXPECT_EQ(grid.at(20 + i + dx, 30 + dy) > 0, in) << dx << " " << dy;
        }
      }
      const auto positive =
          std::count_if(grid.values.begin(), grid.values.end(), [](double v) { return v > 0; });
      EXPECT_EQ(static_cast<std::size_t>(positive), reached);
    }
  }
}

TEST(Density, PointsOnTheEdgesAndCornersOfTheFrame) {
  const GridFrame frame = test::frame_at(64, 640, 16, 33, 29);
  const Box box = frame.envelope();
  expect_all_kernels(test::set_of({{box.min_x, box.min_y},
                                   {box.max_x, box.max_y},
                                   {box.min_x, box.max_y},
                                   {box.max_x, box.min_y},
                                   {box.centre().x, box.max_y},
                                   {box.min_x, box.centre().y}}),
                     frame, 90);
}

TEST(Density, PointsOutsideReachIn) {
  const GridFrame frame = test::frame_at(0, 1000, 10, 100, 100);
  expect_all_kernels(
      test::set_of(
          {{-150, 500}, {1150, 510}, {500, 1190}, {490, -190}, {-120, 1120}, {-200.5, 300}}),
      frame, 200);
  // One that just does not reach any pixel, and one far away.
  const Grid grid = density::estimate(test::set_of({{-196, 500}, {1e9, 1e9}}), frame,
                                      {.kernel = Kernel::kQuartic, .bandwidth_m = 200}, Context(1));
  EXPECT_EQ(grid.range(), std::make_pair(0.0, 0.0));
}

TEST(Density, AllPointsEqual) {
  const GridFrame frame = test::frame_at(310000, 3500000, 100, 40, 40);
  const Point p{312030.5, 3498012.25};
  expect_all_kernels(test::set_of(std::vector<Point>(500, p)), frame, 1000);
}

TEST(Density, AMillionEqualPointsWeighAsMuchAsOneOfWeightAMillion) {
  const GridFrame frame = test::frame_at(310000, 3500000, 100, 40, 40);
  const Point p{312030.5, 3498012.25};
  const PointSet many = test::set_of(std::vector<Point>(1000000, p));
  const PointSet one = test::set_of({p}, {1e6});
  for (const Kernel kernel : {Kernel::kEpanechnikov, Kernel::kQuartic}) {
    const Options options{.kernel = kernel, .bandwidth_m = 1000};
    const Grid a = density::estimate(many, frame, options, Context(2));
    const Grid b = density::estimate(one, frame, options, Context(2));
    for (std::size_t i = 0; i < a.values.size(); ++i) {
      ASSERT_NEAR(a.values[i], b.values[i], 1e-9 * b.values[i]);
    }
  }
}

TEST(Density, LargeCoordinatesMetresApart) {
  // Pixel centres are binary fractions, so that the definition itself is not rounded.
  const GridFrame frame = test::frame_at(1e7, 1e7 + 30, 0.5, 60, 60);
  expect_all_kernels(test::set_of(scattered(11, 100, frame, 5)), frame, 4);
  expect_all_kernels(test::set_of(scattered(12, 100, frame, 5)), frame, 0.3);
}

TEST(Density, BandwidthBelowAPixel) {
  const GridFrame frame = test::frame_at(0, 3000, 100, 30, 30);
  std::vector<Point> positions = scattered(3, 300, frame, 100);
  for (int i = 0; i < 30; i += 3)
    positions.push_back({frame.centre_x(i) + 1, frame.centre_y(i) - 2});
  expect_all_kernels(test::set_of(positions), frame, 12);
  const Grid grid =
      density::estimate(test::set_of({{150, 2850}}), frame,
                        {.kernel = Kernel::kEpanechnikov, .bandwidth_m = 1e-6}, Context(1));
  EXPECT_GT(grid.at(1, 1), 0);
}

TEST(Density, BandwidthAboveTheMap) {
  const GridFrame frame = test::frame_at(0, 3000, 100, 30, 30);
  const PointSet points = test::set_of(scattered(8, 100, frame, 50000));
  for (const double bandwidth_m : {5000.0, 40000.0, 1e6})
    expect_all_kernels(points, frame, bandwidth_m, 1e-12);
}

TEST(Density, LongIntervalsOfManyBlocks) {
  const GridFrame frame = test::frame_at(0, 40, 10, 1500, 4);
  const PointSet points = test::set_of(scattered(21, 40, frame, 4000));
  for (const double bandwidth_m : {1700.0, 3900.0, 6500.0})
    expect_all_kernels(points, frame, bandwidth_m, 1e-12);
}

TEST(Density, NarrowAndFlatFrames) {
  for (const auto& [columns, rows] :
       {std::pair{1, 1}, {1, 50}, {50, 1}, {7, 9}, {9, 7}, {64, 3}, {65, 3}}) {
    const GridFrame frame = test::frame_at(1000, 2000, 20, columns, rows);
    const PointSet points = test::set_of(scattered(31, 120, frame, 150));
    for (const double bandwidth_m : {15.0, 170.0, 500.0})
      expect_all_kernels(points, frame, bandwidth_m);
  }
}

TEST(Density, WeightsOfHugelyDifferentMagnitude) {
  // Light points beside heavy ones keep all their digits: nothing heavy is ever taken away again.
  const GridFrame frame = test::frame_at(0, 4000, 50, 200, 80);
  std::vector<Point> positions = scattered(41, 200, frame, 300);
  std::vector<double> weight;
  for (std::size_t i = 0; i < positions.size(); ++i)
    weight.push_back(std::pow(10.0, static_cast<double>(i % 31) - 15));
  const PointSet points = test::set_of(positions, weight);
  const Options options{.kernel = Kernel::kEpanechnikov, .bandwidth_m = 700};
  expect_all_kernels(points, frame, 700);
  // Stronger than relative to the greatest value: relative to each pixel's own.
  const Grid grid = density::estimate(points, frame, options, Context(2));
  const test::BruteDensity brute = test::brute_density(points, frame, options);
  for (std::size_t i = 0; i < grid.values.size(); ++i) {
    if (brute.value[i] < 1e-4 * brute.mass[i]) continue;
    ASSERT_NEAR(grid.values[i], brute.value[i], 1e-9 * brute.value[i]);
  }
}

TEST(Density, ZeroWeights) {
  const GridFrame frame = test::frame_at(0, 1000, 20, 50, 50);
  const auto positions = scattered(51, 60, frame, 50);
  std::vector<double> weight(positions.size(), 0.0);
  for (const Kernel kernel : test::kAllKernels) {
    const Grid grid = density::estimate(test::set_of(positions, weight), frame,
                                        {.kernel = kernel, .bandwidth_m = 100}, Context(2));
    EXPECT_EQ(grid.range(), std::make_pair(0.0, 0.0));
  }
  for (std::size_t i = 0; i < weight.size(); i += 3) weight[i] = 2;
  expect_all_kernels(test::set_of(positions, weight), frame, 100);
}

TEST(Density, ManyPointsInManyBatches) {
  const GridFrame frame = test::frame_at(300000, 3400000, 100, 60, 24);
  expect_all_kernels(test::set_of(scattered(61, 5000, frame, 500)), frame, 900);
}

TEST(Density, IntegralIsTheSumOfWeights) {
  const GridFrame frame = test::frame_at(0, 10000, 10, 1000, 1000);
  const std::vector<Point> positions{{5003, 5001}, {4000.7, 4500.2}, {6000, 5555.5}};
  const PointSet points = test::set_of(positions, {2, 0.5, 7});
  for (const Kernel kernel : test::kAllKernels) {
    const Options options{.kernel = kernel,
                          .bandwidth_m = kernel == Kernel::kGaussian ? 500.0 : 2500.0};
    const Grid grid = density::estimate(points, frame, options, Context(2));
    double sum = 0;
    for (const double value : grid.values) sum += value;
    // 250 pixels to the radius: a sum over pixels knows a disc's area to about radius^(-3/2) only.
    const double tolerance = kernel == Kernel::kUniform ? 2e-4 : 1e-6;
    EXPECT_NEAR(sum * 1e-4, 9.5, 9.5 * tolerance) << name_of(kernel);
  }
}

TEST(Density, SameBitsWithAnyNumberOfThreads) {
  const GridFrame frame = test::frame_at(300000, 3400000, 100, 150, 131);
  const auto positions = scattered(71, 200000, frame, 1500);
  std::vector<double> weight;
  for (std::size_t i = 0; i < positions.size(); ++i)
    weight.push_back(base::Random(72, i).uniform());
  const PointSet points = test::set_of(positions, weight);
  for (const Kernel kernel : test::kAllKernels) {
    const Options options{.kernel = kernel,
                          .bandwidth_m = kernel == Kernel::kGaussian ? 150.0 : 900.0};
    const Grid one = density::estimate(points, frame, options, Context(1));
    for (const int threads : {2, 7}) {
      const Grid many = density::estimate(points, frame, options, Context(threads));
      EXPECT_EQ(
          0, std::memcmp(one.values.data(), many.values.data(), one.values.size() * sizeof(double)))
          << name_of(kernel) << ", " << threads << " threads";
    }
  }
}

TEST(Density, SameBitsOnEveryInstructionSet) {
  const GridFrame frame = test::frame_at(300000, 3400000, 100, 90, 71);
  std::vector<double> weight;
  const std::vector<Point> positions = scattered(78, 9000, frame, 500);
  for (std::size_t i = 0; i < positions.size(); ++i) weight.push_back(base::Random(4, i).uniform());
  for (const bool weighted : {false, true}) {
    const PointSet points = test::set_of(positions, weighted ? weight : std::vector<double>{});
    for (const Kernel kernel : {Kernel::kEpanechnikov, Kernel::kQuartic}) {
      for (const Engine engine : {Engine::kCells, Engine::kSweep}) {
        std::vector<double> best;
        test::for_each_target([&](const std::string& target) {
          const Options options{.kernel = kernel, .bandwidth_m = 640};
          Grid grid = density::empty_grid(points.crs, frame, options, points.size(), 0, weighted,
                                          Context());
          density::sum_kernels(points, options, engine, grid, Context(2));
          if (best.empty()) best = grid.values;
          EXPECT_EQ(std::memcmp(grid.values.data(), best.data(), best.size() * sizeof(double)), 0)
              << target << ", " << name_of(kernel) << ", engine " << static_cast<int>(engine);
        });
      }
    }
  }
}

TEST(Density, EstimateAtEqualsTheGridAtPixelCentres) {
  const GridFrame frame = test::frame_at(0, 2000, 50, 40, 40);
  const auto positions = scattered(81, 3000, frame, 300);
  std::vector<double> weight;
  for (std::size_t i = 0; i < positions.size(); ++i)
    weight.push_back(base::Random(82, i).uniform());
  const PointSet points = test::set_of(positions, weight);
  std::vector<Point> centres;
  for (int row = 0; row < 40; ++row) {
    for (int column = 0; column < 40; ++column)
      centres.push_back({frame.centre_x(column), frame.centre_y(row)});
  }
  for (const Kernel kernel : test::kAllKernels) {
    const Options options{.kernel = kernel, .bandwidth_m = 300};
    const Grid grid = density::estimate(points, frame, options, Context(2));
    const std::vector<double> at = density::estimate_at(points, centres, options, Context(2));
    if (kernel == Kernel::kGaussian) {
      // Cut at the reach, or not cut: between the two (gaussian.hpp).
      constexpr double kTolerance = 5e-7;
      Options far = options;
      far.gaussian_reach = 12;
      const auto whole = density::estimate_at(points, centres, far, Context(2));
      for (std::size_t i = 0; i < at.size(); ++i) {
        ASSERT_GE(grid.values[i], at[i] * (1 - kTolerance));
        ASSERT_LE(grid.values[i], whole[i] * (1 + kTolerance));
      }
      continue;
    }
    for (std::size_t i = 0; i < at.size(); ++i) {
      ASSERT_NEAR(grid.values[i], at[i], 1e-11 * at[i]);
    }
  }
}

TEST(Density, EstimateAtOfNothing) {
  EXPECT_TRUE(density::estimate_at(test::set_of({{1, 2}}), {}, {}, Context(1)).empty());
  EXPECT_EQ(density::estimate_at(test::set_of({}), {{1, 2}}, {}, Context(1)),
            std::vector<double>{0.0});
}

TEST(Density, PeakHasTheUnitOfTheDefinition) {
  // One enterprise, 2 km: Epanechnikov 2 / (pi 4 km2).
  const Options options{.kernel = Kernel::kEpanechnikov, .bandwidth_m = 2000};
  const auto at = density::estimate_at(test::set_of({{10, 10}}), {{10, 10}}, options, Context(1));
  EXPECT_DOUBLE_EQ(at[0], 2 / (std::numbers::pi * 4));
}

TEST(Density, GridSaysWhatItIs) {
  const GridFrame frame = test::frame_at(0, 1000, 100, 10, 10);
  Grid grid = density::estimate(test::set_of({{1, 2}, {3, 4}}, {1.5, 2}), frame,
                                {.kernel = Kernel::kGaussian, .bandwidth_m = 200}, Context(1));
  EXPECT_EQ(grid.unit, "weight/km2");
  EXPECT_EQ(grid.crs, "EPSG:32651");
  EXPECT_EQ(grid.frame, frame);
  using Facts = std::vector<std::pair<std::string, std::string>>;
  EXPECT_EQ(grid.facts, (Facts{{"kernel", "gaussian"},
                               {"bandwidth_m", "200"},
                               {"reach_m", "1100"},
                               {"points", "2"},
                               {"weight_sum", "3.5"}}));
  grid = density::estimate(test::set_of({{1, 2}}), frame, {}, Context(1));
  EXPECT_EQ(grid.unit, "1/km2");
}

TEST(Density, KernelNames) {
  for (const Kernel kernel : test::kAllKernels)
    EXPECT_EQ(density::kernel_named(density::name_of(kernel)), kernel);
  try {
    static_cast<void>(density::kernel_named("cosine"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOption);
    EXPECT_NE(std::string(error.what())
                  .find("uniform, triangular, epanechnikov, quartic, triweight, gaussian"),
              std::string::npos);
  }
}

ErrorCode code_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.code();
  }
  ADD_FAILURE() << "nothing was thrown";
  return ErrorCode::kInternal;
}

TEST(Density, RefusesWhatCannotBe) {
  const GridFrame frame = test::frame_at(0, 1000, 100, 10, 10);
  const PointSet points = test::set_of({{1, 2}});
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double bandwidth_m : {0.0, -5.0, nan, std::numeric_limits<double>::infinity()}) {
    EXPECT_EQ(ErrorCode::kOption, code_of([&] {
                static_cast<void>(
                    density::estimate(points, frame, {.bandwidth_m = bandwidth_m}, Context(1)));
              }));
    EXPECT_EQ(ErrorCode::kOption, code_of([&] {
                static_cast<void>(
                    density::estimate_at(points, {}, {.bandwidth_m = bandwidth_m}, Context(1)));
              }));
  }
  for (const double reach : {0.0, 100.0, nan}) {
    EXPECT_EQ(
        ErrorCode::kOption, code_of([&] {
          static_cast<void>(density::estimate(
              points, frame, {.kernel = Kernel::kGaussian, .gaussian_reach = reach}, Context(1)));
        }));
  }
  EXPECT_EQ(
      ErrorCode::kOption, code_of([&] {
        static_cast<void>(density::estimate(points, test::frame_at(0, 0, 0, 5, 5), {}, Context(1)));
      }));
  EXPECT_EQ(ErrorCode::kMemory, code_of([&] {
              static_cast<void>(density::estimate(
                  points, test::frame_at(0, 0, 1, 2000000000, 2000000000), {}, Context(1)));
            }));
}

TEST(Density, EmptyFrame) {
  EXPECT_TRUE(
      density::estimate(test::set_of({{1, 2}}), test::frame_at(0, 0, 1, 0, 5), {}, Context(1))
          .values.empty());
}

TEST(Density, CancelledBeforehand) {
  const Context context(2);
  context.cancel();
  const PointSet points = test::set_of({{1, 2}});
  EXPECT_EQ(
      ErrorCode::kCancelled, code_of([&] {
        static_cast<void>(density::estimate(points, test::frame_at(0, 10, 1, 10, 10), {}, context));
      }));
  EXPECT_EQ(ErrorCode::kCancelled, code_of([&] {
              static_cast<void>(density::estimate_at(points, {{0, 0}}, {}, context));
            }));
}

TEST(Density, CancelFromAnotherThreadAnswersSoon) {
  const GridFrame frame = test::frame_at(0, 100000, 10, 2000, 1000);
  const PointSet points = test::set_of(scattered(91, 100000, frame, 0));
  for (const Kernel kernel : test::kAllKernels) {
    // Far more work than the test would wait for; without a cancel it would run for minutes.
    const Options options{.kernel = kernel, .bandwidth_m = 50000};
    const Context context(2);
    std::thread other([&] {
      while (context.progress().fraction < 0.001) {
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
        static int waited = 0;
        if (++waited > 40) break;
      }
      context.cancel();
    });
    EXPECT_EQ(ErrorCode::kCancelled, code_of([&] {
                // The Gaussian's cost does not grow with the bandwidth: it may be done before.
                const int times = kernel == Kernel::kGaussian ? 100000 : 1;
                for (int i = 0; i < times; ++i) {
                  static_cast<void>(density::estimate(points, frame, options, context));
                }
              }));
    other.join();
  }
}

TEST(Density, CancelBetweenManyPointsOfACell) {
  // Summed by cells, most points in one of them: fast, so it is repeated until the cancel comes.
  const GridFrame frame = test::frame_at(0, 3000, 10, 300, 300);
  std::vector<Point> positions = scattered(92, 100000, frame, 0);
  positions.resize(300000, Point{1501, 1502});
  const PointSet points = test::set_of(positions);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 300};
  ASSERT_EQ(density::engine_for(options, points.size(), frame), Engine::kCells);
  const Context context(2);
  std::thread other([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(60));
    context.cancel();
  });
  EXPECT_EQ(ErrorCode::kCancelled, code_of([&] {
              for (;;) static_cast<void>(density::estimate(points, frame, options, context));
            }));
  other.join();
}

TEST(Density, ReportsProgressToTheEnd) {
  const Context context(2);
  const GridFrame frame = test::frame_at(0, 1000, 10, 100, 100);
  context.begin("density", 0, 1);
  static_cast<void>(density::estimate(test::set_of({{500, 500}}), frame, {}, context));
  EXPECT_DOUBLE_EQ(context.progress().fraction, 1);
}

}  // namespace
}  // namespace geo
