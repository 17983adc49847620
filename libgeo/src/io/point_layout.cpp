#include "io/point_layout.hpp"

#include <algorithm>
#include <cstddef>

#include "geo/core/error.hpp"
#include "io/columns.hpp"
#include "io/delimited.hpp"
#include "io/synthetic.hpp"

namespace geo::io {
namespace {

// A column by its name, or by its name without the unit in brackets where only one has it.
int column_of(const std::vector<std::string>& names, const std::string& wanted,
              const std::string& what) {
  if (std::find(names.begin(), names.end(), wanted) == names.end()) {
    int found = -1;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const std::size_t bracket = std::min(names[i].find("（"), names[i].find('('));
      if (bracket == std::string::npos || trimmed(names[i].substr(0, bracket)) != wanted) continue;
      if (found >= 0) return find_column(names, wanted, what);
      found = static_cast<int>(i);
    }
    if (found >= 0) return found;
  }
  return find_column(names, wanted, what);
}

}  // namespace

PointLayout lay_out(const PointSource& source, const std::vector<std::string>& names,
                    bool by_geometry, const std::string& what, ColumnGuess& guess) {
  PointLayout layout;
  if (!source.x_column.empty()) {
    layout.x = column_of(names, source.x_column, what);
    layout.y = column_of(names, source.y_column, what);
  } else if (!by_geometry) {
    guess = guess_columns(names);
    if (guess.x < 0) guess = guess_position(names);
    if (names.empty()) {
      throw Error(ErrorCode::kInput,
                  what + ": has no columns; give a table with a header and rows");
    }
    if (guess.x < 0) {
      throw Error(
          ErrorCode::kInput,
          what + ": no columns are named like coordinates; say which are x and y. There are: " +
              listed(names));
    }
    layout.x = guess.x;
    layout.y = guess.y;
  }
  layout.latitude_first = layout.x >= 0 && layout.x == layout.y &&
                          latitude_first(names[static_cast<std::size_t>(layout.x)]);
  if (!source.weight_column.empty()) layout.weight = column_of(names, source.weight_column, what);
  for (const ColumnRequest& request : source.columns) {
    layout.columns.push_back(column_of(names, request.name, what));
  }
  layout.synthetic = synthetic_column(names);
  return layout;
}

}  // namespace geo::io
