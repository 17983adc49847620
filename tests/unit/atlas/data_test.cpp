#include "geo/atlas/data.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "geo/core/error.hpp"
#include "geo/geodesy/china.hpp"
#include "support/shared.hpp"

// Files that become a part of a project: what is guessed of them, and what a check finds.
namespace geo::atlas {
namespace {

using test::TempFolder;

class Data : public testing::Test {
 protected:
  Data() {
    write("areas.geojson", R"({"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"code":"1","name":"西山区"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.3,31.1],[121.5,31.1],[121.5,31.3],[121.3,31.3],[121.3,31.1]]]}},
      {"type":"Feature","properties":{"code":"2","name":"东山新区"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.5,31.1],[121.7,31.1],[121.7,31.3],[121.5,31.3],[121.5,31.1]]]}}]})");
    write("old.csv", "lon,lat\n121.4,31.2\n");
    write("plan.json", R"({"source":"s","specialties":[{"name":"芯"}],
      "districts":[{"code":"1","name":"西山区","specialties":["芯"]}],"belts":[]})");
    write("p.json", R"({"version":1,"boundaries":{"file":"areas.geojson","code":"code",
      "name":"name"},"enterprises":{"file":"old.csv","id":"","synthetic":true},
      "density":{"time":{"column":"t","breaks":[2000]}},"clusters":false})");
    project_ = read_job(folder_ / "p.json");
  }
  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }
  [[nodiscard]] io::FileInfo look(const std::string& name) const {
    return io::inspect(folder_ / name, Context(1));
  }
  TempFolder folder_;
  Job project_;
};

TEST_F(Data, ATableIsEnterprises) {
  write("firms.csv", "企业名称,经度,纬度,行业门类\n甲,121.4,31.2,I\n乙,121.6,31.2,M\n丙,,,I\n");
  const io::FileInfo file = look("firms.csv");
  ASSERT_EQ(file.layers.size(), 1U);
  EXPECT_EQ(file.layers[0].sample[1], (std::vector<std::string>{"乙", "121.6", "31.2", "M"}));
  const DataGuess guess = guess_data(project_, file);
  EXPECT_EQ(guess.use, DataUse::kEnterprises);
  EXPECT_EQ(guess.job.enterprises.x_column, "经度");
  EXPECT_EQ(guess.job.enterprises.y_column, "纬度");
  EXPECT_EQ(guess.job.name_column, "企业名称");
  EXPECT_EQ(guess.job.specialty_column, "行业门类");
  EXPECT_EQ(guess.reasons.at("name").en, "named '企业名称'");
  EXPECT_EQ(guess.reasons.at("name").zh, "列名为“企业名称”");
  EXPECT_EQ(guess.reasons.at("x").zh, "列名为“经度”和“纬度”；3 个值中有 2 个在范围内");
  // What the project said of the data that goes is gone.
  EXPECT_FALSE(guess.job.synthetic);
  EXPECT_FALSE(guess.job.density->time);
  EXPECT_FALSE(guess.job.guess_crs);
  EXPECT_EQ(guess.job.boundaries->path, project_.boundaries->path);
  const DataCheck check = check_data(guess.job, Context(1));
  EXPECT_TRUE(check.changes.empty());
  EXPECT_EQ(check.atlas.enterprise_rejects.used, 2U);
  EXPECT_EQ(check.atlas.enterprise_rejects.by_reason().at("coordinate missing"), 1U);
}

TEST_F(Data, PolygonsAreBoundaries) {
  write("new.geojson", R"({"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"代码":"9","名称":"一"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.3,31.1],[121.5,31.1],[121.5,31.3],[121.3,31.3],[121.3,31.1]]]}}]})");
  Job job = project_;
  job.plan = (folder_ / "plan.json").string();
  job.density->time.reset();
  const DataGuess guess = guess_data(job, look("new.geojson"));
  EXPECT_EQ(guess.use, DataUse::kBoundaries);
  EXPECT_EQ(guess.job.boundaries->code_field, "代码");
  EXPECT_EQ(guess.job.boundaries->name_field, "名称");
  EXPECT_TRUE(guess.job.metric_crs.empty());
  EXPECT_EQ(guess.job.enterprises.path, project_.enterprises.path);
  const DataCheck check = check_data(guess.job, Context(1));
  EXPECT_EQ(check.atlas.regions.size(), 1U);
  ASSERT_EQ(check.changes.size(), 1U);  // the plan is of other districts
  EXPECT_TRUE(check.job.plan.empty());
  // With the old boundaries it stays.
  EXPECT_EQ(check_data(job, Context(1)).job.plan, job.plan);
}

// With a column of districts the system is told by it; rows that do not tell are WGS84.
TEST_F(Data, TheSystemByDistricts) {
  std::string gcj = "name,lon,lat,区县\n";
  for (int i = 0; i < 200; ++i) {
    const double x = 121.5 + (i % 2 == 0 ? -0.002 : 0.002);
    const geo::Point p = geodesy::wgs84_to_gcj02({x, 31.15 + 0.0005 * i});
    gcj += "f" + std::to_string(i) + "," + std::to_string(p.x) + "," + std::to_string(p.y) +
           (i % 2 == 0 ? ",西山区\n" : ",东山新区\n");
  }
  write("gcj.csv", gcj);
  Job job = project_;
  job.density->time.reset();
  const DataGuess guess = guess_data(job, look("gcj.csv"));
  EXPECT_TRUE(guess.job.guess_crs);
  EXPECT_EQ(guess.job.district_column, "区县");
  const DataCheck check = check_data(guess.job, Context(1));
  ASSERT_TRUE(check.atlas.crs_guess);
  EXPECT_EQ(check.atlas.crs_guess->chosen, "GCJ-02");

  write("vague.csv", "name,lon,lat,区县\na,121.4,31.2,西山区\nb,121.6,31.2,东山新区\n");
  const DataCheck vague = check_data(guess_data(job, look("vague.csv")).job, Context(1));
  EXPECT_FALSE(vague.job.guess_crs);
  EXPECT_EQ(vague.job.enterprises.crs, "WGS84");
  EXPECT_EQ(vague.changes.size(), 1U);
}

TEST_F(Data, WhatCannotBeEither) {
  write("lines.geojson", R"({"type":"FeatureCollection","features":[{"type":"Feature",
    "properties":{},"geometry":{"type":"LineString","coordinates":[[121,31],[122,31]]}}]})");
  const io::FileInfo file = look("lines.geojson");
  try {
    static_cast<void>(guess_data(project_, file));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInput);
    EXPECT_NE(std::string(error.what()).find("neither points, nor polygons"), std::string::npos);
  }
  EXPECT_THROW(static_cast<void>(guess_data(project_, file, "no such layer")), Error);
  EXPECT_THROW(static_cast<void>(guess_data(project_, look("old.csv"), "", DataUse::kBoundaries)),
               Error);
}

TEST_F(Data, EncodingAsTold) {
  write("gbk.csv", "\xC3\xFB\xB3\xC6,lon,lat\n\xBC\xD7,121.4,31.2\n");
  EXPECT_EQ(look("gbk.csv").encoding, "GB18030");
  const io::FileInfo told =
      io::inspect(folder_ / "gbk.csv", Context(1), {.layer = "", .query = "", .encoding = "BIG5"});
  EXPECT_EQ(told.encoding, "BIG5");
  EXPECT_NE(told.layers[0].fields[0].name, look("gbk.csv").layers[0].fields[0].name);
}

}  // namespace
}  // namespace geo::atlas
