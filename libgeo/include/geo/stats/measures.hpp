#pragma once

#include <span>
#include <vector>

// Plain measures of specialisation and concentration. Amounts are counts or weights: finite, >= 0.
// Formulas and references: docs/methods/statistics.md.
namespace geo::stats {

/// Location quotient (amount / area_total) / (specialty_total / total): how much more of a
/// specialty an area has than the whole (Florence 1939). 1: as much. NaN where the area, the
/// specialty or the whole is empty. Computed as (amount * total) / (area_total * specialty_total),
/// so that for counts it exceeds 1 exactly where the fractions do (while both products stay below
/// 2^53).
[[nodiscard]] double location_quotient(double amount, double area_total, double specialty_total,
                                       double total);

/// Herfindahl-Hirschman index: the sum of squared shares, 1/k (even over k kinds) to 1 (one kind
/// alone). NaN when the sum is 0. O(k).
[[nodiscard]] double herfindahl(std::span<const double> amounts);

/// Shannon entropy -sum p ln p in nats; 0 ln 0 = 0. NaN when the sum is 0. O(k).
[[nodiscard]] double shannon_entropy(std::span<const double> amounts);

/// Diversity: the effective number of kinds, exp(entropy) (Hill number of order 1; Jost 2006), 1
/// (one kind alone) to k. NaN when the sum is 0. O(k).
[[nodiscard]] double effective_number(std::span<const double> amounts);

/// Ranks from the greatest value, which has rank 1; equal values share the lowest of their ranks
/// ("1, 2, 2, 4"). NaN has no rank: NaN. O(k log k).
[[nodiscard]] std::vector<double> descending_ranks(std::span<const double> values);

}  // namespace geo::stats
