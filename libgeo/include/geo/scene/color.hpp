#pragma once

#include <cstdint>
#include <string>

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

/// Sequential colour ramps of published tables; sources and licences in docs/methods/maps.md.
/// Viridis, magma and cividis can be read by most people with a colour vision deficiency.
enum class Ramp { kYlOrRd, kViridis, kMagma, kCividis };

/// The ramp's colour at `t` in [0, 1] (clamped; NaN is 0): 0 is the lightest colour and 1 the
/// darkest, as paper wants it, so viridis, magma and cividis run against their usual direction.
[[nodiscard]] Color ramp_color(Ramp ramp, double t);

/// "ylorrd", "viridis", "magma", "cividis".
[[nodiscard]] std::string name_of(Ramp ramp);
/// Throws Error(kOption) that lists the ramps.
[[nodiscard]] Ramp ramp_named(const std::string& name);

}  // namespace geo::scene
