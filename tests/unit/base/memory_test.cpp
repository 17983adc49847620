#include "base/memory.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <string>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

namespace fs = std::filesystem;
using Kind = MemoryLimit::Kind;

/// A system that says what is written into it.
class System {
 public:
  System() : root_(fs::temp_directory_path() / ("geo_memory_" + std::to_string(getpid()))) {
    fs::remove_all(root_);
    write("process/statm", "500 100 10 1 0 9 0\n");
    write("meminfo",
          "MemTotal:  8000 kB\nMemFree:  1 kB\nMemAvailable:  5000 kB\nSwapFree: 1000 kB\n");
  }
  ~System() { fs::remove_all(root_); }
  System(const System&) = delete;
  System& operator=(const System&) = delete;

  void write(const fs::path& file, const std::string& text) const {
    fs::create_directories((root_ / file).parent_path());
    std::ofstream(root_ / file) << text;
  }
  void remove(const fs::path& file) const { fs::remove(root_ / file); }

  /// The limit of a kind; room and bytes are -1 where it is not known.
  [[nodiscard]] MemoryLimit limit(Kind kind) const {
    for (const MemoryLimit& each :
         memory_limits({root_ / "process", root_ / "meminfo", root_ / "groups"})) {
      if (each.kind == kind) return each;
    }
    return {kind, -1, -1};
  }

 private:
  fs::path root_;
};

TEST(Memory, OfTheMachineIsWhatIsFreeWithSwap) {
  const System system;
  EXPECT_EQ(8000 * 1024.0, system.limit(Kind::kMachine).bytes);
  EXPECT_EQ(6000 * 1024.0, system.limit(Kind::kMachine).room);
  EXPECT_EQ(-1, system.limit(Kind::kGroup).bytes);
}

TEST(Memory, OfTheMachineWhereLinuxDoesNotSaySo) {
  const System system;
  system.remove("meminfo");
  const MemoryLimit limit = system.limit(Kind::kMachine);
  EXPECT_GT(limit.bytes, 1e8);
  EXPECT_LT(limit.room, limit.bytes);
}

TEST(Memory, OfNestedGroupsTheLeast) {
  const System system;
  system.write("process/cgroup", "0::/a/b\n");
  EXPECT_EQ(-1, system.limit(Kind::kGroup).bytes);
  system.write("groups/a/b/memory.max", "max\n");
  EXPECT_EQ(-1, system.limit(Kind::kGroup).bytes);
  system.write("groups/a/memory.max", "3000000\n");
  EXPECT_EQ(3000000, system.limit(Kind::kGroup).bytes);
  system.write("groups/memory.max", "2000000\n");
  EXPECT_EQ(2000000, system.limit(Kind::kGroup).bytes);
  system.write("groups/a/b/memory.max", "1000000\n");
  const MemoryLimit least = system.limit(Kind::kGroup);
  EXPECT_EQ(1000000, least.bytes);
  EXPECT_EQ(std::max(0.0, 1000000 - 100.0 * static_cast<double>(sysconf(_SC_PAGESIZE))),
            least.room);
}

TEST(Memory, OfGroupsOfTheFirstVersion) {
  const System system;
  system.write("process/cgroup",
               "9:name=systemd:/\n4:cpu,memory:/c\n2:cpuset:/d\n0::/\nnonsense\n");
  system.write("groups/memory/memory.limit_in_bytes", "9223372036854771712\n");
  EXPECT_EQ(9223372036854771712.0, system.limit(Kind::kGroup).bytes);
  system.write("groups/memory/c/memory.limit_in_bytes", "5000000\n");
  EXPECT_EQ(5000000, system.limit(Kind::kGroup).bytes);
}

TEST(Memory, OfTheProcessIsTheLimitOfItsAddresses) {
  rlimit before{};
  ASSERT_EQ(0, getrlimit(RLIMIT_AS, &before));
  const System system;
  if (before.rlim_cur == RLIM_INFINITY) {
    EXPECT_EQ(-1, system.limit(Kind::kProcess).bytes);
  }
  const rlim_t wanted = rlim_t{1} << 46U;  // beyond what sanitizers take
  if (before.rlim_max != RLIM_INFINITY && before.rlim_max < wanted) GTEST_SKIP() << "a hard limit";
  const rlimit limited{wanted, before.rlim_max};
  ASSERT_EQ(0, setrlimit(RLIMIT_AS, &limited));
  const MemoryLimit limit = system.limit(Kind::kProcess);
  setrlimit(RLIMIT_AS, &before);
  EXPECT_EQ(static_cast<double>(wanted), limit.bytes);
  EXPECT_EQ(limit.bytes - 500.0 * static_cast<double>(sysconf(_SC_PAGESIZE)), limit.room);
}

TEST(Memory, InWords) {
  EXPECT_EQ("0 MB", bytes_text(0));
  EXPECT_EQ("512 MB", bytes_text(512e6));
  EXPECT_EQ("1.0 GB", bytes_text(1e9));
  EXPECT_EQ("14.4 GB", bytes_text(14.4e9));
  EXPECT_EQ("1234 GB", bytes_text(1234e9));
}

TEST(Memory, WhatCannotBeHadIsRefusedAndNamed) {
  require_memory(0, "nothing", "");
  require_memory(100e6, "little", "");
  try {
    require_memory(1e18, "a grid of 9 x 9 pixels", "choose larger pixels");
    FAIL() << "not refused";
  } catch (const Error& error) {
    const std::string text = error.what();
    EXPECT_EQ(ErrorCode::kMemory, error.code());
    EXPECT_EQ(0U, text.find("a grid of 9 x 9 pixels needs 1000000000 GB of memory; ")) << text;
    EXPECT_NE(std::string::npos, text.find(" are free; choose larger pixels")) << text;
  }
}

}  // namespace
}  // namespace geo::base
