#include "viewer/panels/panels.hpp"

#include <algorithm>
#include <cstring>
#include <string_view>
#include <variant>

namespace geo::viewer {

const std::vector<Panel>& panels() {
  static const std::vector<Panel> all = {
      search_panel(),   filter_panel(),     heatmap_panel(),   layers_panel(), legend_panel(),
      district_panel(), enterprise_panel(), selection_panel(), chart_panel(),  table_panel(),
  };
  return all;
}

namespace {

bool latin(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

}  // namespace

void wrapped(const Ui& ui, const char* text) {
  constexpr std::array<std::string_view, 12> kClosing = {"。", "，", "；", "：", "、", "）",
                                                         "”",  "！", "？", "》", "…",  "％"};
  ui.fonts.need(text);
  const ImFont& font = *ImGui::GetFont();
  const float width = ImGui::GetContentRegionAvail().x;
  const char* const end = text + std::strlen(text);
  std::string lines;
  while (text < end) {
    const char* stop = std::min(std::find(text, end, '\n'), end);
    const char* next =
        font.CalcWordWrapPositionA(ImGui::GetFontSize() / font.FontSize, text, stop, width);
    next = std::max(next, text + 1);
    const std::string_view rest(next, static_cast<std::size_t>(end - next));
    if (next < stop && std::any_of(kClosing.begin(), kClosing.end(),
                                   [&](std::string_view sign) { return rest.starts_with(sign); })) {
      const auto back = [&](const char* at) {
        do {
          --at;
        } while (at > text && (static_cast<unsigned char>(*at) & 0xC0U) == 0x80U);
        return at;
      };
      const char* const before = back(next);  // takes the character before it along,
      const char* word = before;              // of a word in Latin letters all, with its quote
      while (word > text && latin(*word) && latin(word[-1])) --word;
      if (word > text && std::string_view(back(word), word) == "“") word = back(word);
      if (before > text) next = word > text ? word : before;
    }
    while (next < end && (static_cast<unsigned char>(*next) & 0xC0U) == 0x80U) ++next;
    lines.append(text, next);
    while (next < end && *next == ' ') ++next;
    if (next < end && *next == '\n') ++next;
    if (next < end) lines += '\n';
    text = next;
  }
  ImGui::TextUnformatted(lines.c_str());
}

std::string cell_text(const TableColumn& column, std::size_t row, Language language) {
  const std::string text = readable(column, row, language);
  return text.empty() ? "–" : text;
}

int row_of(const Table& table, const std::string& column, const std::string& value) {
  const TableColumn* found = table.find(column);
  if (found == nullptr) return -1;
  const auto* texts = std::get_if<std::vector<std::string>>(&found->values);
  for (std::size_t r = 0; texts != nullptr && r < texts->size(); ++r) {
    if ((*texts)[r] == value) return static_cast<int>(r);
  }
  return -1;
}

bool in_language(const std::string& column, Language language) {
  return !column.ends_with(language == Language::kChinese ? "_en" : "_zh");
}

}  // namespace geo::viewer
