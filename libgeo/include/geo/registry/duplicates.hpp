#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "geo/core/context.hpp"

namespace geo::registry {

/// Rows of a registry; element i of every list is the same row. A list that is empty says nothing.
struct Rows {
  std::span<const std::uint64_t> row;  ///< in the source file, ascending
  std::span<const std::string> code;   ///< credit codes or other ids
  std::span<const std::string> name;
  std::span<const double> x;
  std::span<const double> y;
  [[nodiscard]] std::size_t size() const { return row.size(); }
};

/// What two rows have in common.
enum class SameBy { kCode, kNameAndPlace };

struct Duplicate {
  std::uint64_t row = 0;
  std::uint64_t repeats = 0;  ///< the first row of the same enterprise; itself no duplicate
  SameBy by = SameBy::kCode;
  friend bool operator==(const Duplicate&, const Duplicate&) = default;
};

struct DuplicateOptions {
  bool credit_codes =
      true;                 ///< `code` holds credit codes; else ids that are compared as they stand
  double tolerance = 1e-5;  ///< of a place, in the unit of x and y; greater than 0
};

/// The rows that repeat an earlier one, in order of row, each once.
///  - By code: the code is that of an earlier row, folded (width, case, spaces); missing codes and
///    those that have lost their digits are equal to none.
///  - By name and place: the folded name is that of an earlier row that is not itself such a
///    repetition, and x and y differ by `tolerance` at most.
/// Both may hold: the code is stated. A row whose model is a duplicate repeats what that repeats.
/// `unlocated` rows have no place; by code they are compared with the located ones, too.
///
/// Two hash tables, one after the other, of indices alone: 8 bytes of hash and 6 to 12 of the table
/// a row, beside a list of the duplicates. O(n). Throws Error(kInternal) where lists differ in
/// length.
[[nodiscard]] std::vector<Duplicate> find_duplicates(const Rows& located, const Rows& unlocated,
                                                     const DuplicateOptions& options,
                                                     const Context& context);

}  // namespace geo::registry
