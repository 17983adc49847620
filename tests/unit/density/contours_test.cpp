#include "geo/density/contours.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <map>
#include <set>

#include "base/geos.hpp"
#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "support/shapes.hpp"

namespace geo {
namespace {

using density::Bands;
using density::ContourOptions;
using density::Isolines;

constexpr double kInf = std::numeric_limits<double>::infinity();

Grid grid_of(int columns, int rows, const std::vector<double>& values) {
  Grid grid;
  grid.crs = "EPSG:32651";
  grid.frame.west = 350000.1;
  grid.frame.north = 3460000.7;
  grid.frame.pixel = 93.3;
  grid.frame.columns = columns;
  grid.frame.rows = rows;
  grid.values = values;
  grid.unit = "1/km2";
  grid.facts = {{"kernel", "quartic"}};
  return grid;
}

// ---- the slow twin: what a position's cell says, corner by corner ----

struct Cell {
  bool covered = false;
  double west, east, south, north;
  double value[4];  // south-west, south-east, north-east, north-west
};

double value_at(const Grid& grid, int column, int row) {
  column = std::clamp(column, 0, grid.frame.columns - 1);
  row = std::clamp(row, 0, grid.frame.rows - 1);
  return grid.at(column, row);
}

/// Cells in order from the north-west; with `to_edges` those of the outer half pixel too.
std::vector<Cell> cells_of(const Grid& grid, bool to_edges) {
  const GridFrame& frame = grid.frame;
  const int from = to_edges ? -1 : 0;
  const Box box = frame.envelope();
  std::vector<Cell> cells;
  for (int row = from; row + 1 < frame.rows - from; ++row) {
    for (int column = from; column + 1 < frame.columns - from; ++column) {
      Cell cell;
      cell.west = column < 0 ? box.min_x : frame.centre_x(column);
      cell.east = column + 1 == frame.columns ? box.max_x : frame.centre_x(column + 1);
      cell.north = row < 0 ? box.max_y : frame.centre_y(row);
      cell.south = row + 1 == frame.rows ? box.min_y : frame.centre_y(row + 1);
      cell.value[0] = value_at(grid, column, row + 1);
      cell.value[1] = value_at(grid, column + 1, row + 1);
      cell.value[2] = value_at(grid, column + 1, row);
      cell.value[3] = value_at(grid, column, row);
      cell.covered =
          std::all_of(cell.value, cell.value + 4, [](double v) { return std::isfinite(v); });
      cells.push_back(cell);
    }
  }
  return cells;
}

/// Whether (u, v) in the unit square lies at or above the level: the definition in the header. A
/// triangle is cut off at each lonely corner, or a line parts two corners from two.
bool above(const Cell& cell, double level, double u, double v) {
  const double* a = cell.value;
  const auto up = [&](int i) { return a[i % 4] >= level; };
  const auto share = [&](int i, int j) {  // of the way from corner i to corner j
    return (level / 2 - a[i % 4] / 2) / (a[j % 4] / 2 - a[i % 4] / 2);
  };
  // Coordinates of (u, v) as seen from corner i: along side i and along side i - 1.
  const double along[4] = {u, v, 1 - u, 1 - v};
  const double across[4] = {v, 1 - u, 1 - v, u};
  const auto beyond = [&](int i) {  // not in the triangle that is cut off at corner i
    const double p = share(i, i + 1);
    const double q = share(i, i + 3);
    if (p == 0 || q == 0) return true;  // nothing is cut off
    return along[i] / p + across[i] / q > 1;
  };
  const int count = up(0) + up(1) + up(2) + up(3);
  if (count == 0 || count == 4) return count == 4;
  if (count == 2 && up(0) == up(2)) {
    const double mean = a[0] / 4 + a[1] / 4 + a[2] / 4 + a[3] / 4;
    const int first_up = up(0) ? 0 : 1;
    if (mean >= level) return beyond(first_up + 1) && beyond((first_up + 3) % 4);
    return !beyond(first_up) || !beyond(first_up + 2);
  }
  if (count != 2) {
    for (int i = 0; i < 4; ++i) {
      if (count == 1 && up(i)) return !beyond(i);
      if (count == 3 && !up(i)) return beyond(i);
    }
  }
  for (int i = 0; i < 4; ++i) {  // sides i + 1 and i + 3 are crossed, corners i and i + 1 are up
    if (!up(i) || !up(i + 1)) continue;
    const double left = share(i, i + 3);
    const double right = share(i + 1, i + 2);
    return across[i] < left + (right - left) * along[i];
  }
  return false;
}

struct Outcome {
  std::size_t vertices = 0;
};

using Edge = std::pair<std::pair<double, double>, std::pair<double, double>>;

/// Everything that bands must be, checked with GEOS and with the slow twin.
Outcome expect_exact(const Grid& grid, const std::vector<double>& levels, std::uint64_t seed,
                     ContourOptions options = {}) {
  Outcome outcome;
  options.below_first = true;
  const Bands bands = density::filled_bands(grid, levels, options, Context(1));
  const PolygonSet& shapes = bands.shapes;
  shapes.validate();
  outcome.vertices = shapes.vertex_count();
  EXPECT_EQ(bands.lower.size(), shapes.size());
  EXPECT_EQ(bands.upper.size(), shapes.size());
  const std::vector<Cell> cells = cells_of(grid, options.to_edges);
  double covered = 0;
  for (const Cell& cell : cells) {
    if (cell.covered) covered += (cell.east - cell.west) * (cell.north - cell.south);
  }
  base::Geos geos;
  double total = 0;
  std::map<Edge, int> edges;
  for (std::size_t r = 0; r < shapes.size(); ++r) {
    const base::Geos::Geometry shape = geos.region(shapes, r);
    EXPECT_EQ(GEOSisValid_r(geos.handle(), shape.get()), 1)
        << "band " << shapes.regions[r].code << ": " << geos.message();
    EXPECT_NEAR(geos.area(shape.get()), shapes.area(r), 1e-9 * covered);
    EXPECT_GT(shapes.area(r), 0);
    total += shapes.area(r);
    for (std::size_t ring = 0; ring < shapes.ring_count(); ++ring) {
      if (ring < shapes.part_ring[shapes.region_part[r]] ||
          ring >= shapes.part_ring[shapes.region_part[r + 1]]) {
        continue;
      }
      for (std::uint32_t i = shapes.ring_vertex[ring]; i + 1 < shapes.ring_vertex[ring + 1]; ++i) {
        ++edges[{{shapes.x[i], shapes.y[i]}, {shapes.x[i + 1], shapes.y[i + 1]}}];
      }
    }
  }
  EXPECT_NEAR(total, covered, 1e-9 * covered);
  // Every edge once, and beside it one of a neighbour the other way round or the border: bands
  // share vertices bit for bit and do not overlap.
  double open_length = 0;
  for (const auto& [edge, times] : edges) {
    EXPECT_EQ(times, 1);
    if (edges.count({edge.second, edge.first}) == 0) {
      const bool axis_parallel =
          edge.first.first == edge.second.first || edge.first.second == edge.second.second;
      EXPECT_TRUE(axis_parallel) << "an edge inside has no neighbour";
      open_length += std::abs(edge.first.first - edge.second.first) +
                     std::abs(edge.first.second - edge.second.second);
    }
  }
  // The length of the border, cell by cell.
  double border = 0;
  const int columns = grid.frame.columns + (options.to_edges ? 1 : -1);
  const auto is_covered = [&](int column, int row) {
    const int rows = grid.frame.rows + (options.to_edges ? 1 : -1);
    if (column < 0 || row < 0 || column >= columns || row >= rows) return false;
    return cells[static_cast<std::size_t>(row * columns + column)].covered;
  };
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (!cells[i].covered) continue;
    const int column = static_cast<int>(i) % columns;
    const int row = static_cast<int>(i) / columns;
    const double width = cells[i].east - cells[i].west;
    const double height = cells[i].north - cells[i].south;
    for (const int d : {-1, 1}) {
      if (!is_covered(column + d, row)) border += height;
      if (!is_covered(column, row + d)) border += width;
    }
  }
  EXPECT_NEAR(open_length, border, 1e-9 * (1 + border));

