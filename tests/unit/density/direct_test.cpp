#include "density/direct.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <vector>

#include "brute.hpp"
#include "geo/density/adaptive.hpp"
#include "geo/density/density.hpp"
#include "sets.hpp"

namespace geo {
namespace {

using density::Kernel;
using density::Options;
using test::clumped;
using test::frame_at;
using test::kAllKernels;
using test::set_of;

/// Kernels of any shape against the definition; see density_test.cpp for the measure.
void expect_equals_definition(const PointSet& points, const GridFrame& frame,
                              const Options& options, double tolerance = 2e-12) {
  SCOPED_TRACE(name_of(options.kernel) + ", " + std::to_string(options.bandwidth_m) + " x " +
               std::to_string(options.bandwidth_across_m) + " m");
  const Grid grid = density::estimate(points, frame, options, Context(2));
  const test::BruteDensity brute = test::brute_density(points, frame, options);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < grid.values.size() && wrong < 5; ++i) {
    const double error = std::abs(grid.values[i] - brute.value[i]);
    if (grid.values[i] >= 0 && error <= tolerance * brute.mass[i]) continue;
    ++wrong;
    ADD_FAILURE() << "pixel " << i << ": " << grid.values[i] << " instead of " << brute.value[i]
                  << " (mass in reach " << brute.mass[i] << ")";
  }
}

constexpr Kernel kDirect[] = {Kernel::kUniform, Kernel::kTriangular, Kernel::kTriweight};

TEST(Direct, FramesOfManyShapes) {
  for (const auto& [columns, rows] :
       {std::pair{1, 1}, {1, 200}, {200, 1}, {7, 130}, {130, 7}, {64, 64}, {65, 33}}) {
    const GridFrame frame = frame_at(1000, 2000, 20, columns, rows);
    const PointSet points = clumped(3, 150, frame.envelope().grown(300), true);
    for (const double bandwidth_m : {5.0, 33.0, 170.0, 1700.0}) {
      for (const Kernel kernel : kDirect) {
        expect_equals_definition(points, frame, {.kernel = kernel, .bandwidth_m = bandwidth_m});
      }
    }
  }
}

TEST(Direct, SlimEllipses) {
  const GridFrame frame = frame_at(350000, 3460000, 50, 100, 90);
  const PointSet points = clumped(5, 100, frame.envelope().grown(800));
  for (const double across_m : {10.0, 40.0, 90.0, 4000.0}) {
    for (const double azimuth : {0.0, 45.0, 90.0, 100.0, 179.0}) {
      for (const Kernel kernel : kAllKernels) {
        expect_equals_definition(points, frame,
                                 {.kernel = kernel,
                                  .bandwidth_m = 800,
                                  .bandwidth_across_m = across_m,
                                  .azimuth_deg = azimuth,
                                  .gaussian_reach = 3},
                                 2e-11);
      }
    }
  }
}

TEST(Direct, ADistanceEqualToTheBandwidthIsOutOfReach) {
  // Pixels of 30 m, whose coordinates are no binary fractions after division.
  const GridFrame frame = frame_at(310000, 3500000, 30, 80, 80);
  for (int i = 0; i < 12; ++i) {
    const PointSet points = set_of({{frame.centre_x(20 + i), frame.centre_y(30 + i)}});
    for (const int radius : {5, 13}) {  // (3, 4, 5) and (5, 12, 13), and along the axes
      for (const Kernel kernel : kAllKernels) {
        if (kernel == Kernel::kGaussian) continue;
        const Grid grid = density::estimate(
            points, frame, {.kernel = kernel, .bandwidth_m = 30.0 * radius}, Context(1));
        for (int dy = -radius; dy <= radius; ++dy) {
          for (int dx = -radius; dx <= radius; ++dx) {
            ASSERT_EQ(grid.at(20 + i + dx, 30 + i + dy) > 0, dx * dx + dy * dy < radius * radius)
                << name_of(kernel) << " " << dx << " " << dy;
          }
        }
      }
    }
  }
}

TEST(Direct, UniformIsTheCountOfPointsInReach) {
  const GridFrame frame = frame_at(0, 3000, 20, 150, 150);
  const PointSet points = clumped(7, 20000, frame.envelope());
  const Grid grid = density::estimate(points, frame,
                                      {.kernel = Kernel::kUniform, .bandwidth_m = 333}, Context(2));
  const double one = 1 / (std::numbers::pi * 0.333 * 0.333);
  for (int row = 0; row < frame.rows; row += 7) {
    for (int column = 0; column < frame.columns; column += 7) {
      std::size_t count = 0;
      for (std::size_t i = 0; i < points.size(); ++i) {
        const double dx = points.x[i] - frame.centre_x(column);
        const double dy = points.y[i] - frame.centre_y(row);
        count += dx * dx + dy * dy < 333.0 * 333.0 ? 1U : 0U;
      }
      ASSERT_DOUBLE_EQ(grid.at(column, row), one * static_cast<double>(count));
    }
  }
}

TEST(Direct, ExponentialIsExactToAFewBits) {
  // u^2 is exact: pixels of 1, a bandwidth of a power of two.
  const GridFrame frame = frame_at(-0.5, 0.5, 1, 1200, 1);
  const Grid grid = density::estimate(set_of({{0, 0}}), frame,
                                      {.kernel = Kernel::kGaussian,
                                       .bandwidth_m = 32,
                                       .bandwidth_across_m = 64,
                                       .azimuth_deg = 90,
                                       .gaussian_reach = 37},
                                      Context(1));
  const long double peak = 1e6L / (2 * std::numbers::pi_v<long double> * 32 * 64);
  for (int c = 0; c < 1184; ++c) {
    const long double u = c / 32.0L;
    const long double want = peak * std::exp(-u * u / 2);
    ASSERT_NEAR(grid.at(c, 0), static_cast<double>(want), static_cast<double>(2e-15L * want)) << c;
  }
}

TEST(Direct, SameBitsOnEveryInstructionSet) {
  const GridFrame frame = frame_at(300000, 3400000, 100, 93, 71);
  const PointSet points = clumped(9, 4000, frame.envelope().grown(800), true);
  density::Factors factors;
  for (std::size_t i = 0; i < points.size(); ++i)
    factors.values.push_back(0.3 + 2 * base::Random(4, i).uniform());
  for (const Kernel kernel : kAllKernels) {
    for (const double across_m : {0.0, 350.0}) {
      const Options options{.kernel = kernel,
                            .bandwidth_m = 730,
                            .bandwidth_across_m = across_m,
                            .azimuth_deg = 20,
                            .gaussian_reach = 4};
      std::vector<double> first;
      std::vector<double> first_adaptive;
      int targets = 0;
      test::for_each_target([&](const std::string& target) {
        const Grid grid = density::estimate(points, frame, options, Context(1));
        const Grid adaptive =
            density::estimate_adaptive(points, factors, frame, options, Context(1));
        if (targets++ == 0) {
          first = grid.values;
          first_adaptive = adaptive.values;
        }
        const std::size_t bytes = first.size() * sizeof(double);
        // The isotropic Gaussian of one bandwidth has a test of its own.
        if (kernel != Kernel::kGaussian || across_m > 0) {
          EXPECT_EQ(0, std::memcmp(first.data(), grid.values.data(), bytes))
              << name_of(kernel) << " on " << target;
        }
        EXPECT_EQ(0, std::memcmp(first_adaptive.data(), adaptive.values.data(), bytes))
            << name_of(kernel) << ", adaptive, on " << target;
      });
      EXPECT_GE(targets, 1);
    }
  }
}

}  // namespace
}  // namespace geo
