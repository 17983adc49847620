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

struct LayerInfo {
  std::string name;
  std::uint64_t rows = 0;
  std::string geometry;  ///< "point", "polygon", ..., "none"
  std::string crs;       ///< "EPSG:4326", or empty where the file does not say
  Box extent;            ///< of the geometry or of the guessed columns; may be empty
  std::vector<FieldInfo> fields;
  std::string x_column;  ///< guessed; empty where nothing fits
  std::string y_column;
  std::string guess_reason;  ///< why these columns: "named lon and lat; all 23480 values in range"
};

struct FileInfo {
  std::string path;
  std::string driver;    ///< "CSV", "GPKG", "GeoJSON" ...
  std::string encoding;  ///< of delimited text: "UTF-8", "UTF-8 with BOM", "GB18030"
  std::vector<LayerInfo> layers;
};

/// What is in a vector file or delimited text. Reads all of it once. A header without rows is no
/// error here: the layer has 0 rows. Otherwise errors as `read_points`; a raster is named as one.
[[nodiscard]] FileInfo inspect(const std::string& path, const Context& context);

}  // namespace geo::io
