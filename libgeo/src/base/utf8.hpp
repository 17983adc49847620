#pragma once

#include <cstddef>
#include <string_view>

namespace geo::base {

/// The length of the UTF-8 sequence at the front of a text that is not empty, or 0 where there is
/// none (RFC 3629).
[[nodiscard]] std::size_t utf8_length(std::string_view text);

}  // namespace geo::base
