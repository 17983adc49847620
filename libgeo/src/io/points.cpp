#include "geo/io/points.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>
#include <limits>
#include <optional>
#include <set>
#include <span>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/date.hpp"
#include "geo/core/error.hpp"
#include "io/columns.hpp"
#include "io/delimited.hpp"
#include "io/encoding.hpp"
#include "io/furniture.hpp"
#include "io/gdal.hpp"
#include "io/sheet.hpp"
#include "io/source.hpp"
#include "io/values.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kMaxRejectedBytes = 200;
constexpr std::uint64_t kCheckEvery = 4096;  // records; far below 50 ms

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

// Where in a record the things asked for are; -1: not asked for, or not there.
struct Layout {
  int x = -1;
  int y = -1;                   // the same as x: both are in one cell
  bool latitude_first = false;  // in that cell
  int weight = -1;
  int synthetic = -1;
  std::vector<int> columns;
};

// One record of delimited text or row of a sheet.
struct TextRecord {
  std::span<const std::string_view> fields;
  [[nodiscard]] Number coordinate(int field, bool degrees) const {
    return parse_coordinate(fields[static_cast<std::size_t>(field)], degrees);
  }
  [[nodiscard]] Converted number(int field, const Unit& unit) const {
    return number_in(unit, fields[static_cast<std::size_t>(field)]);
  }
  [[nodiscard]] RowKind kind(const std::vector<std::string>& names, bool after_note) const {
    return kind_of_row(fields, names, after_note);
  }
  [[nodiscard]] std::string_view text(int field, std::string& /*scratch*/) const {
    return trimmed(fields[static_cast<std::size_t>(field)]);
  }
  [[nodiscard]] std::string_view text_or_empty(int field, std::string& scratch) const {
    return static_cast<std::size_t>(field) < fields.size() ? text(field, scratch)
                                                           : std::string_view();
  }
};

// One feature of a layer.
struct FeatureRecord {
  const OGRFeature& feature;
  [[nodiscard]] bool is_text(int field) const {
    return feature.GetFieldDefnRef(field)->GetType() == OFTString &&
           feature.IsFieldSetAndNotNull(field) != 0;
  }
  [[nodiscard]] Number coordinate(int field, bool degrees) const {
    return is_text(field) ? parse_coordinate(field_text(feature, field), degrees)
                          : field_number(feature, field);
  }
  [[nodiscard]] Converted number(int field, const Unit& unit) const {
    return is_text(field) ? number_in(unit, field_text(feature, field))
                          : Converted{field_number(feature, field)};
  }
  // The layers of a geographic file hold nothing but data.
  [[nodiscard]] static RowKind kind(const std::vector<std::string>& /*names*/,
                                    bool /*after_note*/) {
    return RowKind::kData;
  }
  [[nodiscard]] std::string_view text(int field, std::string& scratch) const {
    scratch = field_text(feature, field);
    return scratch;
  }
  [[nodiscard]] std::string_view text_or_empty(int field, std::string& scratch) const {
    return text(field, scratch);
  }
};

struct TextHash {
  using is_transparent = void;
  std::size_t operator()(std::string_view text) const {
    return std::hash<std::string_view>{}(text);
  }
};

// Grows one column, value by value.
class ColumnBuilder {
 public:
  // `name` is the column's in the file.
  ColumnBuilder(const ColumnRequest& request, const std::string& name)
      : dates_(request.kind == ColumnKind::kDate) {
    column_.name = request.name;
    not_numbers_.column = request.name;
    if (request.kind == ColumnKind::kNumber) {
      column_.values = std::vector<double>();
      unit_ = unit_in_name(name);
    }
    if (request.kind == ColumnKind::kText || dates_) column_.values = std::vector<std::string>();
    if (request.kind == ColumnKind::kCategory) column_.values = Categories();
  }

