#include "base/raw_array.hpp"

#include <limits>
#include <new>

#include "base/huge_pages.hpp"

namespace geo::base {

void* allocate_raw(std::size_t bytes) {
  constexpr std::size_t kLine = 64;
  constexpr std::size_t kHugePage = std::size_t{2} << 20;
  const std::size_t alignment = bytes < kHugePage ? kLine : kHugePage;
  if (bytes > std::numeric_limits<std::size_t>::max() - alignment) throw std::bad_alloc();
  const std::size_t whole = (bytes + alignment - 1) / alignment * alignment;
  void* const memory = std::aligned_alloc(alignment, whole);
  if (memory == nullptr) throw std::bad_alloc();
  advise_huge_pages(memory, whole);
  return memory;
}

}  // namespace geo::base
