// Which of 16 districts each of 10 million points lies in.
//
// Points a second on a 2-core AMD EPYC, one thread: GEOS 3.11 prepared contains + tree 3.4 M (2.3 M
// on 60,000 vertices), GEOS IndexedPointInAreaLocator 5.5 M (3.2 M), PostGIS 0.2 M, S2 0.75 M,
// GeoPandas 0.04 M. A prototype of the method used here: 181 to 220 M, 280 to 425 M with two
// threads; on 69,946 vertices 95 to 126 M and 192 to 257 M. The goal: 250 M, 450 M with two
// threads, 150 M on the densified set. Compare ratios within one run: machines differ.
#include <benchmark/benchmark.h>

#include <cmath>
#include <string>
#include <vector>

#include "base/geos.hpp"
#include "base/random.hpp"
#include "districts.hpp"
#include "geo/join/assign.hpp"

namespace {

using geo::Point;
using geo::PointSet;
using geo::PolygonSet;

constexpr std::size_t kPoints = 10'000'000;

const PolygonSet& districts() {
  static const PolygonSet set = bench::districts([](double longitude, double latitude) {
    return Point{longitude, latitude};
  });
  return set;
}

/// About 70,000 vertices: every edge in 16, the same from both of its sides.
const PolygonSet& densified() {
  static const PolygonSet set = [] {
    constexpr int kPieces = 16;
    const PolygonSet& from = districts();
    PolygonSet to;
    for (std::size_t region = 0; region < from.size(); ++region) {
      to.add_region(from.regions[region]);
      for (auto part = from.region_part[region]; part < from.region_part[region + 1]; ++part) {
        to.add_part();
        for (auto ring = from.part_ring[part]; ring < from.part_ring[part + 1]; ++ring) {
          std::vector<Point> vertices;
          for (auto k = from.ring_vertex[ring]; k + 1 < from.ring_vertex[ring + 1]; ++k) {
            Point a{from.x[k], from.y[k]};
            Point b{from.x[k + 1], from.y[k + 1]};
            const bool swapped = b.x < a.x || (b.x == a.x && b.y < a.y);
            if (swapped) std::swap(a, b);
            for (int piece = 0; piece < kPieces; ++piece) {
              const double t = 1.0 * (swapped ? kPieces - piece : piece) / kPieces;
              vertices.push_back({a.x * (1 - t) + b.x * t, a.y * (1 - t) + b.y * t});
            }
          }
          to.add_ring(vertices);
        }
      }
    }
    return to;
  }();
  return set;
}

/// Uniform in the envelope, or about 200 centres as enterprises are, with 10 % uniform.
const PointSet& points(bool clustered) {
  static const auto make = [](bool in_clusters) {
    PointSet set;
    const geo::Box box = districts().envelope();
    geo::base::Random random(1, in_clusters ? 1 : 0);
    std::vector<Point> centres(200);
    for (Point& c : centres) {
      c = {box.min_x + random.uniform() * box.width(), box.min_y + random.uniform() * box.height()};
    }
    for (std::size_t i = 0; i < kPoints; ++i) {
      if (!in_clusters || random.below(10) == 0) {
        set.x.push_back(box.min_x + random.uniform() * box.width());
        set.y.push_back(box.min_y + random.uniform() * box.height());
      } else {
        const std::uint64_t k = random.below(centres.size());
        const double sigma = 0.003 + 0.047 * static_cast<double>(k) / 200;
        set.x.push_back(centres[k].x + sigma * random.normal());
        set.y.push_back(centres[k].y + sigma * random.normal());
      }
    }
    return set;
  };
  static const PointSet uniform = make(false);
  static const PointSet clusters = make(true);
  return clustered ? clusters : uniform;
}

void rate(benchmark::State& state, std::size_t count, const PolygonSet& regions) {
  state.counters["points/s"] =
      benchmark::Counter(static_cast<double>(count) * static_cast<double>(state.iterations()),
                         benchmark::Counter::kIsRate);
  state.counters["vertices"] = static_cast<double>(regions.vertex_count());
}

/// Threads, densified, clustered.
void assign(benchmark::State& state) {
  const geo::Context context(static_cast<int>(state.range(0)));
  const PolygonSet& regions = state.range(1) != 0 ? densified() : districts();
  const PointSet& set = points(state.range(2) != 0);
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::join::assign(set, regions, context).region.data());
  }
  rate(state, set.size(), regions);
}
BENCHMARK(assign)
    ->ArgNames({"threads", "densified", "clustered"})
    ->ArgsProduct({{1, 2}, {0, 1}, {0, 1}})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

