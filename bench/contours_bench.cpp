// Contours of densities. Beside the smooth city: noise, where every cell is crossed. Figures on a
// 2-core machine are in docs/methods/contours.md.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

#include "geo/density/contours.hpp"

namespace {

/// Hills of every size, as of 300 sites: a skewed surface like a density of enterprises.
geo::Grid city(int columns, int rows) {
  geo::Grid grid;
  grid.frame = {300000, 3540000, 100, columns, rows};
  grid.values.assign(grid.frame.size(), 0);
  std::mt19937_64 bits(7);
  std::uniform_real_distribution<double> unit(0, 1);
  for (int k = 0; k < 300; ++k) {
    const double x = unit(bits) * columns;
    const double y = unit(bits) * rows;
    const double radius = 10 + 100 * unit(bits) * unit(bits);
    const double height = 1 + 100 * unit(bits) * unit(bits) * unit(bits);
    for (int row = 0; row < rows; ++row) {
      for (int column = 0; column < columns; ++column) {
        const double u2 = ((column - x) * (column - x) + (row - y) * (row - y)) / (radius * radius);
        if (u2 < 1) {
          grid.values[static_cast<std::size_t>(row) * static_cast<std::size_t>(columns) +
                      static_cast<std::size_t>(column)] += height * (1 - u2) * (1 - u2);
        }
      }
    }
  }
  return grid;
}

geo::Grid noise(int columns, int rows) {
  geo::Grid grid;
  grid.frame = {300000, 3540000, 100, columns, rows};
  std::mt19937_64 bits(7);
  std::uniform_real_distribution<double> unit(0, 60);
  for (std::size_t i = 0; i < grid.frame.size(); ++i) grid.values.push_back(unit(bits));
  return grid;
}

const std::vector<double> kLevels = {0.5, 1, 2, 5, 10, 20, 40, 55};

void run_bands(benchmark::State& state, const geo::Grid& grid) {
  const geo::Context context(1);
  std::size_t vertices = 0;
  for (auto _ : state) {
    const auto bands = geo::density::filled_bands(grid, kLevels, {}, context);
    vertices = bands.shapes.vertex_count();
    benchmark::DoNotOptimize(vertices);
  }
  state.counters["vertices"] = static_cast<double>(vertices);
}

void run_lines(benchmark::State& state, const geo::Grid& grid) {
  const geo::Context context(1);
  std::size_t vertices = 0;
  for (auto _ : state) {
    vertices = geo::density::isolines(grid, kLevels, {}, context).x.size();
    benchmark::DoNotOptimize(vertices);
  }
  state.counters["vertices"] = static_cast<double>(vertices);
}

void bands_city(benchmark::State& state) { run_bands(state, city(1280, 960)); }
void bands_city_4096(benchmark::State& state) { run_bands(state, city(4096, 4096)); }
void bands_noise(benchmark::State& state) { run_bands(state, noise(1280, 960)); }
void lines_city(benchmark::State& state) { run_lines(state, city(1280, 960)); }

void mass_levels(benchmark::State& state) {
  const geo::Grid grid = city(1280, 960);
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::mass_levels(grid, {0.95, 0.8, 0.5, 0.2}));
  }
}

BENCHMARK(bands_city)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(bands_city_4096)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(bands_noise)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(lines_city)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK(mass_levels)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
