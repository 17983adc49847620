#include "geo/io/inspect.hpp"

#include <gdal_priv.h>

#include "io/gdal.hpp"
#include "support.hpp"

namespace {

using geo::Context;
using geo::io::FieldInfo;
using geo::io::FileInfo;
using geo::io::LayerInfo;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;

void expect_field(const FieldInfo& field, const std::string& name, const std::string& type,
                  const std::string& example, std::uint64_t missing) {
  EXPECT_EQ(field.name, name);
  EXPECT_EQ(field.type, type) << name;
  EXPECT_EQ(field.example, example) << name;
  EXPECT_EQ(field.missing, missing) << name;
}

TEST(Inspect, DelimitedText) {
  const TempFolder folder;
  const std::string path = write_file(folder / "firms.csv",
                                      "\xEF\xBB\xBF名称,lon,lat,staff,founded,phone,empty,share\n"
                                      ",121.5,31.2,10,2018-09-17,02112345,,1\n"
                                      "甲,121.6,31.3,,2018/9/7 12:00,1,,.5\n"
                                      "乙,121.7,91,-3,,2,,1e3\n"
                                      "short,row\n");
  const FileInfo info = geo::io::inspect(path, Context(1));
  EXPECT_EQ(info.path, path);
  EXPECT_EQ(info.driver, "CSV");
  EXPECT_EQ(info.encoding, "UTF-8 with BOM");
  ASSERT_EQ(info.layers.size(), 1U);
  const LayerInfo& layer = info.layers[0];
  EXPECT_EQ(layer.name, "firms");
  EXPECT_EQ(layer.rows, 4U);
  EXPECT_EQ(layer.geometry, "none");
  EXPECT_EQ(layer.crs, "");
  EXPECT_EQ(layer.x_column, "lon");
  EXPECT_EQ(layer.y_column, "lat");
  EXPECT_EQ(layer.extent, (geo::Box{121.5, 31.2, 121.6, 31.3}));
  EXPECT_EQ(layer.guess_reason, "named 'lon' and 'lat'; 2 of 4 values in range");
  ASSERT_EQ(layer.fields.size(), 8U);
  expect_field(layer.fields[0], "名称", "text", "甲", 1);
  expect_field(layer.fields[1], "lon", "number", "121.5", 0);
  expect_field(layer.fields[3], "staff", "whole number", "10", 1);
  expect_field(layer.fields[4], "founded", "date", "2018-09-17", 1);
  expect_field(layer.fields[5], "phone", "text", "02112345", 0);  // a zero in front is no number
  expect_field(layer.fields[6], "empty", "text", "", 3);
  expect_field(layer.fields[7], "share", "number", "1", 0);
}

TEST(Inspect, NothingToGuess) {
  const TempFolder folder;
  const FileInfo info =
      geo::io::inspect(write_file(folder / "a.tsv", "code\tname\n1\tx\n"), Context(1));
  EXPECT_EQ(info.layers.at(0).x_column, "");
  EXPECT_EQ(info.layers.at(0).guess_reason, "");
  EXPECT_TRUE(info.layers.at(0).extent.empty());
  EXPECT_EQ(geo::io::inspect(write_file(folder / "b.csv", "x,y\n"), Context(1)).layers.at(0).rows,
            0U);
}

TEST(Inspect, Dates) {
  const TempFolder folder;
  const auto type_of = [&](const std::string& value) {
    const std::string path = write_file(folder / "a.csv", "v,w\n" + value + ",1\n");
    return geo::io::inspect(path, Context(1)).layers.at(0).fields.at(0).type;
  };
  for (const char* date : {"2018-09-17", "2018/9/7", "2018-1-31 23:59", "2018-09-17T08:00:00Z"}) {
    EXPECT_EQ(type_of(date), "date") << date;
  }
  for (const char* text : {"2018-13-01", "2018-00-01", "2018-1-32", "2018-1", "2018-1/2",
                           "18-01-02", "2018-01-02x", "2018-001-02", "2018-01-", "2018-01-02 "}) {
    EXPECT_EQ(type_of(text), text == std::string("2018-01-02 ") ? "date" : "text") << text;
  }
}

TEST(Inspect, LayersOfAVectorFile) {
  const TempFolder folder;
  const std::string path =
      write_file(folder / "a.geojson", R"({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"code": 1, "name": "", "area": 2.5, "day": "2018-09-17"},
     "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [2, 0], [0, 3], [0, 0]]]}},
    {"type": "Feature", "properties": {"code": null, "name": "乙", "area": 3, "day": null}, "geometry": null}]})");
  const FileInfo info = geo::io::inspect(path, Context(1));
  EXPECT_EQ(info.driver, "GeoJSON");
  EXPECT_EQ(info.encoding, "");
  const LayerInfo& layer = info.layers.at(0);
  EXPECT_EQ(layer.rows, 2U);
  EXPECT_EQ(layer.geometry, "polygon");
  EXPECT_EQ(layer.crs, "EPSG:4326");
  EXPECT_EQ(layer.extent, (geo::Box{0, 0, 2, 3}));
  EXPECT_EQ(layer.x_column, "");
  expect_field(layer.fields.at(0), "code", "whole number", "1", 1);
  expect_field(layer.fields.at(1), "name", "text", "乙", 1);
  expect_field(layer.fields.at(2), "area", "number", "2.5", 0);
  expect_field(layer.fields.at(3), "day", "date", "2018/09/17", 1);
}

TEST(Inspect, NamesWhatIsNoVectorFile) {
  const TempFolder folder;
  geo::io::init_gdal();
  const std::string raster = (folder / "a.tif").string();
  GDALDatasetUniquePtr(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
      raster.c_str(), 4, 4, 1, GDT_Byte, nullptr));
  const auto expect = [&](const std::string& path, std::initializer_list<std::string> parts) {
    expect_input_error([&] { (void)geo::io::inspect(path, Context(1)); }, parts);
  };
  expect(raster, {raster, "is a raster (GTiff)"});
  expect(write_file(folder / "a.bin", "nonsense"), {"a.bin", "cannot be read as a vector file"});
  expect(write_file(folder / "a.csv", ""), {"a.csv", "is empty"});
  expect(folder.path().string(), {"is a folder"});
  expect((folder / "none.gpkg").string(), {"no such file"});
  expect("https://example.org/none.csv", {"web address", "/vsicurl/https://example.org/none.csv"});
}

}  // namespace
