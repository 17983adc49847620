#pragma once

#include <string>

#include "geo/core/context.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/rejects.hpp"

namespace geo::io {

/// Where district boundaries are and how to read them.
struct RegionSource {
  std::string path;              ///< any vector file that GDAL reads
  std::string layer;             ///< empty: the only layer
  std::string crs;               ///< empty: the layer's own, else WGS84
  std::string code_field;        ///< empty: the features are numbered from 1
  std::string name_field;        ///< empty: the code is the name
  std::string name_en_field;     ///< may be empty
  std::string land_area_field;   ///< official land area in km2; may be empty
};

struct RegionsRead {
  PolygonSet regions;  ///< as drawn: nothing is repaired here
  Rejects rejects;     ///< features without a polygon, or rings of fewer than three vertices
};

/// Reads boundaries in the order of the file. Features with the same code become one region. A code
/// that is missing in some features is an Error(kInput) that names the feature; so are no such file,
/// a directory, a layer without polygons, an unknown field (the message lists those that exist).
[[nodiscard]] RegionsRead read_regions(const RegionSource& source, const Context& context);

}  // namespace geo::io
