#include <gtest/gtest.h>

#include <random>

#include "geo/io/points.hpp"
#include "support.hpp"

// Records without a usable position, kept beside the points.
namespace {

using geo::io::ColumnKind;
using geo::io::PointSource;
using geo::io::PointsRead;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;
namespace reason = geo::io::reject_reason;

PointsRead read(const PointSource& source) {
  PointsRead result = geo::io::read_points(source, geo::Context(1));
  result.points.validate();
  result.unlocated.validate();
  result.rejects.validate();
  EXPECT_EQ(result.rejects.used, result.points.size());
  EXPECT_EQ(result.rejects.by_district, result.unlocated.size());
  return result;
}

std::vector<std::string> reasons(const PointsRead& read) {
  std::vector<std::string> out;
  for (const geo::Reject& why : read.unlocated.why) {
    out.push_back(std::to_string(why.row) + " " + why.column + " " + why.value + ": " + why.reason);
  }
  return out;
}

TEST(Unlocated, AreKeptWithTheirAttributesAndTheReason) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv",
                           "name,lon,lat,staff,field,weight\n"
                           "甲,121.5,31.2,10,智能芯片,2\n"
                           "乙,,31.3,many,智能医疗,3\n"
                           "丙,121.7,31.4,1,智能芯片,1\n"
                           "丁,x,31.5,0,,-0\n"
                           "戊,0,0,5,智能医疗,1\n"
                           "己,121.5,95,5,新词,1\n"
                           "庚,181,31,5,新词,1\n"
                           "辛,121.5,,5,新词,-1\n"
                           "壬,121.5\n"
                           "合计,,,,,\n");
  source.x_column = "lon";
  source.y_column = "lat";
  source.weight_column = "weight";
  source.columns = {{"field", ColumnKind::kCategory},
                    {"name", ColumnKind::kText},
                    {"staff", ColumnKind::kNumber}};
  const PointsRead without = read(source);
  source.keep_unlocated = true;
  const PointsRead with = read(source);
  EXPECT_EQ(with.points.x, without.points.x);
  EXPECT_EQ(with.points.columns[1].size(), 2U);
  EXPECT_EQ(with.rejects.read, without.rejects.read);
  EXPECT_EQ(reasons(with),
            (std::vector<std::string>{
                "2 lon : coordinate missing", "4 lon x: coordinate not a number",
                "5 lon 0 0: coordinates are (0, 0)", "6 lat 121.5 95: latitude beyond 90 degrees",
                "7 lon 181 31: longitude beyond 180 degrees"}));
  EXPECT_EQ(with.unlocated.weight, (std::vector<double>{3, 0, 1, 1, 1}));
  EXPECT_FALSE(std::signbit(with.unlocated.weight[1]));
  const auto& names = std::get<std::vector<std::string>>(with.unlocated.find("name")->values);
  EXPECT_EQ(names, (std::vector<std::string>{"乙", "丁", "戊", "己", "庚"}));
  const geo::Categories& field = with.unlocated.categories("field");
  EXPECT_EQ(field.names, (std::vector<std::string>{"智能医疗", "新词"}));
  EXPECT_EQ(field.codes, (std::vector<std::uint32_t>{0, geo::Categories::kMissing, 0, 1, 1}));
  // What lacks more than a position is rejected as ever.
  std::vector<std::string> rejected;
  for (const geo::Reject& reject : with.rejects.rows) rejected.push_back(reject.reason);
  EXPECT_EQ(rejected, (std::vector<std::string>{reason::kWeightNegative, reason::kFieldCount,
                                                reason::kTotalRow}));
  ASSERT_EQ(with.rejects.cells.size(), 1U);  // 乙 employs "many"
  EXPECT_EQ(with.rejects.cells[0].row, 2U);
  EXPECT_TRUE(without.rejects.cells.empty());
  // Chosen like points.
  const geo::UnlocatedSet two = with.unlocated.select({4, 0});
  EXPECT_EQ(two.row, (std::vector<std::uint64_t>{7, 2}));
  EXPECT_EQ(two.categories("field").codes, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_THROW(static_cast<void>(two.categories("name")), geo::Error);
  EXPECT_THROW(two.validate(), geo::Error);  // the rows no longer ascend
}

TEST(Unlocated, OfPositionsInOneCellAndOfGeometries) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv", "坐标,区\n\"121.5,31.2\",甲\n不详,乙\n,丙\n");
  source.columns = {{"区", ColumnKind::kCategory}};
  source.keep_unlocated = true;
  EXPECT_EQ(reasons(read(source)),
            (std::vector<std::string>{"2 坐标 不详: position not two numbers",
                                      "3 坐标 : coordinate missing"}));
  source.path = write_file(folder / "a.geojson",
                           R"({"type":"FeatureCollection","features":[
      {"type":"Feature","properties":{"区":"甲"},"geometry":{"type":"Point","coordinates":[121,31]}},
      {"type":"Feature","properties":{"区":"乙"},"geometry":null},
      {"type":"Feature","properties":{"区":"丙"},
       "geometry":{"type":"LineString","coordinates":[[121,31],[122,31]]}}]})");
  const PointsRead got = read(source);
  EXPECT_EQ(reasons(got), (std::vector<std::string>{"2  : no geometry",
                                                    "3  LINESTRING: geometry is not one point"}));
  EXPECT_EQ(got.unlocated.categories("区").names, (std::vector<std::string>{"乙", "丙"}));
}

TEST(Unlocated, NoneLocatedIsAnError) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv", "lon,lat,d\n,,甲\n,,乙\n");
  source.keep_unlocated = true;
  expect_input_error([&] { read(source); },
                     {"none of the 2 rows can be used", "coordinate missing", "'lon'"});
  source.path = write_file(folder / "b.csv", "lon,lat\n31,121\n31,122\n");
  expect_input_error([&] { read(source); }, {"are swapped"});
}

}  // namespace
