#include "base/geos.hpp"

#include <algorithm>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

void keep_message(const char* message, void* geos_message) {
  *static_cast<std::string*>(geos_message) = message;
}

double signed_area(const std::vector<Point>& ring) {
  double doubled = 0;
  for (std::size_t i = 1; i + 1 < ring.size(); ++i) {
    doubled += (ring[i].x - ring[0].x) * (ring[i + 1].y - ring[0].y) -
               (ring[i + 1].x - ring[0].x) * (ring[i].y - ring[0].y);
  }
  return doubled / 2;
}

}  // namespace

Geos::Geos() : handle_(GEOS_init_r()) {
  GEOSContext_setErrorMessageHandler_r(handle_, keep_message, &message_);
  GEOSContext_setNoticeMessageHandler_r(handle_, keep_message, &message_);
}

Geos::~Geos() { GEOS_finish_r(handle_); }

Geos::Geometry Geos::own(GEOSGeometry* geometry, const std::string& what) {
  if (geometry == nullptr) throw Error(ErrorCode::kInternal, what + ": GEOS: " + message_);
  return {geometry, Free{handle_}};
}

Geos::Geometry Geos::ring_polygon(const PolygonSet& regions, std::size_t part) {
  std::vector<GEOSGeometry*> rings;
  for (std::uint32_t ring = regions.part_ring[part]; ring < regions.part_ring[part + 1]; ++ring) {
    const std::uint32_t begin = regions.ring_vertex[ring];
    const std::uint32_t count = regions.ring_vertex[ring + 1] - begin;
    GEOSCoordSequence* vertices = GEOSCoordSeq_copyFromArrays_r(
        handle_, regions.x.data() + begin, regions.y.data() + begin, nullptr, nullptr, count);
    rings.push_back(own(GEOSGeom_createLinearRing_r(handle_, vertices), "making a ring").release());
  }
  return own(GEOSGeom_createPolygon_r(handle_, rings.front(), rings.data() + 1,
                                      static_cast<unsigned>(rings.size() - 1)),
             "making a polygon");
}

Geos::Geometry Geos::region(const PolygonSet& regions, std::size_t region) {
  std::vector<GEOSGeometry*> parts;
  for (std::uint32_t p = regions.region_part[region]; p < regions.region_part[region + 1]; ++p) {
    parts.push_back(ring_polygon(regions, p).release());
  }
  return own(GEOSGeom_createCollection_r(handle_, GEOS_MULTIPOLYGON, parts.data(),
                                         static_cast<unsigned>(parts.size())),
             "making a multipolygon");
}

Geos::Geometry Geos::line(const std::vector<Point>& vertices) {
  GEOSCoordSequence* sequence =
      GEOSCoordSeq_create_r(handle_, static_cast<unsigned>(vertices.size()), 2);
  for (std::size_t i = 0; i < vertices.size(); ++i) {
    GEOSCoordSeq_setXY_r(handle_, sequence, static_cast<unsigned>(i), vertices[i].x, vertices[i].y);
  }
  return own(GEOSGeom_createLineString_r(handle_, sequence), "making a line");
}

double Geos::append(const GEOSGeometry* geometry, PolygonSet& to) {
  const int type = GEOSGeomTypeId_r(handle_, geometry);
  if (type == GEOS_POLYGON) {
    if (GEOSisEmpty_r(handle_, geometry) != 0) return 0;
    to.add_part();
    const int holes = GEOSGetNumInteriorRings_r(handle_, geometry);
    for (int k = -1; k < holes; ++k) {
      const GEOSGeometry* ring = k < 0 ? GEOSGetExteriorRing_r(handle_, geometry)
                                       : GEOSGetInteriorRingN_r(handle_, geometry, k);
      const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(handle_, ring);
      unsigned count = 0;
      GEOSCoordSeq_getSize_r(handle_, sequence, &count);
      std::vector<Point> vertices(count);
      for (unsigned i = 0; i < count; ++i) {
        GEOSCoordSeq_getXY_r(handle_, sequence, i, &vertices[i].x, &vertices[i].y);
      }
      if ((signed_area(vertices) > 0) != (k < 0)) std::reverse(vertices.begin(), vertices.end());
      to.add_ring(vertices);
    }
    return area(geometry);
  }
  double total = 0;
  if (type == GEOS_MULTIPOLYGON || type == GEOS_GEOMETRYCOLLECTION) {
    const int parts = GEOSGetNumGeometries_r(handle_, geometry);
    for (int p = 0; p < parts; ++p) total += append(GEOSGetGeometryN_r(handle_, geometry, p), to);
  }
  return total;
}

double Geos::area(const GEOSGeometry* geometry) {
  double area = 0;
  GEOSArea_r(handle_, geometry, &area);
  return area;
}

}  // namespace geo::base
