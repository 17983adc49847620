#include "geo/topology/belts.hpp"

#include <algorithm>
#include <cmath>

#include "base/geos.hpp"
#include "geo/core/error.hpp"

namespace geo::topology {
namespace {

using base::Geos;

constexpr int kSegmentsOfQuadrant = 16;

[[noreturn]] void fail(const Belt& belt, const std::string& message) {
  throw Error(ErrorCode::kInput, "belt '" + belt.id + "': " + message);
}

/// The indices of the regions with these codes, each once.
std::vector<int> indices_of(const Belt& belt, const std::vector<std::string>& codes,
                            const PolygonSet& regions) {
  std::vector<int> indices;
  for (const std::string& code : codes) {
    const int index = regions.find(code);
    if (index < 0)
      fail(belt, "no region has the code '" + code + "'; correct the plan or the codes");
    if (std::find(indices.begin(), indices.end(), index) != indices.end()) {
      fail(belt, "lists the region '" + code + "' twice; list it once");
    }
    indices.push_back(index);
  }
  return indices;
}

Geos::Geometry united(Geos& geos, const PolygonSet& regions, const std::vector<int>& indices) {
  std::vector<Geos::Geometry> members;
  for (const int index : indices) {
    members.push_back(geos.region(regions, static_cast<std::size_t>(index)));
  }
  const Geos::Geometry all = geos.collection(GEOS_GEOMETRYCOLLECTION, std::move(members));
  return geos.own(GEOSUnaryUnion_r(geos.handle(), all.get()), "uniting the regions of a belt");
}

void draw_districts(Geos& geos, const Belt& belt, const PolygonSet& regions, BeltSet& out) {
  const std::vector<int> members = indices_of(belt, belt.members, regions);
  if (members.empty()) fail(belt, "has no member; list the codes of its districts");
  Region shape{belt.id, belt.name, 0};
  std::vector<Point> axis;
  for (const int member : members) {
    const auto index = static_cast<std::size_t>(member);
    shape.land_area_km2 += regions.regions[index].land_area_km2;
    const Geos::Geometry region = geos.region(regions, index);
    const Geos::Geometry centre =
        geos.own(GEOSGetCentroid_r(geos.handle(), region.get()), "finding the centre of a region");
    axis.push_back(geos.point(centre.get()));
  }
  out.shapes.add_region(std::move(shape));
  geos.append(united(geos, regions, members).get(), out.shapes);
  out.axis.push_back(std::move(axis));
  out.cores.emplace_back();
  out.half_width_km.push_back(0);
  out.width_assumed.push_back(false);
  out.members.push_back(members);
}

void draw_corridor(Geos& geos, const Belt& belt, const PolygonSet& regions, const SiteSet& sites,
                   const BeltOptions& options, BeltSet& out) {
  std::vector<Point> axis;
  std::vector<Text> cores;
  for (const std::string& core : belt.cores) {
    const Site* const site = sites.find(core);
    if (site == nullptr) fail(belt, "no site has the name '" + core + "'; add it to the sites");
    axis.push_back(site->position);
    cores.push_back(site->name);
  }
  if (axis.size() < 2) fail(belt, "a corridor needs two cores or more");
  const double half_width_km = belt.half_width_km.value_or(options.assumed_half_width_km);
  if (!(half_width_km > 0) || !std::isfinite(half_width_km)) {
    fail(belt, "the half-width of a corridor must be more than 0 km");
  }

  std::vector<int> within = indices_of(belt, belt.within, regions);
  if (within.empty()) {
    for (std::size_t r = 0; r < regions.size(); ++r) within.push_back(static_cast<int>(r));
  }
  const Geos::Geometry line = geos.line(axis);
  const Geos::Geometry strip =
      geos.own(GEOSBufferWithStyle_r(geos.handle(), line.get(), half_width_km * 1000,
                                     kSegmentsOfQuadrant, GEOSBUF_CAP_ROUND, GEOSBUF_JOIN_ROUND, 0),
               "drawing the strip of a belt");
  const Geos::Geometry land = united(geos, regions, within);
  const Geos::Geometry clipped = geos.own(
      GEOSIntersection_r(geos.handle(), strip.get(), land.get()), "clipping the strip of a belt");
  out.shapes.add_region({belt.id, belt.name});
  if (!(geos.append(clipped.get(), out.shapes) > 0)) {
    fail(belt,
         "its corridor does not meet the regions that it is clipped to; check the positions "
         "of its cores and the codes");
  }
  out.axis.push_back(std::move(axis));
  out.cores.push_back(std::move(cores));
  out.half_width_km.push_back(half_width_km);
  out.width_assumed.push_back(!belt.half_width_km.has_value());
  out.members.emplace_back();
}

}  // namespace

BeltSet draw_belts(const Plan& plan, const PolygonSet& regions, const SiteSet& sites,
                   const BeltOptions& options, const Context& context) {
  BeltSet out;
  out.shapes.crs = regions.crs;
  out.belts = plan.belts;
  Geos geos;
  for (const Belt& belt : plan.belts) {
    context.check();
    if (out.shapes.find(belt.id) >= 0) fail(belt, "two belts have this id; give each its own");
    if (belt.kind == BeltKind::kDistricts) {
      draw_districts(geos, belt, regions, out);
    } else {
      draw_corridor(geos, belt, regions, sites, options, out);
    }
    context.report(static_cast<double>(out.shapes.size()) / static_cast<double>(out.size()));
  }
  return out;
}

}  // namespace geo::topology
