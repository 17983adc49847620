#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/assignment.hpp"
#include "geo/model/polygon_set.hpp"

// The structure behind RegionLocator; docs/methods/join.md explains it with its proof.
namespace geo::join {

/// One axis of the grid: which of the cells 0 .. cells + 1 a coordinate falls into. No border
/// touches the first and the last, which take everything outside, infinities and NaN too.
///
/// Positions and vertices go through the same rounded, monotone expression: comparing two results
/// says nothing wrong about the coordinates, except that equal results decide nothing.
struct Axis {
  double scale = 0;
  double offset = 1.5;
  int cells = 1;
  double error = 0;  ///< bound on the rounding of `of`, in cells, for vertices

  [[nodiscard]] double of(double coordinate) const { return coordinate * scale + offset; }
  [[nodiscard]] double last() const { return cells + 1; }
  [[nodiscard]] double clamped(double coordinate) const {
    const double t = of(coordinate);
    const double low = t > 0 ? t : 0;  // NaN too
    return low < last() ? low : last();
  }
};

/// An edge from left to right, upwards where it is vertical. An edge of several rings is kept once.
struct Edge {
  Point a;
  Point b;
};

/// An edge in a cell, and what it tells of a position q there. The path from the cell's corner
/// below and left of all of it, along its lower side and then straight up to q, meets the edge
///   never, where q lies left of a;
///   if and only if q lies above the edge (below it where `inverted`), where q lies above or below
///   it; if and only if `beyond`, where q is not left of b.
struct LocalEdge {
  std::uint32_t edge;
  bool inverted;
  bool beyond;
  bool flips;  ///< false where the region has the edge an even number of times: a border all the
               ///< same
};

/// A region with edges in a cell: whether it holds the cell's corner, and its edges there.
struct LocalRegion {
  std::int32_t region;
  bool holds_corner;
  std::uint32_t first_edge;
  std::uint32_t end_edge;  ///< one past the last
};

/// Four edges of a cell in single precision, in coordinates relative to the cell, each region of
/// the cell once. Decides nearly every position; says so where it cannot.
struct alignas(16) EdgeBlock {
  static constexpr std::size_t kLanes = 4;
  static constexpr std::uint32_t kBeyond = 0x80000000;
  std::array<float, kLanes> left;   ///< u of a; of an unused lane: infinity
  std::array<float, kLanes> right;  ///< u of b
  std::array<float, kLanes> p;      ///< p u + q v + r > 0: the path meets the edge
  std::array<float, kLanes> q;
  std::array<float, kLanes> r;
  std::array<std::uint32_t, kLanes> flips;  ///< bit i: crossing changes local region i; kBeyond
};

struct BorderCell {
  static constexpr std::size_t kMaxMasked = 31;  ///< local regions that EdgeBlock::flips can name
  std::uint32_t first_block = 0;
  std::uint32_t blocks = 0;  ///< 0: more than kMaxMasked local regions, exact arithmetic only
  std::uint32_t corner = 0;  ///< bit i: local region i holds the corner
  std::int32_t otherwise = Assignment::kNone;  ///< where no local region holds the position
  std::uint32_t first_region = 0;              ///< local regions in order of code, all before
  std::uint32_t end_region = 0;                ///< `otherwise`
};

struct LabelGrid {
  Axis x;
  Axis y;
  float tolerance = 0;  ///< |p u + q v + r| up to this decides nothing
  std::uint32_t regions = 0;
  /// For each cell, row by row: 0 for no region, 1 + the region that fills it, or regions + 1 + the
  /// border cell. In 16 bits where that is enough: then a grid stays in the second-level cache.
  std::vector<std::uint16_t> narrow;
  std::vector<std::uint32_t> wide;
  std::vector<BorderCell> cells;
  std::vector<EdgeBlock> blocks;
  std::vector<std::int32_t> block_regions;  ///< LocalRegion::region again, without the rest
  std::vector<LocalRegion> local_regions;
  std::vector<LocalEdge> local_edges;
  std::vector<Edge> edges;

  [[nodiscard]] int stride() const { return x.cells + 2; }

  struct Answer {
    std::int32_t region;
    bool on_border;
  };
  /// The answer in a border cell, in exact arithmetic.
  [[nodiscard]] Answer exact(const BorderCell& cell, Point position) const;
};

/// O(v log v + cells). Throws Error(kMemory) where the edges in cells are more than 2^32.
[[nodiscard]] LabelGrid build_label_grid(const PolygonSet& regions, const Context& context);

/// Answers for positions of equal number, in batches, with the widest instructions of the machine.
void locate(const LabelGrid& grid, std::span<const double> x, std::span<const double> y,
            std::span<std::int32_t> region, std::span<std::uint8_t> on_border);

}  // namespace geo::join
