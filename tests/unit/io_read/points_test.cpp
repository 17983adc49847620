#include "geo/io/points.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <random>
#include <thread>

#include "io/gdal.hpp"
#include "support.hpp"

namespace {

using geo::Categories;
using geo::Context;
using geo::io::ColumnKind;
using geo::io::PointSource;
using geo::io::PointsRead;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;
namespace reason = geo::io::reject_reason;

PointsRead read(const PointSource& source) {
  PointsRead result = geo::io::read_points(source, Context(1));
  result.points.validate();
  result.rejects.validate();
  EXPECT_EQ(result.rejects.used, result.points.size());
  EXPECT_EQ(result.rejects.file, source.path);
  EXPECT_EQ(result.points.source, source.path);
  EXPECT_TRUE(std::is_sorted(result.points.row.begin(), result.points.row.end()));
  EXPECT_TRUE(std::is_sorted(result.rejects.rows.begin(), result.rejects.rows.end(),
                             [](const auto& a, const auto& b) { return a.row < b.row; }));
  for (const geo::Reject& reject : result.rejects.rows) {
    EXPECT_LE(reject.value.size(), 200U);
    EXPECT_FALSE(reject.advice.empty());
  }
  return result;
}

PointSource at(const std::string& path) {
  PointSource source;
  source.path = path;
  return source;
}

TEST(ReadPoints, KeepsWhatIsAskedFor) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv",
                           "name,lon,lat,staff,field,note\n"
                           "甲,121.5,31.2,10, 智能芯片 ,x\n"
                           "\"乙, 丙\",121.6,31.3,,智能医疗,\n"
                           ",121.7,31.4,many,智能芯片,y\n"
                           "丁,121.8,31.5,0,,z\n");
  source.x_column = "lon";
  source.y_column = "lat";
  source.columns = {{"field", ColumnKind::kCategory},
                    {"name", ColumnKind::kText},
                    {"staff", ColumnKind::kNumber},
                    {"lon", ColumnKind::kText}};
  const PointsRead got = read(source);
  EXPECT_EQ(got.points.x, (std::vector<double>{121.5, 121.6, 121.7, 121.8}));
  EXPECT_EQ(got.points.y, (std::vector<double>{31.2, 31.3, 31.4, 31.5}));
  EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 2, 3, 4}));
  EXPECT_TRUE(got.points.weight.empty());
  EXPECT_EQ(got.points.crs, "WGS84");
  EXPECT_EQ(got.encoding, "UTF-8");
  EXPECT_FALSE(got.points.synthetic);
  ASSERT_EQ(got.points.columns.size(), 4U);
  const Categories& field = got.points.categories("field");
  EXPECT_EQ(field.names, (std::vector<std::string>{"智能芯片", "智能医疗"}));
  EXPECT_EQ(field.codes, (std::vector<std::uint32_t>{0, 1, 0, Categories::kMissing}));
  EXPECT_EQ(std::get<std::vector<std::string>>(got.points.columns[1].values),
            (std::vector<std::string>{"甲", "乙, 丙", "", "丁"}));
  const auto& staff = std::get<std::vector<double>>(got.points.columns[2].values);
  EXPECT_EQ(staff[0], 10);
  EXPECT_TRUE(std::isnan(staff[1]));
  EXPECT_TRUE(std::isnan(staff[2]));
  EXPECT_EQ(staff[3], 0);
  EXPECT_EQ(std::get<std::vector<std::string>>(got.points.columns[3].values)[0], "121.5");
  ASSERT_EQ(got.not_numbers.size(), 1U);
  EXPECT_EQ(got.not_numbers[0].column, "staff");
  EXPECT_EQ(got.not_numbers[0].count, 1U);
  EXPECT_EQ(got.not_numbers[0].first_row, 3U);
  EXPECT_EQ(got.not_numbers[0].example, "many");
}

