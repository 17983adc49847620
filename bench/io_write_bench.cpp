// No published figures: each format is measured against the raw size that it has to put down.
// For comparison, GDAL's own spatial index of a million points takes 10 to 16 s on two cores.
#include <benchmark/benchmark.h>

#include <cmath>
#include <filesystem>
#include <limits>
#include <memory>
#include <random>

#include "geo/io/output.hpp"
#include "geo/io/write.hpp"

namespace {

using namespace geo;

std::filesystem::path bench_folder() {
  return std::filesystem::temp_directory_path() / "geo-io-write-bench";
}

io::VectorLayer enterprises(std::size_t n) {
  std::mt19937_64 bits(1);  // the engine is the same everywhere; distributions are not
  const auto uniform = [&] { return static_cast<double>(bits() >> 11U) * 0x1.0p-53; };
  auto points = std::make_shared<PointSet>();
  Categories kinds;
  for (int k = 0; k < 20; ++k) kinds.names.push_back("industry " + std::to_string(k));
  std::vector<std::string> names;
  std::vector<double> capital;
  std::vector<std::int64_t> region;
  for (std::size_t i = 0; i < n; ++i) {
    points->x.push_back(300000 + 100000 * uniform());
    points->y.push_back(3400000 + 100000 * uniform());
    kinds.codes.push_back(static_cast<std::uint32_t>(bits() % 20));
    names.push_back("Enterprise " + std::to_string(i));
    capital.push_back(std::exp(20 * uniform()));
    region.push_back(static_cast<std::int64_t>(bits() % 16));
  }
  points->columns.push_back({"industry", std::move(kinds)});
  points->columns.push_back({"name", std::move(names)});
  io::VectorLayer layer;
  layer.name = "enterprises";
  layer.kind = io::VectorLayer::Kind::kPoints;
  layer.crs = "EPSG:32651";
  layer.point_set = std::move(points);
  layer.attributes.columns.push_back(
      {"capital", {"资本", "Capital"}, "CNY", 2, std::move(capital)});
  layer.attributes.columns.push_back({"region", {"区", "District"}, "", 0, std::move(region)});
  return layer;
}

void write_geopackage(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const std::vector<io::VectorLayer> layers{enterprises(n)};
  std::filesystem::create_directories(bench_folder());
  for (auto _ : state) io::write_geopackage(layers, bench_folder() / "a.gpkg", Context(2));
  state.SetItemsProcessed(state.iterations() * state.range(0));
  state.counters["bytes"] =
      static_cast<double>(std::filesystem::file_size(bench_folder() / "a.gpkg"));
  std::filesystem::remove_all(bench_folder());
}
BENCHMARK(write_geopackage)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void write_csv(benchmark::State& state) {
  const auto n = static_cast<std::size_t>(state.range(0));
  const Table table = enterprises(n).attributes;
  std::filesystem::create_directories(bench_folder());
  for (auto _ : state) io::write_csv(table, bench_folder() / "a.csv");
  state.SetItemsProcessed(state.iterations() * state.range(0));
  std::filesystem::remove_all(bench_folder());
}
BENCHMARK(write_csv)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

void write_cog(benchmark::State& state) {
  Grid grid;
  grid.crs = "EPSG:32651";
  grid.frame = {300000, 3500000, 50, static_cast<int>(state.range(0)),
                static_cast<int>(state.range(0))};
  grid.unit = "1/km2";
  for (int row = 0; row < grid.frame.rows; ++row) {
    for (int column = 0; column < grid.frame.columns; ++column) {
      const bool sea = column + row > 3 * state.range(0) / 2;
      grid.values.push_back(sea ? std::numeric_limits<double>::quiet_NaN()
                                : 50 * (1 + std::sin(column * 0.01) * std::cos(row * 0.013)));
    }
  }
  std::filesystem::create_directories(bench_folder());
  for (auto _ : state) {
    io::write_cog(grid, bench_folder() / "a.tif", {}, Context(static_cast<int>(state.range(1))));
  }
  state.SetItemsProcessed(state.iterations() * state.range(0) * state.range(0));
  state.counters["bytes"] =
      static_cast<double>(std::filesystem::file_size(bench_folder() / "a.tif"));
  std::filesystem::remove_all(bench_folder());
}
BENCHMARK(write_cog)->Args({2000, 1})->Args({2000, 2})->Args({8000, 2})->Unit(
    benchmark::kMillisecond);

}  // namespace
