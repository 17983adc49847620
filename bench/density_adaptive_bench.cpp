// Kernels that are summed pixel by pixel, adaptive bandwidths, and the choice of a bandwidth.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>

#include "density_city.hpp"
#include "geo/density/adaptive.hpp"
#include "geo/density/bandwidth.hpp"
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

/// The grid alone; the factors are Abramson's with a quartic pilot of the same radius.
void run_adaptive(benchmark::State& state, Kernel kernel) {
  const geo::PointSet& points = bench::city(static_cast<std::size_t>(state.range(0)));
  const geo::density::Options options{.kernel = kernel,
                                      .bandwidth_m = static_cast<double>(state.range(1))};
  const geo::Context context(static_cast<int>(state.range(2)));
  const geo::density::Factors factors = geo::density::abramson_factors(
      points, {.pilot = {.bandwidth_m = options.bandwidth_m}}, context);
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::estimate_adaptive(
        points, factors, bench::city_frame(1280, 960), options, context));
  }
}
void adaptive_quartic(benchmark::State& state) { run_adaptive(state, Kernel::kQuartic); }
void adaptive_gaussian(benchmark::State& state) { run_adaptive(state, Kernel::kGaussian); }

void run_pilot(benchmark::State& state, Kernel kernel) {
  const geo::PointSet& points = bench::city(static_cast<std::size_t>(state.range(0)));
  const geo::Context context(static_cast<int>(state.range(2)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::abramson_factors(
        points, {.pilot = {.kernel = kernel, .bandwidth_m = static_cast<double>(state.range(1))}},
        context));
  }
}
void pilot_quartic(benchmark::State& state) { run_pilot(state, Kernel::kQuartic); }
void pilot_gaussian(benchmark::State& state) { run_pilot(state, Kernel::kGaussian); }

void neighbours(benchmark::State& state) {
  const geo::PointSet& points = bench::city(static_cast<std::size_t>(state.range(0)));
  const geo::Context context(static_cast<int>(state.range(2)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::knn_bandwidths(
        points, {.neighbours = static_cast<std::size_t>(state.range(1))}, context));
  }
}

void run_rule(benchmark::State& state, geo::density::BandwidthRule rule) {
  const geo::PointSet& points = bench::city(static_cast<std::size_t>(state.range(0)));
  const geo::Context context(static_cast<int>(state.range(2)));
  double found = 0;
  for (auto _ : state) {
    found = geo::density::choose_bandwidth(points, {.rule = rule}, context).bandwidth_m;
  }
  state.counters["bandwidth_m"] = found;
}
void scott(benchmark::State& state) { run_rule(state, geo::density::BandwidthRule::kScott); }
void silverman(benchmark::State& state) {
  run_rule(state, geo::density::BandwidthRule::kSilverman);
}
void arcgis(benchmark::State& state) { run_rule(state, geo::density::BandwidthRule::kArcgis); }
void likelihood(benchmark::State& state) {
  run_rule(state, geo::density::BandwidthRule::kLikelihood);
}
void least_squares(benchmark::State& state) {
  run_rule(state, geo::density::BandwidthRule::kLeastSquares);
}
void cronie(benchmark::State& state) {
  run_rule(state, geo::density::BandwidthRule::kCronieVanLieshout);
}

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

// m is the pilot's radius, k of the neighbours, 0 for rules.
CASE(adaptive_quartic, 1000000, 1000, 1, 0);
CASE(adaptive_quartic, 1000000, 1000, 2, 0);
CASE(adaptive_gaussian, 1000000, 350, 1, 0);
CASE(pilot_quartic, 1000000, 1000, 1, 0);
CASE(pilot_gaussian, 100000, 350, 1, 0);
CASE(neighbours, 1000000, 10, 1, 0);
CASE(scott, 1000000, 0, 1, 0);
CASE(silverman, 1000000, 0, 1, 0);
CASE(arcgis, 1000000, 0, 1, 0);
CASE(likelihood, 20000, 0, 1, 0);
CASE(likelihood, 1000000, 0, 1, 0);
CASE(least_squares, 1000000, 0, 1, 0);
CASE(cronie, 1000000, 0, 1, 0);
