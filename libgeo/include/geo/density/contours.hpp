#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/polygon_set.hpp"

// Contours of a grid by marching squares (Lorensen and Cline 1987 in the plane), lines and filled
// bands from the same crossings. See docs/methods/contours.md.
//
// The surface. The values stand at the centres of pixels. Four centres make a cell; a level crosses
// a side of a cell where the value interpolated between its two ends is the level, and crosses the
// cell in straight lines between crossings. Where opposite corners are above and the other two
// below (a saddle), the two above are joined if the mean of the four is at or above the level. A
// centre whose value equals a level counts as above it.
//
// What is covered: cells with four finite values. A pixel without data (NaN, or infinite) takes
// away the four cells around it, so that half a pixel of its neighbours is not covered either. At
// the edge of the frame half a pixel would be missing too: with `to_edges` the outermost values are
// carried on to the edge, so that a grid without gaps is covered to its envelope.
namespace geo::density {

struct ContourOptions {
  bool to_edges = true;
  /// filled_bands: also the band of what is below the first level.
  bool below_first = false;
};

/// Lines of equal value, as flat arrays: line i has the level levels[level[i]] and the vertices
/// [line_vertex[i], line_vertex[i + 1]). What is above lies on its left. A closed line repeats its
/// first vertex; others end at the border of what is covered. No line touches or crosses itself.
struct Isolines {
  std::string crs;
  std::string unit;                                        ///< of the levels
  std::vector<std::pair<std::string, std::string>> facts;  ///< those of the grid
  std::vector<double> levels;
  std::vector<std::uint32_t> level;
  std::vector<std::uint32_t> line_vertex{0};
  std::vector<double> x;
  std::vector<double> y;

  [[nodiscard]] std::size_t size() const { return level.size(); }
  [[nodiscard]] bool closed(std::size_t line) const;
};

/// Areas between neighbouring levels: region r holds what is in [lower[r], upper[r]).
struct Bands {
  /// Code: the number of the band's lower level, from 1 ("0": what is below the first). Name:
  /// "a – b", "≥ a" or "< a". Each part a valid polygon, parts meet in single points at most.
  PolygonSet shapes;
  std::vector<double> lower;  ///< -infinity for what is below the first level
  std::vector<double> upper;  ///< infinity for the last band
  std::string unit;           ///< of the levels
  std::vector<std::pair<std::string, std::string>> facts;  ///< those of the grid
};

/// Throws Error(kOption) unless there are levels, finite, none below the one before it.
void check_levels(const std::vector<double>& levels);

/// The borders of the areas at or above each level, without those parts where data ends. Levels as
/// below. O(pixels + vertices), one thread; some 40 bytes for a vertex beside the result.
[[nodiscard]] Isolines isolines(const Grid& grid, const std::vector<double>& levels,
                                const ContourOptions& options, const Context& context);

/// The bands [level i, level i + 1), the last one open upwards. Topologically exact: neighbouring
/// bands have the same vertices, bit for bit; bands do not overlap; together they are what is
/// covered and at or above the first level. A band without area is left out. Levels are finite and
/// ascend; between equal ones there is no area. Throws Error(kOption) for other levels, for none,
/// and where pixels are so small that coordinates do not tell their centres apart; Error(kMemory).
/// Cost as above.
[[nodiscard]] Bands filled_bands(const Grid& grid, const std::vector<double>& levels,
                                 const ContourOptions& options, const Context& context);

/// The areas where the grid is at or below a level, as one band (or none): with p-values, what is
/// significant at that level. To the edges of the frame. Errors and cost as above.
[[nodiscard]] Bands areas_at_or_below(const Grid& grid, double level, const Context& context);

/// For each probability p the value that a share p of the positive pixels is at or below (the
/// ceil(p n)-th of them in ascending order). Ascending probabilities give levels for the functions
/// above. Empty where no pixel is positive. Throws Error(kOption) for p outside [0, 1]. O(n log n).
[[nodiscard]] std::vector<double> quantile_levels(const Grid& grid,
                                                  const std::vector<double>& probabilities);

/// For each share s the level of the highest-density region: the greatest value v of a pixel such
/// that the pixels with values of at least v hold a share s of the sum of all (Hyndman 1996:
/// Computing and graphing highest density regions; The American Statistician 50). What is at or
/// above it is the smallest set of pixels that holds the share. Descending shares give ascending
/// levels. Empty where the sum is 0. Throws Error(kOption) for s outside (0, 1] and for a negative
/// value. O(n log n).
[[nodiscard]] std::vector<double> mass_levels(const Grid& grid, const std::vector<double>& shares);

}  // namespace geo::density
