#include "geo/scene/classes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

constexpr Classification kAll[] = {Classification::kGeometric, Classification::kEqual,
                                   Classification::kQuantile};
constexpr double kInf = std::numeric_limits<double>::infinity();

void expect_usable(const std::vector<double>& breaks, double greatest, int count) {
  ASSERT_FALSE(breaks.empty());
  EXPECT_LE(breaks.size(), static_cast<std::size_t>(count));
  EXPECT_GT(breaks.front(), 0);
  EXPECT_LE(breaks.back(), greatest) << "an empty class on top";
  for (std::size_t i = 1; i < breaks.size(); ++i) EXPECT_GT(breaks[i], breaks[i - 1]);
}

TEST(Breaks, geometric_are_one_two_five) {
  const std::vector<double> values = {0, 0.001, 3, 57.3};
  EXPECT_EQ(choose_breaks(values, Classification::kGeometric, 6),
            (std::vector<double>{1, 2, 5, 10, 20, 50}));
  EXPECT_EQ(choose_breaks({0.001, 0.3}, Classification::kGeometric, 4),
            (std::vector<double>{0.02, 0.05, 0.1, 0.2}));
  EXPECT_EQ(choose_breaks({0.001, 100}, Classification::kGeometric, 2),
            (std::vector<double>{50, 100}));
}

TEST(Breaks, geometric_stop_below_the_least_value) {
  EXPECT_EQ(choose_breaks({7, 7, 7}, Classification::kGeometric, 7), (std::vector<double>{5}));
  EXPECT_EQ(choose_breaks({3, 30}, Classification::kGeometric, 7),
            (std::vector<double>{2, 5, 10, 20}));
}

TEST(Breaks, equal_are_multiples_of_a_round_step) {
  EXPECT_EQ(choose_breaks({1, 80}, Classification::kEqual, 7),
            (std::vector<double>{10, 20, 30, 40, 50, 60, 70}));
  EXPECT_EQ(choose_breaks({0.01, 0.9}, Classification::kEqual, 4),
            (std::vector<double>{0.2, 0.4, 0.6, 0.8}));
}

TEST(Breaks, quantiles_part_the_values_evenly) {
  std::vector<double> values;
  for (int i = 1; i <= 1000; ++i) values.push_back(i);
  std::reverse(values.begin(), values.end());
  EXPECT_EQ(choose_breaks(values, Classification::kQuantile, 4),
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
      const auto breaks = choose_breaks(values, method, count);
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
    EXPECT_TRUE(choose_breaks({}, method, 7).empty());
    EXPECT_TRUE(choose_breaks({0, 0, -3}, method, 7).empty());
    EXPECT_TRUE(choose_breaks({NAN, kInf, -kInf}, method, 7).empty());
    expect_usable(choose_breaks({NAN, 3, kInf, 0}, method, 7), 3, 7);
    expect_usable(choose_breaks({1e-280, 1e280}, method, 7), 1e280, 7);
    expect_usable(choose_breaks({5e-324, 1}, method, 7), 1, 7);
    for (const double exact : {1.0, 0.1, 1000.0, 2.0, 5e-7, 0.3}) {
      expect_usable(choose_breaks({exact}, method, 7), exact, 7);
    }
    EXPECT_THROW((void)choose_breaks({1}, method, 0), Error);
    EXPECT_THROW((void)choose_breaks({1}, method, 13), Error);
  }
}

TEST(Classes, of_a_value_by_the_slow_way) {
  const Classes classes = make_classes({1, 2, 5, 10}, 40, Ramp::kYlOrRd);
  base::Random random(1, 1);
  std::vector<double> values = {-1, 0, 0.999, 1, 1.5, 2, 5, 9.99, 10, 40, 41, NAN, kInf};
  for (int i = 0; i < 300; ++i) values.push_back(45 * random.uniform());
  for (const double value : values) {
    int expected = -1;
    for (const double at : classes.breaks) expected += value >= at ? 1 : 0;
    EXPECT_EQ(classes.class_of(value), expected) << value;
    EXPECT_EQ(classes.shade(value).a > 0, expected >= 0) << value;
  }
}

TEST(Classes, positions_rise_with_values_and_meet_the_breaks) {
  const Classes classes = make_classes({1, 2, 5, 10}, 40, Ramp::kYlOrRd);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_DOUBLE_EQ(classes.position(classes.breaks[i]), static_cast<double>(i));
  }
  EXPECT_DOUBLE_EQ(classes.position(40), 4);
  EXPECT_DOUBLE_EQ(classes.position(400), 4);
  EXPECT_DOUBLE_EQ(classes.position(20), 3.5);
  double before = -1;
  for (double value = 0.5; value < 45; value += 0.01) {
    EXPECT_GE(classes.position(value), before);
    before = classes.position(value);
  }
}

TEST(Classes, flow_or_step) {
  Classes classes = make_classes({1, 10}, 100, Ramp::kYlOrRd);
  EXPECT_NE(classes.shade(20), classes.shade(50));
  EXPECT_LT(classes.shade(1).a, classes.shade(5).a) << "the first class fades in";
  EXPECT_EQ(classes.shade(15).a, 255);
  classes.continuous = false;
  EXPECT_EQ(classes.shade(20), classes.shade(50));
  EXPECT_EQ(classes.shade(1).a, 255);
  EXPECT_EQ(classes.shade(0.5).a, 0);
}

TEST(Classes, refuse_breaks_that_do_not_ascend) {
  EXPECT_THROW((void)make_classes({1, 1}, 3, Ramp::kMagma), Error);
  EXPECT_THROW((void)make_classes({0, 1}, 3, Ramp::kMagma), Error);
  EXPECT_THROW((void)make_classes({2, 1}, 3, Ramp::kMagma), Error);
  EXPECT_THROW((void)make_classes({1, NAN}, 3, Ramp::kMagma), Error);
  EXPECT_EQ(make_classes({}, 0, Ramp::kMagma).shade(3).a, 0);
}

TEST(Classes, of_one_break_and_a_top_below_it) {
  const Classes classes = make_classes({5}, 2, Ramp::kCividis);
  EXPECT_EQ(classes.top, 5);
  EXPECT_EQ(classes.position(5), 0);
  EXPECT_EQ(classes.position(9), 0);
  EXPECT_EQ(classes.colors.size(), 2U);
}

TEST(Numbers, as_a_legend_writes_them) {
  EXPECT_EQ(format_number(0), "0");
  EXPECT_EQ(format_number(0.05), "0.05");
  EXPECT_EQ(format_number(2.5), "2.5");
  EXPECT_EQ(format_number(999), "999");
  EXPECT_EQ(format_number(1000), "1,000");
  EXPECT_EQ(format_number(12345678, 12), "12,345,678");
  EXPECT_EQ(format_number(1234567), "1,235,000");
  EXPECT_EQ(format_number(617843, 3), "618,000");
  EXPECT_EQ(format_number(-1234.5, 6), "-1,234.5");
  EXPECT_EQ(format_number(0.00012345), "0.0001234");
  EXPECT_EQ(format_number(1e-7), "1e-07");
  EXPECT_EQ(format_number(NAN), "–");
}

}  // namespace
}  // namespace geo::scene
