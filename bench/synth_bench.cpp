// Invented enterprises. No peer is known; the target is a million rows a second on two threads.

#include <benchmark/benchmark.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "geo/core/context.hpp"
#include "geo/synth/synth.hpp"

namespace {

constexpr const char* kRecipe = R"({
  "seed": 7, "reach_spreads": 2.5,
  "specialties": {"Chips": 3, "Robots": 1, "Retail": 2}, "leans": {"north": {"Robots": 8}},
  "centres": [
    {"name": "A", "lon": 10.5, "lat": 50.0, "spread_m": 1000, "share": 3},
    {"name": "B", "lon": 10.6, "lat": 50.1, "spread_m": 2000, "share": 1, "lean": "north"}
  ],
  "addresses": {"share": 0.5, "number": 3000, "spread_m": 40},
  "names": {
    "first": ["Ka", "Lo", "Mu"], "second": ["mi", "ra", "ta"],
    "trades": {"Chips": [" Chips"], "Robots": [" Robots"], "Retail": [" Shops"]},
    "forms": [" Ltd", " Inc"], "mark": " [invented]"
  },
  "founded": {"from": "2006-01-01", "to": "2018-09-17", "growth_per_year": 0.3},
  "registered_capital_10k_yuan": {
    "median": 500, "sigma": 1.25, "min": 10, "max": 100000, "significant_digits": 1
  },
  "employees": {"median": 16, "sigma": 1.15, "min": 1, "max": 5000, "significant_digits": 2},
  "capital_employees_correlation": 0.6
})";

void WriteEnterprises(benchmark::State& state) {
  const std::filesystem::path recipe =
      std::filesystem::temp_directory_path() / "geo_synth_bench.json";
  std::ofstream(recipe) << kRecipe;
  const geo::Context context(static_cast<int>(state.range(1)));
  for (auto _ : state) {
    geo::synth::write_enterprises({recipe.string(), static_cast<std::uint64_t>(state.range(0)), 0},
                                  "/dev/null", context);
  }
  std::filesystem::remove(recipe);
  state.SetItemsProcessed(state.iterations() * state.range(0));
}
BENCHMARK(WriteEnterprises)
    ->ArgNames({"rows", "threads"})
    ->Args({1000000, 1})
    ->Args({1000000, 2})
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime();

}  // namespace
