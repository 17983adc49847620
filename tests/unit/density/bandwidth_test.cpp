#include "geo/density/bandwidth.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <string>
#include <vector>

#include "sets.hpp"

namespace geo {
namespace {

using density::BandwidthChoice;
using density::BandwidthOptions;
using density::BandwidthRule;
using density::choose_bandwidth;
using density::Kernel;
using test::clumped;
using test::refusal;
using test::set_of;

constexpr BandwidthRule kAllRules[] = {
    BandwidthRule::kScott,      BandwidthRule::kSilverman,    BandwidthRule::kArcgis,
    BandwidthRule::kLikelihood, BandwidthRule::kLeastSquares, BandwidthRule::kCronieVanLieshout};
constexpr BandwidthRule kCrossValidated[] = {
    BandwidthRule::kLikelihood, BandwidthRule::kLeastSquares, BandwidthRule::kCronieVanLieshout};

/// The criterion by its definition, term by term, for a Gaussian of deviation s.
double brute_criterion(BandwidthRule rule, const PointSet& points, double s, double area_m2) {
  using Real = long double;
  const std::size_t n = points.size();
  const auto distance2 = [&](std::size_t i, std::size_t j) {
    const Real dx = points.x[i] - points.x[j];
    const Real dy = points.y[i] - points.y[j];
    return dx * dx + dy * dy;
  };
  const auto gauss = [&](std::size_t i, std::size_t j, Real deviation) {
    return std::exp(-distance2(i, j) / (2 * deviation * deviation)) /
           (2 * std::numbers::pi_v<Real> * deviation * deviation);
  };
  Real weight = 0;
  for (std::size_t i = 0; i < n; ++i) weight += points.weight_of(i);
  Real square = 0;
  Real without = 0;
  Real likelihood = 0;
  Real inverse = 0;
  for (std::size_t i = 0; i < n; ++i) {
    const Real w = points.weight_of(i);
    if (w == 0) continue;
    Real others = 0;
    Real nearest = std::numeric_limits<Real>::infinity();  // square of the distance
    for (std::size_t j = 0; j < n; ++j) {
      square += w * points.weight_of(j) * gauss(i, j, s * std::sqrt(Real{2}));
      if (j == i) continue;
      others += points.weight_of(j) * gauss(i, j, s);
      if (points.weight_of(j) > 0) nearest = std::min(nearest, distance2(i, j));
    }
    without += w * others / (weight - w);
    // The logarithm of the same sum, which may be far below what a number can hold.
    Real relative = 0;
    for (std::size_t j = 0; j < n; ++j) {
      if (j == i || points.weight_of(j) == 0) continue;
      relative += points.weight_of(j) * std::exp((nearest - distance2(i, j)) / (2 * Real{s} * s));
    }
    likelihood +=
        w * (std::log(relative / (weight - w) * 1e6L / (2 * std::numbers::pi_v<Real> * s * s)) -
             nearest / (2 * Real{s} * s));
    inverse += w / (others + w * gauss(i, i, s));
  }
  switch (rule) {
    case BandwidthRule::kLikelihood:
      return static_cast<double>(likelihood / weight);
    case BandwidthRule::kLeastSquares:
      return static_cast<double>((square / (weight * weight) - 2 * without / weight) * 1e6L);
    default:
      return static_cast<double>((inverse - area_m2) * (inverse - area_m2) * 1e-12L);
  }
}

TEST(Bandwidth, CriteriaEqualTheirDefinitions) {
  for (const bool weighted : {false, true}) {
    const PointSet points = clumped(71, 400, {300000, 3400000, 309000, 3404000}, weighted);
    for (const BandwidthRule rule : kCrossValidated) {
      BandwidthOptions options{.rule = rule, .kernel = Kernel::kGaussian, .area_m2 = 36e6};
      options.candidates_m = {2000, 60, 100, 220, 300, 450, 700, 1000, 4000};
      const BandwidthChoice choice = choose_bandwidth(points, options, Context(2));
      ASSERT_EQ(choice.curve.size(), options.candidates_m.size());
      double best = choice.curve[0].criterion;
      double last = 0;
      for (const auto& [bandwidth_m, criterion] : choice.curve) {
        EXPECT_GT(bandwidth_m, last);
        last = bandwidth_m;
        const double want = brute_criterion(rule, points, bandwidth_m, 36e6);
        EXPECT_NEAR(criterion, want, 1e-8 * (1 + std::abs(want)))
            << name_of(rule) << " at " << bandwidth_m;
        best = rule == BandwidthRule::kLikelihood ? std::max(best, criterion)
                                                  : std::min(best, criterion);
      }
      for (const auto& candidate : choice.curve) {
        if (candidate.criterion != best) continue;
        EXPECT_EQ(choice.bandwidth_m, candidate.bandwidth_m);
      }
    }
  }
}

TEST(Bandwidth, SearchFindsTheBestOfItsCurveAndTheCurveIsRight) {
  for (const bool weighted : {false, true}) {
    const PointSet points = clumped(73, 150, {0, 0, 20000, 9000}, weighted);
    for (const BandwidthRule rule : kCrossValidated) {
      for (const Kernel kernel : {Kernel::kGaussian, Kernel::kTriangular}) {
        SCOPED_TRACE(name_of(rule) + ", " + name_of(kernel));
        const BandwidthChoice choice = choose_bandwidth(
            points, {.rule = rule, .kernel = kernel, .area_m2 = 150e6}, Context(2));
        const double ratio = bandwidth_per_deviation(kernel);
        EXPECT_EQ(choice.curve.size(), 38U);
        EXPECT_EQ(choice.points, choice.evaluated);
        EXPECT_DOUBLE_EQ(choice.deviation_m * ratio, choice.bandwidth_m);
        const auto value = [&](double deviation) {
          const double v = brute_criterion(rule, points, deviation, 150e6);
          return rule == BandwidthRule::kLikelihood ? -v : v;
        };
        const double found = value(choice.deviation_m);
        for (const auto& [bandwidth_m, criterion] : choice.curve) {
          const double s = bandwidth_m / ratio;
          const double want = value(s);
          ASSERT_NEAR(rule == BandwidthRule::kLikelihood ? -criterion : criterion, want,
                      1e-8 * (1 + std::abs(want)))
              << bandwidth_m;
          EXPECT_GE(want, found - 1e-9 * std::abs(found));
        }
        // No neighbour by a fine step is better.
        if (choice.at_limit) continue;
        EXPECT_GE(value(choice.deviation_m * std::exp2(1.0 / 16)), found);
        EXPECT_GE(value(choice.deviation_m * std::exp2(-1.0 / 16)), found);
      }
    }
  }
}

TEST(Bandwidth, ALonelyPointHasALikelihood) {
  // 500 m away from all others: at 1 m the exponent is -125000, far below what exp can hold.
  PointSet points = clumped(79, 200, {0, 0, 100, 100});
  points.x.push_back(600);
  points.y.push_back(50);
  points.row.push_back(points.size());
  const BandwidthChoice choice = choose_bandwidth(points,
                                                  {.rule = BandwidthRule::kLikelihood,
                                                   .kernel = Kernel::kGaussian,
                                                   .candidates_m = {1, 2, 5, 20}},
                                                  Context(2));
  for (const auto& [bandwidth_m, criterion] : choice.curve) {
    EXPECT_TRUE(std::isfinite(criterion));
    const double want = brute_criterion(BandwidthRule::kLikelihood, points, bandwidth_m, 0);
    EXPECT_NEAR(criterion, want, 1e-8 * std::abs(want)) << bandwidth_m;
  }
}

TEST(Bandwidth, Rules) {
  // Deviations by hand: x 1, 2, 3, 10; y 0, 4, 0, 4.
  const PointSet points = set_of({{1, 0}, {2, 4}, {3, 0}, {10, 4}});
  const double sx = std::sqrt((9.0 + 4 + 1 + 36) / 3);
  const double sy = std::sqrt(16.0 / 3);
  const double shrink = std::pow(4.0, -1.0 / 6);
  BandwidthChoice choice = choose_bandwidth(
      points, {.rule = BandwidthRule::kScott, .kernel = Kernel::kGaussian}, Context(1));
  EXPECT_NEAR(choice.east_m, sx * shrink, 1e-14);
  EXPECT_NEAR(choice.north_m, sy * shrink, 1e-14);
  EXPECT_NEAR(choice.bandwidth_m, std::sqrt(sx * sy) * shrink, 1e-14);
  // Quartiles 1.5 and 6.5; 0 and 4: 5 / 1.34 is below the deviation, 4 / 1.34 is above.
  choice = choose_bandwidth(points, {.rule = BandwidthRule::kSilverman, .kernel = Kernel::kQuartic},
                            Context(1));
  EXPECT_NEAR(choice.east_m, 5 / 1.34 * shrink * std::sqrt(8.0), 1e-13);
  EXPECT_NEAR(choice.north_m, sy * shrink * std::sqrt(8.0), 1e-13);
  // Mean (4, 2); distances sqrt 13, sqrt 8, sqrt 5, sqrt 40.
  const double distance = std::sqrt((13.0 + 8 + 5 + 40) / 4);
  const double median = (std::sqrt(8.0) + std::sqrt(13.0)) / 2;
  choice = choose_bandwidth(points, {.rule = BandwidthRule::kArcgis, .kernel = Kernel::kQuartic},
                            Context(1));
  EXPECT_NEAR(choice.bandwidth_m,
              0.9 * std::min(distance, std::sqrt(1 / std::log(2)) * median) * std::pow(4, -0.2),
              1e-14);
  EXPECT_EQ(choice.facts,
            (std::vector<std::pair<std::string, std::string>>{{"bandwidth_rule", "arcgis"}}));
}

TEST(Bandwidth, DeviationsOfKernels) {
  // The variance of one coordinate is pi times the integral of k(r) r^3.
  for (const Kernel kernel : test::kAllKernels) {
    const double reach = kernel == Kernel::kGaussian ? 12 : 1;
    double variance = 0;
    constexpr int kSteps = 200000;
    for (int i = 0; i < kSteps; ++i) {
      const double r = (i + 0.5) / kSteps * reach;
      const double value =
          density::estimate_at(set_of({{0, 0}}), {{r, 0}},
                               {.kernel = kernel, .bandwidth_m = 1, .gaussian_reach = 12},
                               Context(1))[0] /
          1e6;
      variance += std::numbers::pi * value * r * r * r * reach / kSteps;
    }
    EXPECT_NEAR(bandwidth_per_deviation(kernel), 1 / std::sqrt(variance), 1e-5) << name_of(kernel);
  }
}

TEST(Bandwidth, WholeWeightsAreRepeatedPoints) {
  const PointSet once = clumped(83, 200, {0, 0, 5000, 3000});
  PointSet weighted = once;
  PointSet repeated = set_of({});
  for (std::size_t i = 0; i < once.size(); ++i) {
    const std::size_t times = i % 4;  // 0: left out
    weighted.weight.push_back(static_cast<double>(times));
    for (std::size_t k = 0; k < times; ++k) {
      repeated.x.push_back(once.x[i]);
      repeated.y.push_back(once.y[i]);
      repeated.row.push_back(repeated.x.size());
    }
  }
  for (const BandwidthRule rule : {BandwidthRule::kArcgis, BandwidthRule::kCronieVanLieshout}) {
    const BandwidthOptions options{.rule = rule};
    const double a = choose_bandwidth(weighted, options, Context(1)).bandwidth_m;
    const double b = choose_bandwidth(repeated, options, Context(1)).bandwidth_m;
    EXPECT_NEAR(a, b, 1e-9 * b) << name_of(rule);
  }
  // Equal weights change nothing, whatever they are.
  PointSet seven = once;
  seven.weight.assign(once.size(), 7);
  for (const BandwidthRule rule : kAllRules) {
    if (rule == BandwidthRule::kArcgis) continue;  // there the sum of weights is the number
    const BandwidthOptions options{.rule = rule};
    EXPECT_NEAR(choose_bandwidth(once, options, Context(1)).bandwidth_m,
                choose_bandwidth(seven, options, Context(1)).bandwidth_m, 1e-9)
        << name_of(rule);
  }
}

TEST(Bandwidth, EvaluatesADrawOfManyPoints) {
  const PointSet points = clumped(89, 30000, {0, 0, 60000, 30000});
  for (const BandwidthRule rule : kCrossValidated) {
    SCOPED_TRACE(name_of(rule));
    BandwidthOptions options{.rule = rule, .kernel = Kernel::kGaussian};
    options.evaluations = 2000;
    const BandwidthChoice a = choose_bandwidth(points, options, Context(1));
    const BandwidthChoice b = choose_bandwidth(points, options, Context(7));
    EXPECT_EQ(a.evaluated, 2000U);
    EXPECT_EQ(a.points, 30000U);
    ASSERT_EQ(a.curve.size(), b.curve.size());
    for (std::size_t i = 0; i < a.curve.size(); ++i) {
      EXPECT_EQ(a.curve[i].bandwidth_m, b.curve[i].bandwidth_m);
      EXPECT_EQ(a.curve[i].criterion, b.curve[i].criterion);
    }
    options.seed = 2;
    const BandwidthChoice c = choose_bandwidth(points, options, Context(2));
    EXPECT_NE(a.curve[20].criterion, c.curve[20].criterion);
    EXPECT_NEAR(std::log(c.bandwidth_m / a.bandwidth_m), 0, 0.4);
  }
  const BandwidthChoice automatic = choose_bandwidth(
      points,
      {.rule = BandwidthRule::kLikelihood, .kernel = Kernel::kGaussian, .candidates_m = {500}},
      Context(2));
  EXPECT_EQ(automatic.evaluated, 13333U);  // 4e8 / 30000
}

TEST(Bandwidth, NastySets) {
  std::vector<Point> row, lattice;
  for (int i = 0; i < 60; ++i) {
    row.push_back({static_cast<double>(i), 7});
    lattice.push_back({100.0 * (i % 8), 100.0 * (i / 8)});
  }
  std::vector<Point> heap(500, {1e7, 1e7});
  heap.push_back({1e7 + 1, 1e7});
  std::vector<double> heavy(lattice.size(), 1e-12);
  heavy[3] = 1e12;
  const PointSet sets[] = {
      set_of({{0, 0}, {3, 4}}), set_of(row),
      set_of(lattice),          set_of(heap),
      set_of(lattice, heavy),   clumped(97, 300, {1e7, 1e7, 1e7 + 3, 1e7 + 5}, true)};
  for (const PointSet& points : sets) {
    for (const BandwidthRule rule : kAllRules) {
      const BandwidthChoice choice = choose_bandwidth(points, {.rule = rule}, Context(2));
      EXPECT_TRUE(choice.bandwidth_m > 0 && std::isfinite(choice.bandwidth_m))
          << name_of(rule) << " of " << points.size() << ": " << choice.bandwidth_m;
      EXPECT_TRUE(choice.east_m > 0 && choice.north_m > 0);
      for (const auto& candidate : choice.curve) EXPECT_TRUE(std::isfinite(candidate.criterion));
    }
  }
  // Twins only: least squares has no best bandwidth, and says so.
  std::vector<Point> twins;
  for (const Point p : lattice) twins.insert(twins.end(), {p, p});
  EXPECT_TRUE(
      choose_bandwidth(set_of(twins), {.rule = BandwidthRule::kLeastSquares}, Context(2)).at_limit);
}

TEST(Bandwidth, RefusesWhatCannotBe) {
  const auto with = [](const PointSet& points, const BandwidthOptions& options) {
    return refusal([&] { static_cast<void>(choose_bandwidth(points, options, Context(1))); });
  };
  for (const BandwidthRule rule : kAllRules) {
    const BandwidthOptions options{.rule = rule};
    EXPECT_NE(with(set_of(std::vector<Point>(9, {1, 2})), options).find("all 9 points"),
              std::string::npos);
    EXPECT_NE(with(set_of({{1, 2}, {3, 4}}, {0, 1}), options).find("all 1 points"),
              std::string::npos);
    EXPECT_NE(with(set_of({}), options).find("no point weighs anything"), std::string::npos);
  }
  BandwidthOptions options{.rule = BandwidthRule::kLikelihood, .candidates_m = {1, 0}};
  EXPECT_NE(with(set_of({{1, 2}, {3, 4}}), options).find("candidates_m: 0"), std::string::npos);
  options = {.rule = BandwidthRule::kCronieVanLieshout, .area_m2 = -1};
  EXPECT_NE(with(set_of({{1, 2}, {3, 4}}), options).find("area_m2"), std::string::npos);
}

TEST(Bandwidth, Names) {
  for (const BandwidthRule rule : kAllRules)
    EXPECT_EQ(density::bandwidth_rule_named(density::name_of(rule)), rule);
  EXPECT_NE(refusal([] {
              static_cast<void>(density::bandwidth_rule_named("silvermann"));
            }).find("scott, silverman, arcgis, likelihood, least-squares, cronie-van-lieshout"),
            std::string::npos);
}

TEST(Bandwidth, CancelledBeforehand) {
  const Context context(2);
  context.cancel();
  EXPECT_THROW(static_cast<void>(choose_bandwidth(set_of({{1, 2}, {3, 4}}), {}, context)), Error);
}

}  // namespace
}  // namespace geo
