#include "geo/density/adaptive.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numbers>
#include <vector>

#include "brute.hpp"
#include "density/cell_search.hpp"
#include "sets.hpp"

namespace geo {
namespace {

using density::Factors;
using density::Kernel;
using density::Options;
using test::clumped;
using test::frame_at;
using test::kAllKernels;
using test::refusal;
using test::set_of;

/// The definition: each point alone, with its own bandwidth.
test::BruteDensity brute_adaptive(const PointSet& points, const Factors& factors,
                                  const GridFrame& frame, const Options& options) {
  test::BruteDensity sum;
  sum.value.assign(frame.size(), 0.0);
  sum.mass.assign(frame.size(), 0.0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    Options own = options;
    own.bandwidth_m *= factors.values[i];
    own.bandwidth_across_m *= factors.values[i];
    const test::BruteDensity one = test::brute_density(
        set_of({{points.x[i], points.y[i]}}, {points.weight_of(i)}), frame, own);
    for (std::size_t k = 0; k < sum.value.size(); ++k) {
      sum.value[k] += one.value[k];
      sum.mass[k] += one.mass[k];
    }
  }
  return sum;
}

void expect_equals_definition(const PointSet& points, const Factors& factors,
                              const GridFrame& frame, const Options& options) {
  SCOPED_TRACE(name_of(options.kernel));
  const Grid grid = density::estimate_adaptive(points, factors, frame, options, Context(2));
  grid.validate();
  const test::BruteDensity brute = brute_adaptive(points, factors, frame, options);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < grid.values.size() && wrong < 5; ++i) {
    const double error = std::abs(grid.values[i] - brute.value[i]);
    if (grid.values[i] >= 0 && error <= 5e-12 * brute.mass[i]) continue;
    ++wrong;
    ADD_FAILURE() << "pixel " << i << ": " << grid.values[i] << " instead of " << brute.value[i]
                  << " (mass in reach " << brute.mass[i] << ")";
  }
}

Factors random_factors(std::uint64_t seed, std::size_t n, double least, double greatest) {
  Factors factors;
  for (std::size_t i = 0; i < n; ++i) {
    factors.values.push_back(least * std::pow(greatest / least, base::Random(seed, i).uniform()));
  }
  return factors;
}

TEST(Adaptive, EqualsTheDefinition) {
  const GridFrame frame = frame_at(350000, 3460000, 90, 83, 70);
  for (const bool weighted : {false, true}) {
    const PointSet points = clumped(17, 130, frame.envelope().grown(1500), weighted);
    for (const auto& [least, greatest] : {std::pair{0.05, 5.0}, {1.0, 1.0}, {3.0, 40.0}}) {
      const Factors factors = random_factors(23, points.size(), least, greatest);
      for (const Kernel kernel : kAllKernels) {
        expect_equals_definition(points, factors, frame, {.kernel = kernel, .bandwidth_m = 400});
        expect_equals_definition(
            points, factors, frame,
            {.kernel = kernel, .bandwidth_m = 500, .bandwidth_across_m = 200, .azimuth_deg = 33});
      }
    }
  }
}

TEST(Adaptive, NastyFramesAndCoordinates) {
  for (const auto& [columns, rows] : {std::pair{1, 1}, {1, 150}, {150, 1}, {17, 90}}) {
    const GridFrame frame = frame_at(1e7, 1e7 + 30, 0.5, columns, rows);
    const PointSet points = clumped(29, 80, frame.envelope().grown(8), true);
    const Factors factors = random_factors(31, points.size(), 0.1, 8);
    for (const Kernel kernel : kAllKernels)
      expect_equals_definition(points, factors, frame, {.kernel = kernel, .bandwidth_m = 3});
  }
  EXPECT_TRUE(density::estimate_adaptive(set_of({{1, 2}}), {.values = {1}, .facts = {}},
                                         frame_at(0, 0, 1, 0, 5), {}, Context(1))
                  .values.empty());
  const Grid empty =
      density::estimate_adaptive(set_of({}), {}, frame_at(0, 10, 1, 9, 5), {}, Context(1));
  EXPECT_EQ(empty.range(), std::make_pair(0.0, 0.0));
}

TEST(Adaptive, FactorsOfOneAreTheFixedBandwidth) {
  const GridFrame frame = frame_at(0, 6000, 50, 120, 120);
  const PointSet points = clumped(37, 3000, frame.envelope(), true);
  const Factors ones{.values = std::vector<double>(points.size(), 1.0), .facts = {}};
  for (const Kernel kernel : kAllKernels) {
    const Options options{.kernel = kernel, .bandwidth_m = 450};
    const Grid fixed = density::estimate(points, frame, options, Context(2));
    const Grid adaptive = density::estimate_adaptive(points, ones, frame, options, Context(2));
    const double greatest = fixed.range().second;
    // The round Gaussian is not cut exactly at its reach, which holds all but 2.7e-7 of its mass.
    const double tolerance = kernel == Kernel::kGaussian ? 1e-6 : 1e-12;
    for (std::size_t i = 0; i < fixed.values.size(); ++i)
      ASSERT_NEAR(adaptive.values[i], fixed.values[i], tolerance * greatest);
  }
}

TEST(Adaptive, EachPointKeepsItsMass) {
  const GridFrame frame = frame_at(0, 10000, 10, 1000, 1000);
  const PointSet points = set_of({{5003, 5001}, {4000.7, 4500.2}, {6000, 5555.5}}, {2, 0.5, 7});
  const Factors factors{.values = {1, 0.25, 3}, .facts = {}};
  for (const Kernel kernel : kAllKernels) {
    const double h = kernel == Kernel::kGaussian ? 250.0 : 1000.0;
    const Grid grid = density::estimate_adaptive(points, factors, frame,
                                                 {.kernel = kernel, .bandwidth_m = h}, Context(2));
    double sum = 0;
    for (const double value : grid.values) sum += value;
    EXPECT_NEAR(sum * 1e-4, 9.5, 9.5 * (kernel == Kernel::kUniform ? 5e-4 : 1e-5))
        << name_of(kernel);
  }
}

TEST(Adaptive, SameBitsWithAnyNumberOfThreads) {
  const GridFrame frame = frame_at(300000, 3400000, 100, 150, 231);
  const PointSet points = clumped(41, 30000, frame.envelope().grown(1000), true);
  std::vector<double> first;
  for (const int threads : {1, 2, 7}) {
    const Context context(threads);
    const Factors factors =
        density::abramson_factors(points, {.pilot = {.bandwidth_m = 900}}, context);
    const Grid grid =
        density::estimate_adaptive(points, factors, frame, {.bandwidth_m = 700}, context);
    if (threads == 1) first = grid.values;
    EXPECT_EQ(0, std::memcmp(first.data(), grid.values.data(), first.size() * sizeof(double)));
  }
}

TEST(Adaptive, GridSaysHowItWasMade) {
  const PointSet points = set_of({{100, 100}, {100, 100}, {400, 300}, {900, 900}});
  const GridFrame frame = frame_at(0, 1000, 100, 10, 10);
  const Options options{.kernel = Kernel::kEpanechnikov, .bandwidth_m = 200};
  using Facts = std::vector<std::pair<std::string, std::string>>;
  const Factors abramson = density::abramson_factors(
      points, {.pilot = {.kernel = Kernel::kUniform, .bandwidth_m = 300}, .largest_factor = 1.1},
      Context(1));
  // The pilot sees 2, 2, 1, 1 points: the geometric mean is sqrt 2.
  EXPECT_NEAR(abramson.values[0], std::pow(2.0, -0.25), 1e-15);
  EXPECT_EQ(abramson.values[3], 1.1);
  Grid grid = density::estimate_adaptive(points, abramson, frame, options, Context(1));
  EXPECT_EQ(grid.unit, "1/km2");
  Facts facts = grid.facts;
  const auto taken = [&](const std::string& key) {
    const auto at = std::find_if(facts.begin(), facts.end(),
                                 [&](const auto& fact) { return fact.first == key; });
    if (at == facts.end()) return std::string();
    const std::string value = at->second;
    facts.erase(at);
    return value;
  };
  EXPECT_NEAR(std::stod(taken("smallest_bandwidth_m")), 200 * std::pow(2.0, -0.25), 1e-9);
  EXPECT_NEAR(std::stod(taken("largest_bandwidth_m")), 220, 1e-9);
  EXPECT_NEAR(std::stod(taken("reach_m")), 220, 1e-9);
  EXPECT_EQ(facts, (Facts{{"kernel", "epanechnikov"},
                          {"bandwidth_m", "200"},
                          {"adaptive", "abramson"},
                          {"pilot_kernel", "uniform"},
                          {"pilot_bandwidth_m", "300"},
                          {"largest_factor", "1.1"},
                          {"clipped", "2"},
                          {"points", "4"},
                          {"weight_sum", "4"}}));
  const Factors knn = density::knn_factors(
      points, {.neighbours = 1, .smallest_m = 50, .largest_m = 700}, 200, Context(1));
  EXPECT_EQ(knn.values[0], 0.25);
  EXPECT_EQ(knn.facts, (Facts{{"adaptive", "knn"},
                              {"neighbours", "1"},
                              {"smallest_m", "50"},
                              {"largest_m", "700"},
                              {"clipped", "3"}}));
}

TEST(Adaptive, KernelSumsEqualTheBruteSum) {
  for (const bool weighted : {false, true}) {
    const PointSet points = clumped(43, 2500, {300000, 3400000, 309000, 3404000}, weighted);
    std::vector<Point> at;
    for (std::size_t i = 0; i < points.size(); ++i) at.push_back({points.x[i], points.y[i]});
    for (const Kernel kernel : kAllKernels) {
      for (const double bandwidth_m : {0.5, 60.0, 700.0, 30000.0}) {
        const Options options{.kernel = kernel, .bandwidth_m = bandwidth_m};
        const auto want = density::estimate_at(points, at, options, Context(2));
        const auto got = density::kernel_sums(points, options, Context(2));
        for (std::size_t i = 0; i < want.size(); ++i)
          ASSERT_NEAR(got[i], want[i], 1e-12 * want[i]) << name_of(kernel) << " " << bandwidth_m;
      }
    }
  }
}

TEST(Adaptive, KernelSumsAreTheSameOnEveryInstructionSet) {
  const PointSet points = clumped(47, 1500, {0, 0, 9000, 4000}, true);
  const density::CellSearch search(points, 200, Context(1));
  std::vector<std::uint32_t> places;
  for (std::uint32_t i = 0; i < search.places(); i += 3) places.push_back(i);
  for (const Kernel kernel : kAllKernels) {
    std::vector<double> first;
    std::vector<double> first_chain;
    test::for_each_target([&](const std::string& target) {
      const auto sums =
          density::kernel_sums(points, {.kernel = kernel, .bandwidth_m = 500}, Context(1));
      const auto chain = density::gaussian_sums(search, places, 800, 9, Context(1));
      if (first.empty()) {
        first = sums;
        first_chain = chain;
      }
      EXPECT_EQ(0, std::memcmp(first.data(), sums.data(), sums.size() * sizeof(double))) << target;
      EXPECT_EQ(0, std::memcmp(first_chain.data(), chain.data(), chain.size() * sizeof(double)))
          << target;
    });
  }
}

TEST(Adaptive, GaussianSumsLeaveOutTheirOwnPlace) {
  const PointSet points = clumped(53, 700, {0, 0, 9000, 4000}, true);
  for (const double height : {0.01, 30.0, 1e6}) {
    const density::CellSearch search(points, height, Context(1));
    std::vector<std::uint32_t> places;
    for (std::uint32_t i = 0; i < search.places(); ++i) places.push_back(i);
    const std::size_t count = 7;
    const auto sums = density::gaussian_sums(search, places, 900, count, Context(2));
    for (std::size_t p = 0; p < places.size(); p += 5) {
      for (std::size_t k = 0; k < count; ++k) {
        const double s = 900 * std::exp2(-0.5 * static_cast<double>(k));
        double want = 0;
        for (std::size_t j = 0; j < points.size(); ++j) {
          const double dx = points.x[j] - search.x[p];
          const double dy = points.y[j] - search.y[p];
          if (search.place[j] == p) continue;
          want += points.weight_of(j) * std::exp(-0.5 * (dx * dx + dy * dy) / (s * s));
        }
        // What is out of reach is below exp(-9^2 / 2) = 3e-18 of the weight.
        ASSERT_NEAR(sums[p * count + k], want, 1e-11 * want + 1e-13);
      }
    }
  }
}

TEST(Adaptive, AbramsonEqualsItsFormula) {
  const PointSet points = clumped(59, 900, {300000, 3400000, 309000, 3404000}, true);
  std::vector<Point> at;
  for (std::size_t i = 0; i < points.size(); ++i) at.push_back({points.x[i], points.y[i]});
  for (const Kernel kernel : {Kernel::kQuartic, Kernel::kGaussian}) {
    const Options pilot{.kernel = kernel, .bandwidth_m = 300};
    const auto density = density::estimate_at(points, at, pilot, Context(2));
    double logarithm = 0;
    double weight = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      if (points.weight[i] == 0) continue;
      logarithm += points.weight[i] * std::log(density[i]);
      weight += points.weight[i];
    }
    const double mean = std::exp(logarithm / weight);
    const Factors factors = density::abramson_factors(
        points, {.pilot = pilot, .largest_factor = 2, .smallest_factor = 0.8}, Context(2));
    std::size_t largest = 0;
    std::size_t smallest = 0;
    for (std::size_t i = 0; i < at.size(); ++i) {
      const double want = std::clamp(std::pow(density[i] / mean, -0.5), 0.8, 2.0);
      ASSERT_NEAR(factors.values[i], want, 1e-11);
      largest += factors.values[i] == 2 ? 1U : 0U;
      smallest += factors.values[i] == 0.8 ? 1U : 0U;
    }
    EXPECT_GT(largest, 0U);
    EXPECT_GT(smallest, 0U);
  }
}

