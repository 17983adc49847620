#include "geo/density/relative.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <string>

#include "base/random.hpp"
#include "brute.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"
#include "windows.hpp"

namespace geo::density {
namespace {

using test::rectangle;
using test::star_window;

PointSet scattered(std::uint64_t seed, std::size_t n, double size, bool weighted) {
  PointSet points;
  points.crs = "EPSG:32651";
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    const bool clump = i % 2 == 0;
    const double x = clump ? 0.2 + 0.03 * random.normal() : random.uniform();
    const double y = clump ? 0.4 + 0.03 * random.normal() : random.uniform();
    points.x.push_back(350000 + size * x);
    points.y.push_back(3460000 + size * y);
    points.row.push_back(i + 1);
    if (weighted) points.weight.push_back(1 + static_cast<double>(random.below(50)));
  }
  return points;
}

std::vector<std::uint32_t> every(std::size_t n, std::uint32_t step) {
  std::vector<std::uint32_t> indices;
  for (std::uint32_t i = 0; i < n; i += step) indices.push_back(i);
  return indices;
}

std::string fact(const Grid& grid, const std::string& name) {
  for (const auto& [key, value] : grid.facts) {
    if (key == name) return value;
  }
  return "";
}

PointSet without_weights(PointSet points) {
  points.weight.clear();
  return points;
}

// The integral of the squared kernel by summing it over fine rings.
TEST(EffectiveArea, IsOneOverTheIntegralOfTheSquare) {
  for (const Kernel kernel : test::kAllKernels) {
    const Options options{
        .kernel = kernel, .bandwidth_m = 1500, .bandwidth_across_m = 700, .gaussian_reach = 9};
    PointSet one;
    one.x = {0};
    one.y = {0};
    const double pixel = 10;
    const int half = kernel == Kernel::kGaussian ? 800 : 160;
    const Grid grid =
        estimate(one, test::frame_at(-half * pixel, half * pixel, pixel, 2 * half, 2 * half),
                 options, Context(2));
    double integral = 0;
    for (const double value : grid.values) integral += value * value * pixel * pixel / 1e6;
    EXPECT_NEAR(effective_area_km2(options) * integral, 1, 1e-2) << name_of(kernel);
    EXPECT_NEAR(
        effective_area_km2({.kernel = kernel, .bandwidth_m = 1000}) * 1.05,
        effective_area_km2({.kernel = kernel, .bandwidth_m = 1500, .bandwidth_across_m = 700}),
        1e-12);
  }
}

TEST(LocalShare, EqualsItsDefinition) {
  const GridFrame frame = test::frame_at(349000, 3471000, 400, 30, 30);
  for (const Kernel kernel : test::kAllKernels) {
    for (const bool weighted : {false, true}) {
      const PointSet whole = scattered(3, 300, 10000, weighted);
      const PointSet part = whole.select(every(300, 3));
      const Options options{.kernel = kernel, .bandwidth_m = 900};
      const Grid share = local_share(part, whole, frame, options, {}, {}, Context(2));
      share.validate();
      EXPECT_EQ(share.unit, "1");
      const auto upper = test::brute_density(part, frame, options).value;
      const auto lower = test::brute_density(whole, frame, options).value;
      const auto counts = test::brute_density(without_weights(whole), frame, options).value;
      std::size_t data = 0;
      std::size_t without = 0;
      for (std::size_t i = 0; i < share.values.size(); ++i) {
        const double count = counts[i] * effective_area_km2(options);
        if (std::abs(count - 5) < 1e-6) continue;
        ASSERT_EQ(std::isnan(share.values[i]), count < 5) << i;
        (count < 5 ? without : data) += 1;
        if (count < 5) continue;
        // The Gaussian is not cut exactly at its reach, which holds all but 2.7e-7 of its mass.
        const double tolerance = kernel == Kernel::kGaussian ? 1e-5 : 1e-6;
        ASSERT_NEAR(share.values[i], upper[i] / lower[i], tolerance) << i;
      }
      EXPECT_GT(data, 20U);
      EXPECT_GT(without, 20U);
      EXPECT_EQ(fact(share, "pixels_without_data"), std::to_string(without));
      EXPECT_EQ(fact(share, "points_part"), "100");
      EXPECT_EQ(fact(share, "points_whole"), "300");
      if (!weighted) {
        EXPECT_NEAR(std::stod(fact(share, "share")), 1.0 / 3, 1e-15);
      }
    }
  }
}

TEST(LocalShare, IsOneOfTheWholeAndZeroOfNothing) {
  const GridFrame frame = test::frame_at(350000, 3470000, 500, 20, 20);
  const PointSet whole = scattered(4, 200, 10000, true);
  const RelativeOptions all{.least_points = 0};
  for (const Kernel kernel : test::kAllKernels) {
    const Options options{.kernel = kernel, .bandwidth_m = 700};
    EXPECT_EQ(local_share(whole, whole, frame, options, {}, all, Context(1)).range(),
              std::make_pair(1.0, 1.0));
    EXPECT_EQ(local_share(whole.select({}), whole, frame, options, {}, all, Context(1)).range(),
              std::make_pair(0.0, 0.0));
  }
  // Nothing at all: no data anywhere.
  const Grid none = local_share({}, {}, frame, {}, {}, all, Context(1));
  EXPECT_TRUE(std::isnan(none.range().first));
  EXPECT_EQ(fact(none, "pixels_without_data"), "400");
  EXPECT_EQ(fact(none, "share"), "");
}

TEST(LocalShare, TheUniformCorrectionFallsOut) {
  const PolygonSet window = star_window(3, {355000, 3465000}, 4000);
  const GridFrame frame = test::frame_at(350000, 3470000, 250, 40, 40);
  const PointSet points = scattered(5, 500, 10000, false);
  const PointSet part = points.select(every(500, 4));
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 1500};
  // Only points in the window, so that both ways count the same.
  std::vector<std::uint32_t> inside;
  std::vector<std::uint32_t> inside_part;
  for (std::uint32_t i = 0; i < points.size(); ++i) {
    if (!test::in_any(window, {points.x[i], points.y[i]})) continue;
    inside.push_back(i);
    if (i % 4 == 0) inside_part.push_back(i);
  }
  const RelativeOptions uniform{.edge = {.correction = Correction::kUniform}};
  const Grid a = local_share(part, points, frame, options, window, uniform, Context(2));
  const Grid b = local_share(points.select(inside_part), points.select(inside), frame, options,
                             window, {}, Context(2));
  std::size_t data = 0;
  for (std::size_t i = 0; i < a.values.size(); ++i) {
    ASSERT_EQ(std::isnan(a.values[i]), std::isnan(b.values[i]));
    if (std::isnan(a.values[i])) continue;
    ++data;
    ASSERT_NEAR(a.values[i], b.values[i], 1e-9);
  }
  EXPECT_GT(data, 100U);
  EXPECT_EQ(fact(a, "edge_correction"), "uniform");
  EXPECT_EQ(fact(a, "points_outside"), std::to_string(points.size() - inside.size()));
  // Diggle's stays between 0 and 1.
  const RelativeOptions diggle{.edge = {.correction = Correction::kDiggle}};
  const auto [least, most] =
      local_share(part, points, frame, options, window, diggle, Context(2)).range();
  EXPECT_GE(least, 0);
  EXPECT_LE(most, 1);
  EXPECT_GT(most, least);
}