  // Random positions, in even-odd parity of the rings and by the cell's own corners.
  base::Random random(seed, 77);
  for (int k = 0; k < 60 && !cells.empty(); ++k) {
    const Cell& cell = cells[random.below(cells.size())];
    const double u = random.uniform();
    const double v = random.uniform();
    const Point p{cell.west + u * (cell.east - cell.west),
                  cell.south + v * (cell.north - cell.south)};
    double lower = -kInf;
    if (cell.covered) {
      // A position closer to a line than coordinates can tell is in no doubt's favour.
      bool doubtful = false;
      for (const double level : levels) {
        const bool here = above(cell, level, u, v);
        for (const double du : {-1e-9, 1e-9}) {
          for (const double dv : {-1e-9, 1e-9}) {
            doubtful = doubtful || above(cell, level, u + du, v + dv) != here;
          }
        }
        if (here) lower = level;
      }
      if (doubtful) continue;
    }
    int found = 0;
    for (std::size_t r = 0; r < shapes.size(); ++r) {
      if (!test::even_odd(shapes, r, p)) continue;
      ++found;
      EXPECT_EQ(bands.lower[r], lower) << "at " << u << " " << v;
    }
    EXPECT_EQ(found, cell.covered ? 1 : 0);
  }
  return outcome;
}

std::vector<double> random_values(std::uint64_t seed, std::size_t n, int integers) {
  base::Random random(seed, 1);
  std::vector<double> values(n);
  for (double& value : values) {
    value = integers > 0 ? static_cast<double>(random.below(static_cast<std::uint64_t>(integers)))
                         : 4 * random.uniform();
  }
  return values;
}

TEST(Contours, of_random_values) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE(seed);
    const Grid grid = grid_of(9, 7, random_values(seed, 63, 0));
    expect_exact(grid, {0.5, 1, 1.7, 2, 3}, seed, {.to_edges = seed % 2 == 0});
  }
}

