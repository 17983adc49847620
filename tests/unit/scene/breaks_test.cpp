#include "geo/scene/breaks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "scene/jenks.hpp"

namespace geo::scene {
namespace {

constexpr Classification kAll[] = {Classification::kGeometric,         Classification::kEqual,
                                   Classification::kQuantile,          Classification::kJenks,
                                   Classification::kStandardDeviation, Classification::kLog};
constexpr double kInf = std::numeric_limits<double>::infinity();

std::vector<double> chosen(const std::vector<double>& values, Classification method, int count) {
  return choose_breaks(values, {.method = method, .classes = count}).values;
}

void expect_usable(const std::vector<double>& breaks, double greatest, int count) {
  ASSERT_FALSE(breaks.empty());
  EXPECT_LE(breaks.size(), static_cast<std::size_t>(count));
  EXPECT_GT(breaks.front(), 0);
  EXPECT_LE(breaks.back(), greatest) << "an empty class on top";
  for (std::size_t i = 1; i < breaks.size(); ++i) EXPECT_GT(breaks[i], breaks[i - 1]);
}

TEST(Breaks, geometric_are_one_two_five) {
  const std::vector<double> values = {0, 0.001, 3, 57.3};
  EXPECT_EQ(chosen(values, Classification::kGeometric, 6),
            (std::vector<double>{1, 2, 5, 10, 20, 50}));
  EXPECT_EQ(chosen({0.001, 0.3}, Classification::kGeometric, 4),
            (std::vector<double>{0.02, 0.05, 0.1, 0.2}));
  EXPECT_EQ(chosen({0.001, 100}, Classification::kGeometric, 2), (std::vector<double>{50, 100}));
}

TEST(Breaks, geometric_stop_below_the_least_value) {
  EXPECT_EQ(chosen({7, 7, 7}, Classification::kGeometric, 7), (std::vector<double>{5}));
  EXPECT_EQ(chosen({3, 30}, Classification::kGeometric, 7), (std::vector<double>{2, 5, 10, 20}));
}

TEST(Breaks, equal_are_multiples_of_a_round_step) {
  EXPECT_EQ(chosen({1, 80}, Classification::kEqual, 7),
            (std::vector<double>{10, 20, 30, 40, 50, 60, 70}));
  EXPECT_EQ(chosen({0.01, 0.9}, Classification::kEqual, 4),
            (std::vector<double>{0.2, 0.4, 0.6, 0.8}));
}

TEST(Breaks, quantiles_part_the_values_evenly) {
  std::vector<double> values;
  for (int i = 1; i <= 1000; ++i) values.push_back(i);
  std::reverse(values.begin(), values.end());
  EXPECT_EQ(chosen(values, Classification::kQuantile, 4),
            (std::vector<double>{200, 400, 600, 800}));
}

TEST(Breaks, ascend_and_leave_no_class_empty_on_random_values) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    base::Random random(seed, 1);
    std::vector<double> values;
    double greatest = 0;
    const double scale = std::pow(10, 12 * random.uniform() - 6);
    for (std::uint64_t i = 0; i < 1 + random.below(300); ++i) {
      values.push_back(scale * std::exp(2 * random.normal()) * (random.below(4) == 0 ? 0 : 1));
      greatest = std::max(greatest, values.back());
    }
    if (!(greatest > 0)) continue;
    const int count = 1 + static_cast<int>(random.below(12));
    for (const Classification method : kAll) {
      const auto breaks = chosen(values, method, count);
      expect_usable(breaks, greatest, count);
      // Written with four digits, each break reads back as itself.
      for (const double at : breaks) {
        const double tenth = std::pow(10, std::floor(std::log10(at)) - 3);
        EXPECT_NEAR(at / tenth, std::round(at / tenth), 1e-6) << at;
      }
    }
  }
}

