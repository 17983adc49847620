#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "io/record_scanner.hpp"
#include "io/text_stream.hpp"

// Delimited text (CSV and its kin), streamed. GDAL's own CSV driver neither decodes GBK nor knows
// the record numbers; its file systems (plain, gzip, zip) are used underneath.
namespace geo::io {

/// The records of a file of delimited text: RFC 4180 with any of , ; tab | between fields
/// (whichever fits the first records best), LF, CRLF or CR at the ends, a quote inside an unquoted
/// field taken literally. Blank lines are skipped and not counted. Memory: one record and one chunk
/// of the file.
class DelimitedReader {
 public:
  /// The longest record; a quote that is never closed would otherwise swallow the file.
  static constexpr std::size_t kMaxRecordBytes = std::size_t{16} << 20U;
  static constexpr std::size_t kMaxFields = RecordScanner::kMaxFields;

  /// Opens the file, which messages call `name`, at GDAL's path `path`, and reads the header, which
  /// is found among the first records (furniture.hpp).
  /// Throws Error(kInput) where it cannot be read, is empty or is not text; NotUtf8.
  DelimitedReader(std::string name, const std::string& path, const DelimitedOptions& options);
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
  [[nodiscard]] std::string joined() const { return io::joined(fields_, separator()); }

  /// Which record of the file, from 1, the header begins with.
  [[nodiscard]] std::uint64_t header_row() const { return header_row_; }
  /// The first records, as `row_line`: the header is one of them.
  [[nodiscard]] const std::vector<std::string>& first_rows() const { return first_rows_; }
  [[nodiscard]] char separator() const { return scanner_.separator(); }
  [[nodiscard]] const std::string& encoding() const { return stream_.encoding(); }
  [[nodiscard]] bool byte_order_mark() const { return byte_order_mark_; }
  /// How sure the encoding is, of what has been read, 0 to 1, and why. A byte order mark and
  /// well-formed UTF-8 are certain; of UTF-8 with damage, the share of its characters beyond ASCII
  /// that is sound; of GB18030 the share of Chinese characters and full-width signs among those
  /// beyond ASCII in the first 64 KiB (other encodings read as it give rare characters).
  struct Sureness {
    double confidence = 1;
    std::string reason;
  };
  [[nodiscard]] Sureness sureness() const;
  /// Byte sequences that were no text in the encoding, read as U+FFFD.
  [[nodiscard]] std::uint64_t undecodable() const { return stream_.undecodable(); }
  /// How much of the file has been read, 0 to 1.
  [[nodiscard]] double fraction() const { return stream_.fraction(); }

  // For readers that look at many records at once, in place of `next`:

  /// The text from the next record on: `bytes` of it at least, where the file has as much. Empty at
  /// the end. Good until the next call of `window` or `next`. Throws as `next`.
  [[nodiscard]] std::string_view window(std::size_t bytes);
  /// Whether nothing follows the window.
  [[nodiscard]] bool window_is_last() const {
    return stream_.ended() && ahead_.empty() && !ahead_error_;
  }
  /// Decodes `bytes` more, or up to the end of the file; the window stays as it is, so that other
  /// threads may read it meanwhile. Throws nothing: what goes wrong is for the next `window`.
  void prefetch(std::size_t bytes);
  /// Goes on by that much of the window, which is `rows` records.
  void skip(std::size_t bytes, std::uint64_t rows);
  /// Throws the Error for what was found of the record `rows` behind the last one: kOpenQuote or
  /// kTooManyFields.
  [[noreturn]] void refuse(RecordScanner::Found found, std::uint64_t rows = 0) const;

 private:
  bool fill();
  bool advance();
  void sniff_separator();
  void read_header(std::size_t said);
  template <typename Take>
  [[nodiscard]] bool sample_records(std::size_t most, Take&& take);
  [[noreturn]] void fail(const std::string& message) const;
  [[nodiscard]] std::string where(std::uint64_t rows) const;

  std::string name_;
  TextStream stream_;
  RecordScanner scanner_;
  bool byte_order_mark_ = false;
  std::string buffer_;  // decoded text; what is before pos_ is done with
  std::size_t pos_ = 0;
  std::string ahead_;  // what follows the buffer, behind room for what will be left of the buffer
  std::exception_ptr ahead_error_;
  double chinese_ = 1;  // of a text guessed to be GB18030
  std::uint64_t row_ = 0;
  std::vector<std::string> header_;
  std::uint64_t header_row_ = 1;
  std::vector<std::string> first_rows_;
  std::span<const std::string_view> fields_;
};

/// Calls `read(options)` with the encoding asked for; where that is left open, with a guess of
/// UTF-8, and when the file proves to be something else, once more with GB18030.
template <typename Read>
auto read_guessing(const std::string& encoding, const Context& context, Read&& read) {
  DelimitedOptions options;
  options.encoding = encoding;
  options.context = context;
  if (!encoding.empty()) return read(options);
  try {
    return read(options);
  } catch (const NotUtf8&) {
    options.encoding = "GB18030";
    options.encoding_guessed = true;
    return read(options);
  }
}
template <typename Read>
auto read_guessing(const std::string& encoding, Read&& read) {
  return read_guessing(encoding, Context(1), std::forward<Read>(read));
}

/// Text without the spaces (also no-break and ideographic) around it.
[[nodiscard]] std::string_view trimmed(std::string_view text);

/// A number as text holds it.
struct Number {
  enum class Kind { kValue, kMissing, kNotNumber, kNotFinite };
  Kind kind = Kind::kMissing;
  double value = 0;
};

/// The number that `text` spells, all of it, with a point as decimal mark; full-width digits and
/// signs count as such, and commas may stand before every third digit. Missing where it is blank or
/// one of NA, N/A, NaN, null, none, \N, -.
[[nodiscard]] Number parse_number(std::string_view text);

}  // namespace geo::io
