// Density within a window: the edge mass on a grid and at points, corrected estimates, simulations.
// The window: the 16 districts of Shanghai (4,456 vertices) where that file is there, else a
// partition of about the same shape.
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <map>
#include <numbers>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/random.hpp"
#include "geo/density/edge.hpp"
#include "geo/density/relative.hpp"
#include "geo/density/significance.hpp"

namespace {

using geo::Point;
using geo::PointSet;
using geo::PolygonSet;
using geo::base::JsonNode;
using geo::density::Correction;
using geo::density::EdgeMass;
using geo::density::Kernel;
using geo::density::Options;

/// Degrees to metres about Shanghai, plainly.
Point metres(double longitude, double latitude) {
  constexpr double kDegree = 6371008.8 * std::numbers::pi / 180;
  return {kDegree * std::cos(31.2 * std::numbers::pi / 180) * longitude, kDegree * latitude};
}

void add_rings(PolygonSet& set, const JsonNode& polygon) {
  set.add_part();
  for (const JsonNode& ring : polygon.array()) {
    std::vector<Point> vertices;
    for (const JsonNode& vertex : ring.array()) {
      const auto xy = vertex.array();
      vertices.push_back(metres(xy[0].number(), xy[1].number()));
    }
    set.add_ring(vertices);
  }
}

PolygonSet read_districts(const std::string& file) {
  PolygonSet set;
  for (const JsonNode& feature : JsonNode::parse_file(file).object().at("features").array()) {
    auto geometry = feature.object().at("geometry").object();
    set.add_region({std::to_string(set.size() + 100), {}, 0});
    const JsonNode coordinates = geometry.at("coordinates");
    if (geometry.at("type").text() == "Polygon") {
      add_rings(set, coordinates);
    } else {
      for (const JsonNode& polygon : coordinates.array()) add_rings(set, polygon);
    }
  }
  return set;
}

/// 4 x 4 districts whose borders wander in 70 steps.
PolygonSet make_districts() {
  constexpr int kSide = 4;
  constexpr int kSteps = 70;
  const auto at = [](int i, int j, bool north, int k) {
    geo::base::Random random(
        7, static_cast<std::uint64_t>(((j * 8 + i) * 2 + (north ? 1 : 0)) * 128 + k));
    const bool end = k == 0 || k == kSteps;
    const double off = end ? 0 : 0.04 * (random.uniform() - 0.5);
    const double along = 1.0 * k / kSteps;
    return metres(120.85 + 0.29 * (i + (north ? off : along)),
                  30.68 + 0.3 * (j + (north ? along : off)));
  };
  PolygonSet set;
  for (int j = 0; j < kSide; ++j) {
    for (int i = 0; i < kSide; ++i) {
      std::vector<Point> ring;
      for (int k = 0; k < kSteps; ++k) ring.push_back(at(i, j, false, k));
      for (int k = 0; k < kSteps; ++k) ring.push_back(at(i + 1, j, true, k));
      for (int k = kSteps; k > 0; --k) ring.push_back(at(i, j + 1, false, k));
      for (int k = kSteps; k > 0; --k) ring.push_back(at(i, j, true, k));
      set.add_region({std::to_string(set.size() + 100), {}, 0});
      set.add_part();
      set.add_ring(ring);
    }
  }
  return set;
}

const PolygonSet& districts() {
  static const PolygonSet set = [] {
    const std::string file = std::string(GEO_SHARED_DIR) +
                             "/data/boundaries/shanghai_districts_echarts490_gcj02.geojson";
    return std::filesystem::exists(file) ? read_districts(file) : make_districts();
  }();
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
