// The C++ side of reading.py: reads enterprises as `geo synth` writes them.
//   reading_on_file FILE THREADS [BOUNDARIES [BATCH_ROWS]]
// Coordinates, a column of categories and a weight; with boundaries (in degrees), the district of
// every row, too; with BATCH_ROWS, so many rows at a time, none of which is kept. Prints the rows,
// the sum of weights, how many rows lie in a district, and the seconds of reading and of joining.
#include <chrono>
#include <cstdio>
#include <exception>
#include <string>
#include <utility>
#include <vector>

#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "geo/join/assign.hpp"

int main(int count, char** values) {
  const std::vector<std::string> arguments(values + 1, values + count);
  if (arguments.size() < 2 || arguments.size() > 4) {
    std::fprintf(stderr, "usage: reading_on_file FILE THREADS [BOUNDARIES [BATCH_ROWS]]\n");
    return 2;
  }
  try {
    using Clock = std::chrono::steady_clock;
    const auto since = [](Clock::time_point start) {
      return std::chrono::duration<double>(Clock::now() - start).count();
    };
    const geo::Context context(std::stoi(arguments[1]));
    geo::io::PointSource source;
    source.path = arguments[0];
    source.weight_column = "employees";
    source.columns = {{"specialty", geo::io::ColumnKind::kCategory}};
    geo::PolygonSet regions;
    if (arguments.size() > 2) {
      geo::io::RegionSource boundaries;
      boundaries.path = arguments[2];
      regions = geo::io::read_regions(boundaries, context).regions;
    }
    unsigned long long rows = 0;
    unsigned long long inside = 0;
    double weight = 0;
    double reading = 0;
    double joining = 0;
    const auto take = [&](geo::PointSet points) {
      rows += points.size();
      for (const double each : points.weight) weight += each;
      if (regions.size() == 0) return;
      const auto start = Clock::now();
      points.crs = regions.crs;  // both are degrees
      const geo::Assignment assignment = geo::join::assign(points, regions, context);
      inside += points.size() - assignment.count_outside();
      joining += since(start);
    };
    auto start = Clock::now();
    if (arguments.size() < 4) {
      geo::io::PointsRead read = geo::io::read_points(source, context);
      reading = since(start);
      take(std::move(read.points));
    } else {
      geo::io::PointReader reader(source, context);
      while (auto batch = reader.next(std::stoull(arguments[3]))) {
        reading += since(start);
        take(std::move(batch->points));
        start = Clock::now();
      }
    }
    std::printf("%llu rows, weight %.0f, %llu inside; read %.3f s, join %.3f s\n", rows, weight,
                inside, reading, joining);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  return 0;
}
