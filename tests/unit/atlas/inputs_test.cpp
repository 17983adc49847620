#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <random>

#include "geo/atlas/atlas.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/china.hpp"
#include "support/shared.hpp"

// Specialties by rules, stated districts and the guess of the coordinate system, in whole runs.
namespace {

namespace atlas = geo::atlas;

/// A city of two districts along 121.5 E, and firms at its border.
class Inputs : public testing::Test {
 protected:
  Inputs() {
    write("areas.geojson", R"({"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"code":"1","name":"西山区"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.3,31.1],[121.5,31.1],[121.5,31.3],[121.3,31.3],[121.3,31.1]]]}},
      {"type":"Feature","properties":{"code":"2","name":"东山新区"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.5,31.1],[121.7,31.1],[121.7,31.3],[121.5,31.3],[121.5,31.1]]]}}]})");
    write("names.csv", "name,code,note_zh,note_en\n旧东,2,并入,merged\n");
    write("rules.csv",
          "specialty,code,keywords,weight,exclude\n芯片,6520,,1,\n安防,,安防,2,保安\n");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  /// Runs a project with these lines for the enterprises, and others.
  [[nodiscard]] atlas::Atlas run(const std::string& enterprises,
                                 const std::string& more = "") const {
    write("p.json", R"({"version": 1, "density": false, "clusters": false,
      "boundaries": {"file": "areas.geojson", "code": "code", "name": "name", "aliases": "names.csv"},
      "enterprises": {"file": "firms.csv", "x": "x", "y": "y", )" +
                        enterprises + "}" + more + "}");
    return atlas::compute(atlas::read_job((folder_ / "p.json").string()), geo::Context(2));
  }

  [[nodiscard]] std::string error(const std::string& enterprises,
                                  const std::string& more = "") const {
    try {
      static_cast<void>(run(enterprises, more));
    } catch (const geo::Error& thrown) {
      return thrown.what();
    }
    return "no error";
  }

  /// Firms near the border that state where they are, in the system made by `shift`.
  template <typename Shift>
  void write_firms(int count, Shift&& shift) const {
    std::mt19937 random(3);
    std::uniform_real_distribution<double> lon(121.48, 121.52);
    std::uniform_real_distribution<double> lat(31.12, 31.28);
    std::string text = "x,y,district\n";
    for (int i = 0; i < count; ++i) {
      const geo::Point at{lon(random), lat(random)};
      const geo::Point written = shift(at);
      std::array<char, 80> line{};
      std::snprintf(line.data(), line.size(), "%.9f,%.9f,%s\n", written.x, written.y,
                    at.x < 121.5 ? "西山"
                    : i % 2 == 0 ? "东山新区"
                                 : "旧东");
      text += line.data();
    }
    write("firms.csv", text);
  }

  geo::test::TempFolder folder_;
};

const std::string kGuess = R"("district": "district", "crs": "guess")";

TEST_F(Inputs, TheThreeSystemsAreToldApart) {
  const auto same = [](geo::Point p) { return p; };
  const auto gcj = [](geo::Point p) { return geo::geodesy::wgs84_to_gcj02(p); };
  const auto bd = [&](geo::Point p) { return geo::geodesy::gcj02_to_bd09(gcj(p)); };
  const auto check = [&](const char* expected) {
    const atlas::Atlas result = run(kGuess);
    ASSERT_TRUE(result.crs_guess.has_value());
    EXPECT_EQ(result.crs_guess->chosen, expected);
    EXPECT_EQ(result.crs_guess->rows, 500U);
    EXPECT_GE(result.crs_guess->sigma, 3);
    for (const auto& candidate : result.crs_guess->candidates) {
      if (candidate.crs == expected) {
        EXPECT_GE(candidate.agree, 499U) << expected;
      } else {
        EXPECT_LT(candidate.agree, 490U) << expected;
      }
    }
    EXPECT_LE(result.district_check->differ, 1U);
    ASSERT_FALSE(result.assumptions.empty());
    EXPECT_NE(result.assumptions[0].en.find(std::string("taken as ") + expected + ", a guess"),
              std::string::npos);
    const auto files = atlas::write(result, folder_ / "out", geo::Context(1));
    EXPECT_NE(std::find(files.begin(), files.end(), "district_mismatch.csv"), files.end());
    EXPECT_NE(std::find(files.begin(), files.end(), "district_matrix.csv"), files.end());
    std::ifstream in(folder_ / "out" / "report.json");
    const std::string report((std::istreambuf_iterator<char>(in)), {});
    EXPECT_NE(report.find(std::string("\"chosen\": \"") + expected), std::string::npos);
  };
  write_firms(500, same);
  check("WGS84");
  write_firms(500, gcj);
  check("GCJ-02");
  write_firms(500, bd);
  check("BD-09");
}

