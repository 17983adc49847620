#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "geo/model/point_set.hpp"

namespace geo::stats {

/// How many were founded in each year.
struct Timeline {
  int first_year = 0;
  std::size_t years = 0;
  /// counts[series][year - first_year]: one series for each word of the categories, then one for
  /// those without. Without categories, that last one alone.
  std::vector<std::vector<std::uint64_t>> counts;
  std::uint64_t without_year = 0;  ///< of unknown year: in no series
};

/// Counts the listed elements by the year they fall in, from the first of these years to the last.
/// `years`: decimal years, one for each element; NaN or infinite: unknown. `categories` may be
/// null. Throws Error(kOption) where the years span more than 1,000 or one is beyond a million.
/// O(indices + series x years).
[[nodiscard]] Timeline timeline(std::span<const double> years, const Categories* categories,
                                std::span<const std::uint32_t> indices);

}  // namespace geo::stats
