#pragma once

#include <optional>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/density/edge.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"

// One density against another. Methods and limits: docs/methods/density-relative.md.
namespace geo::density {

struct RelativeOptions {
  /// Under the uniform correction e(u) stands in both densities and falls out of the ratio. A
  /// correction needs a window.
  EdgeOptions edge{.correction = Correction::kNone};
  /// The least expected count within the kernel: below it there is no data. The expected count at u
  /// is the density of points (not of weights, not corrected) times the kernel's effective area
  /// 1 / integral of k^2: what a disc of that area would hold. 0: data wherever there is a ratio.
  double least_points = 5;
  /// Of `log_relative_risk`: added to both densities, as a share of the greatest value of the
  /// controls' density g on the grid (Bowman and Azzalini 1997; epsilon in the R package sparr).
  /// It draws the ratio towards 1 where both are small, and keeps it finite. 0: nothing is added.
  double stabiliser = 1e-3;
};

/// The area of a disc of even weight that is as noisy as the kernel: 1 / integral of k^2, in km2.
/// pi h1 h2 times 1 (uniform), 2/3 (triangular), 3/4 (Epanechnikov), 5/9 (quartic), 7/16
/// (triweight); 4 pi h1 h2 for the Gaussian (not cut).
[[nodiscard]] double effective_area_km2(const Options& options);

/// The local share of a part: the kernel density of `part` over that of `whole`, which holds the
/// part, with the same kernel for both.
///
///     share(u) = sum over the part of w k(|u - x|) / sum over the whole of w k(|u - x|)
///
/// In [0, 1]: which share of the enterprises (of their weight) around u belongs to the specialty; a
/// kernel regression of membership (Nadaraya 1964; Watson 1964). No data where the whole has fewer
/// than `least_points` around u or no weight, and outside of the window. A window without regions:
/// everywhere. Unit "1"; facts: measure, kernel, bandwidth, points_part, points_whole, weight_part,
/// weight_whole, share (of the part in the whole), least_points, pixels_without_data (those of the
/// window with too few points), and those of a window. Options::unit does not matter.
///
/// Throws Error(kOption) where a ratio above 1 shows that the part is not of the whole, or for
/// options that cannot be used, and else as `estimate_within`. Costs three estimates.
[[nodiscard]] Grid local_share(const PointSet& part, const PointSet& whole, const GridFrame& frame,
                               const Options& options, const PolygonSet& window,
                               const RelativeOptions& relative, const Context& context);

/// The log relative risk of cases against controls (Bithell 1990; Kelsall and Diggle 1995):
///
///     rho(u) = ln((f(u) + d) / (g(u) + d)),  f = density of cases / their sum of weights,
///     d = stabiliser * greatest g            g = that of controls
///
/// with the same kernel for both; 0 where cases are as frequent as everywhere, ln 2 where twice as
/// frequent. `controls` are those that are no cases, or everyone: say which, the measure does not
/// know. No data where cases and controls together are fewer than `least_points` around u, where a
/// density is 0 and nothing is added, and outside of the window. Unit "ln(1)"; facts: measure,
/// kernel, bandwidth, points_cases, points_controls, weight_cases, weight_controls, least_points,
/// stabiliser, added_per_km2 (d), pixels_without_data, and those of a window. Nothing where cases
/// or controls have no weight (within the window): a specialty that is everyone or no one has no
/// risk. Throws as `estimate_within`, and Error(kOption) for options that cannot be used. Costs
/// four estimates.
[[nodiscard]] std::optional<Grid> log_relative_risk(const PointSet& cases, const PointSet& controls,
                                                    const GridFrame& frame, const Options& options,
                                                    const PolygonSet& window,
                                                    const RelativeOptions& relative,
                                                    const Context& context);

}  // namespace geo::density
