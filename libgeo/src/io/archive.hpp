#pragma once

#include <cstdint>
#include <string>

// Archives that unpack to far more than anybody packs. Real tables shrink by 5 to 30, repetitive
// ones by 100; deflate can do 1032, which is what bombs are made of.
namespace geo::io {

/// How many times its size a file may hold.
inline constexpr std::uint64_t kMaxUnpackRatio = 250;
/// Whatever unpacks to no more than this is no bomb.
inline constexpr std::uint64_t kHarmlessBytes = std::uint64_t{256} << 20U;

/// Whether `unpacked` bytes are more than `packed` bytes may hold.
[[nodiscard]] constexpr bool is_bomb(std::uint64_t packed, std::uint64_t unpacked) {
  return unpacked > kHarmlessBytes && unpacked / kMaxUnpackRatio > packed;
}

/// Throws Error(kInput) where the local file `path` is a zip archive (also an .xlsx, .ods or .kmz)
/// whose entries together are a bomb, as its directory states; what holds more than it states is
/// cut there by GDAL. Another file is passed. O(entries).
void refuse_zip_bomb(const std::string& path);

/// Reads the gzip archive `path` to its end. Throws Error(kInput) where it is a bomb or damaged.
/// O(unpacked bytes), a buffer of memory.
void refuse_bad_gzip(const std::string& path);

}  // namespace geo::io
