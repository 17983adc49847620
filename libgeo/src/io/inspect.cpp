#include "geo/io/inspect.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include "base/date.hpp"
#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "io/columns.hpp"
#include "io/contents.hpp"
#include "io/delimited.hpp"
#include "io/encoding.hpp"
#include "io/furniture.hpp"
#include "io/gdal.hpp"
#include "io/shapefile.hpp"
#include "io/sheet.hpp"
#include "io/source.hpp"
#include "io/values.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kMaxExampleBytes = 200;
constexpr std::size_t kSampleRows = 8;

bool digit(char c) { return c >= '0' && c <= '9'; }

// A day that is spelled as one: a number alone (20180501, 43221) may be anything.
bool is_date(std::string_view text) {
  const bool number =
      std::all_of(text.begin(), text.end(), [](char c) { return digit(c) || c == '.'; });
  if (number && std::count(text.begin(), text.end(), '.') < 2) return false;
  const auto date = base::parse_date(trimmed(fold_width(text)));
  return date && date->day > 0;
}

// "0571" is a code, not a number: its zero would be lost.
bool is_code(std::string_view text) { return text.size() > 1 && text[0] == '0' && digit(text[1]); }

// What the values of a column of text have in common.
class Profile {
 public:
  void add(std::string_view text) {
    if (text.empty()) {
      ++missing_;
      return;
    }
    if (example_.empty()) example_ = shortened(text, kMaxExampleBytes);
    if (numbers_ || whole_) {
      const Number number = parse_number(text);
      const bool good = number.kind == Number::Kind::kValue && !is_code(text);
      numbers_ = numbers_ && good;
      whole_ = whole_ && good && text.find_first_of(".eE") == std::string_view::npos;
    }
    dates_ = dates_ && is_date(text);
  }

  [[nodiscard]] FieldInfo info(const std::string& name) const {
    FieldInfo info{name, "text", example_, missing_};
    if (example_.empty()) return info;
    if (dates_) info.type = "date";
    if (numbers_) info.type = "number";
    if (whole_) info.type = "whole number";
    return info;
  }

 private:
  std::string example_;
  std::uint64_t missing_ = 0;
  bool numbers_ = true;
  bool whole_ = true;
  bool dates_ = true;
};

// The box of the guessed columns, and how many rows it took.
class GuessedExtent {
 public:
  explicit GuessedExtent(ColumnGuess guess) : guess_(std::move(guess)) {}

  void add(const Number& x, const Number& y) {
    ++rows_;
    if (x.kind != Number::Kind::kValue || y.kind != Number::Kind::kValue) return;
    if (guess_.degrees && (std::abs(x.value) > 180 || std::abs(y.value) > 90)) return;
    if (x.value == 0 && y.value == 0) return;
    ++usable_;
    if (guess_.degrees && two_decimals(x.value) && two_decimals(y.value)) ++imprecise_;
    box_.extend(Point{x.value, y.value});
  }

  [[nodiscard]] const ColumnGuess& guess() const { return guess_; }

  void describe(const std::vector<std::string>& names, LayerInfo& layer) const {
    for (const RoleGuess& role : guess_roles(names)) {
      layer.roles.push_back(
          {role_text(role.role), names[static_cast<std::size_t>(role.column)], role.reason});
    }
    if (guess_.x < 0) return;
    layer.imprecise = imprecise_;
    layer.x_column = names[static_cast<std::size_t>(guess_.x)];
    layer.y_column = names[static_cast<std::size_t>(guess_.y)];
    layer.extent = box_;
    layer.guess_reason =
        guess_.reason + "; " + (usable_ == rows_ ? "all " : std::to_string(usable_) + " of ") +
        std::to_string(rows_) + (guess_.degrees ? " values in range" : " values are numbers");
  }

 private:
  ColumnGuess guess_;
  std::uint64_t rows_ = 0;
  std::uint64_t usable_ = 0;
  std::uint64_t imprecise_ = 0;
  Box box_;
};

ColumnGuess guess_any(const std::vector<std::string>& names) {
  ColumnGuess guess = guess_columns(names);
  return guess.x >= 0 ? guess : guess_position(names);
}

