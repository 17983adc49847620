#include <numeric>
#include <variant>

#include "viewer/figures.hpp"
#include "viewer/map/draw.hpp"
#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

void figures(const Ui& ui, const Table& table, std::size_t row) {
  if (!ImGui::BeginTable("figures", 2, ImGuiTableFlags_RowBg)) return;
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch, 1.2F);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 1);
  for (const TableColumn& column : table.columns) {
    if (!in_language(column.name, ui.language()) || column.name.starts_with("name") ||
        column.name == "data_status" || readable(column, row, ui.language()).empty()) {
      continue;
    }
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushFont(ui.fonts.small());
    ImGui::TextWrapped("%s%s%s%s", ui.t(column.label), column.unit.empty() ? "" : " (",
                       unit_text(column.unit).c_str(), column.unit.empty() ? "" : ")");
    ImGui::TableNextColumn();
    ImGui::TextWrapped("%s", ui.word(cell_text(column, row, ui.language()).c_str()));
    ImGui::PopFont();
  }
  ImGui::EndTable();
}

// "30.3/km²", "33.3 km²"
std::string with_unit(const std::string& amount, const std::string& unit) {
  if (unit.empty()) return amount;
  return unit.starts_with("1/") ? amount + unit_text(unit).substr(1)
                                : amount + " " + unit_text(unit);
}

// Rows of a table: the first column as a line, the others named below it, so that nothing is cut
// off however narrow the panel is.
void rows_of(const Ui& ui, const Table& table, const std::vector<std::size_t>& rows,
             const std::vector<const char*>& columns) {
  std::vector<const TableColumn*> shown;
  for (const char* name : columns) {
    const std::string full =
        std::string(name) + (ui.language() == Language::kChinese ? "_zh" : "_en");
    const TableColumn* column = table.find(name);
    if (column == nullptr) column = table.find(full);
    if (column != nullptr) shown.push_back(column);
  }
  if (shown.empty() || rows.empty()) {
    ImGui::TextDisabled("%s", ui.t("无", "none"));
    return;
  }
  const bool numbered = !std::holds_alternative<std::vector<std::string>>(shown[0]->values);
  for (const std::size_t r : rows) {
    std::string facts;
    for (std::size_t c = numbered ? 2 : 1; c < shown.size(); ++c) {
      const TableColumn& column = *shown[c];
      if (readable(column, r, ui.language()).empty()) continue;
      facts += (facts.empty() ? "" : "  ·  ") + std::string(column.label.in(ui.language())) + " " +
               with_unit(cell_text(column, r, ui.language()), column.unit);
    }
    std::string first = cell_text(*shown[0], r, ui.language());
    if (numbered) {  // it says little alone
      first = std::string(shown[0]->label.in(ui.language())) + " " + first;
      if (shown.size() > 1) first += ui.t("：", ": ") + cell_text(*shown[1], r, ui.language());
    }
    ImGui::TextWrapped("%s", ui.word(first.c_str()));
    ImGui::PushFont(ui.fonts.small());
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
    ImGui::TextWrapped("%s", ui.word(facts.c_str()));
    ImGui::PopStyleColor();
    ImGui::PopFont();
  }
}

// The first rows whose text in the column `key` is `code`.
std::vector<std::size_t> rows_with(const Table& table, const std::string& key,
                                   const std::string& code, std::size_t most) {
  std::vector<std::size_t> rows;
  const TableColumn* const keys = table.find(key);
  if (keys == nullptr) return rows;
  const auto& codes = std::get<std::vector<std::string>>(keys->values);
  for (std::size_t r = 0; r < codes.size() && rows.size() < most; ++r) {
    if (codes[r] == code) rows.push_back(r);
  }
  return rows;
}

void section(const Ui& ui, const Text& title) {
  ImGui::Spacing();
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_CheckMark));
  ImGui::TextUnformatted(ui.t(title));
  ImGui::PopStyleColor();
  ImGui::Separator();
}

// The table of the run, or of what the filter leaves.
const Table* table_of(const Ui& ui, const char* name) {
  return ui.figures == nullptr ? ui.session->atlas.table(name)
                               : ui.figures->table(*ui.session, name);
}

// Under a heading that says of which specialty they are.
void figures_of(const Ui& ui, const Text& heading, const Table& districts, std::size_t row) {
  const Specialty* const chosen = ui.session->specialty(ui.state.choices.filter.specialty);
  const Text who = chosen == nullptr ? Text{} : chosen->name;
  section(ui, {heading.zh + (who.zh.empty() ? "" : "：" + who.zh),
               heading.en + (who.en.empty() ? "" : ": " + who.en)});
  figures(ui, districts, row);
}

