#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <array>

#include "geo/core/context.hpp"
#include "geo/io/grids.hpp"
#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "io/archive.hpp"
#include "io/delimited.hpp"
#include "io/gdal.hpp"
#include "support.hpp"

// Files that were made to do harm: docs/security.md is tested line by line.
namespace geo::io {
namespace {

using test::expect_input_error;
using test::TempFolder;
using test::write_file;

constexpr std::size_t kMega = std::size_t{1} << 20U;

PointSet points_in(const std::string& path) {
  PointSource source;
  source.path = path;
  return read_points(source, Context(1)).points;
}

PolygonSet regions_in(const std::string& path, std::uint64_t max_vertices = 1000) {
  RegionSource source;
  source.path = path;
  source.max_vertices = max_vertices;
  return read_regions(source, Context(1)).regions;
}

void read_as_points(const std::string& path) { static_cast<void>(points_in(path)); }
void read_as_regions(const std::string& path) { static_cast<void>(regions_in(path)); }

// Appends `times` x `piece` to a file at GDAL's path, which packs it.
void pack(const std::string& path, const std::string& piece, std::size_t times) {
  init_gdal();
  VSILFILE* file = VSIFOpenL(path.c_str(), "wb");
  ASSERT_NE(file, nullptr) << path;
  for (std::size_t i = 0; i < times; ++i) {
    ASSERT_EQ(VSIFWriteL(piece.data(), 1, piece.size(), file), piece.size());
  }
  ASSERT_EQ(VSIFCloseL(file), 0);
}

std::string unpacked(const std::string& path) {
  GByte* bytes = nullptr;
  vsi_l_offset size = 0;
  EXPECT_TRUE(VSIIngestFile(nullptr, path.c_str(), &bytes, &size, -1)) << path;
  std::string text(reinterpret_cast<const char*>(bytes), size);
  VSIFree(bytes);
  return text;
}

// A workbook with one sheet, as GDAL writes it.
std::string workbook(const std::string& path) {
  init_gdal();
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName("XLSX");
  if (driver == nullptr) return {};
  const GDALDatasetUniquePtr book(driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  OGRLayer* sheet = book->CreateLayer("sheet", nullptr, wkbNone, nullptr);
  for (const char* name : {"lon", "lat", "name"}) {
    OGRFieldDefn field(name, name[0] == 'l' ? OFTReal : OFTString);
    EXPECT_EQ(sheet->CreateField(&field), OGRERR_NONE);
  }
  OGRFeature feature(sheet->GetLayerDefn());
  feature.SetField("lon", 121.5);
  feature.SetField("lat", 31.25);
  feature.SetField("name", "haha");
  EXPECT_EQ(sheet->CreateFeature(&feature), OGRERR_NONE);
  return path;
}

// A copy of an archive in which the entries whose names hold `which` are changed.
void repack(const std::string& from, const std::string& to, const std::string& which,
            const std::function<std::string(std::string)>& change) {
  const std::string source = "/vsizip/{" + from + "}";
  const CPLStringList entries(VSIReadDirRecursive(source.c_str()));
  VSILFILE* keep = VSIFOpenL(("/vsizip/" + to).c_str(), "wb");
  bool changed = false;
  for (int i = 0; i < entries.Count(); ++i) {
    const std::string name = entries[i];
    if (name.ends_with("/")) continue;
    std::string bytes = unpacked(source + "/" + name);
    if (name.find(which) != std::string::npos) {
      bytes = change(bytes);
      changed = true;
    }
    pack("/vsizip/" + to + "/" + name, bytes, 1);
  }
  VSIFCloseL(keep);
  ASSERT_TRUE(changed) << which;
}

TEST(Hostile, TooManyColumns) {
  const TempFolder temp;
  std::string header = "lon,lat";
  for (std::size_t i = 2; i < DelimitedReader::kMaxFields; ++i) header += ",c" + std::to_string(i);
  std::string row = "121,31" + std::string(DelimitedReader::kMaxFields - 2, ',');
  const std::string most = header + "\n" + row + "\n";
  EXPECT_EQ(points_in(write_file(temp / "most.csv", most)).size(), 1U);
  expect_input_error(
      [&] { read_as_points(write_file(temp / "wide.csv", header + ",more\n" + row + ",\n")); },
      {"wide.csv: the header has more than 65536 fields"});
  expect_input_error([&] { read_as_points(write_file(temp / "row.csv", most + row + ",\n")); },
                     {"row.csv: row 2 has more than 65536 fields"});
}

TEST(Hostile, OneHugeLine) {
  const TempFolder temp;
  const std::string line(17 * kMega, 'a');
  expect_input_error([&] { read_as_points(write_file(temp / "h.csv", line)); },
                     {"h.csv: the header is longer than 16 MiB"});
  expect_input_error(
      [&] { read_as_points(write_file(temp / "r.csv", "lon,lat\n121,31\n1,\"" + line)); },
      {"r.csv: row 2 is longer than 16 MiB", "quote"});
  // The same of 2 GB and more that takes no room on the disk: nobody reads it to its end.
  const std::string path = write_file(temp / "sparse.csv", "lon,lat\n" + line);
  std::filesystem::resize_file(path, std::uintmax_t{3} << 30U);
  expect_input_error([&] { read_as_points(path); }, {"sparse.csv: row 1 is longer than 16 MiB"});
}

TEST(Hostile, Bombs) {
  const TempFolder temp;
  const std::size_t pieces = kHarmlessBytes / kMega + 4;
  const std::string zip = (temp / "bomb.zip").string();
  pack("/vsizip/" + zip + "/a.csv", std::string(kMega, '\n'), pieces);
  expect_input_error([&] { read_as_points(zip); }, {"bomb.zip", "250 times its size", "bomb"});
  expect_input_error([&] { read_as_regions(zip); }, {"bomb.zip", "250 times its size"});
  expect_input_error([&] { read_as_points("/vsizip/" + zip + "/a.csv"); }, {"bomb.zip"});
  const std::string gzip = (temp / "bomb.csv.gz").string();
  pack("/vsigzip/" + gzip, std::string(kMega, '\n'), pieces);
  expect_input_error([&] { read_as_points(gzip); }, {"bomb.csv.gz", "250 times its size"});

  const std::string layers = (temp / "bomb.geojson.gz").string();
  pack("/vsigzip/" + layers, std::string(kMega, ' '), pieces);
  expect_input_error([&] { read_as_points(layers); }, {"bomb.geojson.gz", "250 times its size"});
  expect_input_error([&] { read_as_regions(layers); }, {"bomb.geojson.gz", "250 times its size"});

  const std::string book = workbook((temp / "good.xlsx").string());
  if (book.empty()) GTEST_SKIP() << "this GDAL writes no XLSX";
  const std::string big = (temp / "bomb.xlsx").string();
  repack(book, big, "sheet1.xml",
         [&](const std::string& xml) { return xml + std::string(pieces * kMega, ' '); });
  expect_input_error([&] { read_as_points(big); }, {"bomb.xlsx", "250 times its size"});
}

// What is packed by gzip and no text: damaged, none at all, and of several files.
TEST(Hostile, PackedLayers) {
  const TempFolder temp;
  const std::string good = (temp / "a.geojson.gz").string();
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < 500; ++i) {
    text += std::string(i == 0 ? "" : ",") + R"({"type":"Feature","properties":{"n":)" +
            std::to_string(i * 7919 % 1000) +
            R"(},"geometry":{"type":"Point","coordinates":[121.)" + std::to_string(i) + ",31]}}";
  }
  pack("/vsigzip/" + good, text + "]}", 1);
  EXPECT_EQ(points_in(good).size(), 500U);
  const std::string bytes = unpacked(good);
  expect_input_error(
      [&] {
        read_as_points(write_file(temp / "cut.geojson.gz", bytes.substr(0, bytes.size() / 2)));
      },
      {"cut.geojson.gz: is cut off or damaged"});
  std::string wrong = bytes;
  wrong[wrong.size() - 8] = static_cast<char>(wrong[wrong.size() - 8] ^ 1);  // the checksum
  expect_input_error([&] { read_as_points(write_file(temp / "wrong.gpkg.gz", wrong)); },
                     {"wrong.gpkg.gz: is cut off or damaged"});
  expect_input_error([&] { read_as_regions(write_file(temp / "no.gpkg.gz", text)); },
                     {"no.gpkg.gz: is no gzip file"});
  for (const char* name : {"a.shp.gz", "a.mif.gz", "a.TAB.gz", "a.ods.gz", "a.xlsx.gz"}) {
    expect_input_error([&] { read_as_points(write_file(temp / name, bytes)); },
                       {name, "gunzip it first"});
  }
}

TEST(Hostile, WorkbooksWithinArchives) {
  const TempFolder temp;
  const std::string zip = (temp / "books.zip").string();
  pack("/vsizip/" + zip + "/a.XLSX", "PK", 1);
  expect_input_error([&] { read_as_points(zip); }, {"books.zip: holds a workbook", "unzip it"});
}

// What shrinks much but is small, and what is large but shrinks little, is no bomb.
TEST(Hostile, HonestArchivesPass) {
  const TempFolder temp;
  const std::string gzip = (temp / "same.csv.gz").string();
  std::string rows = "lon,lat\n";
  for (int i = 0; i < 200000; ++i) rows += "121.5,31.25\n";
  pack("/vsigzip/" + gzip, rows, 1);
  EXPECT_GT(rows.size(), 100 * std::filesystem::file_size(gzip));
  EXPECT_EQ(points_in(gzip).size(), 200000U);
  EXPECT_FALSE(is_bomb(1, kHarmlessBytes));
  EXPECT_TRUE(is_bomb(1, kHarmlessBytes + 1));
  EXPECT_FALSE(is_bomb(std::uint64_t{4} << 30U, std::uint64_t{400} << 30U));
  EXPECT_TRUE(is_bomb(std::uint64_t{4} << 20U, std::uint64_t{4} << 30U));
}

TEST(Hostile, BillionLaughs) {
  const TempFolder temp;
  const std::string book = workbook((temp / "good.xlsx").string());
  if (book.empty()) GTEST_SKIP() << "this GDAL writes no XLSX";
  ASSERT_EQ(points_in(book).size(), 1U);
  std::string entities = R"(<!DOCTYPE worksheet [<!ENTITY l0 "haha">)";
  for (int i = 1; i < 10; ++i) {
    entities += "<!ENTITY l" + std::to_string(i) + " \"";
    for (int j = 0; j < 10; ++j) entities += "&l" + std::to_string(i - 1) + ";";
    entities += "\">";
  }
  entities += "]>";
  const auto laugh = [&](std::string xml) {
    const std::size_t begin = xml.find("?>") + 2;
    xml.insert(begin, entities);
    const std::size_t text = xml.find("haha", begin + entities.size());
    if (text != std::string::npos) xml.replace(text, 4, "&l9;");
    return xml;
  };
  const std::string path = (temp / "laughs.xlsx").string();
  repack(book, path, "sharedStrings.xml", laugh);
  EXPECT_NE(unpacked("/vsizip/{" + path + "}/xl/sharedStrings.xml").find("&l9;"),
            std::string::npos);
  expect_input_error([&] { read_as_points(path); }, {"laughs.xlsx"});
}

// A file that sends its reader elsewhere is not followed, not even to a file beside it.
TEST(Hostile, FilesThatNameOtherSources) {
  const TempFolder temp;
  write_file(temp / "good.csv", "lon,lat\n121,31\n");
  const std::string vrt = write_file(
      temp / "points.vrt",
      "<OGRVRTDataSource><OGRVRTLayer name=\"good\"><SrcDataSource relativeToVRT=\"1\">good.csv"
      "</SrcDataSource><GeometryField encoding=\"PointFromColumns\" x=\"lon\" y=\"lat\"/>"
      "</OGRVRTLayer></OGRVRTDataSource>");
  init_gdal();
  EXPECT_NE(GDALDatasetUniquePtr(GDALDataset::Open(vrt.c_str(), GDAL_OF_VECTOR)), nullptr)
      << "GDAL alone would follow it";
  expect_input_error([&] { read_as_points(vrt); }, {"points.vrt", "cannot be read"});
  expect_input_error([&] { read_as_regions(vrt); }, {"points.vrt", "cannot be read"});
  const std::string raster =
      write_file(temp / "grid.tif",
                 "<VRTDataset rasterXSize=\"1\" rasterYSize=\"1\"><GeoTransform>0,1,0,1,0,-1"
                 "</GeoTransform><VRTRasterBand dataType=\"Byte\" band=\"1\"/></VRTDataset>");
  EXPECT_NE(GDALDatasetUniquePtr(GDALDataset::Open(raster.c_str(), GDAL_OF_RASTER)), nullptr);
  expect_input_error([&] { static_cast<void>(read_grid(raster, Context(1))); },
                     {"grid.tif", "is not a raster that can be read"});
  const std::string wfs = write_file(
      temp / "wfs.xml", "<OGRWFSDataSource><URL>http://127.0.0.1:9/ows</URL></OGRWFSDataSource>");
  expect_input_error([&] { read_as_regions(wfs); }, {"wfs.xml", "cannot be read"});
}

TEST(Hostile, TooManyVertices) {
  const TempFolder temp;
  std::string ring = "[[0,0]";
  for (int i = 1; i < 1000; ++i) ring += ",[" + std::to_string(i) + ",1]";
  ring += ",[0,0]]";
  const std::string path = write_file(
      temp / "r.geojson", R"({"type":"Polygon","coordinates":[)" + ring + "," + ring + "]}");
  EXPECT_EQ(regions_in(path, 2002).vertex_count(), 2002U);
  expect_input_error([&] { static_cast<void>(regions_in(path, 2001)); },
                     {"r.geojson: feature 1", "above 2001 vertices"});
}

TEST(Hostile, GridThatClaimsMoreThanItHolds) {
  const TempFolder temp;
  init_gdal();
  const std::string path = (temp / "sparse.tif").string();
  {
    CPLStringList options;
    options.AddString("SPARSE_OK=YES");
    options.AddString("TILED=YES");
    options.AddString("BLOCKXSIZE=4096");
    options.AddString("BLOCKYSIZE=4096");
    const GDALDatasetUniquePtr file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), 30000, 30000, 1, GDT_Byte, options.List()));
    std::array<double, 6> transform{0, 1, 0, 0, 0, -1};
    ASSERT_EQ(file->SetGeoTransform(transform.data()), CE_None);
  }
  expect_input_error([&] { static_cast<void>(read_grid(path, Context(1))); },
                     {"sparse.tif", "more than 1000 pixels for each of its bytes"});
}

}  // namespace
// A few pixels in a block of 32 GiB, which GDAL would ask for as a whole.
TEST(Hostile, GridWithBlocksLargerThanItself) {
  const TempFolder temp;
  init_gdal();
  const std::string path = (temp / "blocks.tif").string();
  {
    CPLStringList options;
    for (const char* option :
         {"SPARSE_OK=YES", "TILED=YES", "BLOCKXSIZE=65536", "BLOCKYSIZE=65536"}) {
      options.AddString(option);
    }
    const GDALDatasetUniquePtr file(GetGDALDriverManager()->GetDriverByName("GTiff")->Create(
        path.c_str(), 6, 5, 1, GDT_Float64, options.List()));
    ASSERT_NE(file, nullptr);
    std::array<double, 6> transform{0, 1, 0, 0, 0, -1};
    ASSERT_EQ(file->SetGeoTransform(transform.data()), CE_None);
  }
  expect_input_error([&] { static_cast<void>(read_grid(path, Context(1))); },
                     {"blocks.tif", "blocks of more than 1000 bytes"});
}

}  // namespace geo::io
