#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/rejects.hpp"
#include "geo/model/unlocated_set.hpp"

namespace geo::io {

/// `kNumber`: in the unit that the column's name states (注册资本（万元）), else as it stands; a
/// cell with a unit of its own (1.2亿元) is converted to it, or to units (元, 人) where the name
/// states none. An amount in another currency than the column's is missing: no rate of exchange is
/// known. `kDate`: as ISO 8601 text, "2018-05-01", "2018-05" or "2018"; empty where missing or
/// none. Written as 2018-5-1, 2018/5/1, 2018.5.1, 2018年5月1日, 20180501, 201805, 2018, with or
/// without a time of day, or as the serial number of a spreadsheet from 10000 to 80000.
enum class ColumnKind { kNumber, kText, kCategory, kDate };

struct ColumnRequest {
  std::string name;  ///< as in the file
  ColumnKind kind = ColumnKind::kText;
};

/// Where located enterprises are and how to read them.
struct PointSource {
  /// Any file that GDAL reads; delimited text (.csv, .tsv, .txt, also .gz, .zip); "-", /dev/stdin
  /// or a named pipe: delimited text, read once; a database ("PG:host=... dbname=...").
  std::string path;
  std::string layer;  ///< or table; empty: the only one, or an error that lists them
  std::string query;  ///< instead of a layer: SQL (SELECT or WITH), in the dialect of the database,
                      ///< SQLite or GeoPackage, of other files in GDAL's own; not of text or sheets
  std::string crs;    ///< of the coordinates; empty: the layer's own, else WGS84
  std::string x_column;       ///< easting or longitude; both empty: the layer's geometry, or, where
                              ///< there is none, the columns that are named like coordinates
  std::string y_column;       ///< northing or latitude; the same as x_column: both in one cell
  std::string weight_column;  ///< empty: every point weighs 1
  std::vector<ColumnRequest> columns;  ///< the attributes to keep, each once
  std::string encoding;  ///< of delimited text and Shapefiles: empty (guess), "UTF-8", "GB18030",
                         ///< or any name that the system's iconv knows
  std::size_t header_row = 0;   ///< of delimited text and sheets: the row that the header begins in
                                ///< (from 1; blank lines of text are not counted); 0: it is found
  bool keep_unlocated = false;  ///< records without a usable position are kept, not rejected
};

/// A column asked for as numbers in which some texts are none. They are missing (NaN) in the
/// points.
struct NotNumbers {
  std::string column;
  std::uint64_t count = 0;
  std::uint64_t first_row = 0;
  std::string example;  ///< the text of the first
};

/// The unit that the name of a column asked for as numbers states: "万元".
struct ColumnUnit {
  std::string column;
  std::string unit;
};

/// One of several files that were read as one (geo/io/point_files.hpp).
struct FileRows {
  std::string file;
  std::uint64_t rows_before = 0;  ///< its row n is numbered rows_before + n
};

/// What a source tells beside its points. Of counts: of all that has been read so far.
struct PointFacts {
  std::string encoding;      ///< what text was decoded from: "UTF-8", "GB18030"; empty: not text
  std::string x_column;      ///< the columns read; empty where the geometry was
  std::string y_column;      ///< (as x_column)
  std::string guess_reason;  ///< where the columns were guessed: "named 'lon' and 'lat'"
  std::uint64_t header_row = 1;  ///< the row (blank ones counted in sheets only) of the header
  std::uint64_t imprecise = 0;  ///< points in degrees with two decimals at most in both coordinates
  std::vector<ColumnUnit> units;        ///< of columns that state one, in the order asked for
  std::uint64_t undecodable = 0;        ///< damaged characters of text, read as U+FFFD
  std::vector<NotNumbers> not_numbers;  ///< columns with unreadable numbers, in the order asked for
  std::vector<FileRows> files;          ///< empty where one was read
};

struct PointsRead : PointFacts {
  PointSet points;  ///< in the coordinates of the source; `synthetic` is set if the file says so
  Rejects rejects;
  UnlocatedSet unlocated;  ///< where asked for; counted in rejects.by_district
};

/// Why a record was rejected: the values of `Reject::reason` for points.
namespace reject_reason {
inline constexpr const char* kFieldCount = "wrong number of fields";
inline constexpr const char* kNoCoordinate = "coordinate missing";
inline constexpr const char* kCoordinateNotNumber = "coordinate not a number";
inline constexpr const char* kCoordinateNotFinite = "coordinate not finite";
inline constexpr const char* kLatitude = "latitude beyond 90 degrees";
inline constexpr const char* kLongitude = "longitude beyond 180 degrees";
inline constexpr const char* kNotPosition = "position not two numbers";
inline constexpr const char* kZero = "coordinates are (0, 0)";
inline constexpr const char* kNoGeometry = "no geometry";
inline constexpr const char* kNotPoint = "geometry is not one point";
inline constexpr const char* kNoWeight = "weight missing";
inline constexpr const char* kWeightNotNumber = "weight not a number";
inline constexpr const char* kWeightNegative = "weight negative";
inline constexpr const char* kTotalRow = "total row";
inline constexpr const char* kNoteRow = "note row";
inline constexpr const char* kHeaderAgain = "header repeated";
inline constexpr const char* kForeignCurrency = "foreign currency";  ///< also of `Rejects::cells`
inline constexpr const char* kNotNumber = "not a number";            ///< of `Rejects::cells`
inline constexpr const char* kNotDate = "not a date";                ///< of `Rejects::cells`
}  // namespace reject_reason

/// Reads enterprises. A record without usable coordinates (missing, not a number, not finite; a
/// latitude beyond 90 or a longitude beyond 180 degrees where the system has degrees; exactly (0,
/// 0), which files write for "unknown") or with an unusable weight (missing, negative, not a finite
/// number), or whose number of fields differs from the header's, is rejected with its row and
/// reason; so are rows without a position that are no enterprises: totals (合计), notes (注：) and
/// the header once more. Blank lines and rows are no records. With `keep_unlocated`, a record that
/// lacks nothing but a usable position goes to `unlocated`. A cell of a column that is asked for as
/// numbers or dates and is none goes to `rejects.cells`; its record is kept. A file is synthetic
/// when it has a column `synthetic` or `data_status` that is true, 1 or SYNTHETIC (in any row).
///
/// Spreadsheets (XLSX, ODS, XLS) and delimited text: the header is the first row with two names
/// that are known (docs/reading.md) or, among the first 40, that looks like one; what stands above
/// it (titles, 编制单位) is no record. Units or the parts of merged cells may stand in a second row
/// of it. A column may be asked for without the unit in brackets behind its name. Of a spreadsheet,
/// rows are numbered from below the header with blank ones counted, and sheets that are hidden or
/// blank are not taken unless named.
///
/// Numbers may have full-width digits and commas before every third digit; coordinates no commas,
/// but degrees, minutes and seconds (121°28′12″E). Positions in one cell, "121.47,31.23", are
/// x first unless the name of the column says otherwise (纬经度) or, in degrees, only the other
/// order is possible.
///
/// Delimited text: separator , ; tab or | (whichever fits), RFC 4180 quotes, at most 16 MiB a
/// record; the encoding is told by a byte order mark, else UTF-8 if all of the file (of a pipe, its
/// first MiB) is, else GB18030. Texts are stored without the spaces around them.
///
/// Throws Error(kInput) where nothing can be read: no such file, a directory, an empty file, an
/// unknown layer or column (the message lists those that exist), polygons instead of points, no
/// usable row at all; when most latitudes are impossible but fit as longitudes, the message says
/// that x and y are swapped. Memory: what is asked for, and a few megabytes. O(file).
///
/// A file of delimited text is parsed on `context.threads()` threads, with the same result for any
/// number.
[[nodiscard]] PointsRead read_points(const PointSource& source, const Context& context);

/// Some records of a source that follow each other.
struct PointBatch {
  /// `synthetic` is set once the file has said so. Codes of categories stay the same from batch to
  /// batch: `names` holds those of all batches so far.
  PointSet points;
  Rejects rejects;         ///< of these records: read == used + by_district + rejected
  UnlocatedSet unlocated;  ///< where asked for; its codes have names of their own
};

/// Reads enterprises batch by batch, for inputs larger than memory: all batches together are what
/// `read_points` gives for the same source. Not thread-safe.
class PointReader {
 public:
  /// Opens the source and reads its header. Throws as `read_points`.
  explicit PointReader(const PointSource& source, const Context& context);
  ~PointReader();
  PointReader(PointReader&& other) noexcept;
  PointReader& operator=(PointReader&& other) noexcept;

  /// The next `records` records, used or not, or as many as are left; nothing when none are.
  /// Throws as `read_points`: where a source as a whole cannot be used (no usable row, x and y
  /// swapped) at its end. A file whose encoding was guessed and proves wrong is begun again, unless
  /// a batch has been given out: then Error(kInput) that asks for the encoding. Memory: the batch,
  /// the names of categories, and some 50 MB.
  [[nodiscard]] std::optional<PointBatch> next(std::uint64_t records);

  [[nodiscard]] const PointFacts& facts() const;
  /// Records of all batches given out.
  [[nodiscard]] std::uint64_t read() const;
  [[nodiscard]] std::uint64_t used() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace geo::io
