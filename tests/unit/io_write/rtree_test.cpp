#include "io/rtree.hpp"

#include <bit>
#include <map>

#include "base/random.hpp"
#include "unit/io_write/support.hpp"

namespace geo::io {
namespace {

struct Cell {
  std::int64_t id;
  float min_x, max_x, min_y, max_y;
};

std::uint64_t big_endian(const std::string& bytes, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) {
    value = value << 8U | static_cast<unsigned char>(bytes.at(at + i));
  }
  return value;
}

std::vector<Cell> cells(const std::string& node) {
  std::vector<Cell> found;
  for (std::size_t i = 0; i < big_endian(node, 2, 2); ++i) {
    const auto side = [&](std::size_t k) {
      return std::bit_cast<float>(
          static_cast<std::uint32_t>(big_endian(node, 4 + 24 * i + 8 + 4 * k, 4)));
    };
    found.push_back({static_cast<std::int64_t>(big_endian(node, 4 + 24 * i, 8)), side(0), side(1),
                     side(2), side(3)});
  }
  return found;
}

/// Walks down from the root and checks all that must hold; returns the entries found in leaves.
std::map<std::int64_t, Cell> walk(const PackedRtree& tree) {
  std::map<std::int64_t, Cell> entries;
  std::map<std::int64_t, std::uint32_t> home;
  const auto depth = static_cast<int>(big_endian(tree.nodes.at(0), 0, 2));
  std::size_t seen = 0;
  const std::function<void(std::uint32_t, int, const Cell*)> visit =
      [&](std::uint32_t number, int level, const Cell* around) {
        ++seen;
        const std::string& node = tree.nodes.at(number - 1);
        EXPECT_EQ(node.size(), 1228U);
        EXPECT_LE(big_endian(node, 2, 2), 51U);
        if (number != 1) {
          EXPECT_EQ(big_endian(node, 0, 2), 0U);
        }
        for (const Cell& cell : cells(node)) {
          if (around != nullptr) {
            EXPECT_GE(cell.min_x, around->min_x);
            EXPECT_LE(cell.max_x, around->max_x);
            EXPECT_GE(cell.min_y, around->min_y);
            EXPECT_LE(cell.max_y, around->max_y);
          }
          if (level == 0) {
            EXPECT_TRUE(entries.emplace(cell.id, cell).second);
            home[cell.id] = number;
          } else {
            EXPECT_EQ(tree.parent.at(static_cast<std::size_t>(cell.id) - 1), number);
            visit(static_cast<std::uint32_t>(cell.id), level - 1, &cell);
          }
        }
      };
  visit(1, depth, nullptr);
  EXPECT_EQ(seen, tree.nodes.size());
  EXPECT_EQ(tree.parent.size(), tree.nodes.size());
  EXPECT_EQ(tree.parent.at(0), 0U);
  EXPECT_EQ(tree.leaf.size(), home.size());
  EXPECT_TRUE(std::equal(
      tree.leaf.begin(), tree.leaf.end(), home.begin(), home.end(),
      [](const auto& a, const auto& b) { return a.first == b.first && a.second == b.second; }));
  return entries;
}

std::vector<RtreeEntry> random_boxes(std::size_t n, std::uint64_t seed) {
  std::vector<RtreeEntry> entries;
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    const double x = 1e6 * (random.uniform() - 0.5);
    const double y = 1e6 * (random.uniform() - 0.5);
    entries.push_back({static_cast<std::int64_t>(3 * i) - 10,
                       {x, y, x + 1e4 * random.uniform(), y + 1e4 * random.uniform()}});
  }
  return entries;
}

void expect_holds(const std::vector<RtreeEntry>& entries) {
  const std::map<std::int64_t, Cell> found = walk(pack_rtree(entries, Context(2)));
  ASSERT_EQ(found.size(), entries.size());
  for (const RtreeEntry& entry : entries) {
    const Cell& cell = found.at(entry.id);
    // Outwards, and to the next float at most.
    const auto up = [](float f) { return static_cast<double>(std::nextafter(f, HUGE_VALF)); };
    const auto down = [](float f) { return static_cast<double>(std::nextafter(f, -HUGE_VALF)); };
    EXPECT_LE(static_cast<double>(cell.min_x), entry.box.min_x);
    EXPECT_LE(static_cast<double>(cell.min_y), entry.box.min_y);
    EXPECT_GE(static_cast<double>(cell.max_x), entry.box.max_x);
    EXPECT_GE(static_cast<double>(cell.max_y), entry.box.max_y);
    EXPECT_GT(up(cell.min_x), entry.box.min_x);
    EXPECT_GT(up(cell.min_y), entry.box.min_y);
    EXPECT_LT(down(cell.max_x), entry.box.max_x);
    EXPECT_LT(down(cell.max_y), entry.box.max_y);
  }
}

TEST(Rtree, HoldsEveryBoxAtEveryNumberOfLevels) {
  for (const std::size_t n : std::initializer_list<std::size_t>{0, 1, 2, 50, 51, 52, 102, 103, 2600,
                                                                2601, 2602, 2653, 20000}) {
    SCOPED_TRACE(n);
    expect_holds(random_boxes(n, 5));
  }
  EXPECT_EQ(pack_rtree({}, Context(1)).nodes.size(), 1U);
  EXPECT_EQ(pack_rtree(random_boxes(51, 1), Context(1)).nodes.size(), 1U);
  EXPECT_EQ(pack_rtree(random_boxes(52, 1), Context(1)).nodes.size(), 3U);
}

TEST(Rtree, NastyBoxes) {
  std::vector<RtreeEntry> same;
  std::vector<RtreeEntry> line;
  std::vector<RtreeEntry> huge;
  for (int i = 0; i < 300; ++i) {
    same.push_back({i, {121.4, 31.2, 121.4, 31.2}});
    line.push_back({300 - i, {0.1 * i, 7, 0.1 * i, 7}});
    const double scale = std::pow(10.0, i % 38);
    huge.push_back({i, {-scale, scale / 3, scale / 7, scale}});
  }
  expect_holds(same);
  expect_holds(line);
  expect_holds(huge);
}

TEST(Rtree, DoesNotDependOnThreadsOrTheOrderOfEntries) {
  std::vector<RtreeEntry> entries = random_boxes(5000, 9);
  const PackedRtree one = pack_rtree(entries, Context(1));
  std::reverse(entries.begin(), entries.end());
  for (const int threads : {2, 7}) {
    const PackedRtree many = pack_rtree(entries, Context(threads));
    EXPECT_EQ(many.nodes, one.nodes);
    EXPECT_EQ(many.parent, one.parent);
    EXPECT_EQ(many.leaf, one.leaf);
  }
}

// A box that hits nothing should visit few nodes: else the tree is right but of no use.
TEST(Rtree, LeavesAreCompact) {
  const PackedRtree tree = pack_rtree(random_boxes(20000, 4), Context(2));
  const auto depth = big_endian(tree.nodes[0], 0, 2);
  ASSERT_EQ(depth, 2U);
  double area = 0;
  for (const Cell& middle : cells(tree.nodes[0])) {
    for (const Cell& leaf : cells(tree.nodes[static_cast<std::size_t>(middle.id) - 1])) {
      area += static_cast<double>(leaf.max_x - leaf.min_x) *
              static_cast<double>(leaf.max_y - leaf.min_y);
    }
  }
  // Boxes of 0 to 10 km add a rim of about 10 km to leaves of 50 km: 1.44 of the square together.
  EXPECT_LT(area, 2.0 * 1e12);
}

}  // namespace
}  // namespace geo::io
