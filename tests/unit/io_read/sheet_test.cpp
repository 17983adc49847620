// Sheets as registries send them: everything that stands around and in the table.
#include "io/sheet.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/io/inspect.hpp"
#include "geo/io/points.hpp"
#include "geo/io/texts.hpp"
#include "io/gdal.hpp"
#include "sheet_support.hpp"
#include "support.hpp"

namespace {

using geo::Context;
using geo::Reject;
using geo::io::ColumnKind;
using geo::io::PointSource;
using geo::io::PointsRead;
using geo::test::Cell;
using geo::test::date;
using geo::test::expect_input_error;
using geo::test::InEnvironment;
using geo::test::number;
using geo::test::Sheet;
using geo::test::TempFolder;
using geo::test::write_file;
using geo::test::write_ods;
using geo::test::write_xlsx;
namespace reason = geo::io::reject_reason;

PointsRead read(const PointSource& source) {
  PointsRead result = geo::io::read_points(source, Context(1));
  EXPECT_NO_THROW(result.rejects.validate());
  EXPECT_NO_THROW(result.points.validate());
  return result;
}

PointSource at(const std::filesystem::path& path) {
  PointSource source;
  source.path = path.string();
  return source;
}

const std::vector<std::string>& texts(const PointsRead& read, const char* name) {
  return std::get<std::vector<std::string>>(read.points.find(name)->values);
}
const std::vector<double>& numbers(const PointsRead& read, const char* name) {
  return std::get<std::vector<double>>(read.points.find(name)->values);
}

// The office's sheet, in the three forms in which it may come. `day` spells a date in the form.
Sheet registry(const std::function<Cell(const char* serial, const char* iso)>& day) {
  return {"名录",
          {{"上海市人工智能企业名录"},
           {"编制单位：市经信委", "", "", "2024年5月"},
           {},
           {"企业名称", "经度", "纬度", "注册资本\n（万元）", "成立日期", "备注"},
           {"甲公司", number("121.4701"), number("31.2301"), number("1000"),
            day("43221", "2018-05-01")},
           {"乙公司", "１２１．５０１２", "31.3012", "5,000.00", "2018年5月1日", "新"},
           {},
           {"小计", "", "", number("6000")},
           {"企业名称", "经度", "纬度", "注册资本\n（万元）", "成立日期", "备注"},
           {"丙公司", "", "31.1", number("20"), "20180501"},
           {"丁公司", number("121.6001"), number("31.1001"), "3000万美元", "不详"},
           {"合 计", "", "", number("9020")},
           {"注：本表由各区填报。"},
           {"2. 金额单位为万元。"}}};
}

struct Form {
  std::string name;
  std::function<std::string(const std::filesystem::path&)> write;
};
std::vector<Form> forms() {
  return {{"xlsx",
           [](const std::filesystem::path& folder) {
             const std::string path = (folder / "r.xlsx").string();
             write_xlsx(path,
                        {registry([](const char* serial, const char*) { return date(serial); })});
             return path;
           }},
          {"ods",
           [](const std::filesystem::path& folder) {
             const std::string path = (folder / "r.ods").string();
             write_ods(path, {registry([](const char*, const char* iso) { return date(iso); })});
             return path;
           }},
          {"csv", [](const std::filesystem::path& folder) {
             return write_file(
                 folder / "r.csv",
                 csv_of(registry([](const char* serial, const char*) { return Cell(serial); })));
           }}};
}

TEST(Sheets, AnOfficesSheetIsReadWithAllThatStandsAroundIt) {
  const TempFolder folder;
  for (const Form& form : forms()) {
    SCOPED_TRACE(form.name);
    PointSource source = at(form.write(folder.path()));
    source.columns = {{"企业名称", ColumnKind::kText},
                      {"注册资本", ColumnKind::kNumber},
                      {"成立日期", ColumnKind::kDate},
                      {"备注", ColumnKind::kText}};
    const PointsRead got = read(source);
    EXPECT_EQ(got.x_column, "经度");
    EXPECT_EQ(got.header_row, form.name == "csv" ? 4U : 4U);
    EXPECT_EQ(texts(got, "企业名称"), (std::vector<std::string>{"甲公司", "乙公司", "丁公司"}));
    EXPECT_EQ(got.points.x, (std::vector<double>{121.4701, 121.5012, 121.6001}));
    EXPECT_EQ(got.points.y, (std::vector<double>{31.2301, 31.3012, 31.1001}));
    EXPECT_EQ(texts(got, "成立日期"), (std::vector<std::string>{"2018-05-01", "2018-05-01", ""}));
    EXPECT_EQ(texts(got, "备注"), (std::vector<std::string>{"", "新", ""}));
    const std::vector<double>& capital = numbers(got, "注册资本");
    EXPECT_EQ(capital[0], 1000);
    EXPECT_EQ(capital[1], 5000);
    EXPECT_TRUE(std::isnan(capital[2]));
    ASSERT_EQ(got.units.size(), 1U);
    EXPECT_EQ(got.units[0].column, "注册资本");
    EXPECT_EQ(got.units[0].unit, "万元");
    EXPECT_EQ(got.rejects.by_reason(),
              (std::map<std::string, std::uint64_t>{{reason::kTotalRow, 2},
                                                    {reason::kHeaderAgain, 1},
                                                    {reason::kNoCoordinate, 1},
                                                    {reason::kNoteRow, 2}}));
    EXPECT_EQ(got.rejects.cells_by_reason(),
              (std::map<std::string, std::uint64_t>{{reason::kForeignCurrency, 1},
                                                    {reason::kNotDate, 1}}));
    const Reject& cell = got.rejects.cells.at(0);
    EXPECT_EQ(cell.column, "注册资本");
    EXPECT_EQ(cell.value, "3000万美元");
    EXPECT_EQ(cell.row, got.points.row.at(2));
    EXPECT_EQ(got.rejects.rows.front().value, "小计");
  }
}

// What the environment says to GDAL of its own sheets is not said of ours.
TEST(Sheets, TheEnvironmentChangesNothing) {
  const TempFolder folder;
  for (const Form& form : forms()) {
    if (form.name == "csv") continue;  // which GDAL does not read
    PointSource source = at(form.write(folder.path()));
    source.columns = {{"企业名称", ColumnKind::kText}, {"注册资本", ColumnKind::kNumber}};
    const auto plain = [&] {
      return geo::io::read_texts(source.path, "", "", {"上海市人工智能企业名录"}, Context(1))
          .columns;
    };
    const auto as_it_is = plain();
    for (const char* driver : {"XLSX", "ODS"}) {
      for (const auto& [option, value] :
           {std::pair{"HEADERS", "FORCE"}, {"HEADERS", "DISABLE"}, {"FIELD_TYPES", "STRING"}}) {
        SCOPED_TRACE(form.name + ": " + driver + "_" + option + "=" + value);
        const InEnvironment set(std::string("OGR_") + driver + "_" + option, value);
        const PointsRead got = read(source);
        EXPECT_EQ(got.header_row, 4U);
        EXPECT_EQ(texts(got, "企业名称"), (std::vector<std::string>{"甲公司", "乙公司", "丁公司"}));
        EXPECT_EQ(numbers(got, "注册资本")[0], 1000);
        EXPECT_EQ(plain(), as_it_is);
      }
    }
  }
}

TEST(Sheets, RowsOfASheetAreNumberedSoThatTheyAreFoundInIt) {
  const TempFolder folder;
  const PointsRead got = read(at(forms()[0].write(folder.path())));
  // Rows 5, 6 and 11 of the sheet; the header is in row 4.
  EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 2, 7}));
}

