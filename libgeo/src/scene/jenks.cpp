#include "jenks.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace geo::scene {
namespace {

// Fisher's dynamic programme (1958): best(c, j) = min over i of best(c - 1, i) + cost(i, j), where
// cost(i, j) is that of one class of the groups i to j - 1. The best i never falls as j grows (the
// cost obeys the quadrangle inequality), so that each row is found by halving.
class Partition {
 public:
  Partition(const std::vector<double>& sorted, const std::vector<std::size_t>& start)
      : groups_(start.size()) {
    // About the mean and in units of the range, so that squares keep their digits.
    const long double scale = static_cast<long double>(sorted.back()) - sorted.front();
    long double mean = 0;
    for (const double value : sorted) mean += (value - sorted.front()) / scale;
    mean /= static_cast<long double>(sorted.size());
    count_.assign(groups_ + 1, 0);
    sum_.assign(groups_ + 1, 0);
    squares_.assign(groups_ + 1, 0);
    for (std::size_t g = 0; g < groups_; ++g) {
      const std::size_t end = g + 1 < groups_ ? start[g + 1] : sorted.size();
      count_[g + 1] = static_cast<long double>(end);
      sum_[g + 1] = sum_[g];
      squares_[g + 1] = squares_[g];
      for (std::size_t i = start[g]; i < end; ++i) {
        const long double value = (sorted[i] - sorted.front()) / scale - mean;
        sum_[g + 1] += value;
        squares_[g + 1] += value * value;
      }
    }
  }

  // The first group of each class.
  std::vector<std::size_t> split(std::size_t classes) {
    before_.resize(groups_ + 1);
    for (std::size_t j = 0; j <= groups_; ++j) before_[j] = cost(0, j);
    from_.assign(classes, std::vector<std::uint32_t>(groups_ + 1, 0));
    for (std::size_t c = 1; c < classes; ++c) {
      best_.assign(groups_ + 1, std::numeric_limits<long double>::infinity());
      fill(c, c + 1, groups_, c, groups_ - 1);
      std::swap(before_, best_);
    }
    std::vector<std::size_t> first(classes, 0);
    std::size_t end = groups_;
    for (std::size_t c = classes - 1; c > 0; --c) {
      end = from_[c][end];
      first[c] = end;
    }
    return first;
  }

 private:
  [[nodiscard]] long double cost(std::size_t i, std::size_t j) const {
    if (i >= j) return 0;
    const long double sum = sum_[j] - sum_[i];
    const long double squares = squares_[j] - squares_[i] - sum * sum / (count_[j] - count_[i]);
    return std::max(squares, 0.0L);
  }

  // Rows [low, high] of class c, whose best starts lie in [first, last].
  void fill(std::size_t c, std::size_t low, std::size_t high, std::size_t first, std::size_t last) {
    if (low > high) return;
    const std::size_t middle = low + (high - low) / 2;
    std::size_t found = first;
    for (std::size_t i = first; i <= std::min(last, middle - 1); ++i) {
      const long double total = before_[i] + cost(i, middle);
      if (total < best_[middle]) {
        best_[middle] = total;
        found = i;
      }
    }
    from_[c][middle] = static_cast<std::uint32_t>(found);
    fill(c, low, middle - 1, first, found);
    fill(c, middle + 1, high, found, last);
  }

  std::size_t groups_;
  std::vector<long double> count_;  // of what is before each group
  std::vector<long double> sum_;
  std::vector<long double> squares_;
  std::vector<long double> before_;
  std::vector<long double> best_;
  std::vector<std::vector<std::uint32_t>> from_;
};

}  // namespace

JenksLimits jenks_limits(const std::vector<double>& sorted, int classes, std::size_t most) {
  std::vector<std::size_t> start;  // of each distinct value
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    if (i == 0 || sorted[i] != sorted[i - 1]) start.push_back(i);
  }
  JenksLimits result;
  if (start.size() < 2 || classes < 2) return result;
  if (start.size() > most) {
    result.exact = false;
    std::vector<std::size_t> grouped;
    grouped.reserve(most);
    const std::size_t by_rank = most / 2;
    const std::size_t by_value = most - by_rank;
    const double low = sorted.front();
    const double width = sorted.back() / 2 - low / 2;
    std::size_t rank = 0;
    std::size_t cell = 0;
    for (std::size_t i = 0; i < start.size(); ++i) {
      const std::size_t its_rank = i * by_rank / start.size();
      const auto its_cell = static_cast<std::size_t>((sorted[start[i]] / 2 - low / 2) / width *
                                                     static_cast<double>(by_value - 1));
      if (i == 0 || its_rank != rank || its_cell != cell) grouped.push_back(start[i]);
      rank = its_rank;
      cell = its_cell;
    }
    start = std::move(grouped);
  }
  Partition partition(sorted, start);
  const std::vector<std::size_t> first =
      partition.split(std::min(static_cast<std::size_t>(classes), start.size()));
  for (std::size_t c = 1; c < first.size(); ++c) result.limits.push_back(sorted[start[first[c]]]);
  return result;
}

}  // namespace geo::scene
