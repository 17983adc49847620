#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/core/geometry.hpp"
#include "synth/alias.hpp"

namespace geo::synth {

/// A log-normal number of a row, held to a range and rounded as people round.
struct Amount {
  double log_median = 0;
  double sigma = 0;
  double min = 0;    ///< whole
  double max = 0;    ///< whole
  double limit = 0;  ///< 10 to the number of significant digits
};

/// A place around which enterprises scatter.
struct Centre {
  Point position;                ///< degrees
  double spread_m = 0;           ///< standard deviation in east and north
  Point degrees_per_m;           ///< at the centre
  Alias specialties;             ///< base mix plus the centre's lean
  std::vector<Point> addresses;  ///< office buildings that many share
};

/// A recipe (docs/synth.md) made ready for drawing rows. Texts are escaped for CSV.
struct Recipe {
  std::uint64_t seed = 0;
  double reach = 0;  ///< no point lies farther from its centre than this many spreads

  std::vector<Centre> centres;
  Alias shares;  ///< of the centres

  double address_share = 0;
  double address_spread_m = 0;

  std::vector<std::string> specialties;
  std::vector<std::vector<std::string>> trades;  ///< of each specialty
  std::vector<std::string> first;
  std::vector<std::string> second;
  std::vector<std::string> forms;
  std::string prefix;
  std::string mark;
  bool quote_names = false;

  std::vector<std::string> days;  ///< ISO dates of the range
  Alias day_shares;

  Amount capital;
  Amount employees;
  double correlation = 0;  ///< between the logarithms of capital and employees
};

/// Reads and checks a recipe; addresses are drawn with `seed` (0: the recipe's own). Throws
/// Error(kInput) naming the file and the key.
[[nodiscard]] Recipe read_recipe(const std::string& file, std::uint64_t seed);

/// A position of a Gaussian cut off at `reach` spreads around `centre`, from two uniform numbers:
/// the distance by inversion, so that nothing is drawn twice.
[[nodiscard]] Point scatter(Point centre, Point degrees_per_m, double spread_m, double reach,
                            double u, double v);

}  // namespace geo::synth
