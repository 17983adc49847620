#include "scene/brush.hpp"

#include <algorithm>
#include <cmath>

namespace geo::scene {
namespace {

// A uniform cubic B-spline with clamped ends through `path` taken as its control polygon: it starts
// and ends where the path does and takes the corners out of what is between.
std::vector<Point> smooth(const std::vector<Point>& path) {
  if (path.size() < 3) return path;
  std::vector<Point> control(2, path.front());
  control.insert(control.end(), path.begin(), path.end());
  control.insert(control.end(), 2, path.back());
  constexpr int kSteps = 12;
  std::vector<Point> out;
  for (std::size_t i = 0; i + 3 < control.size(); ++i) {
    for (int step = 0; step < kSteps; ++step) {
      const double t = static_cast<double>(step) / kSteps;
      const double a = (1 - t) * (1 - t) * (1 - t) / 6;
      const double b = (3 * t * t * t - 6 * t * t + 4) / 6;
      const double c = (-3 * t * t * t + 3 * t * t + 3 * t + 1) / 6;
      const double d = t * t * t / 6;
      out.push_back(
          {a * control[i].x + b * control[i + 1].x + c * control[i + 2].x + d * control[i + 3].x,
           a * control[i].y + b * control[i + 1].y + c * control[i + 2].y + d * control[i + 3].y});
    }
  }
  out.push_back(path.back());
  return out;
}

// `count` points at even distances along a path.
std::vector<Point> even(const std::vector<Point>& path, int count) {
  std::vector<double> along(path.size(), 0);
  for (std::size_t i = 1; i < path.size(); ++i) {
    along[i] = along[i - 1] + std::hypot(path[i].x - path[i - 1].x, path[i].y - path[i - 1].y);
  }
  std::vector<Point> out;
  std::size_t at = 0;
  for (int i = 0; i < count; ++i) {
    const double wanted = along.back() * i / (count - 1);
    while (at + 2 < path.size() && along[at + 1] < wanted) ++at;
    const double length = along[at + 1] - along[at];
    const double t = length > 0 ? std::clamp((wanted - along[at]) / length, 0.0, 1.0) : 0;
    out.push_back({path[at].x + (path[at + 1].x - path[at].x) * t,
                   path[at].y + (path[at + 1].y - path[at].y) * t});
  }
  return out;
}

}  // namespace

std::vector<Point> stroke_path(const std::vector<Point>& axis, int count) {
  if (axis.size() < 3) return even(axis, count);
  constexpr int kKnots = 6;
  return even(smooth(even(smooth(axis), kKnots)), count);
}

std::vector<double> brush(int count, bool to_the_left) {
  constexpr double kFull = 5.2;
  constexpr double kThin = 1.2;
  constexpr double kTip = 0.5;
  const auto ease = [](double t) { return t * t * (3 - 2 * t); };
  std::vector<double> width;
  for (int i = 0; i < count; ++i) {
    const double t = static_cast<double>(i) / (count - 1);
    if (to_the_left) {
      constexpr double kEntry = 0.12;
      const double entry = t < kEntry ? 0.7 + 0.3 * ease(t / kEntry) : 1.0;
      width.push_back(entry * (kTip + (kFull - kTip) * (1 - std::pow(t, 1.6))));
    } else {
      constexpr double kSwell = 0.82;
      width.push_back(t < kSwell ? kThin + (kFull - kThin) * ease(t / kSwell)
                                 : kTip + (kFull - kTip) * (1 - ease((t - kSwell) / (1 - kSwell))));
    }
  }
  return width;
}

}  // namespace geo::scene
