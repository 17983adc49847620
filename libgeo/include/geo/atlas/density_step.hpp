#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "geo/density/bandwidth.hpp"
#include "geo/density/bins.hpp"
#include "geo/density/density.hpp"
#include "geo/density/edge.hpp"
#include "geo/density/significance.hpp"

namespace geo::atlas {

/// A bandwidth for each point instead of one for all.
struct AdaptiveStep {
  enum class Method { kAbramson, kNeighbours };
  Method method = Method::kAbramson;
  double pilot_m = 0;          ///< Abramson: bandwidth of the pilot; 0: the same as of the estimate
  double smallest_factor = 0;  ///< Abramson: from 0 (no limit) to 1
  double largest_factor = 5;   ///< Abramson: at least 1
  std::size_t neighbours = 50;  ///< the distance to this neighbour is the bandwidth
  double smallest_m = 1;        ///< neighbours: the range it is moved into
  double largest_m = 1e9;
};

/// Each specialty against all enterprises.
struct RelativeStep {
  double least_points = 5;
  double stabiliser = 1e-3;
};

/// Which hot spots are more than chance: of all enterprises against complete randomness within the
/// boundaries, of each specialty against random labelling.
struct SignificanceStep {
  int simulations = 199;
  std::uint64_t seed = 1;
  density::Alternative alternative = density::Alternative::kGreater;
  double level = 0.05;  ///< hot spots are where p is at or below it
  density::GlobalTest global = density::GlobalTest::kMaximum;
  bool envelope = false;  ///< also the envelopes of the simulations, a grid each
  int rank = 0;           ///< of the envelopes; 0: 5, or as many as there are simulations
};

/// Filled bands of the density; of the three the first that is not empty.
struct ContourStep {
  std::vector<double> levels;     ///< ascending, in the unit of the density
  std::vector<double> shares;     ///< the smallest areas that hold these shares of the enterprises
  std::vector<double> quantiles;  ///< of the positive pixels
  bool lines = false;             ///< the borders as lines, too
};

struct BinStep {
  density::BinShape shape = density::BinShape::kHexagonPointy;
  double size_m = 1000;
  std::vector<std::string> columns;  ///< of numbers: their sums and means, beside the weight's
};

/// One grid for each slice of time.
struct TimeStep {
  std::string column;          ///< dates as 2018, 2018-05, 2018-05-31 or 2018/5/31
  std::vector<double> breaks;  ///< decimal years
  bool cumulative = false;
};

/// The heatmaps of a run and what is derived from them. The grid covers the boundaries (or the
/// points, where there are none).
struct DensityStep {
  density::Options options;
  std::optional<density::BandwidthRule> bandwidth_rule;  ///< instead of options.bandwidth_m
  std::uint64_t bandwidth_evaluations = 0;               ///< as in density::BandwidthOptions
  std::optional<AdaptiveStep> adaptive;
  density::Correction correction = density::Correction::kNone;
  bool mask = false;     ///< no data outside of the boundaries; a correction masks, too
  double pixel_m = 200;  ///< side of a pixel; ignored where columns and rows are given
  int columns = 0;  ///< 0: as many as pixel_m needs; else rows too, pixels as small as both allow
  int rows = 0;
  bool by_specialty = true;  ///< one grid for each specialty beside the one of all enterprises
  std::optional<RelativeStep> relative;
  std::optional<SignificanceStep> significance;
  std::optional<ContourStep> contours;
  std::optional<BinStep> bins;
  std::optional<TimeStep> time;
};

}  // namespace geo::atlas
