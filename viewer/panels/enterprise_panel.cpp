#include <cmath>
#include <variant>

#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

std::string value_of(const Column& column, std::size_t i) {
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) return (*texts)[i];
  if (const auto* words = std::get_if<Categories>(&column.values)) {
    return words->codes[i] == Categories::kMissing ? "" : words->names[words->codes[i]];
  }
  const double number = std::get<std::vector<double>>(column.values)[i];
  return std::isnan(number) ? "" : scene::format_number(number, 12);
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  if (!ui.state.view.point) {
    ImGui::TextWrapped("%s", ui.t("显示企业点后，点击一个点，这里列出它的记录。",
                                  "Show the enterprises, then click one: its record is listed "
                                  "here."));
    return;
  }
  const std::size_t i = *ui.state.view.point;
  const atlas::Atlas& atlas = ui.session->atlas;
  if (!ImGui::BeginTable("record", 2, ImGuiTableFlags_RowBg)) return;
  const auto row = [&](const char* what, const std::string& value) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::TextWrapped("%s", ui.word(what));
    ImGui::TableNextColumn();
    ImGui::TextWrapped("%s", ui.word(value.empty() ? "–" : value.c_str()));
  };
  for (const Column& column : atlas.points.columns) row(column.name.c_str(), value_of(column, i));
  if (!atlas.points.weight.empty()) {
    row(ui.t("权重", "Weight"), scene::format_number(atlas.points.weight[i], 12));
  }
  const std::int32_t region = atlas.assignment.region[i];
  row(ui.t("所在区", "District"),
      region < 0 ? ""
                 : atlas.regions.regions[static_cast<std::size_t>(region)].name.in(ui.language()));
  if (i < atlas.clusters.label.size()) {
    const std::int32_t label = atlas.clusters.label[i];
    row(ui.t("集聚区", "Cluster"), label < 0 ? "" : std::to_string(label + 1));
  }
  row(ui.t("原始行", "Row in the source"), std::to_string(atlas.points.row[i]));
  ImGui::EndTable();
}

}  // namespace

Panel enterprise_panel() {
  return {"enterprise", {"企业", "Enterprise"}, Panel::Place::kRight, draw};
}

}  // namespace geo::viewer
