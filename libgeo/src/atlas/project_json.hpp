#pragma once

#include <nlohmann/json.hpp>

#include "geo/atlas/density_step.hpp"

namespace geo::atlas {

/// The key 'density' of a project file.
[[nodiscard]] nlohmann::ordered_json density_json(const DensityStep& step);

}  // namespace geo::atlas
