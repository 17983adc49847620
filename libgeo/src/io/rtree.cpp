#include "io/rtree.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kCells = (PackedRtree::kNodeBytes - 4) / 24;
constexpr std::size_t kGrain = 8192;

float round_down(double value) {
  const auto rounded = static_cast<float>(value);
  return rounded > value ? std::nextafter(rounded, -std::numeric_limits<float>::infinity())
                         : rounded;
}

float round_up(double value) {
  const auto rounded = static_cast<float>(value);
  return rounded < value ? std::nextafter(rounded, std::numeric_limits<float>::infinity())
                         : rounded;
}

template <typename Unsigned>
void append_big_endian(std::string& bytes, Unsigned value) {
  for (std::size_t shift = 8 * sizeof(value); shift > 0; shift -= 8) {
    bytes += static_cast<char>(static_cast<unsigned char>(value >> (shift - 8)));
  }
}

std::string encode(const RtreeEntry* begin, const RtreeEntry* end, unsigned depth) {
  std::string bytes;
  bytes.reserve(PackedRtree::kNodeBytes);
  append_big_endian(bytes, static_cast<std::uint16_t>(depth));
  append_big_endian(bytes, static_cast<std::uint16_t>(end - begin));
  for (const RtreeEntry* entry = begin; entry != end; ++entry) {
    append_big_endian(bytes, static_cast<std::uint64_t>(entry->id));
    for (const float side : {round_down(entry->box.min_x), round_up(entry->box.max_x),
                             round_down(entry->box.min_y), round_up(entry->box.max_y)}) {
      append_big_endian(bytes, std::bit_cast<std::uint32_t>(side));
    }
  }
  bytes.resize(PackedRtree::kNodeBytes, '\0');
  return bytes;
}

/// Sorts so that each run of kCells entries is one good node.
void tile(std::vector<RtreeEntry>& entries, const Context& context) {
  const std::size_t nodes = base::chunk_count(entries.size(), kCells);
  const auto slices = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(nodes))));
  const std::size_t per_slice = base::chunk_count(nodes, slices) * kCells;
  std::sort(entries.begin(), entries.end(), [](const RtreeEntry& a, const RtreeEntry& b) {
    const double ax = a.box.min_x + a.box.max_x;
    const double bx = b.box.min_x + b.box.max_x;
    return ax != bx ? ax < bx : a.id < b.id;
  });
  base::parallel_for(context, entries.size(), per_slice, [&](std::size_t begin, std::size_t end) {
    std::sort(entries.data() + begin, entries.data() + end,
              [](const RtreeEntry& a, const RtreeEntry& b) {
                const double ay = a.box.min_y + a.box.max_y;
                const double by = b.box.min_y + b.box.max_y;
                return ay != by ? ay < by : a.id < b.id;
              });
  });
}

}  // namespace

PackedRtree pack_rtree(std::vector<RtreeEntry> entries, const Context& context) {
  // The levels are numbered from the root, but built from the leaves: count them first.
  std::vector<std::size_t> width;  // nodes of each level, leaves first
  std::size_t below = entries.size();
  do {
    below = std::max<std::size_t>(1, base::chunk_count(below, kCells));
    width.push_back(below);
  } while (below > 1);

  PackedRtree tree;
  std::size_t total = 0;
  for (const std::size_t count : width) total += count;
  tree.nodes.resize(total);
  tree.parent.resize(total, 0);
  tree.leaf.resize(entries.size());

  std::size_t first = total;  // index of the level's first node
  for (std::size_t level = 0; level < width.size(); ++level) {
    first -= width[level];
    if (width[level] > 1) tile(entries, context);
    std::vector<RtreeEntry> above(width[level]);
    const unsigned depth = level + 1 == width.size() ? static_cast<unsigned>(level) : 0;
    base::parallel_for(context, width[level], kGrain / kCells, [&](std::size_t a, std::size_t b) {
      for (std::size_t node = a; node < b; ++node) {
        const std::size_t begin = node * kCells;
        const std::size_t end = std::min(begin + kCells, entries.size());
        const auto number = static_cast<std::uint32_t>(first + node + 1);
        tree.nodes[first + node] = encode(entries.data() + begin, entries.data() + end, depth);
        above[node].id = number;
        for (std::size_t i = begin; i < end; ++i) {
          above[node].box.extend(entries[i].box);
          if (level == 0) {
            tree.leaf[i] = {entries[i].id, number};
          } else {
            tree.parent[static_cast<std::size_t>(entries[i].id) - 1] = number;
          }
        }
      }
    });
    entries = std::move(above);
  }
  std::sort(tree.leaf.begin(), tree.leaf.end());
  return tree;
}

}  // namespace geo::io
