#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/rejects.hpp"

namespace geo::io {

enum class ColumnKind { kNumber, kText, kCategory };

struct ColumnRequest {
  std::string name;  ///< as in the file
  ColumnKind kind = ColumnKind::kText;
};

/// Where located enterprises are and how to read them.
struct PointSource {
  std::string
      path;  ///< any file that GDAL reads; delimited text (.csv, .tsv, .txt, also .gz, .zip)
  std::string layer;          ///< empty: the only layer, or an error that lists them
  std::string crs;            ///< of the coordinates; empty: the layer's own, else WGS84
  std::string x_column;       ///< easting or longitude; both empty: the layer's geometry, or, where
                              ///< there is none, the columns that are named like coordinates
  std::string y_column;       ///< northing or latitude
  std::string weight_column;  ///< empty: every point weighs 1
  std::vector<ColumnRequest> columns;  ///< the attributes to keep, each once
  std::string encoding;  ///< of delimited text and Shapefiles: empty (guess), "UTF-8", "GB18030",
                         ///< or any name that the system's iconv knows
};

/// A column asked for as numbers in which some texts are none. They are missing (NaN) in the
/// points.
struct NotNumbers {
  std::string column;
  std::uint64_t count = 0;
  std::uint64_t first_row = 0;
  std::string example;  ///< the text of the first
};

struct PointsRead {
  PointSet points;  ///< in the coordinates of the source; `synthetic` is set if the file says so
  Rejects rejects;
  std::string encoding;      ///< what text was decoded from: "UTF-8", "GB18030"; empty: not text
  std::string x_column;      ///< the columns read; empty where the geometry was
  std::string y_column;      ///< (as x_column)
  std::string guess_reason;  ///< where the columns were guessed: "named 'lon' and 'lat'"
  std::uint64_t undecodable = 0;        ///< damaged characters of text, read as U+FFFD
  std::vector<NotNumbers> not_numbers;  ///< columns with unreadable numbers, in the order asked for
};

/// Why a record was rejected: the values of `Reject::reason` for points.
namespace reject_reason {
inline constexpr const char* kFieldCount = "wrong number of fields";
inline constexpr const char* kNoCoordinate = "coordinate missing";
inline constexpr const char* kCoordinateNotNumber = "coordinate not a number";
inline constexpr const char* kCoordinateNotFinite = "coordinate not finite";
inline constexpr const char* kLatitude = "latitude beyond 90 degrees";
inline constexpr const char* kLongitude = "longitude beyond 180 degrees";
inline constexpr const char* kZero = "coordinates are (0, 0)";
inline constexpr const char* kNoGeometry = "no geometry";
inline constexpr const char* kNotPoint = "geometry is not one point";
inline constexpr const char* kNoWeight = "weight missing";
inline constexpr const char* kWeightNotNumber = "weight not a number";
inline constexpr const char* kWeightNegative = "weight negative";
}  // namespace reject_reason

/// Reads enterprises. A record without usable coordinates (missing, not a number, not finite; a
/// latitude beyond 90 or a longitude beyond 180 degrees where the system has degrees; exactly (0,
/// 0), which files write for "unknown") or with an unusable weight (missing, negative, not a finite
/// number), or whose number of fields differs from the header's, is rejected with its row and
/// reason; nothing else is. Blank lines are no records. A file is synthetic when it has a column
/// `synthetic` or `data_status` that is true, 1 or SYNTHETIC (in any row).
///
/// Delimited text: separator , ; tab or | (whichever fits), RFC 4180 quotes, at most 16 MiB a
/// record; the encoding is told by a byte order mark, else UTF-8 if all of the file is, else
/// GB18030. Texts are stored without the spaces around them.
///
/// Throws Error(kInput) where nothing can be read: no such file, a directory, an empty file, an
/// unknown layer or column (the message lists those that exist), polygons instead of points, no
/// usable row at all; when most latitudes are impossible but fit as longitudes, the message says
/// that x and y are swapped. Memory: what is asked for, and a few megabytes. O(file).
[[nodiscard]] PointsRead read_points(const PointSource& source, const Context& context);

}  // namespace geo::io