TEST(ReadPoints, EveryReasonHasItsRowColumnAndText) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv",
                           "lon,lat,w\n"
                           "121,31,1\n"
                           ",31,1\n"
                           "121,abc,1\n"
                           "\n"
                           "inf,31,1\n"
                           "121,91,1\n"
                           "181,31,1\n"
                           "0,0,1\n"
                           "121,31\n"
                           "121,31,1,9\n"
                           "121,31,\n"
                           "121,31,-1\n"
                           "121,31,x\n"
                           "121,31,inf\n"
                           "-180,-90,-0.0\n"
                           "180,90,2.5\n"
                           "0,1e-300,0\n");
  source.weight_column = "w";
  const PointsRead got = read(source);
  EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 14, 15, 16}));
  EXPECT_EQ(got.points.weight, (std::vector<double>{1, 0, 2.5, 0}));
  EXPECT_FALSE(std::signbit(got.points.weight[1]));
  struct Expected {
    std::uint64_t row;
    std::string column;
    std::string value;
    std::string why;
  };
  const std::vector<Expected> expected = {{2, "lon", "", reason::kNoCoordinate},
                                          {3, "lat", "abc", reason::kCoordinateNotNumber},
                                          {4, "lon", "inf", reason::kCoordinateNotFinite},
                                          {5, "lat", "121 91", reason::kLatitude},
                                          {6, "lon", "181 31", reason::kLongitude},
                                          {7, "lon", "0 0", reason::kZero},
                                          {8, "", "121,31", reason::kFieldCount},
                                          {9, "", "121,31,1,9", reason::kFieldCount},
                                          {10, "w", "", reason::kNoWeight},
                                          {11, "w", "-1", reason::kWeightNegative},
                                          {12, "w", "x", reason::kWeightNotNumber},
                                          {13, "w", "inf", reason::kWeightNotNumber}};
  ASSERT_EQ(got.rejects.rows.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const geo::Reject& reject = got.rejects.rows[i];
    EXPECT_EQ(reject.row, expected[i].row);
    EXPECT_EQ(reject.column, expected[i].column) << reject.row;
    EXPECT_EQ(reject.value, expected[i].value) << reject.row;
    EXPECT_EQ(reject.reason, expected[i].why) << reject.row;
  }
  EXPECT_EQ(got.rejects.read, 16U);
  EXPECT_EQ(got.guess_reason, "named 'lon' and 'lat'");
  EXPECT_EQ(got.x_column, "lon");
  EXPECT_EQ(got.y_column, "lat");
}

TEST(ReadPoints, RejectedTextIsCutBetweenCharacters) {
  const TempFolder folder;
  std::string text;
  for (int i = 0; i < 100; ++i) text += "张";
  PointSource source;
  source.path = write_file(folder / "a.csv", "lon,lat\n1,2\n" + text + ",2\n");
  EXPECT_EQ(read(source).rejects.rows[0].value, text.substr(0, 198));
}

TEST(ReadPoints, DegreesAreOnlyCheckedInDegrees) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv", "x,y\n394251,806376\n0,5\n0,0\n");
  for (const char* crs : {"EPSG:27700", "+proj=tmerc +lat_0=31 +lon_0=121 +datum=WGS84"}) {
    source.crs = crs;
    const PointsRead got = read(source);
    EXPECT_EQ(got.points.size(), 2U) << crs;
    EXPECT_EQ(got.points.crs, crs);
    EXPECT_EQ(got.rejects.rows[0].reason, reason::kZero);
  }
  for (const char* crs :
       {"WGS84", "GCJ-02", "BD-09", "EPSG:4326", "EPSG:4490", "+proj=longlat +datum=WGS84", ""}) {
    source.crs = crs;
    const PointsRead got = read(source);
    EXPECT_EQ(got.points.size(), 1U) << crs;
    EXPECT_EQ(got.rejects.rows[0].reason, reason::kLatitude);
  }
}

TEST(ReadPoints, KnowsSyntheticData) {
  const TempFolder folder;
  PointSource source;
  const auto synthetic = [&](const std::string& text) {
    source.path = write_file(folder / "a.csv", text);
    return read(source).points.synthetic;
  };
  EXPECT_TRUE(synthetic("lon,lat,synthetic\n1,2,false\n3,4,true\n"));
  EXPECT_TRUE(synthetic("lon,lat,synthetic\n1,2,0\n,,1\n"));
  // Our own results, with names, with headings in either language, with codes and with words.
  EXPECT_TRUE(synthetic("lon,lat,data_status\n1,2,SYNTHETIC\n"));
  EXPECT_TRUE(synthetic("lon,lat,数据性质\n1,2,合成\n"));
  EXPECT_TRUE(synthetic("lon,lat,数据性质\n1,2,SYNTHETIC\n"));
  EXPECT_TRUE(synthetic("lon,lat,Data status\n1,2,SYNTHETIC\n"));
  EXPECT_FALSE(synthetic("lon,lat,数据性质\n1,2,真实\n"));
  EXPECT_FALSE(synthetic("lon,lat,synthetic\n1,2,0\n3,4,\n"));
  EXPECT_TRUE(synthetic("lon,lat,data_status\n1,2,SYNTHETIC\n"));
  EXPECT_FALSE(synthetic("lon,lat,data_status\n1,2,as supplied\n"));
  EXPECT_FALSE(synthetic("lon,lat,note\n1,2,true\n"));
}

