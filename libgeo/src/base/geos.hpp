#pragma once

#include <geos_c.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "geo/model/polygon_set.hpp"

// GEOS behind values that free themselves. A Geos is one GEOS context with its last message; it is
// not shared between threads, and it outlives the geometries that it made. GEOS cannot be
// interrupted (its interrupt is process-wide): check for a cancel between calls.
namespace geo::base {

class Geos {
 public:
  Geos();
  ~Geos();
  Geos(const Geos&) = delete;
  Geos& operator=(const Geos&) = delete;

  struct Free {
    GEOSContextHandle_t handle;
    void operator()(GEOSGeometry* geometry) const { GEOSGeom_destroy_r(handle, geometry); }
  };
  using Geometry = std::unique_ptr<GEOSGeometry, Free>;

  [[nodiscard]] GEOSContextHandle_t handle() const { return handle_; }
  /// Takes ownership of what a GEOS function returned. Throws Error(kInternal) with GEOS's message
  /// and `what` (which says what was being done) for a null.
  [[nodiscard]] Geometry own(GEOSGeometry* geometry, const std::string& what);
  [[nodiscard]] const std::string& message() const { return message_; }

  /// One region as a MultiPolygon, valid or not.
  [[nodiscard]] Geometry region(const PolygonSet& regions, std::size_t region);
  /// Two vertices or more.
  [[nodiscard]] Geometry line(const std::vector<Point>& vertices);
  /// Members of any one type; `type` is GEOS_MULTIPOLYGON, GEOS_MULTILINESTRING ...
  [[nodiscard]] Geometry collection(int type, std::vector<Geometry> members);
  /// Appends the polygons of a geometry (Polygon, MultiPolygon or a collection with some) to the
  /// last region of `to`; outer rings anticlockwise, holes clockwise. Returns their area.
  double append(const GEOSGeometry* geometry, PolygonSet& to);
  /// 0 for lines, points and what is empty.
  [[nodiscard]] double area(const GEOSGeometry* geometry);
  /// The vertices of a LineString or LinearRing.
  [[nodiscard]] std::vector<Point> vertices(const GEOSGeometry* line);
  /// The coordinates of a Point. Throws Error(kInternal) for an empty one.
  [[nodiscard]] Point point(const GEOSGeometry* point);

 private:
  [[nodiscard]] Geometry part_polygon(const PolygonSet& regions, std::size_t part);
  GEOSContextHandle_t handle_;
  std::string message_;
};

}  // namespace geo::base