TEST(Adaptive, AbramsonOfEqualPointsIsOne) {
  const Factors factors =
      density::abramson_factors(set_of(std::vector<Point>(1000, {5e6, 7e6})), {}, Context(2));
  for (const double value : factors.values) EXPECT_NEAR(value, 1, 1e-14);
  EXPECT_TRUE(density::abramson_factors(set_of({}), {}, Context(1)).values.empty());
  // None weighs anything: nothing to be relative to.
  const Factors nothing =
      density::abramson_factors(set_of({{1, 2}, {3, 4}}, {0, 0}), {}, Context(1));
  for (const double value : nothing.values) EXPECT_EQ(value, 5);
}

std::vector<double> brute_neighbours(const PointSet& points, std::size_t k) {
  std::vector<double> result;
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<double> squares;
    for (std::size_t j = 0; j < points.size(); ++j) {
      if (j == i) continue;
      const double dx = points.x[j] - points.x[i];
      const double dy = points.y[j] - points.y[i];
      squares.push_back(dx * dx + dy * dy);
    }
    std::nth_element(squares.begin(), squares.begin() + static_cast<std::ptrdiff_t>(k - 1),
                     squares.end());
    result.push_back(std::sqrt(squares[k - 1]));
  }
  return result;
}

void expect_neighbours(const PointSet& points, const std::vector<std::size_t>& ks) {
  for (const std::size_t k : ks) {
    const auto got = density::knn_bandwidths(
        points, {.neighbours = k, .smallest_m = 1e-6, .largest_m = 1e9}, Context(2));
    const auto want = brute_neighbours(points, k);
    for (std::size_t i = 0; i < want.size(); ++i)
      ASSERT_EQ(got[i], std::max(1e-6, want[i])) << "point " << i << ", k " << k;
  }
}

