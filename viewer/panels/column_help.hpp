#pragma once

#include <string>

#include "geo/core/text.hpp"

namespace geo::viewer {

/// What a column of a table means (docs/tables.md has the formulas); empty: its label says it all.
[[nodiscard]] Text column_help(const std::string& column);

}  // namespace geo::viewer
