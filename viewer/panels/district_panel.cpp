#include <algorithm>
#include <variant>

#include "viewer/figures.hpp"
#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

void figures(const Ui& ui, const Table& table, std::size_t row) {
  if (!ImGui::BeginTable("figures", 2, ImGuiTableFlags_RowBg)) return;
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch, 1.2F);
  ImGui::TableSetupColumn("value", ImGuiTableColumnFlags_WidthStretch, 1);
  for (const TableColumn& column : table.columns) {
    if (!in_language(column.name, ui.language()) || column.name.starts_with("name") ||
        column.name == "data_status") {
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

// The rows of a table that are of the district: the first column as a line, the others named below
// it, so that nothing is cut off however narrow the panel is.
void rows_of(const Ui& ui, const Table& table, const std::string& key, const std::string& code,
             const std::vector<const char*>& columns, std::size_t most) {
  std::vector<const TableColumn*> shown;
  for (const char* name : columns) {
    const std::string full =
        std::string(name) + (ui.language() == Language::kChinese ? "_zh" : "_en");
    const TableColumn* column = table.find(name);
    if (column == nullptr) column = table.find(full);
    if (column != nullptr) shown.push_back(column);
  }
  const TableColumn* keys = table.find(key);
  if (keys == nullptr || shown.empty()) return;
  const auto& codes = std::get<std::vector<std::string>>(keys->values);
  std::size_t count = 0;
  const bool numbered = !std::holds_alternative<std::vector<std::string>>(shown[0]->values);
  for (std::size_t r = 0; r < codes.size() && count < most; ++r) {
    if (codes[r] != code) continue;
    ++count;
    std::string facts;
    for (std::size_t c = numbered ? 2 : 1; c < shown.size(); ++c) {
      const TableColumn& column = *shown[c];
      facts += (facts.empty() ? "" : "  ·  ") + std::string(column.label.in(ui.language())) + " " +
               cell_text(column, r, ui.language()) +
               (column.unit.empty() ? "" : " " + unit_text(column.unit));
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
  if (count == 0) ImGui::TextDisabled("%s", ui.t("无", "none"));
}

void section(const Ui& ui, const Text& title) {
  ImGui::Spacing();
  ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_CheckMark));
  ImGui::TextUnformatted(ui.t(title));
  ImGui::PopStyleColor();
  ImGui::Separator();
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  const std::string& code = ui.state.view.district;
  if (code.empty()) {
    ImGui::TextWrapped("%s", ui.t("点击地图上的一个区，或选择表中的一行。",
                                  "Click a district on the map, or select a row of the table."));
    return;
  }
  const atlas::Atlas& atlas = ui.session->atlas;
  const int region = atlas.regions.find(code);
  if (region < 0) return;
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
  const auto table = [&](const char* name) {
    return ui.figures == nullptr ? atlas.table(name) : ui.figures->table(*ui.session, name);
  };
  if (const Table* plan = table("plan")) {
    section(ui, {"规划专业与现实", "Plan against reality"});
    rows_of(ui, *plan, "code", code,
            {"specialty", "enterprises", "share_of_district", "location_quotient", "realised"}, 20);
  }
  if (const Table* clusters = atlas.table("clusters")) {
    section(ui, {"主要集聚区", "Top clusters"});
    rows_of(ui, *clusters, "district_code", code,
            {"cluster", "top_specialty", "enterprises", "hull_area_km2"}, 5);
  }
  if (const Table* districts = table("districts")) {
    const int row = row_of(*districts, "code", code);
    if (row >= 0) {
      const Specialty* const chosen = ui.session->specialty(ui.state.choices.filter.specialty);
      const Text who = chosen == nullptr ? Text{} : chosen->name;
      section(ui, {"统计" + (who.zh.empty() ? "" : "：" + who.zh),
                   "Figures" + (who.en.empty() ? "" : ": " + who.en)});
      figures(ui, *districts, static_cast<std::size_t>(row));
    }
  }
}

}  // namespace

Panel district_panel() { return {"district", {"区", "District"}, Panel::Place::kRight, draw}; }

}  // namespace geo::viewer
