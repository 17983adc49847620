#include "base/orient.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

#include "base/random.hpp"

namespace geo::base {
namespace {

__extension__ using Whole = __int128;

struct WholePoint {
  std::int64_t x;
  std::int64_t y;
  [[nodiscard]] Point times(int power) const {
    return {std::ldexp(static_cast<double>(x), power), std::ldexp(static_cast<double>(y), power)};
  }
};

int whole_orientation(WholePoint a, WholePoint b, WholePoint c) {
  const Whole left = Whole{a.x - c.x} * (b.y - c.y);
  const Whole right = Whole{a.y - c.y} * (b.x - c.x);
  return static_cast<int>(left > right) - static_cast<int>(left < right);
}

void expect_all_orders(Point a, Point b, Point c, int sign) {
  for (int turn = 0; turn < 3; ++turn) {
    EXPECT_EQ(orientation(a, b, c), sign);
    EXPECT_EQ(orientation_exact(a, b, c), sign);
    EXPECT_EQ(orientation(b, a, c), -sign);
    EXPECT_EQ(orientation_exact(b, a, c), -sign);
    std::swap(a, b);
    std::swap(b, c);
  }
}

TEST(Orientation, IsThatOfWholeNumbersAtEveryScale) {
  Random random(1, 0);
  int on_line = 0;
  for (int k = 0; k < 40000; ++k) {
    // Nearly on one line: c is a + t (b - a), rounded, or one beside it.
    const int bits = 2 + static_cast<int>(random.below(51));
    const auto draw = [&] {
      return static_cast<std::int64_t>(random.below(std::uint64_t{1} << bits)) -
             (std::int64_t{1} << (bits - 1));
    };
    const WholePoint a{draw(), draw()};
    const WholePoint b{draw(), draw()};
    const double t = static_cast<double>(random.below(9)) / 8;
    const auto between = [&](std::int64_t u, std::int64_t v) {
      return std::llround(static_cast<double>(u) * (1 - t) + static_cast<double>(v) * t) +
             static_cast<std::int64_t>(random.below(3)) - 1;
    };
    const WholePoint c{between(a.x, b.x), between(a.y, b.y)};
    const int sign = whole_orientation(a, b, c);
    on_line += static_cast<int>(sign == 0);
    for (const int power : {0, -40, 900, -1074}) {
      expect_all_orders(a.times(power), b.times(power), c.times(power), sign);
    }
  }
  EXPECT_GT(on_line, 100);
}

TEST(Orientation, BitsFarApart) {
  // The point of Kettner and others (Classroom examples of robustness problems, 2008): the rounded
  // determinant is wrong in a whole neighbourhood.
  for (int i = 0; i < 64; ++i) {
    for (int j = 0; j < 64; ++j) {
      const Point p{0.5 + i * 0x1p-53, 0.5 + j * 0x1p-53};
      const int sign = static_cast<int>(j > i) - static_cast<int>(j < i);
      expect_all_orders({12, 12}, {24, 24}, p, sign);
    }
  }
  expect_all_orders({-1e300, -1e300}, {1e300, 1e300}, {0, 5e-324}, 1);
  expect_all_orders({-1e300, -1e300}, {1e300, 1e300}, {5e-324, 5e-324}, 0);
  expect_all_orders({-1e300, -1e300}, {1e300, 1e300}, {1e-200, 0.99e-200}, -1);
  constexpr double kMost = std::numeric_limits<double>::max();
  expect_all_orders({-kMost, -kMost}, {kMost, kMost}, {kMost, std::nextafter(kMost, 0)}, -1);
  expect_all_orders({-kMost, kMost}, {kMost, -kMost}, {0, 0}, 0);
  expect_all_orders({-kMost, kMost}, {kMost, -kMost}, {0, 5e-324}, 1);
  expect_all_orders({0, 0}, {5e-324, 5e-324}, {kMost, kMost}, 0);
  expect_all_orders({0, 0}, {5e-324, 1e-323}, {kMost, kMost}, -1);
  expect_all_orders({3, 4}, {3, 4}, {1e300, 1}, 0);
}

}  // namespace
}  // namespace geo::base
