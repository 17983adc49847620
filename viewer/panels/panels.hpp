#pragma once

#include "viewer/ui.hpp"

namespace geo::viewer {

[[nodiscard]] Panel search_panel();
[[nodiscard]] Panel filter_panel();
[[nodiscard]] Panel heatmap_panel();
[[nodiscard]] Panel layers_panel();
[[nodiscard]] Panel legend_panel();
[[nodiscard]] Panel district_panel();
[[nodiscard]] Panel enterprise_panel();
[[nodiscard]] Panel selection_panel();
[[nodiscard]] Panel chart_panel();
[[nodiscard]] Panel table_panel();

/// A text on as many lines as it needs. Of Chinese no line begins with what closes a sentence, as
/// ImGui's own wrapping does.
void wrapped(const Ui& ui, const char* text);

/// The cell of a table as a person wants to see it: with the column's decimals and thousands
/// separated; missing: "–".
[[nodiscard]] std::string cell_text(const TableColumn& column, std::size_t row, Language language);
/// The row whose text in that column is `value`, or -1.
[[nodiscard]] int row_of(const Table& table, const std::string& column, const std::string& value);
/// Whether a column is in the language of the interface, or in none.
[[nodiscard]] bool in_language(const std::string& column, Language language);

}  // namespace geo::viewer
