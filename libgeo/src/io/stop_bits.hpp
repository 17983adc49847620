#pragma once

#include <cstddef>
#include <cstdint>

namespace geo::io {

/// How many bytes a word of `stop_bits` tells of.
inline constexpr std::size_t kStopWord = 64;

/// Where a field may end: bit i % 64 of bits[i / 64] is set where text[i] is the separator, LF or
/// CR, for the first `words` x 64 bytes of the text. Vectorised.
void stop_bits(const char* text, std::size_t words, char separator, std::uint64_t* bits);

}  // namespace geo::io
