#include "io/encoding.hpp"

#include <iconv.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "geo/core/error.hpp"

namespace geo::io {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";  // U+FFFD

unsigned byte_at(std::string_view text, std::size_t i) {
  return static_cast<unsigned char>(text[i]);
}

bool continuation(unsigned byte) { return (byte & 0xC0U) == 0x80U; }

struct Character {
  std::size_t length = 0;  // 0: not well formed
  bool cut = false;        // ... unless more bytes follow
};

// The character of more than one byte that begins at `i`.
Character character_at(std::string_view text, std::size_t i) {
  const unsigned lead = byte_at(text, i);
  std::size_t length = 0;
  unsigned low = 0x80;  // the range of the second byte rules out overlong forms and surrogates
  unsigned high = 0xBF;
  if (lead >= 0xC2 && lead <= 0xDF) {
    length = 2;
  } else if (lead >= 0xE0 && lead <= 0xEF) {
    length = 3;
    if (lead == 0xE0) low = 0xA0;
    if (lead == 0xED) high = 0x9F;
  } else if (lead >= 0xF0 && lead <= 0xF4) {
    length = 4;
    if (lead == 0xF0) low = 0x90;
    if (lead == 0xF4) high = 0x8F;
  } else {
    return {};
  }
  const std::size_t there = std::min(length, text.size() - i);
  if (there > 1 && (byte_at(text, i + 1) < low || byte_at(text, i + 1) > high)) return {};
  for (std::size_t k = 2; k < there; ++k) {
    if (!continuation(byte_at(text, i + k))) return {};
  }
  if (there < length) return {0, true};
  return {length, false};
}

}  // namespace

std::string canonical_encoding(const std::string& name) {
  std::string key;
  for (const char c : name) {
    if (c >= 'a' && c <= 'z') {
      key += static_cast<char>(c - 'a' + 'A');
    } else if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')) {
      key += c;
    }
  }
  constexpr std::array kChinese = {"GB18030", "GBK",     "GB2312", "EUCCN",      "CP936",
                                   "936",     "ANSI936", "MS936",  "WINDOWS936", "GB231280"};
  if (std::find(kChinese.begin(), kChinese.end(), key) != kChinese.end()) return "GB18030";
  if (key == "UTF8" || key == "UTF8SIG" || key == "UTF8BOM" || key == "65001" || key == "CP65001") {
    return "UTF-8";
  }
  return name;
}

Utf8Scan scan_utf8(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  constexpr std::uint64_t kHigh = 0x8080808080808080;
  Utf8Scan scan;
  std::size_t i = 0;
  while (i < text.size()) {
    const unsigned lead = byte_at(text, i);
    const std::size_t left = text.size() - i;
    if (lead < 0x80) {
      if (left >= sizeof(std::uint64_t)) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + i, sizeof word);
        if ((word & kHigh) == 0 && ((word - kOnes) & kHigh) == 0) {  // eight ASCII bytes, none NUL
          i += sizeof word;
          continue;
        }
      }
      scan.nul = scan.nul || lead == 0;
      ++i;
      continue;
    }
    // Nearly all of Chinese: three bytes, and any continuation will do.
    if (lead >= 0xE1 && lead <= 0xEC && left >= 3 && continuation(byte_at(text, i + 1)) &&
        continuation(byte_at(text, i + 2))) {
      ++scan.multibyte;
      i += 3;
      continue;
    }
    const Character character = character_at(text, i);
    if (character.length == 0) {
      scan.cut = character.cut;
      break;
    }
    ++scan.multibyte;
    i += character.length;
  }
  scan.valid = i;
  return scan;
}

std::string to_utf8(std::string_view text) {
  const Utf8Scan scan = scan_utf8(text);
  if (scan.valid == text.size()) return std::string(text);
  if (scan.cut && scan.multibyte > 0) return std::string(text.substr(0, scan.valid));
  Decoder decoder("GB18030");
  std::string out;
  decoder.append(text, true, out);
  return out;
}

std::string_view shortened(std::string_view text, std::size_t limit) {
  if (text.size() <= limit) return text;
  while (limit > 0 && continuation(byte_at(text, limit))) --limit;
  return text.substr(0, limit);
}

Decoder::Decoder(const std::string& encoding) {
  const std::string name = canonical_encoding(encoding);
  if (name == "UTF-8") return;
  iconv_t handle = iconv_open("UTF-8", name.c_str());
  // NOLINTNEXTLINE(performance-no-int-to-ptr): this is how iconv says no
  if (handle == reinterpret_cast<iconv_t>(-1)) {
    throw Error(ErrorCode::kOption, "encoding: '" + encoding +
                                        "' is unknown to this system; use UTF-8, GB18030, or leave "
                                        "it empty to have it guessed");
  }
  handle_ = handle;
}

Decoder::~Decoder() {
  if (handle_ != nullptr) iconv_close(handle_);
}

void Decoder::append(std::string_view bytes, bool last, std::string& out) {
  pending_.append(bytes);
  std::size_t done = 0;
  if (handle_ == nullptr) {
    while (done < pending_.size()) {
      const std::string_view rest = std::string_view(pending_).substr(done);
      const Utf8Scan scan = scan_utf8(rest);
      out.append(rest.substr(0, scan.valid));
      done += scan.valid;
      if (scan.valid == rest.size() || (scan.cut && !last)) break;
      out.append(kReplacement);
      ++undecodable_;
      done = scan.cut ? pending_.size() : done + 1;
    }
    pending_.erase(0, done);
    return;
  }
  std::array<char, 65536> piece{};
  char* from = pending_.data();
  std::size_t left = pending_.size();
  while (left > 0) {
    char* to = piece.data();
    std::size_t room = piece.size();
    const std::size_t result = iconv(handle_, &from, &left, &to, &room);
    const int error = errno;
    out.append(piece.data(), piece.size() - room);
    if (result != static_cast<std::size_t>(-1) || error == E2BIG) continue;
    if (error == EINVAL && !last) break;  // a character goes on in the next piece
    out.append(kReplacement);
    ++undecodable_;
    const std::size_t skipped = error == EINVAL ? left : 1;
    from += skipped;
    left -= skipped;
    iconv(handle_, nullptr, nullptr, nullptr, nullptr);
  }
  pending_.erase(0, pending_.size() - left);
}

}  // namespace geo::io
