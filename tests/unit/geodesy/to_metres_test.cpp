#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <set>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/china.hpp"
#include "geo/geodesy/crs.hpp"

namespace geo::geodesy {
namespace {

std::string numbered(std::string letter, std::size_t number) {
  return letter.append(std::to_string(number));
}

PointSet some_points(std::size_t n, const std::string& crs) {
  PointSet points;
  points.crs = crs;
  points.source = "made.csv";
  Column names{"name", std::vector<std::string>()};
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(5, i);
    points.x.push_back(120 + 2 * random.uniform());
    points.y.push_back(30 + 2 * random.uniform());
    points.weight.push_back(static_cast<double>(i));
    points.row.push_back(2 * i + 1);
    std::get<std::vector<std::string>>(names.values).push_back(numbered("n", i));
  }
  points.columns.push_back(names);
  return points;
}

TEST(PointsToMetres, EqualOneAtATimeWithAnyNumberOfThreads) {
  const Crs utm("EPSG:32651");
  for (const char* from : {"WGS84", "GCJ-02", "BD09", "EPSG:4490"}) {
    const PointSet given = some_points(10'000, from);
    PointSet first;
    for (const int threads : {1, 2, 7}) {
      Rejects rejects;
      rejects.read = rejects.used = given.size();
      const PointSet got = to_metres(given, utm, rejects, Context(threads));
      got.validate();
      rejects.validate();
      EXPECT_EQ(got.crs, "EPSG:32651");
      EXPECT_EQ(got.row, given.row);
      EXPECT_EQ(got.weight, given.weight);
      ASSERT_EQ(got.size(), given.size());
      if (threads == 1) {
        first = got;
        for (std::size_t i = 0; i < given.size(); i += 7) {
          ASSERT_EQ((Point{got.x[i], got.y[i]}),
                    transform({given.x[i], given.y[i]}, Crs(from), utm));
        }
      }
      EXPECT_EQ(got.x, first.x);
      EXPECT_EQ(got.y, first.y);
    }
  }
}

TEST(PointsToMetres, RejectsInTheOrderOfRows) {
  PointSet points = some_points(9000, "WGS84");
  std::set<std::uint64_t> bad;
  for (const std::size_t i : {std::size_t{0}, std::size_t{1}, std::size_t{4095}, std::size_t{4096},
                              std::size_t{8191}, std::size_t{8999}}) {
    points.x[i] = 354633.649;
    points.y[i] = 3456140.5296;
    bad.insert(points.row[i]);
  }
  Rejects rejects;
  rejects.read = points.size() + 2;
  rejects.used = points.size();
  rejects.rows.push_back({2, "lon", "x", "no number", ""});
  rejects.rows.push_back({8192, "lon", "y", "no number", ""});
  const PointSet good = to_metres(points, Crs("EPSG:32651"), rejects, Context(2));
  good.validate();
  rejects.validate();
  EXPECT_EQ(good.size(), points.size() - bad.size());
  EXPECT_EQ(rejects.used, good.size());
  ASSERT_EQ(rejects.rows.size(), bad.size() + 2);
  for (std::size_t i = 1; i < rejects.rows.size(); ++i) {
    EXPECT_LT(rejects.rows[i - 1].row, rejects.rows[i].row);
  }
  for (const Reject& reject : rejects.rows) {
    if (reject.reason == "no number") continue;
    EXPECT_EQ(bad.count(reject.row), 1U);
    EXPECT_EQ(reject.value, "354633.649, 3456140.5296");
    EXPECT_NE(reject.advice.find("WGS 84"), std::string::npos);
  }
  for (const std::uint64_t row : good.row) EXPECT_EQ(bad.count(row), 0U);
  EXPECT_EQ(std::get<std::vector<std::string>>(good.columns[0].values)[0], "n2");
}

TEST(PointsToMetres, TakesNoneAllAndThoseWithoutRows) {
  Rejects rejects;
  PointSet none;
  none.crs = "WGS84";
  EXPECT_EQ(to_metres(none, Crs("EPSG:32651"), rejects, Context()).size(), 0U);

  PointSet bad;
  bad.crs = "GCJ-02";
  bad.x = {500, 121};
  bad.y = {31, 95};
  rejects.read = rejects.used = 2;
  EXPECT_EQ(to_metres(bad, Crs("EPSG:32651"), rejects, Context()).size(), 0U);
  rejects.validate();
  ASSERT_EQ(rejects.rows.size(), 2U);
  EXPECT_EQ(rejects.rows[0].row, 1U);
  EXPECT_EQ(rejects.rows[1].row, 2U);
}

TEST(PointsToMetres, KeepsBitsAndChecksTheTarget) {
  PointSet metres = some_points(100, "WGS84");
  metres.crs = Crs("EPSG:32651").wkt();
  Rejects rejects;
  const PointSet same = to_metres(metres, Crs("EPSG:32651"), rejects, Context());
  EXPECT_EQ(same.x, metres.x);
  EXPECT_EQ(same.crs, "EPSG:32651");
  for (const char* not_metric : {"WGS84", "GCJ-02", "EPSG:2263"}) {
    EXPECT_THROW((void)to_metres(metres, Crs(not_metric), rejects, Context()), Error);
  }
  metres.crs = "EPSG:99999";
  EXPECT_THROW((void)to_metres(metres, Crs("EPSG:32651"), rejects, Context()), Error);
}

TEST(PointsToMetres, CanBeCancelled) {
  const Context context(2);
  context.cancel();
  Rejects rejects;
  try {
    (void)to_metres(some_points(10, "WGS84"), Crs("EPSG:32651"), rejects, context);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
}

/// Squares of one degree side by side, each with a hole that is an island's region; corners shared.
PolygonSet checkerboard(const std::string& crs, int columns, int rows, Point origin) {
  PolygonSet regions;
  regions.crs = crs;
  regions.source = "board.geojson";
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns; ++column) {
      const auto square = static_cast<std::size_t>(row * columns + column);
      const double x = origin.x + column;
      const double y = origin.y + row;
      const std::vector<Point> hole{
          {x + 0.3, y + 0.3}, {x + 0.3, y + 0.7}, {x + 0.7, y + 0.7}, {x + 0.7, y + 0.3}};
      regions.add_region({numbered("r", square), {}});
      regions.add_part();
      // Every other square runs the other way round: shared edges are met in both directions.
      if ((row + column) % 2 == 0) {
        regions.add_ring({{x, y}, {x + 1, y}, {x + 1, y + 1}, {x, y + 1}});
      } else {
        regions.add_ring({{x, y}, {x, y + 1}, {x + 1, y + 1}, {x + 1, y}});
      }
      regions.add_ring(hole);
      regions.add_region({numbered("i", square), {}});
      regions.add_part();
      regions.add_ring({hole.rbegin(), hole.rend()});
    }
  }
  return regions;
}

TEST(RegionsToMetres, SharedEdgesStayShared) {
  for (const char* from : {"WGS84", "GCJ-02", "BD-09"}) {
    const PolygonSet board = checkerboard(from, 3, 3, {119.5, 30});
    const PolygonSet metres = to_metres(board, Crs("EPSG:32651"), Context(2));
    metres.validate();
    EXPECT_EQ(metres.size(), board.size());
    EXPECT_GT(metres.vertex_count(), 3 * board.vertex_count()) << from;
    // Each edge inside the board is there twice, each on its rim once: 4 sides of 3 squares.
    using Ends = std::pair<std::pair<double, double>, std::pair<double, double>>;
    std::map<Ends, int> edges;
    double rim = 0;
    for (std::size_t ring = 0; ring < metres.ring_count(); ++ring) {
      for (std::uint32_t i = metres.ring_vertex[ring]; i + 1 < metres.ring_vertex[ring + 1]; ++i) {
        const std::pair a{metres.x[i], metres.y[i]};
        const std::pair b{metres.x[i + 1], metres.y[i + 1]};
        ++edges[std::minmax(a, b)];
      }
    }
    for (const auto& [ends, count] : edges) {
      ASSERT_LE(count, 2);
      if (count == 1) {
        rim += std::hypot(ends.first.first - ends.second.first,
                          ends.first.second - ends.second.second);
      }
    }
    EXPECT_NEAR(rim, 6 * 111e3 + 6 * 95e3, 20e3) << from;
  }
}

/// Where a position on the straight line of the file lies, against the drawn edges.
TEST(RegionsToMetres, EdgesAreStraightWithinTheTolerance) {
  const Crs utm("EPSG:32651");
  for (const char* from : {"WGS84", "GCJ-02", "BD-09", "EPSG:3857", "EPSG:27700"}) {
    const Crs system(from);
    // Long edges: along a parallel, a meridian, askew; 4/3 of a degree is four waves of GCJ-02.
    std::vector<Point> corners{{119, 30}, {123 + 1.0 / 3, 30}, {123 + 1.0 / 3, 32}, {119.5, 31}};
    if (!system.geographic()) {
      for (Point& p : corners) p = transform(p, Crs("WGS84"), system);
    }
    PolygonSet shape;
    shape.crs = from;
    shape.add_region({"a", {}});
    shape.add_part();
    shape.add_ring(corners);
    for (const double tolerance : {0.01, 1.0, 100.0}) {
      const PolygonSet metres = to_metres(shape, utm, Context(1), tolerance);
      metres.validate();
      double worst = 0;
      std::uint32_t edge = 0;  // the drawn edges follow the samples
      const std::size_t last = metres.vertex_count() - 1;
      for (std::size_t side = 0; side < 4; ++side) {
        const Point a = corners[side];
        const Point b = corners[(side + 1) % 4];
        for (int k = 0; k <= 5'000; ++k) {
          const double t = k / 5000.0;
          const Point p = transform({a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t}, system, utm);
          double nearest = 1e300;
          for (std::uint32_t e = edge; e < std::min<std::size_t>(edge + 3, last); ++e) {
            const Point u{metres.x[e], metres.y[e]};
            const Point v{metres.x[e + 1], metres.y[e + 1]};
            const double squared = (v.x - u.x) * (v.x - u.x) + (v.y - u.y) * (v.y - u.y);
            const double along = std::clamp(
                ((p.x - u.x) * (v.x - u.x) + (p.y - u.y) * (v.y - u.y)) / squared, 0.0, 1.0);
            const double d =
                std::hypot(p.x - u.x - along * (v.x - u.x), p.y - u.y - along * (v.y - u.y));
            if (d < nearest) {
              nearest = d;
              edge = e;
            }
          }
          worst = std::max(worst, nearest);
        }
      }
      EXPECT_LT(worst, 1.25 * tolerance) << from;  // between the samples a little more
      EXPECT_GT(worst, 0.05 * tolerance) << from;  // and no more vertices than needed
    }
  }
}

TEST(RegionsToMetres, IsTheSameWithAnyNumberOfThreads) {
  const PolygonSet board = checkerboard("GCJ-02", 4, 4, {119, 29});
  const PolygonSet one = to_metres(board, Crs("EPSG:32651"), Context(1));
  for (const int threads : {2, 7}) {
    const PolygonSet more = to_metres(board, Crs("EPSG:32651"), Context(threads));
    EXPECT_EQ(more.x, one.x);
    EXPECT_EQ(more.y, one.y);
    EXPECT_EQ(more.ring_vertex, one.ring_vertex);
  }
}

TEST(RegionsToMetres, ShortEdgesKeepTheirVertices) {
  PolygonSet small;
  small.crs = "WGS84";
  small.add_region({"a", {"甲", "A"}, 12.5});
  small.add_part();
  small.add_ring({{121.40, 31.20}, {121.401, 31.20}, {121.401, 31.201}});
  const PolygonSet metres = to_metres(small, Crs("EPSG:32651"), Context());
  EXPECT_EQ(metres.vertex_count(), 4U);
  EXPECT_EQ(metres.regions[0].land_area_km2, 12.5);
  for (std::size_t i = 0; i < 4; ++i) {
    EXPECT_EQ((Point{metres.x[i], metres.y[i]}),
              transform({small.x[i], small.y[i]}, Crs("WGS84"), Crs("EPSG:32651")));
  }
  small.crs = "EPSG:32651";
  EXPECT_EQ(to_metres(small, Crs("EPSG:32651"), Context()).x, small.x);
}

TEST(RegionsToMetres, TakesNoRegionAndRegionsWithoutParts) {
  PolygonSet none;
  none.crs = "WGS84";
  to_metres(none, Crs("EPSG:32651"), Context()).validate();
  none.add_region({"empty", {}});
  const PolygonSet metres = to_metres(none, Crs("EPSG:32651"), Context());
  metres.validate();
  EXPECT_EQ(metres.size(), 1U);
}

TEST(RegionsToMetres, NamesTheRegionThatCannotBeProjected) {
  PolygonSet board = checkerboard("WGS84", 2, 1, {119.5, 30});
  board.y[board.ring_vertex[board.part_ring[board.region_part[2]]] + 1] = 95;  // of "r1"
  try {
    (void)to_metres(board, Crs("EPSG:32651"), Context());
    FAIL();
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_NE(message.find("board.geojson"), std::string::npos) << message;
    EXPECT_NE(message.find("r1"), std::string::npos) << message;
    EXPECT_NE(message.find("95"), std::string::npos) << message;
  }
  EXPECT_THROW((void)to_metres(board, Crs("WGS84"), Context()), Error);
  EXPECT_THROW((void)to_metres(board, Crs("EPSG:32651"), Context(), 0), Error);
  EXPECT_THROW((void)to_metres(board, Crs("EPSG:32651"), Context(), std::nan("")), Error);
}

TEST(SitesToMetres, MovesThemOrNamesTheOneThatCannot) {
  SiteSet sites;
  sites.crs = "GCJ-02";
  sites.sites.push_back({{"甲", "A"}, {121.6, 31.2}, "core", "high", ""});
  const SiteSet metres = to_metres(sites, Crs("EPSG:32651"));
  EXPECT_EQ(metres.crs, "EPSG:32651");
  EXPECT_EQ(metres.sites[0].position, transform({121.6, 31.2}, Crs("GCJ-02"), Crs("EPSG:32651")));
  sites.sites.push_back({{"乙", "B"}, {121.6, 131.2}, "core", "high", ""});
  try {
    (void)to_metres(sites, Crs("EPSG:32651"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("乙"), std::string::npos) << error.what();
  }
  EXPECT_THROW((void)to_metres(sites, Crs("WGS84")), Error);
}

}  // namespace
}  // namespace geo::geodesy
