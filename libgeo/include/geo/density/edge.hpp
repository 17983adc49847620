#pragma once

#include <memory>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"

// Density within a window: nothing leaks into the sea or over the city limit. Methods and limits:
// docs/methods/density-edge.md.
//
// A window is a set of valid regions in metres, in the system of the points, that do not overlap
// (`topology::repair`). Borders that two regions share vertex by vertex are no border of the
// window. Where regions overlap, or fit together badly, use `topology::outline(regions)`.
namespace geo::density {

/// The edge mass e(u): the share of the kernel, centred at u, that lies in the window; between 0
/// and 1, 1 where the kernel lies in it as a whole.
///
///     e(u) = integral over W of k(|v - u|) dv / integral over the plane of k
///
/// Exact for the five kernels of bounded radius (an absolute error below 1e-12). The Gaussian, cut
/// at its reach, is exact along each edge to 1e-12 by Gauss-Legendre quadrature, which is 1e-9 for
/// a thousand edges in reach. Where no border is in reach it is exactly 1 or 0. On a border it is
/// continuous: 1/2 on a straight edge.
///
/// Method: the polar form. By each edge that is in reach, an integral over the angle that it
/// subtends at u of the kernel's mass beyond it, in closed form. Built once, O(v log v); `at` costs
/// O(edges near) and `on` O(pixels + pixels x edges in their reach), in parallel and with the same
/// bits with any number of threads. Const is thread-safe. Keeps no reference.
class EdgeMass {
 public:
  /// Throws Error(kOption) as `estimate` for the options; Unit is not used.
  EdgeMass(const PolygonSet& window, const Options& options);
  ~EdgeMass();
  EdgeMass(EdgeMass&& other) noexcept;
  EdgeMass& operator=(EdgeMass&& other) noexcept;

  [[nodiscard]] std::vector<double> at(const std::vector<Point>& positions,
                                       const Context& context) const;
  /// At every pixel centre, inside and outside of the window. Unit "1", crs of the window.
  [[nodiscard]] Grid on(const GridFrame& frame, const Context& context) const;

  /// Edges of the window's border, without those that regions share.
  [[nodiscard]] std::size_t edge_count() const;
  /// Of the window, in the square of the unit of its coordinates.
  [[nodiscard]] double area() const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// How the kernel's mass that falls outside the window is made good.
enum class Correction {
  kNone,  ///< not at all: every point counts, and the mass outside is lost
  /// The estimate at u is divided by e(u) (Diggle 1985): unbiased where the intensity is even; the
  /// integral over the window is not exactly the sum of weights.
  kUniform,
  /// The weight of each point x is divided by e(x) (Jones 1993; Diggle 2010): the integral over the
  /// window is the sum of the weights of the points inside; too low at the border where the
  /// intensity is even.
  kDiggle,
};

/// "none", "uniform", "diggle".
[[nodiscard]] std::string name_of(Correction correction);
/// Throws Error(kOption) that lists the corrections.
[[nodiscard]] Correction correction_named(const std::string& name);

struct EdgeOptions {
  Correction correction = Correction::kUniform;
  /// The least e that is divided by. Below it the uniform correction gives no data, and Diggle's
  /// divides by this instead: on an islet or a spit that holds a thousandth of the kernel nothing
  /// can be said. Above 0, at most 1.
  double least_mass = 1e-3;
};

/// Kernel density within a window, as spatstat's density.ppp: `estimate`, corrected, and no data
/// (NaN) at pixels whose centre is neither in the window nor on its border.
///
/// Points neither in the window nor on its border are left out under both corrections, which assume
/// that nothing is observed there; without a correction they count as in `estimate`. Unit as
/// `estimate`. More facts: edge_correction, window_km2, points_outside and weight_outside (how many
/// were left out, and what they weigh; `points` and `weight_sum` are those that count),
/// least_edge_mass (with a correction), points_capped (Diggle's: those with e below `least_mass`),
/// pixels_uncorrected (uniform: those in the window with e below it, no data). Throws Error(kInput)
/// for a window without area, Error(kOption) for options that cannot be used, Error(kInternal) when
/// points and window differ in their system. Costs `estimate`, and `EdgeMass` at the points or on
/// the frame.
[[nodiscard]] Grid estimate_within(const PointSet& points, const GridFrame& frame,
                                   const Options& options, const PolygonSet& window,
                                   const EdgeOptions& edge, const Context& context);

/// The grid with no data (NaN) at every pixel whose centre is neither in the window nor on its
/// border: exact. More facts: masked_to ("window"), window_km2. O(pixels + rows x edges near).
/// Throws Error(kInternal) when grid and window differ in their system.
[[nodiscard]] Grid mask(Grid grid, const PolygonSet& window, const Context& context);

}  // namespace geo::density
