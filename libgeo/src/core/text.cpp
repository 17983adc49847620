#include "geo/core/text.hpp"

#include <array>
#include <cstdio>

#include "base/utf8.hpp"

namespace geo {
namespace {

/// The code of a sequence of UTF-8 if it moves a terminal's cursor, begins one of its commands or
/// ends a line; else 0x20, which does not.
unsigned control(std::string_view sequence) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(sequence[i]); };
  if (sequence.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7F ? byte(0) : 0x20;
  if (sequence.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0 ? byte(1) : 0x20;
  if (sequence == "\u2028") return 0x2028;
  if (sequence == "\u2029") return 0x2029;
  return 0x20;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string line;
  line.reserve(text.size());
  while (!text.empty()) {
    const std::size_t length = base::utf8_length(text);
    std::array<char, 8> escape{};
    if (length == 0) {
      std::snprintf(escape.data(), escape.size(), "\\x%02x",
                    static_cast<unsigned>(static_cast<unsigned char>(text.front())));
      line += escape.data();
      text.remove_prefix(1);
      continue;
    }
    const std::string_view sequence = text.substr(0, length);
    const unsigned code = control(sequence);
    if (code == 0x20) {
      line += sequence;
    } else if (code == '\n' || code == '\r' || code == '\t') {
      line += code == '\n' ? "\\n" : code == '\r' ? "\\r" : "\\t";
    } else {
      std::snprintf(escape.data(), escape.size(), "\\u%04x", code);
      line += escape.data();
    }
    text.remove_prefix(length);
  }
  return line;
}

}  // namespace geo
