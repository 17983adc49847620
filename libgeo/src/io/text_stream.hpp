#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "geo/core/context.hpp"

// The text of a file or a pipe, decoded as it comes.
namespace geo::io {

class Decoder;

/// What was taken for UTF-8 is not; read again with GB18030. See `read_guessing`.
struct NotUtf8 {};

struct DelimitedOptions {
  std::string encoding;           ///< empty: by byte order mark, else UTF-8 until proved wrong
  bool encoding_guessed = false;  ///< `encoding` is a guess: text that does not fit it is an Error
  std::size_t header_row = 0;     ///< as PointSource::header_row
  std::size_t chunk_bytes = std::size_t{1} << 20U;  ///< how much is read at a time, at least 4
  /// How much one thread parses at a time, where threads do; 32 times as much is looked at at once.
  std::size_t block_bytes = std::size_t{256} << 10U;
  Context context = Context(1);  ///< can cancel the waiting for a pipe
};

/// Whether `path` is read once, from its beginning to its end: "-" (standard input), a named pipe,
/// a device such as /dev/stdin.
[[nodiscard]] bool is_pipe(const std::string& path);

/// Reads chunks of a file through GDAL's file systems, or of a pipe, as UTF-8.
///
/// Where the encoding is left open, a file is UTF-8 until proved wrong by NotUtf8, after which it
/// is to be read again. A pipe cannot: its first chunk decides, and what proves it wrong later is
/// an Error.
class TextStream {
 public:
  /// Opens the file, which messages call `name`. Throws Error(kInput).
  TextStream(std::string name, const std::string& path, const DelimitedOptions& options);
  ~TextStream();
  TextStream(const TextStream&) = delete;
  TextStream& operator=(const TextStream&) = delete;

  /// Appends the text of the next chunk to `out`; false when none is left. Throws Error(kInput) for
  /// a NUL byte, a damaged archive or a bomb; NotUtf8.
  bool read(std::string& out);
  [[nodiscard]] bool ended() const { return ended_; }
  /// Of the file, that has been read: 0 to 1; 0 of a pipe.
  [[nodiscard]] double fraction() const;

  /// "UTF-8", "GB18030"; known once a chunk has been read.
  [[nodiscard]] const std::string& encoding() const { return encoding_; }
  [[nodiscard]] bool guessed() const { return guessed_; }
  /// Characters beyond ASCII while UTF-8 was being guessed.
  [[nodiscard]] std::uint64_t multibyte() const { return multibyte_; }
  /// Byte sequences that were no text in the encoding, read as U+FFFD.
  [[nodiscard]] std::uint64_t undecodable() const;

 private:
  struct Bytes;

  std::size_t read_bytes(std::size_t wanted);
  void tell_encoding();
  void decode(std::string& out);
  [[noreturn]] void fail(const std::string& message) const;

  std::string name_;
  std::unique_ptr<Bytes> bytes_;
  std::size_t chunk_bytes_;
  std::string encoding_;
  bool guessing_ = false;  // UTF-8 until proved wrong
  bool guessed_ = false;
  bool ended_ = false;
  std::uint64_t multibyte_ = 0;
  std::string raw_;
  std::unique_ptr<Decoder> decoder_;  // nullptr: still guessing UTF-8
};

}  // namespace geo::io
