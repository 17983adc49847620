#pragma once

#include <cstddef>
#include <vector>

#include "geo/core/text.hpp"
#include "stats/builder.hpp"
#include "stats/crosstab.hpp"

// The columns that the tables of districts and of belts share. A row is an index into
// Crosstab::areas().
namespace geo::stats {

using AreaTable = TableBuilder<std::size_t>;

/// Enterprises, weight, shares, area, density, and the ranks of rows [first, first + ranked).
void add_amounts(AreaTable& table, const Crosstab& crosstab, std::size_t first, std::size_t ranked);
/// Unspecified, diversity, concentration, top specialty. Nothing where no specialty is known.
void add_diversity(AreaTable& table, const Crosstab& crosstab);

/// The name of a specialty, "" past the last.
[[nodiscard]] std::string kind_name(const Crosstab& crosstab, std::size_t kind, Language language);

/// a / b, missing where b is 0.
[[nodiscard]] double share(double a, double b);
[[nodiscard]] double share(std::uint64_t a, std::uint64_t b);

/// The columns with the name of each row's foremost specialty in both languages, "" past the last
/// one. `top` gives it by row.
template <typename Table, typename Top>
void add_top_specialty(Table& table, const Crosstab& crosstab, const Top& top) {
  const auto name = [&crosstab, &top](Language language) {
    return
        [&crosstab, &top, language](auto row) { return kind_name(crosstab, top(row), language); };
  };
  table.texts("top_specialty_zh", {"首位专业", "Top specialty (Chinese)"},
              name(Language::kChinese));
  table.texts("top_specialty_en", {"首位专业（英文）", "Top specialty"}, name(Language::kEnglish));
}

}  // namespace geo::stats
