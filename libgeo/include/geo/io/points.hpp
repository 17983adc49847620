#pragma once

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
  std::string path;      ///< any file that GDAL reads; delimited text (.csv, .tsv, .txt, also .gz)
  std::string layer;     ///< empty: the only layer, or an error that lists them
  std::string crs;       ///< of the coordinates; empty: the layer's own, else WGS84
  std::string x_column;  ///< easting or longitude; empty with y: the geometry of the layer
  std::string y_column;  ///< northing or latitude
  std::string weight_column;           ///< empty: every point weighs 1
  std::vector<ColumnRequest> columns;  ///< the attributes to keep, each once
  std::string encoding;                ///< of delimited text: empty (guess), "UTF-8", "GB18030"
};

struct PointsRead {
  PointSet points;  ///< in the coordinates of the source; `synthetic` is set if the file says so
  Rejects rejects;
  std::string encoding;  ///< what text was decoded from: "UTF-8", "GB18030"
};

/// Reads enterprises. A record without usable coordinates (missing, not a number, not finite, a
/// latitude beyond 90 degrees, (0, 0) in degrees) or with an unusable weight (missing, negative, not
/// a number) is rejected with its row and reason; nothing else is. A file is synthetic when it has a
/// column `synthetic` that is true or 1 (in any row).
///
/// Throws Error(kInput) where nothing can be read: no such file, a directory, an empty file, an
/// unknown layer or column (the message lists those that exist), polygons instead of points, no
/// usable row at all; when most latitudes are impossible but fit as longitudes, the message says that
/// x and y are swapped. O(file).
[[nodiscard]] PointsRead read_points(const PointSource& source, const Context& context);

}  // namespace geo::io
