#pragma once

#include <cstddef>
#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace geo::scene {

/// How the limits of classes are chosen. Formulas and references: docs/methods/classes.md.
enum class Classification {
  kGeometric,          ///< each limit the same factor times the one below; the default
  kEqual,              ///< equal intervals
  kQuantile,           ///< about the same number of values in each class
  kJenks,              ///< least variance within classes (Fisher 1958, Jenks 1977)
  kStandardDeviation,  ///< the mean, and whole or half standard deviations from it
  kLog,                ///< whole powers of ten
};

struct BreakOptions {
  Classification method = Classification::kGeometric;
  /// 1 to 12.
  int classes = 7;
  /// Numbers that a person can read off a legend: 1, 2, 5, 10 ... (geometric), multiples of a round
  /// step (equal), else rounded down to two digits (with values of any sign: of the least distance
  /// between limits). Rounding may make two limits one.
  bool rounded = true;
  /// For densities, whose zeros are ground: values that are not above 0 are ignored, and what is
  /// below the first break is in no class and left blank. `classes` counts the others. false: all
  /// finite values are classified, the first break is at or below the least of them.
  bool positive = true;
  /// For diverging values, as a log relative risk about 0: the distances from here are classified
  /// as positive values, and the limits mirrored: with k classes of distances there are k on either
  /// side and one between. Leaves `positive` aside.
  std::optional<double> centre{};
};

/// What was chosen.
struct Breaks {
  /// Ascending; class i holds [values[i], values[i + 1]), the last one everything from its break
  /// up. Empty where there is nothing to classify.
  std::vector<double> values;
  /// The greatest value; with a centre as far above it as the farthest value is from it. NaN where
  /// there is nothing to classify.
  double top = std::numeric_limits<double>::quiet_NaN();
  /// kJenks: before rounding, no other limits are better. false: there were more than kExactJenks
  /// distinct values, and limits were allowed only between groups of neighbouring ones.
  bool exact = true;
  static constexpr std::size_t kExactJenks = 20000;
};

/// Chooses breaks. What is not finite or beyond 1e290 in size is ignored; below 1e-290 it is 0.
/// Throws Error(kOption) for a count of classes that is not from 1 to 12, a centre that is not
/// finite, and for geometric or logarithmic classes (without a centre) of values that are not all
/// positive. O(n); quantiles and Jenks O(n log n), Jenks also O(k m log m) for k classes of m
/// distinct values (or groups).
[[nodiscard]] Breaks choose_breaks(const std::vector<double>& values, const BreakOptions& options);

/// Goodness of variance fit of breaks for the values that `options` lets be classified: 1 - (sum of
/// squared deviations from the mean of the own class) / (sum of squared deviations from the mean of
/// all), what is below the first break being a class too (Jenks and Caspall 1971). 1 where all
/// values are equal; NaN where there are none. O(n log k).
[[nodiscard]] double goodness_of_variance_fit(const std::vector<double>& values,
                                              const std::vector<double>& breaks,
                                              const BreakOptions& options);

/// "geometric", "equal", "quantile", "jenks", "standard_deviation", "log".
[[nodiscard]] std::string name_of(Classification method);
/// Throws Error(kOption) that lists the methods.
[[nodiscard]] Classification classification_named(const std::string& name);

}  // namespace geo::scene
