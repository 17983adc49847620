#pragma once

#include <string>
#include <vector>

#include "geo/scene/breaks.hpp"
#include "geo/scene/color.hpp"

namespace geo::scene {

/// Classes of values. Class i holds [breaks[i], breaks[i+1]), the last one everything from
/// its break up to `top`. Values below the first break, and NaN, are in no class and not drawn.
struct Classes {
  std::vector<double> breaks;  ///< ascending; empty: there is nothing to show
  double top = 0;              ///< the greatest value, at least the last break
  std::vector<Color> colors;   ///< size of breaks + 1: colours at the breaks and at `top`
  /// true: colours flow from break to break (and fade in over the first class); false: each class
  /// has the colour of its break.
  bool continuous = true;

  /// The class of a value, or -1.
  [[nodiscard]] int class_of(double value) const;
  /// Where a value stands among the classes: i + f, f of the way through class i (by logarithm
  /// where its break is above 0), up to breaks.size(); -1 where it is in none.
  [[nodiscard]] double position(double value) const;
  /// The colour of a value; fully transparent where it is in no class.
  [[nodiscard]] Color shade(double value) const;
  /// The colour at a position that `position` gave: what a legend's bar is painted with.
  [[nodiscard]] Color shade_at(double position) const;
};

/// Throws Error(kOption) that names the first break that is not finite or not above the one before.
void check_breaks(const std::vector<double>& breaks);

/// Classes with given breaks (those of `choose_breaks`, or any), coloured by a ramp. Throws as
/// `check_breaks`.
[[nodiscard]] Classes make_classes(std::vector<double> breaks, double top, Ramp ramp);

/// A number for a legend: at most `digits` significant digits, thousands separated: "12,500",
/// "0.05".
[[nodiscard]] std::string format_number(double value, int digits = 4);

}  // namespace geo::scene
