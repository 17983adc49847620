#include "geo/geodesy/graticule.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "geo/core/error.hpp"

namespace geo::geodesy {
namespace {

constexpr std::array<double, 13> kSteps_min = {1,  2,   5,   10,  15,  20,  30,
                                               60, 120, 300, 600, 900, 1800};
constexpr int kParts = 32;

/// How many multiples of a step lie in [from, to].
int multiples(double from, double to, double step) {
  return static_cast<int>(std::floor(to / step) - std::ceil(from / step)) + 1;
}

}  // namespace

Graticule graticule(const Box& box, const Crs& crs, int most) {
  if (box.empty()) throw Error(ErrorCode::kOption, "a graticule needs a box that is not empty");
  if (most < 1) throw Error(ErrorCode::kOption, "a graticule needs one line at least");
  const Crs degrees("WGS84");
  Box reach;
  for (int i = 0; i <= kParts; ++i) {
    const double t = static_cast<double>(i) / kParts;
    const double x = box.min_x + t * box.width();
    const double y = box.min_y + t * box.height();
    for (const Point p :
         {Point{x, box.min_y}, Point{x, box.max_y}, Point{box.min_x, y}, Point{box.max_x, y}}) {
      reach.extend(transform(p, crs, degrees));
    }
  }
  double step = kSteps_min.back();
  for (const double minutes : kSteps_min) {
    if (multiples(reach.min_x, reach.max_x, minutes / 60) > most ||
        multiples(reach.min_y, reach.max_y, minutes / 60) > most) {
      continue;
    }
    step = minutes;
    break;
  }
  Graticule out;
  out.step_deg = step / 60;
  for (const bool meridian : {true, false}) {
    const double from = meridian ? reach.min_x : reach.min_y;
    const double to = meridian ? reach.max_x : reach.max_y;
    const auto last = static_cast<int>(std::floor(to * 60 / step));
    for (auto k = static_cast<int>(std::ceil(from * 60 / step)); k <= last; ++k) {
      Graticule::Line line{meridian, k * step / 60, {}};
      for (int i = 0; i <= kParts; ++i) {
        const double t = static_cast<double>(i) / kParts;
        const Point at = meridian ? Point{line.degrees, reach.min_y + t * reach.height()}
                                  : Point{reach.min_x + t * reach.width(), line.degrees};
        line.path.push_back(transform(at, degrees, crs));
      }
      out.lines.push_back(std::move(line));
    }
  }
  return out;
}

std::string angle_text(double degrees, bool meridian) {
  const auto minutes = static_cast<int>(std::lround(std::fabs(degrees) * 60));
  std::string text = std::to_string(minutes / 60) + "°";
  if (minutes % 60 != 0) {
    text += (minutes % 60 < 10 ? "0" : "") + std::to_string(minutes % 60) + "′";
  }
  if (minutes == 0) return text;
  if (meridian) return text + (degrees < 0 ? "W" : "E");
  return text + (degrees < 0 ? "S" : "N");
}

}  // namespace geo::geodesy
