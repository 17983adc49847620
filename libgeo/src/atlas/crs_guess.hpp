#pragma once

#include "geo/atlas/atlas.hpp"
#include "geo/join/district_names.hpp"

namespace geo::atlas {

/// Tells WGS84, GCJ-02 and BD-09 apart by which of them puts the most points into the district that
/// each states. `regions` are in `metric_crs`. See `CrsGuess` for the rule.
/// Throws Error(kInput) with the figures where the rows do not decide.
[[nodiscard]] CrsGuess guess_crs(const PointSet& points, const join::StatedDistricts& stated,
                                 const PolygonSet& regions, const std::string& metric_crs,
                                 const Context& context);

/// "WGS84 85.1 %, GCJ-02 87.3 %, BD-09 96.5 %"
[[nodiscard]] std::string figures(const CrsGuess& guess);

}  // namespace geo::atlas
