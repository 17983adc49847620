#include <gtest/gtest.h>

#include <cmath>

#include "geo/core/error.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/rejects.hpp"
#include "geo/model/table.hpp"

namespace geo {
namespace {

PolygonSet square_with_hole() {
  PolygonSet set;
  set.add_region({"a", {"甲", "A"}});
  set.add_part();
  set.add_ring({{0, 0}, {10, 0}, {10, 10}, {0, 10}});
  set.add_ring({{2, 2}, {2, 4}, {4, 4}, {4, 2}});
  set.add_region({"b", {"乙", ""}});
  set.add_part();
  set.add_ring({{20, 0}, {21, 0}, {20, 1}});
  return set;
}

TEST(PolygonSet, BuildsOffsetsAndAreas) {
  const PolygonSet set = square_with_hole();
  EXPECT_NO_THROW(set.validate());
  EXPECT_EQ(set.ring_count(), 3U);
  EXPECT_DOUBLE_EQ(set.area(0), 96);
  EXPECT_DOUBLE_EQ(set.area(1), 0.5);
  EXPECT_EQ(set.envelope(1), (Box{20, 0, 21, 1}));
  EXPECT_EQ(set.find("b"), 1);
  EXPECT_EQ(set.find("c"), -1);
  EXPECT_EQ(set.regions[1].name.in(Language::kEnglish), "乙");
}

TEST(PolygonSet, ValidateFindsBrokenInvariants) {
  PolygonSet open = square_with_hole();
  open.x.back() += 1;
  EXPECT_THROW(open.validate(), Error);
  PolygonSet twice = square_with_hole();
  twice.regions[1].code = "a";
  EXPECT_THROW(twice.validate(), Error);
}

TEST(PointSet, SelectKeepsColumns) {
  PointSet points;
  points.x = {1, 2, 3};
  points.y = {4, 5, 6};
  points.row = {1, 2, 9};
  points.columns = {{"kind", Categories{{"u", "v"}, {0, Categories::kMissing, 1}}}};
  EXPECT_NO_THROW(points.validate());
  const PointSet chosen = points.select({2, 0});
  EXPECT_EQ(chosen.x, (std::vector<double>{3, 1}));
  EXPECT_EQ(chosen.row, (std::vector<std::uint64_t>{9, 1}));
  EXPECT_EQ(chosen.categories("kind").codes, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_THROW(static_cast<void>(points.categories("none")), Error);
  points.weight = {1, -1, 1};
  EXPECT_THROW(points.validate(), Error);
}

TEST(GridFrame, CoversTheBoxOnMultiplesOfThePixel) {
  const GridFrame frame = GridFrame::covering({-3, 5, 12, 21}, 10);
  EXPECT_EQ(frame, (GridFrame{-10, 30, 10, 3, 3}));
  EXPECT_EQ(frame.envelope(), (Box{-10, 0, 20, 30}));
  EXPECT_THROW(static_cast<void>(GridFrame::covering({0, 0, 1, 1}, 0)), Error);
  EXPECT_THROW(static_cast<void>(GridFrame::covering(Box{}, 1)), Error);
  EXPECT_THROW(static_cast<void>(GridFrame::covering({0, 0, 1e12, 1e12}, 1)), Error);
  const GridFrame fitted = GridFrame::fitting({0, 0, 100, 50}, 10, 10);
  EXPECT_EQ(fitted, (GridFrame{0, 75, 10, 10, 10}));
}

TEST(Grid, RangeLeavesOutNoData) {
  Grid grid;
  grid.values = {std::nan(""), 3, -1, std::nan("")};
  EXPECT_EQ(grid.range(), (std::pair<double, double>{-1, 3}));
  grid.values = {std::nan("")};
  EXPECT_TRUE(std::isnan(grid.range().first));
}

TEST(Table, CellsReadBackTheSame) {
  Table table;
  table.columns = {{"n", {}, "", 2, std::vector<double>{0.1, std::nan("")}}};
  EXPECT_EQ(table.cell(0, 0), "0.1");
  EXPECT_EQ(table.cell(0, 1), "");
  table.columns.push_back({"n", {}, "", 2, std::vector<double>{1, 2}});
  EXPECT_THROW(table.validate(), Error);
}

TEST(Table, CellsAsPeopleReadThem) {
  const auto cell = [](auto value, int decimals, bool share = false) {
    return readable({"n", {}, "", decimals, std::vector<decltype(value)>{value}, {}, share}, 0,
                    Language::kEnglish);
  };
  EXPECT_EQ(cell(1234567.891, 2), "1,234,567.89");
  EXPECT_EQ(cell(-123.0, 0), "-123");
  EXPECT_EQ(cell(-1234.5, 1), "-1,234.5");
  EXPECT_EQ(cell(999.9996, 3), "1,000.000");
  EXPECT_EQ(cell(std::int64_t{-5000000000}, 0), "-5,000,000,000");
  EXPECT_EQ(cell(std::nan(""), 2), "");
  EXPECT_EQ(cell(0.03084, 4, true), "3.08%");
  EXPECT_EQ(cell(1.0, 2, true), "100%");
  EXPECT_EQ(cell(1e300, 2).size(), 301U + 100U + 3U) << "no digit is cut";
  EXPECT_EQ(cell(std::string("1234"), 0), "1234");
  const TableColumn coded{
      "c", {}, "", 0, std::vector<std::string>{"y", "z"}, {{"y", {"是", "yes"}}}};
  EXPECT_EQ(readable(coded, 0, Language::kChinese), "是");
  EXPECT_EQ(readable(coded, 1, Language::kChinese), "z");
}

TEST(Rejects, MustAddUp) {
  Rejects rejects;
  rejects.file = "f.csv";
  rejects.read = 3;
  rejects.used = 2;
  rejects.rows = {{2, "x", "?", "not a number", ""}};
  EXPECT_NO_THROW(rejects.validate());
  EXPECT_EQ(rejects.by_reason().at("not a number"), 1U);
  rejects.used = 3;
  EXPECT_THROW(rejects.validate(), Error);
  rejects.read = 6;
  rejects.by_district = 1;
  rejects.rows_elsewhere["not a number"] = 1;
  EXPECT_NO_THROW(rejects.validate());
  EXPECT_EQ(rejects.by_reason().at("not a number"), 2U);
}

}  // namespace
}  // namespace geo
