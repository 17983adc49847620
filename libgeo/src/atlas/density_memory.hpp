#pragma once

#include <cstddef>

#include "geo/atlas/job.hpp"
#include "geo/model/grid.hpp"

namespace geo::atlas {

/// Of the envelopes of the simulations.
[[nodiscard]] int rank_of(const SignificanceStep& step);

/// How many grids a density step holds at once at most, with those that it only needs in between
/// and what writing one takes.
[[nodiscard]] std::size_t grids_at_once(const DensityStep& step, std::size_t specialties);

/// Throws Error(kMemory) where they cannot be had, and says which key to change.
void require_memory_for(const DensityStep& step, std::size_t specialties, const GridFrame& frame);

}  // namespace geo::atlas
