#include "geo/density/contours.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <set>

#include "base/number.hpp"
#include "geo/core/error.hpp"
#include "level_map.hpp"
#include "trace.hpp"

namespace geo::density {
namespace {

// The levels as texts, with as many digits as it takes to tell them apart.
std::vector<std::string> level_texts(const std::vector<double>& levels) {
  const std::size_t distinct = std::set<double>(levels.begin(), levels.end()).size();
  std::vector<std::string> texts;
  for (int digits = 4; digits <= 17; ++digits) {
    texts.clear();
    for (const double level : levels) texts.push_back(base::number_text(level, digits));
    if (std::set<std::string>(texts.begin(), texts.end()).size() == distinct) break;
  }
  return texts;
}

std::string band_name(const std::vector<std::string>& texts, std::size_t band) {
  if (band == 0) return "< " + texts.front();
  if (band == texts.size()) return "≥ " + texts.back();
  return texts[band - 1] + " – " + texts[band];
}

// What lies in a band has the lower level's lines on its left as they run, the upper level's
// against their run.
std::vector<Arc> outline(const LevelMap& map, std::size_t band) {
  const std::size_t levels = map.chords.size();
  std::vector<Arc> arcs;
  arcs.reserve((band > 0 ? map.chords[band - 1].size() : 0) +
               (band < levels ? map.chords[band].size() : 0) + map.borders[band].size());
  if (band > 0) {
    for (const Chord& chord : map.chords[band - 1]) {
      arcs.push_back({chord.from, chord.to, chord.above, 0});
    }
  }
  if (band < levels) {
    for (const Chord& chord : map.chords[band]) {
      arcs.push_back({chord.to, chord.from, chord.below, 0});
    }
  }
  for (const BorderPiece& piece : map.borders[band]) {
    arcs.push_back({piece.from, piece.to, piece.label, 1});
  }
  return arcs;
}

}  // namespace

void check_levels(const std::vector<double>& levels) {
  if (levels.empty()) throw Error(ErrorCode::kOption, "levels: there are none; give at least one");
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (!std::isfinite(levels[i]) || (i > 0 && levels[i] < levels[i - 1])) {
      throw Error(ErrorCode::kOption, "levels: number " + std::to_string(i + 1) + " (" +
                                          base::number_text(levels[i], 17) +
                                          ") must be finite and not below the one before it");
    }
  }
}

bool Isolines::closed(std::size_t line) const {
  const std::uint32_t first = line_vertex[line];
  const std::uint32_t last = line_vertex[line + 1] - 1;
  return x[first] == x[last] && y[first] == y[last];
}

Isolines isolines(const Grid& grid, const std::vector<double>& levels,
                  const ContourOptions& options, const Context& context) {
  grid.validate();
  check_levels(levels);
  LevelMap map = map_levels(grid, levels, options.to_edges, context);
  Isolines lines;
  lines.crs = grid.crs;
  lines.unit = grid.unit;
  lines.facts = grid.facts;
  lines.levels = levels;
  Tracer tracer(map);
  for (std::size_t level = 0; level < levels.size(); ++level) {
    std::vector<Arc> arcs;
    arcs.reserve(map.chords[level].size());
    for (const Chord& chord : map.chords[level]) {
      arcs.push_back({chord.from, chord.to, chord.above, 0});
    }
    // The border of what has just this level.
    const auto band = std::upper_bound(levels.begin(), levels.end(), levels[level]);
    for (const BorderPiece& piece : map.borders[static_cast<std::size_t>(band - levels.begin())]) {
      arcs.push_back({piece.from, piece.to, piece.label, 1});
    }
    for (const std::vector<std::uint32_t>& line : tracer.lines(std::move(arcs), context)) {
      lines.level.push_back(static_cast<std::uint32_t>(level));
      for (const std::uint32_t node : line) {
        lines.x.push_back(map.x[node]);
        lines.y.push_back(map.y[node]);
      }
      lines.line_vertex.push_back(static_cast<std::uint32_t>(lines.x.size()));
    }
    if (lines.x.size() > kNone / 2) {
      throw Error(ErrorCode::kMemory,
                  "contours: the lines have too many vertices; give fewer levels");
    }
  }
  return lines;
}