TEST(Breaks, of_nasty_values) {
  for (const Classification method : kAll) {
    EXPECT_TRUE(chosen({}, method, 7).empty());
    EXPECT_TRUE(chosen({0, 0, -3}, method, 7).empty());
    EXPECT_TRUE(chosen({NAN, kInf, -kInf}, method, 7).empty());
    expect_usable(chosen({NAN, 3, kInf, 0}, method, 7), 3, 7);
    expect_usable(chosen({1e-280, 1e280}, method, 7), 1e280, 7);
    expect_usable(chosen({5e-324, 1}, method, 7), 1, 7);
    for (const double exact : {1.0, 0.1, 1000.0, 2.0, 5e-7, 0.3}) {
      expect_usable(chosen({exact}, method, 7), exact, 7);
    }
    EXPECT_THROW((void)chosen({1}, method, 0), Error);
    EXPECT_THROW((void)chosen({1}, method, 13), Error);
  }
}

std::vector<double> exact(const std::vector<double>& values, Classification method, int count,
                          bool positive = false) {
  return choose_breaks(values,
                       {.method = method, .classes = count, .rounded = false, .positive = positive})
      .values;
}

void expect_near(const std::vector<double>& got, const std::vector<double>& expected) {
  ASSERT_EQ(got.size(), expected.size());
  for (std::size_t i = 0; i < got.size(); ++i) {
    EXPECT_NEAR(got[i], expected[i], 1e-12 * (1 + std::abs(expected[i])));
  }
}

TEST(Breaks, exact_ones_by_hand) {
  const std::vector<double> values = {1, 2, 3, 10, 11, 100};
  expect_near(exact(values, Classification::kGeometric, 2), {1, 10});
  expect_near(exact(values, Classification::kGeometric, 3, true),
              {std::pow(100, 0.25), 10, std::pow(100, 0.75)});
  expect_near(exact(values, Classification::kEqual, 3), {1, 34, 67});
  expect_near(exact(values, Classification::kEqual, 3, true), {25, 50, 75});
  expect_near(exact(values, Classification::kQuantile, 3), {1, 3, 11});
  expect_near(exact(values, Classification::kQuantile, 2, true), {3, 11});
  expect_near(exact(values, Classification::kJenks, 3), {1, 10, 100});
  expect_near(exact(values, Classification::kJenks, 2, true), {10, 100});
  expect_near(exact(values, Classification::kLog, 4), {1, 10, 100});
  expect_near(exact({0.02, 3e5}, Classification::kLog, 3), {0.02, 10, 1e5});
  expect_near(exact({2, 3, 7}, Classification::kLog, 3), {2});
  EXPECT_EQ(chosen({2, 3, 7}, Classification::kLog, 3), std::vector<double>{1});
  // Mean 0, standard deviation 2.
  const std::vector<double> even = {-3, -2, -1, 0, 0, 0, 1, 2, 3};
  const double sd = std::sqrt(28.0 / 9);
  expect_near(exact(even, Classification::kStandardDeviation, 4), {-3, -sd, 0, sd});
  expect_near(exact(even, Classification::kStandardDeviation, 3), {-3, -sd / 2, sd / 2});
}

TEST(Breaks, of_values_of_either_sign) {
  const std::vector<double> values = {-1.234, -0.2, 0, 0.31, 2.5};
  EXPECT_EQ(
      choose_breaks(values, {.method = Classification::kEqual, .classes = 5, .positive = false})
          .values,
      (std::vector<double>{-2, -1, 0, 1, 2}));
  EXPECT_EQ(
      choose_breaks(values, {.method = Classification::kJenks, .classes = 3, .positive = false})
          .values,
      (std::vector<double>{-1.3, -0.2, 2.5}));
  for (const Classification method : {Classification::kGeometric, Classification::kLog}) {
    EXPECT_THROW((void)exact(values, method, 3), Error);
    EXPECT_NO_THROW((void)exact(values, method, 3, true)) << "what is not above 0 is ignored";
  }
}

TEST(Breaks, mirror_about_a_centre) {
  const Breaks breaks = choose_breaks(
      {-0.5, 0.1, 3, 0, 77}, {.method = Classification::kGeometric, .classes = 3, .centre = 0.0});
  EXPECT_EQ(breaks.values, (std::vector<double>{-77, -50, -20, -10, 10, 20, 50}));
  EXPECT_EQ(breaks.top, 77);
  const Breaks shifted = choose_breaks(
      {90, 100, 104}, {.method = Classification::kEqual, .classes = 1, .centre = 100.0});
  EXPECT_EQ(shifted.values, (std::vector<double>{90, 95, 105}));
  EXPECT_EQ(shifted.top, 110);
  EXPECT_EQ(choose_breaks({4, 4}, {.centre = 4.0}).values, (std::vector<double>{4}));
  EXPECT_TRUE(choose_breaks({NAN}, {.centre = 4.0}).values.empty());
  EXPECT_THROW((void)choose_breaks({1}, {.centre = NAN}), Error);
}

