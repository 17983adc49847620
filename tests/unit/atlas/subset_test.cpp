#include "geo/atlas/subset.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <random>
#include <variant>

// Tables of some of the enterprises: the twin is a run on a file that holds no others.
namespace {

namespace atlas = geo::atlas;

atlas::Job tables_only() {
  atlas::Job job = atlas::read_job(std::string(GEO_SOURCE_DIR) + "/data/shanghai/atlas.json");
  job.clusters.reset();
  job.density.reset();
  job.id_column.clear();  // repetitions
  job.name_column.clear();
  return job;
}

TEST(Subset, HasTheTablesOfAFileWithoutTheOthers) {
  atlas::Job job = tables_only();
  const atlas::Atlas all = atlas::compute(job, geo::Context(2));
  std::mt19937 bits(11);
  for (const unsigned share : {2U, 100U}) {
    std::vector<std::uint32_t> indices;
    const auto file = std::filesystem::path(testing::TempDir()) / "subset.csv";
    {
      std::ifstream in(tables_only().enterprises.path);
      std::ofstream out(file);
      std::string line;
      std::getline(in, line);
      out << line << '\n';
      for (std::uint32_t i = 0; std::getline(in, line); ++i) {
        if (bits() % share != 0) continue;
        indices.push_back(i);
        out << line << '\n';
      }
    }
    job.enterprises.path = file.string();
    const atlas::Atlas want = atlas::compute(job, geo::Context(2));
    ASSERT_EQ(want.points.size(), indices.size());
    const std::vector<geo::Table> got = atlas::tables_of(all, indices);
    ASSERT_EQ(got.size(), 4U);
    ASSERT_EQ(got.size(), want.tables.size());
    for (std::size_t t = 0; t < got.size(); ++t) {
      EXPECT_EQ(got[t].name, want.tables[t].name);
      ASSERT_EQ(got[t].columns.size(), want.tables[t].columns.size());
      ASSERT_EQ(got[t].row_count(), want.tables[t].row_count());
      for (std::size_t c = 0; c < got[t].columns.size(); ++c) {
        for (std::size_t r = 0; r < got[t].row_count(); ++r) {
          EXPECT_EQ(got[t].cell(c, r), want.tables[t].cell(c, r))
              << got[t].name << " " << got[t].columns[c].name << " " << r;
        }
      }
    }
  }
}

TEST(Subset, AmountsAreTheTablesWithoutWhatComparesSpecialties) {
  const atlas::Atlas all = atlas::compute(tables_only(), geo::Context(2));
  const std::vector<std::uint32_t> indices = {0, 5, 17, 400};
  const std::vector<geo::Table> whole = atlas::tables_of(all, indices);
  const std::vector<geo::Table> amounts = atlas::amounts_of(all, indices);
  ASSERT_EQ(amounts.size(), 2U);
  EXPECT_EQ(amounts[0].name, "districts");
  EXPECT_EQ(amounts[1].name, "belts");
  for (std::size_t t = 0; t < 2; ++t) {
    for (std::size_t c = 0; c < amounts[t].columns.size(); ++c) {
      const std::string& name = amounts[t].columns[c].name;
      const geo::TableColumn* const same = whole[t].find(name);
      ASSERT_NE(same, nullptr) << name;
      for (std::size_t r = 0; r < amounts[t].row_count(); ++r) {
        EXPECT_EQ(amounts[t].cell(c, r),
                  whole[t].cell(static_cast<std::size_t>(same - whole[t].columns.data()), r))
            << name;
      }
    }
  }
  for (const char* name :
       {"unspecified", "specialties_present", "diversity", "herfindahl", "top_specialty_zh",
        "top_specialty_lq", "designated_count", "designated_share", "designated_lq", "realised"}) {
    EXPECT_NE(whole[0].find(name), nullptr) << name;
    EXPECT_EQ(amounts[0].find(name), nullptr) << name;
  }
}

TEST(Subset, IsEmptyOfAnAtlasWithoutBoundariesOrPoints) {
  EXPECT_TRUE(atlas::tables_of(atlas::Atlas{}, {}).empty());
}

TEST(Subset, MayHoldNobody) {
  const atlas::Atlas all = atlas::compute(tables_only(), geo::Context(2));
  const std::vector<geo::Table> got = atlas::tables_of(all, {});
  ASSERT_EQ(got.size(), 4U);
  EXPECT_EQ(
      got[0].cell(static_cast<std::size_t>(got[0].find("enterprises") - got[0].columns.data()), 0),
      "0");
}

}  // namespace
