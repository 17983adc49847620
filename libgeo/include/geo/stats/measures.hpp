#pragma once

#include <span>

namespace geo::stats {

/// Location quotient (x / area) / (of_specialty / total): how much more of a specialty an area has
/// than the whole. 1: as much. NaN where the area or the specialty is empty.
[[nodiscard]] double location_quotient(double x, double area, double of_specialty, double total);

/// Herfindahl-Hirschman index: the sum of squared shares, 1/k (even) to 1 (one kind alone). NaN when
/// the sum is 0.
[[nodiscard]] double herfindahl(std::span<const double> amounts);

/// Shannon entropy -sum p ln p in nats; 0 ln 0 = 0. NaN when the sum is 0.
[[nodiscard]] double shannon_entropy(std::span<const double> amounts);

/// Diversity: the effective number of kinds, exp(entropy) (Hill number of order 1). NaN when empty.
[[nodiscard]] double effective_number(std::span<const double> amounts);

}  // namespace geo::stats
