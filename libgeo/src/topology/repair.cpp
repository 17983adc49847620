#include "geo/topology/repair.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <optional>

#include "base/geos.hpp"
#include "base/parallel.hpp"
#include "geo/core/error.hpp"

namespace geo::topology {
namespace {

using base::Geos;

/// What is wrong with a geometry, in GEOS's words and with the place; nothing where it is valid.
std::optional<std::string> problem_of(Geos& geos, const GEOSGeometry* geometry) {
  char* reason = nullptr;
  GEOSGeometry* place = nullptr;
  const char valid = GEOSisValidDetail_r(geos.handle(), geometry, 0, &reason, &place);
  const std::unique_ptr<GEOSGeometry, Geos::Free> at(place, Geos::Free{geos.handle()});
  std::string problem = reason == nullptr ? "invalid" : reason;
  GEOSFree_r(geos.handle(), reason);
  if (valid == 1) return std::nullopt;
  if (valid != 0) throw Error(ErrorCode::kInternal, "checking a region: GEOS: " + geos.message());
  if (at) {
    const Point p = geos.point(at.get());
    std::array<char, 96> text{};
    std::snprintf(text.data(), text.size(), " at or near (%.2f %.2f)", p.x, p.y);
    problem += text.data();
  }
  return problem;
}

Geos::Geometry make_valid(Geos& geos, const GEOSGeometry* geometry) {
  GEOSMakeValidParams* const params = GEOSMakeValidParams_create_r(geos.handle());
  GEOSMakeValidParams_setMethod_r(geos.handle(), params, GEOS_MAKE_VALID_LINEWORK);
  GEOSMakeValidParams_setKeepCollapsed_r(geos.handle(), params, 0);
  GEOSGeometry* const valid = GEOSMakeValidWithParams_r(geos.handle(), geometry, params);
  GEOSMakeValidParams_destroy_r(geos.handle(), params);
  return geos.own(valid, "repairing a region");
}

/// The parts of one region of `from`, appended to the last region of `to` as they are.
void copy_parts(const PolygonSet& from, std::size_t region, PolygonSet& to) {
  std::vector<Point> vertices;
  for (std::uint32_t p = from.region_part[region]; p < from.region_part[region + 1]; ++p) {
    to.add_part();
    for (std::uint32_t ring = from.part_ring[p]; ring < from.part_ring[p + 1]; ++ring) {
      vertices.clear();
      for (std::uint32_t i = from.ring_vertex[ring]; i < from.ring_vertex[ring + 1]; ++i) {
        vertices.push_back({from.x[i], from.y[i]});
      }
      to.add_ring(vertices);
    }
  }
}

}  // namespace

Repaired repair(const PolygonSet& regions, const Context& context) {
  struct Outcome {
    std::optional<std::string> problem;
    PolygonSet shape;  // one region, where there was a problem
  };
  std::vector<Outcome> outcomes(regions.size());
  base::run_chunks(context, regions.size(), [&](std::size_t r) {
    Geos geos;
    const Geos::Geometry drawn = geos.region(regions, r);
    Outcome& outcome = outcomes[r];
    outcome.problem = problem_of(geos, drawn.get());
    outcome.shape.add_region(regions.regions[r]);
    if (outcome.problem) {
      geos.append(make_valid(geos, drawn.get()).get(), outcome.shape);
    }
  });

  Repaired result;
  result.regions.crs = regions.crs;
  result.regions.source = regions.source;
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const Outcome& outcome = outcomes[r];
    const Region& region = regions.regions[r];
    result.regions.add_region(region);
    if (outcome.problem) {
      copy_parts(outcome.shape, 0, result.regions);
      result.repairs.push_back(
          {region.code, *outcome.problem, regions.area(r) / 1e6, outcome.shape.area(0) / 1e6});
    } else {
      copy_parts(regions, r, result.regions);
    }
    if (!(result.regions.area(r) > 0)) {
      throw Error(ErrorCode::kInput,
                  (regions.source.empty() ? "" : regions.source + ": ") + "region " + region.code +
                      (region.name.empty() ? "" : " " + region.name.in(Language::kChinese)) +
                      ": its drawing encloses no area" +
                      (outcome.problem ? " (" + *outcome.problem + ")" : "") +
                      "; correct it in the source");
    }
  }
  return result;
}

std::string geos_version() {
  const std::string version = GEOSversion();
  return "GEOS " + version.substr(0, version.find('-'));
}

}  // namespace geo::topology
