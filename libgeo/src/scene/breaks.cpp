#include "geo/scene/breaks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <utility>

#include "base/number.hpp"
#include "geo/core/error.hpp"
#include "jenks.hpp"

namespace geo::scene {
namespace {

using base::decimal;

constexpr double kLeast = 1e-290;  // below, decimal arithmetic has no room
constexpr double kGreatest = 1e290;
constexpr std::array<Classification, 6> kMethods = {
    Classification::kGeometric,         Classification::kEqual,
    Classification::kQuantile,          Classification::kJenks,
    Classification::kStandardDeviation, Classification::kLog};

// Steps through 1, 2, 5, 10, 20, 50 ... by index: 0 is 1, -1 is 0.5.
double round_number(int index) {
  constexpr std::array<double, 3> kMantissa = {1, 2, 5};
  const int exponent = index >= 0 ? index / 3 : -((-index + 2) / 3);
  return decimal(kMantissa[static_cast<std::size_t>(index - 3 * exponent)], exponent);
}

// The index of the greatest round number that is not above `value`.
int round_index_below(double value) {
  int index = 3 * static_cast<int>(std::floor(std::log10(value))) + 3;
  while (round_number(index) > value) --index;
  return index;
}

// Down from the greatest value, so that the classes that are drawn are the ones that stand out.
std::vector<double> geometric_from_top(double least, double greatest, int count) {
  std::vector<double> breaks;
  const int top = round_index_below(greatest);
  for (int i = 0; i < count; ++i) {
    breaks.push_back(round_number(top - i));
    if (breaks.back() <= least) break;  // a lower one would part nothing from nothing
  }
  std::reverse(breaks.begin(), breaks.end());
  return breaks;
}

std::vector<double> equal_from_zero(double greatest, int count) {
  constexpr std::array<double, 5> kSteps = {1, 2, 2.5, 5, 10};
  const double wanted = greatest / (count + 1);
  const int exponent = static_cast<int>(std::floor(std::log10(wanted)));
  double mantissa = kSteps.back();
  for (const double step : kSteps) {
    if (decimal(step, exponent) >= wanted) {
      mantissa = step;
      break;
    }
  }
  std::vector<double> breaks;
  for (int i = 1; i <= count && decimal(mantissa * i, exponent) <= greatest; ++i) {
    breaks.push_back(decimal(mantissa * i, exponent));
  }
  if (breaks.empty()) breaks.push_back(round_number(round_index_below(greatest)));
  return breaks;
}

// The greatest multiple of 10^exponent that is not above `value`.
double floor_to(double value, int exponent) {
  const double whole = std::floor(value / decimal(1, exponent));
  if (std::abs(whole) > 1e15) return value;  // it has no more digits
  // The division may have crossed a whole number by its own rounding.
  const double next = decimal(whole + 1, exponent);
  const double rounded = next <= value ? next : decimal(whole, exponent);
  return rounded > value ? value : rounded;
}

int magnitude(double value) { return static_cast<int>(std::floor(std::log10(std::abs(value)))); }

double floor_to_two_digits(double value) {
  return value == 0 ? 0 : floor_to(value, magnitude(value) - 1);
}

// Every 2nd, 3rd ... of 1, 2, 5, 10 ..., so few that they reach from the greatest value to the
// least.
std::vector<double> geometric_over_all(double least, double greatest, int count) {
  const int low = round_index_below(least);
  const int top = round_index_below(greatest);
  if (count == 1 || low == top) return {round_number(low)};
  const int step = (top - low + count - 2) / (count - 1);
  std::vector<double> breaks;
  for (int at = top - step * ((top - low + step - 1) / step); at <= top; at += step) {
    breaks.push_back(round_number(at));
  }
  return breaks;
}

std::vector<double> equal_over_all(double least, double greatest, int count) {
  if (count == 1 || !(least < greatest)) return {floor_to_two_digits(least)};
  constexpr std::array<double, 4> kSteps = {1, 2, 2.5, 5};
  for (int exponent = magnitude((greatest - least) / count) - 1;; ++exponent) {
    for (const double mantissa : kSteps) {
      const double step = decimal(mantissa, exponent);
      const double first = std::floor(least / step);
      const double last = std::floor(greatest / step);
      if (last - first + 1 > count) continue;
      if (std::abs(first) > 1e15) return {least};  // values closer than their digits can tell
      std::vector<double> breaks;
      for (double i = first; i <= last; ++i) breaks.push_back(decimal(mantissa * i, exponent));
      return breaks;
    }
  }
}

// The values that are classified, and what was found of them.
struct Data {
  std::vector<double> values;
  double least = 0;
  double greatest = 0;
};

Data classified(const std::vector<double>& values, const BreakOptions& options) {
  Data data;
  data.values.reserve(values.size());
  for (double value : values) {
    if (options.centre) value = std::abs(value - *options.centre);
    if (!(std::abs(value) <= kGreatest)) continue;
    if (std::abs(value) < kLeast) value = 0;
    if ((options.positive || options.centre) && !(value > 0)) continue;
    data.values.push_back(value);
  }
  if (data.values.empty()) return data;
  const auto [least, greatest] = std::minmax_element(data.values.begin(), data.values.end());
  data.least = *least;
  data.greatest = *greatest;
  return data;
}

std::vector<double> deviations(const Data& data, int classes) {
  // About a value of the data, in units of the greatest distance: no overflow, no lost digits.
  const double origin = data.least;
  const double scale = data.greatest - data.least;
  if (!(scale > 0)) return {};
  double sum = 0;
  for (const double value : data.values) sum += (value - origin) / scale;
  const auto n = static_cast<double>(data.values.size());
  const double mean = sum / n;
  double squares = 0;
  for (const double value : data.values) {
    const double deviation = (value - origin) / scale - mean;
    squares += deviation * deviation;
  }
  const double sd = std::sqrt(squares / n);
  std::vector<double> limits;
  for (int i = 1; i < classes; ++i) {
    const double limit = origin + scale * (mean + (i - classes / 2.0) * sd);
    if (limit > data.least && limit <= data.greatest) limits.push_back(limit);
  }
  return limits;
}

std::vector<double> powers_of_ten(const Data& data, int classes) {
  int low = magnitude(data.least);
  while (decimal(1, low) <= data.least) ++low;
  int high = magnitude(data.greatest) + 1;
  while (decimal(1, high) > data.greatest) --high;
  if (classes < 2) return {};
  const int step = std::max(1, (high - low + classes - 1) / (classes - 1));
  std::vector<double> limits;
  for (int at = high; at >= low; at -= step) limits.push_back(decimal(1, at));
  std::reverse(limits.begin(), limits.end());
  return limits;
}

// The limits between `classes` classes from `low` up, not rounded. `data` is sorted where the
// method wants it.
std::vector<double> limits_between(const Data& data, const BreakOptions& options, double low,
                                   int classes, bool& exact) {
  std::vector<double> limits;
  const auto n = static_cast<std::size_t>(classes);
  switch (options.method) {
    case Classification::kGeometric:
      for (int i = 1; i < classes; ++i) {
        limits.push_back(data.least *
                         std::pow(data.greatest / data.least, static_cast<double>(i) / classes));
      }
      break;
    case Classification::kEqual:
      for (int i = 1; i < classes; ++i) {
        const double share = static_cast<double>(i) / classes;
        limits.push_back(low * (1 - share) + data.greatest * share);
      }
      break;
    case Classification::kQuantile:
      for (std::size_t i = 1; i < n; ++i) limits.push_back(data.values[data.values.size() * i / n]);
      break;
    case Classification::kJenks: {
      JenksLimits found = jenks_limits(data.values, classes, Breaks::kExactJenks);
      limits = std::move(found.limits);
      exact = found.exact;
      break;
    }
    case Classification::kStandardDeviation:
      limits = deviations(data, classes);
      break;
    case Classification::kLog:
      limits = powers_of_ten(data, classes);
      break;
  }
  return limits;
}

void keep_ascending(std::vector<double>& breaks, double greatest) {
  std::size_t kept = 0;
  for (const double at : breaks) {
    if (at <= greatest && (kept == 0 || at > breaks[kept - 1])) breaks[kept++] = at;
  }
  breaks.resize(kept);
}

void round_all(std::vector<double>& breaks, bool positive) {
  if (positive) {
    for (double& at : breaks) at = floor_to_two_digits(at);
    return;
  }
  double gap = breaks.size() > 1 ? std::numeric_limits<double>::infinity() : std::abs(breaks[0]);
  for (std::size_t i = 1; i < breaks.size(); ++i) gap = std::min(gap, breaks[i] - breaks[i - 1]);
  if (!(gap > kLeast)) return;
  for (double& at : breaks) at = floor_to(at, magnitude(gap) - 1);
}

std::vector<double> breaks_of(Data& data, const BreakOptions& options, bool positive, bool& exact) {
  const Classification method = options.method;
  if (options.rounded && method == Classification::kGeometric) {
    return positive ? geometric_from_top(data.least, data.greatest, options.classes)
                    : geometric_over_all(data.least, data.greatest, options.classes);
  }
  if (options.rounded && method == Classification::kEqual) {
    return positive ? equal_from_zero(data.greatest, options.classes)
                    : equal_over_all(data.least, data.greatest, options.classes);
  }
  if (method == Classification::kQuantile || method == Classification::kJenks) {
    std::sort(data.values.begin(), data.values.end());
  }
  const bool log = method == Classification::kLog;
  const double first = log && options.rounded ? decimal(1, magnitude(data.least)) : data.least;
  std::vector<double> breaks = limits_between(data, options, positive ? 0 : data.least,
                                              options.classes + (positive ? 1 : 0), exact);
  if (!positive || breaks.empty()) breaks.insert(breaks.begin(), std::min(first, data.least));
  keep_ascending(breaks, data.greatest);
  if (options.rounded && !log) round_all(breaks, positive);
  keep_ascending(breaks, data.greatest);
  return breaks;
}

}  // namespace

Breaks choose_breaks(const std::vector<double>& values, const BreakOptions& options) {
  if (options.classes < 1 || options.classes > 12) {
    throw Error(ErrorCode::kOption, "classes: " + std::to_string(options.classes) +
                                        " is not from 1 to 12; choose about 7");
  }
  if (options.centre && !(std::abs(*options.centre) <= kGreatest)) {
    throw Error(ErrorCode::kOption, "classes: the centre must be a finite number");
  }
  Breaks breaks;
  Data data = classified(values, options);
  if (data.values.empty()) {
    const bool at_centre = options.centre && std::any_of(values.begin(), values.end(),
                                                         [](double v) { return std::isfinite(v); });
    if (at_centre) {
      breaks.values = {*options.centre};
      breaks.top = *options.centre;
    }
    return breaks;
  }
  const bool positive = options.positive || options.centre;
  const bool ratios =
      options.method == Classification::kGeometric || options.method == Classification::kLog;
  if (ratios && !(data.least > 0)) {
    throw Error(ErrorCode::kOption, "classes: " + name_of(options.method) +
                                        " classes need values above 0, and there is " +
                                        base::number_text(data.least, 4) +
                                        "; choose another method, or give a centre");
  }
  breaks.values = breaks_of(data, options, positive, breaks.exact);
  breaks.top = data.greatest;
  if (options.centre) {
    double reach = data.greatest;
    if (options.rounded) {
      const double ceiling = -floor_to(-reach, magnitude(reach) - 1);
      reach = std::max(reach, ceiling);
    }
    std::vector<double> mirrored = {*options.centre - reach};
    for (const double at : breaks.values) mirrored.push_back(*options.centre - at);
    std::reverse(mirrored.begin() + 1, mirrored.end());
    for (const double at : breaks.values) mirrored.push_back(*options.centre + at);
    breaks.top = *options.centre + reach;
    keep_ascending(mirrored, breaks.top);
    breaks.values = std::move(mirrored);
  }
  return breaks;
}

double goodness_of_variance_fit(const std::vector<double>& values,
                                const std::vector<double>& breaks, const BreakOptions& options) {
  struct Sums {
    double n = 0;
    double mean = 0;
    double squares = 0;
  };
  Sums all;
  std::vector<Sums> classes(breaks.size() + 1);
  // Welford (1962): the mean and the squares about it, one value at a time.
  const auto add = [](Sums& sums, double value) {
    sums.n += 1;
    const double deviation = value - sums.mean;
    sums.mean += deviation / sums.n;
    sums.squares += deviation * (value - sums.mean);
  };
  double scale = 0;
  const auto counts = [&](double value) {
    const bool any_sign = !options.positive || options.centre;
    return std::abs(value) <= kGreatest && (any_sign || value >= kLeast);
  };
  for (const double value : values) {
    if (counts(value)) scale = std::max(scale, std::abs(value));
  }
  for (const double value : values) {
    if (!counts(value)) continue;
    const auto at = std::upper_bound(breaks.begin(), breaks.end(), value) - breaks.begin();
    const double scaled = scale > 0 ? value / scale : 0;  // no square overflows
    add(all, scaled);
    add(classes[static_cast<std::size_t>(at)], scaled);
  }
  if (all.n == 0) return std::numeric_limits<double>::quiet_NaN();
  if (!(all.squares > 0)) return 1;
  double within = 0;
  for (const Sums& sums : classes) within += sums.squares;
  return 1 - within / all.squares;
}

std::string name_of(Classification method) {
  switch (method) {
    case Classification::kGeometric:
      return "geometric";
    case Classification::kEqual:
      return "equal";
    case Classification::kQuantile:
      return "quantile";
    case Classification::kJenks:
      return "jenks";
    case Classification::kStandardDeviation:
      return "standard_deviation";
    case Classification::kLog:
      return "log";
  }
  return {};
}

Classification classification_named(const std::string& name) {
  for (const Classification method : kMethods) {
    if (name_of(method) == name) return method;
  }
  throw Error(ErrorCode::kOption,
              "classification \"" + name +
                  "\" is not known; use geometric, equal, quantile, jenks, standard_deviation or "
                  "log");
}

}  // namespace geo::scene
