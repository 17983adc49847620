#include <algorithm>
#include <array>
#include <cmath>
#include <utility>
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

// What a column is called in the language of the interface: by its own name where that is in it,
// else by what the project says that it holds. The name of an amount says its unit, and stays.
std::string label_of(const Ui& ui, const std::string& column) {
  const bool chinese = ui.language() == Language::kChinese;
  const bool ascii = std::all_of(column.begin(), column.end(),
                                 [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  const atlas::Job& job = ui.session->atlas.job;
  const std::array<std::pair<const std::string*, Text>, 7> roles = {{
      {&job.name_column, {"企业名称", "Name"}},
      {&job.id_column, {"编号", "Id"}},
      {&job.credit_code_column, {"信用代码", "Credit code"}},
      {&job.specialty_column, {"专业", "Specialty"}},
      {&job.district_column, {"所填的区", "District stated"}},
      {&job.founded_column, {"成立日期", "Founded"}},
      {&job.employees_column, {"从业人数", "Employees"}},
  }};
  if (ascii != chinese || column.empty()) return column;
  for (const auto& [name, text] : roles) {
    if (*name == column) return text.in(ui.language());
  }
  if (column != job.capital_column) return column;
  return chinese ? "注册资本（" + column + "）" : "Capital (" + column + ")";
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
    wrapped(ui, what);
    ImGui::TableNextColumn();
    wrapped(ui, value.empty() ? "–" : value.c_str());
    ui.name("record/" + std::string(what) + ": " + value);
  };
  for (const Column& column : atlas.points.columns) {
    const std::string value = value_of(column, i);
    const Specialty* const specialty =
        column.name == atlas.job.specialty_column ? ui.session->specialty(value) : nullptr;
    row(label_of(ui, column.name).c_str(),
        specialty == nullptr ? value : specialty->name.in(ui.language()));
  }
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