TEST(Contours, of_whole_numbers_with_levels_equal_to_values) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    const int integers = 2 + static_cast<int>(seed % 4);
    const Grid grid = grid_of(8, 8, random_values(seed, 64, integers));
    expect_exact(grid, {0, 1, 2, 3}, seed, {.to_edges = seed % 3 != 0});
    if (HasFailure()) return;
  }
}

TEST(Contours, of_random_values_with_gaps) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE(seed);
    Grid grid = grid_of(10, 9, random_values(seed, 90, static_cast<int>(seed % 5)));
    base::Random random(seed, 2);
    const std::uint64_t one_in = 3 + seed % 20;
    for (double& value : grid.values) {
      if (random.below(one_in) == 0) value = random.below(5) == 0 ? kInf : NAN;
    }
    expect_exact(grid, {1, 1, 2, 2.5, 3}, seed, {.to_edges = seed % 2 == 0});
    if (HasFailure()) return;
  }
}

TEST(Contours, of_checkerboards_saddles_and_plateaus) {
  for (int pattern = 0; pattern < 8; ++pattern) {
    SCOPED_TRACE(pattern);
    Grid grid = grid_of(12, 11, std::vector<double>(132));
    for (int row = 0; row < 11; ++row) {
      for (int column = 0; column < 12; ++column) {
        double value = 0;
        switch (pattern) {
          case 0:
            value = (row + column) % 2;
            break;
          case 1:
            value = (row + column) % 2 + 0.3 * (row % 3);
            break;
          case 2:
            value = (row / 3 + column / 3) % 2;
            break;  // plateaus
          case 3:
            value = std::min({row, column, 10 - row, 11 - column});
            break;  // terraces
          case 4:
            value = row == 5 || column == 5 ? 1 : 0;
            break;  // ridges one wide
          case 5:
            value = row % 4 == 2 || column % 4 == 2 ? 0 : 1;
            break;  // ditches
          case 6:
            value = (row - 5) * (column - 5);
            break;  // one great saddle
          default:
            value = std::max(std::abs(row - 5), std::abs(column - 5)) % 2;
            break;  // rings
        }
        grid.values[static_cast<std::size_t>(row * 12 + column)] = value;
      }
    }
    for (const auto& levels : std::vector<std::vector<double>>{
             {0, 1}, {0.5}, {0.25, 0.5, 0.75}, {1}, {-5, 0, 0.5, 1, 2, 3, 5}, {0.5, 0.5, 1}}) {
      expect_exact(grid, levels, static_cast<std::uint64_t>(pattern));
      expect_exact(grid, levels, static_cast<std::uint64_t>(pattern), {.to_edges = false});
    }
  }
}

