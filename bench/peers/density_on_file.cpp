// Our density of the points in a file, for scripts that compare: prints the seconds of each run.
//   density_on_file POINTS COLUMNS ROWS WEST NORTH PIXEL_M BANDWIDTH_M KERNEL THREADS RUNS [GRID]
// POINTS holds x and y as pairs of doubles, GRID receives the values row by row, from the north.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <string>
#include <vector>

#include "geo/density/density.hpp"

namespace {

geo::PointSet read(const std::string& path) {
  std::ifstream in(path, std::ios::binary | std::ios::ate);
  if (!in) throw std::runtime_error(path + ": cannot be read");
  const auto bytes = static_cast<std::size_t>(in.tellg());
  std::vector<double> pairs(bytes / sizeof(double));
  in.seekg(0);
  in.read(reinterpret_cast<char*>(pairs.data()), static_cast<std::streamsize>(bytes));
  geo::PointSet points;
  points.crs = "EPSG:32651";
  for (std::size_t i = 0; i + 1 < pairs.size(); i += 2) {
    points.x.push_back(pairs[i]);
    points.y.push_back(pairs[i + 1]);
    points.row.push_back(points.x.size());
  }
  return points;
}

int run(const std::vector<std::string>& arguments) {
  if (arguments.size() < 10) {
    std::fputs("usage: see the head of density_on_file.cpp\n", stderr);
    return 2;
  }
  const geo::PointSet points = read(arguments[0]);
  geo::GridFrame frame;
  frame.columns = std::stoi(arguments[1]);
  frame.rows = std::stoi(arguments[2]);
  frame.west = std::stod(arguments[3]);
  frame.north = std::stod(arguments[4]);
  frame.pixel = std::stod(arguments[5]);
  const geo::density::Options options{.kernel = geo::density::kernel_named(arguments[7]),
                                      .bandwidth_m = std::stod(arguments[6])};
  const geo::Context context(std::stoi(arguments[8]));
  geo::Grid grid;
  for (int i = 0; i < std::stoi(arguments[9]); ++i) {
    const auto begin = std::chrono::steady_clock::now();
    grid = geo::density::estimate(points, frame, options, context);
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf("%.6f\n", seconds.count());
  }
  if (arguments.size() > 10) {
    std::ofstream out(arguments[10], std::ios::binary);
    out.write(reinterpret_cast<const char*>(grid.values.data()),
              static_cast<std::streamsize>(grid.values.size() * sizeof(double)));
  }
  return 0;
}

}  // namespace

int main(int count, char** values) {
  try {
    return run(std::vector<std::string>(values + 1, values + count));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
