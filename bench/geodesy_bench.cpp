// No peer's figures stand in the anchors for this module.

#include <benchmark/benchmark.h>

#include <random>

#include "geo/geodesy/china.hpp"
#include "geo/geodesy/crs.hpp"

namespace geo::geodesy {
namespace {

PointSet random_points(std::size_t n, const char* crs) {
  std::mt19937_64 random(1);
  const auto uniform = [&] { return static_cast<double>(random() >> 11) * 0x1.0p-53; };
  PointSet points;
  points.crs = crs;
  for (std::size_t i = 0; i < n; ++i) {
    points.x.push_back(120.8 + 1.2 * uniform());
    points.y.push_back(30.6 + 1.3 * uniform());
  }
  return points;
}

/// A grid of squares of 0.01 degrees (1 km), each a region: as many edges as vertices.
PolygonSet squares(int side, const char* crs) {
  PolygonSet set;
  set.crs = crs;
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      const double x = 120.8 + 0.01 * column;
      const double y = 30.6 + 0.01 * row;
      set.add_region({std::to_string(row * side + column), {}});
      set.add_part();
      set.add_ring({{x, y}, {x + 0.01, y}, {x + 0.01, y + 0.01}, {x, y + 0.01}});
    }
  }
  return set;
}

template <Point (*Convert)(Point)>
void convert(benchmark::State& state) {
  const PointSet points = random_points(10'000, "WGS84");
  for (auto _ : state) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      benchmark::DoNotOptimize(Convert({points.x[i], points.y[i]}));
    }
  }
  state.SetItemsProcessed(state.iterations() * 10'000);
}
BENCHMARK(convert<wgs84_to_gcj02>)->Name("wgs84_to_gcj02");
BENCHMARK(convert<gcj02_to_wgs84>)->Name("gcj02_to_wgs84");
BENCHMARK(convert<bd09_to_gcj02>)->Name("bd09_to_gcj02");

void points_to_metres(benchmark::State& state, const char* crs) {
  const PointSet points = random_points(1'000'000, crs);
  const Crs metric("EPSG:32651");
  const Context context(static_cast<int>(state.range(0)));
  for (auto _ : state) {
    Rejects rejects;
    benchmark::DoNotOptimize(to_metres(points, metric, rejects, context));
  }
  state.SetItemsProcessed(state.iterations() * 1'000'000);
}
BENCHMARK_CAPTURE(points_to_metres, wgs84, "WGS84")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(points_to_metres, gcj02, "GCJ-02")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(points_to_metres, bd09, "BD-09")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void regions_to_metres(benchmark::State& state, const char* crs) {
  const PolygonSet set = squares(100, crs);
  const Crs metric("EPSG:32651");
  const Context context(static_cast<int>(state.range(0)));
  for (auto _ : state) benchmark::DoNotOptimize(to_metres(set, metric, context));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(set.vertex_count()));
}
BENCHMARK_CAPTURE(regions_to_metres, wgs84, "WGS84")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(regions_to_metres, gcj02, "GCJ-02")
    ->Arg(1)
    ->Arg(2)
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void make_crs(benchmark::State& state) {
  for (auto _ : state) benchmark::DoNotOptimize(Crs("EPSG:32651"));
}
BENCHMARK(make_crs);

void measure_scale_error(benchmark::State& state) {
  const Crs metric("EPSG:32651");
  for (auto _ : state) {
    benchmark::DoNotOptimize(scale_error(metric, {290000, 3390000, 420000, 3530000}));
  }
}
BENCHMARK(measure_scale_error)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace geo::geodesy
