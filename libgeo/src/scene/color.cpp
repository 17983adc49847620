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
constexpr std::array<std::uint32_t, 9> kYlGnBuTable = {
    0xFFFFD9, 0xEDF8B1, 0xC7E9B4, 0x7FCDBB, 0x41B6C4, 0x1D91C0, 0x225EA8, 0x253494, 0x081D58};
constexpr std::array<std::uint32_t, 9> kBluesTable = {
    0xF7FBFF, 0xDEEBF7, 0xC6DBEF, 0x9ECAE1, 0x6BAED6, 0x4292C6, 0x2171B5, 0x08519C, 0x08306B};
constexpr std::array<std::uint32_t, 9> kGreensTable = {
    0xF7FCF5, 0xE5F5E0, 0xC7E9C0, 0xA1D99B, 0x74C476, 0x41AB5D, 0x238B45, 0x006D2C, 0x00441B};
constexpr std::array<std::uint32_t, 9> kOrangesTable = {
    0xFFF5EB, 0xFEE6CE, 0xFDD0A2, 0xFDAE6B, 0xFD8D3C, 0xF16913, 0xD94801, 0xA63603, 0x7F2704};
constexpr std::array<std::uint32_t, 9> kPurplesTable = {
    0xFCFBFD, 0xEFEDF5, 0xDADAEB, 0xBCBDDC, 0x9E9AC8, 0x807DBA, 0x6A51A3, 0x54278F, 0x3F007D};
constexpr std::array<std::uint32_t, 9> kRdPuTable = {
    0xFFF7F3, 0xFDE0DD, 0xFCC5C0, 0xFA9FB5, 0xF768A1, 0xDD3497, 0xAE017E, 0x7A0177, 0x49006A};
// Diverging, eleven colours; turned so that the warm end is the high one.
constexpr std::array<std::uint32_t, 11> kRdBuTable = {0x053061, 0x2166AC, 0x4393C3, 0x92C5DE,
                                                      0xD1E5F0, 0xF7F7F7, 0xFDDBC7, 0xF4A582,
                                                      0xD6604D, 0xB2182B, 0x67001F};
constexpr std::array<std::uint32_t, 11> kRdYlBuTable = {0x313695, 0x4575B4, 0x74ADD1, 0xABD9E9,
                                                        0xE0F3F8, 0xFFFFBF, 0xFEE090, 0xFDAE61,
                                                        0xF46D43, 0xD73027, 0xA50026};
constexpr std::array<std::uint32_t, 11> kPuOrTable = {0x2D004B, 0x542788, 0x8073AC, 0xB2ABD2,
                                                      0xD8DAEB, 0xF7F7F7, 0xFEE0B6, 0xFDB863,
                                                      0xE08214, 0xB35806, 0x7F3B08};
constexpr std::array<std::uint32_t, 11> kBrBGTable = {0x003C30, 0x01665E, 0x35978F, 0x80CDC1,
                                                      0xC7EAE5, 0xF5F5F5, 0xF6E8C3, 0xDFC27D,
                                                      0xBF812D, 0x8C510A, 0x543005};

struct Entry {
  Ramp ramp;
  const char* name;
  std::span<const std::uint32_t> table;
};

// In the order of the enumeration.
constexpr std::array<Entry, 14> kEntries = {{
    {Ramp::kYlOrRd, "ylorrd", kYlOrRdTable},
    {Ramp::kViridis, "viridis", kViridisTable},
    {Ramp::kMagma, "magma", kMagmaTable},
    {Ramp::kCividis, "cividis", kCividisTable},
    {Ramp::kYlGnBu, "ylgnbu", kYlGnBuTable},
    {Ramp::kBlues, "blues", kBluesTable},
    {Ramp::kGreens, "greens", kGreensTable},
    {Ramp::kOranges, "oranges", kOrangesTable},
    {Ramp::kPurples, "purples", kPurplesTable},
    {Ramp::kRdPu, "rdpu", kRdPuTable},
    {Ramp::kRdBu, "rdbu", kRdBuTable},
    {Ramp::kRdYlBu, "rdylbu", kRdYlBuTable},
    {Ramp::kPuOr, "puor", kPuOrTable},
    {Ramp::kBrBG, "brbg", kBrBGTable},
}};

const Entry& entry(Ramp ramp) {
  for (const Entry& each : kEntries) {
    if (each.ramp == ramp) return each;
  }
  throw Error(ErrorCode::kInternal, "a ramp without a table");
}

}  // namespace

Color mix(Color from, Color to, double t) {
  const auto channel = [t](std::uint8_t a, std::uint8_t b) {
    return static_cast<std::uint8_t>(std::lround(a + (b - a) * t));
  };
  return {channel(from.r, to.r), channel(from.g, to.g), channel(from.b, to.b),
          channel(from.a, to.a)};
}

const std::vector<Ramp>& all_ramps() {
  static const std::vector<Ramp> all = [] {
    std::vector<Ramp> ramps;
    for (const Entry& each : kEntries) ramps.push_back(each.ramp);
    return ramps;
  }();
  return all;
}

bool diverging(Ramp ramp) { return ramp >= Ramp::kRdBu; }

Color ramp_color(Ramp ramp, double t) {
  const auto table = entry(ramp).table;
  const auto last = static_cast<double>(table.size() - 1);
  const double at = t > 0 ? std::min(t, 1.0) * last : 0;  // also for NaN
  const double node = std::min(std::floor(at), last - 1);
  const auto i = static_cast<std::size_t>(node);
  return mix(Color::hex(table[i]), Color::hex(table[i + 1]), at - node);
}

std::string name_of(Ramp ramp) { return entry(ramp).name; }

Ramp ramp_named(const std::string& name) {
  std::string all;
  for (const Entry& each : kEntries) {
    if (each.name == name) return each.ramp;
    all += (all.empty() ? "" : ", ") + std::string(each.name);
  }
  throw Error(ErrorCode::kOption, "ramp \"" + name + "\" is not known; there are " + all);
}

}  // namespace geo::scene
