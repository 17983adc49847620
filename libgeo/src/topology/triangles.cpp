#include "geo/topology/triangles.hpp"

#include "base/geos.hpp"
#include "base/parallel.hpp"

namespace geo::topology {

using base::Geos;

Triangles triangulate(const PolygonSet& regions, const Context& context) {
  std::vector<std::vector<Point>> corners(regions.size());
  base::parallel_for(context, regions.size(), 1, [&](std::size_t begin, std::size_t end) {
    Geos geos;
    for (std::size_t r = begin; r < end; ++r) {
      if (!(regions.area(r) > 0)) continue;
      const Geos::Geometry shape = geos.region(regions, r);
      const Geos::Geometry cut =
          geos.own(GEOSConstrainedDelaunayTriangulation_r(geos.handle(), shape.get()),
                   "cutting a region into triangles");
      PolygonSet triangles;
      triangles.add_region({});
      geos.append(cut.get(), triangles);
      for (std::size_t ring = 0; ring < triangles.ring_count(); ++ring) {
        const std::size_t first = triangles.ring_vertex[ring];
        for (std::size_t v = first; v < first + 3; ++v) {
          corners[r].push_back({triangles.x[v], triangles.y[v]});
        }
      }
    }
  });
  Triangles out;
  for (const std::vector<Point>& of_region : corners) {
    out.corners.insert(out.corners.end(), of_region.begin(), of_region.end());
    out.first.push_back(out.corners.size() / 3);
  }
  return out;
}

}  // namespace geo::topology
