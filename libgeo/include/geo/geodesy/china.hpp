#pragma once

#include "geo/core/geometry.hpp"

/// The offset coordinate systems of Chinese web maps. All positions are (longitude, latitude) in
/// degrees. Formulas: the public reverse engineering as in coordtransform and eviltransform, with
/// the ellipsoid a = 6378245, ee = 0.00669342162296594323. What the map services themselves return
/// differs from it by up to 7.4e-6 degrees (0.8 m).
///
/// A round trip through a function and its inverse returns the position within 1e-9 degrees (0.1
/// mm; measured: 2e-13). NaN gives NaN.
namespace geo::geodesy {

/// True where GCJ-02 differs from WGS84: inside 72.004 to 137.8347 E, 0.8293 to 55.8271 N, borders
/// included. The formula's own rough box; Taiwan, Singapore's north and others lie in it although
/// maps there are not shifted, so the caller decides by naming the coordinate system.
[[nodiscard]] bool shifted_in_china(Point wgs84);

/// The shifted position; outside the box the position itself.
[[nodiscard]] Point wgs84_to_gcj02(Point wgs84);

/// The position in the box that `wgs84_to_gcj02` shifts to `gcj02`, by fixed-point iteration to
/// 1e-12 degrees; where there is none, `gcj02` itself. The box's border tears the plane, so in a
/// strip of some hundred metres along it the answer is a choice: a position just outside may be an
/// unshifted one as well as a shifted one (taken as shifted), one just inside may be neither (taken
/// as unshifted). Throws Error(kInternal) if it does not converge (never seen).
[[nodiscard]] Point gcj02_to_wgs84(Point gcj02);

/// BD-09 shifts everywhere on earth, as the public formula does.
[[nodiscard]] Point gcj02_to_bd09(Point gcj02);

/// The exact inverse, by fixed-point iteration to 1e-12 degrees. Throws Error(kInternal) if it does
/// not converge (never seen for longitudes within 360 and latitudes within 90 degrees).
[[nodiscard]] Point bd09_to_gcj02(Point bd09);

}  // namespace geo::geodesy
