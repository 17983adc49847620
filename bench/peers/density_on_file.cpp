// The C++ side of density.py: makes the benchmark's points, and runs densities on points in a file.
//   density_on_file version
//   density_on_file points N POINTS [CSV]
//   density_on_file ours KERNEL BANDWIDTH_M POINTS GRID COLUMNS ROWS WEST NORTH PIXEL_M THREADS N
//   density_on_file sweep (as ours: the published sweep line, Epanechnikov, one thread)
//   density_on_file at KERNEL BANDWIDTH_M POINTS VALUES POSITIONS
// POINTS and POSITIONS hold x and y as pairs of doubles, GRID receives values per km2 row by row
// from the north; `ours` and `sweep` run N times and print the seconds of each run, without reading
// and writing, and those of the processor.
// `at` is the sum over all points, its Gaussian not cut anywhere that matters.
#include <array>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <exception>
#include <fstream>
#include <numbers>
#include <stdexcept>
#include <string>
#include <vector>

#include "density_city.hpp"
#include "geo/core/version.hpp"
#include "geo/density/density.hpp"
#include "sweep_line.hpp"

namespace {

using Arguments = std::vector<std::string>;

geo::PointSet read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error(path + ": cannot be read");
  geo::PointSet points;
  points.crs = "EPSG:32651";
  std::array<double, 2> pair{};
  while (in.read(reinterpret_cast<char*>(pair.data()), sizeof(pair))) {
    points.x.push_back(pair[0]);
    points.y.push_back(pair[1]);
    points.row.push_back(points.x.size());
  }
  return points;
}

void write(const std::string& path, const std::vector<double>& values) {
  std::ofstream out(path, std::ios::binary);
  out.write(reinterpret_cast<const char*>(values.data()),
            static_cast<std::streamsize>(values.size() * sizeof(double)));
  if (!out.flush()) throw std::runtime_error(path + ": cannot be written");
}

void make_points(const Arguments& a) {
  const geo::PointSet& points = bench::city(std::stoul(a.at(1)));
  std::vector<double> pairs;
  for (std::size_t i = 0; i < points.size(); ++i) {
    pairs.insert(pairs.end(), {points.x[i], points.y[i]});
  }
  write(a.at(2), pairs);
  if (a.size() < 4) return;
  std::FILE* csv = std::fopen(a[3].c_str(), "w");
  if (csv == nullptr) throw std::runtime_error(a[3] + ": cannot be written");
  std::fputs("x,y\n", csv);
  for (std::size_t i = 0; i < points.size(); ++i) {
    std::fprintf(csv, "%.17g,%.17g\n", points.x[i], points.y[i]);
  }
  if (std::fclose(csv) != 0) throw std::runtime_error(a[3] + ": cannot be written");
}

void run(const Arguments& a) {
  const geo::PointSet points = read(a.at(3));
  geo::GridFrame frame;
  frame.columns = std::stoi(a.at(5));
  frame.rows = std::stoi(a.at(6));
  frame.west = std::stod(a.at(7));
  frame.north = std::stod(a.at(8));
  frame.pixel = std::stod(a.at(9));
  const double bandwidth = std::stod(a.at(2));
  const geo::density::Options options{.kernel = geo::density::kernel_named(a.at(1)),
                                      .bandwidth_m = bandwidth};
  const geo::Context context(std::stoi(a.at(10)));
  std::vector<double> values;
  for (int i = 0; i < std::stoi(a.at(11)); ++i) {
    const auto begin = std::chrono::steady_clock::now();
    const std::clock_t busy = std::clock();
    if (a[0] == "ours") {
      values = geo::density::estimate(points, frame, options, context).values;
    } else {
      values = geo::bench::sweep_line(points, frame, bandwidth);
    }
    const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - begin;
    std::printf("%.6f %.6f\n", seconds.count(),
                static_cast<double>(std::clock() - busy) / CLOCKS_PER_SEC);
  }
  if (a[0] == "sweep") {  // it leaves out the kernel's constant
    const double per_km2 = 2e6 / (std::numbers::pi * bandwidth * bandwidth * bandwidth * bandwidth);
    for (double& value : values) value *= per_km2;
  }
  write(a.at(4), values);
}

void run_at(const Arguments& a) {
  const geo::PointSet at = read(a.at(5));
  std::vector<geo::Point> positions;
  for (std::size_t i = 0; i < at.size(); ++i) positions.push_back({at.x[i], at.y[i]});
  const geo::density::Options options{.kernel = geo::density::kernel_named(a.at(1)),
                                      .bandwidth_m = std::stod(a.at(2)),
                                      .gaussian_reach = 38};
  write(a.at(4), geo::density::estimate_at(read(a.at(3)), positions, options, geo::Context()));
}

}  // namespace

int main(int count, char** values) {
  try {
    const Arguments arguments(values + 1, values + count);
    const std::string command = arguments.empty() ? "" : arguments[0];
    if (command == "version") {
      std::puts(geo::version());
    } else if (command == "points") {
      make_points(arguments);
    } else if (command == "ours" || command == "sweep") {
      run(arguments);
    } else if (command == "at") {
      run_at(arguments);
    } else {
      throw std::runtime_error("usage: see the head of density_on_file.cpp");
    }
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
