#pragma once

#include <cstddef>
#include <functional>
#include <utility>
#include <vector>

#include "geo/core/context.hpp"

// The only door to threads in the library. Work is cut into chunks of a fixed grain that does not
// depend on the number of threads, and reductions run in chunk order: the result is the same to the
// last bit with any number of threads.
namespace geo::base {

/// Runs `body(chunk)` for chunk in [0, chunks) on `context.threads()` threads, or on as many as the
/// system lets start. Checks for a cancel
/// before each chunk; the first exception stops the rest and is thrown here.
void run_chunks(const Context& context, std::size_t chunks,
                const std::function<void(std::size_t)>& body);

inline std::size_t chunk_count(std::size_t n, std::size_t grain) { return (n + grain - 1) / grain; }

/// Runs `body(begin, end)` over [0, n) in chunks of `grain`.
template <typename Body>
void parallel_for(const Context& context, std::size_t n, std::size_t grain, Body&& body) {
  run_chunks(context, chunk_count(n, grain), [&](std::size_t chunk) {
    const std::size_t begin = chunk * grain;
    body(begin, begin + grain < n ? begin + grain : n);
  });
}

/// `combine(combine(combine(init, m0), m1), ...)` with `m = map(begin, end)` of each chunk, in
/// order.
template <typename T, typename Map, typename Combine>
T parallel_reduce(const Context& context, std::size_t n, std::size_t grain, T init, Map&& map,
                  Combine&& combine) {
  std::vector<T> parts(chunk_count(n, grain));
  run_chunks(context, parts.size(), [&](std::size_t chunk) {
    const std::size_t begin = chunk * grain;
    parts[chunk] = map(begin, begin + grain < n ? begin + grain : n);
  });
  for (T& part : parts) init = combine(std::move(init), std::move(part));
  return init;
}

}  // namespace geo::base
