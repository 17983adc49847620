#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <new>
#include <string>
#include <variant>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/core/error.hpp"
#include "geo/synth/synth.hpp"
#include "support/shared.hpp"

// Enterprises that are read in batches and not kept.
namespace {

namespace atlas = geo::atlas;
using geo::Context;

std::string shanghai(const std::string& name) {
  return std::string(GEO_SOURCE_DIR) + "/data/shanghai/" + name;
}

// The embedded project without what needs all enterprises at once.
atlas::Job embedded() {
  atlas::Job job = atlas::read_job(shanghai("atlas.json"));
  job.clusters.reset();
  job.id_column.clear();  // repetitions
  job.name_column.clear();
  job.density->bins.reset();
  job.density->pixel_m = 1000;
  job.enterprises.weight_column = "employees";
  return job;
}

void expect_same_tables(const atlas::Atlas& got, const atlas::Atlas& want) {
  ASSERT_EQ(got.tables.size(), want.tables.size());
  for (std::size_t t = 0; t < want.tables.size(); ++t) {
    ASSERT_EQ(got.tables[t].columns.size(), want.tables[t].columns.size());
    for (std::size_t c = 0; c < want.tables[t].columns.size(); ++c) {
      const geo::TableColumn& one = got.tables[t].columns[c];
      const geo::TableColumn& other = want.tables[t].columns[c];
      ASSERT_EQ(one.name, other.name);
      const auto* numbers = std::get_if<std::vector<double>>(&one.values);
      if (numbers == nullptr) {
        EXPECT_EQ(one.values, other.values) << want.tables[t].name << " " << one.name;
        continue;
      }
      const auto& expected = std::get<std::vector<double>>(other.values);
      ASSERT_EQ(numbers->size(), expected.size());
      for (std::size_t i = 0; i < expected.size(); ++i) {
        const bool same =
            (*numbers)[i] == expected[i] || (std::isnan((*numbers)[i]) && std::isnan(expected[i]));
        EXPECT_TRUE(same) << want.tables[t].name << " " << one.name << " " << i;
      }
    }
  }
}

TEST(AtlasBatches, GiveWhatAllAtOnceGives) {
  for (const bool corrected : {true, false}) {
    atlas::Job job = embedded();
    if (!corrected) {
      job.density->correction = geo::density::Correction::kNone;
      job.density->mask = true;
      job.density->options.kernel = geo::density::Kernel::kGaussian;
    }
    const atlas::Atlas want = atlas::compute(job, Context(2));
    ASSERT_EQ(want.tables.size(), 4U);
    ASSERT_EQ(want.heatmaps.size(), 11U);
    for (const std::uint64_t rows : {std::uint64_t{3001}, std::uint64_t{20000}}) {
      job.batch_rows = rows;
      const atlas::Atlas got = atlas::compute(job, Context(2));
      EXPECT_EQ(got.points.size(), 0U);
      EXPECT_TRUE(got.points.synthetic);
      EXPECT_EQ(got.enterprise_rejects.read, want.enterprise_rejects.read);
      EXPECT_EQ(got.encoding, want.encoding);
      expect_same_tables(got, want);
      ASSERT_EQ(got.heatmaps.size(), want.heatmaps.size());
      for (std::size_t h = 0; h < want.heatmaps.size(); ++h) {
        const geo::Grid& one = got.heatmaps[h].grid;
        const geo::Grid& other = want.heatmaps[h].grid;
        EXPECT_EQ(got.heatmaps[h].name, want.heatmaps[h].name);
        EXPECT_EQ(got.heatmaps[h].title, want.heatmaps[h].title);
        ASSERT_EQ(one.frame, other.frame);
        double most = 0;
        for (const double value : other.values) most = std::fmax(most, value);
        for (std::size_t i = 0; i < other.values.size(); ++i) {
          ASSERT_EQ(std::isnan(one.values[i]), std::isnan(other.values[i]));
          if (std::isnan(other.values[i])) continue;
          // The Gaussian is within its stated error of the sum, whatever the parts.
          const double allowed = corrected ? 1e-9 * other.values[i] + 1e-15 : 2e-6 * most;
          ASSERT_NEAR(one.values[i], other.values[i], allowed) << h << " " << i;
        }
      }
      ASSERT_EQ(got.grid_areas.size(), want.grid_areas.size());
    }
  }
}

TEST(AtlasBatches, WhatNeedsAllAtOnceIsNamed) {
  const auto error = [](const auto& change) {
    atlas::Job job = embedded();
    job.batch_rows = 1000;
    change(job);
    try {
      static_cast<void>(atlas::compute(job, Context(1)));
    } catch (const geo::Error& thrown) {
      EXPECT_EQ(thrown.code(), geo::ErrorCode::kOption);
      return std::string(thrown.what());
    }
    ADD_FAILURE() << "nothing was thrown";
    return std::string();
  };
  const auto expect = [&](const std::string& key, const auto& change) {
    const std::string message = error(change);
    EXPECT_NE(message.find("atlas.json: " + key), std::string::npos) << message;
    EXPECT_NE(message.find("batch_rows"), std::string::npos) << message;
  };
  expect("clusters", [](atlas::Job& job) { job.clusters.emplace(); });
  expect("classify", [](atlas::Job& job) { job.classify.emplace(); });
  expect("enterprises.district", [](atlas::Job& job) { job.district_column = "x"; });
  expect("density.bandwidth_m", [](atlas::Job& job) {
    job.density->bandwidth_rule = geo::density::BandwidthRule::kScott;
  });
  expect("density.adaptive", [](atlas::Job& job) { job.density->adaptive.emplace(); });
  expect("density.relative", [](atlas::Job& job) { job.density->relative.emplace(); });
  expect("density.significance", [](atlas::Job& job) { job.density->significance.emplace(); });
  expect("density.bins", [](atlas::Job& job) { job.density->bins.emplace(); });
  expect("density.time", [](atlas::Job& job) { job.density->time.emplace(); });
  expect("batch_rows needs boundaries", [](atlas::Job& job) { job.boundaries.reset(); });
}

#ifndef __SANITIZE_ADDRESS__  // which takes address space by the terabyte

std::uint64_t address_space() {
  std::ifstream statm("/proc/self/statm");
  std::uint64_t pages = 0;
  statm >> pages;
  return pages * static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

// Runs `body` in a process of its own; its exit code.
template <typename Body>
int in_child(Body&& body) {
  const pid_t child = fork();
  if (child == 0) {
    int code = 99;
    try {
      code = body();
    } catch (const std::bad_alloc&) {
      code = 6;
    } catch (const std::exception& error) {
      std::fprintf(stderr, "%s\n", error.what());
    }
    _exit(code);
  }
  int status = 0;
  EXPECT_EQ(waitpid(child, &status, 0), child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status);
}

TEST(AtlasBatches, MemoryDoesNotGrowWithTheRows) {
  constexpr std::uint64_t kRows = 3000000;
  constexpr std::uint64_t kRoom = std::uint64_t{100} << 20U;  // 36 bytes a row would be 108 MB
  const geo::test::TempFolder folder;
  const std::string pipe = (folder / "pipe").string();
  ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
  const auto run = [&](std::uint64_t batch_rows) {
    const pid_t writer = fork();
    if (writer == 0) {
      try {
        geo::synth::write_enterprises({.recipe = shanghai("synth.json"), .count = kRows}, pipe,
                                      Context(1));
      } catch (const std::exception&) {  // the reader has gone
      }
      _exit(0);
    }
    const int code = in_child([&] {
      atlas::Job job = embedded();
      job.batch_rows = 5000;
      job.density->by_specialty = false;
      const Context one(1);
      static_cast<void>(atlas::compute(job, one));  // what is needed for any number of rows
      rlimit limit{};
      limit.rlim_cur = limit.rlim_max = address_space() + kRoom;
      if (setrlimit(RLIMIT_AS, &limit) != 0) return 98;
      job.batch_rows = batch_rows;
      job.enterprises.path = pipe;
      const atlas::Atlas atlas = atlas::compute(job, one);
      return atlas.counts.points() == kRows && atlas.enterprise_rejects.read == kRows ? 0 : 97;
    });
    int status = 0;
    kill(writer, SIGKILL);
    waitpid(writer, &status, 0);
    return code;
  };
  EXPECT_EQ(run(50000), 0);
  EXPECT_EQ(run(0), 6) << "the limit is too high to tell";
}

#endif

}  // namespace
