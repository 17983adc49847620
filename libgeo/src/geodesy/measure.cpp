#include "geo/geodesy/measure.hpp"

#include <geodesic.h>

#include <cmath>

namespace geo::geodesy {
namespace {

constexpr double kSemiMajor = 6378137;
constexpr double kFlattening = 1 / 298.257223563;

}  // namespace

Measured measure(std::span<const Point> positions, const Crs& crs) {
  Measured out;
  const Crs degrees("WGS84");
  geod_geodesic ellipsoid{};
  geod_init(&ellipsoid, kSemiMajor, kFlattening);
  geod_polygon line{};
  geod_polygon ring{};
  geod_polygon_init(&line, 1);
  geod_polygon_init(&ring, 0);
  for (const Point& position : positions) {
    const Point at = transform(position, crs, degrees);
    geod_polygon_addpoint(&ellipsoid, &line, at.y, at.x);
    geod_polygon_addpoint(&ellipsoid, &ring, at.y, at.x);
  }
  geod_polygon_compute(&ellipsoid, &line, 0, 1, nullptr, &out.length_m);
  geod_polygon_compute(&ellipsoid, &ring, 0, 1, &out.area_m2, &out.perimeter_m);
  out.area_m2 = std::fabs(out.area_m2);
  return out;
}

}  // namespace geo::geodesy
