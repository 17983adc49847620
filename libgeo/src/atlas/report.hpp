#pragma once

#include <string>
#include <vector>

#include "geo/atlas/atlas.hpp"

namespace geo::atlas {

/// report.json: every count of a run, its options, what was assumed, repaired and refused, versions
/// and the `seconds` of each stage. Everything but the member "run" depends on the job and its data
/// alone.
[[nodiscard]] std::string report(const Atlas& atlas, const std::vector<std::string>& files,
                                 int threads,
                                 const std::vector<std::pair<std::string, double>>& seconds);

}  // namespace geo::atlas
