#pragma once

#include <cstdint>
#include <string>

namespace geo::base {

/// "1 row", "2 rows": a number and the words that agree with it.
[[nodiscard]] inline std::string counted(std::uint64_t number, const std::string& one,
                                         const std::string& many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

}  // namespace geo::base
