#include "geo/atlas/error_texts.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <fstream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "geo/atlas/job.hpp"
#include "geo/sheet/sheet.hpp"
#include "support/shared.hpp"

namespace geo::atlas {
namespace {

/// The places of a wording, in the order of its words.
std::vector<int> places(std::string_view text) {
  std::vector<int> found;
  for (std::size_t i = 0; i + 2 < text.size(); ++i) {
    if (text[i] == '{' && std::isdigit(static_cast<unsigned char>(text[i + 1])) != 0 &&
        text[i + 2] == '}') {
      found.push_back(text[i + 1] - '0');
    }
  }
  return found;
}

/// With something in each place; what stands right behind another in English is a remark in
/// brackets.
std::string filled(std::string_view pattern, std::string_view english) {
  std::string text(pattern);
  for (const int place : places(english)) {
    const std::string number = std::to_string(place);
    const bool remark = english.find("}{" + number + "}") != std::string_view::npos;
    const std::size_t at = text.find("{" + number + "}");
    text.replace(at, 3, remark ? " (~" + number + "~)" : "~" + number + number + "~");
  }
  return text;
}

bool has_chinese(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<unsigned char>(c) >= 0xE4; });
}

TEST(ErrorTexts, EachWordingHasBothLanguagesWithTheSamePlaces) {
  std::set<std::string_view> seen;
  ASSERT_GT(wordings().size(), 300U);
  for (const Wording& wording : wordings()) {
    EXPECT_TRUE(seen.insert(wording.en).second) << "twice: " << wording.en;
    EXPECT_FALSE(wording.en.empty());
    EXPECT_TRUE(has_chinese(wording.zh) || wording.zh == "true 或 false") << wording.zh;
    EXPECT_FALSE(has_chinese(wording.en)) << wording.en;
    std::vector<int> en = places(wording.en);
    std::vector<int> zh = places(wording.zh);
    // The numbers begin with 0, go up by one in English, and each is said once in each language.
    for (std::size_t i = 0; i < en.size(); ++i) EXPECT_EQ(en[i], static_cast<int>(i)) << wording.en;
    std::sort(zh.begin(), zh.end());
    EXPECT_EQ(en, zh) << wording.en << "\n" << wording.zh;
  }
}

TEST(ErrorTexts, EachCharacterHasAGlyph) {
  for (const Wording& wording : wordings()) {
    EXPECT_EQ(sheet::missing_glyphs(std::string(wording.zh)), 0U) << wording.zh;
  }
}

TEST(ErrorTexts, EachMessageIsFoundAgainWithItsNames) {
  for (const Wording& wording : wordings()) {
    EXPECT_EQ(message_text(filled(wording.en, wording.en)).zh, filled(wording.zh, wording.en))
        << wording.en;
    if (wording.en.starts_with("{0}")) continue;  // what stands before is its name, too
    const std::string file = "数据/a b.csv: " + filled(wording.en, wording.en);
    EXPECT_EQ(message_text(file).zh, "数据/a b.csv：" + filled(wording.zh, wording.en))
        << wording.en;
    EXPECT_EQ(message_text(file).en, file);
  }
}