TEST(Sheets, AHeaderOfTwoRowsWithMergedCellsIsOne) {
  const TempFolder folder;
  const Sheet sheet{"s",
                    {{"某区企业情况表"},
                     {"企业名称", "地理坐标", "", "注册资本", "从业人数"},
                     {"", "经度", "纬度", "（万元）", "人"},
                     {"甲", number("121.4701"), number("31.2301"), "1.2亿元", "50人"},
                     {"乙", number("121.4801"), number("31.2401"), number("30"), "约50"}}};
  const std::string xlsx = (folder / "m.xlsx").string();
  write_xlsx(xlsx, {sheet});
  const std::string ods = (folder / "m.ods").string();
  write_ods(ods, {sheet});
  const std::string csv = write_file(folder / "m.csv", csv_of(sheet));
  for (const std::string& path : {xlsx, ods, csv}) {
    SCOPED_TRACE(path);
    PointSource source = at(path);
    source.columns = {{"注册资本（万元）", ColumnKind::kNumber}, {"从业人数", ColumnKind::kNumber}};
    const PointsRead got = read(source);
    EXPECT_EQ(got.x_column, "经度");
    EXPECT_EQ(got.points.x, (std::vector<double>{121.4701, 121.4801}));
    EXPECT_EQ(numbers(got, "注册资本（万元）"), (std::vector<double>{12000, 30}));
    EXPECT_EQ(numbers(got, "从业人数")[0], 50);
    ASSERT_EQ(got.rejects.cells.size(), 1U);
    EXPECT_EQ(got.rejects.cells[0].value, "约50");
    EXPECT_EQ(got.rejects.cells[0].reason, reason::kNotNumber);
    EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 2}));
  }
}

