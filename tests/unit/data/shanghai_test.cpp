// The embedded data: the boundaries are a partition to the last digit (checked with integers of
// 1e-7 degrees), plan, sites and enterprises fit them, and the enterprises are what their recipe
// makes.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "geo/geodesy/china.hpp"
#include "geo/io/plan.hpp"
#include "geo/synth/synth.hpp"
#include "support/shared.hpp"

namespace geo {
namespace {

using Json = nlohmann::json;
using Vertex = std::pair<std::int64_t, std::int64_t>;
using Ring = std::vector<Vertex>;
using Edge = std::pair<Vertex, Vertex>;
__extension__ using Wide = __int128;

struct District {
  std::string code;
  std::vector<std::vector<Ring>> parts;
};

Json read_json(const std::string& name) {
  std::ifstream stream(test::repository(name));
  return Json::parse(stream);
}

std::vector<District> read_districts() {
  std::vector<District> districts;
  const Json collection = read_json("data/shanghai/districts.geojson");
  for (const Json& feature : collection.at("features")) {
    District district{feature.at("properties").at("code").get<std::string>(), {}};
    for (const Json& polygon : feature.at("geometry").at("coordinates")) {
      district.parts.emplace_back();
      for (const Json& ring : polygon) {
        district.parts.back().emplace_back();
        for (const Json& position : ring) {
          const double x = position.at(0).get<double>() * 1e7;
          const double y = position.at(1).get<double>() * 1e7;
          EXPECT_NEAR(x, std::round(x), 1e-5) << "more than 7 decimals";
          EXPECT_NEAR(y, std::round(y), 1e-5) << "more than 7 decimals";
          district.parts.back().back().emplace_back(std::llround(x), std::llround(y));
        }
      }
    }
    districts.push_back(std::move(district));
  }
  return districts;
}

int side(const Vertex& a, const Vertex& b, const Vertex& c) {
  const Wide cross = Wide{b.first - a.first} * (c.second - a.second) -
                     Wide{b.second - a.second} * (c.first - a.first);
  return cross > 0 ? 1 : cross < 0 ? -1 : 0;
}

bool inside_box(const Vertex& a, const Vertex& b, const Vertex& p) {
  return std::min(a.first, b.first) <= p.first && p.first <= std::max(a.first, b.first) &&
         std::min(a.second, b.second) <= p.second && p.second <= std::max(a.second, b.second);
}

// Whether two different edges have a point in common that is not a vertex of both.
bool meet_wrongly(const Edge& s, const Edge& t) {
  const auto on = [](const Edge& edge, const Vertex& p) {
    return p != edge.first && p != edge.second && side(edge.first, edge.second, p) == 0 &&
           inside_box(edge.first, edge.second, p);
  };
  if (on(s, t.first) || on(s, t.second) || on(t, s.first) || on(t, s.second)) return true;
  return side(s.first, s.second, t.first) * side(s.first, s.second, t.second) < 0 &&
         side(t.first, t.second, s.first) * side(t.first, t.second, s.second) < 0;
}

Wide doubled_area(const Ring& ring) {
  Wide sum = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    sum += Wide{ring[i].first} * ring[i + 1].second - Wide{ring[i + 1].first} * ring[i].second;
  }
  return sum;
}

TEST(Districts, WrongMeetingsAreFound) {
  EXPECT_TRUE(meet_wrongly({{0, 0}, {2, 2}}, {{0, 2}, {2, 0}})) << "crossing";
  EXPECT_TRUE(meet_wrongly({{0, 0}, {2, 2}}, {{1, 1}, {5, 0}})) << "a vertex on an edge";
  EXPECT_TRUE(meet_wrongly({{0, 0}, {2, 2}}, {{1, 1}, {3, 3}})) << "overlap";
  EXPECT_FALSE(meet_wrongly({{0, 0}, {2, 2}}, {{2, 2}, {3, 3}}));
  EXPECT_FALSE(meet_wrongly({{0, 0}, {2, 2}}, {{2, 2}, {0, 5}}));
  EXPECT_FALSE(meet_wrongly({{0, 0}, {2, 2}}, {{3, 0}, {5, 1}}));
}

TEST(Districts, ArePartsOfOnePlaneGraph) {
  std::map<Edge, std::string> owner;  // of each directed edge
  for (const District& district : read_districts()) {
    ASSERT_FALSE(district.parts.empty());
    for (const auto& part : district.parts) {
      for (std::size_t k = 0; k < part.size(); ++k) {
        const Ring& ring = part[k];
        ASSERT_GE(ring.size(), 4U);
        EXPECT_EQ(ring.front(), ring.back());
        EXPECT_EQ(doubled_area(ring) > 0, k == 0) << "outer rings run anticlockwise (RFC 7946)";
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
          ASSERT_NE(ring[i], ring[i + 1]);
          const auto [at, fresh] = owner.emplace(Edge{ring[i], ring[i + 1]}, district.code);
          EXPECT_TRUE(fresh) << district.code << " and " << at->second << " lie on the same side";
        }
      }
    }
  }
  std::vector<Edge> edges;
  std::map<Vertex, std::vector<Vertex>> coast;  // edges without a neighbour
  for (const auto& [edge, code] : owner) {
    const auto twin = owner.find({edge.second, edge.first});
    if (twin == owner.end()) coast[edge.first].push_back(edge.second);
    if (twin == owner.end() || edge.first < edge.second) edges.push_back(edge);
    EXPECT_FALSE(twin != owner.end() && twin->second == code) << code << " borders on itself";
  }
  for (std::size_t a = 0; a < edges.size(); ++a) {
    for (std::size_t b = a + 1; b < edges.size(); ++b) {
      ASSERT_FALSE(meet_wrongly(edges[a], edges[b]))
          << edges[a].first.first << ' ' << edges[a].first.second;
    }
  }
  // Around a gap the edges without a neighbour would run clockwise.
  std::size_t rings = 0;
  while (!coast.empty()) {
    Ring ring{coast.begin()->first};
    do {
      const auto next = coast.find(ring.back());
      ASSERT_NE(next, coast.end());
      ASSERT_EQ(next->second.size(), 1U) << "two coasts touch at a vertex";
      ring.push_back(next->second.front());
      coast.erase(next);
    } while (ring.back() != ring.front());
    EXPECT_GT(doubled_area(ring), 0) << "a gap at " << ring[0].first << ' ' << ring[0].second;
    ++rings;
  }
  EXPECT_EQ(rings, 9U) << "the mainland and eight islands";
}

