#include "io/points_builder.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string_view>
#include <utility>

#include "io/encoding.hpp"
#include "io/point_records.hpp"
#include "io/synthetic.hpp"

namespace geo::io {
namespace {

std::string spelled(Point position) {
  std::array<char, 64> text{};
  char* end = std::to_chars(text.data(), text.data() + 30, position.x).ptr;
  *end++ = ' ';
  end = std::to_chars(end, text.data() + text.size(), position.y).ptr;
  return {text.data(), end};
}

}  // namespace

PointRules::PointRules(PointSource of, std::vector<std::string> columns, PointLayout where,
                       std::string system)
    : source(std::move(of)),
      names(std::move(columns)),
      layout(std::move(where)),
      crs(std::move(system)),
      geographic(is_geographic(crs)) {
  const auto name_of = [&](int field) {
    return field < 0 ? std::string() : names[static_cast<std::size_t>(field)];
  };
  x_column = name_of(layout.x);
  y_column = name_of(layout.y);
  weight_unit = unit_in_name(name_of(layout.weight));
  for (std::size_t i = 0; i < source.columns.size(); ++i) {
    const bool number = source.columns[i].kind == ColumnKind::kNumber;
    units.push_back(number ? unit_in_name(name_of(layout.columns[i])) : Unit{});
  }
}

PointRules table_rules(const PointSource& source, const std::vector<std::string>& columns,
                       const std::string& what, ColumnGuess& guess) {
  PointLayout layout = lay_out(source, columns, false, what, guess);
  return {source, columns, std::move(layout), source.crs.empty() ? "WGS84" : source.crs};
}

PointsBuilder::PointsBuilder(const PointRules& rules, bool after_note)
    : rules_(rules), after_note_(after_note) {
  for (std::size_t i = 0; i < rules.source.columns.size(); ++i) {
    columns_.emplace_back(rules.source.columns[i], rules.units[i]);
  }
  if (rules.source.keep_unlocated) unlocated_columns_ = columns_;
}

void PointsBuilder::reject(std::uint64_t row, std::string column, std::string_view value,
                           const char* reason, const char* advice) {
  ++part_.read;
  part_.rejected.push_back(
      {row, std::move(column), std::string(shortened(value, kMaxRejectedBytes)), reason, advice});
}

template <typename Record>
void PointsBuilder::unlocated(const Record& record, std::uint64_t row, std::string column,
                              std::string_view value, const char* reason, const char* advice) {
  if (!rules_.source.keep_unlocated) return reject(row, std::move(column), value, reason, advice);
  // `value` may lie in the scratch text.
  Reject why{row, std::move(column), std::string(shortened(value, kMaxRejectedBytes)), reason,
             advice};
  UnlocatedSet& kept = part_.unlocated;
  const std::optional<double> weighs = weight(record, row);
  if (!weighs) return;
  if (rules_.layout.weight >= 0) kept.weight.push_back(*weighs);
  ++part_.read;
  kept.why.push_back(std::move(why));
  kept.row.push_back(row);
  for (std::size_t i = 0; i < unlocated_columns_.size(); ++i) {
    unlocated_columns_[i].add(record, rules_.layout.columns[i], row, scratch_, part_.cells);
  }
}

template <typename Record>
void PointsBuilder::add(const Record& record, std::uint64_t row) {
  note_synthetic(record);
  if (rules_.layout.x == rules_.layout.y) return add_from_one_cell(record, row);
  const Number x = record.coordinate(rules_.layout.x, rules_.geographic);
  const Number y = record.coordinate(rules_.layout.y, rules_.geographic);
  const bool good = x.kind == Number::Kind::kValue && y.kind == Number::Kind::kValue;
  if (!good && is_furniture(record, row)) return;
  if (!usable(x, record, rules_.layout.x, rules_.x_column, row)) return;
  if (!usable(y, record, rules_.layout.y, rules_.y_column, row)) return;
  note(false);
  add_at({x.value, y.value}, record, row);
}

template <typename Record>
bool PointsBuilder::is_furniture(const Record& record, std::uint64_t row) {
  using namespace reject_reason;
  if (!told_) asked_ = true;
  const RowKind kind = record.kind(rules_.names, after_note_);
  note(kind == RowKind::kNote);
  if (kind == RowKind::kData) return false;
  if (kind == RowKind::kBlank) return true;
  for (std::size_t i = 0; i < rules_.names.size(); ++i) {
    const std::string_view text = record.text_or_empty(static_cast<int>(i), scratch_);
    if (text.empty()) continue;
    const char* reason = kHeaderAgain;
    if (kind == RowKind::kTotal) reason = kTotalRow;
    if (kind == RowKind::kNote) reason = kNoteRow;
    reject(row, rules_.names[i], text, reason, "nothing to mend: it is no enterprise");
    break;
  }
  return true;
}

template <typename Record>
void PointsBuilder::add_at(Point position, const Record& record, std::uint64_t row) {
  using namespace reject_reason;
  const auto both = [&] { return spelled(position); };
  if (rules_.geographic) {
    ++part_.positions;
    if (std::abs(position.y) > 90 && std::abs(position.y) <= 180 && std::abs(position.x) <= 90) {
      ++part_.swapped;
    }
    if (std::abs(position.y) > 90) {
      return unlocated(
          record, row, rules_.y_column, both(), kLatitude,
          "check that the columns are not exchanged and the coordinate system is right");
    }
    if (std::abs(position.x) > 180) {
      return unlocated(record, row, rules_.x_column, both(), kLongitude,
                       "check that the coordinate system is right");
    }
  }
  if (position.x == 0 && position.y == 0) {
    return unlocated(record, row, rules_.x_column, both(), kZero, "give the true position");
  }
  const std::optional<double> weighs = weight(record, row);
  if (!weighs) return;
  if (rules_.layout.weight >= 0) part_.points.weight.push_back(*weighs);
  ++part_.read;
  part_.points.x.push_back(position.x);
  part_.points.y.push_back(position.y);
  part_.points.row.push_back(row);
  if (rules_.geographic && two_decimals(position.x) && two_decimals(position.y)) ++part_.imprecise;
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    columns_[i].add(record, rules_.layout.columns[i], row, scratch_, part_.cells);
  }
}

