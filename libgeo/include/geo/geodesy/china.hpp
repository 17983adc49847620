#pragma once

#include "geo/core/geometry.hpp"

/// The offset coordinate systems of Chinese web maps. All positions are (longitude, latitude) in
/// degrees. Formulas: the public reverse engineering as in coordtransform and eviltransform, with
/// the ellipsoid a = 6378245, ee = 0.00669342162296594323.
namespace geo::geodesy {

/// True where GCJ-02 differs from WGS84: inside 72.004 to 137.8347 E, 0.8293 to 55.8271 N. The
/// formula's own rough box; Taiwan, Singapore's north and others lie in it although maps there are
/// not shifted, so the caller decides by naming the coordinate system.
[[nodiscard]] bool shifted_in_china(Point lon_lat);

[[nodiscard]] Point wgs84_to_gcj02(Point wgs84);
/// The exact inverse, by fixed-point iteration to 1e-12 degrees. Throws Error(kInternal) if it does not
/// converge (never seen within the box).
[[nodiscard]] Point gcj02_to_wgs84(Point gcj02);
[[nodiscard]] Point gcj02_to_bd09(Point gcj02);
/// The exact inverse, by fixed-point iteration to 1e-12 degrees.
[[nodiscard]] Point bd09_to_gcj02(Point bd09);

}  // namespace geo::geodesy
