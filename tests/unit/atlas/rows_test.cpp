#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "geo/atlas/atlas.hpp"
#include "geo/atlas/reject_texts.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/china.hpp"
#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "geo/registry/credit_code.hpp"
#include "support/shared.hpp"

// Rows of a registry in whole runs: without a position, repeated, with wrong codes; and the check
// that goes through the same steps.
namespace {

namespace atlas = geo::atlas;
using Severity = geo::atlas::Finding::Severity;

class Rows : public testing::Test {
 protected:
  Rows() {
    write("areas.geojson", R"({"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"code":"1","name":"西山区"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.3,31.1],[121.5,31.1],[121.5,31.3],[121.3,31.3],[121.3,31.1]]]}},
      {"type":"Feature","properties":{"code":"2","name":"东山新区"},"geometry":{"type":"Polygon",
       "coordinates":[[[121.5,31.1],[121.7,31.1],[121.7,31.3],[121.5,31.3],[121.5,31.1]]]}}]})");
    write("plan.json", R"({"specialties": [{"name": "芯片"}, {"name": "安防"}], "belts": [],
      "districts": [{"code": "1", "name": "西山区", "specialties": ["芯片"]},
                    {"code": "3", "name": "海区", "specialties": []}]})");
    write("firms.csv",
          "名称,统一社会信用代码,经度,纬度,区,专业,人数\n"
          "甲,914403001922038216,121.41234,31.21234,西山,芯片,1\n"
          "乙,9.14E+17,121.42345,31.22345,西山,芯片,x\n"  // lost, not a number
          "丙,,,,东山新区,安防,y\n"                       // by district, not a number
          "丁,91440300192203821X,,,何处,芯片,z\n"         // nowhere: its cells go with it
          "甲,,121.412345,31.21234,西山,芯片,2\n"         // the first, by name and place
          "戊,914403001922038216,0,0,东山,量子,3\n"       // the first, by code; by district
          "己,,121.61234,31.21234,东山,,4\n"
          "合计,,,,,,10\n");
  }

  void write(const std::string& name, const std::string& text) const {
    std::ofstream(folder_ / name) << text;
  }

  [[nodiscard]] atlas::Job job(const std::string& enterprises = "",
                               const std::string& more = R"(, "plan": "plan.json")") const {
    write("p.json", R"({"version": 1, "density": {"pixel_m": 500},
      "boundaries": {"file": "areas.geojson", "code": "code", "name": "name"},
      "enterprises": {"file": "firms.csv", "id": "统一社会信用代码", "name": "名称",
                      "district": "区", "specialty": "专业")" +
                        enterprises + "}" + more + "}");
    atlas::Job made = atlas::read_job((folder_ / "p.json").string());
    made.enterprises.columns.push_back({"人数", geo::io::ColumnKind::kNumber});
    return made;
  }

  static std::string found(const atlas::Atlas& result) {
    std::string out;
    for (const atlas::Finding& finding : result.findings) {
      out += (finding.severity == Severity::kNote      ? "n "
              : finding.severity == Severity::kWarning ? "w "
                                                       : "E ") +
             finding.kind + " " + std::to_string(finding.count) + "\n";
      EXPECT_FALSE(finding.text.zh.empty());
      EXPECT_FALSE(finding.text.en.empty());
      EXPECT_NE(finding.text.zh, finding.text.en);
    }
    return out;
  }

  static std::string rejected(const std::vector<geo::Reject>& rejects) {
    std::string out;
    for (const geo::Reject& reject : rejects) {
      out += std::to_string(reject.row) + " " + reject.column + " " + reject.reason + "\n";
    }
    return out;
  }

  static double number(const geo::Table& table, const char* column, std::size_t row) {
    const geo::TableColumn* found = table.find(column);
    if (found == nullptr) return -1;
    return std::stod(table.cell(static_cast<std::size_t>(found - table.columns.data()), row));
  }

  geo::test::TempFolder folder_;
};

