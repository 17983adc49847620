#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "base/geos.hpp"
#include "base/orient.hpp"
#include "geo/join/assign.hpp"

// Slow and obvious answers, and positions that are hard to answer.
namespace geo::test {

using Place = join::RegionLocator::Place;
using Points = std::vector<Point>;

inline std::vector<std::size_t> by_code(const PolygonSet& regions) {
  std::vector<std::size_t> order(regions.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(), [&](std::size_t l, std::size_t r) {
    return regions.regions[l].code < regions.regions[r].code;
  });
  return order;
}

enum class Side { kOutside, kBorder, kInside };

/// The definition: on an edge of any ring is the border, then the parity of the edges to the right.
inline Side side_of(const PolygonSet& regions, std::size_t region, Point p) {
  if (!std::isfinite(p.x) || !std::isfinite(p.y)) return Side::kOutside;
  bool inside = false;
  const std::uint32_t end = regions.part_ring[regions.region_part[region + 1]];
  for (std::uint32_t ring = regions.part_ring[regions.region_part[region]]; ring < end; ++ring) {
    for (std::uint32_t k = regions.ring_vertex[ring]; k + 1 < regions.ring_vertex[ring + 1]; ++k) {
      const Point a{regions.x[k], regions.y[k]};
      const Point b{regions.x[k + 1], regions.y[k + 1]};
      const int side = base::orientation_exact(a, b, p);
      if (side == 0 && p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) &&
          p.y >= std::min(a.y, b.y) && p.y <= std::max(a.y, b.y)) {
        return Side::kBorder;
      }
      if ((a.y <= p.y) != (b.y <= p.y) && (side > 0) == (b.y > a.y)) inside = !inside;
    }
  }
  return inside ? Side::kInside : Side::kOutside;
}

inline Place place_of(const PolygonSet& regions, const std::vector<std::size_t>& order, Point p) {
  for (const std::size_t region : order) {
    const Side side = side_of(regions, region, p);
    if (side == Side::kOutside) continue;
    return {static_cast<std::int32_t>(region), side == Side::kBorder};
  }
  return {};
}

/// GEOS's answer, region by region in the order of codes.
class GeosJudge {
 public:
  explicit GeosJudge(const PolygonSet& regions) {
    for (const std::size_t region : by_code(regions)) {
      Member member{static_cast<std::int32_t>(region), regions.envelope(region),
                    geos_.region(regions, region), nullptr};
      member.prepared = GEOSPrepare_r(geos_.handle(), member.shape.get());
      members_.push_back(std::move(member));
    }
  }
  ~GeosJudge() {
    for (const Member& member : members_)
      GEOSPreparedGeom_destroy_r(geos_.handle(), member.prepared);
  }
  GeosJudge(const GeosJudge&) = delete;
  GeosJudge& operator=(const GeosJudge&) = delete;

  [[nodiscard]] Place locate(Point p) {
    base::Geos::Geometry point(nullptr, {geos_.handle()});
    for (const Member& member : members_) {
      if (!member.envelope.contains(p)) continue;
      if (!point) point.reset(GEOSGeom_createPointFromXY_r(geos_.handle(), p.x, p.y));
      if (GEOSPreparedCovers_r(geos_.handle(), member.prepared, point.get()) != 1) continue;
      // What is covered but not contained has no point in the interior.
      const bool inside = GEOSPreparedContains_r(geos_.handle(), member.prepared, point.get()) == 1;
      return {member.region, !inside};
    }
    return {};
  }

 private:
  struct Member {
    std::int32_t region;
    Box envelope;
    base::Geos::Geometry shape;
    const GEOSPreparedGeometry* prepared;
  };
  base::Geos geos_;
  std::vector<Member> members_;
};

/// The position and its eight neighbours among the floating-point numbers.
inline void add_with_neighbours(Point p, Points& to) {
  constexpr double kMost = std::numeric_limits<double>::max();
  for (const double x : {std::nextafter(p.x, -kMost), p.x, std::nextafter(p.x, kMost)}) {
    for (const double y : {std::nextafter(p.y, -kMost), p.y, std::nextafter(p.y, kMost)}) {
      to.push_back({x, y});
    }
  }
}

/// Vertices, points of edges, and their neighbours one unit in the last place away.
inline Points near_borders(const PolygonSet& regions) {
  Points points;
  for (std::size_t ring = 0; ring < regions.ring_count(); ++ring) {
    for (std::uint32_t k = regions.ring_vertex[ring]; k + 1 < regions.ring_vertex[ring + 1]; ++k) {
      const Point a{regions.x[k], regions.y[k]};
      const Point b{regions.x[k + 1], regions.y[k + 1]};
      add_with_neighbours(a, points);
      for (const double t : {0.5, 0.25, 0.1, 0.9375}) {
        add_with_neighbours({a.x * (1 - t) + b.x * t, a.y * (1 - t) + b.y * t}, points);
      }
      // Level with a vertex, and above it, where parities like to go wrong.
      points.push_back({b.x, a.y});
      points.push_back({a.x, b.y});
      points.push_back({a.x, std::nextafter(b.y, a.y)});
    }
  }
  return points;
}

/// Each answer, one by one and in one batch, is that of the judge.
template <typename Judge>
void expect_same(const PolygonSet& regions, const Points& points, Judge&& judge) {
  const join::RegionLocator locator(regions);
  std::vector<double> x(points.size());
  std::vector<double> y(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    x[i] = points[i].x;
    y[i] = points[i].y;
  }
  std::vector<std::int32_t> region(points.size(), -7);
  std::vector<std::uint8_t> on_border(points.size(), 7);
  locator.locate(x, y, region, on_border);
  int wrong = 0;
  for (std::size_t i = 0; i < points.size() && wrong < 5; ++i) {
    const Place expected = judge(points[i]);
    const Place batch{region[i], on_border[i] == 1};
    ASSERT_LE(on_border[i], 1);
    if (batch == expected && locator.locate(points[i]) == expected) continue;
    ++wrong;
    ADD_FAILURE() << std::hexfloat << "(" << points[i].x << ", " << points[i].y
                  << "): " << batch.region << (batch.on_border ? " border" : "") << ", expected "
                  << expected.region << (expected.on_border ? " border" : "");
  }
}

inline void expect_like_definition(const PolygonSet& regions, const Points& points) {
  const std::vector<std::size_t> order = by_code(regions);
  expect_same(regions, points, [&](Point p) { return place_of(regions, order, p); });
}

inline void expect_like_geos(const PolygonSet& regions, const Points& points) {
  GeosJudge judge(regions);
  expect_same(regions, points, [&](Point p) { return judge.locate(p); });
}

}  // namespace geo::test
