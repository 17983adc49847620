#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <string>
#include <string_view>

#include "geo/core/error.hpp"
#include "geo/io/write.hpp"
#include "io/delimited.hpp"
#include "io/file_sink.hpp"

namespace geo::io {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{256} * 1024;

// Whether a spreadsheet would compute `text` instead of showing it.
bool is_formula(std::string_view text) {
  constexpr std::array<std::string_view, 10> kBegins = {"=",  "+",  "-",  "@",  "\t",
                                                        "\r", "＝", "＋", "－", "＠"};
  return std::any_of(kBegins.begin(), kBegins.end(),
                     [&](std::string_view begin) {
                       return text.size() > begin.size() && text.starts_with(begin);
                     }) &&
         parse_number(text).kind != Number::Kind::kValue;
}

void append_text(std::string& block, std::string_view text, bool neutralise) {
  if (neutralise && is_formula(text)) {
    append_text(block, "'" + std::string(text), false);
    return;
  }
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    block += text;
    return;
  }
  block += '"';
  for (const char c : text) {
    if (c == '"') block += '"';
    block += c;
  }
  block += '"';
}

template <typename T>
void append_number(std::string& block, T number) {
  std::array<char, 32> digits{};
  block.append(digits.data(),
               std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr);
}

void append_cell(std::string& block, const TableColumn& column, std::size_t row, bool neutralise) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    if (!std::isnan((*numbers)[row])) append_number(block, (*numbers)[row]);
  } else if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    append_number(block, (*whole)[row]);
  } else {
    append_text(block, std::get<std::vector<std::string>>(column.values)[row], neutralise);
  }
}

std::string heading(const TableColumn& column, Language language) {
  if (language == Language::kEnglish || column.label.zh.empty()) return column.name;
  return column.unit.empty() ? column.label.zh : column.label.zh + "（" + column.unit + "）";
}

}  // namespace

void write_csv(const Table& table, const std::filesystem::path& path, const CsvOptions& options,
               const Context& context) {
  table.validate();
  FileSink file(path, options.append);
  std::string block = options.bom && !options.append ? "\xEF\xBB\xBF" : "";
  const std::size_t rows = table.row_count();

  // A line of one empty field would be an empty line, which readers skip: it gets its quotes.
  const auto end_line = [&](std::size_t line_begin) {
    if (block.size() == line_begin && !table.columns.empty()) block += "\"\"";
    block += '\n';
  };
  std::size_t line_begin = block.size();
  for (std::size_t c = 0; c < table.columns.size() && !options.append; ++c) {
    if (c > 0) block += ',';
    append_text(block, heading(table.columns[c], options.headers), options.neutralise_formulas);
  }
  if (!options.append) end_line(line_begin);
  for (std::size_t row = 0; row < rows; ++row) {
    line_begin = block.size();
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (c > 0) block += ',';
      append_cell(block, table.columns[c], row, options.neutralise_formulas);
    }
    end_line(line_begin);
    if (block.size() >= kBlockBytes) {
      context.check();
      file.write(block);
      block.clear();
      context.report(static_cast<double>(row + 1) / static_cast<double>(rows));
    }
  }
  file.write(block);
  file.close();
}

}  // namespace geo::io