// The two coordinates of a record, wherever they stand.
std::pair<Number, Number> coordinates(const ColumnGuess& guess, std::string_view x,
                                      std::string_view y, bool y_first) {
  if (guess.x != guess.y) {
    return {parse_coordinate(x, guess.degrees), parse_coordinate(y, guess.degrees)};
  }
  if (const auto position = read_position(x, guess.degrees, y_first)) {
    return {{Number::Kind::kValue, position->x}, {Number::Kind::kValue, position->y}};
  }
  return {};
}

// What the names of columns do not say, their values may.
void add_contents(const std::vector<std::string>& names, const std::vector<Contents>& contents,
                  LayerInfo& layer) {
  const auto name_of = [&](const RoleGuess& guess) {
    return names[static_cast<std::size_t>(guess.column)];
  };
  for (const RoleGuess& guess : roles_by_content(contents, guess_roles(names))) {
    layer.roles.push_back({role_text(guess.role), name_of(guess), guess.reason});
    const Contents& column = contents[static_cast<std::size_t>(guess.column)];
    if (guess.role == Role::kX) {
      layer.x_column = name_of(guess);
      layer.guess_reason = guess.reason;
      layer.extent.min_x = column.least();
      layer.extent.max_x = column.greatest();
    }
    if (guess.role == Role::kY) {
      layer.y_column = name_of(guess);
      layer.guess_reason += ", " + guess.reason;
      layer.extent.min_y = column.least();
      layer.extent.max_y = column.greatest();
    }
    if (guess.role == Role::kPosition) {
      layer.x_column = name_of(guess);
      layer.y_column = name_of(guess);
      layer.guess_reason = "both in one cell, " + guess.reason;
    }
  }
}

// Delimited text or the rows of a sheet.
template <typename Reader>
void inspect_table(Reader& reader, LayerInfo& layer, const Context& context) {
  const std::vector<std::string>& names = reader.header();
  GuessedExtent extent(guess_any(names));
  const ColumnGuess& guess = extent.guess();
  const bool y_first = guess.x >= 0 && guess.x == guess.y &&
                       latitude_first(names[static_cast<std::size_t>(guess.x)]);
  std::vector<Profile> profiles(names.size());
  std::vector<Contents> contents(names.size());
  bool after_note = false;
  const auto is_furniture = [&] {
    const RowKind kind = kind_of_row(reader.fields(), names, after_note);
    after_note = kind == RowKind::kNote;
    if (kind != RowKind::kData && kind != RowKind::kBlank) ++layer.left_out;
    return kind != RowKind::kData;
  };
  while (reader.next()) {
    if (reader.row() % 4096 == 0) {
      context.check();
      context.report(reader.fraction());
    }
    const std::span<const std::string_view> fields = reader.fields();
    if (fields.size() != names.size()) {  // `read_points` rejects it
      if (is_furniture()) continue;
      ++layer.rows;
      extent.add({}, {});
      continue;
    }
    if (guess.x >= 0) {
      const auto [x, y] = coordinates(guess, fields[static_cast<std::size_t>(guess.x)],
                                      fields[static_cast<std::size_t>(guess.y)], y_first);
      const bool good = x.kind == Number::Kind::kValue && y.kind == Number::Kind::kValue;
      if (!good && is_furniture()) continue;
      if (good) after_note = false;
      extent.add(x, y);
    }
    ++layer.rows;
    if (layer.sample.size() < kSampleRows) {
      std::vector<std::string>& row = layer.sample.emplace_back();
      for (const std::string_view field : fields) {
        row.emplace_back(shortened(trimmed(field), kMaxExampleBytes));
      }
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
      profiles[i].add(trimmed(fields[i]));
      contents[i].add(trimmed(fields[i]));
    }
  }
  layer.geometry = "none";
  layer.header_row = reader.header_row();
  layer.first_rows = reader.first_rows();
  for (std::size_t i = 0; i < names.size(); ++i) layer.fields.push_back(profiles[i].info(names[i]));
  extent.describe(names, layer);
  add_contents(names, contents, layer);
}

