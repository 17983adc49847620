#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "base/raw_array.hpp"
#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace geo::density {

/// Points to be indexed: ranges of arrays, without those that `keep` drops. The arrays are not
/// owned.
struct PointSource {
  const double* x = nullptr;
  const double* y = nullptr;
  const double* weight = nullptr;      ///< nullptr: every point weighs 1
  const std::uint8_t* keep = nullptr;  ///< of each point, 0: drop it; nullptr: all are kept
  std::vector<std::pair<std::size_t, std::size_t>> ranges;  ///< [begin, end), ascending

  PointSource() = default;
  /// All of a set.
  PointSource(const PointSet& points)  // NOLINT(google-explicit-constructor): it is the same points
      : x(points.x.data()),
        y(points.y.data()),
        weight(points.weight.empty() ? nullptr : points.weight.data()),
        ranges{{0, points.size()}} {}

  [[nodiscard]] std::size_t size() const;
};

/// The points near a frame, in the frame's own coordinates and sorted by its rows, so that all that
/// can reach a row is one contiguous range.
///
/// Coordinates are in pixels with the centre of pixel (column, row) at (column, row): differences
/// stay small numbers whatever the coordinate system, and no digits are lost to its large offsets.
/// Points that weigh nothing or lie further than `margin` pixels from the frame are left out.
/// Within a row the points keep the order of the input. Up to 2^32 points. O(n + rows).
class RowIndex {
 public:
  RowIndex(const PointSource& source, const GridFrame& frame, double margin,
           const Context& context);

  /// Readable beyond the end of any range by this many elements, so that vectors need no tail.
  static constexpr std::size_t kPadding = 16;

  [[nodiscard]] std::size_t size() const { return offset_.back(); }
  /// x and y lie side by side, so that sorting touches one piece of memory for each point.
  [[nodiscard]] const Point* at() const { return at_.get(); }
  /// nullptr where every point weighs 1.
  [[nodiscard]] const double* weight() const { return weight_.get(); }

  /// [begin, end) of the points whose y may lie in [low, high]; some outside of it are among them.
  [[nodiscard]] std::pair<std::size_t, std::size_t> range(double low, double high) const;

  /// Whether every row in reach has a bucket of its own: `range` of a row is then exactly its
  /// points.
  [[nodiscard]] static bool has_rows(const GridFrame& frame, double margin);

 private:
  [[nodiscard]] std::size_t bucket(double y) const;

  double first_row_ = 0;             ///< the row of the first bucket; it holds all above it, too
  std::vector<std::size_t> offset_;  ///< buckets + 1
  // Not cleared first: clearing ten million points takes as long as sorting them.
  base::RawArray<Point> at_;
  base::RawArray<double> weight_;
};

}  // namespace geo::density
