#include "geo/select/histogram.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "geo/core/error.hpp"

namespace geo::select {

double Histogram::position(double value) const {
  if (!(to > from)) return value > to ? 1 : 0;
  const double at =
      logarithmic ? std::log(value / from) / std::log(to / from) : (value - from) / (to - from);
  return std::isnan(at) ? 0 : std::clamp(at, 0.0, 1.0);
}

double Histogram::value(double position) const {
  if (position <= 0) return from;
  if (position >= 1) return to;
  return logarithmic ? from * std::pow(to / from, position) : from + position * (to - from);
}

Histogram histogram(std::span<const double> values, std::size_t bins, bool logarithmic) {
  if (bins == 0) throw Error(ErrorCode::kOption, "a histogram needs one bin at least");
  Histogram out;
  double from = std::numeric_limits<double>::infinity();
  double to = -from;
  for (const double value : values) {
    if (!std::isfinite(value)) {
      ++out.missing;
      continue;
    }
    from = std::min(from, value);
    to = std::max(to, value);
  }
  if (out.missing == values.size()) return out;
  out.from = from;
  out.to = to;
  out.logarithmic = logarithmic && from > 0;
  out.counts.assign(bins, 0);
  for (const double value : values) {
    if (!std::isfinite(value)) continue;
    const auto bin = static_cast<std::size_t>(out.position(value) * static_cast<double>(bins));
    ++out.counts[std::min(bin, bins - 1)];
  }
  return out;
}

}  // namespace geo::select
