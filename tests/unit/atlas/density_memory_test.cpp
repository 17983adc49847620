#include "atlas/density_memory.hpp"

#include <gtest/gtest.h>

#include <string>

#include "geo/core/error.hpp"

namespace geo::atlas {
namespace {

GridFrame frame_of(int columns, int rows) { return {0, 0, 1, columns, rows}; }

TEST(DensityMemory, GridsAreCounted) {
  DensityStep step;
  step.by_specialty = false;
  EXPECT_EQ(2U, grids_at_once(step, 10));  // and one while it is written
  step.by_specialty = true;
  EXPECT_EQ(12U, grids_at_once(step, 10));
  step.time = TimeStep{.column = "founded", .breaks = {2000, 2010, 2020}, .cumulative = false};
  EXPECT_EQ(14U, grids_at_once(step, 10));
  step.relative.emplace();
  const std::size_t relative = grids_at_once(step, 10);
  EXPECT_GE(relative, 14U + 20U);
  step.significance.emplace();
  const std::size_t significance = grids_at_once(step, 10);
  EXPECT_GT(significance, relative + 11U);
  step.significance->rank = 8;
  EXPECT_EQ(grids_at_once(step, 10), significance + 2 * 3);
  step.significance->envelope = true;
  EXPECT_EQ(grids_at_once(step, 10), significance + 2 * 3 + 2 * 11);
}

TEST(DensityMemory, WhatCannotFitIsRefusedWithTheKeysToChange) {
  DensityStep step;
  step.by_specialty = true;
  require_memory_for(step, 10, frame_of(100, 100));
  const auto words = [&] {
    try {
      require_memory_for(step, 10, frame_of(2000000, 1000000));
    } catch (const Error& error) {
      EXPECT_EQ(ErrorCode::kMemory, error.code());
      return std::string(error.what());
    }
    return std::string("not refused");
  };
  EXPECT_NE(std::string::npos, words().find("2000000 x 1000000 pixels")) << words();
  EXPECT_NE(std::string::npos, words().find("needs 192000 GB of memory")) << words();
  EXPECT_NE(std::string::npos,
            words().find("give larger pixels (pixel_m, --pixel), or leave out by_specialty"))
      << words();
  step.columns = 2000000;
  step.rows = 1000000;
  step.by_specialty = false;
  EXPECT_NE(std::string::npos, words().find("; give a smaller size (size, --size)")) << words();
  EXPECT_EQ(std::string::npos, words().find("leave out")) << words();
}

}  // namespace
}  // namespace geo::atlas
