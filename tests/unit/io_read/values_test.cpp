#include "io/values.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "io/columns.hpp"
#include "io/furniture.hpp"
#include "io/source.hpp"

namespace {

using geo::io::Converted;
using geo::io::find_header;
using geo::io::fold_width;
using geo::io::guess_roles;
using geo::io::kind_of_row;
using geo::io::Number;
using geo::io::number_in;
using geo::io::parse_coordinate;
using geo::io::parse_number;
using geo::io::parse_position;
using geo::io::read_position;
using geo::io::Role;
using geo::io::role_of;
using geo::io::RowKind;
using geo::io::Unit;
using geo::io::unit_in_name;

TEST(Values, WidthIsFolded) {
  EXPECT_EQ(fold_width("１２．５（万元）　Ａ～！"), "12.5(万元) A~!");
  EXPECT_EQ(fold_width("−3"), "-3");
  EXPECT_EQ(fold_width("上海·ｱ"), "上海·ｱ");  // half-width kana are no ASCII
  // Every full-width form is the ASCII at the same distance.
  for (unsigned c = '!'; c <= '~'; ++c) {
    const unsigned code = 0xFF01 + c - '!';
    const std::string wide = {static_cast<char>(0xE0U | code >> 12U),
                              static_cast<char>(0x80U | (code >> 6U & 0x3FU)),
                              static_cast<char>(0x80U | (code & 0x3FU))};
    EXPECT_EQ(fold_width(wide), std::string(1, static_cast<char>(c)));
  }
  EXPECT_EQ(fold_width("\xEF\xBC"), "\xEF\xBC");  // cut
}

TEST(Values, NumbersAsPeopleWriteThem) {
  const std::vector<std::pair<const char*, double>> good = {
      {"５，０００．００", 5000}, {"5,000.00", 5000}, {"1,234,567", 1234567}, {"-1,000", -1000},
      {"+1,000.5", 1000.5},       {"－３", -3},       {"１２１．５", 121.5}};
  for (const auto& [text, value] : good) {
    EXPECT_EQ(parse_number(text).kind, Number::Kind::kValue) << text;
    EXPECT_EQ(parse_number(text).value, value) << text;
  }
  for (const char* text : {"1,00", "1,2345", ",100", "1,000,00", "1234,567", "1,,000", "1,000.5,0",
                           "1,000e", ",", "1 000", "１，０"}) {
    EXPECT_EQ(parse_number(text).kind, Number::Kind::kNotNumber) << text;
  }
  EXPECT_EQ(parse_number("－").kind, Number::Kind::kMissing);
}

// What a text is in a column of that name; NaN: no number; infinity: in foreign currency.
double in(const char* name, const char* text) {
  const Converted got = number_in(unit_in_name(name), text);
  if (got.foreign) return INFINITY;
  return got.number.kind == Number::Kind::kValue ? got.number.value : NAN;
}

TEST(Values, UnitsOfNames) {
  const auto unit = [](const char* name) { return unit_in_name(name).text(); };
  EXPECT_EQ(unit("注册资本（万元）"), "万元");
  EXPECT_EQ(unit("注册资本\n（万元）"), "万元");
  EXPECT_EQ(unit("注册资本(单位：万元)"), "万元");
  EXPECT_EQ(unit("注册资本（人民币）（万元）"), "万元");
  EXPECT_EQ(unit("注册资本（万）（美元）"), "万美元");
  EXPECT_EQ(unit("注册资本/万元"), "万元");
  EXPECT_EQ(unit("投资额（万美元）"), "万美元");
  EXPECT_EQ(unit("从业人数(人)"), "人");
  EXPECT_EQ(unit("产值（亿元）"), "亿元");
  for (const char* ten_thousands :
       {"registered_capital_10k_yuan", "Registered capital 10k yuan", "capital_wan_yuan",
        "registered-capital-RMB-10k", "Registered Capital (RMB 10,000)", "capital (10k CNY)",
        "注册资本 万元"}) {
    EXPECT_EQ(unit(ten_thousands), "万元") << ten_thousands;
  }
  EXPECT_EQ(unit("capital_yuan"), "元");
  EXPECT_EQ(unit("capital_million_usd"), "百万美元");
  EXPECT_EQ(unit("capital_100m_rmb"), "亿元");
  for (const char* none : {"area_m", "top_10k", "height_k", "capital", "yuan", "注册资本",
                           "名称（全称）", "万元", "a/b", "", "(", "x()"}) {
    EXPECT_EQ(unit(none), "") << none;
  }
}

TEST(Values, AmountsAreConvertedToTheUnitOfTheColumn) {
  EXPECT_EQ(in("注册资本（万元）", "5,000.00"), 5000);
  EXPECT_EQ(in("注册资本（万元）", "1000万元人民币"), 1000);
  EXPECT_EQ(in("registered_capital_10k_yuan", "1.2亿元"), 12000);
  EXPECT_EQ(in("registered_capital_10k_yuan", "50 million yuan"), 5000);
  EXPECT_EQ(in("registered_capital_10k_yuan", "5,000"), 5000);
  EXPECT_EQ(in("注册资本（万元）", "1000 万元（人民币）"), 1000);
  EXPECT_EQ(in("注册资本（万元）", "1.2亿元"), 12000);
  EXPECT_EQ(in("注册资本（万元）", "１．２亿"), 12000);
  EXPECT_EQ(in("注册资本（万元）", "50000元"), 5);
  EXPECT_EQ(in("注册资本（万元）", "人民币500万"), 500);
  EXPECT_EQ(in("注册资本（万元）", "¥5,000,000"), 500);
  EXPECT_EQ(in("注册资本", "1000万元"), 1e7);
  EXPECT_EQ(in("注册资本", "3千万元"), 3e7);
  EXPECT_EQ(in("注册资本", "2百万元"), 2e6);
  EXPECT_EQ(in("注册资本", "800"), 800);
  EXPECT_EQ(in("从业人数", "50人"), 50);
  EXPECT_EQ(in("从业人数（人）", "1,200"), 1200);
  EXPECT_EQ(in("投资额（万美元）", "30万美元"), 30);
  EXPECT_EQ(in("投资额（万美元）", "30"), 30);
  EXPECT_EQ(in("投资额（亿美元）", "30万美元"), 30.0 / 1e4);
}

TEST(Values, AmountsOfSeveralParts) {
  EXPECT_EQ(in("注册资本（万元）", "1亿2000万"), 12000);
  EXPECT_EQ(in("注册资本（万元）", "1亿2000万元人民币"), 12000);
  EXPECT_EQ(in("注册资本（万元）", "人民币１亿２０００万元"), 12000);
  EXPECT_EQ(in("注册资本（万元）", "1亿零500万"), 10500);
  EXPECT_EQ(in("注册资本", "3千万"), 3e7);
  EXPECT_EQ(in("注册资本", "1万5千元"), 15000);
  EXPECT_EQ(in("注册资本", "1万5000元"), 15000);
  EXPECT_EQ(in("注册资本", "2亿3千万零500元"), 230000500);
  EXPECT_EQ(in("注册资本", "-1亿2000万"), -120000000);
  EXPECT_EQ(in("注册资本", "1.5亿250.5万"), 152505000);
  EXPECT_EQ(in("从业人数", "1万2千人"), 12000);
  EXPECT_EQ(in("投资额（万美元）", "1亿2000万美元"), 12000);
  EXPECT_EQ(in("注册资本（万元）", "1亿2000万美元"), INFINITY);
  for (const char* text : {"1亿2000", "1万2", "2000万1亿", "1亿2亿", "1万20000元", "1亿2000万万",
                           "1亿约2000万", "1亿-2000万", "1亿2000万 3", "1亿元2000万", "零5万"}) {
    EXPECT_TRUE(std::isnan(in("注册资本（万元）", text))) << text;
  }
  // Against every amount written out in full.
  for (int hundred_millions = 1; hundred_millions < 4; ++hundred_millions) {
    for (int ten_thousands = 1; ten_thousands < 10000; ten_thousands += 37) {
      const std::string text =
          std::to_string(hundred_millions) + "亿" + std::to_string(ten_thousands) + "万";
      EXPECT_EQ(in("注册资本", text.c_str()), hundred_millions * 1e8 + ten_thousands * 1e4);
    }
  }
}

TEST(Values, ForeignCurrencyIsNeverConverted) {
  EXPECT_EQ(in("注册资本（万元）", "3000万美元"), INFINITY);
  EXPECT_EQ(in("注册资本", "3000万美元"), INFINITY);
  EXPECT_EQ(in("注册资本", "$5,000"), INFINITY);
  EXPECT_EQ(in("注册资本", "100万港币"), INFINITY);
  EXPECT_EQ(in("投资额（万美元）", "30万元"), INFINITY);
  EXPECT_EQ(in("投资额（万美元）", "30万欧元"), INFINITY);
}

TEST(Values, WhatIsNoAmountIsNone) {
  for (const char* text : {"约50万元", "50人以上", "万元", "5-10万元", "5万元10", "10元美元",
                           "5 苹果", "1,00万元", "5万(吨)", "元5元x", "--5万"}) {
    EXPECT_TRUE(std::isnan(in("注册资本（万元）", text))) << text;
  }
}

double angle(std::string_view text) {
  const Number number = parse_coordinate(text, true);
  return number.kind == Number::Kind::kValue ? number.value : NAN;
}

TEST(Values, AnglesInDegreesMinutesSeconds) {
  const double expected = (121 * 3600 + 28 * 60 + 12) / 3600.0;
  for (const char* text :
       {"121°28′12″", "121°28'12\"", "121°28'12''", "121º28’12”E", "E121°28′12″", "121度28分12秒",
        "东经121°28′12″", "121 28 12", "121:28:12", "１２１°２８′１２″", "121° 28′ 12.0″ E"}) {
    EXPECT_EQ(angle(text), expected) << text;
  }
  EXPECT_EQ(angle("121°28.2′"), expected);
  EXPECT_EQ(angle("121.47°"), 121.47);
  EXPECT_EQ(angle("121.47E"), 121.47);
  EXPECT_EQ(angle("33°51′S"), -(33 + 51 / 60.0));
  EXPECT_EQ(angle("-33°51′"), -(33 + 51 / 60.0));
  EXPECT_EQ(angle("西经0°30′"), -0.5);
  for (const char* text : {"121°60′", "121°28′60″", "121.5°28′", "121°28′12″3", "-33°51′S",
                           "E121°28′W", "121°x", "°", "12E1°", "1 2 3 4", "121,470", "1,000.5"}) {
    EXPECT_TRUE(std::isnan(angle(text))) << text;
  }
  EXPECT_EQ(parse_coordinate("121°28′", false).kind, Number::Kind::kNotNumber);
  EXPECT_EQ(parse_coordinate("", true).kind, Number::Kind::kMissing);
}

TEST(Values, PositionsInOneCell) {
  for (const char* text : {"121.47,31.23", "121.47, 31.23", "(121.47 31.23)", "[121.47,31.23]",
                           "POINT (121.47 31.23)", "121.47，31.23", "121.47;31.23", "121.47、31.23",
                           "１２１．４７，３１．２３", "31.23,121.47"}) {
    const auto position = read_position(text, true, false);
    ASSERT_TRUE(position) << text;
    EXPECT_EQ(position->x, 121.47) << text;
    EXPECT_EQ(position->y, 31.23) << text;
  }
  const auto angles = parse_position("121°30′E,31°15′N", true);
  ASSERT_TRUE(angles);
  EXPECT_EQ(angles->x, 121.5);
  EXPECT_EQ(angles->y, 31.25);
  EXPECT_EQ(read_position("20,30", true, true)->x, 30);  // the name says so
  EXPECT_EQ(read_position("20,30", true, false)->x, 20);
  EXPECT_EQ(read_position("121,31", true, true)->x, 121);   // the name is wrong
  EXPECT_EQ(read_position("31,121", false, false)->x, 31);  // metres: any order is possible
  for (const char* text :
       {"", "121.47", "121.47,", ",31", "121,31,5", "a,b", "121.47,31.23m", "(", "()"}) {
    EXPECT_FALSE(parse_position(text, true)) << text;
  }
}

TEST(Columns, AreKnownByName) {
  EXPECT_EQ(role_of("统一社会信用代码"), Role::kId);
  EXPECT_EQ(role_of(" 企业名称* "), Role::kName);
  EXPECT_EQ(role_of("注册资本\n（万元）"), Role::kCapital);
  EXPECT_EQ(role_of("Business_Scope"), Role::kScope);
  EXPECT_EQ(role_of("registered_capital_10k_yuan"), Role::kCapital);
  EXPECT_EQ(role_of("Registered capital (wan yuan)"), Role::kCapital);
  EXPECT_EQ(role_of("注册资本/万元"), Role::kCapital);
  EXPECT_EQ(role_of("从业人数_人"), Role::kEmployees);
  EXPECT_FALSE(role_of("name_yuan"));  // an amount is no name
  EXPECT_EQ(role_of("ＬＮＧ"), Role::kX);
  EXPECT_EQ(role_of("从业人员（人）"), Role::kEmployees);
  EXPECT_FALSE(role_of("备注"));
  EXPECT_FALSE(role_of(""));
  EXPECT_FALSE(role_of("（万元）"));
  const auto roles =
      guess_roles({"序号", "名称", "企业名称", "坐标", "区县", "lng", "lat", "成立日期"});
  std::vector<std::pair<std::string, int>> got;
  for (const auto& role : roles) got.emplace_back(role_text(role.role), role.column);
  // 企业名称 is surer than 名称; a column of positions is not needed beside x and y.
  EXPECT_EQ(got, (std::vector<std::pair<std::string, int>>{
                     {"name", 2}, {"x", 5}, {"y", 6}, {"founded", 7}, {"district", 4}}));
  EXPECT_EQ(roles.front().reason, "named '企业名称'");
  const auto position = guess_roles({"名称", "坐标"});
  EXPECT_EQ(position.back().role, Role::kPosition);
}

TEST(Furniture, TheHeaderIsFoundOrTheFirstRowIsIt) {
  using Rows = std::vector<std::vector<std::string>>;
  const auto first = [](const Rows& rows) { return find_header(rows).first; };
  EXPECT_EQ(first({}), 0U);
  EXPECT_EQ(first({{"a", "b"}}), 0U);
  EXPECT_EQ(first({{"1", "2"}, {"3", "4"}}), 0U);
  EXPECT_EQ(first({{"", ""}, {"a", "b"}, {"1", "2"}}), 1U);
  EXPECT_EQ(first({{"a", "b", "c"}, {"x", "y", "z"}, {"u", "v", "w"}}), 0U);
  EXPECT_EQ(first({{"", "a", "b"}, {"k", "s", "t"}, {"l", "u", "v"}}), 0U);  // an unnamed index
  EXPECT_EQ(first({{"T", "", ""}, {"p", "q", "r"}, {"1", "2", "x"}}), 1U);   // by shape
  EXPECT_EQ(first({{"T", ""}, {"单位：x", "日期：y"}, {"p", "q"}, {"1", "2"}}), 2U);
  EXPECT_EQ(first({{"T", "", "", ""},
                   {"x局", "2024", "", ""},
                   {"经度", "纬度", "", ""},
                   {"1", "2", "3", "4"}}),
            2U);
  // Unless somebody says where it is.
  EXPECT_EQ(find_header(Rows{{"名称", "地址"}, {"p", "q"}, {"1", "2"}}, 2).first, 1U);
  EXPECT_EQ(find_header(Rows{{"名称", "地址"}, {"p", "q"}, {"1", "2"}}, 9).first, 2U);
  EXPECT_EQ(find_header(Rows{}, 3).first, 0U);
  // A header of names that nobody knows is not passed over for a row that happens to hold two.
  EXPECT_EQ(first({{"p", "q"}, {"名称", "地址"}, {"1", "2"}}), 0U);
}

TEST(Furniture, KindsOfRows) {
  const std::vector<std::string> names = {"名称", "经度", "纬度", "资本", "备注", "x"};
  const auto kind = [&](const std::vector<std::string_view>& row, bool after_note = false) {
    return kind_of_row(row, names, after_note);
  };
  EXPECT_EQ(kind({"", " ", "　"}), RowKind::kBlank);
  for (const char* text :
       {"合计", "合　计", "总 计：", "Total", "SUBTOTAL", "合计：3家", "共计12"}) {
    EXPECT_EQ(kind({text, "", "", "5"}), RowKind::kTotal) << text;
  }
  EXPECT_EQ(kind({"", "合计", "", "5"}), RowKind::kTotal);
  EXPECT_EQ(kind({"", "", "", "合计"}), RowKind::kData);
  EXPECT_EQ(kind({"合计信息公司", "", "", "5"}), RowKind::kData);
  EXPECT_EQ(kind({"注：x"}), RowKind::kNote);
  EXPECT_EQ(kind({"备注", "见附件"}), RowKind::kNote);
  EXPECT_EQ(kind({"注：x", "1", "2", "3", "4"}), RowKind::kData);  // too much for a note
  EXPECT_EQ(kind({"注册公司"}), RowKind::kData);
  EXPECT_EQ(kind({"2. 单位"}, true), RowKind::kNote);
  EXPECT_EQ(kind({"2. 单位", "", "", "5"}, true), RowKind::kData);
  EXPECT_EQ(kind({"名称", "经度", "纬度", "资本"}), RowKind::kHeader);
  EXPECT_EQ(kind({"名称", "经度", "纬度", "7"}), RowKind::kData);
}

}  // namespace
