#include "geo/cluster/hulls.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/geos.hpp"
#include "base/parallel.hpp"
#include "geo/core/error.hpp"

namespace geo::cluster {
namespace {

using base::Geos;

constexpr double kDegenerateRadius = 0.1;  // of the scale
constexpr double kThinning = 0.125;        // of the scale
constexpr int kQuadrantSegments = 8;

/// At most 4/5 of `limit` points that stand for many: of every square of a grid that holds points,
/// the corners of the box around them.
std::vector<Point> thinned(const std::vector<Point>& points, double side, std::size_t limit) {
  Box extent;
  for (const Point& p : points) extent.extend(p);
  // Not more squares along an axis than can be counted, however small the scale is.
  side = std::max({side, extent.width() * 0x1p-30, extent.height() * 0x1p-30});
  for (;; side *= 2) {
    std::unordered_map<std::uint64_t, Box> boxes;
    for (const Point& p : points) {
      const auto column = static_cast<std::uint64_t>((p.x - extent.min_x) / side);
      const auto row = static_cast<std::uint64_t>((p.y - extent.min_y) / side);
      boxes[row << 32 | column].extend(p);
      if (boxes.size() * 4 > limit) break;
    }
    if (boxes.size() * 4 > limit) continue;
    std::map<std::uint64_t, Box> ordered(boxes.begin(), boxes.end());
    std::vector<Point> corners;
    for (const auto& [square, box] : ordered) {
      corners.insert(corners.end(), {{box.min_x, box.min_y},
                                     {box.max_x, box.min_y},
                                     {box.max_x, box.max_y},
                                     {box.min_x, box.max_y}});
    }
    return corners;
  }
}

Geos::Geometry multipoint(Geos& geos, const std::vector<Point>& points) {
  std::vector<GEOSGeometry*> members;
  members.reserve(points.size());
  for (const Point& p : points) {
    members.push_back(GEOSGeom_createPointFromXY_r(geos.handle(), p.x, p.y));
  }
  return geos.own(GEOSGeom_createCollection_r(geos.handle(), GEOS_MULTIPOINT, members.data(),
                                              static_cast<unsigned>(members.size())),
                  "collecting the points of a cluster");
}

bool is_polygon(Geos& geos, const GEOSGeometry* geometry) {
  return geometry != nullptr && GEOSGeomTypeId_r(geos.handle(), geometry) == GEOS_POLYGON &&
         GEOSisEmpty_r(geos.handle(), geometry) == 0 && GEOSisValid_r(geos.handle(), geometry) == 1;
}

/// A valid polygon around the points.
Geos::Geometry hull(Geos& geos, std::vector<Point> points, const HullOptions& options) {
  const auto before = [](const Point& a, const Point& b) {
    return a.x < b.x || (a.x == b.x && a.y < b.y);
  };
  std::sort(points.begin(), points.end(), before);
  points.erase(std::unique(points.begin(), points.end()), points.end());
  if (options.ratio < 1 && points.size() > HullOptions::kExactPoints) {
    points = thinned(points, kThinning * options.scale_m, HullOptions::kExactPoints);
  }
  const Geos::Geometry all = multipoint(geos, points);
  if (options.ratio < 1 && points.size() > 3) {
    GEOSGeometry* concave = GEOSConcaveHull_r(geos.handle(), all.get(), options.ratio, 0);
    if (concave != nullptr) {
      Geos::Geometry owned = geos.own(concave, "drawing a hull");
      if (is_polygon(geos, owned.get())) return owned;
    }
  }
  Geos::Geometry convex =
      geos.own(GEOSConvexHull_r(geos.handle(), all.get()), "drawing a convex hull");
  if (is_polygon(geos, convex.get())) return convex;
  return geos.own(GEOSBuffer_r(geos.handle(), convex.get(), kDegenerateRadius * options.scale_m,
                               kQuadrantSegments),
                  "drawing the hull of points on one line");
}

}  // namespace

PolygonSet hulls(const PointSet& points, const std::vector<std::int32_t>& label,
                 std::size_t clusters, const HullOptions& options, const Context& context) {
  if (!(options.ratio >= 0 && options.ratio <= 1)) {
    throw Error(ErrorCode::kOption,
                "the ratio of hulls is " + std::to_string(options.ratio) + "; give 0 to 1");
  }
  if (!(options.scale_m > 0 && std::isfinite(options.scale_m))) {
    throw Error(ErrorCode::kOption, "the scale of hulls is " + std::to_string(options.scale_m) +
                                        "; give a positive distance in metres");
  }
  std::vector<std::vector<Point>> members(clusters);
  for (std::size_t i = 0; i < label.size(); ++i) {
    if (label[i] >= 0) {
      members[static_cast<std::size_t>(label[i])].push_back({points.x[i], points.y[i]});
    }
  }
  std::vector<PolygonSet> drawn(clusters);
  base::run_chunks(context, clusters, [&](std::size_t c) {
    Geos geos;
    drawn[c].add_region({std::to_string(c + 1), {}, {}});
    geos.append(hull(geos, std::move(members[c]), options).get(), drawn[c]);
  });
  PolygonSet set;
  set.crs = points.crs;
  for (std::size_t c = 0; c < clusters; ++c) {
    const PolygonSet& one = drawn[c];
    const std::string number = std::to_string(c + 1);
    Region region;
    region.code = number;
    region.name = {"集聚区 " + number, "Cluster " + number};
    set.add_region(std::move(region));
    for (std::size_t part = 0; part < one.part_count(); ++part) {
      set.add_part();
      for (std::uint32_t ring = one.part_ring[part]; ring < one.part_ring[part + 1]; ++ring) {
        std::vector<Point> vertices;
        for (std::uint32_t i = one.ring_vertex[ring]; i < one.ring_vertex[ring + 1]; ++i) {
          vertices.push_back({one.x[i], one.y[i]});
        }
        set.add_ring(vertices);
      }
    }
  }
  return set;
}

}  // namespace geo::cluster