FileInfo inspect_text(const std::string& path, const Located& located,
                      const DelimitedOptions& options, const Context& context) {
  DelimitedReader reader(path, located.path, options);
  LayerInfo layer;
  const std::filesystem::path file(located.path);
  layer.name = (file.extension() == ".gz" ? file.stem() : file).stem().string();
  inspect_table(reader, layer, context);
  const auto [confidence, reason] = reader.sureness();
  return {path,    "CSV",      reader.encoding() + (reader.byte_order_mark() ? " with BOM" : ""),
          {layer}, confidence, reason};
}

std::string type_text(OGRFieldType type) {
  switch (type) {
    case OFTInteger:
    case OFTInteger64:
      return "whole number";
    case OFTReal:
      return "number";
    case OFTDate:
    case OFTDateTime:
      return "date";
    default:
      return "text";
  }
}

LayerInfo inspect_layer(OGRLayer& source, const Context& context) {
  LayerInfo layer;
  layer.name = source.GetName();
  layer.geometry = geometry_text(source.GetGeomType());
  layer.crs = crs_text(source.GetSpatialRef());
  const std::vector<std::string> names = field_names(source);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const OGRFieldDefn* field = source.GetLayerDefn()->GetFieldDefn(static_cast<int>(i));
    layer.fields.push_back({names[i], type_text(field->GetType()), "", 0});
  }
  GuessedExtent extent(guess_any(names));
  const ColumnGuess& guess = extent.guess();
  const bool y_first = guess.x >= 0 && guess.x == guess.y &&
                       latitude_first(names[static_cast<std::size_t>(guess.x)]);
  const bool swapped = axes_swapped(source);
  std::string seen_geometry;
  source.ResetReading();
  while (OGRFeatureUniquePtr feature{source.GetNextFeature()}) {
    if (++layer.rows % 256 == 0) context.check();
    if (layer.sample.size() < kSampleRows) {
      std::vector<std::string>& row = layer.sample.emplace_back();
      for (std::size_t i = 0; i < names.size(); ++i) {
        row.emplace_back(shortened(field_text(*feature, static_cast<int>(i)), kMaxExampleBytes));
      }
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
      FieldInfo& field = layer.fields[i];
      if (!field.example.empty() && feature->IsFieldSetAndNotNull(static_cast<int>(i))) {
        const OGRField* raw = feature->GetRawFieldRef(static_cast<int>(i));
        const bool text = feature->GetFieldDefnRef(static_cast<int>(i))->GetType() == OFTString;
        if (!text || raw->String[0] != '\0') continue;
      }
      const std::string text = field_text(*feature, static_cast<int>(i));
      if (text.empty()) ++field.missing;
      if (field.example.empty()) field.example = shortened(text, kMaxExampleBytes);
    }
    if (guess.x >= 0) {
      const auto [x, y] =
          coordinates(guess, field_text(*feature, guess.x), field_text(*feature, guess.y), y_first);
      extent.add(x, y);
    }
    const OGRGeometry* geometry = feature->GetGeometryRef();
    if (geometry == nullptr || geometry->IsEmpty() != 0) continue;
    const std::string kind = geometry_text(geometry->getGeometryType());
    if (seen_geometry.empty()) seen_geometry = kind;
    if (seen_geometry != kind) seen_geometry = "any";
    OGREnvelope box;
    geometry->getEnvelope(&box);
    if (swapped) {
      std::swap(box.MinX, box.MinY);
      std::swap(box.MaxX, box.MaxY);
    }
    layer.extent.extend(Box{box.MinX, box.MinY, box.MaxX, box.MaxY});
  }
  if (layer.geometry == "any" && !seen_geometry.empty()) layer.geometry = seen_geometry;
  const Box drawn = layer.extent;
  extent.describe(names, layer);
  if (!drawn.empty()) layer.extent = drawn;
  return layer;
}

