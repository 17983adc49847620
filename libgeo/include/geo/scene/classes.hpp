#pragma once

#include <string>
#include <vector>

#include "geo/scene/color.hpp"

namespace geo::scene {

/// How breaks are chosen. All are rounded to numbers that a person can read off a legend.
enum class Classification {
  kGeometric,  ///< 1, 2, 5, 10, 20, 50 ... up to the greatest value: for skewed values; the default
  kEqual,      ///< multiples of one round step
  kQuantile,   ///< about the same number of positive values in each class, to two digits
};

/// Classes of positive values. Class i holds [breaks[i], breaks[i+1]), the last one everything from
/// its break up to `top`. Values below the first break, and NaN, are in no class and not drawn.
struct Classes {
  std::vector<double> breaks;  ///< ascending, all above 0; empty: there is no positive value
  double top = 0;              ///< the greatest value, at least the last break
  std::vector<Color> colors;   ///< size of breaks + 1: colours at the breaks and at `top`
  /// true: colours flow from break to break (and fade in over the first class); false: each class
  /// has the colour of its break.
  bool continuous = true;

  /// The class of a value, or -1.
  [[nodiscard]] int class_of(double value) const;
  /// Where a value stands among the classes: i + f, f of the way through class i (by logarithm),
  /// up to breaks.size(); -1 where it is in none.
  [[nodiscard]] double position(double value) const;
  /// The colour of a value; fully transparent where it is in no class.
  [[nodiscard]] Color shade(double value) const;
  /// The colour at a position that `position` gave: what a legend's bar is painted with.
  [[nodiscard]] Color shade_at(double position) const;
};

/// At most `count` (1 to 12) ascending breaks for the positive values; what is not positive or not
/// finite is ignored. Empty where nothing is positive. Throws Error(kOption) for a bad count.
/// O(n) and, for quantiles, O(n log n).
[[nodiscard]] std::vector<double> choose_breaks(const std::vector<double>& values,
                                                Classification method, int count);

/// Classes with given breaks, coloured by a ramp. Throws Error(kOption) unless the breaks ascend,
/// are finite and above 0.
[[nodiscard]] Classes make_classes(std::vector<double> breaks, double top, Ramp ramp);

/// A number for a legend: at most `digits` significant digits, thousands separated: "12,500",
/// "0.05".
[[nodiscard]] std::string format_number(double value, int digits = 4);

}  // namespace geo::scene