TEST(ReadPoints, SwappedAxesAreNamed) {
  const TempFolder folder;
  PointSource source;
  source.path =
      write_file(folder / "a.csv", "lat,lon\n31.2,121.5\n31.3,121.6\n31.4,12\n31.5,121.5\n");
  source.x_column = "lat";
  source.y_column = "lon";
  expect_input_error([&] { read(source); }, {source.path, "'lat' (x)", "'lon' (y)", "swapped",
                                             "75 %", "exchange x and y"});
  // Not most of them: they are only rejected.
  source.path = write_file(folder / "a.csv", "lat,lon\n31.2,121.5\n31.3,21.6\n31.4,12\n");
  EXPECT_EQ(read(source).rejects.rejected(), 1U);
  // Beyond 90 but no longitudes either.
  source.path = write_file(folder / "a.csv", "lat,lon\n31.2,521.5\n31.3,521.6\n31.4,12\n");
  EXPECT_EQ(read(source).rejects.rejected(), 2U);
  // In metres nothing is impossible.
  source.path = write_file(folder / "a.csv", "lat,lon\n31.2,121.5\n31.3,121.6\n");
  source.crs = "EPSG:32651";
  EXPECT_EQ(read(source).points.size(), 2U);
}

TEST(ReadPoints, GuessesTheColumnsByTheirNames) {
  const TempFolder folder;
  const auto guess = [&](const std::string& header) {
    PointSource source;
    std::string row = "1";
    for (const char c : header) row += c == ',' ? ",1" : "";
    source.path = write_file(folder / "a.csv", header + "\n" + row + "\n");
    const PointsRead got = read(source);
    return got.x_column + " " + got.y_column;
  };
  EXPECT_EQ(guess("id,LAT,Lon"), "Lon LAT");
  EXPECT_EQ(guess("id,latitude,longitude"), "longitude latitude");
  EXPECT_EQ(guess("lng,lat"), "lng lat");
  EXPECT_EQ(guess("Y,X"), "X Y");
  EXPECT_EQ(guess("easting,northing"), "easting northing");
  EXPECT_EQ(guess("名称,纬度,经度"), "经度 纬度");
  EXPECT_EQ(guess("东经,北纬"), "东经 北纬");
  EXPECT_EQ(guess("wgs84_lon,wgs84_lat"), "wgs84_lon wgs84_lat");
  EXPECT_EQ(guess("gcj_lng,wgs84_lat,gcj_lat"), "gcj_lng gcj_lat");
  EXPECT_EQ(guess("wgs84_lon,wgs84_lat,lon,lat"), "lon lat");
  EXPECT_EQ(guess("企业经度,企业纬度"), "企业经度 企业纬度");
  EXPECT_EQ(guess("经度_wgs84,纬度_wgs84"), "经度_wgs84 纬度_wgs84");
  EXPECT_EQ(guess("x,y,lon,lat"), "lon lat");
  PointSource source;
  for (const std::string header : {"salon,salat", "a,b", "lon,b", "lon1,lat2"}) {
    source.path = write_file(folder / "a.csv", header + "\n1,1\n");
    expect_input_error([&] { read(source); },
                       {"say which are x and y", header.substr(0, header.find(','))});
  }
}

