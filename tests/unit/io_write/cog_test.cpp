#include <gtest/gtest.h>

#include <cmath>

#include "geo/io/write.hpp"
#include "support/file_size_limit.hpp"
#include "unit/io_write/support.hpp"

namespace geo::io::test {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Grid grid(int columns, int rows) {
  Grid grid;
  grid.crs = "EPSG:32651";
  grid.frame = {300000, 3500000, 250, columns, rows};
  grid.unit = "1/km2";
  grid.facts = {{"kernel", "quartic"}, {"bandwidth_m", "3000"}, {"points", "42"}};
  for (int i = 0; i < columns * rows; ++i) {
    grid.values.push_back(i % 7 == 3 ? kNaN : std::sqrt(i) / 3);
  }
  return grid;
}

TEST(Cog, AnotherProgramReadsWhatWasWritten) {
  const TempFolder temp;
  const Grid source = grid(701, 523);
  write_cog(source, temp / "g.tif", {{"title", "全部企业"}, {"data_status", "SYNTHETIC"}},
            Context(2));
  const Dataset file = open(temp / "g.tif", GDAL_OF_RASTER, "GTiff");
  ASSERT_NE(file, nullptr);
  EXPECT_STREQ(file->GetMetadataItem("LAYOUT", "IMAGE_STRUCTURE"), "COG");
  EXPECT_EQ(file->GetRasterXSize(), 701);
  EXPECT_EQ(file->GetRasterYSize(), 523);
  double transform[6];
  ASSERT_EQ(file->GetGeoTransform(transform), CE_None);
  const double wanted[6] = {300000, 250, 0, 3500000, 0, -250};
  for (int i = 0; i < 6; ++i) EXPECT_EQ(transform[i], wanted[i]);
  ASSERT_NE(file->GetSpatialRef(), nullptr);
  EXPECT_STREQ(file->GetSpatialRef()->GetAuthorityCode(nullptr), "32651");
  EXPECT_STREQ(file->GetMetadataItem("kernel"), "quartic");
  EXPECT_STREQ(file->GetMetadataItem("points"), "42");
  EXPECT_STREQ(file->GetMetadataItem("data_status"), "SYNTHETIC");

  GDALRasterBand* band = file->GetRasterBand(1);
  EXPECT_EQ(band->GetRasterDataType(), GDT_Float32);
  EXPECT_STREQ(band->GetUnitType(), "1/km2");
  EXPECT_STREQ(band->GetDescription(), "全部企业");
  int has_no_data = 0;
  EXPECT_TRUE(std::isnan(band->GetNoDataValue(&has_no_data)));
  EXPECT_NE(has_no_data, 0);
  EXPECT_GE(band->GetOverviewCount(), 1);
  std::vector<float> values(source.values.size());
  ASSERT_EQ(
      band->RasterIO(GF_Read, 0, 0, 701, 523, values.data(), 701, 523, GDT_Float32, 0, 0, nullptr),
      CE_None);
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (std::isnan(source.values[i])) {
      ASSERT_TRUE(std::isnan(values[i])) << i;
    } else {
      ASSERT_EQ(values[i], static_cast<float>(source.values[i])) << i;
    }
  }
}

TEST(Cog, SameBytesWithAnyThreads) {
  const TempFolder temp;
  const Grid source = grid(1300, 1100);
  std::set<std::string> seen;
  for (const int threads : {1, 2, 7, 1}) {
    write_cog(source, temp / "g.tif", {}, Context(threads));
    seen.insert(read_bytes(temp / "g.tif"));
  }
  EXPECT_EQ(seen.size(), 1U);
}

TEST(Cog, SmallestGridAndNoCrs) {
  const TempFolder temp;
  Grid one = grid(1, 1);
  write_cog(one, temp / "one.tif", {}, Context());
  const Dataset file = open(temp / "one.tif", GDAL_OF_RASTER, "GTiff");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->GetRasterXSize(), 1);
}

TEST(Cog, FullDiskAndWrongSystemsAreErrors) {
  const TempFolder temp;
  const Grid source = grid(900, 900);
  {
    const geo::test::FileSizeLimit limit(100000);
    const std::string message =
        message_of(ErrorCode::kOutput, [&] { write_cog(source, temp / "g.tif", {}, Context()); });
    EXPECT_NE(message.find("g.tif"), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
  }
  EXPECT_FALSE(is_open(temp / "g.tif"));
  message_of(ErrorCode::kOutput, [&] { write_cog(source, temp / "no" / "g.tif", {}, Context()); });
  const Context cancelled;
  cancelled.cancel();
  message_of(ErrorCode::kCancelled, [&] { write_cog(source, temp / "c.tif", {}, cancelled); });
}

TEST(Cog, VersionsAreNamed) {
  const Facts versions = library_versions();
  ASSERT_FALSE(versions.empty());
  EXPECT_EQ(versions[0].first, "GDAL");
  EXPECT_EQ(versions[0].second.substr(0, 2), "3.");
}

}  // namespace
}  // namespace geo::io::test