TEST_F(Rows, ReadIsUsedAndByDistrictAndRejected) {
  const atlas::Atlas result = atlas::compute(job(), geo::Context(2));
  const geo::Rejects& rejects = result.enterprise_rejects;
  EXPECT_EQ(rejects.read, 8U);
  EXPECT_EQ(rejects.used, 4U);
  EXPECT_EQ(rejects.by_district, 2U);
  EXPECT_EQ(rejected(rejects.rows), "4 经度 coordinate missing\n8 名称 total row\n");
  EXPECT_EQ(rejects.rows[0].advice, "give the position, or a district that is known");
  EXPECT_EQ(
      rejected(rejects.cells),
      "2 人数 not a number\n2 统一社会信用代码 credit code: digits lost\n3 人数 not a number\n");
  result.by_district.validate();
  EXPECT_EQ(result.by_district.row, (std::vector<std::uint64_t>{3, 6}));
  EXPECT_EQ(result.by_district.region, (std::vector<std::int32_t>{1, 1}));

  const geo::Table& districts = *result.table("districts");
  EXPECT_EQ(number(districts, "enterprises", 0), 3);
  EXPECT_EQ(number(districts, "enterprises", 1), 3);
  EXPECT_EQ(number(districts, "unlocated", 1), 2);
  EXPECT_EQ(number(districts, "enterprises", 3), 6);
  EXPECT_EQ(result.heatmaps.front().name, "all");
  EXPECT_EQ(result.clusters.label.size(), 4U);
  ASSERT_NE(result.table("by_district"), nullptr);
  EXPECT_EQ(result.table("by_district")->row_count(), 2U);
  EXPECT_EQ(result.credit_codes->good, 2U);
  EXPECT_EQ(result.credit_codes->bad(), 1U);
  EXPECT_EQ(result.credit_codes->missing, 3U);
  EXPECT_EQ(result.duplicates->by_code, 1U);
  EXPECT_EQ(result.duplicates->by_name_and_place, 1U);
  EXPECT_EQ(found(result),
            "w rejected_rows 1\nw bad_cells 2\nw credit_codes 1\nn credit_codes_missing 3\n"
            "w duplicates 2\nw by_district 2\nn unspecified 1\nw unknown_specialties 1\n"
            "w plan_districts 1\n");
  EXPECT_EQ(atlas::verdict(result), atlas::Verdict::kUsableWithWarnings);

  const auto files = atlas::write(result, folder_ / "out", geo::Context(1));
  std::ifstream in(folder_ / "out" / "report.json");
  const auto report = nlohmann::json::parse(in);
  const auto& rows = report["enterprises"];
  EXPECT_EQ(rows["read"], 8);
  EXPECT_EQ(rows["by_district"], 2);
  EXPECT_EQ(rows["bad_cells"]["not a number"], 2);
  EXPECT_EQ(rows["duplicates"]["by_code"], 1);
  EXPECT_EQ(rows["credit_codes"]["bad"], 1);
  EXPECT_EQ(report["verdict"], "usable with warnings");
  EXPECT_EQ(report["findings"].size(), result.findings.size());
}

TEST_F(Rows, RepetitionsAreDroppedWhereTheProjectSaysSo) {
  const atlas::Atlas result = atlas::compute(job(R"(, "duplicates": "drop")"), geo::Context(2));
  const geo::Rejects& rejects = result.enterprise_rejects;
  EXPECT_EQ(rejects.used, 3U);
  EXPECT_EQ(rejects.by_district, 1U);
  EXPECT_EQ(rejected(rejects.rows),
            "4 经度 coordinate missing\n5 名称 duplicate: name and place\n"
            "6 统一社会信用代码 duplicate: credit code\n8 名称 total row\n");
  EXPECT_EQ(rejects.rows[2].advice, "nothing to mend: the same enterprise as row 1");
  result.points.validate();
  result.by_district.validate();
  EXPECT_EQ(number(*result.table("districts"), "enterprises", 3), 4);
  EXPECT_TRUE(result.duplicates->dropped);
  // By id, where it is no credit code.
  write("firms.csv", "id,x,y\nＡ1,121.4,31.2\na1,121.6,31.2\n");
  write("q.json", R"({"version": 1, "density": false, "clusters": false,
    "boundaries": {"file": "areas.geojson"},
    "enterprises": {"file": "firms.csv", "id": "id", "duplicates": "drop"}})");
  const atlas::Atlas by_id =
      atlas::compute(atlas::read_job((folder_ / "q.json").string()), geo::Context(1));
  EXPECT_FALSE(by_id.credit_codes.has_value());
  EXPECT_EQ(rejected(by_id.enterprise_rejects.rows), "2 id duplicate: id\n");
}

