#include "io/contents.hpp"

#include <map>

#include "geo/io/inspect.hpp"
#include "support.hpp"

namespace {

using geo::Context;
using geo::io::Contents;
using geo::io::LayerInfo;
using geo::io::Role;
using geo::io::RoleGuess;
using geo::io::RoleInfo;
using geo::test::TempFolder;
using geo::test::write_file;

Contents column(const std::vector<std::string>& values) {
  Contents contents;
  for (const std::string& value : values) contents.add(value);
  return contents;
}

std::map<std::string, std::string> columns_of(const LayerInfo& layer) {
  std::map<std::string, std::string> found;
  for (const RoleInfo& role : layer.roles) found[role.role] = role.column;
  return found;
}

// A sheet whose columns have names that say nothing.
std::string sheet() {
  std::string text = "c1,c2,c3,c4,c5,c6,c7,c8,c9,c10\n";
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(10 + i);
    text += "913101150000000" + n + "X,上海某某" + n + "科技有限公司,31.2" + n + "1,121.4" + n +
            "7,上海市测试路" + n + "号3楼,I65" + n + ",2018-05-" + n +
            ",闵行区,从事计算机科技领域内的技术开发、技术咨询、技术服务、技术转让," + n + "\n";
  }
  return text;
}

TEST(Contents, TellWhatNamelessColumnsHold) {
  const TempFolder folder;
  const std::string path = write_file(folder / "a.csv", sheet());
  const LayerInfo layer = geo::io::inspect(path, Context(1)).layers.at(0);
  const std::map<std::string, std::string> expected = {
      {"id", "c1"},      {"name", "c2"},     {"y", "c3"},
      {"x", "c4"},       {"address", "c5"},  {"industry code", "c6"},
      {"founded", "c7"}, {"district", "c8"}, {"scope", "c9"}};
  EXPECT_EQ(columns_of(layer), expected);
  EXPECT_EQ(layer.x_column, "c4");
  EXPECT_EQ(layer.y_column, "c3");
  EXPECT_EQ(layer.guess_reason,
            "12 of 12 values look like longitudes, 12 of 12 values look like latitudes");
  EXPECT_DOUBLE_EQ(layer.extent.min_x, 121.4107);
  EXPECT_DOUBLE_EQ(layer.extent.max_y, 31.2211);
}

TEST(Contents, NamesComeFirst) {
  std::string text = sheet();
  text.replace(0, text.find('\n'), "c1,c2,纬度,经度,名称,c6,c7,c8,c9,c10");
  const TempFolder folder;
  const LayerInfo layer =
      geo::io::inspect(write_file(folder / "a.csv", text), Context(1)).layers.at(0);
  const auto found = columns_of(layer);
  EXPECT_EQ(found.at("name"), "名称");
  EXPECT_EQ(found.at("x"), "经度");
  EXPECT_EQ(found.count("address"), 0U);  // its column is named for something else
}

TEST(Contents, PositionsInOneCell) {
  const TempFolder folder;
  const LayerInfo layer =
      geo::io::inspect(write_file(folder / "a.csv",
                                  "a,b\n1,\"121.41,31.21\"\n2,\"121.42,31.22\"\n3,\"121.43，"
                                  "31.23\"\n"),
                       Context(1))
          .layers.at(0);
  EXPECT_EQ(columns_of(layer).at("position"), "b");
  EXPECT_EQ(layer.x_column, "b");
  EXPECT_EQ(layer.y_column, "b");
}

TEST(Contents, AreSilentWhereTwoColumnsFitOrTooFewValues) {
  const Contents firms = column({"甲公司", "乙公司", "丙厂"});
  EXPECT_EQ(firms.fitting(Role::kName), 3U);
  EXPECT_TRUE(geo::io::roles_by_content({firms, firms}, {}).empty());
  EXPECT_EQ(geo::io::roles_by_content({firms}, {}).size(), 1U);
  EXPECT_TRUE(geo::io::roles_by_content({firms}, {{Role::kName, 3, ""}}).empty());
  EXPECT_TRUE(geo::io::roles_by_content({firms}, {{Role::kAddress, 0, ""}}).empty());
  EXPECT_TRUE(geo::io::roles_by_content({column({"甲公司", "乙公司"})}, {}).empty());
  EXPECT_TRUE(geo::io::roles_by_content({column({"甲公司", "乙公司", "丙公司", "x"})}, {}).empty());
}

TEST(Contents, CoordinatesNeedBothAndDecimals) {
  const Contents east = column({"121.4711", "121.4712", "-121.4713"});
  const Contents north = column({"31.2311", "31.2312", "31.2313"});
  const Contents share = column({"31.2", "31.3", "31.4"});
  const auto count = [](const std::vector<Contents>& columns) {
    return geo::io::roles_by_content(columns, {}).size();
  };
  EXPECT_EQ(count({east, north}), 2U);
  EXPECT_EQ(count({east}), 0U);
  EXPECT_EQ(count({east, share}), 0U);
  EXPECT_EQ(count({east, north, north}), 0U);
  EXPECT_EQ(count({north, north}), 0U);
  EXPECT_EQ(count({column({"", "", ""})}), 0U);
}

}  // namespace
