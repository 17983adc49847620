#pragma once

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <type_traits>

namespace geo::base {

/// `bytes` of memory, aligned to 64 bytes. From 2 MB on it begins where a huge page may and the
/// system is asked for such pages (see advise_huge_pages). Throws std::bad_alloc. Freed by
/// std::free.
[[nodiscard]] void* allocate_raw(std::size_t bytes);

struct FreeRaw {
  void operator()(void* memory) const noexcept { std::free(memory); }
};

/// Values that are not set when they are made: for large arrays whose first touch should be the
/// write that counts.
template <typename T>
using RawArray = std::unique_ptr<T[], FreeRaw>;

template <typename T>
[[nodiscard]] RawArray<T> raw_array(std::size_t n) {
  static_assert(std::is_trivially_destructible_v<T>);
  return RawArray<T>(static_cast<T*>(allocate_raw(n * sizeof(T))));
}

}  // namespace geo::base
