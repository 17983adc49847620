#include <cpl_conv.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "geo/io/write.hpp"
#include "unit/io_write/support.hpp"

namespace geo::io {
namespace {

using test::message_of;
using test::read_bytes;
using test::TempFolder;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Table sample(const std::string& name, const Text& title) {
  Table table;
  table.name = name;
  table.title = title;
  table.columns = {
      {"name", {"名称", "Name"}, "", 0, std::vector<std::string>{"浦东", "=1+1", "", "a\nb<&>\""}},
      {"density", {"密度", "Density"}, "1/km2", 2, std::vector<double>{0.1, 1e300, kNaN, -2.5}},
      {"count", {"数", "Count"}, "", 0, std::vector<std::int64_t>{1, -7, 9007199254740993, 0}}};
  return table;
}

// Read back by GDAL, as text where it was text and as numbers where it was numbers.
TEST(Workbook, ComesBack) {
  const TempFolder temp;
  const auto path = temp / "统计.xlsx";
  write_workbook({sample("districts", {"各区统计", "Districts"}), sample("belts", {"", ""})}, path,
                 {.language = Language::kChinese});
  GDALAllRegister();
  const GDALDatasetUniquePtr file(
      GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(file->GetLayerCount(), 2);
  EXPECT_STREQ(file->GetLayer(0)->GetName(), "各区统计");
  EXPECT_STREQ(file->GetLayer(1)->GetName(), "belts");
  OGRLayer& sheet = *file->GetLayer(0);
  const OGRFeatureDefn& fields = *sheet.GetLayerDefn();
  ASSERT_EQ(fields.GetFieldCount(), 3);
  EXPECT_STREQ(fields.GetFieldDefn(0)->GetNameRef(), "名称");
  EXPECT_STREQ(fields.GetFieldDefn(1)->GetNameRef(), "密度（1/km2）");
  EXPECT_EQ(fields.GetFieldDefn(0)->GetType(), OFTString);
  EXPECT_EQ(fields.GetFieldDefn(1)->GetType(), OFTReal);
  ASSERT_EQ(sheet.GetFeatureCount(), 4);
  const Table wanted = sample("", {});
  for (int r = 0; r < 4; ++r) {
    const OGRFeatureUniquePtr row(sheet.GetNextFeature());
    const auto i = static_cast<std::size_t>(r);
    const std::string& text = std::get<std::vector<std::string>>(wanted.columns[0].values)[i];
    EXPECT_EQ(row->GetFieldAsString(0), text);
    EXPECT_EQ(row->IsFieldSetAndNotNull(0) != 0, !text.empty());
    const double number = std::get<std::vector<double>>(wanted.columns[1].values)[i];
    EXPECT_EQ(row->IsFieldSetAndNotNull(1) != 0, !std::isnan(number));
    if (!std::isnan(number)) {
      EXPECT_EQ(row->GetFieldAsDouble(1), number);
    }
    if (r < 2) {
      EXPECT_EQ(row->GetFieldAsInteger64(2),
                std::get<std::vector<std::int64_t>>(wanted.columns[2].values)[i]);
    }
  }
}

// Where headings are labels codes are words, in the column that has them alone.
TEST(Workbook, CodesAreWordsBeneathLabels) {
  const TempFolder temp;
  Table table;
  table.name = "t";
  const std::vector<std::string> codes{"land", "other", ""};
  const CodeWords words{{"land", {"官方陆地", "official"}}};
  table.columns = {{"kind", {"口径", "Kind"}, "", 0, codes, words},
                   {"nameless", {}, "", 0, codes, words},
                   {"text", {"文本", "Text"}, "", 0, codes}};
  GDALAllRegister();
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const auto path = temp / (language == Language::kChinese ? "zh.xlsx" : "en.xlsx");
    write_workbook({table}, path, {.language = language});
    const CPLConfigOptionSetter header("OGR_XLSX_HEADERS", "FORCE", false);
    const GDALDatasetUniquePtr file(
        GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
    ASSERT_NE(file, nullptr);
    const bool zh = language == Language::kChinese;
    const OGRFeatureUniquePtr first(file->GetLayer(0)->GetNextFeature());
    EXPECT_STREQ(first->GetFieldAsString(0), zh ? "官方陆地" : "land");
    EXPECT_STREQ(first->GetFieldAsString(1), "land");
    EXPECT_STREQ(first->GetFieldAsString(2), "land");
    const OGRFeatureUniquePtr second(file->GetLayer(0)->GetNextFeature());
    EXPECT_STREQ(second->GetFieldAsString(0), "other");
  }
  write_csv(table, temp / "t.csv", {.bom = false, .headers = Language::kChinese});
  EXPECT_EQ(read_bytes(temp / "t.csv"),
            "口径,nameless,文本\nland,land,land\nother,other,other\n,,\n");
}

TEST(Workbook, NamesOfSheetsAreDistinctAndShort) {
  const TempFolder temp;
  const Text lengthy{std::string(), "A title that is far longer than a sheet's name: too long"};
  write_workbook({sample("a", lengthy), sample("b", lengthy), sample("c", {"", "x/y[1]?"})},
                 temp / "t.xlsx");
  GDALAllRegister();
  const GDALDatasetUniquePtr file(
      GDALDataset::Open((temp / "t.xlsx").c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(file->GetLayerCount(), 3);
  EXPECT_STREQ(file->GetLayer(0)->GetName(), "A title that is far longer than");
  EXPECT_STREQ(file->GetLayer(1)->GetName(), "A title that is far longer th 2");
  EXPECT_STREQ(file->GetLayer(2)->GetName(), "x y 1  ");
}

// A sheet without rows still says what its columns are.
TEST(Workbook, EmptyTable) {
  const TempFolder temp;
  Table table;
  table.name = "none";
  table.columns = {{"a", {}, "", 0, std::vector<std::string>{}},
                   {"b", {}, "", 0, std::vector<double>{}}};
  write_workbook({table}, temp / "t.xlsx");
  GDALAllRegister();
  const CPLConfigOptionSetter as_they_stand("OGR_XLSX_HEADERS", "DISABLE", false);
  const GDALDatasetUniquePtr file(
      GDALDataset::Open((temp / "t.xlsx").c_str(), GDAL_OF_VECTOR, nullptr, nullptr, nullptr));
  ASSERT_NE(file, nullptr);
  const OGRFeatureUniquePtr row(file->GetLayer(0)->GetNextFeature());
  ASSERT_NE(row, nullptr);
  EXPECT_STREQ(row->GetFieldAsString(0), "a");
  EXPECT_STREQ(row->GetFieldAsString(1), "b");
}

std::string part(const std::filesystem::path& book, const std::string& name) {
  VSILFILE* file = VSIFOpenL(("/vsizip/" + book.string() + "/" + name).c_str(), "rb");
  if (file == nullptr) return {};
  std::string text(1U << 20U, '\0');
  text.resize(VSIFReadL(text.data(), 1, text.size(), file));
  VSIFCloseL(file);
  return text;
}

std::size_t count_of(const std::string& text, const std::string& word) {
  std::size_t count = 0;
  for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word, at + 1)) {
    ++count;
  }
  return count;
}

// As a reader wants it: the header in sight and bold, columns that fit, numbers with their
// decimals.
TEST(Workbook, IsDressed) {
  const TempFolder temp;
  const auto path = temp / "t.xlsx";
  Table table = sample("t", {"表", "T"});
  for (int c = 3; c < 30; ++c) {  // columns of two letters
    table.columns.push_back({"c" + std::to_string(c), {}, "", c, std::vector<double>(4, 1.5)});
  }
  table.columns.push_back({"s", {}, "", 4, std::vector<double>(4, 0.5), {}, true});
  write_workbook({table, sample("u", {"无", "U"})}, path, {.language = Language::kChinese});
  for (const char* name : {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"}) {
    const std::string sheet = part(path, name);
    EXPECT_EQ(count_of(sheet, "<pane ySplit=\"1\" topLeftCell=\"A2\""), 1U);
    EXPECT_EQ(count_of(sheet, "<cols>"), 1U);
    EXPECT_LT(sheet.find("<sheetViews>"), sheet.find("<cols>"));
    EXPECT_LT(sheet.find("</cols>"), sheet.find("<sheetData>"));
    EXPECT_LT(sheet.find("</sheetData>"), sheet.find("<pageSetup "));
  }
  const std::string sheet = part(path, "xl/worksheets/sheet1.xml");
  EXPECT_EQ(count_of(sheet, "<col "), 31U);
  EXPECT_EQ(count_of(sheet, "r=\"A1\" s=\"6\""), 1U);
  EXPECT_EQ(count_of(sheet, "r=\"AD1\" s=\"6\""), 1U);
  EXPECT_EQ(count_of(sheet, " s=\"6\""), 31U) << "the header alone";
  EXPECT_EQ(count_of(sheet, "r=\"A2\" t=\"s\""), 1U) << "texts have no format";
  EXPECT_EQ(count_of(sheet, "r=\"B2\" s=\"9\""), 1U) << "two decimals";
  EXPECT_EQ(count_of(sheet, "r=\"C2\" s=\"7\""), 1U) << "none";
  EXPECT_EQ(count_of(sheet, "r=\"AD2\" s=\"13\""), 1U) << "six at most";
  EXPECT_EQ(count_of(sheet, "r=\"AE2\" s=\"16\""), 1U) << "a percentage with two";
  const std::string styles = part(path, "xl/styles.xml");
  EXPECT_EQ(count_of(styles, "formatCode=\"#,##0.00\" numFmtId=\"182\""), 1U);
  EXPECT_EQ(count_of(styles, "formatCode=\"#,##0.00%\" numFmtId=\"189\""), 1U);
  const std::size_t formats = styles.find("<cellXfs>");
  const std::string cells = styles.substr(formats, styles.find("</cellXfs>") - formats);
  EXPECT_EQ(count_of(cells, "<xf "), 21U);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(temp.path()), {}), 1);
}

TEST(Workbook, SameBytes) {
  const TempFolder temp;
  for (const char* name : {"a.xlsx", "b.xlsx"}) {
    write_workbook({sample("t", {"表", "T"})}, temp / name);
  }
  EXPECT_EQ(read_bytes(temp / "a.xlsx"), read_bytes(temp / "b.xlsx"));
}

TEST(Workbook, WhatCannotBeWritten) {
  const TempFolder temp;
  EXPECT_NE(
      message_of(ErrorCode::kOutput, [&] { write_workbook({}, temp / "t.xlsx"); }).find("no table"),
      std::string::npos);
  EXPECT_NE(message_of(ErrorCode::kOutput,
                       [&] { write_workbook({sample("t", {})}, temp / "no folder" / "t.xlsx"); })
                .find("cannot be written"),
            std::string::npos);
  Table large;
  large.name = "large";
  large.columns = {{"n", {}, "", 0, std::vector<std::int64_t>(1'048'576, 1)}};
  EXPECT_NE(message_of(ErrorCode::kOutput, [&] { write_workbook({large}, temp / "t.xlsx"); })
                .find("write it as CSV"),
            std::string::npos);
}

}  // namespace
}  // namespace geo::io