TEST(Neighbours, EqualBruteForce) {
  expect_neighbours(clumped(61, 1200, {300000, 3400000, 309000, 3404000}), {1, 2, 10, 300, 1199});
  expect_neighbours(clumped(62, 300, {1e7, 1e7, 1e7 + 3, 1e7 + 5}, true), {1, 7});
}

TEST(Neighbours, NastySets) {
  std::vector<Point> row, column, lattice, far;
  for (int i = 0; i < 60; ++i) {
    row.push_back({static_cast<double>(i * i), 7});
    column.push_back({7, static_cast<double>(i * i)});
    lattice.push_back({100.0 * (i % 8), 100.0 * (i / 8)});  // ties
    far.push_back({static_cast<double>(i), 0});
  }
  far.push_back({1e8, -1e8});
  for (const auto& set : {row, column, lattice, far}) expect_neighbours(set_of(set), {1, 3, 59});
  expect_neighbours(set_of({{0, 0}, {3, 4}}), {1});
  expect_neighbours(set_of(std::vector<Point>(50, {3, 4})), {1, 49});
  // A million equal points are one place.
  const auto million = density::knn_bandwidths(set_of(std::vector<Point>(1000000, {3, 4})),
                                               {.neighbours = 10, .smallest_m = 5}, Context(2));
  EXPECT_EQ(million.front(), 5);
}

