// No peer's figures stand in the anchors for this module.

#include <benchmark/benchmark.h>

#include <random>

#include "geo/topology/repair.hpp"

namespace geo::topology {
namespace {

/// side x side tiles of 1 km with 4 x `detail` vertices each; borders are drawn twice with their
/// own wobble, so that every border has overlaps and slivers.
PolygonSet wobbly_tiles(int side, int detail, double wobble_m) {
  std::mt19937_64 random(1);
  const auto jitter = [&] {
    return wobble_m * (static_cast<double>(random() >> 11) * 0x1.0p-53 - 0.5);
  };
  PolygonSet set;
  const Point corners[5] = {{0, 0}, {1000, 0}, {1000, 1000}, {0, 1000}, {0, 0}};
  for (int row = 0; row < side; ++row) {
    for (int column = 0; column < side; ++column) {
      std::vector<Point> ring;
      for (int edge = 0; edge < 4; ++edge) {
        const Point a = corners[edge];
        const Point b = corners[edge + 1];
        for (int k = 0; k < detail; ++k) {
          const double t = static_cast<double>(k) / detail;
          ring.push_back({326000 + column * 1000 + a.x + (b.x - a.x) * t + jitter(),
                          3456000 + row * 1000 + a.y + (b.y - a.y) * t + jitter()});
        }
      }
      set.add_region({std::to_string(row * side + column), {}});
      set.add_part();
      set.add_ring(ring);
    }
  }
  return set;
}

void run_repair(benchmark::State& state) {
  const PolygonSet tiles = wobbly_tiles(16, 16, 3);
  for (auto _ : state) benchmark::DoNotOptimize(repair(tiles, Context(1)));
  state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(tiles.vertex_count()));
}
BENCHMARK(run_repair)->Name("repair")->Unit(benchmark::kMillisecond);

void defects(benchmark::State& state) {
  const auto side = static_cast<int>(state.range(0));
  const PolygonSet tiles = wobbly_tiles(side, 8, 3);
  const Context context(static_cast<int>(state.range(1)));
  for (auto _ : state) benchmark::DoNotOptimize(partition_defects(tiles, context));
  state.SetLabel(std::to_string(side * side) + " regions");
}
BENCHMARK(defects)
    ->Name("partition_defects")
    ->ArgsProduct({{16, 55}, {1, 2}})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

void partition(benchmark::State& state) {
  const auto side = static_cast<int>(state.range(0));
  const PolygonSet tiles = wobbly_tiles(side, 8, 3);
  for (auto _ : state) benchmark::DoNotOptimize(make_partition(tiles, 1e4, 1e4, Context(1)));
  state.SetLabel(std::to_string(side * side) + " regions");
}
BENCHMARK(partition)->Name("make_partition")->Arg(4)->Arg(16)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace geo::topology
