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

Geos::Geometry Geos::part_polygon(const PolygonSet& regions, std::size_t part) {
  std::vector<Geometry> rings;
  for (std::uint32_t ring = regions.part_ring[part]; ring < regions.part_ring[part + 1]; ++ring) {
    const std::uint32_t begin = regions.ring_vertex[ring];
    const std::uint32_t count = regions.ring_vertex[ring + 1] - begin;
    GEOSCoordSequence* vertices = GEOSCoordSeq_copyFromArrays_r(
        handle_, regions.x.data() + begin, regions.y.data() + begin, nullptr, nullptr, count);
    rings.push_back(own(GEOSGeom_createLinearRing_r(handle_, vertices), "making a ring"));
  }
  std::vector<GEOSGeometry*> given;
  given.reserve(rings.size());
  for (Geometry& ring : rings) given.push_back(ring.release());
  return own(GEOSGeom_createPolygon_r(handle_, given.front(), given.data() + 1,
                                      static_cast<unsigned>(given.size() - 1)),
             "making a polygon");
}

Geos::Geometry Geos::region(const PolygonSet& regions, std::size_t region) {
  std::vector<Geometry> parts;
  for (std::uint32_t p = regions.region_part[region]; p < regions.region_part[region + 1]; ++p) {
    parts.push_back(part_polygon(regions, p));
  }
  return collection(GEOS_MULTIPOLYGON, std::move(parts));
}

Geos::Geometry Geos::line(const std::vector<Point>& vertices) {
  std::vector<double> x;
  std::vector<double> y;
  for (const Point& p : vertices) {
    x.push_back(p.x);
    y.push_back(p.y);
  }
  GEOSCoordSequence* sequence = GEOSCoordSeq_copyFromArrays_r(
      handle_, x.data(), y.data(), nullptr, nullptr, static_cast<unsigned>(vertices.size()));
  return own(GEOSGeom_createLineString_r(handle_, sequence), "making a line");
}

Geos::Geometry Geos::collection(int type, std::vector<Geometry> members) {
  std::vector<GEOSGeometry*> given;
  given.reserve(members.size());
  for (Geometry& member : members) given.push_back(member.release());
  return own(
      GEOSGeom_createCollection_r(handle_, type, given.data(), static_cast<unsigned>(given.size())),
      "making a collection");
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
      std::vector<Point> ring_vertices = vertices(ring);
      if ((signed_area(ring_vertices) > 0) != (k < 0)) {
        std::reverse(ring_vertices.begin(), ring_vertices.end());
      }
      to.add_ring(ring_vertices);
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
  if (GEOSArea_r(handle_, geometry, &area) == 0) {
    throw Error(ErrorCode::kInternal, "measuring an area: GEOS: " + message_);
  }
  return area;
}

std::vector<Point> Geos::vertices(const GEOSGeometry* line) {
  const GEOSCoordSequence* sequence = GEOSGeom_getCoordSeq_r(handle_, line);
  unsigned count = 0;
  if (sequence == nullptr || GEOSCoordSeq_getSize_r(handle_, sequence, &count) == 0) {
    throw Error(ErrorCode::kInternal, "reading vertices: GEOS: " + message_);
  }
  std::vector<Point> vertices(count);
  for (unsigned i = 0; i < count; ++i) {
    GEOSCoordSeq_getXY_r(handle_, sequence, i, &vertices[i].x, &vertices[i].y);
  }
  return vertices;
}

Point Geos::point(const GEOSGeometry* point) {
  Point p;
  if (GEOSGeomGetX_r(handle_, point, &p.x) != 1 || GEOSGeomGetY_r(handle_, point, &p.y) != 1) {
    throw Error(ErrorCode::kInternal, "reading a point: GEOS: " + message_);
  }
  return p;
}

}  // namespace geo::base