TEST(LocalShare, RefusesWhatIsNotAPart) {
  const GridFrame frame = test::frame_at(350000, 3470000, 500, 20, 20);
  const PointSet whole = scattered(4, 200, 10000, false);
  const PointSet other = scattered(5, 150, 10000, false);
  EXPECT_THROW((void)local_share(other, whole, frame, {}, {}, {}, Context(1)), Error);
  EXPECT_THROW((void)local_share(whole, other, frame, {}, {}, {}, Context(1)), Error);
  EXPECT_THROW(
      (void)local_share(scattered(4, 20, 10000, true), whole, frame, {}, {}, {}, Context(1)),
      Error);
  PointSet elsewhere = whole;
  elsewhere.crs = "EPSG:4326";
  EXPECT_THROW((void)local_share(elsewhere, whole, frame, {}, {}, {}, Context(1)), Error);
  EXPECT_THROW((void)local_share(whole, whole, frame, {}, {}, {.least_points = -1}, Context(1)),
               Error);
  EXPECT_THROW((void)local_share(whole, whole, frame, {}, {},
                                 {.edge = {.correction = Correction::kUniform}}, Context(1)),
               Error);  // a correction needs a window
}

TEST(LogRelativeRisk, EqualsItsDefinition) {
  const GridFrame frame = test::frame_at(349000, 3471000, 400, 30, 30);
  for (const Kernel kernel : test::kAllKernels) {
    for (const bool weighted : {false, true}) {
      for (const double stabiliser : {0.0, 0.02}) {
        const PointSet cases = scattered(3, 150, 10000, weighted);
        const PointSet controls = scattered(7, 260, 9000, weighted);
        const Options options{.kernel = kernel, .bandwidth_m = 900};
        const RelativeOptions relative{.least_points = 4, .stabiliser = stabiliser};
        const Grid risk =
            *log_relative_risk(cases, controls, frame, options, {}, relative, Context(2));
        risk.validate();
        EXPECT_EQ(risk.unit, "ln(1)");
        double case_sum = 0, control_sum = 0;
        for (std::size_t i = 0; i < cases.size(); ++i) case_sum += cases.weight_of(i);
        for (std::size_t i = 0; i < controls.size(); ++i) control_sum += controls.weight_of(i);
        const auto f = test::brute_density(cases, frame, options).value;
        const auto g = test::brute_density(controls, frame, options).value;
        const auto fc = test::brute_density(without_weights(cases), frame, options).value;
        const auto gc = test::brute_density(without_weights(controls), frame, options).value;
        const double added = stabiliser * *std::max_element(g.begin(), g.end()) / control_sum;
        EXPECT_NEAR(std::stod(fact(risk, "added_per_km2")), added, 1e-8 * added);
        std::size_t data = 0;
        for (std::size_t i = 0; i < f.size(); ++i) {
          const double count = (fc[i] + gc[i]) * effective_area_km2(options);
          if (std::abs(count - 4) < 1e-6) continue;
          const double upper = f[i] / case_sum + added;
          const double lower = g[i] / control_sum + added;
          const bool none = count < 4 || upper == 0 || lower == 0;
          ASSERT_EQ(std::isnan(risk.values[i]), none) << i << " " << count;
          if (none) continue;
          ++data;
          // Where a density is next to nothing its logarithm is not known to many digits.
          if (std::min(f[i], g[i]) < 1e-6 * std::max(f[i], g[i]) && added == 0) continue;
          const double tolerance = kernel == Kernel::kGaussian ? 1e-4 : 1e-5;
          ASSERT_NEAR(risk.values[i], std::log(upper / lower), tolerance) << i;
        }
        EXPECT_GT(data, 50U);
      }
    }
  }
}

