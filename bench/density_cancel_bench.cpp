// How long a density takes to stop after it was asked to: `greatest_ms` of so many tries, each
// stopped at another moment of the run. The library promises 50 ms (geo/core/context.hpp).
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <functional>
#include <thread>
#include <vector>

#include "density_city.hpp"
#include "geo/core/context.hpp"
#include "geo/core/error.hpp"
#include "geo/density/adaptive.hpp"
#include "geo/density/bandwidth.hpp"
#include "geo/density/density.hpp"
#include "geo/density/estimator.hpp"
#include "geo/density/significance.hpp"

namespace {

using Clock = std::chrono::steady_clock;
using Milliseconds = std::chrono::duration<double, std::milli>;
using geo::density::Kernel;

constexpr int kTries = 40;

/// Runs `work` once to its end, then again and again, stopped ever later.
void cancelled(benchmark::State& state, const std::function<void(const geo::Context&)>& work) {
  for (auto _ : state) {
    const auto begin = Clock::now();
    work(geo::Context(2));
    const Milliseconds whole = Clock::now() - begin;
    double greatest = 0;
    double sum = 0;
    int stopped = 0;
    for (int k = 0; k < kTries; ++k) {
      const geo::Context context(2);
      Clock::time_point asked;
      std::jthread user([&] {
        std::this_thread::sleep_for(whole * (k + 0.5) / kTries);
        asked = Clock::now();
        context.cancel();
      });
      Clock::time_point end;
      try {
        work(context);
        continue;  // it was done before
      } catch (const geo::Error&) {
        end = Clock::now();
      }
      user.join();
      const Milliseconds late = end - asked;
      greatest = std::max(greatest, late.count());
      sum += late.count();
      ++stopped;
    }
    state.counters["whole_ms"] = whole.count();
    state.counters["stopped"] = stopped;
    state.counters["mean_ms"] = stopped > 0 ? sum / stopped : 0;
    state.counters["greatest_ms"] = greatest;
  }
}

void estimate(benchmark::State& state, Kernel kernel, std::size_t n, double bandwidth_m,
              int columns, int rows) {
  const geo::PointSet& points = bench::city(n);
  cancelled(state, [&](const geo::Context& context) {
    benchmark::DoNotOptimize(geo::density::estimate(points, bench::city_frame(columns, rows),
                                                    {.kernel = kernel, .bandwidth_m = bandwidth_m},
                                                    context));
  });
}

void cells(benchmark::State& state) {
  estimate(state, Kernel::kEpanechnikov, 10'000'000, 3000, 1280, 960);
}
void sweep(benchmark::State& state) {
  estimate(state, Kernel::kEpanechnikov, 1'000'000, 1000, 4096, 4096);
}
void gaussian(benchmark::State& state) {
  estimate(state, Kernel::kGaussian, 10'000'000, 1000, 1280, 960);
}
void direct(benchmark::State& state) {
  estimate(state, Kernel::kTriangular, 1'000'000, 3000, 1280, 960);
}
void estimator(benchmark::State& state) {
  const geo::PointSet& points = bench::city(10'000'000);
  cancelled(state, [&](const geo::Context& context) {
    benchmark::DoNotOptimize(geo::density::Estimator(points, context));
  });
}
void abramson(benchmark::State& state) {
  const geo::PointSet& points = bench::city(1'000'000);
  const geo::density::Options options{.bandwidth_m = 1000};
  cancelled(state, [&](const geo::Context& context) {
    const auto factors = geo::density::abramson_factors(points, {.pilot = options}, context);
    benchmark::DoNotOptimize(geo::density::estimate_adaptive(
        points, factors, bench::city_frame(1280, 960), options, context));
  });
}
void cross_validation(benchmark::State& state) {
  const geo::PointSet& points = bench::city(100'000);
  cancelled(state, [&](const geo::Context& context) {
    benchmark::DoNotOptimize(geo::density::choose_bandwidth(
        points, {.rule = geo::density::BandwidthRule::kLeastSquares}, context));
  });
}

void significance(benchmark::State& state) {
  const geo::PointSet& points = bench::city(1'000'000);
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < points.size(); i += 10) members.push_back(i);
  cancelled(state, [&](const geo::Context& context) {
    benchmark::DoNotOptimize(geo::density::against_labelling(
        points, members, bench::city_frame(640, 480), {.bandwidth_m = 3000}, {},
        {.simulations = 39, .edge = {.correction = geo::density::Correction::kNone}}, context));
  });
}

#define CASE(function) BENCHMARK(function)->Iterations(1)->Unit(benchmark::kMillisecond)

CASE(cells);
CASE(sweep);
CASE(gaussian);
CASE(direct);
CASE(estimator);
CASE(abramson);
CASE(significance);
CASE(cross_validation);

}  // namespace
