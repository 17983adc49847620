#pragma once

#include <cstdint>
#include <string>

#include "geo/core/context.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/rejects.hpp"

namespace geo::io {

/// Where district boundaries are and how to read them.
struct RegionSource {
  std::string path;             ///< any vector file that GDAL reads, or a database ("PG:...")
  std::string layer;            ///< or table; empty: the only one
  std::string query;            ///< instead of a layer: SQL (SELECT) in the source's own dialect
  std::string crs;              ///< empty: the layer's own, else WGS84
  std::string code_field;       ///< empty: the features are numbered from 1
  std::string name_field;       ///< empty: the code is the name
  std::string name_en_field;    ///< may be empty
  std::string land_area_field;  ///< official land area in km2; may be empty
  std::string encoding;         ///< of a Shapefile: empty (declared, else guessed), "GB18030", ...
  std::uint64_t max_vertices = 200'000'000;  ///< of all rings; more are an Error(kInput)
};

struct RegionsRead {
  PolygonSet regions;  ///< as drawn: nothing is repaired here
  /// Features without a polygon, and rings that cannot be used (such a ring counts as one record
  /// read and rejected, beside its feature).
  Rejects rejects;
};

/// Why a feature or a ring was rejected: the values of `Reject::reason` for regions.
namespace reject_reason {
inline constexpr const char* kNoPolygon = "no polygon";
inline constexpr const char* kShortRing = "ring of fewer than three vertices";
inline constexpr const char* kRingNotFinite = "ring with a coordinate that is not finite";
}  // namespace reject_reason

/// Reads boundaries in the order of the file. Features with the same code become one region; their
/// name and land area come from the first that has one. A code that is missing in some feature is
/// an Error(kInput) that names the feature; so are a land area that is not a positive number or
/// differs between features of one code, no such file, a directory, a layer without polygons, an
/// unknown field (the message lists those that exist). Curves are made straight; elevations are
/// dropped. O(file).
[[nodiscard]] RegionsRead read_regions(const RegionSource& source, const Context& context);

}  // namespace geo::io