TEST(Sheets, HiddenAndBlankSheetsAreNotTaken) {
  const TempFolder folder;
  const Sheet shown{"名录", {{"名称", "lon", "lat"}, {"a", number("1"), number("2")}}};
  const Sheet hidden{"旧<表>&", {{"名称", "lon", "lat"}, {"b", number("3"), number("4")}}, true};
  const Sheet other{"另一", {{"名称", "lon", "lat"}, {"c", number("5"), number("6")}}};
  const Sheet blank{"Sheet3", {}};
  for (const char* name : {"h.xlsx", "h.ods"}) {
    SCOPED_TRACE(name);
    const std::string path = (folder / name).string();
    const auto write = [&](const std::vector<Sheet>& sheets) {
      std::filesystem::remove(path);
      std::string(name).ends_with("ods") ? write_ods(path, sheets) : write_xlsx(path, sheets);
    };
    write({hidden, shown, blank});
    EXPECT_EQ(read(at(path)).points.x, std::vector<double>{1});
    PointSource source = at(path);
    source.layer = "旧<表>&";
    EXPECT_EQ(read(source).points.x, std::vector<double>{3});
    write({hidden, shown, other});
    expect_input_error([&] { read(at(path)); },
                       {"several layers; choose one: 名录, 另一", "hidden: 旧<表>&"});
    write({hidden, blank});
    expect_input_error([&] { read(at(path)); }, {"hidden or blank", "旧<表>&"});
  }
}

TEST(Sheets, ASheetThatIsNothingButATableIsReadAsOne) {
  const TempFolder folder;
  // Texts alone, names that nobody knows: the first row is the header.
  const Sheet sheet{"s", {{"p", "q", "r"}, {"1", "2", "x"}, {"3", "4", "y"}}};
  const std::string path = (folder / "t.xlsx").string();
  write_xlsx(path, {sheet});
  PointSource source = at(path);
  source.x_column = "p";
  source.y_column = "q";
  source.columns = {{"r", ColumnKind::kText}};
  const PointsRead got = read(source);
  EXPECT_EQ(texts(got, "r"), (std::vector<std::string>{"x", "y"}));
  EXPECT_EQ(got.header_row, 1U);
  source.x_column = "pp";
  expect_input_error([&] { read(source); }, {"no column 'pp'", "p, q, r"});
}

TEST(Sheets, EnterprisesAreNotTakenForTotalsOrNotes) {
  const TempFolder folder;
  const std::string csv = write_file(folder / "n.csv",
                                     "名称,经度,纬度,备注\n"
                                     "合计,121.4701,31.2301,有坐标的是企业\n"
                                     "合计信息技术有限公司,,,x\n"
                                     "注册代理公司,,31.2,x\n"
                                     "总计,,,x\n"
                                     "共计3家,,,\n"
                                     ",,,\n"
                                     "数据来源：市监局\n"
                                     "另注\n"
                                     "乙,121.5001,31.3001,\n"
                                     "丙\n");
  const PointsRead got = read(at(csv));
  EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 9}));
  std::vector<std::pair<std::uint64_t, std::string>> rejected;
  for (const Reject& reject : got.rejects.rows) rejected.emplace_back(reject.row, reject.reason);
  EXPECT_EQ(rejected,
            (std::vector<std::pair<std::uint64_t, std::string>>{{2, reason::kNoCoordinate},
                                                                {3, reason::kNoCoordinate},
                                                                {4, reason::kTotalRow},
                                                                {5, reason::kTotalRow},
                                                                {7, reason::kNoteRow},
                                                                {8, reason::kNoteRow},
                                                                {10, reason::kFieldCount}}));
  EXPECT_EQ(got.rejects.read, 9U);  // the blank row is no record
}

TEST(Sheets, TheHeaderOfTextIsFoundBelowALoneTitle) {
  const TempFolder folder;
  for (const std::string title : {"上海企业名录\n", "上海企业名录\n\n编制：x,2024\n", ""}) {
    const std::string csv = write_file(
        folder / "t.csv", title + "编号,企业名称,lng,lat\n1,a,121.5001,31.2\n2,b,121.6001,31.3\n");
    const PointsRead got = read(at(csv));
    EXPECT_EQ(got.points.x, (std::vector<double>{121.5001, 121.6001})) << title;
    EXPECT_EQ(got.x_column, "lng");
    EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 2}));
  }
}

