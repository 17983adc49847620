#include "base/orient.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

namespace geo::base {
namespace {

__extension__ using Wide = unsigned __int128;

int sign_of_difference(double u, double v) {
  return static_cast<int>(u > v) - static_cast<int>(u < v);
}

/// Plus or minus `mantissa` times 2 to the `exponent`.
struct Product {
  Wide mantissa = 0;
  int exponent = 0;
  bool negative = false;
};

struct Parts {
  std::uint64_t mantissa;
  int exponent;
};

/// |value| as a whole number times a power of two.
Parts split(double value) {
  constexpr int kFractionBits = std::numeric_limits<double>::digits - 1;
  const auto bits = std::bit_cast<std::uint64_t>(value);
  const auto biased = static_cast<int>(bits >> kFractionBits & 0x7FF);
  const std::uint64_t fraction = bits & ((std::uint64_t{1} << kFractionBits) - 1);
  if (biased == 0) return {fraction, 1 - 1075};  // zero or subnormal
  return {fraction | std::uint64_t{1} << kFractionBits, biased - 1075};
}

Product multiply(double u, double v, bool negate) {
  const Parts a = split(u);
  const Parts b = split(v);
  return {static_cast<Wide>(a.mantissa) * b.mantissa, a.exponent + b.exponent,
          (std::signbit(u) != std::signbit(v)) != negate};
}

/// The sign of a sum of products: a fixed-point number as wide as their exponents need. Exponents
/// of products lie within 4,200 of each other, so that 140 words of 32 bits always do.
int sign_of_sum(const std::array<Product, 6>& products) {
  int lowest = std::numeric_limits<int>::max();
  int highest = std::numeric_limits<int>::min();
  for (const Product& p : products) {
    if (p.mantissa == 0) continue;
    lowest = std::min(lowest, p.exponent);
    highest = std::max(highest, p.exponent);
  }
  if (lowest > highest) return 0;

  constexpr int kWordBits = 32;
  std::array<std::int64_t, 140> words;  // carries are put off: each holds a few 32-bit terms
  const auto used = static_cast<std::size_t>((highest - lowest) / kWordBits) + 5;
  std::fill_n(words.begin(), used, 0);
  for (const Product& p : products) {
    if (p.mantissa == 0) continue;
    const int shift = p.exponent - lowest;
    auto word = static_cast<std::size_t>(shift / kWordBits);
    // 106 bits moved by up to 31 do not fit into 128: the low word goes first.
    const int bits = shift % kWordBits;
    const auto low = static_cast<std::uint32_t>(p.mantissa) << bits;
    Wide rest = p.mantissa >> (kWordBits - bits);
    words[word] += p.negative ? -std::int64_t{low} : std::int64_t{low};
    for (; rest != 0; rest >>= kWordBits) {
      const auto term = static_cast<std::int64_t>(static_cast<std::uint32_t>(rest));
      words[++word] += p.negative ? -term : term;
    }
  }
  std::int64_t carry = 0;
  bool any = false;
  for (std::size_t i = 0; i < used; ++i) {
    const std::int64_t total = words[i] + carry;
    any = any || (total & 0xFFFFFFFF) != 0;
    carry = total >> kWordBits;
  }
  if (carry < 0) return -1;
  return carry > 0 || any ? 1 : 0;
}

}  // namespace

int orientation_exact(Point a, Point b, Point c) noexcept {
  // Signs of the factors are exact, and enough for axis-parallel lines and for c at an end.
  const int left = sign_of_difference(a.x, c.x) * sign_of_difference(b.y, c.y);
  const int right = sign_of_difference(a.y, c.y) * sign_of_difference(b.x, c.x);
  if (left != right) return left > right ? 1 : -1;
  if (left == 0) return 0;
  return sign_of_sum({multiply(a.x, b.y, false), multiply(a.x, c.y, true), multiply(c.x, b.y, true),
                      multiply(a.y, b.x, true), multiply(a.y, c.x, false),
                      multiply(c.y, b.x, false)});
}

}  // namespace geo::base
