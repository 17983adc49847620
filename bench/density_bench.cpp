// Kernel density. Beside each figure: those of other programs for the same points, grid and
// bandwidth, measured on a 2-core machine (AMD EPYC); absolute times drift from machine to machine.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <random>
#include <string>

#include "geo/density/density.hpp"

namespace {

using geo::density::Kernel;

/// 200 Gaussian centres with sigma 300 to 5000 m and 10 % uniform, in 120 x 140 km.
const geo::PointSet& city(std::size_t n) {
  static std::map<std::size_t, geo::PointSet> made;
  geo::PointSet& points = made[n];
  if (points.size() == n) return points;
  constexpr double kWidth = 120000, kHeight = 140000, kWest = 300000, kSouth = 3400000;
  std::mt19937_64 bits(20240607);
  std::uniform_real_distribution<double> unit(0, 1);
  struct Centre {
    double x, y, sigma;
  };
  std::vector<Centre> centres(200);
  for (Centre& c : centres) {
    c = {unit(bits) * kWidth, unit(bits) * kHeight, 300 + 4700 * unit(bits)};
  }
  std::normal_distribution<double> normal;
  points.crs = "EPSG:32651";
  while (points.size() < n) {
    double x = unit(bits) * kWidth;
    double y = unit(bits) * kHeight;
    if (unit(bits) >= 0.1) {
      const Centre& c = centres[bits() % centres.size()];
      x = c.x + c.sigma * normal(bits);
      y = c.y + c.sigma * normal(bits);
    }
    if (x < 0 || x > kWidth || y < 0 || y > kHeight) continue;
    points.x.push_back(kWest + x);
    points.y.push_back(kSouth + y);
    points.row.push_back(points.size());
  }
  return points;
}

geo::GridFrame frame_of(int columns, int rows) {
  geo::GridFrame frame;
  frame.west = 300000;
  frame.north = 3540000;
  frame.pixel = std::max(120000.0 / columns, 140000.0 / rows);
  frame.columns = columns;
  frame.rows = rows;
  return frame;
}

void run(benchmark::State& state, Kernel kernel, int columns, int rows) {
  const geo::PointSet& points = city(static_cast<std::size_t>(state.range(0)));
  const geo::density::Options options{.kernel = kernel,
                                      .bandwidth_m = static_cast<double>(state.range(1))};
  const geo::Context context(static_cast<int>(state.range(2)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        geo::density::estimate(points, frame_of(columns, rows), options, context));
  }
}

void epanechnikov(benchmark::State& state) { run(state, Kernel::kEpanechnikov, 1280, 960); }
void epanechnikov_4096(benchmark::State& state) { run(state, Kernel::kEpanechnikov, 4096, 4096); }
void quartic(benchmark::State& state) { run(state, Kernel::kQuartic, 1280, 960); }
void gaussian(benchmark::State& state) { run(state, Kernel::kGaussian, 1280, 960); }
void gaussian_4096(benchmark::State& state) { run(state, Kernel::kGaussian, 4096, 4096); }

}  // namespace

#define CASE(function, ...)                  \
  BENCHMARK(function)                        \
      ->Args({__VA_ARGS__})                  \
      ->ArgNames({"points", "m", "threads"}) \
      ->UseRealTime()                        \
      ->Unit(benchmark::kMillisecond)

CASE(epanechnikov, 100, 1000, 1);
CASE(epanechnikov, 1000000, 1000, 1);
CASE(epanechnikov, 1000000, 1000, 2);
CASE(epanechnikov, 1000000, 3000, 1);
CASE(epanechnikov, 1000000, 3000, 2);
CASE(epanechnikov, 10000000, 1000, 1);
CASE(epanechnikov, 10000000, 3000, 1);
CASE(epanechnikov_4096, 1000000, 1000, 1);
CASE(quartic, 1000000, 1000, 1);
CASE(quartic, 1000000, 3000, 1);
// SciPy 1.10, linear binning and fftconvolve, a relative error of 2e-3: 260 ms for a million points
// at 1 km (bench/peers/gaussian_scipy.py runs it beside ours).
CASE(gaussian, 1000000, 60, 1);
CASE(gaussian, 1000000, 300, 1);
CASE(gaussian, 1000000, 500, 1);
CASE(gaussian, 1000000, 1000, 1);
CASE(gaussian, 1000000, 1000, 2);
CASE(gaussian, 1000000, 3000, 1);
CASE(gaussian, 1000000, 3000, 2);
CASE(gaussian, 1000000, 30000, 1);
CASE(gaussian, 10000000, 1000, 1);
CASE(gaussian, 10000000, 3000, 1);
CASE(gaussian, 10000000, 3000, 2);
CASE(gaussian_4096, 1000000, 1000, 1);
CASE(gaussian_4096, 1000000, 1000, 2);
