#include "geo/scene/classes.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "base/number.hpp"
#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

using base::decimal;

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

std::vector<double> geometric_breaks(double least, double greatest, int count) {
  std::vector<double> breaks;
  const int top = round_index_below(greatest);
  for (int i = 0; i < count; ++i) {
    breaks.push_back(round_number(top - i));
    if (breaks.back() <= least) break;  // a lower one would part nothing from nothing
  }
  std::reverse(breaks.begin(), breaks.end());
  return breaks;
}

std::vector<double> equal_breaks(double greatest, int count) {
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

double floor_to_two_digits(double value) {
  const int exponent = static_cast<int>(std::floor(std::log10(value))) - 1;
  double rounded = decimal(std::floor(value / decimal(1, exponent)), exponent);
  // The division may have crossed a whole number by its own rounding.
  const double next = decimal(std::floor(value / decimal(1, exponent)) + 1, exponent);
  if (next <= value) rounded = next;
  return rounded > value ? value : rounded;
}

std::vector<double> quantile_breaks(std::vector<double> values, int count) {
  std::sort(values.begin(), values.end());
  std::vector<double> breaks;
  for (int i = 1; i <= count; ++i) {
    const std::size_t at =
        values.size() * static_cast<std::size_t>(i) / static_cast<std::size_t>(count + 1);
    const double value = floor_to_two_digits(values[std::min(at, values.size() - 1)]);
    if (breaks.empty() || value > breaks.back()) breaks.push_back(value);
  }
  return breaks;
}

}  // namespace

int Classes::class_of(double value) const {
  const auto above = std::upper_bound(breaks.begin(), breaks.end(), value);
  // NaN compares false with everything, so that upper_bound ends behind the last break.
  return std::isnan(value) ? -1 : static_cast<int>(above - breaks.begin()) - 1;
}

double Classes::position(double value) const {
  const int found = class_of(value);
  if (found < 0) return -1;
  const auto i = static_cast<std::size_t>(found);
  const double low = breaks[i];
  const double high = i + 1 < breaks.size() ? breaks[i + 1] : top;
  if (!(high > low)) return found;
  return found + std::clamp(std::log(value / low) / std::log(high / low), 0.0, 1.0);
}

Color Classes::shade_at(double position) const {
  if (!(position >= 0) || breaks.empty()) return {0, 0, 0, 0};
  const std::size_t i = std::min(static_cast<std::size_t>(position), breaks.size() - 1);
  if (!continuous) return colors[i];
  constexpr double kFaintest = 0.3;  // a rim that is seen, but not as a hard edge
  const Color color = mix(colors[i], colors[i + 1], position - static_cast<double>(i));
  const double fade = position < 1 ? kFaintest + (1 - kFaintest) * position : 1.0;
  return color.with_opacity(fade * color.a / 255.0);
}

Color Classes::shade(double value) const { return shade_at(position(value)); }

std::vector<double> choose_breaks(const std::vector<double>& values, Classification method,
                                  int count) {
  if (count < 1 || count > 12) {
    throw Error(ErrorCode::kOption,
                "classes: " + std::to_string(count) + " is not from 1 to 12; choose about 7");
  }
  constexpr double kLeast = 1e-290;  // below, decimal arithmetic has no room
  constexpr double kGreatest = 1e290;
  std::vector<double> positive;
  positive.reserve(values.size());
  for (const double value : values) {
    if (value >= kLeast && value <= kGreatest) positive.push_back(value);
  }
  if (positive.empty()) return {};
  if (method == Classification::kQuantile) return quantile_breaks(std::move(positive), count);
  const auto [least, greatest] = std::minmax_element(positive.begin(), positive.end());
  return method == Classification::kEqual ? equal_breaks(*greatest, count)
                                          : geometric_breaks(*least, *greatest, count);
}

Classes make_classes(std::vector<double> breaks, double top, Ramp ramp) {
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    if (!std::isfinite(breaks[i]) || breaks[i] <= 0 || (i > 0 && breaks[i] <= breaks[i - 1])) {
      throw Error(ErrorCode::kOption, "breaks: number " + std::to_string(i + 1) + " (" +
                                          format_number(breaks[i]) +
                                          ") must be above 0 and above the one before it");
    }
  }
  Classes classes;
  classes.breaks = std::move(breaks);
  if (classes.breaks.empty()) return classes;
  classes.top = std::isfinite(top) ? std::max(top, classes.breaks.back()) : classes.breaks.back();
  constexpr double kStart = 0.06;  // the ramp's own first colour is that of the paper
  const double n = static_cast<double>(classes.breaks.size());
  for (std::size_t i = 0; i <= classes.breaks.size(); ++i) {
    classes.colors.push_back(ramp_color(ramp, kStart + (1 - kStart) * static_cast<double>(i) / n));
  }
  return classes;
}

std::string format_number(double value, int digits) { return base::number_text(value, digits); }

}  // namespace geo::scene
