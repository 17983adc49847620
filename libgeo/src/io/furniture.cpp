#include "io/furniture.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "geo/core/error.hpp"
#include "io/columns.hpp"
#include "io/delimited.hpp"
#include "io/values.hpp"

namespace geo::io {
namespace {

using Row = std::vector<std::string>;

bool numeric(std::string_view cell) { return parse_number(cell).kind == Number::Kind::kValue; }

// "编制单位：上海市经信委", "Date: 2024-05-01": words about the table, not of it.
bool about_the_table(std::string_view cell) {
  const std::string text = fold_width(cell);
  const std::size_t colon = text.find(':');
  return colon != std::string::npos && colon > 0;
}

std::string key_of(std::string_view cell) {
  std::string key = without_spaces(fold_width(cell));
  for (char& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return key;
}

struct Facts {
  std::size_t filled = 0;
  std::size_t numbers = 0;
  std::size_t known = 0;
  std::size_t remarks = 0;
  bool distinct = true;

  explicit Facts(const Row& row) {
    std::set<std::string_view> seen;
    for (const std::string& cell : row) {
      const std::string_view text = trimmed(cell);
      if (text.empty()) continue;
      ++filled;
      if (numeric(text)) ++numbers;
      if (role_of(text)) ++known;
      if (about_the_table(text)) ++remarks;
      distinct = seen.insert(text).second && distinct;
    }
  }
  [[nodiscard]] bool looks_like_header() const {
    return filled > 0 && numbers == 0 && distinct && remarks * 2 < filled;
  }
};

bool is_unit(std::string_view cell) {
  const std::string text = key_of(cell);
  if (text.size() > 2 && text.front() == '(' && text.back() == ')') return true;
  return unit_in_name("(" + text + ")").named;
}

// Whether `below` continues the header: units, or the parts of what is merged above.
bool continues_header(const Row& header, const Row& below) {
  const auto text = [](const Row& row, std::size_t i) {
    return i < row.size() ? trimmed(row[i]) : std::string_view();
  };
  bool any = false;
  bool parts = false;
  bool known = false;
  for (std::size_t i = 0; i < below.size(); ++i) {
    const std::string_view cell = text(below, i);
    if (cell.empty()) continue;
    if (numeric(cell)) return false;
    any = true;
    if (is_unit(cell)) continue;
    const bool beneath_gap = text(header, i).empty();
    const bool begins_group = !beneath_gap && i + 1 < below.size() && text(header, i + 1).empty() &&
                              !text(below, i + 1).empty();
    if (!beneath_gap && !begins_group) return false;
    parts = true;
    known = known || role_of(cell).has_value();
  }
  return any && (!parts || known);
}

std::string joined_name(std::string_view above, std::string_view below) {
  if (below.empty()) return std::string(above);
  if (!is_unit(below) || above.empty()) return std::string(below);
  const std::string text = fold_width(below);
  if (text.starts_with('(')) return std::string(above) + std::string(below);
  return std::string(above) + "（" + std::string(below) + "）";
}

std::size_t find_row(std::span<const Row> rows, const std::vector<Facts>& facts) {
  std::vector<std::size_t> widths;
  std::size_t first = rows.size();
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (facts[i].filled == 0) continue;
    widths.push_back(facts[i].filled);
    first = std::min(first, i);
  }
  if (widths.empty()) return 0;
  std::nth_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2),
                   widths.end());
  const std::size_t typical = widths[widths.size() / 2];
  for (std::size_t i = first; i < rows.size(); ++i) {
    if (facts[i].known >= 2 && facts[i].numbers == 0) return i;
    if (facts[i].filled >= typical && facts[i].looks_like_header()) break;
  }
  for (std::size_t i = first; i + 1 < rows.size(); ++i) {
    const bool wide =
        facts[i].filled * 4 >= typical * 3 || (typical >= 3 && facts[i].filled + 1 >= typical);
    if (wide && facts[i].looks_like_header()) return i;
  }
  return first;
}

}  // namespace

std::string clean_name(std::string_view name) {
  std::string out;
  for (const char c : trimmed(name)) {
    if (c != '\n' && c != '\r') out += c;
  }
  return out;
}

