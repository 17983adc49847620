#pragma once

#include <cmath>
#include <limits>
#include <string>

#include "base/random.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/clusters.hpp"
#include "geo/scene/maps.hpp"

// A made-up city for tests: square districts in a metric system, a plan, belts, sites and a
// density.
namespace geo::test {

inline constexpr double kWest = 300000;
inline constexpr double kSouth = 3400000;

inline void add_rectangle(PolygonSet& to, const Box& box) {
  to.add_part();
  to.add_ring({{box.min_x, box.min_y},
               {box.max_x, box.min_y},
               {box.max_x, box.max_y},
               {box.min_x, box.max_y}});
}

struct City {
  PolygonSet regions;
  Plan plan;
  BeltSet belts;
  SiteSet sites;
  PointSet points;
  Grid density;
  Clusters clusters;

  explicit City(int columns = 4, int rows = 3, double side = 10000) {
    const std::string crs = "EPSG:32651";
    regions.crs = belts.shapes.crs = sites.crs = points.crs = density.crs = clusters.hulls.crs =
        crs;
    plan.specialties = {{"智能芯片设计", "AI chip design"}, {"智能安防", "Intelligent security"}};
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        const int i = row * columns + column;
        const std::string code = "d" + std::to_string(i + 10);
        const Text name{"第" + std::to_string(i + 1) + "区", "District " + std::to_string(i + 1)};
        regions.add_region({code, name, std::numeric_limits<double>::quiet_NaN()});
        const double x = kWest + column * side;
        const double y = kSouth + row * side;
        add_rectangle(regions, {x, y, x + side, y + side});
        // The last district has no specialty.
        plan.districts.push_back(
            {code, name,
             i + 1 == columns * rows ? std::vector<int>{} : std::vector<int>{i % 2, 1 - i % 2}});
      }
    }
    const auto at = [&](double u, double v) {
      return Point{kWest + u * columns * side, kSouth + v * rows * side};
    };
    Belt west;
    west.id = "west";
    west.name = {"西带", "West belt"};
    west.open_ended = true;
    Belt east;
    east.id = "east";
    east.name = {"东带", "East belt"};
    east.kind = BeltKind::kCorridor;
    belts.belts = {west, east};
    plan.belts = belts.belts;
    belts.axis = {{at(0.5, 0.9), at(0.4, 0.6), at(0.35, 0.3), at(0.1, 0.1)},
                  {at(0.55, 0.6), at(0.9, 0.1)}};
    belts.half_width_km = {0, 3};
    belts.width_assumed = {false, true};
    belts.members = {{0, columns}, {}};
    belts.shapes.add_region({"west", west.name, 0});
    add_rectangle(belts.shapes, {kWest, kSouth, kWest + side, kSouth + 2 * side});
    belts.shapes.add_region({"east", east.name, 0});
    add_rectangle(belts.shapes, {at(0.5, 0).x, at(0, 0.1).y, at(0.9, 0).x, at(0, 0.6).y});
    sites.sites = {{{"南城", "Southtown"}, at(0.55, 0.6), "core", "high", ""},
                   {{"海港", "Harbour"}, at(0.9, 0.1), "core", "high", ""},
                   {{"软件园", "Software park"}, at(0.2, 0.2), "park", "high", ""}};
    base::Random random(3, 0);
    for (int i = 0; i < 400; ++i) {
      const Point p = at(0.5 + 0.1 * random.normal(), 0.5 + 0.1 * random.normal());
      points.x.push_back(p.x);
      points.y.push_back(p.y);
      points.row.push_back(static_cast<std::uint64_t>(i) + 1);
    }
    density.frame = GridFrame::covering(regions.envelope(), side / 20);
    density.unit = "1/km2";
    density.facts = {{"kernel", "quartic"},
                     {"bandwidth_m", "1500"},
                     {"points", "12345"},
                     {"weight_sum", "12345"}};
    const Point hot = at(0.5, 0.5);
    for (int row = 0; row < density.frame.rows; ++row) {
      for (int column = 0; column < density.frame.columns; ++column) {
        const double d = std::hypot(density.frame.centre_x(column) - hot.x,
                                    density.frame.centre_y(row) - hot.y) /
                         side;
        density.values.push_back(d < 1 ? 80 * (1 - d * d) * (1 - d * d) : 0);
      }
    }
    clusters.count = {40};
    clusters.weight = {40};
    clusters.centre = {hot};
    clusters.hulls.add_region({"1", {}, 0});
    add_rectangle(clusters.hulls, Box{hot.x, hot.y, hot.x, hot.y}.grown(0.3 * side));
  }

  [[nodiscard]] scene::MapInputs inputs() const {
    scene::MapInputs in;
    in.regions = &regions;
    in.belts = &belts;
    in.sites = &sites;
    in.plan = &plan;
    in.points = &points;
    in.density = &density;
    in.clusters = &clusters;
    in.title = {"示例市产业地图", "Industry of Example City"};
    in.notes = {{"来源：示例。", "Source: an example."}};
    return in;
  }
};

}  // namespace geo::test