TEST(ReadPoints, BadInputGivesOneLineThatHelps) {
  const TempFolder folder;
  const auto expect = [&](PointSource source, std::initializer_list<std::string> parts) {
    expect_input_error([&] { read(source); }, parts);
  };
  const auto file = [&](const std::string& bytes) {
    return at(write_file(folder / "a.csv", bytes));
  };
  expect(file(""), {"a.csv", "is empty"});
  expect(file("lon,lat\n"), {"a.csv", "has no rows; choose"});
  expect(file("lon,lat\nx,y\n,1\n"), {"none of the 2 rows", reason::kCoordinateNotNumber, "'lon'"});
  expect(file("easting,northing\n394251,806376\n"),
         {"none of the 1 rows", "no coordinate system is given"});
  expect(file(std::string("PK\x03\x04\0\0\0,\n\0", 11)), {"NUL"});
  expect(at(folder.path().string()), {folder.path().string(), "is a folder"});
  expect(at((folder / "none.csv").string()), {"none.csv", "no such file"});
  expect(at(""), {"no file"});

  PointSource source = file("name,lon,lat,w\na,1,2,3\n");
  source.x_column = "Lon";
  source.y_column = "lat";
  expect(source, {"'Lon'", "did you mean 'lon'", "name, lon, lat, w"});
  source.x_column = "lon";
  source.weight_column = "revenue";
  expect(source, {"'revenue'", "name, lon, lat, w"});
  source.weight_column = "";
  source.columns = {{"nam", ColumnKind::kText}};
  expect(source, {"'nam'", "did you mean 'name'"});

  source = file("lon,lat\n1,2\n");
  source.layer = "a";
  EXPECT_EQ(read(source).points.size(), 1U);
  source.layer = "b";
  expect(source, {"no layer 'b'", "'a'"});

  source = file("lon,lat,a,a\n1,2,3,4\n");
  EXPECT_EQ(read(source).points.size(), 1U);
  source.columns = {{"a", ColumnKind::kText}};
  expect(source, {"'a' appears twice"});

  source = file("lon,lat\n1,2\n");
  source.x_column = "lon";
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kOption, [&] { read(source); }).find("alone"),
            std::string::npos);
  source.y_column = "lat";
  source.columns = {{"lon", ColumnKind::kText}, {"lon", ColumnKind::kNumber}};
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kOption, [&] { read(source); }).find("twice"),
            std::string::npos);
  source.columns.clear();
  source.encoding = "Klingon";
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kOption, [&] { read(source); }).find("Klingon"),
            std::string::npos);
}

TEST(ReadPoints, CancelStopsTheReading) {
  const TempFolder folder;
  PointSource source;
  source.path = write_file(folder / "a.csv", "lon,lat\n1,2\n");
  const Context context(1);
  context.cancel();
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kCancelled,
                                  [&] { (void)geo::io::read_points(source, context); }),
            "");
  // In the middle: the reader cannot finish before the cancel, because it comes with the first
  // report.
  std::string text = "lon,lat\n";
  for (int i = 0; i < 2000000; ++i) text += "1,2\n";
  source.path = write_file(folder / "b.csv", text);
  const Context running(1);
  running.begin("read", 0, 1);
  std::thread watcher([&] {
    while (running.progress().fraction == 0) std::this_thread::yield();
    running.cancel();
  });
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kCancelled,
                                  [&] {
                                    for (;;) (void)geo::io::read_points(source, running);
                                  }),
            "");
  watcher.join();
}

// ---- A generated file with known faults, in every format

struct Row {
  std::string name;
  double x;
  double y;
  double weight;
};

std::vector<Row> random_rows(std::size_t count) {
  std::mt19937_64 random(5);
  std::uniform_real_distribution<double> unit(0, 1);
  std::vector<Row> rows;
  for (std::size_t i = 0; i < count; ++i) {
    rows.push_back({"企业 \"" + std::to_string(i) + "\", 上海", 121 + unit(random),
                    31 + unit(random), std::floor(unit(random) * 1000)});
  }
  return rows;
}

std::string shortest(double value) {
  char text[32];
  return {text, std::to_chars(text, text + sizeof text, value).ptr};
}

std::string as_csv(const std::vector<Row>& rows) {
  std::string text = "name,lon,lat,weight\n";
  for (const Row& row : rows) {
    std::string name;
    for (const char c : row.name) name += c == '"' ? std::string("\"\"") : std::string(1, c);
    text += "\"" + name + "\"," + shortest(row.x) + "," + shortest(row.y) + "," +
            shortest(row.weight) + "\n";
  }
  return text;
}

