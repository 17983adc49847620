#include "base/huge_pages.hpp"

#ifdef __linux__
#include <sys/mman.h>

#include <cstdint>
#endif

namespace geo::base {

void advise_huge_pages([[maybe_unused]] void* begin, [[maybe_unused]] std::size_t bytes) noexcept {
#ifdef __linux__
  constexpr std::size_t kPage = 4096;
  constexpr std::size_t kSmallest = std::size_t{2} << 20;
  if (bytes < kSmallest) return;
  // Only whole pages may be named; those that are shared with other memory stay as they are.
  const std::size_t skipped = (kPage - reinterpret_cast<std::uintptr_t>(begin) % kPage) % kPage;
  const std::size_t whole = (bytes - skipped) / kPage * kPage;
  static_cast<void>(madvise(static_cast<char*>(begin) + skipped, whole, MADV_HUGEPAGE));
#endif
}

}  // namespace geo::base