TEST(ErrorTexts, MessagesAreMadeOfMessages) {
  const auto zh = [](const char* message) { return message_text(message).zh; };
  EXPECT_EQ(zh("p.json: density.bandwidth_m: bandwidth \"wide\" is neither a length in metres nor "
               "a rule; "
               "give a number, or one of a, b"),
            "p.json：density.bandwidth_m：带宽 \"wide\" "
            "既不是以米计的长度，也不是规则；请给出数字，或规则之一：a, b");
  EXPECT_EQ(zh("p.json: title: must be a text, not a number"),
            "p.json：title：应为文本，而不是数字");
  EXPECT_EQ(zh("rules.csv: row 3, column 'code': 'C39' is no prefix of a GB/T 4754 code; give 1 to "
               "4 digits"),
            "rules.csv：第 3 行，列“code”：“C39”不是 GB/T 4754 代码的前缀；请写 1 到 4 位数字");
  EXPECT_EQ(zh("no.csv: none of the 1 rows can be used; the first was rejected for: coordinate "
               "missing (column '经度'); give the position; no coordinate system is given, so they "
               "were taken for degrees of WGS84"),
            "no.csv：1 "
            "行都不能采用；第一行未采用的原因：缺少坐标（列“经度”）；请填写坐标；没有说明坐标系，故"
            "按 WGS84 的度处理");
  for (const auto& [said, expected] :
       {std::pair{"latitude beyond 90 degrees (column 'lat'); check that the columns are not "
                  "exchanged and the coordinate system is right",
                  "纬度超过 90 度（列“lat”）；请核对经纬度两列是否颠倒、坐标系是否正确"},
        {"longitude beyond 180 degrees (column 'lon'); check that the coordinate system is right",
         "经度超过 180 度（列“lon”）；请核对坐标系是否正确"},
        {"coordinate not a number (column 'lon'); write the coordinate as a decimal number",
         "坐标不是数字（列“lon”）；请按小数填写坐标"},
        {"total row (column 'name'); nothing to mend: it is no enterprise",
         "合计行（列“name”）；无需修正：不是企业"}}) {
    const std::string file = "a.csv: none of the 2 rows can be used; the first was rejected for: ";
    EXPECT_EQ(zh((file + said).c_str()),
              std::string("a.csv：2 行都不能采用；第一行未采用的原因：") + expected);
  }
  EXPECT_EQ(
      zh("roads.gpkg: holds neither points, nor polygons, nor a table with columns of "
         "coordinates; give one of these (its geometry is 'line')"),
      "roads.gpkg：既没有点和多边形，也没有含坐标列的表格；请给出其中一种（几何类型为“line”）");
  EXPECT_EQ(zh("/sys/x: cannot be written: Operation not permitted; choose another folder"),
            "/sys/x：无法写入：系统不允许；请另选文件夹");
  EXPECT_EQ(zh("out/all.tif: cannot be written: No space left on device; free some space or choose "
               "another folder"),
            "out/all.tif：无法写入：磁盘已满；请腾出空间或另选文件夹");
  // A name is a name, whatever it looks like.
  EXPECT_EQ(zh("a.csv: there is no column 'column'; there are: x, y"),
            "a.csv：没有列“column”；有：x, y");
  EXPECT_EQ(zh("row 7.csv: is empty (0 bytes); export it again or choose another"),
            "row 7.csv：是空文件（0 字节）；请重新导出，或另选文件");
  EXPECT_EQ(zh("PG:host=h: query: cannot be run (ERROR: syntax error)"),
            "PG:host=h：查询：无法执行 (ERROR: syntax error)");
}

TEST(ErrorTexts, WhatHasNoWordingStandsUnderAHeading) {
  const std::string said = "something nobody has thought of: 7";
  EXPECT_EQ(message_text(said).zh, "");
  for (const ErrorCode code :
       {ErrorCode::kOption, ErrorCode::kInput, ErrorCode::kOutput, ErrorCode::kUnsupported,
        ErrorCode::kCancelled, ErrorCode::kMemory, ErrorCode::kInternal}) {
    const Text text = error_text(Error(code, said));
    EXPECT_EQ(text.en, said);
    EXPECT_EQ(text.zh, heading(code).zh + "：\n" + said);
    EXPECT_TRUE(has_chinese(heading(code).zh));
    EXPECT_EQ(sheet::missing_glyphs(heading(code).zh), 0U);
  }
  EXPECT_EQ(message_text("").zh, "");
  EXPECT_EQ(message_text(": : : ").zh, "");
}

TEST(ErrorTexts, AnErrorOfTheLibraryIsSaidInChinese) {
  try {
    const test::TempFolder temp;
    std::ofstream(temp / "p.json") << R"({"version": 2})";
    static_cast<void>(read_job((temp / "p.json").string()));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error_text(error).zh.find("p.json：version：本程序只读版本 1"), std::string::npos)
        << error_text(error).zh;
  }
}

}  // namespace
}  // namespace geo::atlas
