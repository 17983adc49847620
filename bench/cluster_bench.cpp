#include <benchmark/benchmark.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <numbers>
#include <string>

#include "geo/cluster/dbscan.hpp"

// 200 Gaussian centres with sigma 300 to 5000 m and 10 % uniform in 120 x 140 km. Beside each
// figure its peer's on a machine of the same kind (2 cores, AMD EPYC), one / two threads:
//   Wang, Gu, Shun (SIGMOD 2020)  1 M, 200 m, 20: 1.08 / 0.63 s;  1 M, 500 m, 50: 0.76 / 0.42 s
//                                 10 M, 200 m, 20: 9.5 / 4.0 s;   10 M, 500 m, 50: 6.7 / 3.2 s
//   R dbscan                      1 M, 200 m, 20: 4.47 s;         1 M, 500 m, 50: 17.2 s
//   scikit-learn                  1 M, 200 m, 20: 19.2 / 11.1 s
namespace {

/// splitmix64: the same points on every machine.
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}
  double uniform() {
    state_ += 0x9E3779B97F4A7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
    return static_cast<double>((z ^ (z >> 31)) >> 11) * 0x1.0p-53;
  }

 private:
  std::uint64_t state_;
};

geo::PointSet city(std::size_t n) {
  constexpr double kWidth = 120000;
  constexpr double kHeight = 140000;
  struct Centre {
    double x;
    double y;
    double sigma;
  };
  Random random(20180917);
  std::array<Centre, 200> centres{};
  for (Centre& centre : centres) {
    centre = {random.uniform() * kWidth, random.uniform() * kHeight, 300 + 4700 * random.uniform()};
  }
  geo::PointSet points;
  points.crs = "EPSG:32651";
  while (points.size() < n) {
    double x = random.uniform() * kWidth;
    double y = random.uniform() * kHeight;
    if (random.uniform() >= 0.1) {
      const Centre& centre = centres[static_cast<std::size_t>(random.uniform() * 200)];
      const double radius = centre.sigma * std::sqrt(-2 * std::log(1 - random.uniform()));
      const double angle = 2 * std::numbers::pi * random.uniform();
      x = centre.x + radius * std::cos(angle);
      y = centre.y + radius * std::sin(angle);
    }
    if (x < 0 || x > kWidth || y < 0 || y > kHeight) continue;
    points.x.push_back(300000 + x);
    points.y.push_back(3400000 + y);
  }
  return points;
}

const geo::PointSet& city_of(std::size_t n) {
  static const geo::PointSet million = city(1000000);
  static geo::PointSet other;
  if (n == million.size()) return million;
  if (other.size() != n) other = city(n);
  return other;
}

/// Arguments: points, eps_m, min_points, threads, peer's milliseconds (SIGMOD 2020).
void dbscan(benchmark::State& state) {
  const geo::PointSet& points = city_of(static_cast<std::size_t>(state.range(0)));
  geo::cluster::DbscanOptions options;
  options.eps_m = static_cast<double>(state.range(1));
  options.min_points = static_cast<int>(state.range(2));
  options.hulls = false;
  const geo::Context context(static_cast<int>(state.range(3)));
  std::size_t clusters = 0;
  for (auto _ : state) {
    clusters = geo::cluster::dbscan(points, options, context).size();
    benchmark::DoNotOptimize(clusters);
  }
  state.counters["clusters"] = static_cast<double>(clusters);
  state.SetLabel("peer " + std::to_string(state.range(4)) + " ms");
}

void hulls(benchmark::State& state) {
  const geo::PointSet& points = city_of(static_cast<std::size_t>(state.range(0)));
  geo::cluster::DbscanOptions options;
  options.eps_m = 200;
  const geo::Context context(static_cast<int>(state.range(1)));
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::cluster::dbscan(points, options, context).hulls.size());
  }
}

}  // namespace

BENCHMARK(dbscan)
    ->ArgNames({"points", "eps", "min", "threads", "peer"})
    ->Args({1000000, 200, 20, 1, 1080})
    ->Args({1000000, 200, 20, 2, 630})
    ->Args({1000000, 500, 50, 1, 760})
    ->Args({1000000, 500, 50, 2, 420})
    ->Args({1000000, 1, 2, 1, 0})
    ->Args({10000000, 200, 20, 1, 9500})
    ->Args({10000000, 200, 20, 2, 4000})
    ->Args({10000000, 500, 50, 1, 6700})
    ->Args({10000000, 500, 50, 2, 3200})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK(hulls)
    ->ArgNames({"points", "threads"})
    ->Args({1000000, 1})
    ->Args({1000000, 2})
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);
