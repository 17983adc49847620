#pragma once

#include <cstddef>
#include <vector>

#include "geo/core/text.hpp"
#include "stats/builder.hpp"
#include "stats/crosstab.hpp"

// The columns that the tables of districts and of belts share. A row is an index into
// Crosstab::areas().
namespace geo::stats {

using AreaTable = TableBuilder<std::size_t>;

/// Enterprises, weight, shares, area, density, and the ranks of rows [first, first + ranked).
void add_amounts(AreaTable& table, const Crosstab& crosstab, std::size_t first, std::size_t ranked);
/// Unspecified, diversity, concentration, top specialty. Nothing where no specialty is known.
void add_diversity(AreaTable& table, const Crosstab& crosstab);

/// a / b, missing where b is 0.
[[nodiscard]] double share(double a, double b);
[[nodiscard]] double share(std::uint64_t a, std::uint64_t b);

/// The name of a specialty, "" past the last.
[[nodiscard]] std::string kind_name(const Crosstab& crosstab, std::size_t kind, Language language);

}  // namespace geo::stats