std::string row_line(const std::vector<std::string>& cells) {
  constexpr std::size_t kMost = 120;
  std::string line;
  for (const std::string& cell : cells) {
    const std::string words = clean_name(cell);
    if (!words.empty()) line += (line.empty() ? "" : "  ") + words;
    if (line.size() > kMost) break;
  }
  if (line.size() <= kMost) return line;
  std::size_t end = kMost;
  while (end > 0 && (static_cast<unsigned char>(line[end]) & 0xC0U) == 0x80) --end;
  return line.substr(0, end) + "…";
}

void check_header_row(const std::string& file, std::size_t said, std::size_t rows) {
  if (said <= rows) return;
  throw Error(ErrorCode::kOption, file + ": header_row " + std::to_string(said) +
                                      " is beyond the first rows; give 1 to " +
                                      std::to_string(std::max<std::size_t>(rows, 1)));
}

Header find_header(std::span<const std::vector<std::string>> rows, std::size_t said) {
  std::vector<Facts> facts;
  facts.reserve(rows.size());
  for (const Row& row : rows) facts.emplace_back(row);
  Header header;
  if (rows.empty()) return header;
  header.first = said > 0 ? std::min(said, rows.size()) - 1 : find_row(rows, facts);
  const Row& above = rows[header.first];
  for (const std::string& name : above) header.names.push_back(clean_name(name));
  const std::size_t second = header.first + 1;
  if (second + 1 < rows.size() && facts[second + 1].filled > 0 && facts[header.first].filled > 0 &&
      facts[header.first].known > 0 && continues_header(above, rows[second])) {
    const Row& below = rows[second];
    header.rows = 2;
    header.names.resize(std::max(above.size(), below.size()));
    for (std::size_t i = 0; i < below.size(); ++i) {
      header.names[i] = joined_name(header.names[i], clean_name(below[i]));
    }
  }
  return header;
}

RowKind kind_of_row(std::span<const std::string_view> fields, const std::vector<std::string>& names,
                    bool after_note) {
  std::size_t filled = 0;
  std::size_t first = 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const std::string_view text = trimmed(fields[i]);
    if (text.empty()) continue;
    if (filled++ == 0) first = i;
    if (i < names.size() && clean_name(text) == names[i]) ++same;
  }
  if (filled == 0) return RowKind::kBlank;
  if (filled >= 2 && same == filled) return RowKind::kHeader;
  std::string key = key_of(fields[first]);
  constexpr std::array<std::string_view, 12> kTotals = {
      "合计", "总计",     "小计",     "共计",  "累计",     "总和",
      "总数", "本页小计", "本页合计", "total", "subtotal", "grandtotal"};
  constexpr std::array<std::string_view, 6> kTotalsWithText = {"合计", "总计",  "小计",
                                                               "共计", "total", "subtotal"};
  while (!key.empty() && (key.back() == ':' || key.back() == '.')) key.pop_back();
  if (first <= 1) {
    if (std::find(kTotals.begin(), kTotals.end(), key) != kTotals.end()) return RowKind::kTotal;
    for (const std::string_view total : kTotalsWithText) {  // "合计：12家", "共计12户"
      if (!key.starts_with(total) || key.size() == total.size()) continue;
      const char next = key[total.size()];
      if (next == ':' || (next >= '0' && next <= '9')) return RowKind::kTotal;
    }
  }
  constexpr std::array<std::string_view, 22> kNotes = {
      "注:",      "注1",      "备注:",  "说明:",  "附注:",   "注释:",    "填表说明", "数据来源",
      "资料来源", "制表",     "填报人", "填表人", "审核人",  "编制单位", "编制人",   "单位负责人",
      "填报单位", "打印日期", "note:",  "notes:", "source:", "sources:"};
  const bool note = std::any_of(kNotes.begin(), kNotes.end(), [&](std::string_view word) {
    return key_of(fields[first]).starts_with(word);
  });
  const bool alone_word = key == "注" || key == "备注" || key == "说明" || key == "note";
  const std::size_t few = std::max<std::size_t>(2, names.size() / 2);
  if ((note || alone_word) && filled <= few) return RowKind::kNote;
  if (after_note && filled == 1) return RowKind::kNote;
  return RowKind::kData;
}

}  // namespace geo::io
