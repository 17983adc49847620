#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "geo/model/point_set.hpp"
#include "geo/model/rejects.hpp"

namespace geo {

/// Enterprises without a usable position, as a structure of arrays like `PointSet`: they are on no
/// map and in no cluster, but count for a district where they say which one is theirs.
struct UnlocatedSet {
  std::vector<Reject> why;           ///< what is wrong with the position; the row is in it
  std::vector<std::int32_t> region;  ///< the district each counts for: an index into the regions;
                                     ///< empty as long as nobody asked
  std::vector<double> weight;        ///< empty (each weighs 1) or size of why; finite, >= 0
  std::vector<std::uint64_t> row;    ///< the record in the source file, from 1; ascending
  std::vector<Column> columns;       ///< the same as those of the points, in the same order

  [[nodiscard]] std::size_t size() const { return row.size(); }
  [[nodiscard]] double weight_of(std::size_t i) const { return weight.empty() ? 1.0 : weight[i]; }
  /// The column of that name, or nullptr.
  [[nodiscard]] const Column* find(const std::string& name) const;
  /// The codes of a column of categories. Throws Error(kOption) when there is none of that name, or
  /// it is not of categories.
  [[nodiscard]] const Categories& categories(const std::string& name) const;
  /// The rows whose index is listed, in that order, with all that is known of them. O(k).
  [[nodiscard]] UnlocatedSet select(const std::vector<std::uint32_t>& indices) const;
  /// Throws Error(kInternal) naming the first invariant that does not hold. O(n).
  void validate() const;
};

}  // namespace geo
