#include "io/column_builder.hpp"

#include <limits>
#include <utility>

#include "base/date.hpp"
#include "io/encoding.hpp"
#include "io/point_records.hpp"

namespace geo::io {

ColumnBuilder::ColumnBuilder(const ColumnRequest& request, const Unit& unit)
    : dates_(request.kind == ColumnKind::kDate), unit_(unit) {
  column_.name = request.name;
  not_numbers_.column = request.name;
  if (request.kind == ColumnKind::kNumber) column_.values = std::vector<double>();
  if (request.kind == ColumnKind::kText || dates_) column_.values = std::vector<std::string>();
  if (request.kind == ColumnKind::kCategory) column_.values = Categories();
}

template <typename Record>
void ColumnBuilder::add(const Record& record, int field, std::uint64_t row, std::string& scratch,
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

void ColumnBuilder::add_category(Categories& categories, std::string_view text) {
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

template void ColumnBuilder::add(const TextRecord&, int, std::uint64_t, std::string&,
                                 std::vector<Reject>&);
template void ColumnBuilder::add(const FeatureRecord&, int, std::uint64_t, std::string&,
                                 std::vector<Reject>&);

}  // namespace geo::io
