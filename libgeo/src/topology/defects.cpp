#include <algorithm>
#include <numeric>
#include <tuple>

#include "base/geos.hpp"
#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "geo/topology/repair.hpp"

namespace geo::topology {
namespace {

using base::Geos;

/// For each region the later ones (in order of their left edges) whose boxes meet its own.
struct Candidates {
  std::size_t region;
  std::vector<std::size_t> others;
};

std::vector<Candidates> pairs_with_meeting_boxes(const PolygonSet& regions) {
  std::vector<Box> boxes;
  for (std::size_t r = 0; r < regions.size(); ++r) boxes.push_back(regions.envelope(r));
  std::vector<std::size_t> order(regions.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return boxes[a].min_x < boxes[b].min_x; });
  std::vector<Candidates> candidates;
  for (auto first = order.begin(); first != order.end(); ++first) {
    candidates.push_back({*first, {}});
    const Box& box = boxes[*first];
    for (auto second = first + 1; second != order.end(); ++second) {
      const Box& other = boxes[*second];
      if (!(other.min_x <= box.max_x)) break;
      if (other.min_y <= box.max_y && other.max_y >= box.min_y) {
        candidates.back().others.push_back(*second);
      }
    }
  }
  return candidates;
}

Point point_inside(Geos& geos, const GEOSGeometry* geometry) {
  const Geos::Geometry point =
      geos.own(GEOSPointOnSurface_r(geos.handle(), geometry), "finding a point inside a defect");
  return geos.point(point.get());
}

std::vector<Defect> overlaps(const PolygonSet& regions, const Context& context,
                             double tolerance_m2) {
  const std::vector<Candidates> candidates = pairs_with_meeting_boxes(regions);
  std::vector<std::vector<Defect>> found(candidates.size());
  base::run_chunks(context, candidates.size(), [&](std::size_t chunk) {
    if (candidates[chunk].others.empty()) return;
    Geos geos;
    const std::size_t a = candidates[chunk].region;
    const Geos::Geometry first = geos.region(regions, a);
    for (const std::size_t b : candidates[chunk].others) {
      context.check();
      const Geos::Geometry second = geos.region(regions, b);
      const std::string& code_a = regions.regions[a].code;
      const std::string& code_b = regions.regions[b].code;
      const Geos::Geometry shared =
          geos.own(GEOSIntersection_r(geos.handle(), first.get(), second.get()),
                   "intersecting regions " + code_a + " and " + code_b + " (repair them first)");
      const double area = geos.area(shared.get());
      if (!(area > 0) || area < tolerance_m2) continue;
      found[chunk].push_back({std::min(code_a, code_b), std::max(code_a, code_b), area / 1e6,
                              point_inside(geos, shared.get())});
    }
  });
  std::vector<Defect> all;
  for (const std::vector<Defect>& some : found) all.insert(all.end(), some.begin(), some.end());
  return all;
}

/// The polygons of a geometry, one by one.
std::vector<const GEOSGeometry*> members_of(Geos& geos, const GEOSGeometry* geometry) {
  std::vector<const GEOSGeometry*> members;
  const int count = GEOSGetNumGeometries_r(geos.handle(), geometry);
  for (int i = 0; i < count; ++i) {
    const GEOSGeometry* member = GEOSGetGeometryN_r(geos.handle(), geometry, i);
    if (GEOSisEmpty_r(geos.handle(), member) == 0) members.push_back(member);
  }
  return members;
}

Box box_of(Geos& geos, const GEOSGeometry* geometry) {
  Box box;
  GEOSGeom_getExtent_r(geos.handle(), geometry, &box.min_x, &box.min_y, &box.max_x, &box.max_y);
  return box;
}

/// What a ring encloses.
Geos::Geometry filled(Geos& geos, const GEOSGeometry* ring) {
  Geos::Geometry copy = geos.own(GEOSGeom_clone_r(geos.handle(), ring), "copying a ring");
  return geos.own(GEOSGeom_createPolygon_r(geos.handle(), copy.release(), nullptr, 0),
                  "filling a ring");
}

std::vector<Defect> gaps(const PolygonSet& regions, const Context& context, double tolerance_m2) {
  Geos geos;
  std::vector<Geos::Geometry> drawn;
  for (std::size_t r = 0; r < regions.size(); ++r) drawn.push_back(geos.region(regions, r));
  const Geos::Geometry all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(drawn));
  context.check();
  const Geos::Geometry together =
      geos.own(GEOSUnaryUnion_r(geos.handle(), all.get()), "uniting the regions");
  context.check();

  const std::vector<const GEOSGeometry*> pieces = members_of(geos, together.get());
  std::vector<Box> boxes;
  for (const GEOSGeometry* piece : pieces) boxes.push_back(box_of(geos, piece));
  std::vector<Defect> found;
  for (const GEOSGeometry* piece : pieces) {
    const int holes = GEOSGetNumInteriorRings_r(geos.handle(), piece);
    for (int k = 0; k < holes; ++k) {
      context.check();
      Geos::Geometry hole = filled(geos, GEOSGetInteriorRingN_r(geos.handle(), piece, k));
      // Pieces of the union that lie in the hole are no gap, and have their own holes.
      const Box around = box_of(geos, hole.get());
      for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (!around.contains({boxes[i].min_x, boxes[i].min_y}) ||
            !around.contains({boxes[i].max_x, boxes[i].max_y})) {
          continue;
        }
        const Geos::Geometry island = filled(geos, GEOSGetExteriorRing_r(geos.handle(), pieces[i]));
        hole = geos.own(GEOSDifference_r(geos.handle(), hole.get(), island.get()),
                        "taking islands out of a hole");
      }
      for (const GEOSGeometry* gap : members_of(geos, hole.get())) {
        const double area = geos.area(gap);
        if (!(area > 0) || area < tolerance_m2) continue;
        found.push_back({"", "", area / 1e6, point_inside(geos, gap)});
      }
    }
  }
  return found;
}

/// Largest first; sums what is listed.
double finish(std::vector<Defect>& defects) {
  std::sort(defects.begin(), defects.end(), [](const Defect& a, const Defect& b) {
    return std::tie(b.area_km2, a.first, a.second, a.at.x, a.at.y) <
           std::tie(a.area_km2, b.first, b.second, b.at.x, b.at.y);
  });
  double sum = 0;
  for (const Defect& defect : defects) sum += defect.area_km2;
  return sum;
}

}  // namespace

PartitionDefects partition_defects(const PolygonSet& regions, const Context& context,
                                   double tolerance_m2) {
  if (!(tolerance_m2 >= 0)) {
    throw Error(ErrorCode::kOption, "the tolerance of overlaps and gaps must be 0 m2 or more");
  }
  PartitionDefects defects;
  defects.overlaps = overlaps(regions, context, tolerance_m2);
  defects.gaps = gaps(regions, context, tolerance_m2);
  defects.overlap_km2 = finish(defects.overlaps);
  defects.gap_km2 = finish(defects.gaps);
  return defects;
}

}  // namespace geo::topology
