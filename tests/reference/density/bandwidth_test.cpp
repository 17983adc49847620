// Bandwidths of spatstat.explore 3.0.6: bw.scott, bw.ppl, bw.CvL. The last two compare 16
// bandwidths, from the least distance between two points up to half the window's diameter, by equal
// ratios; ours must choose the same one of them.
#include "geo/density/bandwidth.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "geo/density/adaptive.hpp"
#include "support/shared.hpp"

namespace geo {
namespace {

using density::BandwidthOptions;
using density::BandwidthRule;
using density::choose_bandwidth;
using density::Kernel;

std::vector<std::vector<std::string>> read(const std::string& name) {
  std::ifstream in(test::shared("reference/density/" + name));
  std::vector<std::vector<std::string>> rows;
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    rows.emplace_back();
    for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  return rows;
}

struct Case {
  std::string name;
  double unit_m = 1;  ///< metres in a unit of the file
  PointSet points;
  double area_m2 = 0;
  double diameter_m = 0;
};

/// `kind`: the mark of the points that count; empty: all.
Case case_of(const std::string& name, const std::string& points_file,
             const std::string& window_file, const std::string& kind, double unit_m) {
  Case c;
  c.name = name;
  c.unit_m = unit_m;
  for (const auto& row : read(points_file)) {
    if (!kind.empty() && row.at(2) != "\"" + kind + "\"") continue;
    c.points.x.push_back(std::stod(row.at(0)) * unit_m);
    c.points.y.push_back(std::stod(row.at(1)) * unit_m);
    c.points.row.push_back(c.points.size());
  }
  const auto window = read(window_file);
  std::vector<Point> ring;
  for (const auto& row : window) {
    EXPECT_EQ(row.at(0), "1");  // one ring
    ring.push_back({std::stod(row.at(2)) * unit_m, std::stod(row.at(3)) * unit_m});
  }
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const Point a = ring[i];
    const Point b = ring[(i + 1) % ring.size()];
    c.area_m2 += (a.x * b.y - b.x * a.y) / 2;
    for (const Point other : ring)
      c.diameter_m = std::max(c.diameter_m, std::hypot(a.x - other.x, a.y - other.y));
  }
  c.area_m2 = std::abs(c.area_m2);
  return c;
}

void expect_spatstat(const Case& c) {
  std::ifstream in(test::shared("reference/density/expected.json"));
  const auto expected = nlohmann::json::parse(in).at("bandwidths").at(c.name);
  const Context context(2);
  const auto scott = choose_bandwidth(
      c.points, {.rule = BandwidthRule::kScott, .kernel = Kernel::kGaussian}, context);
  EXPECT_NEAR(scott.east_m / c.unit_m, expected.at("scott")[0], 1e-11 * scott.east_m);
  EXPECT_NEAR(scott.north_m / c.unit_m, expected.at("scott")[1], 1e-11 * scott.north_m);

  const auto nearest = density::knn_bandwidths(
      c.points, {.neighbours = 1, .smallest_m = 1e-6, .largest_m = 1e9}, context);
  double least = 1e9;
  for (const double d : nearest) least = d > 1e-6 ? std::min(least, d) : least;
  std::vector<double> candidates;
  for (int i = 0; i < 16; ++i)
    candidates.push_back(least * std::pow(c.diameter_m / 2 / least, i / 15.0));

  const auto compared = [&](BandwidthRule rule, const char* key) {
    const auto choice = choose_bandwidth(c.points,
                                         {.rule = rule,
                                          .kernel = Kernel::kGaussian,
                                          .area_m2 = c.area_m2,
                                          .candidates_m = candidates},
                                         context);
    const double want = expected.at(key).get<double>() * c.unit_m;
    EXPECT_NEAR(choice.bandwidth_m, want, 1e-9 * want) << c.name << " " << key;
    EXPECT_FALSE(choice.at_limit);
    // The search of our own is within a step of the reference's grid.
    const auto own = choose_bandwidth(
        c.points, {.rule = rule, .kernel = Kernel::kGaussian, .area_m2 = c.area_m2}, context);
    const double step = std::pow(c.diameter_m / 2 / least, 1 / 15.0);
    EXPECT_LT(std::abs(std::log(own.bandwidth_m / want)), std::log(step));
    std::cout << c.name << " " << key << ": " << own.bandwidth_m / c.unit_m << " (grid "
              << want / c.unit_m << ")\n";
  };
  compared(BandwidthRule::kLikelihood, "ppl");
  compared(BandwidthRule::kCronieVanLieshout, "CvL");
}

TEST(Bandwidth, SpatstatsBei) {
  GEO_NEEDS_SHARED("reference/density/expected.json");
  const Case bei = case_of("bei", "bei_points.csv", "bei_window.csv", "", 1);
  ASSERT_EQ(bei.points.size(), 3604U);
  EXPECT_DOUBLE_EQ(bei.area_m2, 500000);
  expect_spatstat(bei);
}

TEST(Bandwidth, SpatstatsLung) {
  GEO_NEEDS_SHARED("reference/density/expected.json");
  const Case lung = case_of("lung", "chorley_points.csv", "chorley_window.csv", "lung", 1000);
  ASSERT_EQ(lung.points.size(), 978U);
  expect_spatstat(lung);
}

}  // namespace
}  // namespace geo
