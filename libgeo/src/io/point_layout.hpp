#pragma once

#include <string>
#include <vector>

#include "geo/io/points.hpp"
#include "io/source.hpp"

// Which columns of a source of points hold what is asked for.
namespace geo::io {

/// Where in a record the things asked for are; -1: not asked for, or not there.
struct PointLayout {
  int x = -1;
  int y = -1;                   // the same as x: both are in one cell
  bool latitude_first = false;  // in that cell
  int weight = -1;
  int synthetic = -1;
  std::vector<int> columns;
};

/// Finds the columns asked for. `guess` is set where x and y were left open and are not in the
/// geometry. Throws Error(kInput), beginning with `what`, that lists the columns.
[[nodiscard]] PointLayout lay_out(const PointSource& source, const std::vector<std::string>& names,
                                  bool by_geometry, const std::string& what, ColumnGuess& guess);

}  // namespace geo::io
