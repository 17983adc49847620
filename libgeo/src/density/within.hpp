#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "density/border.hpp"
#include "density/surface.hpp"
#include "geo/density/edge.hpp"

namespace geo::density {

/// No data (NaN) at every pixel whose centre the border does not cover.
void mask_to(Grid& grid, const Border& border, const Context& context);

/// Corrected estimates of several sets of points on one frame within one window: what depends on
/// these alone is made once.
class Within {
 public:
  /// A window without regions: everywhere, without a mask. Throws as `estimate_within`; a
  /// correction needs a window.
  Within(const GridFrame& frame, const Options& options, const PolygonSet& window,
         const EdgeOptions& edge, const Context& context);

  /// The points that count, without their columns.
  struct Selection {
    PointSet points;
    std::vector<std::uint32_t> index;  ///< of each in the given points
    bool weighted = false;
    double weight_sum = 0;
    std::size_t outside = 0;  ///< left out
    double outside_weight = 0;
  };
  /// `only_inside`: points outside of a window are left out without a correction, too.
  [[nodiscard]] Selection select(const PointSet& points, const Context& context,
                                 bool only_inside = false) const;

  /// The estimate of `estimate_within` with all its facts.
  [[nodiscard]] Grid corrected(const Selection& selection, const Context& context) const;

  /// For many estimates: weights over edge masses, and the values of points that already have them
  /// (under Diggle's correction). Facts and unit are those of `estimate`.
  [[nodiscard]] std::vector<double> diggle_weights(const PointSet& points, std::size_t& capped,
                                                   const Context& context) const;
  [[nodiscard]] Grid surface(const PointSet& points, const Context& context) const;

  [[nodiscard]] const GridFrame& frame() const { return frame_; }
  [[nodiscard]] const Options& options() const { return options_; }
  [[nodiscard]] const EdgeOptions& edge() const { return edge_; }
  /// nullptr without a window.
  [[nodiscard]] const Border* border() const { return border_ ? &*border_ : nullptr; }
  [[nodiscard]] double window_area() const;
  /// edge_correction and window_km2, where there is a window; points_outside of these where they
  /// are left out.
  void set_window_facts(Facts& facts, std::size_t outside) const;

 private:
  GridFrame frame_;
  Options options_;
  EdgeOptions edge_;
  std::string crs_;
  std::optional<Border> border_;
  std::optional<EdgeMass> mass_;
  /// Under the uniform correction; NaN outside, and where it is below the least mass.
  std::vector<double> mass_on_frame_;
  std::size_t pixels_uncorrected_ = 0;
};

}  // namespace geo::density