  template <typename Record>
  void add(const Record& record, int field, std::uint64_t row, std::string& scratch,
           std::vector<Reject>& cells) {
    using namespace reject_reason;
    const auto reject = [&](std::string_view text, const char* reason, const char* advice) {
      cells.push_back(
          {row, column_.name, std::string(shortened(text, kMaxRejectedBytes)), reason, advice});
    };
    if (auto* numbers = std::get_if<std::vector<double>>(&column_.values)) {
      const auto [number, foreign] = record.number(field, unit_);
      const bool good = number.kind == Number::Kind::kValue;
      numbers->push_back(good ? number.value : std::numeric_limits<double>::quiet_NaN());
      if (good || number.kind == Number::Kind::kMissing) return;
      const std::string_view text = record.text(field, scratch);
      if (not_numbers_.count++ == 0) {
        not_numbers_.first_row = row;
        not_numbers_.example = shortened(text, kMaxRejectedBytes);
      }
      if (foreign) {
        reject(text, kForeignCurrency, "state the amount in the currency of the column");
      } else {
        reject(text, kNotNumber, "write a number, with a unit that is known or none");
      }
      return;
    }
    const std::string_view text = record.text(field, scratch);
    if (auto* texts = std::get_if<std::vector<std::string>>(&column_.values)) {
      if (!dates_) {
        texts->emplace_back(text);
        return;
      }
      std::string& date = texts->emplace_back();
      if (parse_number(text).kind == Number::Kind::kMissing) return;
      if (const auto parsed = base::parse_date(trimmed(fold_width(text)))) {
        date = base::iso_text(*parsed);
      } else {
        reject(text, kNotDate, "write the date as 2018-05-31");
      }
      return;
    }
    add_category(std::get<Categories>(column_.values), text);
  }

  [[nodiscard]] Column take() { return std::move(column_); }
  [[nodiscard]] const NotNumbers& not_numbers() const { return not_numbers_; }
  /// Of a column of numbers whose name states one; empty otherwise.
  [[nodiscard]] std::string unit() const { return unit_.text(); }

 private:
  void add_category(Categories& categories, std::string_view text) {
    if (text.empty()) {
      categories.codes.push_back(Categories::kMissing);
      return;
    }
    auto found = codes_.find(text);
    if (found == codes_.end()) {
      const auto code = static_cast<std::uint32_t>(categories.names.size());
      categories.names.emplace_back(text);
      found = codes_.emplace(std::string(text), code).first;
    }
    categories.codes.push_back(found->second);
  }

  Column column_;
  bool dates_;
  Unit unit_;
  NotNumbers not_numbers_;
  std::unordered_map<std::string, std::uint32_t, TextHash, std::equal_to<>> codes_;
};

// Takes records one by one and decides which become points.
class PointsBuilder {
 public:
  PointsBuilder(const PointSource& source, const Layout& layout, std::vector<std::string> names,
                std::string crs)
      : source_(source), names_(std::move(names)), geographic_(is_geographic(crs)) {
    const auto name_of = [&](int field) {
      return field < 0 ? std::string() : names_[static_cast<std::size_t>(field)];
    };
    read_.x_column = name_of(layout.x);
    read_.y_column = name_of(layout.y);
    weight_unit_ = unit_in_name(name_of(layout.weight));
    read_.points.crs = std::move(crs);
    read_.points.source = source.path;
    read_.rejects.file = source.path;
    for (std::size_t i = 0; i < source.columns.size(); ++i) {
      columns_.emplace_back(source.columns[i], name_of(layout.columns[i]));
    }
  }

  void reject(std::uint64_t row, std::string column, std::string_view value, const char* reason,
              const char* advice) {
    ++read_.rejects.read;
    read_.rejects.rows.push_back(
        {row, std::move(column), std::string(shortened(value, kMaxRejectedBytes)), reason, advice});
  }

  // A record whose coordinates are in columns.
  template <typename Record>
  void add(const Record& record, const Layout& layout, std::uint64_t row) {
    note_synthetic(record, layout);
    if (layout.x == layout.y) return add_from_one_cell(record, layout, row);
    const Number x = record.coordinate(layout.x, geographic_);
    const Number y = record.coordinate(layout.y, geographic_);
    const bool good = x.kind == Number::Kind::kValue && y.kind == Number::Kind::kValue;
    if (!good && is_furniture(record, row)) return;
    if (!usable(x, record, layout.x, read_.x_column, row)) return;
    if (!usable(y, record, layout.y, read_.y_column, row)) return;
    after_note_ = false;
    add_at({x.value, y.value}, record, layout, row);
  }

  // Takes a record without a position that is no enterprise; false for all others.
  template <typename Record>
  bool is_furniture(const Record& record, std::uint64_t row) {
    using namespace reject_reason;
    const RowKind kind = record.kind(names_, after_note_);
    after_note_ = kind == RowKind::kNote;
    if (kind == RowKind::kData) return false;
    if (kind == RowKind::kBlank) return true;
    for (std::size_t i = 0; i < names_.size(); ++i) {
      const std::string_view text = record.text_or_empty(static_cast<int>(i), scratch_);
      if (text.empty()) continue;
      const char* reason = kHeaderAgain;
      if (kind == RowKind::kTotal) reason = kTotalRow;
      if (kind == RowKind::kNote) reason = kNoteRow;
      reject(row, names_[i], text, reason, "nothing to mend: it is no enterprise");
      break;
    }
    return true;
  }

