#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace geo::scene {

/// A colour in sRGB with straight (not premultiplied) alpha.
struct Color {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  std::uint8_t a = 255;
  friend bool operator==(const Color&, const Color&) = default;

  /// 0xRRGGBB, opaque.
  static constexpr Color hex(std::uint32_t rgb) {
    return {static_cast<std::uint8_t>(rgb >> 16), static_cast<std::uint8_t>(rgb >> 8),
            static_cast<std::uint8_t>(rgb), 255};
  }
  /// The same colour with its alpha set to `opacity` (0 to 1).
  [[nodiscard]] constexpr Color with_opacity(double opacity) const {
    return {r, g, b, static_cast<std::uint8_t>(opacity * 255.0 + 0.5)};
  }
};

/// The colour a part `t` (0 to 1) of the way from `from` to `to`, channel by channel in sRGB.
[[nodiscard]] Color mix(Color from, Color to, double t);

/// Colour ramps of published tables: viridis, magma and cividis of matplotlib (CC0), the others of
/// ColorBrewer 2.0 (Brewer, Harrower and The Pennsylvania State University; Apache-2.0), of which
/// only those are here that it calls safe for people with a colour vision deficiency.
enum class Ramp {
  kYlOrRd,
  kViridis,
  kMagma,
  kCividis,
  kYlGnBu,
  kBlues,
  kGreens,
  kOranges,
  kPurples,
  kRdPu,
  // Diverging: from a cold colour through a light middle to a warm one.
  kRdBu,
  kRdYlBu,
  kPuOr,
  kBrBG,
};

/// Every ramp, in the order of a list to choose from: sequential ones first.
[[nodiscard]] const std::vector<Ramp>& all_ramps();
/// Light in the middle, for values on either side of one: else from light to dark.
[[nodiscard]] bool diverging(Ramp ramp);

/// The ramp's colour at `t` in [0, 1] (clamped; NaN is 0). Sequential: 0 is the lightest colour and
/// 1 the darkest, as paper wants it, so viridis, magma and cividis run against their usual
/// direction. Diverging: 0 is the cold end and 1 the warm one.
[[nodiscard]] Color ramp_color(Ramp ramp, double t);

/// "ylorrd", "viridis", "magma", "cividis", "ylgnbu", "blues", "greens", "oranges", "purples",
/// "rdpu", "rdbu", "rdylbu", "puor", "brbg".
[[nodiscard]] std::string name_of(Ramp ramp);
/// Throws Error(kOption) that lists the ramps.
[[nodiscard]] Ramp ramp_named(const std::string& name);

}  // namespace geo::scene
