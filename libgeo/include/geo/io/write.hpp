#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/table.hpp"

namespace geo::io {

/// Facts about a result that travel with it: "title", "data_status", "source" ...
using Facts = std::vector<std::pair<std::string, std::string>>;

struct CsvOptions {
  bool bom = true;  ///< so that Excel shows Chinese
  /// kEnglish: the header line holds the columns' names for programs; kChinese: their Chinese
  /// labels with the unit in full-width brackets, or the name where there is no Chinese label.
  Language headers = Language::kEnglish;
  /// Puts ' before texts that a spreadsheet would run as a formula: those of several characters
  /// that begin with = + - @ (also full-width) or a control character and are no number. Off, texts
  /// are written as they are and read back the same.
  bool neutralise_formulas = false;
  /// Writes the rows alone, behind what the file holds: a table in pieces.
  bool append = false;
};

/// Writes a table as CSV: UTF-8, lines end with LF (Excel and every reader of RFC 4180 take it),
/// fields quoted where needed, numbers with the shortest digits that read back the same, missing
/// values empty. Throws Error(kOutput), also when the disk is full; the path is written in place,
/// so give one from `OutputFolder::stage`. O(cells).
void write_csv(const Table& table, const std::filesystem::path& path,
               const CsvOptions& options = {}, const Context& context = Context(1));

struct WorkbookOptions {
  /// Of the sheets' names (the tables' titles) and of the header rows, as `CsvOptions::headers`.
  /// Beneath a label the column's codes are its words; beneath a name they are codes.
  Language language = Language::kEnglish;
};

/// Writes tables as an XLSX workbook, a sheet each, with one header row: numbers are numbers (full
/// precision), missing values are empty cells, texts are texts, also those that a spreadsheet would
/// take for a formula. Sheets are called by the tables' titles, shortened to the 31 characters that
/// spreadsheets allow and numbered where two would be the same. The header stays in sight, columns
/// are as wide as what is in them, numbers are shown with the column's decimals. Throws
/// Error(kOutput), also when the disk is full, and for a table beyond 1,048,575 rows or 16,384
/// columns, which no spreadsheet opens; for no table at all. Memory: the whole workbook, some 200
/// bytes a cell. O(cells).
void write_workbook(const std::vector<Table>& tables, const std::filesystem::path& path,
                    const WorkbookOptions& options = {}, const Context& context = Context(1));

/// One layer of a GeoPackage: what has geometry (points, regions or lines) and the table of its
/// attributes, row by row (no columns: none); or a table alone.
struct VectorLayer {
  enum class Kind { kPoints, kRegions, kLines, kTable };
  std::string name;   ///< of the table: distinct, not beginning with "gpkg_" or "rtree_"
  std::string title;  ///< for people; empty: the name
  Kind kind = Kind::kTable;
  std::string crs;            ///< empty for a table alone
  std::vector<Point> points;  ///< kPoints; finite
  /// kPoints, instead of `points`: its positions, and its columns as attributes before those of
  /// `attributes`. Nothing is copied. `crs` above is the one that counts.
  std::shared_ptr<const PointSet> point_set;
  PolygonSet regions;                     ///< kRegions; written as multipolygons
  std::vector<std::vector<Point>> lines;  ///< kLines; of fewer than two vertices: no geometry
  Table attributes;                       ///< names distinct, also when case is ignored
  Facts facts;                            ///< written as layer metadata
};

/// Writes layers into a new GeoPackage 1.2 with a spatial index for each. Rows keep their order:
/// row i has the feature id i + 1. Missing values (NaN, empty texts) are NULL. Labels and units go
/// into the schema extension (gpkg_data_columns), a table's notes into the layer's description.
///
/// Byte for byte the same for the same input: every time stamp is 2000-01-01. Coordinates are
/// written in the layer's system (GCJ-02 and BD-09 have no code and are refused). An existing file
/// is replaced. Throws Error(kOutput), also when the disk is full, Error(kInternal) when rows and
/// geometries differ in number. About 4 s for a million points with four attributes.
void write_geopackage(const std::vector<VectorLayer>& layers, const std::filesystem::path& path,
                      const Context& context);

/// Writes a grid as a Cloud Optimized GeoTIFF: float32, deflate, tiles of 512 pixels, overviews by
/// average of the pixels that have data, no-data NaN, CRS, the unit as band unit, facts of the grid
/// and then `facts` as metadata (of two with the same key the last stays; "title" is also the
/// band's description). Byte for byte the same for the same input with any number of threads.
/// Memory: one float32 copy of the grid. Throws Error(kOutput), also when the disk is full.
void write_cog(const Grid& grid, const std::filesystem::path& path, const Facts& facts,
               const Context& context);

/// Writes text as it is. Throws Error(kOutput), also when the disk is full.
void write_text(const std::string& text, const std::filesystem::path& path);

/// (name, version) of the libraries that read and write: GDAL.
[[nodiscard]] Facts library_versions();

}  // namespace geo::io
