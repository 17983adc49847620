// Density within a window: the edge mass on a grid and at points, corrected estimates, simulations.
// The window: the 16 districts of Shanghai (4,456 vertices) where that file is there, else a
// partition of about the same shape.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <map>
#include <numbers>
#include <vector>

#include "base/random.hpp"
#include "districts.hpp"
#include "geo/density/edge.hpp"
#include "geo/density/relative.hpp"
#include "geo/density/significance.hpp"

namespace {

using geo::Point;
using geo::PointSet;
using geo::PolygonSet;
using geo::density::Correction;
using geo::density::EdgeMass;
using geo::density::Kernel;
using geo::density::Options;

/// Degrees to metres about Shanghai, plainly.
Point metres(double longitude, double latitude) {
  constexpr double kDegree = 6371008.8 * std::numbers::pi / 180;
  return {kDegree * std::cos(31.2 * std::numbers::pi / 180) * longitude, kDegree * latitude};
}

const PolygonSet& districts() {
  static const PolygonSet set = bench::districts(metres);
  return set;
}

/// In 200 clusters within and around the districts, 10 % evenly in their envelope.
const PointSet& points(std::size_t n) {
  static std::map<std::size_t, PointSet> made;
  PointSet& set = made[n];
  if (set.size() == n) return set;
  const geo::Box box = districts().envelope();
  geo::base::Random random(1, 1);
  std::vector<Point> centres(200);
  for (Point& c : centres) {
    c = {box.min_x + random.uniform() * box.width(), box.min_y + random.uniform() * box.height()};
  }
  for (std::size_t i = 0; i < n; ++i) {
    const Point c = centres[random.below(200)];
    const bool even = random.below(10) == 0;
    set.x.push_back(even ? box.min_x + random.uniform() * box.width()
                         : c.x + 2000 * random.normal());
    set.y.push_back(even ? box.min_y + random.uniform() * box.height()
                         : c.y + 2000 * random.normal());
  }
  return set;
}

geo::GridFrame frame() { return geo::GridFrame::fitting(districts().envelope(), 1280, 960); }

const geo::Context& threads(benchmark::State& state) {
  static const geo::Context one(1);
  static const geo::Context two(2);
  return state.range(0) == 1 ? one : two;
}

Kernel kernel(benchmark::State& state) { return static_cast<Kernel>(state.range(1)); }

double bandwidth_m(benchmark::State& state) { return static_cast<double>(state.range(2)); }

/// Threads, kernel, metres.
void edge_mass_on_grid(benchmark::State& state) {
  const EdgeMass mass(districts(), {.kernel = kernel(state), .bandwidth_m = bandwidth_m(state)});
  for (auto _ : state) benchmark::DoNotOptimize(mass.on(frame(), threads(state)));
  state.SetLabel(geo::density::name_of(kernel(state)));
  state.counters["vertices"] = static_cast<double>(districts().vertex_count());
  state.counters["edges"] = static_cast<double>(mass.edge_count());
}

void edge_mass_at_points(benchmark::State& state) {
  const PointSet& set = points(1000000);
  std::vector<Point> positions;
  for (std::size_t i = 0; i < set.size(); ++i) positions.push_back({set.x[i], set.y[i]});
  const EdgeMass mass(districts(), {.kernel = kernel(state), .bandwidth_m = bandwidth_m(state)});
  for (auto _ : state) benchmark::DoNotOptimize(mass.at(positions, threads(state)));
  state.SetLabel(geo::density::name_of(kernel(state)));
}

void edge_mass_build(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(
        EdgeMass(districts(), {.kernel = kernel(state), .bandwidth_m = bandwidth_m(state)}));
  }
}

/// Threads, correction, metres: beside `estimate` alone (-1).
void estimate_within(benchmark::State& state) {
  const PointSet& set = points(1000000);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = bandwidth_m(state)};
  for (auto _ : state) {
    if (state.range(1) < 0) {
      benchmark::DoNotOptimize(geo::density::estimate(set, frame(), options, threads(state)));
    } else {
      const auto correction = static_cast<Correction>(state.range(1));
      benchmark::DoNotOptimize(geo::density::estimate_within(
          set, frame(), options, districts(), {.correction = correction}, threads(state)));
    }
  }
}

void mask(benchmark::State& state) {
  geo::Grid grid;
  grid.frame = frame();
  grid.values.assign(grid.frame.size(), 1);
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::mask(grid, districts(), threads(state)));
  }
}

/// Threads, simulations of 26,000 points: the milliseconds are of all of them.
void against_randomness(benchmark::State& state) {
  const geo::density::SignificanceOptions significance{.simulations =
                                                           static_cast<int>(state.range(1))};
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::against_randomness(
        points(26000), frame(), {.bandwidth_m = 2000}, districts(), significance, threads(state)));
  }
}

void against_labelling(benchmark::State& state) {
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < 26000; i += 5) members.push_back(i);
  const geo::density::SignificanceOptions significance{.simulations =
                                                           static_cast<int>(state.range(1))};
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::against_labelling(points(26000), members, frame(),
                                                             {.bandwidth_m = 2000}, districts(),
                                                             significance, threads(state)));
  }
}

/// Threads: a fifth of 26,000 points.
void local_share(benchmark::State& state) {
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < 26000; i += 5) members.push_back(i);
  const PointSet part = points(26000).select(members);
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::density::local_share(
        part, points(26000), frame(), {.bandwidth_m = 2000}, districts(), {}, threads(state)));
  }
}

}  // namespace

#define CASE(function) BENCHMARK(function)->UseRealTime()->Unit(benchmark::kMillisecond)

CASE(edge_mass_on_grid)
    ->ArgNames({"threads", "kernel", "m"})
    ->ArgsProduct({{1}, {0, 1, 2, 3, 4, 5}, {1000, 3000}})
    ->Args({2, 3, 1000})
    ->Args({2, 3, 3000});
CASE(edge_mass_at_points)
    ->ArgNames({"threads", "kernel", "m"})
    ->ArgsProduct({{1}, {3, 5}, {1000, 3000}});
CASE(edge_mass_build)->ArgNames({"threads", "kernel", "m"})->Args({1, 3, 1000})->Args({1, 5, 3000});
CASE(estimate_within)
    ->ArgNames({"threads", "correction", "m"})
    ->ArgsProduct({{1}, {-1, 0, 1, 2}, {1000, 3000}});
CASE(against_randomness)->ArgNames({"threads", "simulations"})->ArgsProduct({{1, 2}, {19}});
CASE(against_labelling)->ArgNames({"threads", "simulations"})->ArgsProduct({{1, 2}, {19}});
CASE(local_share)->ArgNames({"threads"})->Arg(1)->Arg(2);
CASE(mask)->ArgNames({"threads"})->Arg(1)->Arg(2);
