#include "geo/io/inspect.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <span>
#include <string_view>
#include <utility>

#include "geo/core/error.hpp"
#include "io/delimited.hpp"
#include "io/encoding.hpp"
#include "io/gdal.hpp"
#include "io/source.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kMaxExampleBytes = 200;

bool digit(char c) { return c >= '0' && c <= '9'; }

// "2018-09-17", "2018/9/7", and either with a time of day behind.
bool is_date(std::string_view text) {
  if (text.size() < 8 || !std::all_of(text.begin(), text.begin() + 4, digit)) return false;
  const char mark = text[4];
  if (mark != '-' && mark != '/') return false;
  std::size_t at = 5;
  for (const char end : {mark, '\0'}) {
    int value = 0;
    std::size_t digits = 0;
    for (; at < text.size() && digit(text[at]) && digits < 3; ++at, ++digits) {
      value = value * 10 + (text[at] - '0');
    }
    if (digits < 1 || digits > 2 || value < 1 || value > (end == mark ? 12 : 31)) return false;
    if (end == mark && (at == text.size() || text[at++] != mark)) return false;
  }
  return at == text.size() ||
         ((text[at] == ' ' || text[at] == 'T') && at + 1 < text.size() && digit(text[at + 1]));
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
    box_.extend(Point{x.value, y.value});
  }

  void describe(const std::vector<std::string>& names, LayerInfo& layer) const {
    if (guess_.x < 0) return;
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
  Box box_;
};

FileInfo inspect_text(const std::string& path, const Located& located,
                      const DelimitedOptions& options, const Context& context) {
  DelimitedReader reader(path, located.path, options);
  const std::vector<std::string>& names = reader.header();
  const ColumnGuess guess = guess_columns(names);
  GuessedExtent extent(guess);
  std::vector<Profile> profiles(names.size());
  std::uint64_t rows = 0;
  while (reader.next()) {
    if (++rows % 4096 == 0) {
      context.check();
      context.report(reader.fraction());
    }
    const std::span<const std::string_view> fields = reader.fields();
    if (fields.size() != names.size()) {  // `read_points` rejects it
      extent.add({}, {});
      continue;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) profiles[i].add(trimmed(fields[i]));
    if (guess.x >= 0) {
      extent.add(parse_number(fields[static_cast<std::size_t>(guess.x)]),
                 parse_number(fields[static_cast<std::size_t>(guess.y)]));
    }
  }
  LayerInfo layer;
  const std::filesystem::path file(located.path);
  layer.name = (file.extension() == ".gz" ? file.stem() : file).stem().string();
  layer.rows = rows;
  layer.geometry = "none";
  for (std::size_t i = 0; i < names.size(); ++i) layer.fields.push_back(profiles[i].info(names[i]));
  extent.describe(names, layer);
  return {path, "CSV", reader.encoding() + (reader.byte_order_mark() ? " with BOM" : ""), {layer}};
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
  const ColumnGuess guess = guess_columns(names);
  GuessedExtent extent(guess);
  const bool swapped = axes_swapped(source);
  std::string seen_geometry;
  source.ResetReading();
  while (OGRFeatureUniquePtr feature{source.GetNextFeature()}) {
    if (++layer.rows % 256 == 0) context.check();
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
    if (guess.x >= 0) extent.add(field_number(*feature, guess.x), field_number(*feature, guess.y));
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

FileInfo inspect_vector(const std::string& path, const Located& located, const Context& context) {
  GdalErrors errors;
  const GDALDatasetUniquePtr dataset = open_vector(path, located.path);
  FileInfo info{path, dataset->GetDriverName(), "", {}};
  const int count = dataset->GetLayerCount();
  for (int i = 0; i < count; ++i) {
    context.report(static_cast<double>(i) / count);
    info.layers.push_back(inspect_layer(*dataset->GetLayer(i), context));
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

FileInfo inspect(const std::string& path, const Context& context) {
  context.check();
  const Located located = locate(path, "");
  FileInfo info = located.delimited
                      ? read_guessing("",
                                      [&](const DelimitedOptions& options) {
                                        return inspect_text(path, located, options, context);
                                      })
                      : inspect_vector(path, located, context);
  context.report(1);
  return info;
}

}  // namespace geo::io
