#include "print.hpp"

#include <algorithm>
#include <array>
#include <iostream>

#include "geo/atlas/reject_texts.hpp"

namespace geo::cli {
namespace {

constexpr std::size_t kMostRows = 50;  // a screen; the files hold all

/// Places on a terminal: CJK and full-width characters take two.
std::size_t display_width(const std::string& text) {
  std::size_t width = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    char32_t code = lead < 0x80 ? lead : lead & (0xFFU >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      code = code << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    const bool wide = (code >= 0x1100 && code <= 0x115F) || (code >= 0x2E80 && code <= 0xA4CF) ||
                      (code >= 0xAC00 && code <= 0xD7A3) || (code >= 0xF900 && code <= 0xFAFF) ||
                      (code >= 0xFE30 && code <= 0xFE6F) || (code >= 0xFF00 && code <= 0xFF60) ||
                      (code >= 0xFFE0 && code <= 0xFFE6) || code >= 0x20000;
    width += wide ? 2U : 1U;
    i += length;
  }
  return width;
}

std::string shown(const TableColumn& column, std::size_t row, Language language) {
  const std::string text = readable(column, row, language);
  const bool number = !std::holds_alternative<std::vector<std::string>>(column.values);
  return number && text.empty() ? "-" : one_line(text);
}

void print_rows(const Rejects& rejects, Language language) {
  const bool zh = language == Language::kChinese;
  std::cout << rejects.file << ": " << rejects.read
            << (zh                  ? " 行，用 "
                : rejects.read == 1 ? " row, "
                                    : " rows, ")
            << rejects.used << (zh ? "，" : " used, ");
  if (rejects.by_district > 0) {
    std::cout << (zh ? "按区计 " : "") << rejects.by_district << (zh ? "，" : " by district, ");
  }
  std::cout << (zh ? "剔除 " : "") << rejects.rejected() << (zh ? "" : " rejected") << '\n';
  for (const auto& [reason, count] : rejects.by_reason()) {
    std::cout << "  " << count << "  " << atlas::reason_text(reason).in(language) << '\n';
  }
  for (const auto& [reason, count] : rejects.cells_by_reason()) {
    std::cout << "  " << count
              << (zh           ? " 个单元格  "
                  : count == 1 ? " cell  "
                               : " cells  ")
              << atlas::reason_text(reason).in(language) << '\n';
  }
}

}  // namespace

std::string as_text(const Table& table, const std::vector<std::string>& columns, Language language,
                    std::size_t most) {
  const std::size_t rows = std::min(most, table.row_count());
  std::vector<std::vector<std::string>> cells;  // by column, the header first
  std::vector<bool> right;
  for (const std::string& name : columns) {
    const TableColumn* column = table.find(name);
    if (column == nullptr) continue;
    std::vector<std::string> texts{one_line(column->label.in(language))};
    if (!column->unit.empty()) texts.front() += " (" + column->unit + ")";
    for (std::size_t row = 0; row < rows; ++row) {
      texts.push_back(shown(*column, row, language));
    }
    right.push_back(!std::holds_alternative<std::vector<std::string>>(column->values));
    cells.push_back(std::move(texts));
  }
  std::vector<std::size_t> widths;
  for (const auto& column : cells) {
    std::size_t width = 0;
    for (const std::string& text : column) width = std::max(width, display_width(text));
    widths.push_back(width);
  }
  std::string out;
  for (std::size_t line = 0; line <= rows; ++line) {
    std::string text;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const std::string pad(widths[c] - display_width(cells[c][line]), ' ');
      if (c > 0) text += "  ";
      text += right[c] ? pad + cells[c][line] : cells[c][line] + pad;
    }
    text.erase(text.find_last_not_of(' ') + 1);
    out += text + '\n';
  }
  return out;
}

void print_check(const atlas::Atlas& atlas, const Settings& settings) {
  if (settings.quiet) return;
  const Language language = settings.terminal_language();
  const bool zh = language == Language::kChinese;
  if (atlas.region_rejects.read > 0) print_rows(atlas.region_rejects, language);
  print_rows(atlas.enterprise_rejects, language);
  for (const Text& assumption : atlas.assumptions) {
    std::cout << (zh ? "假设：" : "assumption: ") << one_line(assumption.in(language)) << '\n';
  }
  constexpr std::array<const char*, 3> kZh = {"说明：", "警告：", "错误："};
  constexpr std::array<const char*, 3> kEn = {"note: ", "warning: ", "error: "};
  for (const atlas::Finding& finding : atlas.findings) {
    std::cout << (zh ? kZh : kEn).at(static_cast<std::size_t>(finding.severity))
              << one_line(finding.text.in(language)) << '\n';
  }
}

void print_verdict(atlas::Verdict verdict, const Settings& settings) {
  if (settings.quiet) return;
  constexpr std::array<const char*, 3> kZh = {"合格", "可用，但有警告", "不可用"};
  constexpr std::array<const char*, 3> kEn = {"OK", "usable with warnings", "not usable"};
  const bool zh = settings.terminal_language() == Language::kChinese;
  std::cout << (zh ? "结论：" : "Verdict: ")
            << (zh ? kZh : kEn).at(static_cast<std::size_t>(verdict)) << '\n';
}

void print_files(const std::string& folder, const std::vector<std::string>& files,
                 const Settings& settings) {
  if (settings.quiet) return;
  const bool zh = settings.terminal_language() == Language::kChinese;
  std::cout << (zh ? "已写入 " : "Written to ") << folder << '\n';
  for (const std::string& file : files) std::cout << "  " << file << '\n';
}

void print_summary(const atlas::Atlas& atlas, const std::string& folder,
                   const std::vector<std::string>& files, const Settings& settings) {
  if (settings.quiet) return;
  const Language language = settings.terminal_language();
  const bool zh = language == Language::kChinese;
  print_rows(atlas.enterprise_rejects, language);
  for (const Text& assumption : atlas.assumptions) {
    std::cout << "* " << one_line(assumption.in(language)) << '\n';
  }
  for (const atlas::Finding& finding : atlas.findings) {
    // These stand above, by reason.
    if (finding.kind == "rejected_rows" || finding.kind == "bad_cells") continue;
    std::cout << "* " << one_line(finding.text.in(language)) << '\n';
  }
  const std::string name = zh ? "name_zh" : "name_en";
  const std::string designated = zh ? "designated_specialties_zh" : "designated_specialties_en";
  const std::vector<std::string> columns = {"code",
                                            "id",
                                            name,
                                            "enterprises",
                                            "unlocated",
                                            "share",
                                            "density_per_km2",
                                            "diversity",
                                            "designated_share",
                                            "designated_lq",
                                            "realised",
                                            designated};
  for (const char* name_of_table : {"districts", "belts"}) {
    const Table* table = atlas.table(name_of_table);
    if (table == nullptr) continue;
    std::cout << '\n'
              << table->title.in(language) << '\n'
              << as_text(*table, columns, language, kMostRows);
    if (table->row_count() > kMostRows) {
      std::cout << (zh ? "另有 " : "... and ") << table->row_count() - kMostRows
                << (zh ? " 行，见 " : " more rows in ") << table->name << ".csv\n";
    }
  }
  std::cout << '\n';
  print_files(folder, files, settings);
}

}  // namespace geo::cli
