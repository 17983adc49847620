#pragma once

#include "geo/atlas/atlas.hpp"
#include "geo/geodesy/crs.hpp"

// Enterprises larger than memory: read, placed, counted and added to the densities batch by batch,
// none of them kept.
namespace geo::atlas {

/// Throws Error(kOption) that names the step of the job that needs all enterprises at once.
void check_batches(const Job& job);

/// Fills counts, densities, rejects and findings of `atlas`, whose regions, sites and belts are in
/// metres. `regions` and `drawn`: the system and envelope of the boundaries as they were read.
/// Memory: a batch, beside what the densities take.
void run_batches(Atlas& atlas, const geodesy::Crs& regions, const Box& drawn,
                 const Context& context);

}  // namespace geo::atlas
