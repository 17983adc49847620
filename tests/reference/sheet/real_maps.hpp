#pragma once

#include <ogrsf_frmts.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numbers>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/random.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/plan.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "support/shared.hpp"

// Real districts, the plan of Shanghai and invented points, made with GDAL alone so that these
// tests lean on no other module of the library.
namespace geo::test {

inline std::unique_ptr<OGRCoordinateTransformation> from_degrees(int epsg) {
  OGRSpatialReference degrees;
  degrees.importFromEPSG(4326);
  degrees.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  OGRSpatialReference metres;
  metres.importFromEPSG(epsg);
  metres.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return std::unique_ptr<OGRCoordinateTransformation>(
      OGRCreateCoordinateTransformation(&degrees, &metres));
}

inline void append(const OGRGeometry& geometry, PolygonSet& to) {
  const auto ring = [&](const OGRLinearRing* line) {
    std::vector<Point> points;
    for (int i = 0; i < line->getNumPoints(); ++i) points.push_back({line->getX(i), line->getY(i)});
    to.add_ring(points);
  };
  const auto polygon = [&](const OGRPolygon* shape) {
    to.add_part();
    ring(shape->getExteriorRing());
    for (int i = 0; i < shape->getNumInteriorRings(); ++i) ring(shape->getInteriorRing(i));
  };
  if (wkbFlatten(geometry.getGeometryType()) == wkbPolygon) {
    polygon(geometry.toPolygon());
  } else if (wkbFlatten(geometry.getGeometryType()) == wkbMultiPolygon) {
    for (const auto* part : *geometry.toMultiPolygon()) polygon(part);
  }
}

inline PolygonSet read_regions(const std::string& name, const std::string& code,
                               const std::string& label, int epsg) {
  GDALAllRegister();
  const std::unique_ptr<GDALDataset> file(GDALDataset::FromHandle(
      GDALOpenEx(shared(name).c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr)));
  const auto transform = from_degrees(epsg);
  PolygonSet regions;
  regions.crs = "EPSG:" + std::to_string(epsg);
  for (const auto& feature : *file->GetLayer(0)) {
    const std::unique_ptr<OGRGeometry> shape(feature->GetGeometryRef()->clone());
    shape->transform(transform.get());
    Region region;
    region.code = feature->GetFieldAsString(code.c_str());
    region.name.zh = feature->GetFieldAsString(label.c_str());
    regions.add_region(region);
    append(*shape, regions);
  }
  return regions;
}

inline Plan read_plan() {
  auto root = base::JsonNode::parse_file(shared("plan/plan.json").string()).object();
  Plan plan;
  plan.source = root.at("source").text();
  for (const auto& node : root.at("specialties").array()) {
    auto object = node.object();
    plan.specialties.push_back({object.at("name").text(), object.at("name_en").text()});
  }
  for (const auto& node : root.at("districts").array()) {
    auto object = node.object();
    PlanDistrict district;
    district.code = object.at("code").text();
    district.name = {object.at("name").text(), object.at("name_en").text()};
    for (const auto& text : object.at("specialties").texts()) {
      district.specialties.push_back(plan.specialty(text));
    }
    plan.districts.push_back(district);
  }
  for (const auto& node : root.at("belts").array()) {
    auto object = node.object();
    Belt belt;
    belt.id = object.at("id").text();
    belt.name = {object.at("name").text(), object.at("name_en").text()};
    belt.title.zh = object.text_or("title", "");
    belt.open_ended = object.boolean_or("open_ended", false);
    if (object.at("kind").text() == "corridor") {
      belt.kind = BeltKind::kCorridor;
      belt.cores = object.at("cores").texts();
      belt.within = object.at("within").texts();
    } else {
      belt.members = object.at("members_north_to_south").texts();
    }
    plan.belts.push_back(belt);
  }
  return plan;
}

/// Sites of high and medium confidence, in metres.
inline SiteSet read_sites(int epsg) {
  const auto transform = from_degrees(epsg);
  SiteSet sites;
  sites.crs = "EPSG:" + std::to_string(epsg);
  auto root = base::JsonNode::parse_file(shared("data/sites/ai_sites.json").string()).object();
  for (const auto& node : root.at("sites").array()) {
    auto object = node.object();
    const auto at = object.at("wgs84").array();
    Site site;
    site.name.zh = object.at("site").text();
    site.confidence = object.at("confidence").text();
    if (site.confidence == "low") continue;
    site.position = {at[0].number(), at[1].number()};
    transform->Transform(1, &site.position.x, &site.position.y);
    site.kind = "park";
    sites.sites.push_back(site);
  }
  const auto core = [&](const char* zh, const char* en, double lon, double lat) {
    transform->Transform(1, &lon, &lat);
    sites.sites.push_back({{zh, en}, {lon, lat}, "core", "high", ""});
  };
  core("张江", "Zhangjiang", 121.6234, 31.1933);
  core("临港", "Lingang", 121.9090, 30.9000);
  return sites;
}

inline Point centroid(const PolygonSet& regions, std::size_t region) {
  // Of the largest ring: near enough for a stroke.
  std::size_t best = 0;
  double largest = -1;
  Point centre;
  for (std::size_t k = regions.part_ring[regions.region_part[region]];
       k < regions.part_ring[regions.region_part[region + 1]]; ++k) {
    double area = 0;
    Point sum;
    const double x0 = regions.x[regions.ring_vertex[k]];
    const double y0 = regions.y[regions.ring_vertex[k]];
    for (std::size_t v = regions.ring_vertex[k]; v + 1 < regions.ring_vertex[k + 1]; ++v) {
      const double ax = regions.x[v] - x0, ay = regions.y[v] - y0;
      const double bx = regions.x[v + 1] - x0, by = regions.y[v + 1] - y0;
      const double cross = ax * by - bx * ay;
      area += cross;
      sum.x += (ax + bx) * cross;
      sum.y += (ay + by) * cross;
    }
    if (std::fabs(area) > largest) {
      largest = std::fabs(area);
      best = k;
      centre = {x0 + sum.x / (3 * area), y0 + sum.y / (3 * area)};
    }
  }
  (void)best;
  return centre;
}

inline BeltSet draw_belts(const Plan& plan, const PolygonSet& regions, const SiteSet& sites) {
  BeltSet belts;
  belts.shapes.crs = regions.crs;
  for (const Belt& belt : plan.belts) {
    belts.belts.push_back(belt);
    belts.shapes.add_region({belt.id, belt.name, {}});
    std::vector<Point> axis;
    std::vector<int> members;
    if (belt.kind == BeltKind::kDistricts) {
      for (const auto& code : belt.members) {
        members.push_back(regions.find(code));
        axis.push_back(centroid(regions, static_cast<std::size_t>(members.back())));
      }
      belts.half_width_km.push_back(0);
      belts.width_assumed.push_back(false);
    } else {
      OGRLineString line;
      for (const auto& core : belt.cores) {
        axis.push_back(sites.find(core)->position);
        line.addPoint(axis.back().x, axis.back().y);
      }
      const std::unique_ptr<OGRGeometry> strip(line.Buffer(5000, 16));
      append(*strip, belts.shapes);
      belts.half_width_km.push_back(5);
      belts.width_assumed.push_back(true);
    }
    belts.axis.push_back(axis);
    belts.members.push_back(members);
  }
  return belts;
}

/// Enterprises that gather around a few centres, some of them everywhere.
inline PointSet invented_points(const Box& box, std::size_t count, std::uint64_t seed) {
  PointSet points;
  points.synthetic = true;
  constexpr int kCentres = 25;
  for (std::size_t i = 0; i < count; ++i) {
    base::Random random(seed, i + 1000);
    base::Random centre(seed, random.below(kCentres));
    const double size = std::min(box.width(), box.height());
    Point at = box.centre();
    at.x += size * 0.13 * centre.normal();
    at.y += size * 0.13 * centre.normal();
    const double spread = size * (0.01 + 0.03 * centre.uniform());
    points.x.push_back(at.x + spread * random.normal());
    points.y.push_back(at.y + spread * random.normal());
    points.row.push_back(i + 1);
  }
  return points;
}

/// The quartic kernel's density, term by term.
inline Grid naive_density(const PointSet& points, const Box& box, double pixel,
                          double bandwidth_m) {
  Grid grid;
  grid.frame = GridFrame::covering(box, pixel);
  grid.values.assign(grid.frame.size(), 0);
  grid.unit = "1/km2";
  const double peak = 3 / (std::numbers::pi * bandwidth_m * bandwidth_m) * 1e6;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const int reach = static_cast<int>(bandwidth_m / pixel) + 1;
    const int c0 = static_cast<int>((points.x[i] - grid.frame.west) / pixel);
    const int r0 = static_cast<int>((grid.frame.north - points.y[i]) / pixel);
    for (int r = std::max(0, r0 - reach); r <= std::min(grid.frame.rows - 1, r0 + reach); ++r) {
      for (int c = std::max(0, c0 - reach); c <= std::min(grid.frame.columns - 1, c0 + reach);
           ++c) {
        const double dx = grid.frame.centre_x(c) - points.x[i];
        const double dy = grid.frame.centre_y(r) - points.y[i];
        const double u = (dx * dx + dy * dy) / (bandwidth_m * bandwidth_m);
        if (u < 1) {
          grid.values[static_cast<std::size_t>(r) * static_cast<std::size_t>(grid.frame.columns) +
                      static_cast<std::size_t>(c)] += peak * (1 - u) * (1 - u);
        }
      }
    }
  }
  const auto whole = [](double value) { return std::to_string(static_cast<long long>(value)); };
  grid.facts = {{"kernel", "quartic"},
                {"bandwidth_m", whole(bandwidth_m)},
                {"points", std::to_string(points.size())},
                {"weight_sum", std::to_string(points.size())}};
  return grid;
}

}  // namespace geo::test
