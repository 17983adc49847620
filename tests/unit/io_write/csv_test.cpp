#include <bit>
#include <cmath>
#include <limits>

#include "base/random.hpp"
#include "geo/io/write.hpp"
#include "unit/io_write/support.hpp"

namespace geo::io {
namespace {

using test::message_of;
using test::read_bytes;
using test::TempFolder;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;
using Whole = std::vector<std::int64_t>;

std::string csv(const Table& table, const CsvOptions& options = {false, Language::kEnglish}) {
  const TempFolder temp;
  write_csv(table, temp / "t.csv", options);
  return read_bytes(temp / "t.csv");
}

/// A reader of RFC 4180, as plain as can be.
std::vector<Texts> parse(const std::string& text) {
  std::vector<Texts> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::string& cell = rows.back().back();
    if (quoted) {
      if (text[i] != '"') {
        cell += text[i];
      } else if (i + 1 < text.size() && text[i + 1] == '"') {
        cell += text[++i];
      } else {
        quoted = false;
      }
    } else if (text[i] == '"') {
      quoted = true;
    } else if (text[i] == ',') {
      rows.back().emplace_back();
    } else if (text[i] == '\n') {
      rows.push_back({""});
    } else {
      cell += text[i];
    }
  }
  EXPECT_FALSE(quoted);
  EXPECT_EQ(rows.back(), Texts{""}) << "the last line has no end";
  rows.pop_back();
  return rows;
}

Table sample() {
  Table table;
  table.name = "districts";
  table.columns.push_back({"name", {"名称", "Name"}, "", 0, Texts{"浦东", "a,b", ""}});
  table.columns.push_back(
      {"density_per_km2", {"密度", "Density"}, "家/km²", 2, Numbers{0.1, kNaN, -1e-7}});
  table.columns.push_back({"count", {"", "Count"}, "家", 0, Whole{3, -4, 5000000000}});
  return table;
}

TEST(Csv, HasTheNamesAndTheShortestNumbers) {
  EXPECT_EQ(csv(sample()),
            "name,density_per_km2,count\n"
            "浦东,0.1,3\n"
            "\"a,b\",,-4\n"
            ",-1e-07,5000000000\n");
}

TEST(Csv, ChineseHeadersHaveTheUnitAndFallBackToTheName) {
  EXPECT_EQ(csv(sample(), {true, Language::kChinese}).substr(0, 3), "\xEF\xBB\xBF");
  EXPECT_EQ(parse(csv(sample(), {false, Language::kChinese}))[0],
            (Texts{"名称", "密度（家/km²）", "count"}));
}

TEST(Csv, TextsOfAnyKindReadBack) {
  Table table;
  table.columns.push_back({"a\"b,\n",
                           {},
                           "",
                           0,
                           Texts{"\"", ",", "\n", "\r\n", "\r", "\"\"", " x ", "=1+1", "@", "😀", "",
                                 "a\tb", "'", "\"quoted, and\nbroken\""}});
  table.columns.push_back({"n", {}, "", 0, Whole(14, 7)});
  const auto rows = parse(csv(table));
  ASSERT_EQ(rows.size(), 15U);
  EXPECT_EQ(rows[0], (Texts{"a\"b,\n", "n"}));
  for (std::size_t i = 0; i < 14; ++i) {
    EXPECT_EQ(rows[i + 1], (Texts{table.cell(0, i), "7"}));
  }
}

TEST(Csv, NumbersReadBackTheSame) {
  Table table;
  Numbers numbers{0.0, -0.0, 1.0 / 3, 1e308, 5e-324, 1e15, 123456789.0, kNaN};
  for (std::uint64_t i = 0; i < 3000; ++i) {
    numbers.push_back(std::bit_cast<double>(base::Random(3, i).bits()));
  }
  table.columns.push_back({"n", {}, "", 0, numbers});
  table.columns.push_back(
      {"i", {}, "", 0, Whole(numbers.size(), std::numeric_limits<std::int64_t>::min())});
  const auto rows = parse(csv(table));
  ASSERT_EQ(rows.size(), numbers.size() + 1);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const std::string& cell = rows[i + 1][0];
    EXPECT_EQ(cell, table.cell(0, i));
    EXPECT_EQ(rows[i + 1][1], "-9223372036854775808");
    if (std::isnan(numbers[i])) {
      EXPECT_EQ(cell, "");
    } else {
      EXPECT_EQ(std::bit_cast<std::uint64_t>(std::strtod(cell.c_str(), nullptr)),
                std::bit_cast<std::uint64_t>(numbers[i]))
          << cell;
    }
  }
}