/// The look-up alone, into memory that is there.
void locate(benchmark::State& state) {
  const PolygonSet& regions = state.range(0) != 0 ? densified() : districts();
  const PointSet& set = points(state.range(1) != 0);
  const geo::join::RegionLocator locator(regions);
  std::vector<std::int32_t> region(set.size());
  std::vector<std::uint8_t> on_border(set.size());
  for (auto _ : state) locator.locate(set.x, set.y, region, on_border);
  rate(state, set.size(), regions);
}
BENCHMARK(locate)
    ->ArgNames({"densified", "clustered"})
    ->ArgsProduct({{0, 1}, {0, 1}})
    ->Unit(benchmark::kMillisecond);

void build(benchmark::State& state) {
  const PolygonSet& regions = state.range(0) != 0 ? densified() : districts();
  for (auto _ : state) benchmark::DoNotOptimize(geo::join::RegionLocator(regions));
}
BENCHMARK(build)->ArgName("densified")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

/// The usual way: a tree of envelopes, then prepared covers.
void geos(benchmark::State& state) {
  constexpr std::size_t kShare = 10;  // a tenth of the points is enough for a peer
  const PolygonSet& regions = state.range(0) != 0 ? densified() : districts();
  const PointSet& set = points(false);
  geo::base::Geos geos;
  std::vector<geo::base::Geos::Geometry> shapes;
  std::vector<const GEOSPreparedGeometry*> prepared;
  GEOSSTRtree* tree = GEOSSTRtree_create_r(geos.handle(), 10);
  for (std::size_t r = 0; r < regions.size(); ++r) {
    shapes.push_back(geos.region(regions, r));
    prepared.push_back(GEOSPrepare_r(geos.handle(), shapes.back().get()));
  }
  for (std::size_t r = 0; r < regions.size(); ++r) {
    GEOSSTRtree_insert_r(geos.handle(), tree, shapes[r].get(), &prepared[r]);
  }
  struct Query {
    GEOSContextHandle_t handle;
    GEOSGeometry* point;
    const GEOSPreparedGeometry* const* first;
    std::ptrdiff_t found;
  };
  std::size_t inside = 0;
  for (auto _ : state) {
    for (std::size_t i = 0; i < set.size() / kShare; ++i) {
      const geo::base::Geos::Geometry point(
          GEOSGeom_createPointFromXY_r(geos.handle(), set.x[i], set.y[i]), {geos.handle()});
      Query query{geos.handle(), point.get(), prepared.data(), -1};
      GEOSSTRtree_query_r(
          geos.handle(), tree, point.get(),
          [](void* item, void* data) {
            auto& q = *static_cast<Query*>(data);
            const auto* shape = static_cast<const GEOSPreparedGeometry* const*>(item);
            if (q.found >= 0 && q.found < shape - q.first) return;
            if (GEOSPreparedCovers_r(q.handle, *shape, q.point) == 1) q.found = shape - q.first;
          },
          &query);
      inside += static_cast<std::size_t>(query.found >= 0);
    }
  }
  benchmark::DoNotOptimize(inside);
  rate(state, set.size() / kShare, regions);
  for (const GEOSPreparedGeometry* p : prepared) GEOSPreparedGeom_destroy_r(geos.handle(), p);
  GEOSSTRtree_destroy_r(geos.handle(), tree);
}
BENCHMARK(geos)->ArgName("densified")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond);

}  // namespace