Bands filled_bands(const Grid& grid, const std::vector<double>& levels,
                   const ContourOptions& options, const Context& context) {
  grid.validate();
  check_levels(levels);
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  LevelMap map = map_levels(grid, levels, options.to_edges, context);
  Bands bands;
  bands.shapes.crs = grid.crs;
  bands.unit = grid.unit;
  bands.facts = grid.facts;
  const std::vector<std::string> texts = level_texts(levels);
  Tracer tracer(map);
  for (std::size_t band = options.below_first ? 0 : 1; band <= levels.size(); ++band) {
    Region region;
    region.code = std::to_string(band);
    const std::string name = band_name(texts, band);
    region.name = {name, name};
    bands.shapes.add_region(std::move(region));
    tracer.polygons(outline(map, band), bands.shapes, context);
    const auto n = bands.shapes.size();
    if (bands.shapes.region_part[n] == bands.shapes.region_part[n - 1]) {
      bands.shapes.regions.pop_back();
      bands.shapes.region_part.pop_back();
      continue;
    }
    bands.lower.push_back(band == 0 ? -kInfinity : levels[band - 1]);
    bands.upper.push_back(band == levels.size() ? kInfinity : levels[band]);
  }
  return bands;
}

Bands areas_at_or_below(const Grid& grid, double level, const Context& context) {
  // A value at a contour's level counts as above it: the next number upwards lets it in.
  Bands bands = filled_bands(grid, {std::nextafter(level, std::numeric_limits<double>::infinity())},
                             {.to_edges = true, .below_first = true}, context);
  Bands out;
  out.shapes.crs = bands.shapes.crs;
  out.unit = std::move(bands.unit);
  out.facts = std::move(bands.facts);
  const PolygonSet& shapes = bands.shapes;
  for (std::size_t r = 0; r < shapes.size(); ++r) {
    if (std::isfinite(bands.lower[r])) continue;
    Region region = shapes.regions[r];
    const std::string name = "≤ " + level_texts({level}).front();
    region.name = {name, name};
    out.shapes.add_region(std::move(region));
    for (std::uint32_t p = shapes.region_part[r]; p < shapes.region_part[r + 1]; ++p) {
      out.shapes.add_part();
      for (std::uint32_t k = shapes.part_ring[p]; k < shapes.part_ring[p + 1]; ++k) {
        std::vector<Point> ring;
        for (std::uint32_t v = shapes.ring_vertex[k]; v < shapes.ring_vertex[k + 1]; ++v) {
          ring.push_back({shapes.x[v], shapes.y[v]});
        }
        out.shapes.add_ring(ring);
      }
    }
    out.lower.push_back(bands.lower[r]);
    out.upper.push_back(level);
  }
  return out;
}

std::vector<double> quantile_levels(const Grid& grid, const std::vector<double>& probabilities) {
  for (const double p : probabilities) {
    if (!(p >= 0 && p <= 1)) {
      throw Error(ErrorCode::kOption,
                  "quantiles of contours: " + base::number_text(p, 17) + " is not from 0 to 1");
    }
  }
  std::vector<double> positive;
  for (const double value : grid.values) {
    if (value > 0 && std::isfinite(value)) positive.push_back(value);
  }
  if (positive.empty()) return {};
  std::sort(positive.begin(), positive.end());
  std::vector<double> levels;
  for (const double p : probabilities) {
    const double rank = std::ceil(p * static_cast<double>(positive.size()));
    const auto at = static_cast<std::size_t>(std::max(1.0, rank));
    levels.push_back(positive[std::min(at, positive.size()) - 1]);
  }
  return levels;
}

std::vector<double> mass_levels(const Grid& grid, const std::vector<double>& shares) {
  for (const double share : shares) {
    if (!(share > 0 && share <= 1)) {
      throw Error(ErrorCode::kOption, "shares of contours: " + base::number_text(share, 17) +
                                          " is not above 0 and up to 1");
    }
  }
  std::vector<double> positive;
  for (const double value : grid.values) {
    if (value < 0) {
      throw Error(ErrorCode::kOption,
                  "shares of contours: the grid holds negative values, which are no mass; give "
                  "levels instead");
    }
    if (value > 0 && std::isfinite(value)) positive.push_back(value);
  }
  if (positive.empty()) return {};
  std::sort(positive.begin(), positive.end(), std::greater<>());
  // Relative to the greatest, so that no sum overflows.
  std::vector<double> sums;
  sums.reserve(positive.size());
  double sum = 0;
  double lost = 0;  // Kahan's compensation
  for (const double value : positive) {
    const double term = value / positive.front() - lost;
    const double next = sum + term;
    lost = (next - sum) - term;
    sum = next;
    sums.push_back(sum);
  }
  std::vector<double> levels;
  for (const double share : shares) {
    const auto at = std::lower_bound(sums.begin(), sums.end(), share * sums.back());
    levels.push_back(positive[static_cast<std::size_t>(at - sums.begin())]);
  }
  return levels;
}

}  // namespace geo::density
