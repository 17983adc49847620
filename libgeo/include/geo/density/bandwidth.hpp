#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/model/point_set.hpp"

namespace geo::density {

/// Ways to choose a bandwidth from the points; formulas in docs/methods/density-bandwidth.md. Each
/// finds a standard deviation s (of one coordinate of the kernel), in metres.
enum class BandwidthRule {
  /// s = SD n^(-1/6), by axis. Scott (1992).
  kScott,
  /// The same with min(SD, IQR / 1.34) for SD: not fooled by a few points far away. Silverman
  /// (1986).
  kSilverman,
  /// Radius of the quartic kernel = 0.9 min(SD, sqrt(1 / ln 2) Dm) n^(-1/5) with the standard
  /// distance SD and the median distance Dm from the mean centre: what ArcGIS draws with where
  /// nothing is given, and what users of other programs copy.
  kArcgis,
  /// Greatest likelihood of each point under the density of all others. Habbema, Hermans and van
  /// den Broek (1974), Duin (1976); Loader (1999, 5.3); spatstat's bw.ppl.
  kLikelihood,
  /// Least integrated squared error, estimated without bias. Rudemo (1982), Bowman (1984).
  kLeastSquares,
  /// The sum of 1 / intensity at the points equals the window's area. Cronie and van Lieshout
  /// (2018); spatstat's bw.CvL.
  kCronieVanLieshout,
};

/// "scott", "silverman", "arcgis", "likelihood", "least-squares", "cronie-van-lieshout".
[[nodiscard]] std::string name_of(BandwidthRule rule);
/// Of what was given in place of a number: throws Error(kOption) that says so and lists the rules.
[[nodiscard]] BandwidthRule bandwidth_rule_named(const std::string& name);

/// The bandwidth of a kernel of standard deviation 1 (of one coordinate): uniform 2, triangular
/// sqrt(20/3), Epanechnikov sqrt 6, quartic sqrt 8, triweight sqrt 10, Gaussian 1.
[[nodiscard]] double bandwidth_per_deviation(Kernel kernel);

struct BandwidthOptions {
  BandwidthRule rule = BandwidthRule::kScott;
  Kernel kernel = Kernel::kQuartic;  ///< that the bandwidth is for
  /// Area of the window that the points were observed in (Cronie and van Lieshout only); 0: of the
  /// points' bounding box, which is too small or, where the region is not a box, far too great.
  double area_m2 = 0;
  /// Cross-validation: the bandwidths to compare (of `kernel`). Empty: 24 from a greatest one down
  /// by sqrt 2 each, then seven more on either side of the best, by 2^(1/16) each. The greatest is
  /// twice that of Scott; for Cronie and van Lieshout the s of half the bounding box's diagonal.
  std::vector<double> candidates_m = {};
  /// Cross-validation: points at which the criterion is evaluated, against all points; 0: all of up
  /// to 20,000, and of more as many as make 4e8 pairs, but at least 1000. They are drawn at random.
  std::size_t evaluations = 0;
  std::uint64_t seed = 1;
};

struct BandwidthChoice {
  struct Candidate {
    double bandwidth_m = 0;
    double criterion = 0;
  };
  BandwidthRule rule = BandwidthRule::kScott;
  Kernel kernel = Kernel::kQuartic;
  double bandwidth_m = 0;  ///< of `kernel`
  double deviation_m = 0;  ///< the same as a standard deviation: of the Gaussian
  /// Of `kernel`, along the axes, for Scott and Silverman (an ellipse of azimuth 0 has bandwidth_m
  /// = north_m, bandwidth_across_m = east_m); else both are bandwidth_m. `bandwidth_m` is their
  /// geometric mean.
  double east_m = 0;
  double north_m = 0;
  /// Cross-validation: what was compared, by ascending bandwidth. The criterion is: likelihood,
  /// mean logarithm of the density per km2 (greatest is best); least squares, per km2 (least is
  /// best); Cronie and van Lieshout, (sum - area)^2 in km4 (least is best).
  std::vector<Candidate> curve;
  std::size_t points = 0;     ///< that weigh anything
  std::size_t evaluated = 0;  ///< of them, in cross-validation; 0 for rules
  double area_m2 = 0;         ///< Cronie and van Lieshout: the area that was used
  /// The best was the least or greatest of all compared: there may be no best one. Least squares
  /// and likelihood run to the least one where most points share their position with others.
  bool at_limit = false;
  /// For a grid's facts: bandwidth_rule; of cross-validation also bandwidth_evaluated,
  /// bandwidth_seed (where not all were), bandwidth_area_m2 (Cronie and van Lieshout) and
  /// bandwidth_at_limit.
  std::vector<std::pair<std::string, std::string>> facts;
};

/// Chooses a bandwidth. Points that weigh nothing are left out; with weights, n is Kish's effective
/// number (sum w)^2 / sum w^2 (ArcGIS: the sum of weights), and means, deviations, quantiles and
/// criteria are weighted. Cross-validation is that of the Gaussian kernel, whatever `kernel` is:
/// the result is converted by `bandwidth_per_deviation`. No correction at the border.
///
/// Throws Error(kOption) where there are no two positions, or for a candidate or an area that is
/// not possible. Rules cost O(n log n); cross-validation O(evaluations x points in reach), nine
/// standard deviations of the greatest candidate, once for the 24 together and once for each step
/// of the seven, or once for each of `candidates_m`. The same bits with any number of threads.
[[nodiscard]] BandwidthChoice choose_bandwidth(const PointSet& points,
                                               const BandwidthOptions& options,
                                               const Context& context);

}  // namespace geo::density