// A table of a database, without its rows.
LayerInfo listed_layer(OGRLayer& source) {
  LayerInfo layer;
  layer.name = source.GetName();
  layer.geometry = geometry_text(source.GetGeomType());
  layer.crs = crs_text(source.GetSpatialRef());
  const std::vector<std::string> names = field_names(source);
  // GDAL keeps a key apart; who reads the table gets it as a column.
  const std::string key = source.GetFIDColumn();
  if (!key.empty()) layer.fields.push_back({key, "whole number", "", 0});
  for (std::size_t i = 0; i < names.size(); ++i) {
    const OGRFieldDefn* field = source.GetLayerDefn()->GetFieldDefn(static_cast<int>(i));
    layer.fields.push_back({names[i], type_text(field->GetType()), "", 0});
  }
  const ColumnGuess guess = guess_any(names);
  if (guess.x >= 0) {
    layer.x_column = names[static_cast<std::size_t>(guess.x)];
    layer.y_column = names[static_cast<std::size_t>(guess.y)];
    layer.guess_reason = guess.reason;
  }
  layer.rows = static_cast<std::uint64_t>(std::max<GIntBig>(0, source.GetFeatureCount(TRUE)));
  return layer;
}

FileInfo inspect_vector(const std::string& path, const Located& located,
                        const InspectOptions& options, const Context& context) {
  GdalErrors errors;
  GDALDatasetUniquePtr dataset = open_vector(path, located.path, options.encoding);
  const bool sheets = is_sheet(*dataset);
  std::vector<std::string> hidden;
  if (sheets) {
    dataset = open_sheets(path, located.path);
    hidden = hidden_sheets(*dataset, located.path);
  }
  FileInfo info;
  info.path = path;
  info.driver = dataset->GetDriverName();
  if (info.driver == "ESRI Shapefile" && options.encoding.empty()) {
    const ShapefileText text = shapefile_text(*dataset, located.path);
    info.encoding = text.encoding;
    info.encoding_reason = text.reason;
  }
  if (!options.query.empty() || (!options.layer.empty() && !sheets)) {
    if (sheets) throw Error(ErrorCode::kOption, path + ": a spreadsheet takes no query");
    const SourceLayer opened(*dataset, path, options.layer, options.query);
    info.layers.push_back(inspect_layer(*opened, context));
    info.layers.back().name = options.query.empty() ? options.layer : "query";
    if (errors.failed()) {
      throw Error(ErrorCode::kInput, opened.what() + ": cannot be read beyond feature " +
                                         std::to_string(info.layers.back().rows) +
                                         errors.in_brackets());
    }
    return info;
  }
  const bool database = EQUAL(dataset->GetDriverName(), "PostgreSQL");
  const int count = dataset->GetLayerCount();
  for (int i = 0; i < count; ++i) {
    context.report(static_cast<double>(i) / count);
    if (!options.layer.empty() && options.layer != dataset->GetLayer(i)->GetName()) continue;
    if (database) {
      const std::string name = layer_names(*dataset)[static_cast<std::size_t>(i)];
      info.layers.push_back(listed_layer(*dataset->GetLayerByName(name.c_str())));
    } else if (sheets) {
      LayerInfo& layer = info.layers.emplace_back();
      layer.name = dataset->GetLayer(i)->GetName();
      layer.hidden = std::find(hidden.begin(), hidden.end(), layer.name) != hidden.end();
      // Of several sheets each has its own; a row is said of the one that is named.
      SheetReader reader(*dataset->GetLayer(i), path + ": layer '" + layer.name + "'",
                         options.layer == layer.name || count == 1 ? options.header_row : 0);
      inspect_table(reader, layer, context);
    } else {
      info.layers.push_back(inspect_layer(*dataset->GetLayer(i), context));
    }
    if (errors.failed()) {
      throw Error(ErrorCode::kInput, path + ": layer '" + info.layers.back().name +
                                         "' cannot be read beyond feature " +
                                         std::to_string(info.layers.back().rows) +
                                         errors.in_brackets());
    }
  }
  return info;
}

}  // namespace

FileInfo inspect(const std::string& path, const Context& context, const InspectOptions& options) {
  context.check();
  const Located located = locate(path, options.layer, options.query);
  FileInfo info = located.delimited
                      ? read_guessing(options.encoding,
                                      [&](DelimitedOptions text) {
                                        text.header_row = options.header_row;
                                        return inspect_text(path, located, text, context);
                                      })
                      : inspect_vector(shown_path(path), located, options, context);
  context.report(1);
  return info;
}

}  // namespace geo::io
