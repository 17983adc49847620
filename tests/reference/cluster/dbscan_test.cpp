// DBSCAN against R dbscan 1.1.11 (mobike, bei, redwood, DS3, moons): the same core points, the same
// noise, the same partition of the core points. Border points in reach of two clusters go to the
// nearest core point here, to the first found there: they are checked to lie in reach.
#include "geo/cluster/dbscan.hpp"

#include <cpl_vsi.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "support/shared.hpp"

namespace geo::cluster {
namespace {

/// Numbers in two columns below a header; plain or gzip.
std::vector<Point> read(const std::string& name) {
  const std::string file = test::shared("reference/clusters/" + name).string();
  const bool gzip = name.size() > 3 && name.substr(name.size() - 3) == ".gz";
  VSILFILE* const in = VSIFOpenL(((gzip ? "/vsigzip/" : "") + file).c_str(), "rb");
  if (in == nullptr) return {};
  std::string text;
  std::vector<char> buffer(1 << 16);
  while (const std::size_t n = VSIFReadL(buffer.data(), 1, buffer.size(), in)) {
    text.append(buffer.data(), n);
  }
  VSIFCloseL(in);
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  std::vector<Point> rows;
  while (std::getline(lines, line)) {
    const std::size_t comma = line.find(',');
    rows.push_back({std::stod(line), std::stod(line.substr(comma + 1))});
  }
  return rows;
}

/// `label` is below `first_cluster` for noise.
void expect_same(const std::vector<Point>& positions, double eps, int min_points,
                 const std::vector<int>& label, const std::vector<int>& core, int first_cluster) {
  PointSet points;
  for (const Point& p : positions) {
    points.x.push_back(p.x);
    points.y.push_back(p.y);
  }
  DbscanOptions options;
  options.eps_m = eps;
  options.min_points = min_points;
  const Clusters got = dbscan(points, options, Context(2));
  ASSERT_EQ(label.size(), positions.size());
  ASSERT_EQ(core.size(), positions.size());
  std::map<int, std::int32_t> there_to_here;
  std::map<std::int32_t, int> here_to_there;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    ASSERT_EQ(got.core[i], core[i]) << i;
    ASSERT_EQ(got.label[i] == Clusters::kNoise, label[i] < first_cluster) << i;
    if (core[i] == 0) continue;
    ASSERT_EQ(there_to_here.emplace(label[i], got.label[i]).first->second, got.label[i]) << i;
    ASSERT_EQ(here_to_there.emplace(got.label[i], label[i]).first->second, label[i]) << i;
  }
  EXPECT_EQ(got.size(), there_to_here.size());
  EXPECT_EQ(got.hulls.size(), got.size());
  for (std::size_t i = 0; i < positions.size(); ++i) {  // borders are in reach of their cluster
    if (core[i] != 0 || got.label[i] == Clusters::kNoise) continue;
    double here = std::numeric_limits<double>::infinity();
    double anywhere = here;
    for (std::size_t j = 0; j < positions.size(); ++j) {
      if (core[j] == 0) continue;
      const double dx = positions[i].x - positions[j].x;
      const double dy = positions[i].y - positions[j].y;
      anywhere = std::min(anywhere, dx * dx + dy * dy);
      if (got.label[j] == got.label[i]) here = std::min(here, dx * dx + dy * dy);
    }
    ASSERT_LE(here, eps * eps) << i;
    ASSERT_EQ(here, anywhere) << i << " is nearer to another cluster";
  }
}

TEST(DbscanAgainstR, MobikeBeiRedwood) {
  GEO_NEEDS_SHARED("reference/clusters/expected.json");
  std::ifstream in(test::shared("reference/clusters/expected.json"));
  int runs = 0;
  for (const auto& run : nlohmann::json::parse(in)) {
    if (run["kind"] != "dbscan") continue;
    ++runs;
    const std::string file = run["file"];
    SCOPED_TRACE(file);
    std::vector<int> label;
    std::vector<int> core;
    for (const Point& row : read(file)) {
      label.push_back(static_cast<int>(row.x));
      core.push_back(static_cast<int>(row.y));
    }
    ASSERT_EQ(std::count(core.begin(), core.end(), 1), run["core"].get<int>());
    ASSERT_EQ(std::count(label.begin(), label.end(), 0), run["noise"].get<int>());
    expect_same(read(run["points"]), run["eps"], run["min_points"], label, core, 1);
  }
  EXPECT_EQ(runs, 6);
}

TEST(DbscanAgainstR, Ds3MoonsBei) {
  GEO_NEEDS_SHARED("reference/clusters/clustering_R_expected.json");
  std::ifstream in(test::shared("reference/clusters/clustering_R_expected.json"));
  const auto expected = nlohmann::json::parse(in);
  for (const auto& [name, file] :
       {std::pair{"DS3", "cl_DS3.csv"}, std::pair{"moons", "cl_moons.csv"},
        std::pair{"bei", "bei_points.csv.gz"}}) {
    SCOPED_TRACE(name);
    const auto& run = expected[name];
    expect_same(read(file), run["eps"], run["minPts"], run["dbscan"], run["is_core"], 0);
  }
}

}  // namespace
}  // namespace geo::cluster