TEST_F(Inputs, WhatCannotBeToldIsAnError) {
  write("firms.csv", "x,y,district\n121.35,31.2,西山\n121.36,31.2,西山\n121.65,31.2,东山\n");
  EXPECT_NE(error(kGuess).find("cannot be told: of 3 rows lie in the district they state: WGS84 "
                               "100.0 %, GCJ-02 100.0 %, BD-09 100.0 %"),
            std::string::npos)
      << error(kGuess);
  write("firms.csv", "x,y,district\n121.35,31.2,何处\n");
  EXPECT_NE(error(kGuess).find("no row states a district that is known"), std::string::npos);
  EXPECT_NE(error(R"("crs": "guess")").find("enterprises.crs"), std::string::npos);
}

TEST_F(Inputs, StatedDistrictsAreCompared) {
  write("firms.csv",
        "x,y,district\n121.4,31.2,西山区\n121.6,31.2,西山\n121.6,31.2,旧东\n121.4,31.2,何处\n"
        "121.4,31.2,\n121.9,31.2,东山\n");
  const atlas::Atlas result = run(R"("district": "district")");
  EXPECT_EQ(result.district_check->stated, 4U);
  EXPECT_EQ(result.district_check->missing, 1U);
  EXPECT_EQ(result.district_check->unknown, 1U);
  EXPECT_EQ(result.district_check->differ, 2U);
  std::string notes;
  for (const geo::Text& note : result.notes) notes += note.en + "\n";
  EXPECT_NE(notes.find("1 row states '旧东': merged."), std::string::npos) << notes;
  EXPECT_NE(notes.find("such as '何处'"), std::string::npos) << notes;
  EXPECT_NE(notes.find("2 of 4 rows that state a district lie elsewhere"), std::string::npos);
  EXPECT_EQ(result.table("district_mismatch")->row_count(), 2U);
}

TEST_F(Inputs, SpecialtiesByRules) {
  write("firms.csv",
        "x,y,code,scope\n121.4,31.2,I6520,安防芯片\n121.4,31.2,6520,\n121.6,31.2,1,保安安防\n");
  const std::string rules =
      R"(, "classify": {"rules": "rules.csv", "code": "code", "text": ["scope"]})";
  const atlas::Atlas result = run(R"("synthetic": false)", rules);
  EXPECT_EQ(result.job.specialty_column, "specialty");
  const geo::Categories& best = result.points.categories("specialty");
  EXPECT_EQ(best.names, (std::vector<std::string>{"安防", "芯片"}));
  EXPECT_EQ(best.codes, (std::vector<std::uint32_t>{0, 1, geo::Categories::kMissing}));
  const auto& all = std::get<std::vector<std::string>>(result.points.find("specialties")->values);
  EXPECT_EQ(all, (std::vector<std::string>{"安防 2; 芯片 1", "芯片 1", ""}));
  EXPECT_EQ(result.points.find("scope"), nullptr);  // not kept
  ASSERT_NE(result.table("specialties"), nullptr);
  EXPECT_NE(result.assumptions.at(0).en.find(
                "1 enterprise has several and counts for the one of the highest score; 1 has none"),
            std::string::npos);
  EXPECT_NE(error(R"("specialty": "code")", rules).find("leave out enterprises.specialty"),
            std::string::npos);
  EXPECT_NE(error(R"("synthetic": false)", R"(, "classify": {"rules": "rules.csv"})")
                .find("classify: give 'code'"),
            std::string::npos);
  EXPECT_NE(
      error(R"("synthetic": false)", R"(, "classify": {"rules": "rules.csv", "text": ["nowhere"]})")
          .find("nowhere"),
      std::string::npos);
}

}  // namespace