TEST_F(Rows, OfSeveralFilesAreNamedByTheirFile) {
  std::ifstream in(folder_ / "firms.csv");
  const std::string text((std::istreambuf_iterator<char>(in)), {});
  write("more.csv", text);
  write("p.json", R"({"version": 1, "density": false, "clusters": false,
    "boundaries": {"file": "areas.geojson", "code": "code", "name": "name"},
    "enterprises": {"file": ["firms.csv", "more.csv"], "id": "统一社会信用代码", "name": "名称",
                    "district": "区", "duplicates": "drop"}})");
  const atlas::Job made = atlas::read_job((folder_ / "p.json").string());
  const atlas::Atlas result = atlas::compute(made, geo::Context(2));
  EXPECT_EQ(result.enterprise_rejects.read, 16U);
  EXPECT_EQ(result.by_district.row, (std::vector<std::uint64_t>{3, 11}));  // 丙 has no code
  EXPECT_EQ(result.points.row, (std::vector<std::uint64_t>{1, 2, 7}));
  const auto& rows = result.enterprise_rejects.rows;
  const auto found =
      std::find_if(rows.begin(), rows.end(), [](const auto& r) { return r.row == 9; });
  ASSERT_NE(found, rows.end());
  EXPECT_NE(found->advice.find("the same enterprise as row 1 of "), std::string::npos);
  const std::string zh = atlas::advice_text(*found).zh;
  EXPECT_NE(zh.find("firms.csv 第 1 行是同一家企业"), std::string::npos) << zh;
  static_cast<void>(atlas::write(result, folder_ / "out", geo::Context(1)));
  std::ifstream listed(folder_ / "out" / "duplicates.csv");
  const std::string duplicates((std::istreambuf_iterator<char>(listed)), {});
  EXPECT_NE(duplicates.find("source_file,source_row,repeats_file,repeats_row"), std::string::npos);
  EXPECT_NE(duplicates.find("more.csv,1," + (folder_ / "firms.csv").string() + ",1,"),
            std::string::npos)
      << duplicates;
}

TEST_F(Rows, WithoutAPositionAreRejectedWhereTheProjectSaysSo) {
  const atlas::Atlas result = atlas::compute(job(R"(, "unlocated": "reject")"), geo::Context(2));
  EXPECT_EQ(result.enterprise_rejects.used, 4U);
  EXPECT_EQ(result.enterprise_rejects.by_district, 0U);
  EXPECT_EQ(result.enterprise_rejects.rejected(), 4U);
  EXPECT_EQ(result.table("by_district"), nullptr);
  EXPECT_EQ(result.table("districts")->find("unlocated"), nullptr);
  EXPECT_EQ(number(*result.table("districts"), "enterprises", 3), 4);
}

TEST_F(Rows, ClassifiedLikeTheOthers) {
  write("rules.csv", "specialty,code,keywords,weight,exclude\n芯片,,甲|丙,1,\n");
  atlas::Job made = job("", R"(, "plan": "plan.json")");
  made.specialty_column.clear();
  made.classify = atlas::ClassifyStep{(folder_ / "rules.csv").string(), "", {"名称"}, 1};
  const atlas::Atlas result = atlas::compute(made, geo::Context(2));
  const geo::Table& specialties = *result.table("specialties");
  const geo::TableColumn& level = *specialties.find("area_level");
  double chips = 0;
  for (std::size_t row = 0; row < specialties.row_count(); ++row) {
    const auto column = static_cast<std::size_t>(&level - specialties.columns.data());
    if (specialties.cell(column, row) != "all") continue;
    chips = number(specialties, "enterprises", row);
    break;
  }
  EXPECT_EQ(chips, 3);  // both 甲 and 丙, which has no position
}

