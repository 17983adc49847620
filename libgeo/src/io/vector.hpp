#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <string>
#include <vector>

#include "io/delimited.hpp"
#include "io/source.hpp"

// Vector files through OGR.
namespace geo::io {

/// Opens a vector file. `name` is for messages. Throws Error(kInput) with GDAL's reason where it is
/// none. `sheet_headers`: whether the first row of a spreadsheet is its header ("FORCE",
/// "DISABLE").
[[nodiscard]] GDALDatasetUniquePtr open_vector(const std::string& name, const std::string& path,
                                               const std::string& encoding = {},
                                               const char* sheet_headers = "FORCE");

/// The layer of that name, or the only one. Throws Error(kInput) that lists the layers.
[[nodiscard]] OGRLayer& pick_layer(GDALDataset& dataset, const std::string& name,
                                   const std::string& layer);

/// The names of a layer's fields.
[[nodiscard]] std::vector<std::string> field_names(OGRLayer& layer);

/// "EPSG:n" where the system is one of EPSG's, else WKT2 on one line; empty for nullptr.
[[nodiscard]] std::string crs_text(const OGRSpatialReference* system);

/// Whether coordinates in `crs` (as `geodesy::Crs` takes it; empty is WGS84) are degrees.
[[nodiscard]] bool is_geographic(const std::string& crs);

/// Whether a layer's geometries hold (latitude, longitude) or (northing, easting).
[[nodiscard]] bool axes_swapped(OGRLayer& layer);

/// "point", "multipolygon", "none", "any"
[[nodiscard]] std::string geometry_text(OGRwkbGeometryType type);

/// A field as text: UTF-8, trimmed; numbers with the shortest digits that read back the same; empty
/// where missing.
[[nodiscard]] std::string field_text(const OGRFeature& feature, int field);
[[nodiscard]] Number field_number(const OGRFeature& feature, int field);

}  // namespace geo::io