TEST(Districts, HaveThePlansCodesAndTheOfficialLandArea) {
  std::map<std::string, std::string> drawn;
  double land_km2 = 0;
  const Json collection = read_json("data/shanghai/districts.geojson");
  for (const Json& feature : collection.at("features")) {
    const Json& properties = feature.at("properties");
    EXPECT_TRUE(drawn.emplace(properties.at("code"), properties.at("name")).second);
    EXPECT_FALSE(properties.at("name_en").get<std::string>().empty());
    land_km2 += properties.at("land_area_km2").get<double>();
  }
  EXPECT_NEAR(land_km2, 6340.50, 0.001);
  const Json plan = read_json("data/shanghai/plan.json");
  std::map<std::string, std::string> planned;
  for (const Json& district : plan.at("districts")) {
    planned.emplace(district.at("code"), district.at("name"));
  }
  EXPECT_EQ(drawn, planned);
}

TEST(Districts, StandOnTheGridOfTheirSourceOnceGcj02IsDoneAgain) {
  // The map has vertices at multiples of 1/1024 degree in GCJ-02; only those where overlaps were
  // cut may lie elsewhere.
  int on_grid = 0;
  int count = 0;
  for (const District& district : read_districts()) {
    for (const auto& part : district.parts) {
      for (const Ring& ring : part) {
        for (const auto& [x, y] : ring) {
          const Point gcj =
              geodesy::wgs84_to_gcj02({static_cast<double>(x) / 1e7, static_cast<double>(y) / 1e7});
          const double dx = gcj.x * 1024 - std::round(gcj.x * 1024);
          const double dy = gcj.y * 1024 - std::round(gcj.y * 1024);
          // Rounding to 1e-7 degrees and to 1 mm.
          on_grid += std::abs(dx) < 1.5e-4 && std::abs(dy) < 1.5e-4 ? 1 : 0;
          ++count;
        }
      }
    }
  }
  EXPECT_GT(count, 4000);
  EXPECT_GT(on_grid, count * 98 / 100) << on_grid << " of " << count;
}

