#include "geo/stats/timeline.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/number.hpp"
#include "geo/core/error.hpp"

namespace geo::stats {
namespace {
constexpr double kLongest = 1000;
constexpr double kFarthest = 1e6;  // years that fit into an int, and more than are meant
}  // namespace

Timeline timeline(std::span<const double> years, const Categories* categories,
                  std::span<const std::uint32_t> indices) {
  Timeline out;
  const std::size_t words = categories == nullptr ? 0 : categories->names.size();
  double first = std::numeric_limits<double>::infinity();
  double last = -first;
  for (const std::uint32_t i : indices) {
    if (!std::isfinite(years[i])) {
      ++out.without_year;
      continue;
    }
    first = std::min(first, std::floor(years[i]));
    last = std::max(last, std::floor(years[i]));
  }
  out.counts.resize(words + 1);
  if (!(first <= last)) return out;
  if (last - first > kLongest) {
    throw Error(ErrorCode::kOption, "the years span more than 1,000; correct the dates");
  }
  if (const double far = std::abs(first) > std::abs(last) ? first : last;
      std::abs(far) > kFarthest) {
    throw Error(ErrorCode::kOption, base::number_text(far, 15) + " is no year; correct the dates");
  }
  out.first_year = static_cast<int>(first);
  out.years = static_cast<std::size_t>(last - first) + 1;
  for (auto& series : out.counts) series.assign(out.years, 0);
  for (const std::uint32_t i : indices) {
    if (!std::isfinite(years[i])) continue;
    const bool known = categories != nullptr && categories->codes[i] != Categories::kMissing;
    const std::size_t series = known ? categories->codes[i] : words;
    ++out.counts[series][static_cast<std::size_t>(std::floor(years[i]) - first)];
  }
  return out;
}

}  // namespace geo::stats
