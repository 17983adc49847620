#pragma once

#include "geo/atlas/atlas.hpp"
#include "geo/join/district_names.hpp"

// What a run says about its data: counts become sentences in both languages, with a severity.
namespace geo::atlas {

/// Rows and cells that were rejected, codes, repetitions, rows without a position, specialties.
void find_in_rows(Atlas& atlas);
/// Rejected, repaired and overlapping boundaries, districts of the plan that are not drawn.
void find_in_boundaries(Atlas& atlas);
/// The districts stated against those in which the points lie, of which `differ` do not agree. Sets
/// `district_check`.
void find_in_districts(Atlas& atlas, const join::StatedDistricts& stated,
                       const join::DistrictNames& names, std::uint64_t differ);
/// Which fields of the boundaries were taken for codes and names, where nobody said.
void find_guessed_fields(Atlas& atlas, const std::string& code, const std::string& name);
/// Points in no district.
void find_outside(Atlas& atlas);
/// How the three systems fit where the project chose one, called `name`.
void find_system(Atlas& atlas, const std::string& name, const CrsGuess& seen, bool doubted);

}  // namespace geo::atlas