TEST(Csv, ARowOfOneEmptyCellIsNoEmptyLine) {
  Table table;
  table.columns.push_back({"only", {}, "", 0, Texts{"", "x", ""}});
  EXPECT_EQ(csv(table), "only\n\"\"\nx\n\"\"\n");
}

TEST(Csv, EmptyTables) {
  EXPECT_EQ(csv(Table{}), "\n");
  Table table;
  table.columns.push_back({"a", {}, "", 0, Texts{}});
  table.columns.push_back({"b", {}, "", 0, Numbers{}});
  EXPECT_EQ(csv(table), "a,b\n");
}

TEST(Csv, ATableLargerThanABlockIsWhole) {
  Table table;
  Texts texts;
  for (int i = 0; i < 60000; ++i) texts.push_back("row, " + std::to_string(i));
  table.columns.push_back({"t", {}, "", 0, texts});
  const auto rows = parse(csv(table));
  ASSERT_EQ(rows.size(), texts.size() + 1);
  for (std::size_t i = 0; i < texts.size(); ++i) ASSERT_EQ(rows[i + 1], Texts{texts[i]});

  const TempFolder temp;
  const Context context;
  write_csv(table, temp / "t.csv", {}, context);
  EXPECT_GT(context.progress().fraction, 0.5);
  context.cancel();
  message_of(ErrorCode::kCancelled, [&] { write_csv(table, temp / "t.csv", {}, context); });
}

TEST(Csv, RefusesColumnsOfDifferentLength) {
  Table table = sample();
  table.columns.push_back({"short", {}, "", 0, Whole{1}});
  const TempFolder temp;
  message_of(ErrorCode::kInternal, [&] { write_csv(table, temp / "t.csv"); });
}

TEST(Text, IsWrittenAsItIs) {
  const TempFolder temp;
  const std::string text("a\0b\r\n浦东", 11);
  write_text(text, temp / "t");
  EXPECT_EQ(read_bytes(temp / "t"), text);
  write_text("", temp / "t");
  EXPECT_EQ(read_bytes(temp / "t"), "");
  EXPECT_EQ(message_of(ErrorCode::kOutput, [&] { write_text("", temp / "no/t"); }),
            (temp / "no/t").string() +
                ": cannot be written: No such file or directory; choose another folder");
}

// A spreadsheet computes what begins like a formula, unless a ' stands before it.
TEST(Csv, FormulasAreNeutralisedWhereAskedFor) {
  const Texts formulas = {"=1+1", "+cmd|' /C calc'!A0", "-2+3",  "@SUM(A1)", "\t=1",
                          "\r=1", "=\"a\",b",           "＝1+1", "＠SUM",    "-121.4 31.2"};
  const Texts plain = {"", "-", "=", "+", "-5", "+86", "-1.5e3", "a=b", "'=1", "浦东", "１＝２"};
  Table table;
  table.name = "t";
  table.columns.push_back({"=name", {}, "", 0, formulas});
  const CsvOptions asked{.bom = false, .neutralise_formulas = true};
  const std::vector<Texts> cells = parse(csv(table, asked));
  ASSERT_EQ(cells.size(), formulas.size() + 1);
  EXPECT_EQ(cells[0][0], "'=name");
  for (std::size_t i = 0; i < formulas.size(); ++i) {
    EXPECT_EQ(cells[i + 1][0], "'" + formulas[i]);
  }
  const std::vector<Texts> untouched = parse(csv(table));
  EXPECT_EQ(untouched[0][0], "=name");
  for (std::size_t i = 0; i < formulas.size(); ++i) EXPECT_EQ(untouched[i + 1][0], formulas[i]);

  table.columns = {{"name", {}, "", 0, plain}, {"number", {}, "", 0, Numbers(plain.size(), -1.5)}};
  EXPECT_EQ(csv(table, asked), csv(table));
}

}  // namespace
}  // namespace geo::io
