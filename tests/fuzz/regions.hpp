#pragma once

#include <cmath>

#include "geo/io/regions.hpp"
#include "support.hpp"

namespace geo::fuzz {

/// Reads boundaries: what is accepted is a valid set with closed, finite rings.
inline void read_boundaries(const std::string& path) {
  try_reading([&] {
    io::RegionSource source;
    source.path = path;
    const io::RegionsRead read = io::read_regions(source, Context(1));
    read.regions.validate();
    must(read.rejects.read == read.rejects.used + read.rejects.rows.size(),
         "read = used + rejected");
    must(read.regions.size() <= read.rejects.used, "a region comes from a feature");
    must(read.regions.size() > 0, "no regions are an Error");
  });
}

}  // namespace geo::fuzz
