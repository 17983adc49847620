#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"

namespace geo::io {

struct FieldInfo {
  std::string name;
  std::string type;     ///< "number", "whole number", "text", "date"
  std::string example;  ///< the first value that is not empty
  std::uint64_t missing = 0;
};

/// What a column of a registry holds: by its name, or, of text and sheets, by what is in it.
struct RoleInfo {
  std::string role;  ///< "id", "name", "x", "y", "position", "address", "industry code",
                     ///< "industry", "scope", "founded", "capital", "employees", "district"
  std::string column;
  std::string reason;  ///< "named '企业名称'", "98 of 100 values look like credit codes"
};

struct LayerInfo {
  std::string name;
  bool hidden = false;  ///< a sheet that the file hides
  std::uint64_t rows = 0;
  std::uint64_t header_row = 1;         ///< of text and sheets: where the header begins
  std::vector<std::string> first_rows;  ///< of text and sheets: those that a header is looked for
                                        ///< in, a line each, cut after 120 bytes
  std::uint64_t left_out = 0;           ///< of text and sheets: totals, notes, the header once more
  std::string geometry;                 ///< "point", "polygon", ..., "none"
  std::string crs;                      ///< "EPSG:4326", or empty where the file does not say
  Box extent;                           ///< of the geometry or of the guessed columns; may be empty
  std::vector<FieldInfo> fields;
  std::string x_column;         ///< guessed; empty where nothing fits
  std::string y_column;         ///< the same as x_column: both in one cell
  std::uint64_t imprecise = 0;  ///< of these, in degrees: with two decimals at most in both
  std::vector<RoleInfo> roles;
  std::string guess_reason;  ///< why these columns: "named lon and lat; all 23480 values in range"
  std::vector<std::vector<std::string>> sample;  ///< the first rows (8 at most), a text each field
};

struct FileInfo {
  std::string path;
  std::string driver;    ///< "CSV", "GPKG", "GeoJSON" ...
  std::string encoding;  ///< of delimited text: "UTF-8", "UTF-8 with BOM", "GB18030"; of a
                         ///< Shapefile, or empty where it is what the file declares
  std::vector<LayerInfo> layers;
  double encoding_confidence = 1;  ///< of delimited text, 0 to 1
  std::string
      encoding_reason;  ///< as encoding: "byte order mark", "all of it is well-formed UTF-8" ...
};

/// What of a source to look into.
struct InspectOptions {
  std::string layer;           ///< empty: all
  std::string query;           ///< instead of a layer: as PointSource::query
  std::string encoding;        ///< of delimited text and Shapefiles: as PointSource::encoding
  std::size_t header_row = 0;  ///< of delimited text, of the sheet that is named and of the only
                               ///< one: as PointSource::header_row
};

/// What is in a vector file, a database or delimited text. Reads all of it once; of a database only
/// the layer or query that is named, else the tables with their columns and numbers of rows. A
/// header without rows is no error here: the layer has 0 rows. Otherwise errors as `read_points`; a
/// raster is named as one.
[[nodiscard]] FileInfo inspect(const std::string& path, const Context& context,
                               const InspectOptions& options = {});

}  // namespace geo::io
