#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/geometry.hpp"

namespace geo {

/// Where the pixels of a grid lie: square, north up, row 0 in the north.
struct GridFrame {
  double west = 0;   ///< left edge of column 0
  double north = 0;  ///< upper edge of row 0
  double pixel = 1;  ///< side of a pixel, in the unit of the coordinates
  int columns = 0;
  int rows = 0;

  [[nodiscard]] std::size_t size() const {
    return static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows);
  }
  [[nodiscard]] double centre_x(int column) const { return west + (column + 0.5) * pixel; }
  [[nodiscard]] double centre_y(int row) const { return north - (row + 0.5) * pixel; }
  [[nodiscard]] Box envelope() const {
    return {west, north - rows * pixel, west + columns * pixel, north};
  }
  friend bool operator==(const GridFrame&, const GridFrame&) = default;

  /// The smallest frame of whole pixels that covers `box`; its edges are multiples of `pixel`, so
  /// that grids of different extents line up. Throws Error(kOption) when `pixel` is not positive
  /// and finite, the box is empty, or there would be more than `kMaxPixels` pixels.
  static GridFrame covering(const Box& box, double pixel);
  /// A frame of `columns` x `rows` with the smallest square pixels that cover `box`, centred on it.
  /// Throws Error(kOption) as `covering`, and for counts below 1.
  static GridFrame fitting(const Box& box, int columns, int rows);
  static constexpr std::size_t kMaxPixels = std::size_t{1} << 31;
};

/// A raster of numbers with everything a legend or another program must know about it.
struct Grid {
  std::string crs;  ///< as in PointSet
  GridFrame frame;
  std::vector<double> values;  ///< row-major, frame.size(); NaN: no data
  std::string unit;            ///< of the values: "1/km2", "count", ...
  /// What the values are and how they were made, in order: kernel, bandwidth_m, points, ...
  /// Written into every file and legend.
  std::vector<std::pair<std::string, std::string>> facts;

  [[nodiscard]] double at(int column, int row) const {
    return values[static_cast<std::size_t>(row) * static_cast<std::size_t>(frame.columns) +
                  static_cast<std::size_t>(column)];
  }
  /// Least and greatest value that is not NaN; {NaN, NaN} where there is none.
  [[nodiscard]] std::pair<double, double> range() const;
  /// Throws Error(kInternal) naming the first invariant that does not hold.
  void validate() const;
};

}  // namespace geo
