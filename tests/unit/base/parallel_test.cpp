#include "base/parallel.hpp"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <mutex>
#include <set>
#include <thread>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

TEST(Parallel, EveryItemOnce) {
  for (const std::size_t n : {0U, 1U, 9U, 10U, 11U, 1000U}) {
    for (const int threads : {1, 2, 7}) {
      std::vector<std::atomic<int>> seen(n);
      parallel_for(Context(threads), n, 10, [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) ++seen[i];
      });
      for (const auto& count : seen) EXPECT_EQ(count, 1);
    }
  }
}

TEST(Parallel, ReductionHasTheSameBitsForAnyThreads) {
  constexpr std::size_t kItems = 100003;
  const auto sum = [](int threads) {
    return parallel_reduce(
        Context(threads), kItems, 1000, 0.0,
        [](std::size_t begin, std::size_t end) {
          double part = 0;
          for (std::size_t i = begin; i < end; ++i) part += std::sin(static_cast<double>(i)) * 1e9;
          return part;
        },
        [](double a, double b) { return a + b; });
  };
  const double one = sum(1);
  for (int run = 0; run < 5; ++run) {
    EXPECT_EQ(sum(2), one);
    EXPECT_EQ(sum(7), one);
  }
}

TEST(Parallel, MoreThreadsThanProcessorsAreRealThreads) {
  std::mutex mutex;
  std::set<std::thread::id> ids;
  run_chunks(Context(7), 70, [&](std::size_t) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    const std::lock_guard lock(mutex);
    ids.insert(std::this_thread::get_id());
  });
  EXPECT_GT(ids.size(), 2U);
  EXPECT_LE(ids.size(), 7U);
}

// In a process of its own, as threads that were once started can be again.
TEST(ParallelDeathTest, ComputesOnFewerThreadsWhereTheSystemStartsNoMore) {
  rlimit limit{};
  ASSERT_EQ(0, getrlimit(RLIMIT_AS, &limit));
  long pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  const auto used = static_cast<rlim_t>(pages) * static_cast<rlim_t>(sysconf(_SC_PAGESIZE));
  if (used > rlim_t{1} << 40U) GTEST_SKIP() << "a sanitizer takes more addresses than a limit here";
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  EXPECT_EXIT(
      {
        limit.rlim_cur = used + (rlim_t{100} << 20U);  // a dozen stacks
        if (setrlimit(RLIMIT_AS, &limit) != 0) std::_Exit(2);
        std::atomic<std::size_t> sum = 0;
        for (int run = 0; run < 20; ++run) {
          run_chunks(Context(500), 1000, [&](std::size_t chunk) { sum += chunk; });
        }
        std::_Exit(sum == 20 * 499500U ? 0 : 3);
      },
      testing::ExitedWithCode(0), "");
}

TEST(Parallel, CancelAndErrorsStopTheRest) {
  for (const int threads : {1, 2}) {
    const Context context(threads);
    std::atomic<int> done{0};
    EXPECT_THROW(run_chunks(context, 100000,
                            [&](std::size_t) {
                              if (++done == 10) context.cancel();
                            }),
                 Error);
    EXPECT_LT(done, 1000);
    EXPECT_THROW(run_chunks(Context(threads), 100,
                            [](std::size_t chunk) {
                              if (chunk == 50) throw Error(ErrorCode::kInput, "row 50");
                            }),
                 Error);
  }
}

}  // namespace
}  // namespace geo::base