  // A record whose coordinates are known.
  template <typename Record>
  void add_at(Point position, const Record& record, const Layout& layout, std::uint64_t row) {
    using namespace reject_reason;
    const auto both = [&] { return spelled(position); };
    if (geographic_) {
      ++positions_;
      if (std::abs(position.y) > 90 && std::abs(position.y) <= 180 && std::abs(position.x) <= 90) {
        ++swapped_;
      }
      if (std::abs(position.y) > 90) {
        return reject(
            row, read_.y_column, both(), kLatitude,
            "check that the columns are not exchanged and the coordinate system is right");
      }
      if (std::abs(position.x) > 180) {
        return reject(row, read_.x_column, both(), kLongitude,
                      "check that the coordinate system is right");
      }
    }
    if (position.x == 0 && position.y == 0) {
      return reject(row, read_.x_column, both(), kZero, "give the true position");
    }
    double weight = 1;
    if (layout.weight >= 0) {
      const auto [number, foreign] = record.number(layout.weight, weight_unit_);
      const char* reason = nullptr;
      if (foreign) {
        reason = kForeignCurrency;
      } else if (number.kind == Number::Kind::kMissing) {
        reason = kNoWeight;
      } else if (number.kind != Number::Kind::kValue) {
        reason = kWeightNotNumber;
      } else if (number.value < 0) {
        reason = kWeightNegative;
      }
      if (reason != nullptr) {
        return reject(row, source_.weight_column, record.text(layout.weight, scratch_), reason,
                      "give a weight of 0 or more");
      }
      weight = number.value;
      read_.points.weight.push_back(weight == 0 ? 0 : weight);  // no negative zero
    }
    ++read_.rejects.read;
    ++read_.rejects.used;
    read_.points.x.push_back(position.x);
    read_.points.y.push_back(position.y);
    read_.points.row.push_back(row);
    if (geographic_ && two_decimals(position.x) && two_decimals(position.y)) ++read_.imprecise;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      columns_[i].add(record, layout.columns[i], row, scratch_, read_.rejects.cells);
    }
  }

  template <typename Record>
  void note_synthetic(const Record& record, const Layout& layout) {
    if (layout.synthetic < 0 || read_.points.synthetic) return;
    const std::string_view text = record.text(layout.synthetic, scratch_);
    constexpr std::array<std::string_view, 6> kTrue = {"1",    "true", "True",
                                                       "TRUE", "1.0",  "SYNTHETIC"};
    read_.points.synthetic = std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end();
  }

  // Ends the reading; `what` names the file and the layer.
  PointsRead finish(const std::string& what) {
    const Rejects& rejects = read_.rejects;
    if (rejects.read == 0) fail(what + ": has no rows, only a header");
    if (swapped_ * 2 > positions_) {
      fail(what +
           (read_.x_column.empty()
                ? ": x and y of the geometry"
                : ": columns '" + read_.x_column + "' (x) and '" + read_.y_column + "' (y)") +
           " are swapped: " + std::to_string(swapped_ * 100 / positions_) +
           " % of the y values are beyond 90 degrees and fit as longitudes; exchange x and y");
    }
    if (rejects.used == 0) {
      const Reject& first = rejects.rows.front();
      fail(what + ": none of the " + std::to_string(rejects.read) +
           " rows can be used; the first was rejected for: " + first.reason +
           (first.column.empty() ? "" : " (column '" + first.column + "')") + "; " + first.advice +
           (geographic_ && source_.crs.empty() ? "; no coordinate system is given, so they were "
                                                 "taken for degrees of WGS84"
                                               : ""));
    }
    for (ColumnBuilder& column : columns_) {
      if (column.not_numbers().count > 0) read_.not_numbers.push_back(column.not_numbers());
      std::string unit = column.unit();
      read_.points.columns.push_back(column.take());
      if (!unit.empty()) read_.units.push_back({read_.points.columns.back().name, std::move(unit)});
    }
    return std::move(read_);
  }

  [[nodiscard]] PointsRead& result() { return read_; }

 private:
  template <typename Record>
  void add_from_one_cell(const Record& record, const Layout& layout, std::uint64_t row) {
    using namespace reject_reason;
    const std::string text(record.text(layout.x, scratch_));
    const std::optional<Point> position = read_position(text, geographic_, layout.latitude_first);
    if (!position) {
      if (is_furniture(record, row)) return;
      const bool missing = parse_number(text).kind == Number::Kind::kMissing;
      return reject(row, read_.x_column, text, missing ? kNoCoordinate : kNotPosition,
                    missing ? "give the position" : "write two numbers: 121.47,31.23");
    }
    after_note_ = false;
    add_at(*position, record, layout, row);
  }

  template <typename Record>
  bool usable(const Number& number, const Record& record, int field, const std::string& name,
              std::uint64_t row) {
    using namespace reject_reason;
    switch (number.kind) {
      case Number::Kind::kValue:
        return true;
      case Number::Kind::kMissing:
        reject(row, name, record.text(field, scratch_), kNoCoordinate, "give the position");
        return false;
      case Number::Kind::kNotNumber:
        reject(row, name, record.text(field, scratch_), kCoordinateNotNumber,
               "write the coordinate as a decimal number");
        return false;
      case Number::Kind::kNotFinite:
        break;
    }
    reject(row, name, record.text(field, scratch_), kCoordinateNotFinite, "give the position");
    return false;
  }

  static std::string spelled(Point position) {
    std::array<char, 64> text{};
    char* end = std::to_chars(text.data(), text.data() + 30, position.x).ptr;
    *end++ = ' ';
    end = std::to_chars(end, text.data() + text.size(), position.y).ptr;
    return {text.data(), end};
  }

  const PointSource& source_;
  std::vector<std::string> names_;
  bool geographic_;
  Unit weight_unit_;
  bool after_note_ = false;
  PointsRead read_;
  std::vector<ColumnBuilder> columns_;
  std::string scratch_;
  std::uint64_t positions_ = 0;  // in degrees: all, and those that are possible only when exchanged
  std::uint64_t swapped_ = 0;
};

