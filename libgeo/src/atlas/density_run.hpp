#pragma once

#include <functional>

#include "geo/atlas/atlas.hpp"

namespace geo::atlas {

/// Computes the density step of a job into `atlas`, whose points, regions and plan are in metres.
/// `part(from, to)` says which part of the stage comes next, as shares of it. Throws
/// Error(kOption) for steps that do not go together or lack boundaries, a column or specialties.
void run_density(Atlas& atlas, const std::function<void(double, double)>& part,
                 const Context& context);

/// Throws what `run_density` throws before it estimates anything.
void check_density(Atlas& atlas, const Context& context);

}  // namespace geo::atlas
