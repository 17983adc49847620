#include "base/csv_text.hpp"

#include <algorithm>
#include <fstream>

#include "base/utf8.hpp"
#include "geo/core/error.hpp"

namespace geo::base {
namespace {

constexpr std::size_t kMaxBytes = std::size_t{64} << 20U;

std::string trim(std::string_view text) {
  constexpr std::string_view kWide = "\xE3\x80\x80";  // the ideographic space
  const auto blank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
  while (!text.empty() && (blank(text.front()) || text.starts_with(kWide))) {
    text.remove_prefix(blank(text.front()) ? 1 : kWide.size());
  }
  while (!text.empty() && (blank(text.back()) || text.ends_with(kWide))) {
    text.remove_suffix(blank(text.back()) ? 1 : kWide.size());
  }
  return std::string(text);
}

/// Takes records off the front of a text.
class Scanner {
 public:
  Scanner(std::string_view text, const std::string& file) : text_(text), file_(file) {}

  [[nodiscard]] bool done() const { return at_ >= text_.size(); }

  /// The next record; empty for a blank line.
  std::vector<std::string> record(const std::string& where) {
    std::vector<std::string> fields;
    std::string field;
    bool quoted = false;
    bool any = false;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (quoted) {
        if (c != '"') {
          field += c;
        } else if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
          field += '"';
          ++at_;
        } else {
          quoted = false;
        }
      } else if (c == '"' && trim(field).empty()) {
        field.clear();
        quoted = true;
        any = true;
      } else if (c == ',') {
        fields.push_back(trim(field));
        field.clear();
        any = true;
      } else if (c == '\n' || c == '\r') {
        break;
      } else {
        field += c;
      }
    }
    if (quoted) {
      throw Error(ErrorCode::kInput, file_ + ": " + where + ": a quote is never closed; close it");
    }
    if (at_ < text_.size()) at_ += text_.substr(at_).starts_with("\r\n") ? 2U : 1U;
    fields.push_back(trim(field));
    if (!any && fields.front().empty()) fields.clear();
    return fields;
  }

 private:
  std::string_view text_;
  const std::string& file_;
  std::size_t at_ = 0;
};

}  // namespace

std::size_t CsvText::column(const std::string& name) const {
  const int index = find(name);
  if (index >= 0) return static_cast<std::size_t>(index);
  std::string names;
  for (const std::string& each : header) names += (names.empty() ? "" : ", ") + each;
  throw Error(ErrorCode::kInput,
              file + ": there is no column '" + name + "'; its columns are: " + names);
}

int CsvText::find(const std::string& name) const {
  const auto found = std::find(header.begin(), header.end(), name);
  return found == header.end() ? -1 : static_cast<int>(found - header.begin());
}

void CsvText::fail(std::size_t record, const std::string& column,
                   const std::string& message) const {
  throw Error(ErrorCode::kInput, file + ": row " + std::to_string(record + 1) + ", column '" +
                                     column + "': " + message);
}

CsvText parse_csv(std::string_view text, const std::string& file) {
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  std::size_t line = 1;
  for (std::size_t i = 0; i < text.size();) {
    const std::size_t length = text[i] == '\0' ? 0 : utf8_length(text.substr(i, 4));
    if (length == 0) {
      throw Error(ErrorCode::kInput, file + ": line " + std::to_string(line) +
                                         " is not UTF-8; save the table as UTF-8");
    }
    line += text[i] == '\n' ? 1U : 0U;
    i += length;
  }
  CsvText table;
  table.file = file;
  Scanner scanner(text, file);
  while (table.header.empty() && !scanner.done()) table.header = scanner.record("header");
  if (table.header.empty()) throw Error(ErrorCode::kInput, file + ": is empty; it needs a header");
  for (std::size_t c = 0; c < table.header.size(); ++c) {
    const std::string& name = table.header[c];
    if (name.empty()) {
      throw Error(ErrorCode::kInput,
                  file + ": column " + std::to_string(c + 1) + " has no name; give it one");
    }
    if (table.find(name) != static_cast<int>(c)) {
      throw Error(ErrorCode::kInput, file + ": the column '" + name + "' stands twice; remove one");
    }
  }
  while (!scanner.done()) {
    const std::string where = "row " + std::to_string(table.records.size() + 1);
    std::vector<std::string> fields = scanner.record(where);
    if (fields.empty()) continue;
    if (fields.size() != table.header.size()) {
      throw Error(ErrorCode::kInput,
                  file + ": " + where + ": has " + std::to_string(fields.size()) +
                      " fields, the header has " + std::to_string(table.header.size()) +
                      "; quote fields with commas");
    }
    table.records.push_back(std::move(fields));
  }
  return table;
}

CsvText read_csv_text(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::string text;
  std::string block(std::size_t{1} << 16U, '\0');
  while (in && text.size() <= kMaxBytes) {
    in.read(block.data(), static_cast<std::streamsize>(block.size()));
    text.append(block, 0, static_cast<std::size_t>(in.gcount()));
  }
  if (!in.eof()) {
    throw Error(ErrorCode::kInput, path + (text.size() > kMaxBytes
                                               ? ": is larger than 64 MiB; no table of this kind is"
                                               : ": cannot be read; give a CSV file"));
  }
  return parse_csv(text, path);
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find(separator);
    std::string part = trim(text.substr(0, end));
    if (!part.empty()) parts.push_back(std::move(part));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

}  // namespace geo::base
