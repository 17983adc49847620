#include "geo/scene/color.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>
#include <string>

#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

// Relative luminance of sRGB (WCAG 2).
double luminance(Color color) {
  const auto linear = [](std::uint8_t c) {
    const double v = c / 255.0;
    return v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  };
  return 0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
}

TEST(Color, ramps_get_darker_all_the_way) {
  for (const Ramp ramp : all_ramps()) {
    if (diverging(ramp)) continue;
    double before = luminance(ramp_color(ramp, 0)) + 1e-9;
    EXPECT_GT(before, 0.6) << name_of(ramp);
    for (int i = 1; i <= 64; ++i) {
      const double now = luminance(ramp_color(ramp, i / 64.0));
      EXPECT_LT(now, before) << name_of(ramp) << " at " << i;
      before = now;
    }
    EXPECT_LT(before, 0.08) << name_of(ramp);
  }
}

TEST(Color, ramps_begin_and_end_with_the_published_colours) {
  EXPECT_EQ(ramp_color(Ramp::kYlOrRd, 0), Color::hex(0xFFFFCC));
  EXPECT_EQ(ramp_color(Ramp::kYlOrRd, 0.5), Color::hex(0xFD8D3C));
  EXPECT_EQ(ramp_color(Ramp::kYlOrRd, 1), Color::hex(0x800026));
  EXPECT_EQ(ramp_color(Ramp::kViridis, 0), Color::hex(0xFDE725));
  EXPECT_EQ(ramp_color(Ramp::kViridis, 1), Color::hex(0x440154));
  EXPECT_EQ(ramp_color(Ramp::kMagma, 1), Color::hex(0x000004));
  EXPECT_EQ(ramp_color(Ramp::kCividis, 1), Color::hex(0x00224E));
  EXPECT_EQ(ramp_color(Ramp::kYlGnBu, 0.5), Color::hex(0x41B6C4));
  EXPECT_EQ(ramp_color(Ramp::kBlues, 1), Color::hex(0x08306B));
  EXPECT_EQ(ramp_color(Ramp::kRdBu, 0), Color::hex(0x053061));
  EXPECT_EQ(ramp_color(Ramp::kRdBu, 0.5), Color::hex(0xF7F7F7));
  EXPECT_EQ(ramp_color(Ramp::kRdBu, 1), Color::hex(0x67001F));
}

// What ColorBrewer promises of them: darker towards both ends, and told apart without red and
// green, by the blue-yellow axis or by lightness.
TEST(Color, diverging_ramps_are_lightest_in_the_middle) {
  int count = 0;
  for (const Ramp ramp : all_ramps()) {
    if (!diverging(ramp)) continue;
    ++count;
    for (const int way : {-1, 1}) {
      double before = luminance(ramp_color(ramp, 0.5)) + 1e-9;
      EXPECT_GT(before, 0.85) << name_of(ramp);
      for (int i = 1; i <= 10; ++i) {
        const double now = luminance(ramp_color(ramp, 0.5 + way * i / 20.0));
        EXPECT_LT(now, before) << name_of(ramp) << " at " << way * i;
        before = now;
      }
    }
    // Cold below, warm above.
    const Color low = ramp_color(ramp, 0.2);
    const Color high = ramp_color(ramp, 0.8);
    EXPECT_GT(low.b - low.r, high.b - high.r) << name_of(ramp);
  }
  EXPECT_EQ(count, 4);
}

TEST(Color, every_ramp_has_a_name_of_its_own_and_a_place_in_the_list) {
  EXPECT_EQ(all_ramps().size(), 14U);
  std::set<std::string> names;
  for (const Ramp ramp : all_ramps()) names.insert(name_of(ramp));
  EXPECT_EQ(names.size(), all_ramps().size());
}

TEST(Color, positions_outside_are_clamped) {
  EXPECT_EQ(ramp_color(Ramp::kMagma, -3), ramp_color(Ramp::kMagma, 0));
  EXPECT_EQ(ramp_color(Ramp::kMagma, 7), ramp_color(Ramp::kMagma, 1));
  EXPECT_EQ(ramp_color(Ramp::kMagma, NAN), ramp_color(Ramp::kMagma, 0));
}

TEST(Color, names_read_back) {
  for (const Ramp ramp : all_ramps()) EXPECT_EQ(ramp_named(name_of(ramp)), ramp);
  try {
    (void)ramp_named("rainbow");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOption);
    EXPECT_NE(std::string(error.what()).find("viridis"), std::string::npos);
  }
}

TEST(Color, mixes_and_fades) {
  EXPECT_EQ(mix(Color::hex(0x000000), Color::hex(0xFFFFFF), 0.5), Color::hex(0x808080));
  EXPECT_EQ(mix(Color::hex(0x102030), Color::hex(0xFFFFFF), 0), Color::hex(0x102030));
  EXPECT_EQ(Color::hex(0x123456).with_opacity(0.5), (Color{0x12, 0x34, 0x56, 128}));
}

}  // namespace
}  // namespace geo::scene
