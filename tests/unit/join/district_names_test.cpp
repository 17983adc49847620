#include "geo/join/district_names.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "geo/core/error.hpp"
#include "geo/io/regions.hpp"
#include "support/shanghai.hpp"

namespace {

using geo::join::DistrictAlias;
using geo::join::DistrictNames;

geo::PolygonSet regions_of(const std::vector<geo::Region>& list) {
  geo::PolygonSet regions;
  for (const geo::Region& region : list) {
    regions.add_region(region);
    regions.add_part();
    regions.add_ring({{0, 0}, {1, 0}, {1, 1}});
  }
  return regions;
}

class Shanghai : public testing::Test {
 protected:
  Shanghai()
      : regions_(geo::io::read_regions(geo::test::shanghai_districts(), geo::Context(1)).regions),
        names_(regions_, geo::join::read_aliases(
                             geo::test::repository("data/shanghai/district_names.csv").string())) {}

  [[nodiscard]] std::string code(const std::string& text) const {
    const std::int32_t region = names_.find(text).region;
    return region < 0 ? "" : regions_.regions[static_cast<std::size_t>(region)].code;
  }
  [[nodiscard]] std::string note(const std::string& text) const {
    const std::int32_t alias = names_.find(text).alias;
    return alias < 0 ? "" : names_.aliases()[static_cast<std::size_t>(alias)].note.en;
  }

  geo::PolygonSet regions_;
  DistrictNames names_;
};

TEST_F(Shanghai, KnowsEveryDistrictByItsNames) {
  ASSERT_EQ(regions_.size(), 16U);
  for (const geo::Region& region : regions_.regions) {
    EXPECT_EQ(code(region.code), region.code);
    EXPECT_EQ(code(region.name.zh), region.code);
    EXPECT_EQ(code("上海市" + region.name.zh), region.code);
    EXPECT_EQ(code(region.name.en), region.code);
    EXPECT_EQ(note(region.name.zh), "");
  }
}

TEST_F(Shanghai, Spellings) {
  for (const char* text :
       {"浦东", "浦东新区", "Pudong", "PUDONG", "pudong new area", "310115", "３１０１１５",
        " 浦东新区 ", "上海市浦东新区", "浦东新区张江镇", "浦东-张江", "上海市浦东新区张江路1号"}) {
    EXPECT_EQ(code(text), "310115") << text;
    EXPECT_EQ(note(text), "") << text;
  }
  EXPECT_EQ(code("Jing'an"), "310106");
  EXPECT_EQ(code("Jing’an"), "310106");
  EXPECT_EQ(code("JINGAN"), "310106");
  EXPECT_EQ(code("徐汇 徐家汇"), "310104");
  EXPECT_EQ(code("徐汇区/徐家汇"), "310104");
  EXPECT_EQ(code("崇明"), "310151");
  EXPECT_EQ(note("崇明"), "");
}

TEST_F(Shanghai, OldNamesComeWithANote) {
  EXPECT_EQ(code("南汇"), "310115");
  EXPECT_EQ(note("南汇"), "merged into Pudong in 2009");
  EXPECT_EQ(code("卢湾区"), "310101");
  EXPECT_EQ(note("卢湾"), "merged into Huangpu in 2011");
  EXPECT_EQ(code("闸北"), "310106");
  EXPECT_EQ(note("闸北区"), "merged into Jing'an in 2015");
  EXPECT_EQ(code("崇明县"), "310151");
  EXPECT_EQ(note("崇明县"), "became Chongming District in 2016");
  EXPECT_EQ(note("310119"), "old code of Nanhui; merged into Pudong in 2009");
}

TEST_F(Shanghai, DoesNotGuess) {
  for (const char* text : {"", " ", "宝山路", "静安寺", "上海市", "上海", "昆山市", "区", "3101",
                           "浦", "东", "Pu", "市", "，"}) {
    EXPECT_EQ(code(text), "") << text;
  }
}

TEST(DistrictNames, ClashesAreErrorsOrLeftOut) {
  const auto two = regions_of({{"1", {"东山区", ""}}, {"2", {"东山县", ""}}});
  const DistrictNames names(two, {{"别处", "9", {}}});
  EXPECT_EQ(names.find("东山").region, -1);  // either
  EXPECT_EQ(names.find("东山县").region, 1);
  EXPECT_EQ(names.find("别处").region, -1);  // of a district that is not here
  EXPECT_THROW(DistrictNames(two, {{"东山区", "2", {}}}), geo::Error);
}

TEST(Aliases, ErrorsNameFileRowAndColumn) {
  const geo::test::TempFolder folder;
  std::ofstream(folder / "a.csv") << "name,code,note_zh,note_en\nx,1,,\ny,,,\n";
  try {
    static_cast<void>(geo::join::read_aliases((folder / "a.csv").string()));
    FAIL();
  } catch (const geo::Error& error) {
    EXPECT_NE(std::string(error.what()).find("a.csv: row 2, column 'code': is empty"),
              std::string::npos);
  }
}

TEST(Tables, MatrixAndMismatch) {
  const auto regions = regions_of({{"1", {"甲区", "A"}}, {"2", {"乙区", "B"}}});
  const DistrictNames names(regions, {{"丙区", "2", {"旧", "old"}}});
  const geo::Categories column{{"甲区", "丙区", "哪里"},
                               {0, 0, 1, 2, geo::Categories::kMissing, 0}};
  const auto stated = geo::join::stated_districts(column, names);
  EXPECT_EQ(stated.region, (std::vector<std::int32_t>{0, 0, 1, -1, -1, 0}));
  EXPECT_EQ(stated.missing, 1U);
  EXPECT_EQ(stated.unknown, 1U);
  EXPECT_EQ(stated.unknown_example, "哪里");
  EXPECT_EQ(stated.by_alias, (std::map<std::int32_t, std::uint64_t>{{0, 1}}));
  geo::Assignment assignment;
  assignment.region = {0, 1, 1, 0, -1, -1};
  geo::PointSet points;
  points.row = {1, 3, 4, 5, 6, 9};
  const geo::Table matrix = geo::join::district_matrix(stated, assignment, regions);
  matrix.validate();
  const auto cells = [&](std::size_t row) {
    return matrix.cell(3, row) + " " + matrix.cell(4, row) + " " + matrix.cell(5, row);
  };
  EXPECT_EQ(cells(0), "1 1 1");  // stated 1: in 1, in 2, outside
  EXPECT_EQ(cells(1), "0 1 0");
  EXPECT_EQ(cells(2), "1 0 1");
  const geo::Table differ = geo::join::district_mismatch(stated, assignment, regions, points);
  differ.validate();
  ASSERT_EQ(differ.row_count(), 2U);
  EXPECT_EQ(differ.cell(0, 0) + differ.cell(1, 0) + differ.cell(3, 0), "3甲区2");
  EXPECT_EQ(differ.cell(0, 1) + differ.cell(2, 1) + differ.cell(3, 1), "91");
}

}  // namespace
