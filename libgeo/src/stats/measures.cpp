#include "geo/stats/measures.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numeric>

namespace geo::stats {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

}  // namespace

double location_quotient(double amount, double area_total, double specialty_total, double total) {
  if (!(area_total > 0 && specialty_total > 0 && total > 0)) return kMissing;
  return amount * total / (area_total * specialty_total);
}

double herfindahl(std::span<const double> amounts) {
  const double sum = std::accumulate(amounts.begin(), amounts.end(), 0.0);
  if (!(sum > 0)) return kMissing;
  double index = 0;
  for (const double amount : amounts) index += (amount / sum) * (amount / sum);
  return index;
}

double shannon_entropy(std::span<const double> amounts) {
  const double sum = std::accumulate(amounts.begin(), amounts.end(), 0.0);
  if (!(sum > 0)) return kMissing;
  double entropy = 0;
  for (const double amount : amounts) {
    const double share = amount / sum;
    if (share > 0) entropy -= share * std::log(share);
  }
  return entropy;
}

double effective_number(std::span<const double> amounts) {
  return std::exp(shannon_entropy(amounts));
}

std::vector<double> descending_ranks(std::span<const double> values) {
  std::vector<std::size_t> order;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!std::isnan(values[i])) order.push_back(i);
  }
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return values[a] > values[b]; });
  std::vector<double> ranks(values.size(), kMissing);
  for (std::size_t k = 0; k < order.size(); ++k) {
    const bool tied = k > 0 && values[order[k]] == values[order[k - 1]];
    ranks[order[k]] = tied ? ranks[order[k - 1]] : static_cast<double>(k + 1);
  }
  return ranks;
}

}  // namespace geo::stats
