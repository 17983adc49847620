#pragma once

#include <string>

#include "geo/core/text.hpp"

namespace geo::viewer {

/// What a column of a table means (docs/tables.md has the formulas); empty: its label says it all.
[[nodiscard]] Text column_help(const std::string& column);

/// What a table's code (land, corridor, yes) is called; what is none of them is itself.
[[nodiscard]] Text code_word(const std::string& column, const std::string& code);

}  // namespace geo::viewer
