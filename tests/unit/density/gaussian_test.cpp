// The fast Gaussian in all of its regimes, against the definition in long double.
#include "density/gaussian.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numbers>
#include <numeric>
#include <vector>

#include "base/random.hpp"
#include "density/gaussian_plan.hpp"
#include "density/row_index.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"

namespace geo::density {
namespace {

// Deviations in pixels, both sides of every change of method; the last ones lie far above a frame.
constexpr double kDeviations[] = {1e-6, 0.05, 0.299, 0.3,  0.5,  1,    2.39, 2.4,  2.99,
                                  3,    4.5,  5.99,  6,    6.86, 9,    13.9, 14,   20.9,
                                  21,   34.9, 56,    57.1, 150,  1000, 1e5,  1.7e9};

GridFrame unit_frame(int columns, int rows) {
  GridFrame frame;
  frame.north = rows;
  frame.pixel = 1;
  frame.columns = columns;
  frame.rows = rows;
  return frame;
}

PointSet points_at(const std::vector<Point>& positions, std::vector<double> weight = {}) {
  PointSet points;
  for (const Point p : positions) {
    points.x.push_back(p.x);
    points.y.push_back(p.y);
    points.row.push_back(points.x.size());
  }
  points.weight = std::move(weight);
  return points;
}

std::vector<double> sums(const PointSet& points, const GridFrame& frame, double deviation,
                         const Context& context, double reach = 5.5, double scale = 1) {
  const RowIndex index(points, frame, reach * deviation, context);
  std::vector<double> out(frame.size(), -1.0);
  gaussian_grid({.deviation = deviation,
                 .reach = reach * deviation,
                 .scale = scale,
                 .columns = frame.columns,
                 .rows = frame.rows},
                index, out.data(), context);
  return out;
}

/// The sums at a pixel.
struct Truth {
  long double cut = 0;    ///< over the points within the reach
  long double whole = 0;  ///< over all
  double mass = 0;        ///< weights within the reach
  double near_mass = 0;   ///< and two cells' diagonals beyond
};
Truth truth_at(const PointSet& points, const GridFrame& frame, int column, int row,
               double deviation, double reach = 5.5) {
  Truth truth;
  const double slack = 2 * 1.4143 * std::max(1.0, deviation / 7);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const long double dx = column + 0.5L - points.x[i];
    const long double dy = frame.rows - row - 0.5L - points.y[i];
    const long double distance = std::hypot(dx, dy);
    const long double u = distance / deviation;
    const long double term = points.weight_of(i) * std::exp(-0.5L * u * u);
    truth.whole += term;
    if (u <= reach) {
      truth.cut += term;
      truth.mass += points.weight_of(i);
    }
    if (distance <= reach * deviation + slack) truth.near_mass += points.weight_of(i);
  }
  return truth;
}

void expect_right(const PointSet& points, const GridFrame& frame, double deviation,
                  double reach = 5.5) {
  SCOPED_TRACE("deviation " + std::to_string(deviation) + ", reach " + std::to_string(reach));
  const std::vector<double> got = sums(points, frame, deviation, Context(2), reach);
  // Relative to the term, errors grow with the distance: the ratio holds up to 5.5.
  const double relative = reach <= 5.5 ? 2e-7 : 1;
  const double bound = gaussian_error_bound(plan_gaussian(deviation, reach * deviation));
  ASSERT_LT(bound, 2e-10);
  int wrong = 0;
  for (int row = 0; row < frame.rows && wrong < 5; ++row) {
    for (int column = 0; column < frame.columns && wrong < 5; ++column) {
      const Truth truth = truth_at(points, frame, column, row, deviation, reach);
      const double value =
          got[static_cast<std::size_t>(row) * static_cast<std::size_t>(frame.columns) +
              static_cast<std::size_t>(column)];
      const double cut = static_cast<double>(truth.cut);
      const double whole = static_cast<double>(truth.whole);
      // Coordinates in a wide frame have fewer digits behind the point.
      const double size = std::max(1.0, (frame.columns + frame.rows) / 150.0);
      const double rounding = 3e-14 * size * truth.near_mass;
      bool right = value >= 0;
      if (truth.near_mass == 0) {
        right = right && value == 0;
      } else {
        right = right && value >= cut * (1 - relative) - rounding;
        right = right && value <= whole * (1 + relative) + rounding;
        right = right && value >= cut - bound * truth.mass - rounding;
        right = right && value <= whole + bound * truth.near_mass + rounding;
      }
      if (right) continue;
      ++wrong;
      ADD_FAILURE() << "column " << column << " row " << row << ": " << value << " instead of "
                    << cut << " to " << whole << "; mass " << truth.mass << ", " << truth.near_mass;
    }
  }
}

/// n points in and around the frame, half of them in clumps.
std::vector<Point> scattered(std::uint64_t seed, std::size_t n, const GridFrame& frame,
                             double margin) {
  std::vector<Point> positions;
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    base::Random clump(seed + 1, i % 5);
    base::Random& place = i % 2 == 0 ? random : clump;
    Point p{-margin + place.uniform() * (frame.columns + 2 * margin),
            -margin + place.uniform() * (frame.rows + 2 * margin)};
    if (i % 2 == 1) p = {p.x + random.normal(), p.y + random.normal()};
    positions.push_back(p);
  }
  return positions;
}

