#include "geo/model/table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "geo/core/error.hpp"

namespace geo {

std::size_t TableColumn::size() const {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

std::string readable(const TableColumn& column, std::size_t row, Language language) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    return column.word((*texts)[row]).in(language);
  }
  std::string text;
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    text = std::to_string((*whole)[row]);
  } else {
    double number = std::get<std::vector<double>>(column.values)[row];
    if (!std::isfinite(number)) return {};
    int decimals = std::max(column.decimals, 0);
    if (column.is_share) {
      number *= 100;
      decimals = std::max(decimals - 2, 0);
    }
    constexpr std::size_t kLongest = 400;  // the greatest double with its decimals
    std::array<char, kLongest> digits{};
    auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number,
                                    std::chars_format::fixed, std::min(decimals, 20))
                          .ptr;
    text.assign(digits.data(), end);
  }
  const std::size_t sign = text[0] == '-' ? 1 : 0;
  for (std::size_t i = std::min(text.find('.'), text.size()); i > sign + 3; i -= 3) {
    text.insert(i - 3, ",");
  }
  return column.is_share ? text + "%" : text;
}

Text TableColumn::word(const std::string& text) const {
  const auto found = words.find(text);
  return found == words.end() ? Text{text, text} : found->second;
}

std::size_t Table::row_count() const { return columns.empty() ? 0 : columns.front().size(); }

const TableColumn* Table::find(const std::string& column_name) const {
  for (const TableColumn& column : columns) {
    if (column.name == column_name) return &column;
  }
  return nullptr;
}

std::string Table::cell(std::size_t column, std::size_t row) const {
  const auto& values = columns[column].values;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&values)) return (*texts)[row];
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&values)) {
    return std::to_string((*whole)[row]);
  }
  const double number = std::get<std::vector<double>>(values)[row];
  if (std::isnan(number)) return {};
  std::array<char, 32> digits{};
  auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
  return {digits.data(), end};
}

void Table::validate() const {
  std::set<std::string> names;
  for (const TableColumn& column : columns) {
    if (column.size() != row_count()) {
      throw Error(ErrorCode::kInternal,
                  "Table " + name + ": column " + column.name + " differs in length");
    }
    if (!names.insert(column.name).second) {
      throw Error(ErrorCode::kInternal, "Table " + name + ": column " + column.name + " repeats");
    }
  }
}

}  // namespace geo
