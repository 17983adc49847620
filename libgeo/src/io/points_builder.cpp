#include "io/points_builder.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "geo/core/error.hpp"
#include "io/encoding.hpp"
#include "io/point_records.hpp"

namespace geo::io {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

std::string spelled(Point position) {
  std::array<char, 64> text{};
  char* end = std::to_chars(text.data(), text.data() + 30, position.x).ptr;
  *end++ = ' ';
  end = std::to_chars(end, text.data() + text.size(), position.y).ptr;
  return {text.data(), end};
}

}  // namespace

PointsBuilder::PointsBuilder(const PointSource& source, const PointLayout& layout,
                             std::vector<std::string> names, std::string crs)
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
  if (source.keep_unlocated) unlocated_columns_ = columns_;
}

void PointsBuilder::reject(std::uint64_t row, std::string column, std::string_view value,
                           const char* reason, const char* advice) {
  ++read_.rejects.read;
  read_.rejects.rows.push_back(
      {row, std::move(column), std::string(shortened(value, kMaxRejectedBytes)), reason, advice});
}

template <typename Record>
void PointsBuilder::unlocated(const Record& record, const PointLayout& layout, std::uint64_t row,
                              std::string column, std::string_view value, const char* reason,
                              const char* advice) {
  if (!source_.keep_unlocated) return reject(row, std::move(column), value, reason, advice);
  // `value` may lie in the scratch text.
  Reject why{row, std::move(column), std::string(shortened(value, kMaxRejectedBytes)), reason,
             advice};
  UnlocatedSet& kept = read_.unlocated;
  const std::optional<double> weighs = weight(record, layout, row);
  if (!weighs) return;
  if (layout.weight >= 0) kept.weight.push_back(*weighs);
  ++read_.rejects.read;
  ++read_.rejects.by_district;
  kept.why.push_back(std::move(why));
  kept.row.push_back(row);
  for (std::size_t i = 0; i < unlocated_columns_.size(); ++i) {
    unlocated_columns_[i].add(record, layout.columns[i], row, scratch_, read_.rejects.cells);
  }
}

template <typename Record>
void PointsBuilder::add(const Record& record, const PointLayout& layout, std::uint64_t row) {
  note_synthetic(record, layout);
  if (layout.x == layout.y) return add_from_one_cell(record, layout, row);
  const Number x = record.coordinate(layout.x, geographic_);
  const Number y = record.coordinate(layout.y, geographic_);
  const bool good = x.kind == Number::Kind::kValue && y.kind == Number::Kind::kValue;
  if (!good && is_furniture(record, row)) return;
  if (!usable(x, record, layout, layout.x, read_.x_column, row)) return;
  if (!usable(y, record, layout, layout.y, read_.y_column, row)) return;
  after_note_ = false;
  add_at({x.value, y.value}, record, layout, row);
}

template <typename Record>
bool PointsBuilder::is_furniture(const Record& record, std::uint64_t row) {
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

template <typename Record>
void PointsBuilder::add_at(Point position, const Record& record, const PointLayout& layout,
                           std::uint64_t row) {
  using namespace reject_reason;
  const auto both = [&] { return spelled(position); };
  if (geographic_) {
    ++positions_;
    if (std::abs(position.y) > 90 && std::abs(position.y) <= 180 && std::abs(position.x) <= 90) {
      ++swapped_;
    }
    if (std::abs(position.y) > 90) {
      return unlocated(
          record, layout, row, read_.y_column, both(), kLatitude,
          "check that the columns are not exchanged and the coordinate system is right");
    }
    if (std::abs(position.x) > 180) {
      return unlocated(record, layout, row, read_.x_column, both(), kLongitude,
                       "check that the coordinate system is right");
    }
  }
  if (position.x == 0 && position.y == 0) {
    return unlocated(record, layout, row, read_.x_column, both(), kZero, "give the true position");
  }
  const std::optional<double> weighs = weight(record, layout, row);
  if (!weighs) return;
  if (layout.weight >= 0) read_.points.weight.push_back(*weighs);
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
std::optional<double> PointsBuilder::weight(const Record& record, const PointLayout& layout,
                                            std::uint64_t row) {
  using namespace reject_reason;
  if (layout.weight < 0) return 1;
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
  if (reason == nullptr) return number.value == 0 ? 0 : number.value;  // no negative zero
  reject(row, source_.weight_column, record.text(layout.weight, scratch_), reason,
         "give a weight of 0 or more");
  return std::nullopt;
}

template <typename Record>
void PointsBuilder::note_synthetic(const Record& record, const PointLayout& layout) {
  if (layout.synthetic < 0 || read_.points.synthetic) return;
  const std::string_view text = record.text(layout.synthetic, scratch_);
  constexpr std::array<std::string_view, 6> kTrue = {"1",    "true", "True",
                                                     "TRUE", "1.0",  "SYNTHETIC"};
  read_.points.synthetic = std::find(kTrue.begin(), kTrue.end(), text) != kTrue.end();
}

PointsRead PointsBuilder::finish(const std::string& what) {
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
    const std::vector<Reject>& kept = read_.unlocated.why;
    const bool earlier =
        rejects.rows.empty() || (!kept.empty() && kept.front().row < rejects.rows.front().row);
    const Reject& first = earlier ? kept.front() : rejects.rows.front();
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
  for (ColumnBuilder& column : unlocated_columns_) {
    read_.unlocated.columns.push_back(column.take());
  }
  return std::move(read_);
}

template <typename Record>
void PointsBuilder::add_from_one_cell(const Record& record, const PointLayout& layout,
                                      std::uint64_t row) {
  using namespace reject_reason;
  const std::string text(record.text(layout.x, scratch_));
  const std::optional<Point> position = read_position(text, geographic_, layout.latitude_first);
  if (!position) {
    if (is_furniture(record, row)) return;
    const bool missing = parse_number(text).kind == Number::Kind::kMissing;
    return unlocated(record, layout, row, read_.x_column, text,
                     missing ? kNoCoordinate : kNotPosition,
                     missing ? "give the position" : "write two numbers: 121.47,31.23");
  }
  after_note_ = false;
  add_at(*position, record, layout, row);
}

template <typename Record>
bool PointsBuilder::usable(const Number& number, const Record& record, const PointLayout& layout,
                           int field, const std::string& name, std::uint64_t row) {
  using namespace reject_reason;
  const auto without = [&](const char* reason, const char* advice) {
    unlocated(record, layout, row, name, record.text(field, scratch_), reason, advice);
    return false;
  };
  switch (number.kind) {
    case Number::Kind::kValue:
      return true;
    case Number::Kind::kMissing:
      return without(kNoCoordinate, "give the position");
    case Number::Kind::kNotNumber:
      return without(kCoordinateNotNumber, "write the coordinate as a decimal number");
    case Number::Kind::kNotFinite:
      break;
  }
  return without(kCoordinateNotFinite, "give the position");
}

template void PointsBuilder::add(const TextRecord&, const PointLayout&, std::uint64_t);
template void PointsBuilder::add(const FeatureRecord&, const PointLayout&, std::uint64_t);
template bool PointsBuilder::is_furniture(const TextRecord&, std::uint64_t);
template void PointsBuilder::add_at(Point, const FeatureRecord&, const PointLayout&, std::uint64_t);
template void PointsBuilder::unlocated(const FeatureRecord&, const PointLayout&, std::uint64_t,
                                       std::string, std::string_view, const char*, const char*);
template void PointsBuilder::note_synthetic(const FeatureRecord&, const PointLayout&);

}  // namespace geo::io
