#include "geo/scene/classes.hpp"

#include <algorithm>
#include <cmath>

#include "base/number.hpp"
#include "geo/core/error.hpp"

namespace geo::scene {
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
  const double way = low > 0 ? std::log(value / low) / std::log(high / low)
                             : (value / 2 - low / 2) / (high / 2 - low / 2);
  return found + std::clamp(way, 0.0, 1.0);
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

void check_breaks(const std::vector<double>& breaks) {
  for (std::size_t i = 0; i < breaks.size(); ++i) {
    if (!std::isfinite(breaks[i]) || (i > 0 && breaks[i] <= breaks[i - 1])) {
      throw Error(ErrorCode::kOption, "breaks: number " + std::to_string(i + 1) + " (" +
                                          format_number(breaks[i]) +
                                          ") must be finite and above the one before it");
    }
  }
}

Classes make_classes(std::vector<double> breaks, double top, Ramp ramp) {
  check_breaks(breaks);
  Classes classes;
  classes.breaks = std::move(breaks);
  if (classes.breaks.empty()) return classes;
  classes.top = std::isfinite(top) ? std::max(top, classes.breaks.back()) : classes.breaks.back();
  // A sequential ramp's own first colour is that of the paper.
  const double start = diverging(ramp) ? 0 : 0.06;
  const auto n = static_cast<double>(classes.breaks.size());
  for (std::size_t i = 0; i <= classes.breaks.size(); ++i) {
    classes.colors.push_back(ramp_color(ramp, start + (1 - start) * static_cast<double>(i) / n));
  }
  return classes;
}

std::string format_number(double value, int digits) { return base::number_text(value, digits); }

}  // namespace geo::scene
