#include "base/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <atomic>
#include <new>
#include <system_error>
#include <thread>
#include <vector>

namespace geo::base {
namespace {

/// How many threads can run, `wanted` at most: where the system gives fewer (ulimit -v, the pids of
/// a container), fewer compute, to the same bits. A thread that TBB's own threads cannot start ends
/// the process, so as many are started here first; their stacks are then there to be used again.
int startable(int wanted) {
  static std::atomic<int> proven{1};
  if (wanted <= proven.load(std::memory_order_relaxed)) return wanted;
  std::atomic<bool> over{false};
  std::vector<std::thread> threads;
  try {
    threads.reserve(static_cast<std::size_t>(wanted) - 1);
    while (static_cast<int>(threads.size()) + 1 < wanted) {
      threads.emplace_back([&over] { over.wait(false); });
    }
  } catch (const std::system_error&) {
  } catch (const std::bad_alloc&) {
  }
  over = true;
  over.notify_all();
  for (std::thread& thread : threads) thread.join();
  int started = static_cast<int>(threads.size()) + 1;
  if (started < wanted) started = (started + 1) / 2;  // what they compute wants room, too
  int known = proven.load();
  while (known < started && !proven.compare_exchange_weak(known, started)) {
  }
  return started;
}

}  // namespace

void run_chunks(const Context& context, std::size_t chunks,
                const std::function<void(std::size_t)>& body) {
  if (chunks == 0) return;
  const int threads = chunks > 1 ? startable(context.threads()) : 1;
  if (threads == 1) {
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      context.check();
      body(chunk);
    }
    return;
  }
  // Without this TBB silently caps an arena at the number of processors, and a test that asks for
  // seven threads on two cores would test two.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(threads));
  tbb::task_arena arena(threads);
  arena.execute([&] {
    tbb::parallel_for(
        tbb::blocked_range<std::size_t>(0, chunks, 1),
        [&](const tbb::blocked_range<std::size_t>& range) {
          for (std::size_t chunk = range.begin(); chunk != range.end(); ++chunk) {
            context.check();
            body(chunk);
          }
        },
        tbb::simple_partitioner());
  });
}

}  // namespace geo::base
