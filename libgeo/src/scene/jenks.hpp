#pragma once

#include <cstddef>
#include <vector>

namespace geo::scene {

struct JenksLimits {
  std::vector<double> limits;  ///< the least values of the classes but the lowest; ascending
  bool exact = true;
};

/// The partition of sorted values into `classes` classes (fewer where there are fewer distinct
/// values) with the least sum of squared deviations from the classes' means. Where there are more
/// than `most` distinct values, neighbouring ones are taken together into at most `most` groups,
/// and classes are made of whole groups; the sums are still those of all values. A group ends where
/// half as many groups of equal numbers would, and where as many of equal width would, so that
/// groups are short where values are dense and narrow where they are few. O(n + classes m log m), m
/// the number of groups.
[[nodiscard]] JenksLimits jenks_limits(const std::vector<double>& sorted, int classes,
                                       std::size_t most);

}  // namespace geo::scene