TEST(Contours, of_levels_a_rounding_error_apart) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    SCOPED_TRACE(seed);
    const Grid grid = grid_of(7, 7, random_values(seed, 49, seed % 2 == 0 ? 3 : 0));
    std::vector<double> levels;
    for (const double level : {1.0, 1.5}) {
      double next = level;
      for (int i = 0; i < 6; ++i) {
        levels.push_back(next);
        next = std::nextafter(next, 9);
      }
    }
    expect_exact(grid, levels, seed);
    // A cliff: all levels cross within a few representable coordinates of the low side.
    Grid cliff = grid;
    for (std::size_t i = 0; i < cliff.values.size(); i += 3) cliff.values[i] = 1e18;
    expect_exact(cliff, {1, 2, 3, 4, 5e3, 1e17}, seed);
    if (HasFailure()) return;
  }
}

TEST(Contours, of_huge_values_and_coordinates) {
  Grid grid = grid_of(6, 5, random_values(3, 30, 4));
  grid.frame.west = 1e7;
  grid.frame.north = -2e7;
  grid.frame.pixel = 1e-3;
  expect_exact(grid, {0.5, 1, 2}, 1);
  grid.frame.pixel = 1e-9;
  EXPECT_THROW((void)density::filled_bands(grid, {1}, {}, Context(1)), Error);
  grid.frame.pixel = 1000;
  for (double& value : grid.values) value = (value - 1.5) * 1e308;
  expect_exact(grid, {-1e308, 0, 1e308}, 1);
}

TEST(Contours, of_the_smallest_grids) {
  for (const auto& [columns, rows] :
       std::vector<std::pair<int, int>>{{1, 1}, {1, 5}, {5, 1}, {2, 2}}) {
    const Grid grid =
        grid_of(columns, rows, random_values(1, static_cast<std::size_t>(columns * rows), 3));
    expect_exact(grid, {1, 2}, 1);
    expect_exact(grid, {1, 2}, 1, {.to_edges = false});
  }
  const Grid lone = grid_of(1, 1, {4});
  const Bands bands = density::filled_bands(lone, {1, 2}, {}, Context(1));
  ASSERT_EQ(bands.shapes.size(), 1U);
  EXPECT_EQ(bands.shapes.vertex_count(), 5U) << "centres on a straight border are left out";
  EXPECT_EQ(bands.shapes.envelope(), lone.frame.envelope());
  EXPECT_EQ(density::filled_bands(lone, {1}, {.to_edges = false}, Context(1)).shapes.size(), 0U);
  EXPECT_EQ(density::filled_bands(grid_of(2, 1, {NAN, NAN}), {1}, {}, Context(1)).shapes.size(),
            0U);
  EXPECT_EQ(density::filled_bands(grid_of(0, 0, {}), {1}, {}, Context(1)).shapes.size(), 0U);
}

TEST(Contours, hill_by_hand) {
  // One centre of 4 among zeros: a diamond at 1 that reaches three quarters of the way.
  Grid grid = grid_of(3, 3, {0, 0, 0, 0, 4, 0, 0, 0, 0});
  grid.frame.west = 0;
  grid.frame.north = 3;
  grid.frame.pixel = 1;
  const Bands bands = density::filled_bands(grid, {1, 3}, {}, Context(1));
  ASSERT_EQ(bands.shapes.size(), 2U);
  EXPECT_DOUBLE_EQ(bands.shapes.area(1), 2 * 0.25 * 0.25);
  EXPECT_DOUBLE_EQ(bands.shapes.area(0), 2 * 0.75 * 0.75 - 2 * 0.25 * 0.25);
  EXPECT_EQ(bands.shapes.ring_count(), 3U) << "a shell with a hole, and a shell";
  EXPECT_EQ(bands.shapes.regions[0].code, "1");
  EXPECT_EQ(bands.shapes.regions[0].name.en, "1 – 3");
  EXPECT_EQ(bands.shapes.regions[1].name.zh, "≥ 3");
  EXPECT_EQ(bands.upper, (std::vector<double>{3, kInf}));
  EXPECT_EQ(bands.unit, "1/km2");
  EXPECT_EQ(bands.facts, grid.facts);
  EXPECT_EQ(bands.shapes.crs, grid.crs);

  const Isolines lines = density::isolines(grid, {1, 3, 9}, {}, Context(1));
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_TRUE(lines.closed(0));
  EXPECT_EQ(lines.level, (std::vector<std::uint32_t>{0, 1}));
  EXPECT_EQ(lines.line_vertex, (std::vector<std::uint32_t>{0, 5, 10}));

  const Bands below = density::filled_bands(grid, {1}, {.below_first = true}, Context(1));
  EXPECT_EQ(below.shapes.regions[0].code, "0");
  EXPECT_EQ(below.shapes.regions[0].name.en, "< 1");
  EXPECT_EQ(below.lower[0], -kInf);
}