// A guess may be wrong: the row that somebody says wins, in text and in sheets.
TEST(Sheets, TheHeaderIsWhereSomebodySays) {
  const TempFolder folder;
  const std::vector<std::vector<geo::test::Cell>> rows = {{"f1", "f2", "f3"},
                                                          {"企业名称", "lng", "lat"},
                                                          {"a", "121.5001", "31.2"},
                                                          {"b", "121.6001", "31.3"}};
  std::string text;
  for (const auto& row : rows) text += row[0].text + "," + row[1].text + "," + row[2].text + "\n";
  const std::string csv = write_file(folder / "t.csv", text);
  const std::string xlsx = (folder / "t.xlsx").string();
  write_xlsx(xlsx, {{"s", rows}});
  for (const std::string& path : {csv, xlsx}) {
    SCOPED_TRACE(path);
    const geo::io::LayerInfo guessed = geo::io::inspect(path, Context(1)).layers[0];
    EXPECT_EQ(guessed.header_row, 1U) << "the test is about a guess that is wrong";
    EXPECT_EQ(guessed.first_rows,
              (std::vector<std::string>{"f1  f2  f3", "企业名称  lng  lat", "a  121.5001  31.2",
                                        "b  121.6001  31.3"}));
    const geo::io::LayerInfo said = geo::io::inspect(path, Context(1), {"", "", "", 2}).layers[0];
    EXPECT_EQ(said.header_row, 2U);
    EXPECT_EQ(said.rows, 2U);
    EXPECT_EQ(said.x_column, "lng");
    EXPECT_EQ(said.first_rows, guessed.first_rows);
    geo::io::PointSource source = at(path);
    source.header_row = 2;
    const PointsRead got = read(source);
    EXPECT_EQ(got.points.x, (std::vector<double>{121.5001, 121.6001}));
    EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 2}));
    EXPECT_EQ(got.header_row, 2U);
    // The last row can be it, too, and none beyond.
    EXPECT_EQ(geo::io::inspect(path, Context(1), {"", "", "", 4}).layers[0].rows, 0U);
    source.header_row = 5;
    EXPECT_THROW(read(source), geo::Error);
    EXPECT_THROW(geo::io::inspect(path, Context(1), {"", "", "", 5}), geo::Error);
  }
}

TEST(Sheets, ARowIsSaidOfOneSheet) {
  const TempFolder folder;
  const std::string path = (folder / "two.xlsx").string();
  write_xlsx(path, {{"a", {{"p", "q"}, {"名称", "lon"}, {"x", number("1")}}},
                    {"b", {{"p", "q"}, {"名称", "lon"}, {"x", number("1")}}}});
  const auto info = geo::io::inspect(path, Context(1), {"b", "", "", 2});
  ASSERT_EQ(info.layers.size(), 1U);
  EXPECT_EQ(info.layers[0].name, "b");
  EXPECT_EQ(info.layers[0].header_row, 2U);
}

TEST(Sheets, FirstRowsAreCutBetweenCharacters) {
  const TempFolder folder;
  std::string name;
  for (int i = 0; i < 100; ++i) name += "浦";
  const std::string csv = write_file(folder / "long.csv", "x" + name + ",b\n1,2\n");
  const std::string line = geo::io::inspect(csv, Context(1)).layers[0].first_rows[0];
  EXPECT_EQ(line, "x" + name.substr(0, 39 * 3) + "…");
}

TEST(Sheets, InfoShowsWhatWasFoundAndWhy) {
  const TempFolder folder;
  for (const Form& form : forms()) {
    SCOPED_TRACE(form.name);
    const geo::io::FileInfo info = geo::io::inspect(form.write(folder.path()), Context(1));
    ASSERT_EQ(info.layers.size(), 1U);
    const geo::io::LayerInfo& layer = info.layers[0];
    EXPECT_FALSE(layer.hidden);
    EXPECT_EQ(layer.rows, 4U);
    EXPECT_EQ(layer.header_row, 4U);
    EXPECT_EQ(layer.left_out, 5U);
    EXPECT_EQ(layer.x_column, "经度");
    EXPECT_EQ(layer.guess_reason, "named '经度' and '纬度'; 3 of 4 values in range");
    std::vector<std::string> roles;
    for (const geo::io::RoleInfo& role : layer.roles)
      roles.push_back(role.role + "=" + role.column);
    EXPECT_EQ(roles, (std::vector<std::string>{"name=企业名称", "x=经度", "y=纬度",
                                               "founded=成立日期", "capital=注册资本（万元）"}));
  }
}