void expect_equal(const PointsRead& got, const std::vector<Row>& rows, double tolerance = 0) {
  ASSERT_EQ(got.points.size(), rows.size());
  EXPECT_EQ(got.rejects.rejected(), 0U);
  const auto& names = std::get<std::vector<std::string>>(got.points.find("name")->values);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    ASSERT_NEAR(got.points.x[i], rows[i].x, tolerance);
    ASSERT_NEAR(got.points.y[i], rows[i].y, tolerance);
    ASSERT_EQ(got.points.weight[i], rows[i].weight);
    ASSERT_EQ(got.points.row[i], i + 1);
    ASSERT_EQ(names[i], rows[i].name);
  }
}

PointSource asking(const std::string& path) {
  PointSource source = at(path);
  source.weight_column = "weight";
  source.columns = {{"name", ColumnKind::kText}};
  return source;
}

void pack(const std::string& path, const std::string& bytes) {
  VSILFILE* file = VSIFOpenL(path.c_str(), "wb");
  ASSERT_NE(file, nullptr) << path;
  ASSERT_EQ(VSIFWriteL(bytes.data(), 1, bytes.size(), file), bytes.size());
  ASSERT_EQ(VSIFCloseL(file), 0);
}

// A dataset of one layer with these rows, as points or as a table with columns lon and lat.
void write_layer(const char* driver, const std::string& path, const std::vector<Row>& rows,
                 bool table, int epsg = 4326) {
  geo::io::init_gdal();
  GDALDriver* found = GetGDALDriverManager()->GetDriverByName(driver);
  ASSERT_NE(found, nullptr) << driver;
  const GDALDatasetUniquePtr dataset(found->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  ASSERT_NE(dataset, nullptr) << path;
  OGRSpatialReference system;
  system.importFromEPSG(epsg);
  system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  CPLStringList options;
  if (EQUAL(driver, "ESRI Shapefile")) options.SetNameValue("ENCODING", "UTF-8");
  OGRLayer* layer = dataset->CreateLayer("firms", table ? nullptr : &system,
                                         table ? wkbNone : wkbPoint, options.List());
  ASSERT_NE(layer, nullptr);
  OGRFieldDefn name("name", OFTString);
  OGRFieldDefn weight("weight", OFTReal);
  OGRFieldDefn lon("lon", OFTReal);
  OGRFieldDefn lat("lat", OFTReal);
  layer->CreateField(&name);
  layer->CreateField(&weight);
  if (table) {
    layer->CreateField(&lon);
    layer->CreateField(&lat);
  }
  for (const Row& row : rows) {
    const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
    feature->SetField("name", row.name.c_str());
    feature->SetField("weight", row.weight);
    if (table) {
      feature->SetField("lon", row.x);
      feature->SetField("lat", row.y);
    } else {
      OGRPoint point(row.x, row.y);
      feature->SetGeometry(&point);
    }
    ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
  }
}

TEST(ReadPoints, ReadsTheSameFromEveryFormat) {
  const TempFolder folder;
  geo::io::init_gdal();
  const std::vector<Row> rows = random_rows(500);
  const std::string csv = as_csv(rows);
  expect_equal(read(asking(write_file(folder / "a.csv", csv))), rows);
  pack("/vsigzip/" + (folder / "a.csv.gz").string(), csv);
  expect_equal(read(asking((folder / "a.csv.gz").string())), rows);
  EXPECT_FALSE(std::filesystem::exists(folder / "a.csv.gz.properties"));
  pack("/vsizip/" + (folder / "a.zip").string() + "/inner/a.csv", csv);
  expect_equal(read(asking((folder / "a.zip").string())), rows);

  struct Format {
    const char* driver;
    const char* file;
    double tolerance;
  };
  for (const Format& format :
       {Format{"GPKG", "p.gpkg", 0}, Format{"GeoJSON", "p.geojson", 1e-7},
        Format{"ESRI Shapefile", "p.shp", 0}, Format{"FlatGeobuf", "p.fgb", 0}}) {
    const std::string path = (folder / format.file).string();
    write_layer(format.driver, path, rows, false);
    const PointsRead got = read(asking(path));
    EXPECT_EQ(got.points.crs, "EPSG:4326") << format.file;
    EXPECT_EQ(got.x_column, "");
    if (std::string(format.driver) == "FlatGeobuf") {  // sorted along a Hilbert curve when written
      EXPECT_EQ(got.points.size(), rows.size());
      continue;
    }
    expect_equal(got, rows, format.tolerance);
  }
  for (const Format& format : {Format{"XLSX", "t.xlsx", 1e-12}, Format{"ODS", "t.ods", 1e-12},
                               Format{"GPKG", "t.gpkg", 0}}) {
    const std::string path = (folder / format.file).string();
    write_layer(format.driver, path, rows, true);
    const PointsRead got = read(asking(path));
    EXPECT_EQ(got.points.crs, "WGS84") << format.file;
    EXPECT_EQ(got.x_column, "lon") << format.file;
    expect_equal(got, rows, format.tolerance);
  }
}

TEST(ReadPoints, TakesTheSystemOfTheLayerUnlessToldOtherwise) {
  const TempFolder folder;
  const std::string path = (folder / "p.gpkg").string();
  write_layer("GPKG", path, {{"a", 500000, 3450000, 1}}, false, 32651);
  PointSource source = asking(path);
  EXPECT_EQ(read(source).points.crs, "EPSG:32651");
  source.crs = "EPSG:4549";
  EXPECT_EQ(read(source).points.crs, "EPSG:4549");
  const std::string shapefile = (folder / "p.shp").string();
  write_layer("ESRI Shapefile", shapefile, {{"a", 500000, 3450000, 1}}, false, 4549);
  EXPECT_EQ(read(asking(shapefile)).points.crs, "EPSG:4549");
}

TEST(ReadPoints, LayersAreChosenByName) {
  const TempFolder folder;
  geo::io::init_gdal();
  const std::string path = (folder / "two.gpkg").string();
  {
    const GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GPKG")->Create(
        path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    for (const char* name : {"firms", "parks"}) {
      OGRLayer* layer = dataset->CreateLayer(name, nullptr, wkbPoint);
      const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
      OGRPoint point(name[0], 2);
      feature->SetGeometry(&point);
      ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
  }
  PointSource source = at(path);
  expect_input_error([&] { read(source); }, {"several layers", "firms, parks"});
  source.layer = "parks";
  EXPECT_EQ(read(source).points.x[0], 'p');
  source.layer = "park";
  expect_input_error([&] { read(source); }, {"no layer 'park'", "did you mean 'parks'"});

  const std::string archive = (folder / "two.zip").string();
  {
    VSILFILE* zip = VSIFOpenL(("/vsizip/" + archive).c_str(), "wb");
    ASSERT_NE(zip, nullptr);
    pack("/vsizip/" + archive + "/b.csv", "lon,lat\n3,4\n");
    pack("/vsizip/" + archive + "/a.csv", "lon,lat\n1,2\n");
    VSIFCloseL(zip);
  }
  source = at(archive);
  expect_input_error([&] { read(source); }, {"several files", "a.csv, b.csv"});
  source.layer = "b";
  EXPECT_EQ(read(source).points.x[0], 3);
  source.layer = "c";
  expect_input_error([&] { read(source); }, {"no file 'c'", "a.csv, b.csv"});
}

const char* const kMixed = R"({"type": "FeatureCollection", "features": [
 {"type": "Feature", "properties": {"n": 1}, "geometry": {"type": "Point", "coordinates": [121, 31]}},
 {"type": "Feature", "properties": {"n": 2}, "geometry": null},
 {"type": "Feature", "properties": {"n": 3}, "geometry": {"type": "MultiPoint", "coordinates": [[121.5, 31.5]]}},
 {"type": "Feature", "properties": {"n": 4}, "geometry": {"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]}},
 {"type": "Feature", "properties": {"n": 5}, "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]}},
 {"type": "Feature", "properties": {"n": 6}, "geometry": {"type": "Point", "coordinates": [0, 0]}},
 {"type": "Feature", "properties": {"n": 7}, "geometry": {"type": "Point", "coordinates": [121, 95, 4]}}]})";

TEST(ReadPoints, GeometriesThatAreNotOnePointAreRejected) {
  const TempFolder folder;
  const PointsRead got = read(at(write_file(folder / "a.geojson", kMixed)));
  EXPECT_EQ(got.points.x, (std::vector<double>{121, 121.5}));
  EXPECT_EQ(got.points.row, (std::vector<std::uint64_t>{1, 3}));
  const std::vector<const char*> reasons = {reason::kNoGeometry, reason::kNotPoint,
                                            reason::kNotPoint, reason::kZero, reason::kLatitude};
  ASSERT_EQ(got.rejects.rejected(), reasons.size());
  for (std::size_t i = 0; i < reasons.size(); ++i)
    EXPECT_EQ(got.rejects.rows[i].reason, reasons[i]);
  EXPECT_EQ(got.rejects.rows[2].value, "POLYGON");
}

TEST(ReadPoints, PolygonsAndLinesAreSentToTheirPlace) {
  const TempFolder folder;
  const auto expect = [&](const std::string& geometry, std::initializer_list<std::string> parts) {
    const std::string path = write_file(
        folder / "a.geojson",
        R"({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"area": 1}, "geometry": )" +
            geometry + "}]}");
    expect_input_error([&] { read(at(path)); }, parts);
  };
  expect(R"({"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]})",
         {"polygons, not points", "regions", "area"});
  expect(R"({"type": "MultiPolygon", "coordinates": [[[[0, 0], [1, 0], [0, 1], [0, 0]]]]})",
         {"polygons, not points"});
  expect(R"({"type": "LineString", "coordinates": [[0, 0], [1, 0]]})", {"lines, not points"});
  // With columns named, the polygons do not matter.
  const std::string path =
      write_file(folder / "b.geojson", R"({"type": "FeatureCollection", "features": [
    {"type": "Feature", "properties": {"lon": 121, "lat": "31.5"},
     "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [0, 1], [0, 0]]]}}]})");
  PointSource source = at(path);
  source.x_column = "lon";
  source.y_column = "lat";
  const PointsRead got = read(source);
  EXPECT_EQ(got.points.x[0], 121);
  EXPECT_EQ(got.points.y[0], 31.5);
}

