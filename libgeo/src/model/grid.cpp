#include "geo/model/grid.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "geo/core/error.hpp"

namespace geo {

GridFrame GridFrame::covering(const Box& box, double pixel) {
  if (!(pixel > 0) || !std::isfinite(pixel)) {
    throw Error(ErrorCode::kOption, "pixel_m: it must be a positive number of metres");
  }
  if (box.empty() || !std::isfinite(box.width()) || !std::isfinite(box.height())) {
    throw Error(ErrorCode::kOption, "grid extent: the box to cover is empty");
  }
  GridFrame frame;
  frame.pixel = pixel;
  const double first_column = std::floor(box.min_x / pixel);
  const double last_column = std::ceil(box.max_x / pixel);
  const double first_row = std::floor(box.min_y / pixel);
  const double last_row = std::ceil(box.max_y / pixel);
  const double columns = std::max(1.0, last_column - first_column);
  const double rows = std::max(1.0, last_row - first_row);
  if (columns * rows > static_cast<double>(kMaxPixels) || columns > 1e9 || rows > 1e9) {
    char size[96];
    std::snprintf(size, sizeof size, "%.6g x %.6g", columns, rows);
    throw Error(ErrorCode::kOption, std::string("pixel_m: a grid of ") + size +
                                        " pixels is too large; choose larger pixels");
  }
  frame.west = first_column * pixel;
  frame.north = (first_row + rows) * pixel;
  frame.columns = static_cast<int>(columns);
  frame.rows = static_cast<int>(rows);
  return frame;
}

GridFrame GridFrame::fitting(const Box& box, int columns, int rows) {
  if (columns < 1 || rows < 1 ||
      static_cast<double>(columns) * static_cast<double>(rows) > static_cast<double>(kMaxPixels)) {
    throw Error(ErrorCode::kOption, "size: a grid of " + std::to_string(columns) + " x " +
                                        std::to_string(rows) + " pixels is not possible");
  }
  if (box.empty() || !std::isfinite(box.width()) || !std::isfinite(box.height())) {
    throw Error(ErrorCode::kOption, "grid extent: the box to cover is empty");
  }
  GridFrame frame;
  frame.columns = columns;
  frame.rows = rows;
  frame.pixel = std::max(box.width() / columns, box.height() / rows);
  if (!(frame.pixel > 0)) frame.pixel = 1;
  frame.west = box.centre().x - frame.pixel * columns / 2;
  frame.north = box.centre().y + frame.pixel * rows / 2;
  return frame;
}

std::pair<double, double> Grid::range() const {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  std::pair<double, double> range{kNaN, kNaN};
  for (const double value : values) {
    if (!(value >= range.first)) range.first = std::isnan(value) ? range.first : value;
    if (!(value <= range.second)) range.second = std::isnan(value) ? range.second : value;
  }
  return range;
}

void Grid::validate() const {
  if (frame.columns < 0 || frame.rows < 0 || values.size() != frame.size()) {
    throw Error(ErrorCode::kInternal, "Grid: the number of values is not columns x rows");
  }
}

}  // namespace geo
