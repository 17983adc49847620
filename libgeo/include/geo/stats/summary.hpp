#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "geo/model/assignment.hpp"
#include "geo/model/point_set.hpp"

namespace geo::stats {

/// Of numbers that may be missing.
struct Amounts {
  std::uint64_t known = 0;  ///< how many are not NaN
  double sum = 0;           ///< of those
  double median = 0;        ///< the mean of the two in the middle of an even number; NaN of none
};

/// What a hand-drawn selection holds.
struct Summary {
  std::uint64_t count = 0;
  std::vector<std::uint64_t> by_specialty;  ///< by code of the categories, then those without
  std::vector<std::uint64_t> by_region;     ///< by region, then those in none
  Amounts capital;
  Amounts employees;
};

/// Counts and sums the listed enterprises. `specialties` may be null; `capital` and `employees` may
/// be empty, else they have a number for each point (NaN: missing). `regions`: how many there are.
/// Sums in the order of the list. O(k).
[[nodiscard]] Summary summary(std::span<const std::uint32_t> indices, const Categories* specialties,
                              const Assignment& assignment, std::size_t regions,
                              std::span<const double> capital, std::span<const double> employees);

}  // namespace geo::stats
