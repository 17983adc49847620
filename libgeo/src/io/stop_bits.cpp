// Highway compiles what is between HWY_BEFORE_NAMESPACE and HWY_AFTER_NAMESPACE once for each kind
// of processor, by including this file again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "io/stop_bits.cpp"
#include "io/stop_bits.hpp"

#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <cstddef>
#include <cstdint>

HWY_BEFORE_NAMESPACE();
namespace geo::io::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

void find_stops(const char* text, std::size_t words, char separator, std::uint64_t* bits) {
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(text);
#if HWY_TARGET == HWY_SCALAR
  for (std::size_t w = 0; w < words; ++w) {
    std::uint64_t word = 0;
    for (unsigned i = 0; i < kStopWord; ++i) {
      const char c = text[w * kStopWord + i];
      word |= std::uint64_t{c == separator || c == '\n' || c == '\r'} << i;
    }
    bits[w] = word;
  }
  static_cast<void>(bytes);
#else
  // No more than a word of bits at a time, whatever the vectors' length.
  const hn::CappedTag<std::uint8_t, kStopWord> d;
  const std::size_t lanes = hn::Lanes(d);
  const auto separators = hn::Set(d, static_cast<std::uint8_t>(separator));
  const auto feeds = hn::Set(d, std::uint8_t{'\n'});
  const auto returns = hn::Set(d, std::uint8_t{'\r'});
  for (std::size_t w = 0; w < words; ++w) {
    for (std::size_t i = 0; i < kStopWord; i += lanes) {
      const auto some = hn::LoadU(d, bytes + w * kStopWord + i);
      const auto hit =
          hn::Or(hn::Or(hn::Eq(some, separators), hn::Eq(some, feeds)), hn::Eq(some, returns));
      // Bits in memory stand in the order of the bytes: the first 64 make a word where the
      // processor is little-endian, as all that Highway knows are.
      hn::StoreMaskBits(d, hit, reinterpret_cast<std::uint8_t*>(bits + w) + i / 8);
    }
  }
#endif
}

}  // namespace
}  // namespace geo::io::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::io {

HWY_EXPORT(find_stops);

void stop_bits(const char* text, std::size_t words, char separator, std::uint64_t* bits) {
  HWY_DYNAMIC_DISPATCH(find_stops)(text, words, separator, bits);
}

}  // namespace geo::io
#endif