TEST(GaussianPlan, NodeWeightsAreASplineOfUnitSum) {
  for (const int order : {8, 12, 16}) {
    const std::vector<double> polynomials = spline_polynomials(order);
    const auto n = static_cast<std::size_t>(order);
    ASSERT_EQ(polynomials.size(), n * n);
    const auto weight = [&](std::size_t m, double s) {
      double sum = 0;
      for (std::size_t d = n; d-- > 0;) sum = sum * s + polynomials[m * n + d];
      return sum;
    };
    // B(x) = 1 / (p - 1)! sum over k of (-1)^k binomial(p, k) (x + p / 2 - k)+^(p - 1)
    const auto spline = [&](long double x) {
      long double sum = 0;
      long double binomial = 1;
      for (int k = 0; k <= order; ++k) {
        const long double t = x + order / 2.0L - k;
        if (t > 0) sum += (k % 2 == 0 ? 1 : -1) * binomial * std::pow(t, order - 1);
        binomial = binomial * (order - k) / (k + 1);
      }
      return sum / std::tgamma(static_cast<long double>(order));
    };
    for (const double s : {-0.5, -0.3, 0.0, 0.125, 0.49, 0.5}) {
      double sum = 0;
      for (std::size_t m = 0; m < n; ++m) {
        // The point lies at s right of its cell's centre; node m at m + 1 - order / 2 - 1/2 of it.
        const double distance = static_cast<double>(m) + 0.5 - order / 2.0 - s;
        EXPECT_NEAR(weight(m, s), static_cast<double>(spline(distance)), 1e-9) << order << " " << m;
        sum += weight(m, s);
      }
      EXPECT_NEAR(sum, 1, 1e-14);
    }
  }
}

TEST(GaussianPlan, TapsArePositiveFallAndMakeUpAGaussian) {
  for (const double deviation : kDeviations) {
    const GaussianPlan plan = plan_gaussian(deviation, 5.5 * deviation);
    if (plan.order == 0) continue;
    double sum = 0;
    for (std::size_t t = 0; t < plan.taps.size(); ++t) {
      EXPECT_GT(plan.taps[t], 0);
      if (t > 0) {
        EXPECT_LT(plan.taps[t], plan.taps[t - 1]);
      }
      sum += 2 * plan.taps[t];
    }
    EXPECT_NEAR(sum / (plan.deviation * std::sqrt(2 * std::numbers::pi)), 1, 1e-7);
    // The cost is bounded: so many taps at the default reach, whatever the deviation.
    EXPECT_LE(plan.taps.size(), 82U);
    EXPECT_GE(plan.spacing, 1);
    if (plan.spacing > 1) {
      EXPECT_GE(plan.deviation, 7 * (1 - 1e-12));
    }
  }
}

TEST(Gaussian, OnePointAtManyPlacesOfItsCellKeepsTheBounds) {
  for (const double deviation : kDeviations) {
    const int size = static_cast<int>(std::min(70.0, 2 * std::ceil(7 * deviation) + 9));
    const GridFrame frame = unit_frame(size, size - 2);
    const double cell = std::min(20.0, std::max(1.0, std::floor(deviation / 7)));
    for (int i = 0; i < 12; ++i) {
      base::Random random(17, static_cast<std::uint64_t>(i));
      Point p{size / 2 + random.uniform() * cell, size / 2 + random.uniform() * cell};
      if (i == 0) p = {size / 2 + 0.5, size / 2 + 0.5};  // a pixel's centre
      if (i == 1) p = {size / 2 + 0.0, size / 2 + 1.0};  // corners
      if (i == 2) p = {std::nextafter(size / 2, 0), std::nextafter(size / 2, size)};
      if (i == 3) p = {0, 0};
      expect_right(points_at({p}, {3.5}), frame, deviation);
    }
  }
}