TEST(Breaks, put_every_value_into_a_class_where_all_count) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    base::Random random(seed, 2);
    std::vector<double> values(1 + random.below(200));
    const bool positive_values = seed % 3 == 0;
    const double offset = seed % 5 == 0 ? 1e6 * random.normal() : 0;
    for (double& value : values) {
      value = positive_values ? std::exp(3 * random.normal()) : offset + random.normal();
      if (seed % 7 == 0) value = std::round(value);
      if (positive_values) value = std::max(value, 0.001);
    }
    const auto [least, greatest] = std::minmax_element(values.begin(), values.end());
    const int count = 1 + static_cast<int>(random.below(12));
    for (const Classification method : kAll) {
      if (!positive_values &&
          (method == Classification::kGeometric || method == Classification::kLog)) {
        continue;
      }
      for (const bool rounded : {false, true}) {
        SCOPED_TRACE(name_of(method) + " " + std::to_string(seed));
        const Breaks breaks = choose_breaks(
            values, {.method = method, .classes = count, .rounded = rounded, .positive = false});
        ASSERT_FALSE(breaks.values.empty());
        EXPECT_LE(breaks.values.size(), static_cast<std::size_t>(count));
        EXPECT_LE(breaks.values.front(), *least);
        EXPECT_LE(breaks.values.back(), *greatest);
        EXPECT_EQ(breaks.top, *greatest);
        for (std::size_t i = 1; i < breaks.values.size(); ++i) {
          EXPECT_GT(breaks.values[i], breaks.values[i - 1]);
        }
        if (!rounded) {
          EXPECT_EQ(breaks.values.front(), *least);
        }
      }
    }
  }
}

// ---- Jenks against all partitions there are ----

long double squares_of(const std::vector<double>& sorted, std::size_t from, std::size_t to) {
  long double mean = 0;
  for (std::size_t i = from; i < to; ++i) mean += sorted[i];
  mean /= static_cast<long double>(to - from);
  long double squares = 0;
  for (std::size_t i = from; i < to; ++i) squares += (sorted[i] - mean) * (sorted[i] - mean);
  return squares;
}

/// Fisher's recursion as it stands: O(k n^2) classes, each summed anew.
long double least_squares(const std::vector<double>& sorted, int classes) {
  const std::size_t n = sorted.size();
  std::vector<long double> best(n + 1);
  for (std::size_t j = 1; j <= n; ++j) best[j] = squares_of(sorted, 0, j);
  for (int c = 1; c < classes; ++c) {
    std::vector<long double> next = best;  // fewer classes are allowed
    for (std::size_t j = 1; j <= n; ++j) {
      for (std::size_t i = 1; i < j; ++i) {
        next[j] = std::min(next[j], best[i] + squares_of(sorted, i, j));
      }
    }
    best = next;
  }
  return best[n];
}

long double squares_within(const std::vector<double>& sorted, const std::vector<double>& limits) {
  long double squares = 0;
  std::size_t from = 0;
  for (std::size_t i = 1; i <= sorted.size(); ++i) {
    if (i == sorted.size() || std::binary_search(limits.begin(), limits.end(), sorted[i])) {
      if (i < sorted.size() && sorted[i] == sorted[i - 1]) continue;
      squares += squares_of(sorted, from, i);
      from = i;
    }
  }
  return squares;
}

