#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

// Random numbers as a function of (seed, stream, counter): the same for any number of threads and
// any order of evaluation. Philox4x32-10 (Salmon, Moraes, Dror, Shaw: Parallel random numbers: as
// easy as 1, 2, 3; SC 2011).
namespace geo::base {

inline std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter,
                                           std::array<std::uint32_t, 2> key) {
  for (int round = 0; round < 10; ++round) {
    const std::uint64_t a = std::uint64_t{0xD2511F53} * counter[0];
    const std::uint64_t b = std::uint64_t{0xCD9E8D57} * counter[2];
    counter = {
        static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(b),
        static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(a)};
    key[0] += 0x9E3779B9;
    key[1] += 0xBB67AE85;
  }
  return counter;
}

/// A sequence of random numbers that belongs to one item (a row, a simulation) of one seed.
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t item)
      : key_{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)},
        item_(item) {}

  std::uint64_t bits() {
    if (used_ == 2) {
      block_ = philox({static_cast<std::uint32_t>(item_), static_cast<std::uint32_t>(item_ >> 32),
                       blocks_++, 0},
                      key_);
      used_ = 0;
    }
    const std::uint64_t low = block_[2 * used_];
    const std::uint64_t high = block_[2 * used_ + 1];
    ++used_;
    return high << 32 | low;
  }
  /// In [0, 1), a multiple of 2^-53.
  double uniform() { return static_cast<double>(bits() >> 11) * 0x1.0p-53; }
  /// In [0, n), without the bias of a remainder (Lemire 2019).
  std::uint64_t below(std::uint64_t n) {
    const std::uint64_t threshold = (0 - n) % n;
    for (;;) {
      __extension__ const unsigned __int128 product = static_cast<unsigned __int128>(bits()) * n;
      if (static_cast<std::uint64_t>(product) >= threshold) {
        return static_cast<std::uint64_t>(product >> 64);
      }
    }
  }
  /// Standard normal (Box and Muller 1958); one of the pair is used, so a draw is always two
  /// numbers.
  double normal() {
    const double radius = std::sqrt(-2 * std::log(1 - uniform()));
    return radius * std::cos(2 * std::numbers::pi * uniform());
  }

 private:
  std::array<std::uint32_t, 2> key_;
  std::uint64_t item_;
  std::uint32_t blocks_ = 0;
  std::size_t used_ = 2;
  std::array<std::uint32_t, 4> block_{};
};

}  // namespace geo::base
