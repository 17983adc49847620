#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "geo/io/points.hpp"
#include "io/values.hpp"

// An attribute of the points, grown value by value.
namespace geo::io {

/// The most of a text that a reject shows.
inline constexpr std::size_t kMaxRejectedBytes = 200;

class ColumnBuilder {
 public:
  /// `unit`: of a column of numbers, what its name states.
  ColumnBuilder(const ColumnRequest& request, const Unit& unit);

  /// Appends what `field` of the record holds; where that cannot be read, a missing value and a
  /// reject of the cell. For the records of point_records.hpp.
  template <typename Record>
  void add(const Record& record, int field, std::uint64_t row, std::string& scratch,
           std::vector<Reject>& cells);

  [[nodiscard]] Column take() { return std::move(column_); }
  [[nodiscard]] const NotNumbers& not_numbers() const { return not_numbers_; }

 private:
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const {
      return std::hash<std::string_view>{}(text);
    }
  };

  void add_category(Categories& categories, std::string_view text);

  Column column_;
  bool dates_;
  Unit unit_;
  NotNumbers not_numbers_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> codes_;
};

}  // namespace geo::io
