#include "geo/io/points.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <span>
#include <string_view>

#include "geo/core/error.hpp"
#include "io/delimited.hpp"
#include "io/gdal.hpp"
#include "io/point_layout.hpp"
#include "io/point_records.hpp"
#include "io/points_builder.hpp"
#include "io/sheet.hpp"
#include "io/source.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

constexpr std::uint64_t kCheckEvery = 4096;  // records; far below 50 ms

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

// Delimited text or the rows of a sheet.
template <typename Reader>
PointsRead read_table(const PointSource& source, Reader& reader, const std::string& what,
                      const Context& context) {
  const std::vector<std::string>& names = reader.header();
  ColumnGuess guess;
  const PointLayout layout = lay_out(source, names, false, what, guess);
  PointsBuilder builder(source, layout, names, source.crs.empty() ? "WGS84" : source.crs);
  builder.result().guess_reason = guess.reason;
  builder.result().header_row = reader.header_row();
  while (reader.next()) {
    if (reader.row() % kCheckEvery == 0) {
      context.check();
      context.report(reader.fraction());
    }
    const std::span<const std::string_view> fields = reader.fields();
    if (fields.size() != names.size()) {
      if (builder.is_furniture(TextRecord{fields}, reader.row())) continue;
      builder.reject(reader.row(), "", reader.joined(), reject_reason::kFieldCount,
                     "give as many fields as the header has; quote fields that hold the separator");
      continue;
    }
    builder.add(TextRecord{fields}, layout, reader.row());
  }
  return builder.finish(what);
}

PointsRead read_text(const PointSource& source, const Located& located,
                     const DelimitedOptions& options, const Context& context) {
  DelimitedReader reader(source.path, located.path, options);
  PointsRead read = read_table(source, reader, source.path, context);
  read.encoding = reader.encoding();
  read.undecodable = reader.undecodable();
  return read;
}

// The one point that a geometry is.
std::optional<Point> single_point(const OGRGeometry& geometry, bool swapped) {
  const OGRPoint* point = nullptr;
  const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
  if (type == wkbPoint) point = geometry.toPoint();
  if (type == wkbMultiPoint && geometry.toMultiPoint()->getNumGeometries() == 1) {
    point = geometry.toMultiPoint()->getGeometryRef(0);
  }
  if (point == nullptr || point->IsEmpty() != 0) return std::nullopt;
  return swapped ? Point{point->getY(), point->getX()} : Point{point->getX(), point->getY()};
}

PointsRead read_layer(const PointSource& source, const Located& located, const Context& context) {
  GdalErrors errors;
  GDALDatasetUniquePtr dataset = open_vector(source.path, located.path, source.encoding);
  if (is_sheet(*dataset)) {
    dataset = open_sheets(source.path, located.path);
    OGRLayer& sheet = pick_sheet(*dataset, source.path, located.path, located.layer);
    const std::string what = dataset->GetLayerCount() > 1
                                 ? source.path + ": layer '" + sheet.GetName() + "'"
                                 : source.path;
    SheetReader reader(sheet);
    if (errors.failed()) fail(what + ": cannot be read" + errors.in_brackets());
    return read_table(source, reader, what, context);
  }
  OGRLayer& layer = pick_layer(*dataset, source.path, located.layer);
  const std::string what = dataset->GetLayerCount() > 1
                               ? source.path + ": layer '" + layer.GetName() + "'"
                               : source.path;
  const std::vector<std::string> names = field_names(layer);
  const bool by_geometry = source.x_column.empty() && layer.GetGeomType() != wkbNone;
  const OGRwkbGeometryType type = OGR_GT_GetLinear(wkbFlatten(layer.GetGeomType()));
  const bool lines = type == wkbLineString || type == wkbMultiLineString;
  const bool polygons = type == wkbPolygon || type == wkbMultiPolygon;
  const auto refuse = [&] {
    fail(what + ": holds " + (lines ? "lines" : "polygons") +
         ", not points; boundaries belong in the input of regions (or name the columns that hold "
         "x " +
         "and y; there are: " + listed(names) + ")");
  };
  if (by_geometry && (lines || polygons)) refuse();

  ColumnGuess guess;
  const PointLayout layout = lay_out(source, names, by_geometry, what, guess);
  std::string crs = source.crs;
  if (crs.empty() && by_geometry) crs = crs_text(layer.GetSpatialRef());
  if (crs.empty()) crs = "WGS84";
  PointsBuilder builder(source, layout, names, crs);
  builder.result().guess_reason = guess.reason;

  const bool swapped = by_geometry && axes_swapped(layer);
  const auto count = static_cast<double>(layer.GetFeatureCount(FALSE));
  std::uint64_t row = 0;
  std::uint64_t others = 0;
  layer.ResetReading();
  while (OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
    if (++row % 256 == 0) {
      context.check();
      if (count > 0) context.report(std::min(1.0, static_cast<double>(row) / count));
    }
    const FeatureRecord record{*feature};
    if (!by_geometry) {
      builder.add(record, layout, row);
      continue;
    }
    builder.note_synthetic(record, layout);
    const OGRGeometry* geometry = feature->GetGeometryRef();
    if (geometry == nullptr || geometry->IsEmpty() != 0) {
      builder.unlocated(record, layout, row, "", "", reject_reason::kNoGeometry,
                        "give the position");
      continue;
    }
    const std::optional<Point> position = single_point(*geometry, swapped);
    if (!position) {
      ++others;
      builder.unlocated(record, layout, row, "", OGRToOGCGeomType(geometry->getGeometryType()),
                        reject_reason::kNotPoint, "give one point for each enterprise");
    } else if (!std::isfinite(position->x) || !std::isfinite(position->y)) {
      builder.unlocated(record, layout, row, "", "", reject_reason::kCoordinateNotFinite,
                        "give the position");
    } else {
      builder.add_at(*position, record, layout, row);
    }
  }
  if (errors.failed()) {
    fail(what + ": cannot be read beyond feature " + std::to_string(row) + errors.in_brackets());
  }
  if (builder.result().rejects.used == 0 && others > 0) refuse();
  return builder.finish(what);
}

}  // namespace

PointsRead read_points(const PointSource& source, const Context& context) {
  if (source.x_column.empty() != source.y_column.empty()) {
    throw Error(ErrorCode::kOption, source.path + ": x and y columns go together; '" +
                                        source.x_column + source.y_column + "' is alone");
  }
  std::set<std::string> asked;
  for (const ColumnRequest& request : source.columns) {
    if (!asked.insert(request.name).second) {
      throw Error(ErrorCode::kOption,
                  source.path + ": the column '" + request.name + "' is asked for twice");
    }
  }
  context.check();
  const Located located = locate(source.path, source.layer);
  PointsRead read = located.delimited
                        ? read_guessing(source.encoding,
                                        [&](const DelimitedOptions& options) {
                                          return read_text(source, located, options, context);
                                        })
                        : read_layer(source, located, context);
  context.report(1);
  return read;
}

}  // namespace geo::io
