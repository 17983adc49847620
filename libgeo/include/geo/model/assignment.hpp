#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace geo {

/// Which region each point lies in. Nobody is counted twice: a point on the border of several
/// regions, or in their overlap, belongs to the one with the lowest code.
struct Assignment {
  static constexpr std::int32_t kNone = -1;
  std::vector<std::int32_t> region;  ///< index into the regions, or kNone
  std::vector<std::uint8_t>
      on_border;  ///< 1 where the point lies exactly on a border of its region
  [[nodiscard]] std::size_t count_outside() const;
};

/// Which belts each point lies in; belts may overlap. inside[belt][point] is 1 or 0.
struct BeltMembership {
  std::vector<std::vector<std::uint8_t>> inside;
};

}  // namespace geo