template <typename Record>
std::optional<double> PointsBuilder::weight(const Record& record, std::uint64_t row) {
  using namespace reject_reason;
  const int field = rules_.layout.weight;
  if (field < 0) return 1;
  const auto [number, foreign] = record.number(field, rules_.weight_unit);
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
  reject(row, rules_.source.weight_column, record.text(field, scratch_), reason,
         "give a weight of 0 or more");
  return std::nullopt;
}

template <typename Record>
void PointsBuilder::note_synthetic(const Record& record) {
  if (rules_.layout.synthetic < 0 || part_.points.synthetic) return;
  part_.points.synthetic = says_synthetic(record.text(rules_.layout.synthetic, scratch_));
}

PointsPart PointsBuilder::take() {
  for (ColumnBuilder& column : columns_) {
    part_.not_numbers.push_back(column.not_numbers());
    part_.points.columns.push_back(column.take());
  }
  for (ColumnBuilder& column : unlocated_columns_) {
    part_.unlocated.columns.push_back(column.take());
  }
  return std::move(part_);
}

template <typename Record>
void PointsBuilder::add_from_one_cell(const Record& record, std::uint64_t row) {
  using namespace reject_reason;
  const std::string text(record.text(rules_.layout.x, scratch_));
  const std::optional<Point> position =
      read_position(text, rules_.geographic, rules_.layout.latitude_first);
  if (!position) {
    if (is_furniture(record, row)) return;
    const bool missing = parse_number(text).kind == Number::Kind::kMissing;
    return unlocated(record, row, rules_.x_column, text, missing ? kNoCoordinate : kNotPosition,
                     missing ? "give the position" : "write two numbers: 121.47,31.23");
  }
  note(false);
  add_at(*position, record, row);
}

template <typename Record>
bool PointsBuilder::usable(const Number& number, const Record& record, int field,
                           const std::string& name, std::uint64_t row) {
  using namespace reject_reason;
  const auto without = [&](const char* reason, const char* advice) {
    unlocated(record, row, name, record.text(field, scratch_), reason, advice);
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

template void PointsBuilder::add(const TextRecord&, std::uint64_t);
template void PointsBuilder::add(const FeatureRecord&, std::uint64_t);
template bool PointsBuilder::is_furniture(const TextRecord&, std::uint64_t);
template void PointsBuilder::add_at(Point, const FeatureRecord&, std::uint64_t);
template void PointsBuilder::unlocated(const FeatureRecord&, std::uint64_t, std::string,
                                       std::string_view, const char*, const char*);
template void PointsBuilder::note_synthetic(const FeatureRecord&);

}  // namespace geo::io
