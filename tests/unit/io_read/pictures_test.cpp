#include "geo/io/pictures.hpp"

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "geo/geodesy/crs.hpp"
#include "support.hpp"

namespace geo::io {
namespace {

namespace fs = std::filesystem;

/// A picture of 64 x 64 pixels over [120, 122] x [30, 32] degrees: the west half one colour, the
/// east half another; `bands` values of each.
std::string halves(const fs::path& path, int bands, const std::vector<int>& west,
                   const std::vector<int>& east, GDALDataType type = GDT_Byte,
                   const char* driver = "GTiff", bool placed = true) {
  GDALAllRegister();
  GDALDriver* how = GetGDALDriverManager()->GetDriverByName(driver);
  GDALDataset* file = how->Create(path.c_str(), 64, 64, bands, type, nullptr);
  if (placed) {
    double transform[6] = {120, 2.0 / 64, 0, 32, 0, -2.0 / 64};
    file->SetGeoTransform(transform);
    OGRSpatialReference crs;
    crs.SetFromUserInput("EPSG:4326");
    crs.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
    file->SetSpatialRef(&crs);
  }
  for (int b = 1; b <= bands; ++b) {
    for (const bool is_east : {false, true}) {
      int value = (is_east ? east : west)[static_cast<std::size_t>(b - 1)];
      std::vector<int> pixels(32 * 64, value);
      EXPECT_EQ(file->GetRasterBand(b)->RasterIO(GF_Write, is_east ? 32 : 0, 0, 32, 64,
                                                 pixels.data(), 32, 64, GDT_Int32, 0, 0, nullptr),
                CE_None);
    }
  }
  if (bands == 2 || bands == 4) {
    file->GetRasterBand(bands)->SetColorInterpretation(GCI_AlphaBand);
  }
  GDALClose(file);
  return path.string();
}

/// The part of the ground in UTM around a place, 2 km wide.
Box around(double longitude, double latitude) {
  const Point at =
      geodesy::transform({longitude, latitude}, geodesy::Crs("WGS84"), geodesy::Crs("EPSG:32651"));
  return Box{at.x, at.y, at.x, at.y}.grown(1000);
}

std::uint32_t colour_at(const std::string& file, double longitude, double latitude) {
  const GroundPicture picture =
      read_picture(file, "EPSG:32651", around(longitude, latitude), 9, Context(1));
  EXPECT_EQ(picture.frame.columns, 9);
  EXPECT_EQ(picture.frame.rows, 9);
  EXPECT_EQ(picture.rgba.size(), 81U);
  return picture.rgba[40];
}

TEST(Pictures, are_brought_to_their_place) {
  const test::TempFolder temp;
  const std::string rgb = halves(temp / "rgb.tif", 3, {250, 10, 20}, {30, 40, 240});
  EXPECT_EQ(colour_at(rgb, 120.5, 31), 0xFA0A14FFU);
  EXPECT_EQ(colour_at(rgb, 121.5, 31), 0x1E28F0FFU);
  const std::string rgba = halves(temp / "rgba.tif", 4, {250, 10, 20, 128}, {30, 40, 240, 255});
  EXPECT_EQ(colour_at(rgba, 121.5, 30.5), 0x1E28F0FFU);
  EXPECT_EQ(colour_at(rgba, 120.5, 30.5) & 0xFFU, 128U);
  const std::string grey = halves(temp / "grey.tif", 1, {90}, {200});
  EXPECT_EQ(colour_at(grey, 120.5, 31.5), 0x5A5A5AFFU);
  EXPECT_EQ(colour_at(grey, 121.5, 31.5), 0xC8C8C8FFU);
}

TEST(Pictures, with_a_colour_table) {
  const test::TempFolder temp;
  const std::string path = halves(temp / "table.tif", 1, {1}, {2});
  {
    GDALDataset* file = GDALDataset::FromHandle(GDALOpen(path.c_str(), GA_Update));
    GDALColorTable table;
    const GDALColorEntry red{200, 0, 0, 255};
    const GDALColorEntry green{0, 180, 0, 255};
    table.SetColorEntry(1, &red);
    table.SetColorEntry(2, &green);
    file->GetRasterBand(1)->SetColorTable(&table);
    GDALClose(file);
  }
  EXPECT_EQ(colour_at(path, 120.5, 31), 0xC80000FFU);
  EXPECT_EQ(colour_at(path, 121.5, 31), 0x00B400FFU);
}

TEST(Pictures, what_is_not_covered_is_transparent) {
  const test::TempFolder temp;
  const std::string rgb = halves(temp / "rgb.tif", 3, {250, 10, 20}, {30, 40, 240});
  const GroundPicture picture =
      read_picture(rgb, "EPSG:32651", around(120, 31).grown(50000), 40, Context(1));
  EXPECT_EQ(picture.rgba[20 * 40 + 4] & 0xFFU, 0U);
  EXPECT_EQ(picture.rgba[20 * 40 + 36] & 0xFFU, 255U);
}

TEST(Pictures, the_longer_side_has_the_pixels) {
  const test::TempFolder temp;
  const std::string rgb = halves(temp / "rgb.tif", 3, {250, 10, 20}, {30, 40, 240});
  Box box = around(121, 31);
  box.max_x += 2000;
  const GroundPicture picture = read_picture(rgb, "EPSG:32651", box, 100, Context(1));
  EXPECT_EQ(picture.frame.columns, 100);
  EXPECT_EQ(picture.frame.rows, 50);
  EXPECT_EQ(picture.crs, "EPSG:32651");
  EXPECT_DOUBLE_EQ(picture.frame.west, box.min_x);
  EXPECT_DOUBLE_EQ(picture.frame.north, box.max_y);
}

TEST(Pictures, an_mbtiles_is_one) {
  const test::TempFolder temp;
  const std::string rgb = halves(temp / "rgb.tif", 3, {250, 10, 20}, {30, 40, 240});
  GDALDataset* from = GDALDataset::FromHandle(GDALOpen(rgb.c_str(), GA_ReadOnly));
  GDALDriver* how = GetGDALDriverManager()->GetDriverByName("MBTiles");
  if (how == nullptr) GTEST_SKIP() << "GDAL has no MBTiles";
  const std::string path = (temp / "map.mbtiles").string();
  GDALDataset* to = how->CreateCopy(path.c_str(), from, 0, nullptr, nullptr, nullptr);
  ASSERT_NE(to, nullptr);
  GDALClose(to);
  GDALClose(from);
  const std::uint32_t west = colour_at(path, 120.5, 31);
  EXPECT_NEAR(static_cast<int>(west >> 24U), 250, 6);
  EXPECT_NEAR(static_cast<int>(west >> 8U & 0xFFU), 20, 6);
  EXPECT_EQ(west & 0xFFU, 255U);
}

TEST(Pictures, what_is_none_is_said) {
  const test::TempFolder temp;
  const Box box = around(121, 31);
  const auto read = [&](const std::string& path) {
    return [path, box] { (void)read_picture(path, "EPSG:32651", box, 10, Context(1)); };
  };
  test::expect_input_error(read((temp / "none.tif").string()), {"none.tif", "GeoTIFF"});
  test::expect_input_error(read(test::write_file(temp / "text.tif", "hello")), {"text.tif"});
  test::expect_input_error(read(halves(temp / "deep.tif", 3, {1, 2, 3}, {4, 5, 6}, GDT_UInt16)),
                           {"deep.tif", "8 bits"});
  test::expect_input_error(read(halves(temp / "five.tif", 5, {1, 2, 3, 4, 5}, {1, 2, 3, 4, 5})),
                           {"five.tif", "RGB"});
  test::expect_input_error(
      read(halves(temp / "bare.tif", 3, {1, 2, 3}, {4, 5, 6}, GDT_Byte, "GTiff", false)),
      {"bare.tif", "lies"});
  const std::string rgb = halves(temp / "rgb.tif", 3, {250, 10, 20}, {30, 40, 240});
  test::expect_input_error(
      [&] { (void)read_picture(rgb, "EPSG:32651", around(124, 35), 10, Context(1)); },
      {"rgb.tif", "nothing"});
  (void)test::message_of(ErrorCode::kOption,
                         [&] { (void)read_picture(rgb, "EPSG:32651", Box{}, 10, Context(1)); });
  (void)test::message_of(ErrorCode::kOption,
                         [&] { (void)read_picture(rgb, "EPSG:32651", box, 0, Context(1)); });
  Context cancelled(1);
  cancelled.cancel();
  (void)test::message_of(ErrorCode::kCancelled,
                         [&] { (void)read_picture(rgb, "EPSG:32651", box, 10, cancelled); });
}

}  // namespace
}  // namespace geo::io
