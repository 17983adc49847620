#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

// Small tables that people write by hand: rules, samples, names. Enterprises are read by io.
namespace geo::base {

/// A table in memory: all fields as text, without the spaces around them.
struct CsvText {
  std::string file;                               ///< for messages
  std::vector<std::string> header;                ///< distinct
  std::vector<std::vector<std::string>> records;  ///< each of the size of the header

  /// The index of a column. Throws Error(kInput) that lists those that exist.
  [[nodiscard]] std::size_t column(const std::string& name) const;
  /// The same, or -1.
  [[nodiscard]] int find(const std::string& name) const;
  /// Throws Error(kInput): "file: row n, column 'c': message". Rows count from 1.
  [[noreturn]] void fail(std::size_t record, const std::string& column,
                         const std::string& message) const;
};

/// RFC 4180 in UTF-8, with or without a byte order mark; blank lines are no records. Throws
/// Error(kInput) with file and row for what is not UTF-8, a quote that is never closed, a wrong
/// number of fields, a column named twice or not at all.
[[nodiscard]] CsvText parse_csv(std::string_view text, const std::string& file);
/// The same from a file of at most 64 MiB.
[[nodiscard]] CsvText read_csv_text(const std::string& path);

/// Texts between separators, without the spaces around them; empty ones are left out.
[[nodiscard]] std::vector<std::string> split(std::string_view text, char separator);

}  // namespace geo::base
