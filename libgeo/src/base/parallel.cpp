#include "base/parallel.hpp"

#include <tbb/blocked_range.h>
#include <tbb/global_control.h>
#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

namespace geo::base {

void run_chunks(const Context& context, std::size_t chunks,
                const std::function<void(std::size_t)>& body) {
  if (chunks == 0) return;
  if (context.threads() == 1 || chunks == 1) {
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      context.check();
      body(chunk);
    }
    return;
  }
  // Without this TBB silently caps an arena at the number of processors, and a test that asks for
  // seven threads on two cores would test two.
  const tbb::global_control limit(tbb::global_control::max_allowed_parallelism,
                                  static_cast<std::size_t>(context.threads()));
  tbb::task_arena arena(context.threads());
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
