#include "geo/geodesy/china.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "geo/core/error.hpp"

namespace geo::geodesy {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kAxis = 6378245.0;
constexpr double kEccentricity2 = 0.00669342162296594323;
constexpr Box kChina{72.004, 0.8293, 137.8347, 55.8271};
constexpr double kBaiduPi = kPi * 3000.0 / 180.0;

/// sin(pi t / 12) and sin(pi t / 30), sin(pi t / 3), sin(pi t), as the formula weighs them.
double long_waves(double t, double twelfth, double thirtieth, double third_wave, double wave) {
  return (20.0 * wave + 40.0 * third_wave + twelfth * std::sin(kPi / 12.0 * t) +
          thirtieth * std::sin(kPi / 30.0 * t)) *
         2.0 / 3.0;
}

double triple_sine(double sine) { return sine * (3.0 - 4.0 * sine * sine); }

/// How far the formula shifts a position, in degrees, inside the box or not.
Point china_shift(Point p) {
  const double x = p.x - 105.0;
  const double y = p.y - 35.0;
  // The waves' frequencies are multiples of each other: one sine and cosine give four of them.
  const double third_x = std::sin(kPi / 3.0 * x);
  const double third_x_cosine = std::cos(kPi / 3.0 * x);
  const double wave_x = triple_sine(third_x);
  const double wave_x_cosine = third_x_cosine * (4.0 * third_x_cosine * third_x_cosine - 3.0);
  const double double_x = 2.0 * wave_x * wave_x_cosine;
  const double short_waves = (20.0 * triple_sine(double_x) + 20.0 * double_x) * 2.0 / 3.0;
  const double third_y = std::sin(kPi / 3.0 * y);
  const double root = std::sqrt(std::abs(x));

  const double north_m = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root +
                         short_waves + long_waves(y, 160.0, 320.0, third_y, triple_sine(third_y));
  const double east_m = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + short_waves +
                        long_waves(x, 150.0, 300.0, third_x, wave_x);

  const double latitude = p.y / 180.0 * kPi;
  const double sine = std::sin(latitude);
  const double w2 = 1.0 - kEccentricity2 * sine * sine;
  const double w = std::sqrt(w2);
  return {east_m * 180.0 / (kAxis / w * std::cos(latitude) * kPi),
          north_m * 180.0 / (kAxis * (1.0 - kEccentricity2) / (w2 * w) * kPi)};
}

/// The p with p + shift(p) == target. The shifts change by less than 4 % of the way, so that every
/// step of the iteration wins at least one digit.
template <typename Shift>
Point undo(Point target, const Shift& shift, const char* system) {
  Point p = target;
  for (int step = 0; step < 100; ++step) {
    const Point by = shift(p);
    const Point next{target.x - by.x, target.y - by.y};
    const double change = std::abs(next.x - p.x) + std::abs(next.y - p.y);
    p = next;
    if (!(change > 1e-12)) return p;  // so also for NaN
  }
  throw Error(ErrorCode::kInternal, std::string("the inverse of ") + system +
                                        " does not converge at " + std::to_string(target.x) + ", " +
                                        std::to_string(target.y));
}

Point baidu_shift(Point p) {
  const double radius = std::hypot(p.x, p.y) + 0.00002 * std::sin(p.y * kBaiduPi);
  const double angle = std::atan2(p.y, p.x) + 0.000003 * std::cos(p.x * kBaiduPi);
  return {radius * std::cos(angle) + 0.0065 - p.x, radius * std::sin(angle) + 0.006 - p.y};
}

}  // namespace

bool shifted_in_china(Point wgs84) { return kChina.contains(wgs84); }

Point wgs84_to_gcj02(Point wgs84) {
  if (!shifted_in_china(wgs84)) return wgs84;
  const Point by = china_shift(wgs84);
  return {wgs84.x + by.x, wgs84.y + by.y};
}

Point gcj02_to_wgs84(Point gcj02) {
  // No shift within the box reaches 0.05 degrees, so further out nothing can have been shifted.
  if (!kChina.grown(0.05).contains(gcj02)) return gcj02;
  const Point wgs84 = undo(gcj02, china_shift, "GCJ-02");
  // A position on the border itself must not fall out of the box by a rounding error.
  if (!kChina.grown(1e-9).contains(wgs84)) return gcj02;
  return {std::clamp(wgs84.x, kChina.min_x, kChina.max_x),
          std::clamp(wgs84.y, kChina.min_y, kChina.max_y)};
}

Point gcj02_to_bd09(Point gcj02) {
  const Point by = baidu_shift(gcj02);
  return {gcj02.x + by.x, gcj02.y + by.y};
}

Point bd09_to_gcj02(Point bd09) { return undo(bd09, baidu_shift, "BD-09"); }

}  // namespace geo::geodesy