// What is at or below a level is what the bands above it leave over; a value at the level is in it.
TEST(Contours, areas_at_or_below_are_the_rest) {
  for (const std::uint64_t seed : {1U, 2U, 3U}) {
    std::vector<double> values;
    base::Random random(seed, 0);
    for (int i = 0; i < 300; ++i) values.push_back(static_cast<double>(random.below(8)) / 8);
    const Grid grid = grid_of(20, 15, values);
    const Box box = grid.frame.envelope();
    for (const double level : {0.125, 0.5, 0.87}) {
      const Bands low = density::areas_at_or_below(grid, level, Context(1));
      const Bands high = density::filled_bands(grid, {std::nextafter(level, kInf)}, {}, Context(1));
      double sum = 0;
      for (std::size_t r = 0; r < low.shapes.size(); ++r) sum += low.shapes.area(r);
      for (std::size_t r = 0; r < high.shapes.size(); ++r) sum += high.shapes.area(r);
      EXPECT_NEAR(sum, box.width() * box.height(), 1e-6 * sum);
      ASSERT_EQ(low.shapes.size(), 1U);
      EXPECT_EQ(low.lower[0], -kInf);
      EXPECT_EQ(low.facts, grid.facts);
      EXPECT_EQ(low.shapes.crs, grid.crs);
    }
  }
  const Grid flat = grid_of(4, 3, std::vector<double>(12, 0.25));
  EXPECT_EQ(density::areas_at_or_below(flat, 0.24, Context(1)).shapes.size(), 0U);
  const Bands all = density::areas_at_or_below(flat, 0.25, Context(1));
  ASSERT_EQ(all.shapes.size(), 1U);
  EXPECT_NEAR(all.shapes.area(0), 12 * 93.3 * 93.3, 1e-3);
  EXPECT_EQ(all.upper[0], 0.25);
  EXPECT_EQ(all.shapes.regions[0].name.en, "≤ 0.25");
}

TEST(Contours, names_tell_levels_apart) {
  const Grid grid = grid_of(2, 1, {0, 2});
  const Bands bands = density::filled_bands(grid, {1.00001, 1.00002}, {}, Context(1));
  EXPECT_EQ(bands.shapes.regions[0].name.en, "1.00001 – 1.00002");
}

/// The edges of lines, and the edges between bands at or above a level and what is below.
TEST(Contours, isolines_are_the_borders_between_bands) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE(seed);
    Grid grid = grid_of(9, 9, random_values(seed, 81, static_cast<int>(seed % 5)));
    base::Random random(seed, 3);
    for (double& value : grid.values) {
      if (seed % 3 == 0 && random.below(12) == 0) value = NAN;
    }
    const std::vector<double> levels = {1, 1.5, 2, 3};
    const Isolines lines = density::isolines(grid, levels, {}, Context(1));
    for (std::size_t k = 0; k < levels.size(); ++k) {
      const Bands bands =
          density::filled_bands(grid, {levels[k]}, {.below_first = true}, Context(1));
      std::map<std::string, std::set<Edge>> edges;
      for (std::size_t r = 0; r < bands.shapes.size(); ++r) {
        const PolygonSet& s = bands.shapes;
        for (std::uint32_t ring = s.part_ring[s.region_part[r]];
             ring < s.part_ring[s.region_part[r + 1]]; ++ring) {
          for (std::uint32_t i = s.ring_vertex[ring]; i + 1 < s.ring_vertex[ring + 1]; ++i) {
            edges[s.regions[r].code].insert({{s.x[i], s.y[i]}, {s.x[i + 1], s.y[i + 1]}});
          }
        }
      }
      std::set<Edge> expected;
      for (const Edge& edge : edges["1"]) {
        if (edges["0"].count({edge.second, edge.first}) > 0) expected.insert(edge);
      }
      std::set<Edge> got;
      for (std::size_t line = 0; line < lines.size(); ++line) {
        if (lines.level[line] != k) continue;
        std::set<std::pair<double, double>> seen;
        for (std::uint32_t i = lines.line_vertex[line]; i + 1 < lines.line_vertex[line + 1]; ++i) {
          EXPECT_TRUE(
              got.insert({{lines.x[i], lines.y[i]}, {lines.x[i + 1], lines.y[i + 1]}}).second);
          EXPECT_TRUE(seen.insert({lines.x[i], lines.y[i]}).second) << "a line touches itself";
        }
      }
      EXPECT_EQ(got, expected);
    }
    if (HasFailure()) return;
  }
}