/// The check takes the steps of the run and finds the same.
TEST_F(Rows, TheCheckFindsWhatTheRunFinds) {
  for (const char* option : {"", R"(, "duplicates": "drop")", R"(, "unlocated": "reject")"}) {
    const atlas::Atlas run = atlas::compute(job(option), geo::Context(2));
    const atlas::Atlas check = atlas::check(job(option), geo::Context(1));
    EXPECT_EQ(rejected(check.enterprise_rejects.rows), rejected(run.enterprise_rejects.rows));
    EXPECT_EQ(rejected(check.enterprise_rejects.cells), rejected(run.enterprise_rejects.cells));
    // The check states how the systems fit, too.
    EXPECT_EQ(found(check), "n crs " + std::to_string(check.points.size()) + "\n" + found(run));
    EXPECT_TRUE(check.heatmaps.empty());
    EXPECT_EQ(check.table("districts"), nullptr);
    EXPECT_EQ(check.assignment.region, run.assignment.region);
    const auto files = atlas::write(check, folder_ / "check", geo::Context(1));
    for (const char* file : {"rejects.csv", "duplicates.csv", "report.json"}) {
      EXPECT_NE(std::find(files.begin(), files.end(), file), files.end()) << file;
    }
    EXPECT_EQ(std::find(files.begin(), files.end(), "atlas.gpkg"), files.end());
  }
  // What only the density step would trip over.
  EXPECT_THROW(static_cast<void>(atlas::check(
                   job("", R"(, "density": {"adaptive": {"method": "abramson"}, "relative": {}})"),
                   geo::Context(1))),
               geo::Error);
}

TEST_F(Rows, Verdicts) {
  write("firms.csv",
        "名称,统一社会信用代码,经度,纬度,区,专业,人数\n"
        "甲,914403001922038216,121.41234,31.21234,西山,芯片,1\n");
  atlas::Atlas result = atlas::check(job("", ""), geo::Context(1));
  EXPECT_EQ(found(result), "n crs 1\n");
  EXPECT_EQ(atlas::verdict(result), atlas::Verdict::kOk);
  // Most rows outside, or rejected, or elsewhere than they state.
  write("firms.csv",
        "名称,统一社会信用代码,经度,纬度,区,专业,人数\n"
        "甲,,125.41234,31.21234,,芯片,1\n乙,,125.41234,31.21234,,芯片,1\n"
        "丙,,121.41234,31.21234,,芯片,1\n");
  result = atlas::check(job("", ""), geo::Context(1));
  EXPECT_EQ(found(result), "n credit_codes_missing 3\nE outside 2\n");
  EXPECT_EQ(atlas::verdict(result), atlas::Verdict::kNotUsable);
  write("firms.csv",
        "名称,统一社会信用代码,经度,纬度,区,专业,人数\n"
        "甲,914403001922038216,,,,芯片,1\n乙,914403001922038216,,,,芯片,1\n"
        "丙,914403001922038216,121.41234,31.21234,,芯片,1\n合计,,,,,,\n");
  EXPECT_EQ(found(atlas::check(job("", ""), geo::Context(1))), "E rejected_rows 2\n");
  write("firms.csv",
        "名称,统一社会信用代码,经度,纬度,区,专业,人数\n"
        "甲,914403001922038216,121.41234,31.21234,东山,芯片,1\n");
  EXPECT_EQ(found(atlas::check(job("", ""), geo::Context(1))), "n crs 1\nE other_district 1\n");
}

