#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>

#include "geo/atlas/job.hpp"
#include "geo/core/error.hpp"
#include "support/shared.hpp"

// A job that is written as a project and read again is the same job.
namespace geo::atlas {
namespace {

using test::TempFolder;
namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) { std::ofstream(path) << text; }

std::string text_of(const fs::path& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

// Every key of the schema, with values that are not the defaults.
const char* const kFull = R"({
  "version": 1, "title": {"zh": "图", "en": "Map"}, "language": "zh", "map_approval": "GS(2026)1",
  "metric_crs": "EPSG:32651",
  "boundaries": {"file": "data/areas.geojson", "layer": "a", "crs": "GCJ-02", "code": "c",
                 "name": "n", "name_en": "e", "land_area_km2": "l", "encoding": "UTF-8",
                 "aliases": "data/names.csv"},
  "enterprises": {"file": ["data/b.csv", "data/a.csv"], "layer": "s", "x": "x", "y": "y",
                  "crs": "guess", "encoding": "GB18030", "header_row": 3, "id": "id", "name": "name",
                  "credit_code": "code", "duplicates": "drop", "unlocated": "reject",
                  "district": "d", "weight": "w", "founded": "f", "capital": "k", "employees": "m",
                  "filter": {"specialty": "s", "district": "d", "belt": "b", "text": "t",
                             "founded": [2000, null], "capital": [null, 9.5], "employees": [1, 2],
                             "readings": {"characters": "data/a.csv", "words": "data/b.csv"}},
                  "synthetic": true},
  "classify": {"rules": "data/names.csv", "code": "k", "text": ["t", "u"], "least_score": 2},
  "plan": "data/plan.json", "sites": "data/sites.json", "belts": {"assumed_half_width_km": 3},
  "density": {"kernel": "gaussian", "bandwidth_m": 900, "bandwidth_across_m": 300,
    "azimuth_deg": 30, "gaussian_reach": 4, "unit": "per_pixel", "edge_correction": "uniform",
    "mask": true, "size": [300, 200], "by_specialty": false,
    "adaptive": {"method": "neighbours", "neighbours": 9, "smallest_m": 10, "largest_m": 99},
    "relative": {"least_points": 7, "stabiliser": 0.1},
    "significance": {"simulations": 99, "seed": 5, "alternative": "less", "level": 0.1,
                     "global_test": "studentised", "envelope": true, "rank": 7},
    "contours": {"quantiles": [0.5, 0.9], "lines": true},
    "bins": {"shape": "square", "size_m": 700, "columns": ["a", "b"]},
    "time": {"column": "t", "breaks": [2000, 2010.5], "cumulative": true}},
  "clusters": {"eps_m": 111, "min_points": 7, "hull_ratio": 0.25},
  "output": {"tables": false, "workbook": true, "geopackage": false, "heatmaps": false,
    "pictures": false, "picture_width_px": 900, "database_schema": "geo",
    "legend": {"classification": "jenks", "classes": 5}},
  "batch_rows": 0, "viewer": {"camera": {"x": 1.5}, "anything": [true, null, "浦东"]}})";

class ProjectText : public testing::Test {
 protected:
  ProjectText() {
    fs::create_directories(folder_ / "data");
    for (const char* name :
         {"areas.geojson", "names.csv", "a.csv", "b.csv", "plan.json", "sites.json"}) {
      write(folder_ / "data" / name, "x");
    }
  }
  // Written into `where` and read from there; both texts must be the same.
  void expect_same(const std::string& project, const fs::path& where) const {
    write(folder_ / "p.json", project);
    const Job job = read_job(folder_ / "p.json");
    fs::create_directories(where);
    write(where / "again.json", project_text(job, where));
    Job again = read_job(where / "again.json");
    EXPECT_EQ(project_text(again, where), text_of(where / "again.json"));
    EXPECT_EQ(project_text(again, ""), project_text(job, ""));
  }
  TempFolder folder_;
};

