#pragma once

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <string>
#include <vector>

#include "io/delimited.hpp"
#include "io/source.hpp"

// Vector files through OGR.
namespace geo::io {

/// How sheets of a spreadsheet come.
enum class Sheets {
  kTable,  ///< the first row is the header, columns have types
  kCells,  ///< every row is one, and every cell a text
};

/// Opens a vector file or a database. `name` is for messages. GDAL's configuration options that
/// would change what is read do not (OGR_XLSX_HEADERS, SHAPE_ENCODING ...). Throws Error(kInput)
/// with GDAL's reason where it is none.
[[nodiscard]] GDALDatasetUniquePtr open_vector(const std::string& name, const std::string& path,
                                               const std::string& encoding = {},
                                               Sheets sheets = Sheets::kTable);

/// The names of the layers, of a database in order.
[[nodiscard]] std::vector<std::string> layer_names(GDALDataset& dataset);

/// The layer of that name, or the only one. Throws Error(kInput) that lists the layers.
[[nodiscard]] OGRLayer& pick_layer(GDALDataset& dataset, const std::string& name,
                                   const std::string& layer);

/// What is read of a dataset while the object lives: a layer, or what a query gives (SELECT, WITH),
/// in the SQL of the database, SQLite or GeoPackage, else in GDAL's own. A table of a database is
/// read as a query, too, so that its key is a column as any other.
class SourceLayer {
 public:
  /// `name` is for messages. Throws Error(kInput) that lists the layers, or says what is wrong with
  /// the query, Error(kOption) for a layer and a query.
  SourceLayer(GDALDataset& dataset, const std::string& name, const std::string& layer,
              const std::string& query);
  ~SourceLayer();
  SourceLayer(const SourceLayer&) = delete;
  SourceLayer& operator=(const SourceLayer&) = delete;

  [[nodiscard]] OGRLayer& operator*() const { return *layer_; }
  [[nodiscard]] OGRLayer* operator->() const { return layer_; }
  /// For messages: "firms.gpkg: layer 'firms'", "PG:dbname=city: query".
  [[nodiscard]] const std::string& what() const { return what_; }
  /// How many features to expect; 0 or less where nobody knows without reading them.
  [[nodiscard]] double count() const { return count_; }

 private:
  void ask(const std::string& query);

  GDALDataset& dataset_;
  OGRLayer* layer_ = nullptr;
  bool result_ = false;  // of a query: to be released
  std::string what_;
  double count_ = 0;
};

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
