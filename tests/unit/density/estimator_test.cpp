#include "geo/density/estimator.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <cmath>
#include <thread>
#include <vector>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"

namespace geo {
namespace {

using density::Estimator;
using density::Kernel;
using density::Options;

PointSet clumps(std::size_t n, bool weighted) {
  PointSet points;
  points.crs = "EPSG:32651";
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(17, i);
    base::Random centre(18, i % 9);
    points.x.push_back(300000 + 20000 * centre.uniform() + 900 * random.normal());
    points.y.push_back(3450000 + 15000 * centre.uniform() + 700 * random.normal());
    points.row.push_back(i + 1);
    if (weighted) points.weight.push_back(i % 11 == 0 ? 0 : 5 * random.uniform());
  }
  return points;
}

void expect_same(const Grid& got, const Grid& want, double relative) {
  ASSERT_EQ(got.frame, want.frame);
  EXPECT_EQ(got.unit, want.unit);
  EXPECT_EQ(got.crs, want.crs);
  ASSERT_EQ(got.facts.size(), want.facts.size());
  for (std::size_t i = 0; i < got.facts.size(); ++i) {
    EXPECT_EQ(got.facts[i].first, want.facts[i].first);
    if (got.facts[i].first == "weight_sum") continue;  // summed in another order
    EXPECT_EQ(got.facts[i].second, want.facts[i].second);
  }
  const double greatest = want.range().second;
  for (std::size_t i = 0; i < want.values.size(); ++i) {
    ASSERT_NEAR(got.values[i], want.values[i], relative * want.values[i] + 1e-13 * greatest) << i;
  }
}

const GridFrame kWindows[] = {
    test::frame_at(299000, 3467000, 100, 230, 180),  // all of it
    test::frame_at(305000, 3460000, 25, 150, 90),    // zoomed in
    test::frame_at(200000, 3600000, 2000, 100, 90),  // far out
    test::frame_at(310000, 3451000, 400, 7, 300),    // a strip
    test::frame_at(900000, 3467000, 100, 40, 30),    // elsewhere
};

TEST(Estimator, EqualsTheDensityForAnyWindowAndBandwidth) {
  for (const bool weighted : {false, true}) {
    const PointSet points = clumps(4000, weighted);
    const Estimator estimator(points, Context(2));
    ASSERT_EQ(estimator.size(), points.size());
    for (const GridFrame& frame : kWindows) {
      for (const Kernel kernel : {Kernel::kEpanechnikov, Kernel::kQuartic, Kernel::kTriangular}) {
        for (const double bandwidth_m : {60.0, 700.0, 4000.0}) {
          const Options options{.kernel = kernel, .bandwidth_m = bandwidth_m};
          expect_same(estimator.estimate(frame, options, Context(2)),
                      density::estimate(points, frame, options, Context(2)), 1e-6);
        }
      }
    }
  }
}

TEST(Estimator, AFilterLeavesThePointsItKeeps) {
  const PointSet points = clumps(3000, true);
  const Estimator estimator(points, Context(2));
  std::vector<std::uint8_t> keep(points.size());
  std::vector<std::uint32_t> kept;
  for (std::uint32_t i = 0; i < keep.size(); ++i) {
    if (base::Random(3, i).uniform() >= 0.3) continue;
    keep[i] = 1;
    kept.push_back(i);
  }
  const Options options{.kernel = Kernel::kEpanechnikov, .bandwidth_m = 900};
  expect_same(estimator.estimate(kWindows[0], options, Context(2), keep),
              density::estimate(points.select(kept), kWindows[0], options, Context(2)), 1e-9);
  const std::vector<std::uint8_t> none(points.size(), 0);
  for (const double value : estimator.estimate(kWindows[0], options, Context(2), none).values) {
    EXPECT_EQ(value, 0);
  }
  EXPECT_THROW(static_cast<void>(estimator.estimate(kWindows[0], options, Context(2),
                                                    std::vector<std::uint8_t>(7, 1))),
               Error);
}

TEST(Estimator, APreviewIsTheDensityAtFewerPixels) {
  const PointSet points = clumps(3000, false);
  const Estimator estimator(points, Context(2));
  const Options options{.bandwidth_m = 900};
  const Grid coarse = estimator.preview(kWindows[0], options, Context(2));
  EXPECT_EQ(coarse.frame.columns, 58);  // 230 / 4, rounded up
  EXPECT_EQ(coarse.frame.rows, 45);
  EXPECT_EQ(coarse.frame.pixel, 400);
  expect_same(coarse, density::estimate(points, coarse.frame, options, Context(1)), 1e-6);
  EXPECT_THROW(static_cast<void>(estimator.preview(kWindows[0], options, Context(1), {}, 0)),
               Error);
}

TEST(Estimator, SameBitsWithAnyNumberOfThreads) {
  const PointSet points = clumps(200000, true);
  std::vector<std::uint8_t> keep(points.size());
  for (std::size_t i = 0; i < keep.size(); ++i) keep[i] = i % 3 == 0 ? 1 : 0;
  const Options options{.bandwidth_m = 900};
  const Grid one = Estimator(points, Context(1)).estimate(kWindows[0], options, Context(1), keep);
  for (const int threads : {2, 7}) {
    const Grid many =
        Estimator(points, Context(threads)).estimate(kWindows[0], options, Context(threads), keep);
    EXPECT_EQ(many.values, one.values);
    EXPECT_EQ(many.facts, one.facts);
  }
}

TEST(Estimator, OfNothingAndOfEqualPoints) {
  const Options options{.bandwidth_m = 900};
  PointSet none;
  none.crs = "EPSG:32651";
  for (const double value : Estimator(none).estimate(kWindows[0], options, Context(1)).values) {
    ASSERT_EQ(value, 0);
  }
  PointSet equal = clumps(1, false);
  for (int i = 0; i < 500; ++i) {
    equal.x.push_back(equal.x[0]);
    equal.y.push_back(equal.y[0]);
    equal.row.push_back(equal.x.size());
  }
  expect_same(Estimator(equal).estimate(kWindows[1], options, Context(2)),
              density::estimate(equal, kWindows[1], options, Context(2)), 1e-9);
}

TEST(Estimator, TwoThreadsMayAskAtOnce) {
  const PointSet points = clumps(5000, false);
  const Estimator estimator(points);
  const Options a{.bandwidth_m = 900};
  const Options b{.bandwidth_m = 400};
  const Grid want_a = estimator.estimate(kWindows[0], a, Context(1));
  const Grid want_b = estimator.estimate(kWindows[0], b, Context(1));
  std::atomic<int> wrong{0};
  std::thread other([&] {
    for (int i = 0; i < 10; ++i) {
      if (estimator.estimate(kWindows[0], a, Context(1)).values != want_a.values) ++wrong;
    }
  });
  for (int i = 0; i < 10; ++i) {
    if (estimator.estimate(kWindows[0], b, Context(1)).values != want_b.values) ++wrong;
  }
  other.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Estimator, CancelledBeforehand) {
  const Context context(2);
  context.cancel();
  EXPECT_THROW(Estimator(clumps(10, false), context), Error);
}

}  // namespace
}  // namespace geo
