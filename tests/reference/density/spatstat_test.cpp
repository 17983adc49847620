// Against spatstat.explore 3.0.6. Its sigma is the standard deviation of one coordinate: the radius
// is sigma sqrt(6) for Epanechnikov, sigma sqrt(8) for quartic.
#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "geo/density/density.hpp"
#include "support/shared.hpp"

namespace geo {
namespace {

using density::Kernel;
using density::Options;

struct Rows {
  std::vector<Point> position;
  std::vector<double> value;
};

/// x, y, value below a header; the lines of other kinds are left out.
Rows parse(std::istream& in, const std::string& kind = "") {
  Rows rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    if (line.find(kind) == std::string::npos) continue;
    std::istringstream fields(line);
    std::string x, y, value;
    std::getline(fields, x, ',');
    std::getline(fields, y, ',');
    std::getline(fields, value, ',');
    rows.position.push_back({std::stod(x), std::stod(y)});
    rows.value.push_back(value.empty() || value[0] == '"' ? 0 : std::stod(value));
  }
  return rows;
}

Rows read(const std::string& name, const std::string& kind = "") {
  std::ifstream in(test::shared("reference/density/" + name));
  return parse(in, kind);
}

Rows read_gzip(const std::string& name) {
  const std::string path = "/vsigzip/" + test::shared("reference/density/" + name).string();
  VSILFILE* const file = VSIFOpenL(path.c_str(), "rb");
  if (file == nullptr) return {};
  std::string text;
  std::vector<char> buffer(1 << 16);
  while (const std::size_t n = VSIFReadL(buffer.data(), 1, buffer.size(), file))
    text.append(buffer.data(), n);
  VSIFCloseL(file);
  std::istringstream in(text);
  return parse(in);
}

PointSet in_metres(const std::vector<Point>& positions, double unit_m) {
  PointSet points;
  for (const Point p : positions) {
    points.x.push_back(p.x * unit_m);
    points.y.push_back(p.y * unit_m);
    points.row.push_back(points.x.size());
  }
  return points;
}

struct Case {
  const char* name;
  Kernel kernel;
  double radii;  ///< bandwidth in sigmas
};

const Case kCases[] = {{"epanechnikov", Kernel::kEpanechnikov, std::sqrt(6.0)},
                       {"quartic", Kernel::kQuartic, std::sqrt(8.0)},
                       {"gaussian", Kernel::kGaussian, 1}};

/// `unit_m`: metres in a unit of the file.
void expect_values_at_points(const std::string& set, const std::vector<Point>& positions,
                             double unit_m, double sigma) {
  for (const Case& c : kCases) {
    SCOPED_TRACE(set + " " + c.name);
    const Rows rows = read(set + "_" + c.name + "_none_at_points.csv");
    ASSERT_EQ(rows.position.size(), positions.size());
    std::vector<Point> at;
    for (const Point p : rows.position) at.push_back({p.x * unit_m, p.y * unit_m});
    // The Gaussian of the reference is not cut.
    const Options options{
        .kernel = c.kernel, .bandwidth_m = sigma * unit_m * c.radii, .gaussian_reach = 38};
    const auto values = density::estimate_at(in_metres(positions, unit_m), at, options, Context(2));
    const double per_km2 = 1e6 / (unit_m * unit_m);
    for (std::size_t i = 0; i < values.size(); ++i) {
      ASSERT_NEAR(values[i], rows.value[i] * per_km2, 1e-9 * rows.value[i] * per_km2)
          << "point " << i;
    }
  }
}

TEST(Spatstat, BeiAtPoints) {
  GEO_NEEDS_SHARED("reference/density/bei_points.csv");
  const Rows bei = read("bei_points.csv");
  ASSERT_EQ(bei.position.size(), 3604U);
  expect_values_at_points("bei", bei.position, 1, 40);
}

TEST(Spatstat, LungAtPoints) {
  GEO_NEEDS_SHARED("reference/density/chorley_points.csv");
  const Rows lung = read("chorley_points.csv", "lung");
  ASSERT_EQ(lung.position.size(), 978U);
  expect_values_at_points("lung", lung.position, 1000, 0.8);
}

TEST(Spatstat, BeiGaussianPixels) {
  GEO_NEEDS_SHARED("reference/density/bei_gaussian_pixels.csv.gz");
  const PointSet points = in_metres(read("bei_points.csv").position, 1);
  const Rows pixels = read_gzip("bei_gaussian_pixels.csv.gz");
  ASSERT_EQ(pixels.value.size(), 256U * 128U);
  GridFrame frame;
  frame.north = 500;
  frame.pixel = 1000.0 / 256;
  frame.columns = 256;
  frame.rows = 128;
  const Grid grid = density::estimate(points, frame,
                                      {.kernel = Kernel::kGaussian, .bandwidth_m = 40}, Context(2));
  const double greatest = grid.range().second;
  double worst = 0;
  double sum = 0;
  std::size_t compared = 0;
  for (std::size_t i = 0; i < pixels.value.size(); ++i) {
    const int column = static_cast<int>(pixels.position[i].x / frame.pixel);
    const int row = static_cast<int>((500 - pixels.position[i].y) / frame.pixel);
    ASSERT_NEAR(frame.centre_x(column), pixels.position[i].x, 1e-6);
    ASSERT_NEAR(frame.centre_y(row), pixels.position[i].y, 1e-6);
    const double ours = grid.at(column, row);
    if (ours < 0.01 * greatest) continue;
    const double error = std::abs(pixels.value[i] * 1e6 - ours) / ours;
    worst = std::max(worst, error);
    sum += error;
    ++compared;
  }
  // The reference moves every point to the centre of its pixel: up to 1.8 % where values are low
  // and fall off steeply along the window's border.
  EXPECT_LT(worst, 0.02);
  EXPECT_LT(sum / static_cast<double>(compared), 0.004);
}

TEST(Spatstat, SweepEqualsTheDirectSumOnBei) {
  GEO_NEEDS_SHARED("reference/density/bei_points.csv");
  const PointSet points = in_metres(read("bei_points.csv").position, 1);
  GridFrame frame;
  frame.west = -100;
  frame.north = 600;
  frame.pixel = 7;
  frame.columns = 171;
  frame.rows = 100;
  std::vector<Point> centres;
  for (int row = 0; row < frame.rows; ++row) {
    for (int column = 0; column < frame.columns; ++column) {
      centres.push_back({frame.centre_x(column), frame.centre_y(row)});
    }
  }
  for (const Case& c : kCases) {
    const Options options{.kernel = c.kernel, .bandwidth_m = 40 * c.radii};
    const Grid grid = density::estimate(points, frame, options, Context(2));
    const auto at = density::estimate_at(points, centres, options, Context(2));
    if (c.kernel == Kernel::kGaussian) {
      // Its bound is 2e-7, and what lies beyond the reach may be in or not.
      Options far = options;
      far.gaussian_reach = 12;
      const auto whole = density::estimate_at(points, centres, far, Context(2));
      for (std::size_t i = 0; i < at.size(); ++i) {
        ASSERT_GE(grid.values[i], at[i] * (1 - 5e-7)) << "gaussian pixel " << i;
        ASSERT_LE(grid.values[i], whole[i] * (1 + 5e-7)) << "gaussian pixel " << i;
      }
      continue;
    }
    const double tolerance = c.kernel == Kernel::kQuartic ? 1e-6 : 1e-9;
    for (std::size_t i = 0; i < at.size(); ++i) {
      ASSERT_NEAR(grid.values[i], at[i], tolerance * at[i]) << c.name << " pixel " << i;
    }
  }
}

}  // namespace
}  // namespace geo
