#pragma once

#include <gdal_priv.h>

#include <string>

// The encoding of the text of Shapefiles, which is often declared wrong or not at all.
namespace geo::io {

struct ShapefileText {
  std::string encoding;  ///< for GDAL's ENCODING; empty: what GDAL does by itself
  std::string reason;    ///< "declared (GBK)", "all of it is well-formed UTF-8" ...
};

/// What the text of the open Shapefile `dataset` at `path` is in: what the .cpg file or the header
/// of the .dbf says, unless the bytes say otherwise; undeclared, UTF-8 if all of it is, else
/// GB18030 (GDAL would take it for Latin-1). A declaration is overruled where all of the text, up
/// to 10,000 features, is UTF-8 with characters of three bytes (Chinese in GBK never is, but by a
/// chance that shrinks with every name), where it says UTF-8 and the text is none, and where it
/// says a Western code page and all bytes beyond ASCII stand in pairs of GB 2312.
[[nodiscard]] ShapefileText shapefile_text(GDALDataset& dataset, const std::string& path);

/// Opens a file with GDAL's option ENCODING.
[[nodiscard]] GDALDatasetUniquePtr open_with_encoding(const std::string& path,
                                                      const std::string& encoding);

}  // namespace geo::io
