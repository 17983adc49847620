#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "base/code_words.hpp"
#include "geo/model/table.hpp"
#include "stats/crosstab.hpp"

// How the tables are put together: a list of rows, and a function of the row for each column.
namespace geo::stats {

/// How many decimals a person wants to see.
inline constexpr int kRank = 0;
inline constexpr int kShare = 4;
inline constexpr int kRatio = 3;
inline constexpr int kAmount = 2;

template <typename Row>
class TableBuilder {
 public:
  TableBuilder(std::string name, Text title, std::vector<Row> rows) : rows_(std::move(rows)) {
    table_.name = std::move(name);
    table_.title = std::move(title);
  }
  [[nodiscard]] const std::vector<Row>& rows() const { return rows_; }

  template <typename F>
  void texts(std::string name, Text label, F&& of) {
    add<std::string>(std::move(name), std::move(label), "", 0, of);
  }
  /// Texts that are codes.
  template <typename F>
  void codes(std::string name, Text label, CodeWords words, F&& of) {
    texts(std::move(name), std::move(label), of);
    table_.columns.back().words = std::move(words);
  }
  template <typename F>
  void whole(std::string name, Text label, F&& of) {
    add<std::int64_t>(std::move(name), std::move(label), "", 0, of);
  }
  template <typename F>
  void numbers(std::string name, Text label, std::string unit, int decimals, F&& of) {
    add<double>(std::move(name), std::move(label), std::move(unit), decimals, of);
  }
  template <typename F>
  void shares(std::string name, Text label, F&& of) {
    add<double>(std::move(name), std::move(label), "", kShare, of);
    table_.columns.back().is_share = true;
  }

  /// The finished table, with its notes and, where the data is invented, a last column that says
  /// so.
  [[nodiscard]] Table finish(const PointSet& points, std::vector<Text> notes) {
    if (points.synthetic) table_.columns.push_back(base::status_column(rows_.size()));
    table_.notes = std::move(notes);
    return std::move(table_);
  }

 private:
  template <typename T, typename F>
  void add(std::string name, Text label, std::string unit, int decimals, F&& of) {
    std::vector<T> values;
    values.reserve(rows_.size());
    for (const Row& row : rows_) values.push_back(static_cast<T>(of(row)));
    table_.columns.push_back(
        {std::move(name), std::move(label), std::move(unit), decimals, std::move(values)});
  }

  std::vector<Row> rows_;
  Table table_;
};

/// Texts in one language, joined as that language joins a list.
[[nodiscard]] std::string join(const std::vector<Text>& texts, Language language);
/// The shortest digits that read back the same.
[[nodiscard]] std::string digits(double number);

/// The notes that a table needs, in the order in which they are asked for.
class Notes {
 public:
  /// Begins with "synthetic data" where it is.
  explicit Notes(const Crosstab& crosstab);
  Notes& add(Text note);
  Notes& areas();              ///< which area the densities use, and who is on none
  Notes& unlocated();          ///< who has no position, and where they count
  Notes& specialties();        ///< the unspecified, the words that the plan does not know
  Notes& quotients();          ///< what the location quotient is made from
  Notes& belts();              ///< assumptions about belts, and that they overlap districts
  Notes& missing_districts();  ///< districts of the plan without a region
  [[nodiscard]] std::vector<Text> take() { return std::move(notes_); }

 private:
  const Crosstab& crosstab_;
  std::vector<Text> notes_;
};

}  // namespace geo::stats
