// Kernels that are summed pixel by pixel, adaptive bandwidths, and the choice of a bandwidth.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>

#include "density_city.hpp"
#include "geo/density/density.hpp"

namespace {

using geo::density::Kernel;

/// points, metres, threads, metres across (0: round)
void run(benchmark::State& state, Kernel kernel) {
  const geo::PointSet& points = bench::city(static_cast<std::size_t>(state.range(0)));
  const geo::density::Options options{.kernel = kernel,
                                      .bandwidth_m = static_cast<double>(state.range(1)),
                                      .bandwidth_across_m = static_cast<double>(state.range(3)),
                                      .azimuth_deg = 30};
  const geo::Context context(static_cast<int>(state.range(2)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        geo::density::estimate(points, bench::city_frame(1280, 960), options, context));
  }
}

void uniform(benchmark::State& state) { run(state, Kernel::kUniform); }
void triangular(benchmark::State& state) { run(state, Kernel::kTriangular); }
void triweight(benchmark::State& state) { run(state, Kernel::kTriweight); }
void quartic(benchmark::State& state) { run(state, Kernel::kQuartic); }
void gaussian(benchmark::State& state) { run(state, Kernel::kGaussian); }

}  // namespace

#define CASE(function, ...)                            \
  BENCHMARK(function)                                  \
      ->Args({__VA_ARGS__})                            \
      ->ArgNames({"points", "m", "threads", "across"}) \
      ->UseRealTime()                                  \
      ->Unit(benchmark::kMillisecond)

CASE(triangular, 100, 1000, 1, 0);
CASE(uniform, 1000000, 1000, 1, 0);
CASE(triangular, 1000000, 1000, 1, 0);
CASE(triangular, 1000000, 1000, 2, 0);
CASE(triangular, 1000000, 3000, 1, 0);
CASE(triweight, 1000000, 1000, 1, 0);
CASE(quartic, 1000000, 1000, 1, 500);
CASE(gaussian, 1000000, 1000, 1, 500);
