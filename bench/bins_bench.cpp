// Count grids over clustered points. Figures on a 2-core machine are in docs/methods/bins.md.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <random>

#include "geo/density/bins.hpp"

namespace {

geo::PointSet city(std::size_t n) {
  geo::PointSet points;
  std::mt19937_64 bits(3);
  std::normal_distribution<double> normal;
  std::uniform_real_distribution<double> unit(0, 1);
  for (std::size_t i = 0; i < n; ++i) {
    const auto centre = static_cast<double>(bits() % 200);
    points.x.push_back(300000 + 600 * centre + (300 + 20 * centre) * normal(bits));
    points.y.push_back(3400000 + 140000 * unit(bits));
    points.weight.push_back(unit(bits));
    points.row.push_back(i + 1);
  }
  return points;
}

void bins(benchmark::State& state) {
  const geo::PointSet points = city(static_cast<std::size_t>(state.range(0)));
  const geo::density::BinOptions options{.shape = state.range(1) == 4
                                                      ? geo::density::BinShape::kSquare
                                                      : geo::density::BinShape::kHexagonPointy,
                                         .size_m = static_cast<double>(state.range(2)),
                                         .weight = true};
  const geo::Context context(static_cast<int>(state.range(3)));
  std::size_t count = 0;
  for (auto _ : state) {
    count = geo::density::count_by_bins(points, options, context).shapes.size();
    benchmark::DoNotOptimize(count);
  }
  state.counters["bins"] = static_cast<double>(count);
}

BENCHMARK(bins)
    ->Args({1000000, 4, 1000, 1})
    ->Args({1000000, 6, 1000, 1})
    ->Args({1000000, 6, 1000, 2})
    ->Args({1000000, 6, 100, 1})
    ->Args({10000000, 6, 1000, 1})
    ->ArgNames({"points", "corners", "m", "threads"})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
