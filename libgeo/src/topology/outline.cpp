#include "geo/topology/outline.hpp"

#include <string>
#include <utility>
#include <vector>

#include "base/geos.hpp"
#include "geo/core/error.hpp"

namespace geo::topology {

using base::Geos;

PolygonSet outline(const PolygonSet& regions, double max_gap_m2, const Context& context) {
  if (!(max_gap_m2 >= 0)) {
    throw Error(ErrorCode::kOption, "max_gap_m2: the size of gaps to fill must be 0 m2 or more");
  }
  context.check();
  Region region{"outline", {"轮廓", "Outline"}, 0};
  Geos geos;
  std::vector<Geos::Geometry> members;
  for (std::size_t r = 0; r < regions.size(); ++r) {
    members.push_back(geos.region(regions, r));
    region.land_area_km2 += regions.regions[r].land_area_km2;
  }
  const Geos::Geometry all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(members));
  const Geos::Geometry united =
      geos.own(GEOSUnaryUnion_r(geos.handle(), all.get()), "uniting the regions");
  context.check();

  PolygonSet whole;
  whole.crs = regions.crs;
  whole.source = regions.source;
  whole.add_region(region);
  const double area = geos.append(united.get(), whole);
  if (!(area > 0)) {
    throw Error(ErrorCode::kInput, (regions.source.empty() ? "" : regions.source + ": ") +
                                       "the regions enclose no area; correct them in the source");
  }
  if (max_gap_m2 == 0) return whole;

  PolygonSet filled;
  filled.crs = whole.crs;
  filled.source = whole.source;
  filled.add_region(region);
  for (std::size_t part = 0; part < whole.part_count(); ++part) {
    filled.add_part();
    for (std::uint32_t ring = whole.part_ring[part]; ring < whole.part_ring[part + 1]; ++ring) {
      std::vector<Point> vertices;
      double doubled = 0;
      const std::uint32_t begin = whole.ring_vertex[ring];
      for (std::uint32_t i = begin; i < whole.ring_vertex[ring + 1]; ++i) {
        vertices.push_back({whole.x[i], whole.y[i]});
        if (i > begin) {
          doubled += (whole.x[i - 1] - whole.x[begin]) * (whole.y[i] - whole.y[begin]) -
                     (whole.x[i] - whole.x[begin]) * (whole.y[i - 1] - whole.y[begin]);
        }
      }
      const bool hole = ring != whole.part_ring[part];
      if (hole && -doubled / 2 <= max_gap_m2) continue;  // holes are clockwise
      filled.add_ring(vertices);
    }
  }
  return filled;
}

}  // namespace geo::topology