TEST(Contours, nested_rings_become_shells_with_their_holes) {
  // A target of rings: every band a set of annuli around each other.
  Grid grid = grid_of(41, 41, {});
  for (int row = 0; row < 41; ++row) {
    for (int column = 0; column < 41; ++column) {
      grid.values.push_back(1 + std::cos(0.9 * std::hypot(row - 20, column - 20)));
    }
  }
  expect_exact(grid, {0.5, 1, 1.5}, 5);
  const Bands bands = density::filled_bands(grid, {1}, {}, Context(1));
  std::size_t holes = 0;
  for (std::size_t part = 0; part < bands.shapes.part_count(); ++part) {
    holes += bands.shapes.part_ring[part + 1] - bands.shapes.part_ring[part] - 1;
  }
  EXPECT_GE(holes, 2U);
}

TEST(Contours, refuse_levels_that_do_not_ascend) {
  const Grid grid = grid_of(2, 1, {0, 2});
  for (const std::vector<double>& levels :
       std::vector<std::vector<double>>{{}, {2, 1}, {NAN}, {1, kInf}}) {
    EXPECT_THROW((void)density::filled_bands(grid, levels, {}, Context(1)), Error);
    EXPECT_THROW((void)density::isolines(grid, levels, {}, Context(1)), Error);
  }
}

TEST(Contours, can_be_cancelled) {
  const Context context(1);
  context.cancel();
  EXPECT_THROW((void)density::filled_bands(grid_of(2, 2, {0, 1, 2, 3}), {1}, {}, context), Error);
}

TEST(ContourLevels, by_share_of_mass) {
  // 10 of 20 lie in the pixel of 10; 16 in those of at least 6.
  const Grid grid = grid_of(3, 2, {1, 6, NAN, 10, 3, 0});
  EXPECT_EQ(density::mass_levels(grid, {1, 0.8, 0.79, 0.5, 0.4, 0.01}),
            (std::vector<double>{1, 6, 6, 10, 10, 10}));
  EXPECT_TRUE(density::mass_levels(grid_of(2, 1, {0, NAN}), {0.5}).empty());
  EXPECT_THROW((void)density::mass_levels(grid, {0}), Error);
  EXPECT_THROW((void)density::mass_levels(grid, {1.01}), Error);
  EXPECT_THROW((void)density::mass_levels(grid, {NAN}), Error);
  EXPECT_THROW((void)density::mass_levels(grid_of(2, 1, {-1, 3}), {0.5}), Error);
  EXPECT_EQ(density::mass_levels(grid_of(2, 1, {1.5e308, 1.6e308}), {0.5, 1}),
            (std::vector<double>{1.6e308, 1.5e308}));
}

TEST(ContourLevels, by_share_of_mass_is_the_smallest_set_of_pixels) {
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    const Grid grid = grid_of(20, 10, random_values(seed, 200, seed % 2 == 0 ? 9 : 0));
    double total = 0;
    for (const double value : grid.values) total += value;
    for (const double share : {0.1, 0.5, 0.9, 0.999}) {
      const double level = density::mass_levels(grid, {share}).front();
      double at_least = 0;
      double more = 0;
      for (const double value : grid.values) {
        at_least += value >= level ? value : 0;
        more += value > level ? value : 0;
      }
      EXPECT_GE(at_least, share * total * (1 - 1e-12));
      EXPECT_LT(more, share * total * (1 + 1e-12));
    }
  }
}

TEST(ContourLevels, by_quantile_of_positive_pixels) {
  const Grid grid = grid_of(6, 1, {0, 5, NAN, 1, 3, -2});
  EXPECT_EQ(density::quantile_levels(grid, {0, 0.3, 0.34, 0.5, 0.7, 1}),
            (std::vector<double>{1, 1, 3, 3, 5, 5}));
  EXPECT_TRUE(density::quantile_levels(grid_of(1, 1, {0}), {0.5}).empty());
  EXPECT_THROW((void)density::quantile_levels(grid, {1.5}), Error);
}

}  // namespace
}  // namespace geo
