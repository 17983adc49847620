#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"

// A spatial index of SQLite, made in one go. Inserting a million boxes one after the other into
// SQLite's R-tree takes 15 seconds and cannot be interrupted; packing sorted boxes into full nodes
// takes one, and the tree is smaller.
namespace geo::io {

struct RtreeEntry {
  std::int64_t id = 0;
  Box box;
};

/// What SQLite keeps in the three tables behind a two-dimensional R-tree (see "The SQLite R*Tree
/// Module", shadow tables, and the head of rtree.c). Node 1 is the root.
struct PackedRtree {
  static constexpr std::size_t kNodeBytes = 4 + 51 * 24;  ///< of SQLite with pages of 4096 bytes
  std::vector<std::string> nodes;                         ///< node i + 1: its bytes
  std::vector<std::uint32_t> parent;  ///< node i + 1: its parent; 0 for the root
  std::vector<std::pair<std::int64_t, std::uint32_t>> leaf;  ///< (id, its node), in order of id
};

/// Packs entries by Sort-Tile-Recursive (Leutenegger, Lopez and Edgington 1997): vertical slices of
/// equal count, each cut into leaves from south to north, and so on with the leaves' boxes. Boxes
/// are rounded outwards to single precision, as SQLite does. The ids are distinct, the boxes
/// finite. O(n log n).
[[nodiscard]] PackedRtree pack_rtree(std::vector<RtreeEntry> entries, const Context& context);

}  // namespace geo::io
