#pragma once

#include <algorithm>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "base/parallel.hpp"
#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/model/grid.hpp"

// What every surface needs beside its values.
namespace geo::density {

/// The shortest digits that read back the same.
[[nodiscard]] std::string digits_of(double value);

using Facts = std::vector<std::pair<std::string, std::string>>;

/// kernel, bandwidth_m (bandwidth_across_m and azimuth_deg of an ellipse) and reach_m.
[[nodiscard]] Facts kernel_facts(const Options& options);
/// Sets the fact of that name, or appends it.
void set_fact(Facts& facts, const std::string& name, const std::string& value);

/// Throws Error(kOption) unless the frame is one.
void check_frame(const GridFrame& frame);
/// As many values as the frame has pixels. Throws Error(kMemory).
[[nodiscard]] std::vector<double> values_of(const GridFrame& frame, double value,
                                            const Context& context);

/// Throws Error(kInternal) when two inputs are in different systems; `names` says which they are.
void check_same_system(const std::string& one, const std::string& other, const char* names);

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

/// Sorts in pieces that are short enough to ask for a cancel in between, on several threads. Items
/// that compare equal must be equal.
template <typename T>
void sort_in_pieces(std::vector<T>& items, const Context& context) {
  constexpr std::size_t kPiece = std::size_t{1} << 15;
  const std::size_t n = items.size();
  base::parallel_for(context, n, kPiece, [&](std::size_t begin, std::size_t end) {
    std::sort(items.begin() + static_cast<std::ptrdiff_t>(begin),
              items.begin() + static_cast<std::ptrdiff_t>(end));
  });
  std::vector<T> other(n > kPiece ? n : 0);
  for (std::size_t width = kPiece; width < n; width *= 2) {
    base::parallel_for(context, n, 2 * width, [&](std::size_t begin, std::size_t end) {
      const std::size_t middle = std::min(begin + width, end);
      std::size_t a = begin;
      std::size_t b = middle;
      for (std::size_t to = begin; to < end; ++to) {
        if (to % kPiece == 0) context.check();
        other[to] = b == end || (a < middle && items[a] < items[b]) ? items[a++] : items[b++];
      }
    });
    items.swap(other);
  }
}

}  // namespace geo::density