TEST(LogRelativeRisk, IsZeroOfTheSameAndTurnsItsSign) {
  const GridFrame frame = test::frame_at(350000, 3470000, 500, 20, 20);
  const PointSet a = scattered(4, 200, 10000, false);
  const PointSet b = scattered(9, 300, 10000, false);
  const Options options{.kernel = Kernel::kGaussian, .bandwidth_m = 800};
  const auto [least, most] = log_relative_risk(a, a, frame, options, {}, {}, Context(1))->range();
  EXPECT_EQ(least, 0);
  EXPECT_EQ(most, 0);
  const RelativeOptions plain{.stabiliser = 0};
  const Grid ab = *log_relative_risk(a, b, frame, options, {}, plain, Context(1));
  const Grid ba = *log_relative_risk(b, a, frame, options, {}, plain, Context(1));
  for (std::size_t i = 0; i < ab.values.size(); ++i) {
    ASSERT_EQ(std::isnan(ab.values[i]), std::isnan(ba.values[i]));
    if (std::isnan(ab.values[i])) continue;
    ASSERT_NEAR(ab.values[i], -ba.values[i], 1e-12);
  }
  EXPECT_THROW((void)log_relative_risk(a, b, frame, options, {}, {.stabiliser = -1}, Context(1)),
               Error);
}

TEST(LogRelativeRisk, IsNothingWithoutCasesOrControls) {
  const GridFrame frame = test::frame_at(350000, 3470000, 500, 20, 20);
  const PointSet some = scattered(4, 200, 10000, true);
  const PointSet none = some.select({});
  PointSet weightless = some;
  weightless.weight.assign(some.size(), 0.0);
  for (const PointSet& nothing : {none, weightless}) {
    EXPECT_FALSE(log_relative_risk(nothing, some, frame, {}, {}, {}, Context(1)));
    EXPECT_FALSE(log_relative_risk(some, nothing, frame, {}, {}, {}, Context(1)));
  }
  // Under a correction it is the window that counts.
  PointSet outside = some;
  for (double& x : outside.x) x += 20000;
  const PolygonSet window = star_window(3, {355000, 3465000}, 4000);
  const RelativeOptions within{.edge = {.correction = Correction::kUniform}};
  EXPECT_FALSE(log_relative_risk(outside, some, frame, {}, window, within, Context(1)));
  EXPECT_TRUE(log_relative_risk(some, some, frame, {}, window, within, Context(1)));
}

TEST(Relative, SameBitsWithAnyThreadsAndCancels) {
  const GridFrame frame = test::frame_at(350000, 3470000, 37, 280, 270);
  const PointSet whole = scattered(4, 2000, 10000, true);
  const PointSet part = whole.select(every(2000, 5));
  const PolygonSet window = star_window(3, {355000, 3465000}, 4000);
  const RelativeOptions relative{.edge = {.correction = Correction::kDiggle}};
  const Grid a = local_share(part, whole, frame, {}, window, relative, Context(1));
  const Grid b = local_share(part, whole, frame, {}, window, relative, Context(7));
  EXPECT_EQ(std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(double)), 0);
  EXPECT_EQ(a.facts, b.facts);
  const Context context(2);
  (void)log_relative_risk(part, whole, frame, {}, window, relative, context);
  EXPECT_EQ(context.progress().fraction, 1);
  context.cancel();
  EXPECT_THROW((void)log_relative_risk(part, whole, frame, {}, window, relative, context), Error);
}

}  // namespace
}  // namespace geo::density