TEST_F(ProjectText, EveryKeyComesBack) {
  expect_same(kFull, folder_.path());
  const auto before = nlohmann::json::parse(kFull);
  auto after = nlohmann::json::parse(text_of(folder_ / "again.json"));
  // What the program says in its own words is compared there.
  EXPECT_EQ(after["enterprises"]["file"], (nlohmann::json{"data/a.csv", "data/b.csv"}));
  for (const auto& [key, value] : before.items()) {
    if (key == "batch_rows") continue;  // 0 goes without saying
    ASSERT_TRUE(after.contains(key)) << key;
    if (!value.is_object() || key == "viewer") {
      EXPECT_EQ(after[key], value) << key;
      continue;
    }
    for (const auto& [inner, wanted] : value.items()) {
      if (inner == "file" || inner == "database_schema") continue;
      EXPECT_EQ(after[key][inner], wanted) << key << "." << inner;
    }
  }
}

TEST_F(ProjectText, PathsFollowTheFolder) {
  expect_same(kFull, folder_ / "deep/er");
  const auto json = nlohmann::json::parse(text_of(folder_ / "deep/er/again.json"));
  EXPECT_EQ(json["boundaries"]["file"], "../../data/areas.geojson");
  EXPECT_EQ(json["plan"], "../../data/plan.json");
  const Job job = read_job(folder_ / "deep/er/again.json");
  const auto absolute = nlohmann::json::parse(project_text(job, ""));
  EXPECT_EQ(absolute["plan"], (folder_.path() / "data/plan.json").string());
}

TEST_F(ProjectText, StepsThatAreOffStayOff) {
  expect_same(R"({"version": 1, "boundaries": {"file": "data/areas.geojson"},
    "enterprises": {"file": "data/a.csv", "credit_code": false}, "density": false,
    "clusters": false})",
              folder_.path());
  const auto json = nlohmann::json::parse(text_of(folder_ / "again.json"));
  EXPECT_EQ(json["density"], false);
  EXPECT_EQ(json["clusters"], false);
  EXPECT_EQ(json["enterprises"]["credit_code"], false);
  EXPECT_FALSE(json.contains("viewer"));
  expect_same(R"({"version": 1, "boundaries": {"file": "data/areas.geojson"},
    "enterprises": {"file": "data/a.csv"}, "density": {"bandwidth_m": "likelihood",
      "bandwidth_evaluations": 500},
    "output": {"legend": {"breaks": [1, 2, 4]}}})",
              folder_.path());
}

TEST_F(ProjectText, WhatWasLeftOutOfAnAdaptiveBandwidthStaysOut) {
  const std::string project = R"({"version": 1, "boundaries": {"file": "data/areas.geojson"},
    "enterprises": {"file": "data/a.csv"}, "density": {"adaptive": )";
  expect_same(project + R"({"method": "abramson"}}})", folder_.path());
  const auto json = nlohmann::json::parse(text_of(folder_ / "again.json"));
  EXPECT_FALSE(json["density"]["adaptive"].contains("pilot_m"));
  expect_same(project + R"({"method": "abramson", "pilot_m": 9, "smallest_factor": 0.5}}})",
              folder_.path());
  const auto all = nlohmann::json::parse(text_of(folder_ / "again.json"));
  EXPECT_EQ(all["density"]["adaptive"]["pilot_m"], 9);
  EXPECT_EQ(all["density"]["adaptive"]["smallest_factor"], 0.5);
}

TEST_F(ProjectText, TheEmbeddedProject) {
  const Job job = read_job(test::repository("data/shanghai/atlas.json"));
  write(folder_ / "saved.json", project_text(job, folder_.path()));
  EXPECT_EQ(project_text(read_job(folder_ / "saved.json"), ""), project_text(job, ""));
}

TEST_F(ProjectText, ViewerMustBeAnObject) {
  write(folder_ / "p.json", R"({"version": 1, "boundaries": {"file": "data/areas.geojson"},
    "enterprises": {"file": "data/a.csv"}, "viewer": [1]})");
  try {
    static_cast<void>(read_job(folder_ / "p.json"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(std::string(error.what()).find("viewer: must be an object"), std::string::npos);
  }
}

}  // namespace
}  // namespace geo::atlas
