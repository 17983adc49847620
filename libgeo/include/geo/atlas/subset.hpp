#pragma once

#include <cstdint>
#include <vector>

#include "geo/atlas/atlas.hpp"

namespace geo::atlas {

/// The tables districts, belts, specialties and plan of some of the enterprises, as `compute` makes
/// them of all: what they would be if the file held no others. Enterprises without a position are
/// left out. `indices` into the atlas's points. Empty where the atlas holds no points or has no
/// boundaries. O(indices x (1 + belts) + areas x specialties).
[[nodiscard]] std::vector<Table> tables_of(const Atlas& atlas,
                                           const std::vector<std::uint32_t>& indices);

/// Of these, districts and belts alone, without the columns that compare specialties: for
/// enterprises of one specialty, of which shares and location quotients would say nothing.
[[nodiscard]] std::vector<Table> amounts_of(const Atlas& atlas,
                                            const std::vector<std::uint32_t>& indices);

}  // namespace geo::atlas