// A column by its name, or by its name without the unit in brackets where only one has it.
int column_of(const std::vector<std::string>& names, const std::string& wanted,
              const std::string& what) {
  if (std::find(names.begin(), names.end(), wanted) == names.end()) {
    int found = -1;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::size_t bracket = std::min(names[i].find("（"), names[i].find('('));
      if (bracket == std::string::npos || trimmed(names[i].substr(0, bracket)) != wanted) continue;
      if (found >= 0) return find_column(names, wanted, what);
      found = static_cast<int>(i);
    }
    if (found >= 0) return found;
  }
  return find_column(names, wanted, what);
}

// Finds the columns asked for. `guess` is set where x and y were left open and are not in the
// geometry.
Layout lay_out(const PointSource& source, const std::vector<std::string>& names, bool by_geometry,
               const std::string& what, ColumnGuess& guess) {
  Layout layout;
  if (!source.x_column.empty()) {
    layout.x = column_of(names, source.x_column, what);
    layout.y = column_of(names, source.y_column, what);
  } else if (!by_geometry) {
    guess = guess_columns(names);
    if (guess.x < 0) guess = guess_position(names);
    if (guess.x < 0) {
      fail(what + ": no columns are named like coordinates; say which are x and y. There are: " +
           listed(names));
    }
    layout.x = guess.x;
    layout.y = guess.y;
  }
  layout.latitude_first = layout.x >= 0 && layout.x == layout.y &&
                          latitude_first(names[static_cast<std::size_t>(layout.x)]);
  if (!source.weight_column.empty()) layout.weight = column_of(names, source.weight_column, what);
  for (const ColumnRequest& request : source.columns) {
    layout.columns.push_back(column_of(names, request.name, what));
  }
  for (std::size_t i = 0; i < names.size(); ++i) {
    // The generator's column, and the one that we write into results.
    const bool status = names[i] == "synthetic" || names[i] == "data_status";
    if (status) layout.synthetic = static_cast<int>(i);
  }
  return layout;
}

// Delimited text or the rows of a sheet.
template <typename Reader>
PointsRead read_table(const PointSource& source, Reader& reader, const std::string& what,
                      const Context& context) {
  const std::vector<std::string>& names = reader.header();
  ColumnGuess guess;
  const Layout layout = lay_out(source, names, false, what, guess);
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
  const Layout layout = lay_out(source, names, by_geometry, what, guess);
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
      builder.reject(row, "", "", reject_reason::kNoGeometry, "give the position");
      continue;
    }
    const std::optional<Point> position = single_point(*geometry, swapped);
    if (!position) {
      ++others;
      builder.reject(row, "", OGRToOGCGeomType(geometry->getGeometryType()),
                     reject_reason::kNotPoint, "give one point for each enterprise");
    } else if (!std::isfinite(position->x) || !std::isfinite(position->y)) {
      builder.reject(row, "", "", reject_reason::kCoordinateNotFinite, "give the position");
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
