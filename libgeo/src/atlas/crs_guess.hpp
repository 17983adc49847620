#pragma once

#include "geo/atlas/atlas.hpp"
#include "geo/join/district_names.hpp"

namespace geo::atlas {

/// How many points lie in the district that each states when read as WGS84, GCJ-02 and BD-09; the
/// best of them is `chosen`, whether or not it is `decided`. `regions` are in `metric_crs`. See
/// `CrsGuess` for the rule.
[[nodiscard]] CrsGuess compare_crs(const PointSet& points, const join::StatedDistricts& stated,
                                   const PolygonSet& regions, const std::string& metric_crs,
                                   const Context& context);

/// Whether the figures tell the systems apart.
[[nodiscard]] bool decided(const CrsGuess& guess);

/// The same, decided. Throws Error(kInput) with the figures where the rows do not decide.
[[nodiscard]] CrsGuess guess_crs(const PointSet& points, const join::StatedDistricts& stated,
                                 const PolygonSet& regions, const std::string& metric_crs,
                                 const Context& context);

/// "WGS84 85.1 %, GCJ-02 87.3 %, BD-09 96.5 %"
[[nodiscard]] std::string figures(const CrsGuess& guess);

}  // namespace geo::atlas
