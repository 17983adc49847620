#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

// Text of any encoding as UTF-8. What cannot be decoded becomes U+FFFD and is counted.
namespace geo::io {

/// One name for each encoding: "GBK", "GB2312", "936", "CP936", "ANSI 936" and the like are
/// GB18030, which contains them all; "utf8" is UTF-8; other names are returned as they are.
[[nodiscard]] std::string canonical_encoding(const std::string& name);

/// How much of `text`, from its start, is well-formed UTF-8 (RFC 3629: no overlong forms, no
/// surrogates).
struct Utf8Scan {
  std::size_t valid = 0;      ///< bytes, ending at a character
  std::size_t multibyte = 0;  ///< characters of more than one byte among them
  bool cut = false;           ///< what follows may be the beginning of a character
  bool nul = false;           ///< a NUL byte is among them
};
[[nodiscard]] Utf8Scan scan_utf8(std::string_view text);

/// `text` if it is UTF-8 (without a last character that was cut, as by the width of a .dbf field),
/// else `text` read as GB18030.
[[nodiscard]] std::string to_utf8(std::string_view text);

/// At most `limit` bytes of UTF-8, cut between characters.
[[nodiscard]] std::string_view shortened(std::string_view text, std::size_t limit);

/// Decodes a stream piece by piece; a character may be cut by the end of a piece.
class Decoder {
 public:
  /// Throws Error(kOption) where the system's iconv does not know `encoding`.
  explicit Decoder(const std::string& encoding);
  ~Decoder();
  Decoder(const Decoder&) = delete;
  Decoder& operator=(const Decoder&) = delete;

  /// Appends the text of `bytes` to `out`; `last`: nothing follows.
  void append(std::string_view bytes, bool last, std::string& out);
  [[nodiscard]] std::uint64_t undecodable() const { return undecodable_; }

 private:
  void* handle_ = nullptr;  // iconv_t; nullptr for UTF-8
  std::string pending_;
  std::uint64_t undecodable_ = 0;
};

}  // namespace geo::io
