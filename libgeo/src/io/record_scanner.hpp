#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// The one reader of RFC 4180: finds the records in a piece of decoded text.
namespace geo::io {

class RecordScanner {
 public:
  /// The most fields of a record: four times the columns of a sheet.
  static constexpr std::size_t kMaxFields = std::size_t{1} << 16U;

  explicit RecordScanner(char separator = ',') : separator_(separator) {}
  void set_separator(char separator) {
    separator_ = separator;
    forget();
  }
  [[nodiscard]] char separator() const { return separator_; }

  enum class Found {
    kRecord,
    kBlank,         ///< a line with nothing on it
    kCut,           ///< the text ends before the record does
    kOpenQuote,     ///< a quote is never closed in what is the last text
    kTooManyFields  ///< more than kMaxFields
  };
  /// Looks at the record that begins at `begin` < text.size(); `last`: nothing follows `text`. The
  /// text must not change from call to call, unless `forget` is called.
  Found scan(std::string_view text, std::size_t begin, bool last);
  /// The text is another, or has changed.
  void forget() { looked_ = looked_end_ = nullptr; }
  /// Of a record or blank line that was found: where the next one begins.
  [[nodiscard]] std::size_t end() const { return end_; }
  /// The fields of the record that was found, without their quotes; valid until the next `scan` and
  /// as long as the text.
  [[nodiscard]] std::span<const std::string_view> fields();

 private:
  struct Field {
    std::size_t begin;
    std::size_t end;
    std::size_t close;  // the closing quote of a quoted field, else npos
    bool doubled;       // holds doubled quotes
  };
  [[nodiscard]] const char* stop_from(const char* p, const char* end);
  [[nodiscard]] std::string_view unquoted(const Field& field);

  char separator_;
  std::string_view text_;
  std::size_t end_ = 0;
  std::vector<Field> spans_;
  std::vector<std::string_view> fields_;
  const char* looked_ = nullptr;  // from here on ...
  const char* looked_end_ = nullptr;
  std::array<std::uint64_t, 32> stops_{};  // ... where fields may end: stop_bits.hpp
  std::string scratch_;                    // fields that cannot be shown as they stand in the text
};

/// The fields as one text, with the separator between.
[[nodiscard]] std::string joined(std::span<const std::string_view> fields, char separator);

[[nodiscard]] std::size_t count_quotes(std::string_view text);

/// Where the first line of `text` begins at `target` or behind it, if quotes were never taken
/// literally: a guess, for `target` > 0. `quoted`: whether an odd number of quotes stands before
/// `target` - 1. text.size() where there is none.
[[nodiscard]] std::size_t guess_line(std::string_view text, std::size_t target, bool quoted);

}  // namespace geo::io
