// Edge corrections against spatstat.explore 3.0.6, whose own edge mass is that of a raster of 128 x
// 128 pixels: within about 1 %. Its sigma is the standard deviation of one coordinate.
#include "geo/density/edge.hpp"

#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "support/shapes.hpp"
#include "support/shared.hpp"

namespace geo {
namespace {

using density::Correction;
using density::EdgeMass;
using density::Kernel;
using density::Options;

/// The fields of every line below the header, without quotes.
std::vector<std::vector<std::string>> read(const std::string& name) {
  std::string path = test::shared("reference/density/" + name).string();
  if (name.ends_with(".gz")) path = "/vsigzip/" + path;
  VSILFILE* const file = VSIFOpenL(path.c_str(), "rb");
  if (file == nullptr) return {};
  std::string text;
  std::vector<char> buffer(1 << 16);
  while (const std::size_t n = VSIFReadL(buffer.data(), 1, buffer.size(), file)) {
    text.append(buffer.data(), n);
  }
  VSIFCloseL(file);
  std::istringstream in(text);
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::erase(line, '"');
    std::istringstream fields(line);
    std::vector<std::string>& row = rows.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) row.push_back(field);
  }
  return rows;
}

/// Rings of one region; spatstat's holes are parts of their own with `hole` TRUE.
PolygonSet window_of(const std::string& name, double unit_m) {
  std::map<int, std::vector<Point>> rings;
  std::map<int, bool> holes;
  for (const auto& row : read(name)) {
    const int ring = std::stoi(row[0]);
    holes[ring] = row[1] == "TRUE";
    rings[ring].push_back({std::stod(row[2]) * unit_m, std::stod(row[3]) * unit_m});
  }
  PolygonSet set;
  set.add_region({"w", {}});
  for (const auto& [ring, vertices] : rings) {
    if (!holes[ring]) set.add_part();
    set.add_ring(vertices);
  }
  return set;
}

struct Case {
  const char* name;
  Kernel kernel;
  double radii;  ///< the bandwidth in sigmas
};

const Case kCases[] = {{"disc", Kernel::kUniform, 2},
                       {"epanechnikov", Kernel::kEpanechnikov, std::sqrt(6.0)},
                       {"quartic", Kernel::kQuartic, std::sqrt(8.0)},
                       {"gaussian", Kernel::kGaussian, 1}};

struct Errors {
  double median = 0;
  double nearly_all = 0;  ///< of 95 %
  double most = 0;
};

Errors errors_of(const std::vector<double>& got, const std::vector<double>& want) {
  std::vector<double> errors;
  for (std::size_t i = 0; i < got.size(); ++i) errors.push_back(std::abs(got[i] / want[i] - 1));
  std::sort(errors.begin(), errors.end());
  return {errors[errors.size() / 2], errors[errors.size() * 95 / 100], errors.back()};
}

/// `unit_m`: how many metres spatstat's unit is.
void expect_agrees(const std::string& set, double sigma, double unit_m) {
  const PolygonSet window =
      window_of(set == "bei" ? "bei_window.csv" : "chorley_window.csv", unit_m);
  const double per_km2 = 1e6 / (unit_m * unit_m);
  for (const Case& c : kCases) {
    const Options options{.kernel = c.kernel, .bandwidth_m = c.radii * sigma * unit_m};
    for (const bool diggle : {false, true}) {
      const std::string name =
          set + "_" + c.name + (diggle ? "_diggle" : "_uniform") + "_at_points.csv";
      SCOPED_TRACE(name);
      PointSet points;
      std::vector<Point> positions;
      std::vector<double> want;
      for (const auto& row : read(name)) {
        positions.push_back({std::stod(row[0]) * unit_m, std::stod(row[1]) * unit_m});
        points.x.push_back(positions.back().x);
        points.y.push_back(positions.back().y);
        want.push_back(std::stod(row[2]) * per_km2);
      }
      ASSERT_GT(want.size(), 900U);
      // spatstat looks the mass up in a raster: that of the pixel which holds the point. Ours at
      // the centre of that pixel agrees closely, ours at the point itself as well as a raster
      // allows.
      const EdgeMass mass(window, options);
      const Box box = window.envelope();
      std::vector<Point> centres;
      for (const Point p : positions) {
        const auto snap = [](double at, double from, double size) {
          const double pixel = size / 128;
          return from + pixel * (std::clamp(std::floor((at - from) / pixel), 0.0, 127.0) + 0.5);
        };
        centres.push_back({snap(p.x, box.min_x, box.width()), snap(p.y, box.min_y, box.height())});
      }
      double best = 1;
      for (const bool snapped : {false, true}) {
        const std::vector<double> masses = mass.at(snapped ? centres : positions, Context(2));
        points.weight.clear();
        if (diggle) {
          for (const double e : masses) points.weight.push_back(1 / e);
        }
        std::vector<double> got = density::estimate_at(points, positions, options, Context(2));
        std::size_t corrected = 0;
        for (std::size_t i = 0; i < got.size(); ++i) {
          if (!diggle) got[i] /= masses[i];
          if (masses[i] < 0.999) ++corrected;
        }
        EXPECT_GT(corrected, 50U);
        const Errors errors = errors_of(got, want);
        // The disc jumps at its rim, on which some of the rounded positions lie.
        const bool disc = c.kernel == Kernel::kUniform;
        EXPECT_LT(errors.median, 2e-3);
        EXPECT_LT(errors.nearly_all, 0.03);
        EXPECT_LT(errors.most, disc ? 0.15 : 0.08);
        best = std::min(best, errors.nearly_all);
      }
      // (Where a Gaussian meets a rectangle spatstat knows the mass in closed form.)
      EXPECT_LT(best, c.kernel == Kernel::kUniform ? 0.015 : 0.005);
    }
  }
}

TEST(SpatstatEdges, InARectangle) {
  GEO_NEEDS_SHARED("reference/density/expected.json");
  expect_agrees("bei", 40, 1);
}

TEST(SpatstatEdges, InAPolygonWithManyCorners) {
  GEO_NEEDS_SHARED("reference/density/expected.json");
  expect_agrees("lung", 0.8, 1000);
}

TEST(SpatstatEdges, UniformlyCorrectedPixels) {
  GEO_NEEDS_SHARED("reference/density/bei_gaussian_uniform_pixels.csv.gz");
  PointSet points;
  for (const auto& row : read("bei_points.csv")) {
    points.x.push_back(std::stod(row[0]));
    points.y.push_back(std::stod(row[1]));
  }
  GridFrame frame;
  frame.north = 500;
  frame.pixel = 1000.0 / 256;
  frame.columns = 256;
  frame.rows = 128;
  const Grid grid = density::estimate_within(
      points, frame, {.kernel = Kernel::kGaussian, .bandwidth_m = 40},
      window_of("bei_window.csv", 1), {.correction = Correction::kUniform}, Context(2));
  const double greatest = grid.range().second;
  std::size_t compared = 0;
  for (const auto& row : read("bei_gaussian_uniform_pixels.csv.gz")) {
    const auto column = static_cast<int>(std::stod(row[0]) / frame.pixel);
    const auto from_south = static_cast<int>(std::stod(row[1]) / frame.pixel);
    const double want = std::stod(row[2]) * 1e6;
    if (want < 0.01 * greatest) continue;
    ++compared;
    ASSERT_NEAR(grid.at(column, 127 - from_south), want, 0.02 * want + 2e-3 * greatest);
  }
  EXPECT_GT(compared, 20000U);
}

}  // namespace
}  // namespace geo