TEST(Gaussian, ManyPointsInAndAroundFramesOfManyShapes) {
  for (const double deviation : kDeviations) {
    for (const auto& [columns, rows] : {std::pair{1, 1}, {1, 40}, {40, 1}, {33, 31}, {67, 9}}) {
      const GridFrame frame = unit_frame(columns, rows);
      const auto positions =
          scattered(static_cast<std::uint64_t>(columns), 60, frame, 6 * deviation + 1);
      std::vector<double> weight;
      for (std::size_t i = 0; i < positions.size(); ++i) {
        weight.push_back(std::pow(10.0, static_cast<double>(i % 13) - 6));
      }
      expect_right(points_at(positions), frame, deviation);
      expect_right(points_at(positions, weight), frame, deviation);
    }
  }
}

TEST(Gaussian, MorePointsThanChunksAndBatches) {
  const GridFrame frame = unit_frame(50, 90);
  for (const double deviation : {0.7, 2.6, 4.0, 7.5, 18.0, 80.0}) {
    expect_right(points_at(scattered(5, 700, frame, 3 * deviation)), frame, deviation);
  }
}

TEST(Gaussian, WideFrames) {
  for (const double deviation : {1.0, 3.5, 7.0, 13.0, 15.0, 29.0}) {
    for (const auto& [columns, rows] : {std::pair{2100, 3}, {3, 2100}}) {
      const GridFrame frame = unit_frame(columns, rows);
      expect_right(points_at(scattered(9, 100, frame, 3 * deviation)), frame, deviation);
    }
  }
}

TEST(Gaussian, OtherReaches) {
  const GridFrame frame = unit_frame(60, 50);
  for (const double deviation : {0.2, 0.31, 1.0, 2.39, 2.4, 3.1, 6.0, 15.0, 1000.0}) {
    for (const double reach : {1.0, 3.0, 8.5, 38.0}) {
      expect_right(points_at(scattered(6, 40, frame, reach * deviation)), frame, deviation, reach);
    }
  }
}

TEST(Gaussian, NothingIsLeftWhereNoPointReaches) {
  // Two clumps with wide gaps, and points that reach in from outside; zeros have the shape of
  // discs.
  const GridFrame frame = unit_frame(300, 200);
  std::vector<Point> positions{{40, 40}, {42.5, 41}, {250, 170}, {-20, 190}, {310, -10}};
  for (const double deviation : {1.0, 2.5, 4.0, 6.5, 8.0}) {
    const PointSet points = points_at(positions);
    const auto got = sums(points, frame, deviation, Context(2));
    expect_right(points, frame, deviation);
    EXPECT_GT(std::count(got.begin(), got.end(), 0.0), 5000) << deviation;
  }
}

TEST(Gaussian, NoPointsAndNoWeight) {
  const GridFrame frame = unit_frame(20, 30);
  for (const double deviation : {0.5, 2.5, 8.0, 100.0}) {
    for (const PointSet& points :
         {points_at({}), points_at({{3, 4}, {5, 6}}, {0, 0}), points_at({{1e12, 4}})}) {
      const auto got = sums(points, frame, deviation, Context(1));
      EXPECT_EQ(std::count(got.begin(), got.end(), 0.0), 600);
    }
  }
}

TEST(Gaussian, AMillionEqualPoints) {
  const GridFrame frame = unit_frame(40, 40);
  for (const double deviation : {1.0, 4.0, 7.0, 30.0}) {
    const auto many =
        sums(points_at(std::vector<Point>(1000000, {20.3, 17.9})), frame, deviation, Context(2));
    const auto one = sums(points_at({{20.3, 17.9}}, {1e6}), frame, deviation, Context(2));
    for (std::size_t i = 0; i < many.size(); ++i) ASSERT_NEAR(many[i], one[i], 1e-9 * one[i]);
  }
}

