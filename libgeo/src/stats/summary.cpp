#include "geo/stats/summary.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo::stats {
namespace {

Amounts amounts(std::span<const std::uint32_t> indices, std::span<const double> values) {
  Amounts out;
  std::vector<double> known;
  for (const std::uint32_t i : indices) {
    if (!values.empty() && !std::isnan(values[i])) known.push_back(values[i]);
  }
  out.known = known.size();
  for (const double value : known) out.sum += value;
  out.median = std::numeric_limits<double>::quiet_NaN();
  if (known.empty()) return out;
  const auto middle = known.begin() + static_cast<std::ptrdiff_t>(known.size() / 2);
  std::nth_element(known.begin(), middle, known.end());
  out.median = *middle;
  if (known.size() % 2 == 0) out.median = (*std::max_element(known.begin(), middle) + *middle) / 2;
  return out;
}

}  // namespace

Summary summary(std::span<const std::uint32_t> indices, const Categories* specialties,
                const Assignment& assignment, std::size_t regions, std::span<const double> capital,
                std::span<const double> employees) {
  Summary out;
  out.count = indices.size();
  const std::size_t words = specialties == nullptr ? 0 : specialties->names.size();
  out.by_specialty.assign(words + 1, 0);
  out.by_region.assign(regions + 1, 0);
  for (const std::uint32_t i : indices) {
    const bool known = specialties != nullptr && specialties->codes[i] != Categories::kMissing;
    ++out.by_specialty[known ? specialties->codes[i] : words];
    const std::int32_t region = assignment.region[i];
    ++out.by_region[region < 0 ? regions : static_cast<std::size_t>(region)];
  }
  out.capital = amounts(indices, capital);
  out.employees = amounts(indices, employees);
  return out;
}

}  // namespace geo::stats
