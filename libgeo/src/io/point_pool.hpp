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

class PointPool {
 public:
  explicit PointPool(const PointRules& rules);

  /// Adds what follows. `fraction`: of the source, up to the end of this part; 0: not known. It
  /// tells how much memory all of it will need, if all of it is to be held.
  void add(PointsPart part, double fraction);
  /// Records that are held, used and rejected.
  [[nodiscard]] std::uint64_t held() const;
  /// Takes the first `records` of these, or all.
  [[nodiscard]] PointBatch take(std::uint64_t records);

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

  void recode(Categories& categories, Codes& codes) const;
  void drop_taken();
  [[nodiscard]] std::size_t points_among(std::uint64_t records, std::size_t& rejects) const;

  const PointRules& rules_;
  std::vector<Codes> codes_;  // of every column asked for
  PointSet points_;
  std::vector<Reject> rejected_;
  std::vector<Reject> cells_;
  // How many have been taken, of each.
  std::size_t points_taken_ = 0;
  std::size_t rejected_taken_ = 0;
  std::size_t cells_taken_ = 0;
};

}  // namespace geo::io