// The code of the district that a position lies in, by the parity of its rings; empty outside.
std::string district_at(const std::vector<District>& districts, double lon, double lat) {
  const double x = lon * 1e7;
  const double y = lat * 1e7;
  for (const District& district : districts) {
    bool inside = false;
    for (const auto& part : district.parts) {
      for (const Ring& ring : part) {
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
          const auto ax = static_cast<double>(ring[i].first);
          const auto ay = static_cast<double>(ring[i].second);
          const auto bx = static_cast<double>(ring[i + 1].first);
          const auto by = static_cast<double>(ring[i + 1].second);
          if ((ay > y) != (by > y) && x < ax + (bx - ax) * (y - ay) / (by - ay)) inside = !inside;
        }
      }
    }
    if (inside) return district.code;
  }
  return "";
}

TEST(Sites, LieInTheCityAndTheCoresOfBeltsWhereTheyBelong) {
  const Plan plan = io::read_plan(test::repository("data/shanghai/plan.json").string());
  const SiteSet sites = io::read_sites(test::repository("data/shanghai/sites.json").string());
  const std::vector<District> districts = read_districts();
  EXPECT_EQ(sites.crs, "WGS84");
  EXPECT_GE(sites.sites.size(), 12U);
  for (const Site& site : sites.sites) {
    EXPECT_NE(district_at(districts, site.position.x, site.position.y), "") << site.name.zh;
    EXPECT_TRUE(site.confidence == "high" || site.confidence == "medium") << site.name.zh;
    EXPECT_FALSE(site.source.empty() || site.name.zh.empty() || site.name.en.empty());
  }
  std::size_t cores = 0;
  for (const Belt& belt : plan.belts) {
    for (const std::string& core : belt.cores) {
      const Site* site = sites.find(core);
      ASSERT_NE(site, nullptr) << core;
      EXPECT_EQ(district_at(districts, site->position.x, site->position.y), belt.within.at(0));
      ++cores;
    }
  }
  EXPECT_EQ(cores, 2U);
}

TEST(Enterprises, AreWhatTheirRecipeMakes) {
  const test::TempFolder folder;
  const auto bytes = [](const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
  };
  synth::Options options;
  options.recipe = test::repository("data/shanghai/synth.json").string();
  synth::write_enterprises(options, (folder / "made.csv").string(), Context(2));
  EXPECT_TRUE(bytes(folder / "made.csv") ==
              bytes(test::repository("data/shanghai/enterprises_synthetic.csv")))
      << "make the file again: geo synth data/shanghai/synth.json --count 20000 --out "
         "data/shanghai/enterprises_synthetic.csv";
}

TEST(Enterprises, SpreadOverTheCityAndThePlansSpecialties) {
  const Plan plan = io::read_plan(test::repository("data/shanghai/plan.json").string());
  const std::vector<District> districts = read_districts();
  std::ifstream stream(test::repository("data/shanghai/enterprises_synthetic.csv"));
  std::string line;
  std::getline(stream, line);
  std::map<std::string, int> count;
  std::set<int> all;
  int rows = 0;
  while (std::getline(stream, line)) {
    std::vector<std::string> fields;
    std::istringstream text(line);
    for (std::string field; std::getline(text, field, ',');) fields.push_back(field);
    ASSERT_EQ(fields.size(), 9U) << line;
    ASSERT_TRUE(fields[0].starts_with("SYNTHETIC-")) << line;
    ASSERT_TRUE(fields[1].ends_with("（合成）")) << line;
    ASSERT_GE(plan.specialty(fields[2]), 0) << line;
    ASSERT_EQ(fields[8], "true") << line;
    const std::string code = district_at(districts, std::stod(fields[3]), std::stod(fields[4]));
    ++count[code];
    all.insert(plan.specialty(fields[2]));
    ++rows;
  }
  EXPECT_EQ(rows, 20000);
  EXPECT_EQ(all.size(), plan.specialties.size());
  EXPECT_LT(count[""], rows / 200) << "outside the city";
  for (const District& district : districts) EXPECT_GT(count[district.code], 100) << district.code;
  EXPECT_GT(count["310115"], count["310112"]) << "most are in Pudong";
  EXPECT_LT(count["310151"], 300) << "and fewest on Chongming";
}

}  // namespace
}  // namespace geo
