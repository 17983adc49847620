#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace geo::synth {

/// Takes a number in [0, n) from the high end of 64 random bits and leaves what is still random in
/// them. Takes whose sizes multiply to less than 2^32 leave a bias below 2^-32.
inline std::uint64_t take(std::uint64_t& bits, std::uint64_t n) {
  __extension__ const unsigned __int128 product = static_cast<unsigned __int128>(bits) * n;
  bits = static_cast<std::uint64_t>(product);
  return static_cast<std::uint64_t>(product >> 64);
}

/// Draws an index with given weights from one random number, in constant time (Walker 1977, Vose
/// 1991), with integers only.
class Alias {
 public:
  Alias() = default;
  /// `weights` are finite, not negative, and one of them at least is positive.
  explicit Alias(const std::vector<double>& weights);

  [[nodiscard]] std::size_t pick(std::uint64_t bits) const {
    const std::size_t slot = take(bits, slots_.size());
    return bits < slots_[slot].keep ? slot : slots_[slot].other;
  }

 private:
  struct Slot {
    std::uint64_t keep = ~std::uint64_t{0};  // of 2^64; below it the slot's own index is drawn
    std::size_t other = 0;
  };
  std::vector<Slot> slots_;
};

}  // namespace geo::synth
