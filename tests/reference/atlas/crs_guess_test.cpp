#include <gtest/gtest.h>

#include <iostream>

#include "geo/atlas/atlas.hpp"
#include "support/shanghai.hpp"

// Two real files whose coordinate systems are known.
namespace {

void check(const std::string& file, const char* x, const char* y, const char* district,
           const char* expected) {
  geo::atlas::Job job;
  job.boundaries = geo::test::shanghai_districts();
  job.enterprises.path = geo::test::shared(file).string();
  job.enterprises.x_column = x;
  job.enterprises.y_column = y;
  job.district_column = district;
  job.district_aliases = geo::test::repository("data/shanghai/district_names.csv").string();
  job.guess_crs = true;
  job.density.reset();
  job.clusters.reset();
  const geo::atlas::Atlas atlas = geo::atlas::compute(job, geo::Context(2));
  ASSERT_TRUE(atlas.crs_guess.has_value());
  for (const auto& candidate : atlas.crs_guess->candidates) {
    std::cout << file << ' ' << candidate.crs << ' ' << candidate.agree << " of "
              << atlas.crs_guess->rows << '\n';
  }
  std::cout << "  lead " << atlas.crs_guess->sigma << " sigma; stated "
            << atlas.district_check->stated << ", unknown " << atlas.district_check->unknown
            << ", missing " << atlas.district_check->missing << ", differ "
            << atlas.district_check->differ << '\n';
  EXPECT_EQ(atlas.crs_guess->chosen, expected);
}

TEST(CrsGuess, HousingEstatesAreBd09) {
  const std::string file = "data/points/ganji_shanghai_bd09.csv";
  GEO_NEEDS_SHARED(file);
  check(file, "经度", "纬度", "区域商圈", "BD-09");
}

TEST(CrsGuess, SharedBikesAreGcj02) {
  const std::string file = "data/points/mobike_shanghai_20161022.csv";
  GEO_NEEDS_SHARED(file);
  check(file, "lon", "lat", "district", "GCJ-02");
}

}  // namespace
