#include "base/fold.hpp"

namespace geo::base {

std::string fold(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  const auto wide = [](char c) { return static_cast<unsigned char>(c) >= 0x80; };
  bool space = false;
  const auto put = [&](std::string_view bytes) {
    // A space stays only between two signs of ASCII.
    if (space && !out.empty() && !wide(out.back()) && !wide(bytes.front())) out += ' ';
    space = false;
    out += bytes;
  };
  for (std::size_t i = 0; i < text.size();) {
    const std::string_view rest = text.substr(i);
    const auto byte = [&](std::size_t k) { return static_cast<unsigned char>(rest[k]); };
    if (rest.starts_with("\xE3\x80\x80") || rest.starts_with("\xC2\xA0")) {
      space = true;  // ideographic, no-break
      i += byte(0) == 0xE3 ? 3U : 2U;
      continue;
    }
    char c = rest.front();
    std::size_t length = 1;
    if (rest.size() >= 3 && byte(0) == 0xEF && (byte(1) == 0xBC || byte(1) == 0xBD) &&
        (byte(2) & 0xC0U) == 0x80) {
      // U+FF01 to U+FF5E are the signs of ASCII from ! to ~.
      const unsigned point = 0xF000U | (byte(1) & 0x3FU) << 6U | (byte(2) & 0x3FU);
      if (point >= 0xFF01 && point <= 0xFF5E) {
        c = static_cast<char>(point - 0xFF01 + '!');
        length = 3;
      }
    }
    i += length;
    if (c == ' ' || c == '\t') {
      space = true;
      continue;
    }
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    put({&c, 1});
  }
  return out;
}

}  // namespace geo::base
