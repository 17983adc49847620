#include "geo/scene/color.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

// Lightest first. YlOrRd is ColorBrewer's table of nine; of the others, every sixteenth colour of
// the published 256, which differs from the whole table by at most 11 of 255 in one channel.
constexpr std::array<std::uint32_t, 9> kYlOrRdTable = {
    0xFFFFCC, 0xFFEDA0, 0xFED976, 0xFEB24C, 0xFD8D3C, 0xFC4E2A, 0xE31A1C, 0xBD0026, 0x800026};
constexpr std::array<std::uint32_t, 17> kViridisTable = {
    0xFDE725, 0xD5E21A, 0xAADC32, 0x81D34D, 0x5CC863, 0x3DBC74, 0x27AD81, 0x1F9F88, 0x21918C,
    0x26828E, 0x2C728E, 0x33638D, 0x3B528B, 0x424086, 0x472D7B, 0x48186A, 0x440154};
constexpr std::array<std::uint32_t, 17> kMagmaTable = {
    0xFCFDBF, 0xFDE0A1, 0xFEC287, 0xFEA571, 0xFB8761, 0xF4695C, 0xE55064, 0xCF4070, 0xB73779,
    0x9C2E7F, 0x832681, 0x6A1C81, 0x51127C, 0x36106B, 0x1D1147, 0x0A0822, 0x000004};
constexpr std::array<std::uint32_t, 17> kCividisTable = {
    0xFEE838, 0xEFD748, 0xDDC858, 0xCCBA64, 0xBBAD6D, 0xAAA073, 0x9A9376, 0x8B8778, 0x7D7C78,
    0x6F7073, 0x61656F, 0x535A6D, 0x434E6C, 0x32436D, 0x1A386F, 0x002E6A, 0x00224E};

std::span<const std::uint32_t> table_of(Ramp ramp) {
  switch (ramp) {
    case Ramp::kYlOrRd:
      return kYlOrRdTable;
    case Ramp::kViridis:
      return kViridisTable;
    case Ramp::kMagma:
      return kMagmaTable;
    case Ramp::kCividis:
      return kCividisTable;
  }
  throw Error(ErrorCode::kInternal, "a ramp without a table");
}

constexpr std::array<Ramp, 4> kRamps = {Ramp::kYlOrRd, Ramp::kViridis, Ramp::kMagma,
                                        Ramp::kCividis};

}  // namespace

Color mix(Color from, Color to, double t) {
  const auto channel = [t](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * t));
  };
  return {channel(from.r, to.r), channel(from.g, to.g), channel(from.b, to.b),
          channel(from.a, to.a)};
}

Color ramp_color(Ramp ramp, double t) {
  const auto table = table_of(ramp);
  const auto last = static_cast<double>(table.size() - 1);
  const double at = t > 0 ? std::min(t, 1.0) * last : 0;  // also for NaN
  const double node = std::min(std::floor(at), last - 1);
  const auto i = static_cast<std::size_t>(node);
  return mix(Color::hex(table[i]), Color::hex(table[i + 1]), at - node);
}

std::string name_of(Ramp ramp) {
  switch (ramp) {
    case Ramp::kYlOrRd:
      return "ylorrd";
    case Ramp::kViridis:
      return "viridis";
    case Ramp::kMagma:
      return "magma";
    case Ramp::kCividis:
      return "cividis";
  }
  throw Error(ErrorCode::kInternal, "a ramp without a name");
}

Ramp ramp_named(const std::string& name) {
  for (const Ramp ramp : kRamps) {
    if (name_of(ramp) == name) return ramp;
  }
  throw Error(ErrorCode::kOption,
              "ramp \"" + name + "\" is not known; use ylorrd, viridis, magma or cividis");
}

}  // namespace geo::scene
