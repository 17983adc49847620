#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// Delimited text (CSV and its kin), streamed. GDAL's own CSV driver neither decodes GBK nor knows
// the record numbers; its file systems (plain, gzip, zip) are used underneath.
namespace geo::io {

/// What was taken for UTF-8 is not; read again with GB18030. See `read_guessing`.
struct NotUtf8 {};

struct DelimitedOptions {
  std::string encoding;           ///< empty: by byte order mark, else UTF-8 until proved wrong
  bool encoding_guessed = false;  ///< `encoding` is a guess: text that does not fit it is an Error
  std::size_t chunk_bytes = std::size_t{1} << 20U;  ///< how much is read at a time, at least 4
};

/// The records of a file of delimited text: RFC 4180 with any of , ; tab | between fields
/// (whichever fits the first records best), LF, CRLF or CR at the ends, a quote inside an unquoted
/// field taken literally. Blank lines are skipped and not counted. Memory: one record and one chunk
/// of the file.
class DelimitedReader {
 public:
  /// The longest record; a quote that is never closed would otherwise swallow the file.
  static constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20U;
  /// The most fields of a record: four times the columns of a sheet.
  static constexpr std::size_t kMaxFields = std::size_t{1} << 16U;

  /// Opens the file, which messages call `name`, at GDAL's path `path`, and reads the header.
  /// Throws Error(kInput) where it cannot be read, is empty or is not text; NotUtf8.
  DelimitedReader(std::string name, const std::string& path, const DelimitedOptions& options);
  ~DelimitedReader();
  DelimitedReader(const DelimitedReader&) = delete;
  DelimitedReader& operator=(const DelimitedReader&) = delete;

  [[nodiscard]] const std::vector<std::string>& header() const { return header_; }
  /// Goes to the next record; false at the end. Throws Error(kInput) for a quote that is never
  /// closed, a record beyond the limits, a NUL byte, a damaged archive or a bomb; NotUtf8.
  bool next();
  /// The record's number, from 1; the header is not counted.
  [[nodiscard]] std::uint64_t row() const { return row_; }
  /// The fields, without their quotes; valid until `next`.
  [[nodiscard]] std::span<const std::string_view> fields() const { return fields_; }
  /// The record as one text: its fields with the separator between.
  [[nodiscard]] std::string joined() const;

  [[nodiscard]] char separator() const { return separator_; }
  [[nodiscard]] const std::string& encoding() const { return encoding_; }  ///< "UTF-8", "GB18030"
  [[nodiscard]] bool byte_order_mark() const { return byte_order_mark_; }
  /// Byte sequences that were no text in the encoding, read as U+FFFD.
  [[nodiscard]] std::uint64_t undecodable() const;
  /// How much of the file has been read, 0 to 1.
  [[nodiscard]] double fraction() const;

 private:
  struct Field {
    std::size_t begin;
    std::size_t end;
    std::size_t close;  // the closing quote of a quoted field, else npos
    bool doubled;       // holds doubled quotes
  };
  struct Stream;

  bool fill();
  void decode(std::string_view bytes);
  bool scan();
  void settle();
  bool advance();
  void sniff_separator();
  [[noreturn]] void fail(const std::string& message) const;
  [[nodiscard]] std::string where() const;

  std::string name_;
  std::unique_ptr<Stream> stream_;
  std::size_t chunk_bytes_;
  std::string encoding_;
  bool guessing_ = false;  // UTF-8 until proved wrong
  bool byte_order_mark_ = false;
  std::string buffer_;  // decoded text; what is before pos_ is done with
  std::size_t pos_ = 0;
  std::uint64_t multibyte_ = 0;
  char separator_ = ',';
  std::uint64_t row_ = 0;
  std::vector<std::string> header_;
  std::vector<Field> spans_;
  std::size_t next_pos_ = 0;
  std::vector<std::string_view> fields_;
};

/// Calls `read(options)` with the encoding asked for; where that is left open, with a guess of
/// UTF-8, and when the file proves to be something else, once more with GB18030.
template <typename Read>
auto read_guessing(const std::string& encoding, Read&& read) {
  if (!encoding.empty()) return read(DelimitedOptions{.encoding = encoding});
  try {
    return read(DelimitedOptions{});
  } catch (const NotUtf8&) {
    return read(DelimitedOptions{.encoding = "GB18030", .encoding_guessed = true});
  }
}

/// Text without the spaces (also no-break and ideographic) around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// A number as text holds it.
struct Number {
  enum class Kind { kValue, kMissing, kNotNumber, kNotFinite };
  Kind kind = Kind::kMissing;
  double value = 0;
};

/// The number that `text` spells, all of it, with a point as decimal mark; missing where it is
/// blank or one of NA, N/A, NaN, null, none, \N, -.
[[nodiscard]] Number parse_number(std::string_view text);

}  // namespace geo::io