TEST(Neighbours, AreClipped) {
  const auto got =
      density::knn_bandwidths(set_of({{0, 0}, {0, 0}, {100, 0}, {5000, 0}}),
                              {.neighbours = 1, .smallest_m = 20, .largest_m = 1000}, Context(1));
  EXPECT_EQ(got, (std::vector<double>{20, 20, 100, 1000}));
}

TEST(Adaptive, RefusesWhatCannotBe) {
  const PointSet points = set_of({{1, 2}, {3, 4}, {5, 6}});
  const GridFrame frame = frame_at(0, 10, 1, 10, 10);
  const auto with = [&](std::vector<double> values) {
    return refusal([&] {
      static_cast<void>(density::estimate_adaptive(
          points, {.values = std::move(values), .facts = {}}, frame, {}, Context(1)));
    });
  };
  EXPECT_NE(with({1, 2}).find("2 for 3 points"), std::string::npos);
  for (const double bad : {0.0, -1.0, std::nan(""), std::numeric_limits<double>::infinity(), 1e8})
    EXPECT_NE(with({1, bad, 1}).find("point 2"), std::string::npos);
  const auto neighbours = [&](const density::NeighbourOptions& options) {
    return refusal(
        [&] { static_cast<void>(density::knn_bandwidths(points, options, Context(1))); });
  };
  EXPECT_NE(neighbours({.neighbours = 0}).find("neighbours: 0"), std::string::npos);
  EXPECT_NE(neighbours({.neighbours = 3}).find("fewer than the 3 points"), std::string::npos);
  EXPECT_NE(neighbours({.neighbours = 1, .smallest_m = 0}).find("smallest_m"), std::string::npos);
  EXPECT_NE(neighbours({.neighbours = 1, .smallest_m = 9, .largest_m = 8}).find("9 to 8"),
            std::string::npos);
  const auto abramson = [&](const density::AbramsonOptions& options) {
    return refusal(
        [&] { static_cast<void>(density::abramson_factors(points, options, Context(1))); });
  };
  EXPECT_NE(abramson({.largest_factor = 0.5}).find("largest_factor"), std::string::npos);
  EXPECT_NE(abramson({.smallest_factor = 2}).find("smallest_factor"), std::string::npos);
  EXPECT_NE(abramson({.pilot = {.bandwidth_across_m = 5}}).find("pilot"), std::string::npos);
}

TEST(Adaptive, CancelledBeforehand) {
  const Context context(2);
  context.cancel();
  const PointSet points = clumped(67, 100, {0, 0, 10, 10});
  EXPECT_THROW(static_cast<void>(density::abramson_factors(points, {}, context)), Error);
  EXPECT_THROW(static_cast<void>(density::knn_bandwidths(points, {}, context)), Error);
}

}  // namespace
}  // namespace geo
