#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <string>

namespace geo::density {

/// The shortest digits that read back the same.
inline std::string shortest_text(double value) {
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value).ptr;
  return {buffer.data(), end};
}

/// The sum of n terms, in blocks: the rounding error grows with n / 1024, not with n.
template <typename Term>
double sum_of(std::size_t n, Term&& term) {
  constexpr std::size_t kBlock = 1024;
  double sum = 0;
  for (std::size_t begin = 0; begin < n; begin += kBlock) {
    double part = 0;
    const std::size_t end = std::min(n, begin + kBlock);
    for (std::size_t i = begin; i < end; ++i) part += term(i);
    sum += part;
  }
  return sum;
}

}  // namespace geo::density
