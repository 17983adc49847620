#include "geo/scene/classes.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

constexpr double kInf = std::numeric_limits<double>::infinity();

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
  EXPECT_THROW((void)make_classes({2, 1}, 3, Ramp::kMagma), Error);
  EXPECT_THROW((void)make_classes({1, NAN}, 3, Ramp::kMagma), Error);
  EXPECT_EQ(make_classes({}, 0, Ramp::kMagma).shade(3).a, 0);
}

TEST(Classes, of_values_of_either_sign_run_evenly_up_to_zero_and_by_ratio_above_it) {
  const Classes classes = make_classes({-2, -1, 0, 1, 10}, 100, Ramp::kCividis);
  EXPECT_EQ(classes.class_of(-3), -1);
  EXPECT_EQ(classes.class_of(-0.5), 1);
  EXPECT_DOUBLE_EQ(classes.position(-2), 0);
  EXPECT_DOUBLE_EQ(classes.position(-1.5), 0.5);
  EXPECT_DOUBLE_EQ(classes.position(0.25), 2.25);
  EXPECT_DOUBLE_EQ(classes.position(std::sqrt(10)), 3.5);
  EXPECT_GT(classes.shade(-1.9).a, 0);
  EXPECT_EQ(classes.shade(-2.1).a, 0);
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