TEST(ReadPoints, DamagedFilesCarryGdalsReason) {
  const TempFolder folder;
  const std::vector<Row> rows = random_rows(5000);
  const std::string whole = (folder / "a.gpkg").string();
  write_layer("GPKG", whole, rows, false);
  std::ifstream stream(whole, std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(stream)), {});
  // Of a file that lacks its last page alone, SQLite says nothing: it reads zeros there.
  for (const std::size_t size : {std::size_t{40}, bytes.size() / 4, bytes.size() / 2,
                                 bytes.size() - 5000, bytes.size() - 1}) {
    const std::string path = write_file(folder / "cut.gpkg", bytes.substr(0, size));
    ::testing::internal::CaptureStderr();
    expect_input_error([&] { read(asking(path)); },
                       {path, "is truncated: " + std::to_string(size) + " of "});
    EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");
  }
  const std::string longer = write_file(folder / "longer.gpkg", bytes + "more");
  EXPECT_EQ(read(asking(longer)).points.size(), rows.size());
  // Pages in the middle overwritten: the file opens, and breaks when it is read.
  std::string holed = bytes;
  for (std::size_t i = holed.size() / 2; i < holed.size() / 2 + 20000; ++i) holed[i] = 'x';
  const std::string path = write_file(folder / "holed.gpkg", holed);
  ::testing::internal::CaptureStderr();
  expect_input_error([&] { read(asking(path)); }, {path, "cannot be read"});
  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "");

  pack("/vsigzip/" + (folder / "a.csv.gz").string(), as_csv(rows));
  std::ifstream packed(folder / "a.csv.gz", std::ios::binary);
  std::string gzip((std::istreambuf_iterator<char>(packed)), {});
  const std::string cut = write_file(folder / "cut.csv.gz", gzip.substr(0, gzip.size() / 2));
  expect_input_error([&] { read(asking(cut)); }, {cut, "cannot be read to its end"});
  gzip[gzip.size() - 8] = static_cast<char>(gzip[gzip.size() - 8] ^ 1);  // the checksum
  const std::string wrong = write_file(folder / "wrong.csv.gz", gzip);
  expect_input_error([&] { read(asking(wrong)); }, {wrong, "cannot be read to its end", "CRC"});
  expect_input_error([&] { read(asking(write_file(folder / "no.csv.gz", "lon,lat\n1,2\n"))); },
                     {"no gzip file"});
  expect_input_error([&] { read(asking(write_file(folder / "no.zip", "lon,lat\n1,2\n"))); },
                     {"no.zip", "not a readable zip archive"});
  expect_input_error([&] { read(asking(write_file(folder / "no.geojson", "{\"a\": 1}"))); },
                     {"no.geojson", "cannot be read as a vector file"});
}

}  // namespace
