// Reading. Measured on a 2-core machine under other load (compare ratios): GDAL 3.6.2's CSV driver
// goes through the file of these benchmarks (1,000,000 rows, 6 columns, 88 MB) in 2.0 s;
// read_points takes 0.36 s. Code-Point Open (1,684,769 rows, 13.8 MB of gzip, 55.5 MB of text):
// 0.38 s.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "geo/core/context.hpp"
#include "geo/io/inspect.hpp"
#include "geo/io/points.hpp"

namespace {

using geo::io::ColumnKind;

// A counter-based generator, so that the file is the same everywhere.
std::uint64_t scrambled(std::uint64_t value) {
  value += 0x9E3779B97F4A7C15;
  value = (value ^ (value >> 30U)) * 0xBF58476D1CE4E5B9;
  value = (value ^ (value >> 27U)) * 0x94D049BB133111EB;
  return value ^ (value >> 31U);
}

double unit(std::uint64_t key) { return static_cast<double>(scrambled(key) >> 11U) * 0x1.0p-53; }

// A file of invented enterprises, removed at the end of the program.
class File {
 public:
  explicit File(std::uint64_t rows)
      : path_(std::filesystem::temp_directory_path() /
              ("geo-read-bench-" + std::to_string(rows) + ".csv")) {
    std::ofstream stream(path_, std::ios::binary);
    stream << "id,name,field,lon,lat,staff\n";
    char line[256];
    for (std::uint64_t i = 0; i < rows; ++i) {
      const int size = std::snprintf(
          line, sizeof line, "%llu,\"某某智能科技(上海)有限公司%llu\",领域%llu,%.7f,%.7f,%llu\n",
          static_cast<unsigned long long>(i),
          static_cast<unsigned long long>(scrambled(4 * i) % 100000),
          static_cast<unsigned long long>(scrambled(4 * i + 1) % 10), 121 + unit(4 * i + 2),
          31 + unit(4 * i + 3), static_cast<unsigned long long>(scrambled(4 * i) % 1000));
      stream.write(line, size);
    }
  }
  ~File() {
    std::error_code ignored;
    std::filesystem::remove(path_, ignored);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }
  [[nodiscard]] std::int64_t bytes() const {
    return static_cast<std::int64_t>(std::filesystem::file_size(path_));
  }

 private:
  std::filesystem::path path_;
};

const File& million() {
  static const File file(1000000);
  return file;
}

void coordinates(benchmark::State& state) {
  geo::io::PointSource source;
  source.path = million().path();
  for (auto _ : state)
    benchmark::DoNotOptimize(geo::io::read_points(source, geo::Context(1)).points.x.data());
  state.SetBytesProcessed(state.iterations() * million().bytes());
}

void coordinates_and_columns(benchmark::State& state) {
  geo::io::PointSource source;
  source.path = million().path();
  source.weight_column = "staff";
  source.columns = {{"name", ColumnKind::kText}, {"field", ColumnKind::kCategory}};
  for (auto _ : state)
    benchmark::DoNotOptimize(geo::io::read_points(source, geo::Context(1)).points.x.data());
  state.SetBytesProcessed(state.iterations() * million().bytes());
}

void inspect(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(geo::io::inspect(million().path(), geo::Context(1)).layers.data());
  }
  state.SetBytesProcessed(state.iterations() * million().bytes());
}

BENCHMARK(coordinates)->Name("read/points/1M/coordinates")->Unit(benchmark::kMillisecond);
BENCHMARK(coordinates_and_columns)
    ->Name("read/points/1M/name, field and weight")
    ->Unit(benchmark::kMillisecond);
BENCHMARK(inspect)->Name("read/inspect/1M")->Unit(benchmark::kMillisecond);

}  // namespace