TEST(Sheets, HiddenSheetsAreMarked) {
  const TempFolder folder;
  const std::string path = (folder / "h.xlsx").string();
  write_xlsx(path, {{"a", {{"名称", "lon", "lat"}, {"b", number("1"), number("2")}}},
                    {"b", {{"名称", "lon", "lat"}, {"b", number("1"), number("2")}}, true}});
  const geo::io::FileInfo info = geo::io::inspect(path, Context(1));
  ASSERT_EQ(info.layers.size(), 2U);
  EXPECT_FALSE(info.layers[0].hidden);
  EXPECT_TRUE(info.layers[1].hidden);
}

TEST(Sheets, PositionsInOneCellAndOthersNames) {
  const TempFolder folder;
  const std::string csv = write_file(folder / "p.csv",
                                     "企业名称,经纬度\n"
                                     "a,\"121.4701,31.23\"\n"
                                     "b,\"31.2402,121.48\"\n"
                                     "c,\"121.47,31.23\"\n"
                                     "d,\"0,0\"\n"
                                     "e,不详\n"
                                     "f,\n"
                                     "g,\"121°30′E,31°15′N\"\n");
  PointSource source = at(csv);
  const PointsRead got = read(source);
  EXPECT_EQ(got.points.x, (std::vector<double>{121.4701, 121.48, 121.47, 121.5}));
  EXPECT_EQ(got.points.y, (std::vector<double>{31.23, 31.2402, 31.23, 31.25}));
  EXPECT_EQ(got.imprecise, 2U);
  EXPECT_EQ(got.guess_reason, "both in one cell, named '经纬度'");
  EXPECT_EQ(got.rejects.by_reason(),
            (std::map<std::string, std::uint64_t>{
                {reason::kZero, 1}, {reason::kNotPosition, 1}, {reason::kNoCoordinate, 1}}));
  source.x_column = "经纬度";  // named by the project
  source.y_column = "经纬度";
  EXPECT_EQ(read(source).points.x, got.points.x);
}

TEST(Sheets, TextOfUtf16AndTheConfidenceOfAGuess) {
  const TempFolder folder;
  const auto inspected = [&](const std::string& bytes) {
    return geo::io::inspect(write_file(folder / "e.csv", bytes), Context(1));
  };
  // "名称,lon,lat\n甲,1.001,2\n"
  const std::u16string text = u"名称,lon,lat\n甲,1.001,2\n";
  for (const bool little : {true, false}) {
    std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char16_t c : text) {
      const char low = static_cast<char>(c & 0xFFU);
      const char high = static_cast<char>(c >> 8U);
      bytes += little ? std::string{low, high} : std::string{high, low};
    }
    const geo::io::FileInfo info = inspected(bytes);
    EXPECT_EQ(info.encoding, little ? "UTF-16LE with BOM" : "UTF-16BE with BOM");
    EXPECT_EQ(info.encoding_confidence, 1);
    EXPECT_EQ(info.encoding_reason, "byte order mark");
    EXPECT_EQ(info.layers.at(0).fields.at(0).name, "名称");
    EXPECT_EQ(read(at(folder / "e.csv")).points.x, std::vector<double>{1.001});
  }
  EXPECT_EQ(inspected("a,lon,lat\nx,1,2\n").encoding_reason, "ASCII alone");
  EXPECT_EQ(inspected("名称,lon,lat\nx,1,2\n").encoding_reason, "all of it is well-formed UTF-8");
  // 名称 and 上海 in GBK.
  const geo::io::FileInfo gbk = inspected("\xC3\xFB\xB3\xC6,lon,lat\n\xC9\xCF\xBA\xA3,1,2\n");
  EXPECT_EQ(gbk.encoding, "GB18030");
  EXPECT_EQ(gbk.encoding_confidence, 1);
  // Half of the characters are Cyrillic, which a Chinese text hardly holds.
  const geo::io::FileInfo mixed = inspected("\xC3\xFB\xA7\xB1,lon,lat\n\xC9\xCF\xA7\xB2,1,2\n");
  EXPECT_EQ(mixed.encoding_confidence, 0.5);
}

}  // namespace