TEST(Jenks, equals_the_best_of_all_partitions) {
  for (std::uint64_t seed = 0; seed < 120; ++seed) {
    SCOPED_TRACE(seed);
    base::Random random(seed, 4);
    std::vector<double> sorted(1 + random.below(60));
    const double offset = seed % 4 == 0 ? 1e9 : 0;
    for (double& value : sorted) {
      switch (seed % 3) {
        case 0:
          value = std::exp(2 * random.normal());
          break;
        case 1:
          value = static_cast<double>(random.below(9));
          break;
        default:
          value = random.uniform() + 10 * static_cast<double>(random.below(4));
      }
      value += offset;
    }
    std::sort(sorted.begin(), sorted.end());
    const std::size_t distinct = std::set<double>(sorted.begin(), sorted.end()).size();
    const long double all = squares_of(sorted, 0, sorted.size());
    for (const int classes : {1, 2, 3, 5, 8}) {
      const JenksLimits found = jenks_limits(sorted, classes, 1000);
      EXPECT_TRUE(found.exact);
      EXPECT_EQ(found.limits.size() + 1,
                std::min<std::size_t>(distinct, static_cast<std::size_t>(classes)));
      EXPECT_TRUE(std::is_sorted(found.limits.begin(), found.limits.end()));
      EXPECT_NEAR(static_cast<double>(squares_within(sorted, found.limits)),
                  static_cast<double>(least_squares(sorted, classes)),
                  1e-12 * static_cast<double>(all));
    }
  }
}

TEST(Jenks, of_grouped_values_is_near_the_best) {
  std::vector<double> sorted;
  base::Random random(1, 5);
  for (int i = 0; i < 5000; ++i) sorted.push_back(std::exp(random.normal()));
  std::sort(sorted.begin(), sorted.end());
  const JenksLimits best = jenks_limits(sorted, 6, 10000);
  const JenksLimits grouped = jenks_limits(sorted, 6, 500);
  EXPECT_TRUE(best.exact);
  EXPECT_FALSE(grouped.exact);
  EXPECT_EQ(grouped.limits.size(), 5U);
  const double least = static_cast<double>(squares_within(sorted, best.limits));
  const double got = static_cast<double>(squares_within(sorted, grouped.limits));
  EXPECT_GE(got, least * (1 - 1e-12));
  EXPECT_LE(got, 1.001 * least);
}

TEST(Jenks, says_where_it_is_not_exact) {
  std::vector<double> values;
  for (std::size_t i = 0; i <= Breaks::kExactJenks; ++i) values.push_back(static_cast<double>(i));
  const BreakOptions options{.method = Classification::kJenks, .classes = 2, .positive = false};
  EXPECT_FALSE(choose_breaks(values, options).exact);
  values.pop_back();
  const Breaks halves = choose_breaks(values, options);
  EXPECT_TRUE(halves.exact);
  EXPECT_EQ(halves.values, (std::vector<double>{0, 10000}));
}

TEST(Goodness, by_hand) {
  const BreakOptions all{.positive = false};
  // Squares about the mean 5.5: 2 (4.5^2 + 3.5^2) = 65; within {1, 2} and {9, 10}: 1.
  EXPECT_NEAR(goodness_of_variance_fit({1, 2, 9, 10, NAN}, {1, 9}, all), 1 - 1.0 / 65, 1e-15);
  EXPECT_NEAR(goodness_of_variance_fit({1, 2, 9, 10}, {9}, all), 1 - 1.0 / 65, 1e-15);
  EXPECT_NEAR(goodness_of_variance_fit({1, 2, 9, 10, 0, -7}, {9}, {}), 1 - 1.0 / 65, 1e-15);
  EXPECT_EQ(goodness_of_variance_fit({1, 2, 9}, {1}, all), 0);
  EXPECT_EQ(goodness_of_variance_fit({3, 3}, {1}, all), 1);
  EXPECT_TRUE(std::isnan(goodness_of_variance_fit({NAN}, {1}, all)));
}

TEST(Goodness, none_is_better_than_jenks) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    base::Random random(seed, 6);
    std::vector<double> values;
    for (int i = 0; i < 100; ++i) values.push_back(std::exp(random.normal()));
    BreakOptions options{
        .method = Classification::kJenks, .classes = 5, .rounded = false, .positive = false};
    const double best =
        goodness_of_variance_fit(values, choose_breaks(values, options).values, options);
    EXPECT_GT(best, 0.8);
    for (const Classification method : kAll) {
      options.method = method;
      EXPECT_LE(goodness_of_variance_fit(values, choose_breaks(values, options).values, options),
                best + 1e-12)
          << name_of(method);
    }
  }
}

TEST(Classification, names_lead_back) {
  for (const Classification method : kAll) {
    EXPECT_EQ(classification_named(name_of(method)), method);
  }
  EXPECT_THROW((void)classification_named("natural"), Error);
}

}  // namespace
}  // namespace geo::scene