// The list that the numbers on the planning map lead to.
void side_table(const Ui& ui, const scene::SideTable& table) {
  section(ui, table.title);
  const float size = ImGui::GetTextLineHeight() + 4 * ui.scale;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const scene::SideTable::Row& row : table.rows) {
    ImGui::PushID(row.code.c_str());
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float wide = ImGui::GetContentRegionAvail().x;
    const std::string detail = row.detail.in(ui.language());
    const float left = size + 6 * ui.scale;
    ImGui::PushFont(ui.fonts.small());
    const float below = ImGui::CalcTextSize(detail.c_str(), nullptr, false, wide - left).y;
    ImGui::PopFont();
    if (ImGui::Selectable("##row", false, 0, {wide, size + below + 2 * ui.scale})) {
      ui.actions.look([&](View& view) { view.district = row.code; });
    }
    ui.name("key/" + row.code);
    const ImVec2 next = ImGui::GetCursorScreenPos();
    const ImVec2 end{at.x + size, at.y + size};
    list.AddRectFilled(at, end, packed(row.chip), 3 * ui.scale);
    list.AddRect(at, end, IM_COL32(120, 128, 136, 255), 3 * ui.scale);
    ImFont* const small = ui.fonts.small();
    const ImVec2 key = small->CalcTextSizeA(small->FontSize, 1e6F, 0, row.key.c_str());
    list.AddText(small, small->FontSize, {at.x + (size - key.x) / 2, at.y + (size - key.y) / 2},
                 IM_COL32(30, 34, 40, 255), row.key.c_str());
    list.AddText({at.x + left, at.y + 2 * ui.scale}, ImGui::GetColorU32(ImGuiCol_Text),
                 ui.t(row.name));
    list.AddText(small, small->FontSize, {at.x + left, at.y + size},
                 ImGui::GetColorU32(ImGuiCol_TextDisabled), ui.word(detail.c_str()), nullptr,
                 wide - left);
    ImGui::SetCursorScreenPos(next);
    ImGui::PopID();
  }
}

// What there is to know before a district is chosen.
void overview(const Ui& ui) {
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  ImGui::TextWrapped("%s", ui.t("点击地图上的一个区，或选择表中的一行。",
                                "Click a district on the map, or select a row of the table."));
  ImGui::PopStyleColor();
  if (ui.picture != nullptr && !ui.picture->scene.table.rows.empty()) {
    side_table(ui, ui.picture->scene.table);
  }
  if (const Table* belts = table_of(ui, "belts"); belts != nullptr && belts->row_count() > 1) {
    section(ui, belts->title);
    std::vector<std::size_t> rows(belts->row_count() - 1);  // the last is the whole
    std::iota(rows.begin(), rows.end(), std::size_t{0});
    rows_of(ui, *belts, rows, {"name", "enterprises", "share", "density_per_km2"});
  }
  if (const Table* districts = table_of(ui, "districts");
      districts != nullptr && districts->row_count() > 0) {
    figures_of(ui, {"合计", "Total"}, *districts, districts->row_count() - 1);
  }
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  const std::string& code = ui.state.view.district;
  const atlas::Atlas& atlas = ui.session->atlas;
  const int region = atlas.regions.find(code);
  if (region < 0) {
    overview(ui);
    return;
  }
  ImGui::PushFont(ui.fonts.large());
  ImGui::TextUnformatted(ui.t(atlas.regions.regions[static_cast<std::size_t>(region)].name));
  ImGui::PopFont();
  ImGui::SameLine();
  if (ImGui::SmallButton(ui.t("缩放到", "Zoom to"))) {
    ui.actions.zoom_to(atlas.regions.envelope(static_cast<std::size_t>(region)));
  }
  ui.name("district/zoom");
  ImGui::SameLine();
  if (ImGui::SmallButton(ui.t("取消选择", "Clear"))) {
    ui.actions.look([](View& view) { view.district.clear(); });
  }
  ui.name("district/clear");
  if (const Table* plan = table_of(ui, "plan")) {
    section(ui, {"规划专业与现实", "Plan against reality"});
    rows_of(ui, *plan, rows_with(*plan, "code", code, 20),
            {"specialty", "enterprises", "share_of_district", "location_quotient", "realised"});
  }
  if (const Table* clusters = atlas.table("clusters")) {
    section(ui, {"主要集聚区", "Top clusters"});
    rows_of(ui, *clusters, rows_with(*clusters, "district_code", code, 5),
            {"cluster", "top_specialty", "enterprises", "hull_area_km2"});
  }
  if (const Table* districts = table_of(ui, "districts")) {
    const int row = row_of(*districts, "code", code);
    if (row >= 0) figures_of(ui, {"统计", "Figures"}, *districts, static_cast<std::size_t>(row));
  }
}

}  // namespace

Panel district_panel() { return {"district", {"区", "District"}, Panel::Place::kRight, draw}; }

}  // namespace geo::viewer
