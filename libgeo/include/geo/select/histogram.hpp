#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace geo::select {

/// How values are spread, for whoever chooses a range of them.
struct Histogram {
  double from = 0;  ///< the smallest value
  double to = 0;    ///< the greatest
  /// Bins have equal ratios instead of equal widths; only where every value is positive.
  bool logarithmic = false;
  std::vector<std::uint64_t> counts;  ///< of equal bins; empty: there is no value
  std::uint64_t missing = 0;          ///< values that are not finite

  /// Where a value stands, 0 to 1 between `from` and `to`, and the value that stands there.
  [[nodiscard]] double position(double value) const;
  [[nodiscard]] double value(double position) const;
};

/// Counts finite values in `bins` bins from the smallest to the greatest (which is in the last).
/// With `logarithmic` the bins have equal ratios where all values are positive. Throws
/// Error(kOption) without bins. O(n).
[[nodiscard]] Histogram histogram(std::span<const double> values, std::size_t bins,
                                  bool logarithmic);

}  // namespace geo::select
