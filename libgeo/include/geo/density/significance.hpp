#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/density/edge.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"

// Is a hot spot more than chance? Monte Carlo tests of a density surface (Besag and Diggle 1977).
// Methods and limits: docs/methods/density-significance.md.
namespace geo::density {

/// What a surface is tested for.
enum class Alternative {
  kGreater,   ///< denser than by chance: hot spots
  kLess,      ///< sparser than by chance
  kTwoSided,  ///< either
};

/// "greater", "less", "two-sided".
[[nodiscard]] std::string name_of(Alternative alternative);
/// Throws Error(kOption) that lists the alternatives.
[[nodiscard]] Alternative alternative_named(const std::string& name);

/// The one number by which whole surfaces are compared.
enum class GlobalTest {
  /// The greatest (least) value of the surface.
  kMaximum,
  /// The greatest (least) value of (f - mean) / standard deviation, with the pixel's mean and
  /// standard deviation of all surfaces, the observed one too. Finds hot spots away from the
  /// densest places, too. Costs the simulations twice over.
  kStudentised,
};

/// "maximum", "studentised".
[[nodiscard]] std::string name_of(GlobalTest test);
/// Throws Error(kOption) that lists the tests.
[[nodiscard]] GlobalTest global_test_named(const std::string& name);

struct SignificanceOptions {
  int simulations = 199;  ///< m, 1 to 99,999; the least p is 1 / (m + 1)
  std::uint64_t seed = 1;
  Alternative alternative = Alternative::kGreater;
  GlobalTest global = GlobalTest::kMaximum;
  /// The envelopes are the rank-th least and greatest of the simulations, pixel by pixel; 1 to 100,
  /// at most m. Each rank costs two grids of memory.
  int rank = 5;
  /// A correction needs a window.
  EdgeOptions edge{};
};

/// Grids have the frame of the test and no data outside of the window. Surfaces that differ by less
/// than 1e-6 of the observed value count as equal: the digits that summing in another order moves.
struct Significance {
  Grid observed;
  /// (1 + number of simulations at least as extreme) / (1 + m) at each pixel; two-sided: twice the
  /// lesser of both sides, at most 1. Unit "1". A test at each pixel by itself: of the pixels
  /// without any cluster, a share of alpha lies below alpha.
  Grid p;
  Grid lower;  ///< the pointwise envelopes
  Grid upper;
  Grid mean;       ///< of the simulations
  Grid deviation;  ///< standard deviation of the simulations (over m - 1; 0 where m is 1)

  /// The p-value of the surface as a whole: (1 + number of simulated surfaces whose greatest value
  /// is at least as great) / (1 + m); less: of the least values; two-sided: by the greater of both,
  /// studentised, or else twice the lesser of both p-values, at most 1.
  double global_p = 1;
  double observed_greatest = 0;  ///< of the surface, or studentised
  double observed_least = 0;
  std::vector<double> simulated_greatest;  ///< m
  std::vector<double> simulated_least;     ///< m
};

/// Against complete spatial randomness: as many points as lie in the window, each uniform over it
/// by itself; the i-th keeps the weight of the i-th. Where enterprises are at all: any city is
/// clustered against this. Points outside of the window are left out, whatever the correction.
///
/// Reproducible: simulation s draws its point i from random numbers that are a function of (seed,
/// s, i); the same bits with any number of threads. Memory: about 10 + 2 x rank grids and two
/// copies of the points, whatever m. Costs m + 1 estimates (twice with kStudentised), and under
/// Diggle's correction as many edge masses of all points. Throws as `estimate_within`, and
/// Error(kOption) for options that cannot be used.
[[nodiscard]] Significance against_randomness(const PointSet& points, const GridFrame& frame,
                                              const Options& options, const PolygonSet& window,
                                              const SignificanceOptions& significance,
                                              const Context& context);

/// Against random labelling: which of `all` belong to the specialty is drawn anew, as many as there
/// are, each subset of that size as likely as any other; positions and weights stay with the
/// points. Where the specialty is denser than the enterprises around it make it. `members` lists
/// the specialty as distinct indices into `all`. A window without regions: everywhere, with no
/// correction; points outside of a window are left out, whatever the correction. Reproducible,
/// memory, cost and errors as above; Error(kOption) for members that are not distinct indices.
[[nodiscard]] Significance against_labelling(const PointSet& all,
                                             const std::vector<std::uint32_t>& members,
                                             const GridFrame& frame, const Options& options,
                                             const PolygonSet& window,
                                             const SignificanceOptions& significance,
                                             const Context& context);

}  // namespace geo::density
