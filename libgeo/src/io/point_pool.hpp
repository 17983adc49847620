#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/io/points.hpp"
#include "io/points_builder.hpp"

// Parts of points are put together and given out again as batches of another size.
namespace geo::io {

/// Columns that grow at the end and are taken from the front.
class ColumnQueue {
 public:
  explicit ColumnQueue(std::size_t columns) : codes_(columns) {}
  /// `fraction` as below. The columns are the same each time.
  void add(std::vector<Column> more, double fraction);
  /// The values [begin, end) are moved from; `drop` then forgets them.
  [[nodiscard]] std::vector<Column> take(std::size_t begin, std::size_t end);
  void drop(std::size_t count);

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };
  /// The codes of one column of categories.
  struct Codes {
    std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> of;
    std::vector<std::string> names;
    std::size_t given = 0;  // names that batches have shown
  };
  static void recode(Categories& categories, Codes& codes);

  std::vector<Codes> codes_;
  std::vector<Column> columns_;
};

class PointPool {
 public:
  explicit PointPool(const PointRules& rules);

  /// Adds what follows. `fraction`: of the source, up to the end of this part; 0: not known. It
  /// tells how much memory all of it will need, if all of it is to be held.
  void add(PointsPart part, double fraction);
  /// Records that are held, used or not.
  [[nodiscard]] std::uint64_t held() const;
  /// Takes the first `records` of these, or all.
  [[nodiscard]] PointBatch take(std::uint64_t records);

 private:
  /// How many of each kind.
  struct Counts {
    std::size_t points = 0;
    std::size_t unlocated = 0;
    std::size_t rejected = 0;
    [[nodiscard]] std::size_t all() const { return points + unlocated + rejected; }
  };
  void drop_taken();
  [[nodiscard]] Counts among(std::uint64_t records) const;
  [[nodiscard]] std::size_t cells_before_next(const Counts& end) const;

  PointSet points_;         // without columns
  UnlocatedSet unlocated_;  // likewise
  ColumnQueue columns_;
  ColumnQueue unlocated_columns_;
  std::vector<Reject> rejected_;
  std::vector<Reject> cells_;
  Counts taken_;
  std::size_t cells_taken_ = 0;
};

}  // namespace geo::io
