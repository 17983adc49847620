#pragma once

#include <cstdint>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/grid.hpp"

// The pieces that contours are put together from: one pass of marching squares over a grid for all
// levels at once. Band b holds the values with exactly b levels at or below them; level k (from 1)
// lies between band k - 1 and band k.
namespace geo::density {

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

/// A piece of a level's line across one cell; what is at or above the level lies on its left.
struct Chord {
  std::uint32_t from;
  std::uint32_t to;
  std::uint32_t above;  ///< label of the piece of band k on its left
  std::uint32_t below;  ///< label of the piece of band k - 1 on its right
};

/// A piece of the border of what is covered, which lies on its left.
struct BorderPiece {
  std::uint32_t from;
  std::uint32_t to;
  std::uint32_t label;  ///< of the band's piece on its left
};

struct LevelMap {
  /// Nodes: where a level crosses a line between two centres, and centres where one is needed. Two
  /// nodes never have equal coordinates, so that equal positions are equal numbers.
  std::vector<double> x;
  std::vector<double> y;
  std::vector<std::vector<Chord>> chords;         ///< [k - 1] for level k; from differs from to
  std::vector<std::vector<BorderPiece>> borders;  ///< [b] for band b
  std::vector<std::uint32_t> parent;              ///< labels that are one connected area

  /// The label that stands for all of a connected area.
  [[nodiscard]] std::uint32_t component(std::uint32_t label) {
    while (parent[label] != label) {
      parent[label] = parent[parent[label]];
      label = parent[label];
    }
    return label;
  }
  /// Makes two areas one; returns the label that stands for both.
  std::uint32_t join(std::uint32_t a, std::uint32_t b) {
    a = component(a);
    b = component(b);
    parent[a < b ? b : a] = a < b ? a : b;
    return a < b ? a : b;
  }
};

/// Levels ascend (equal ones are allowed) and are finite. O(pixels + crossings).
[[nodiscard]] LevelMap map_levels(const Grid& grid, const std::vector<double>& levels,
                                  bool to_edges, const Context& context);

}  // namespace geo::density
