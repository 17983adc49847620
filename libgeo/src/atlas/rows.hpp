#pragma once

#include "geo/atlas/atlas.hpp"
#include "geo/join/district_names.hpp"

// What is done with the rows of a registry between reading and projecting: those without a position
// go to their districts, codes are verified, repetitions found.
namespace geo::atlas {

/// How the advice begins for a row that repeats another, whose number follows ("3", "3 of b.csv").
inline constexpr const char* kSameAsRow = "nothing to mend: the same enterprise as row ";
/// What is added to the advice where a district would do.
inline constexpr const char* kOrDistrict = ", or a district that is known";

/// Gives each row without a position to the district that it states, and rejects the others.
/// Throws Error(kOption) where `column` is none of categories.
void place_unlocated(Atlas& atlas, UnlocatedSet rows, const std::string& column,
                     const join::DistrictNames& names);

/// Rows without a position that count for a district: where each counts, and why it is not placed.
[[nodiscard]] Table by_district_table(const Atlas& atlas, const std::string& column);

/// Verifies the codes of the job's column; faults go to the rejected cells.
void check_credit_codes(Atlas& atlas, const Context& context);

/// Finds rows that repeat others, rejects them if the job says so, and lists them. By code where
/// there is a column of credit codes or ids, by name and place where there is one of names: within
/// 1e-5 degrees or 1 m, in the coordinates of the file.
[[nodiscard]] Table check_duplicates(Atlas& atlas, const Context& context);

}  // namespace geo::atlas
