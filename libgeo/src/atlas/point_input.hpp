#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/points.hpp"

// The enterprises of a job as they are read, and what is refused of them, whether they come all at
// once or in batches.
namespace geo::atlas {

/// The enterprises with the columns that the steps need.
[[nodiscard]] io::PointSource point_source(const Job& job);

/// Their files, one at least.
[[nodiscard]] std::vector<std::string> point_files(const Job& job);

/// Throws Error(kInput) where the points fit the boundaries only with their coordinates exchanged:
/// a latitude can pass for a longitude in most of the world, so the boundaries decide. `drawn` is
/// their envelope in their system `regions`; both are compared as they were read, with a margin for
/// the offset of Chinese web maps.
void refuse_swapped(const PointSet& points, const geodesy::Crs& regions, const Box& drawn);

/// Throws Error(kInput) where none of the points that were read is left in metres.
void refuse_none(const Atlas& atlas, std::uint64_t points);

/// Says so where the enterprises are invented.
void assume_synthetic(Atlas& atlas);

}  // namespace geo::atlas
