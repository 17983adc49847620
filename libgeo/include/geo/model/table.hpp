#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

#include "geo/core/text.hpp"

namespace geo {

/// What the codes of a column are called: "land" is the official land area.
using CodeWords = std::map<std::string, Text>;

/// A column of a result table.
struct TableColumn {
  std::string name;  ///< for programs: snake_case, stable, with the unit ("density_per_km2")
  Text label;        ///< for people
  std::string unit;  ///< "", "km2", "1/km2", "%" ...
  int decimals = 2;  ///< how many a person wants to see; files get full precision
  /// Texts (empty: missing), numbers (NaN: missing) or whole numbers.
  std::variant<std::vector<std::string>, std::vector<double>, std::vector<std::int64_t>> values;
  /// Of a column whose texts are codes: files for programs hold the codes, people see the words.
  CodeWords words{};
  /// Numbers of 0 to 1 that a person reads as a percentage; `decimals` are those of the fraction.
  bool is_share = false;
  [[nodiscard]] std::size_t size() const;
  /// What a text of the column is called; what is none of its codes is itself.
  [[nodiscard]] Text word(const std::string& text) const;
};

/// The cell as a person reads it: "1,660", "30.31", shares as "3.08%", codes as words; missing:
/// empty. `decimals` are kept, digits beyond them lost.
[[nodiscard]] std::string readable(const TableColumn& column, std::size_t row, Language language);

/// A result that can be read, sorted and exported: columns of equal length with names and units.
struct Table {
  std::string name;  ///< for programs and file names: "districts"
  Text title;        ///< for people
  std::vector<TableColumn> columns;
  /// What a reader must know to use the figures: assumptions, which area, synthetic data.
  std::vector<Text> notes;

  [[nodiscard]] std::size_t row_count() const;
  /// The column of that name, or nullptr.
  [[nodiscard]] const TableColumn* find(const std::string& column_name) const;
  /// The cell as text: numbers with the shortest digits that read back the same; missing: empty.
  [[nodiscard]] std::string cell(std::size_t column, std::size_t row) const;
  /// Throws Error(kInternal) when columns differ in length or names repeat.
  void validate() const;
};

}  // namespace geo
