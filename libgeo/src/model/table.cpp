#include "geo/model/table.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <set>

#include "geo/core/error.hpp"

namespace geo {

std::size_t TableColumn::size() const {
  return std::visit([](const auto& v) { return v.size(); }, values);
}

Text TableColumn::word(const std::string& text) const {
  const auto found = words.find(text);
  return found == words.end() ? Text{text, text} : found->second;
}

std::size_t Table::row_count() const { return columns.empty() ? 0 : columns.front().size(); }

const TableColumn* Table::find(const std::string& wanted) const {
  for (const TableColumn& column : columns) {
    if (column.name == wanted) return &column;
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