TEST(Gaussian, ManyPointsFarOutsideWhereTheIndexDoesNotTellRowsApart) {
  const GridFrame frame = unit_frame(12, 10);
  for (const double deviation : {400.0, 2500.0}) {
    std::vector<Point> positions;
    for (std::uint64_t i = 0; i < 3000; ++i) {
      base::Random random(23, i);
      positions.push_back({6 + deviation * random.normal(), -deviation * 6 * random.uniform()});
    }
    expect_right(points_at(positions), frame, deviation);
  }
}

/// Points in and around a frame, with weights in [0, 1).
PointSet weighted(std::uint64_t seed, std::size_t n, const GridFrame& frame) {
  const auto positions = scattered(seed, n, frame, 30);
  std::vector<double> weight;
  for (std::uint64_t i = 0; i < positions.size(); ++i) {
    weight.push_back(base::Random(seed + 1, i).uniform());
  }
  return points_at(positions, weight);
}

TEST(Gaussian, SameBitsWithAnyNumberOfThreads) {
  const GridFrame frame = unit_frame(150, 131);
  const PointSet points = weighted(71, 50000, frame);
  for (const double deviation : {0.2, 1.5, 2.5, 4.0, 7.0, 25.0, 500.0}) {
    const auto one = sums(points, frame, deviation, Context(1));
    for (const int threads : {2, 3, 7}) {
      const auto more = sums(points, frame, deviation, Context(threads));
      EXPECT_EQ(0, std::memcmp(one.data(), more.data(), one.size() * sizeof(double)))
          << deviation << ", " << threads << " threads";
    }
  }
}

TEST(Gaussian, SameBitsOnEveryInstructionSetThatAddsProductsWithOneRounding) {
  const GridFrame frame = unit_frame(150, 131);
  const PointSet points = weighted(73, 5000, frame);
  for (const double deviation : {0.2, 1.5, 2.5, 4.0, 7.0, 25.0, 500.0}) {
    std::vector<double> best;
    bool best_fuses = false;
    test::for_each_target([&](const std::string& target) {
      const auto got = sums(points, frame, deviation, Context(2));
      const bool fuses = target.starts_with("AVX") || target.starts_with("NEON");
      if (best.empty()) {
        best = got;
        best_fuses = fuses;
      }
      if (fuses == best_fuses) {
        EXPECT_EQ(0, std::memcmp(got.data(), best.data(), got.size() * sizeof(double)))
            << target << ", " << deviation;
      }
      for (std::size_t i = 0; i < got.size(); ++i) {
        ASSERT_NEAR(got[i], best[i], 2e-14 * best[i]) << target << ", " << deviation << ", " << i;
      }
    });
  }
}

TEST(Gaussian, TheIntegralIsTheSumOfWeights) {
  const GridFrame frame = unit_frame(500, 400);
  for (const double deviation : {1.0, 2.5, 5.0, 6.5, 11.0, 14.0, 30.0}) {
    const auto got = sums(points_at({{250.3, 199.8}, {255.5, 180}, {230, 220.25}}, {2, 0.5, 7}),
                          frame, deviation, Context(2));
    const double integral = std::accumulate(got.begin(), got.end(), 0.0) /
                            (2 * std::numbers::pi * deviation * deviation);
    EXPECT_NEAR(integral, 9.5, 9.5e-6) << deviation;
  }
}

TEST(Gaussian, ScaleMultiplies) {
  const GridFrame frame = unit_frame(30, 30);
  const PointSet points = points_at(scattered(4, 50, frame, 5));
  for (const double deviation : {1.0, 4.0, 30.0}) {
    const auto one = sums(points, frame, deviation, Context(1));
    const auto scaled = sums(points, frame, deviation, Context(1), 5.5, 1e6);
    for (std::size_t i = 0; i < one.size(); ++i) {
      ASSERT_NEAR(scaled[i], 1e6 * one[i], 1e-8 * one[i]);
    }
  }
}

TEST(Gaussian, StopsWhenCancelled) {
  const GridFrame frame = unit_frame(30, 30);
  const Context open(1);
  const RowIndex index(points_at({{3, 4}}), frame, 40, open);
  for (const double deviation : {1.0, 7.0, 40.0}) {
    const Context context(2);
    context.cancel();
    std::vector<double> out(frame.size());
    EXPECT_THROW(gaussian_grid({.deviation = deviation,
                                .reach = 5.5 * deviation,
                                .columns = frame.columns,
                                .rows = frame.rows},
                               index, out.data(), context),
                 Error);
  }
}

}  // namespace
}  // namespace geo::density
