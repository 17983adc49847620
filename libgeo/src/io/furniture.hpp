#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

// What offices put around a table: titles, who made it, blank rows, totals, notes.
namespace geo::io {

/// How many rows of a file are looked at for its header.
inline constexpr std::size_t kHeaderSample = 40;

/// The header of a table.
struct Header {
  std::size_t first = 0;  ///< index of its first row
  std::size_t rows = 1;   ///< 1, or 2: names, and beneath them units or the parts of merged cells
  std::vector<std::string> names;  ///< one line each, as `clean_name`
};

/// Finds the header among the first rows of a file. It is the first row with two names that are
/// known (columns.hpp) and no number, unless a row before it is as wide as the table and looks like
/// a header; else the first row that looks like one: nearly as wide as most rows, distinct texts,
/// no numbers, rows beneath; else the first row that is not blank. `said`: the number of its first
/// row, from 1, where somebody says so (0: nobody does; at most the number of rows). O(cells).
[[nodiscard]] Header find_header(std::span<const std::vector<std::string>> rows,
                                 std::size_t said = 0);
/// Throws Error(kOption), which names `file`, where a header is said to be in a row beyond those
/// that are looked at.
void check_header_row(const std::string& file, std::size_t said, std::size_t rows);

/// A row as one line for people: its cells with spaces between, cut after 120 bytes at most.
[[nodiscard]] std::string row_line(const std::vector<std::string>& cells);

/// A name on one line: without line ends within and spaces around.
[[nodiscard]] std::string clean_name(std::string_view name);

enum class RowKind { kData, kBlank, kTotal, kNote, kHeader };

/// What a row is that has no position. 合计, 总计, 小计, total ... in its first cell: a total.
/// 注：, 备注：, 数据来源：, 制表人：... in its first cell and little else, or one cell alone
/// beneath a note
/// (`after_note`): a note. The names of the header once more: a header.
[[nodiscard]] RowKind kind_of_row(std::span<const std::string_view> fields,
                                  const std::vector<std::string>& names, bool after_note);

}  // namespace geo::io