TEST_F(Rows, AnotherSystemIsSuspected) {
  std::string text = "名称,统一社会信用代码,经度,纬度,区,专业,人数\n";
  for (int i = 0; i < 200; ++i) {
    const geo::Point at{121.48 + 0.0002 * i, 31.12 + 0.0008 * i};
    const geo::Point moved = geo::geodesy::gcj02_to_bd09(geo::geodesy::wgs84_to_gcj02(at));
    std::array<char, 120> line{};
    std::snprintf(line.data(), line.size(), "甲%d,,%.7f,%.7f,%s,芯片,1\n", i, moved.x, moved.y,
                  at.x < 121.5 ? "西山" : "东山新区");
    text += line.data();
  }
  write("firms.csv", text);
  const atlas::Atlas wrong = atlas::compute(job("", ""), geo::Context(2));
  EXPECT_EQ(found(wrong).rfind("w crs 200\n", 0), 0U) << found(wrong);
  EXPECT_NE(wrong.findings[0].text.en.find("They look like BD-09: check enterprises.crs."),
            std::string::npos);
  const atlas::Atlas right = atlas::check(job(R"(, "crs": "BD-09")", ""), geo::Context(2));
  EXPECT_EQ(found(right).rfind("n crs 200\n", 0), 0U) << found(right);
}

TEST_F(Rows, DamagedTextIsSaid) {
  write("firms.csv",
        "名称,统一社会信用代码,经度,纬度,区,专业,人数\n"
        "甲\xFF\xFE乙,914403001922038216,121.41,31.21,西山,芯片,1\n");
  const atlas::Atlas result = atlas::check(job(R"(, "encoding": "UTF-8")", ""), geo::Context(1));
  EXPECT_EQ(found(result), "n crs 1\nw undecodable 2\nw imprecise 1\n");
  EXPECT_NE(result.findings[1].text.en.find("read as '\xEF\xBF\xBD' (UTF-8)"), std::string::npos)
      << result.findings[1].text.en;
}

TEST_F(Rows, KeysOfTheProject) {
  const auto error = [&](const std::string& enterprises) {
    try {
      static_cast<void>(job(enterprises, ""));
    } catch (const geo::Error& thrown) {
      return std::string(thrown.what());
    }
    return std::string("no error");
  };
  EXPECT_NE(error(R"(, "duplicates": "some")").find("enterprises.duplicates: 'some'"),
            std::string::npos);
  EXPECT_NE(error(R"(, "unlocated": "some")").find(R"(give "district" or "reject")"),
            std::string::npos);
  EXPECT_NE(error(R"(, "credit_code": true)").find("must name a column, or be false"),
            std::string::npos);
  EXPECT_EQ(job().credit_code_column, "统一社会信用代码");
  EXPECT_EQ(job(R"(, "credit_code": false)").credit_code_column, "");
  EXPECT_EQ(job(R"(, "credit_code": "名称")").credit_code_column, "名称");
  EXPECT_EQ(job().duplicates, atlas::DuplicateRule::kReport);
}

TEST_F(Rows, EveryReasonSpeaksChinese) {
  using namespace geo::io::reject_reason;
  std::vector<std::string> reasons = {kFieldCount,
                                      kNoCoordinate,
                                      kCoordinateNotNumber,
                                      kCoordinateNotFinite,
                                      kLatitude,
                                      kLongitude,
                                      kNotPosition,
                                      kZero,
                                      kNoGeometry,
                                      kNotPoint,
                                      kNoWeight,
                                      kWeightNotNumber,
                                      kWeightNegative,
                                      kTotalRow,
                                      kNoteRow,
                                      kHeaderAgain,
                                      kForeignCurrency,
                                      kNotNumber,
                                      kNotDate,
                                      kNoPolygon,
                                      kShortRing,
                                      kRingNotFinite,
                                      "position cannot be projected",
                                      "duplicate: id",
                                      "duplicate: credit code",
                                      "duplicate: name and place"};
  using geo::registry::CodeFault;
  for (const CodeFault fault : {CodeFault::kDigitsLost, CodeFault::kLength, CodeFault::kCharacter,
                                CodeFault::kCheckDigit}) {
    reasons.emplace_back(geo::registry::reason_of(fault));
  }
  for (const std::string& reason : reasons) {
    const geo::Text text = atlas::reason_text(reason);
    EXPECT_EQ(text.en, reason);
    EXPECT_NE(text.zh, reason);
    const geo::Text advice = atlas::advice_text({1, "", "", reason, "do it"});
    EXPECT_EQ(advice.en, "do it");
    EXPECT_NE(advice.zh, "do it") << reason;
  }
  EXPECT_EQ(atlas::reason_text("what else").zh, "what else");
}

}  // namespace
