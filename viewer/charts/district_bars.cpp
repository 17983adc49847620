#include <algorithm>
#include <cmath>
#include <variant>

#include "viewer/charts/chart.hpp"
#include "viewer/figures.hpp"

namespace geo::viewer {
namespace {

struct Bar {
  std::string code;
  std::string name;
  double value = 0;
  bool designated = false;
};

// Enterprises by district: of the chosen specialty, else all.
std::vector<Bar> bars_of(const Ui& ui) {
  const atlas::Atlas& atlas = ui.session->atlas;
  const std::string& specialty = ui.state.choices.filter.specialty;
  const std::string wanted_table = specialty.empty() ? "districts" : "specialties";
  const Table* table = ui.figures == nullptr ? atlas.table(wanted_table)
                                             : ui.figures->table(*ui.session, wanted_table);
  std::vector<Bar> bars;
  if (table == nullptr) return bars;
  const TableColumn* code = table->find(specialty.empty() ? "code" : "area_code");
  const TableColumn* count = table->find("enterprises");
  if (code == nullptr || count == nullptr) return bars;
  const Specialty* const chosen = ui.session->specialty(specialty);
  const Text wanted = chosen == nullptr ? Text{specialty, specialty} : chosen->name;
  for (std::size_t r = 0; r < table->row_count(); ++r) {
    const std::string& key = std::get<std::vector<std::string>>(code->values)[r];
    const int region = atlas.regions.find(key);
    if (region < 0) continue;
    Bar bar{key, atlas.regions.regions[static_cast<std::size_t>(region)].name.in(ui.language()), 0,
            false};
    if (!specialty.empty()) {
      const auto text = [&](const char* name) {
        const TableColumn* column = table->find(name);
        return column == nullptr ? std::string()
                                 : std::get<std::vector<std::string>>(column->values)[r];
      };
      if (text("area_level") != "district" || text("specialty_zh") != wanted.in(Language::kChinese))
        continue;
      bar.designated = text("designated") == "yes";
    }
    bar.value = std::visit(
        [&](const auto& values) {
          if constexpr (std::is_same_v<std::decay_t<decltype(values)>, std::vector<std::string>>) {
            return 0.0;
          } else {
            return static_cast<double>(values[r]);
          }
        },
        count->values);
    if (std::isfinite(bar.value)) bars.push_back(std::move(bar));
  }
  std::stable_sort(bars.begin(), bars.end(),
                   [](const Bar& a, const Bar& b) { return a.value > b.value; });
  return bars;
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  const std::vector<Bar> bars = bars_of(ui);
  if (bars.empty()) return;
  if (!ui.state.choices.filter.specialty.empty()) {
    ImGui::TextDisabled("%s", ui.t("深色：规划指定了该专业的区", "Dark: designated by the plan"));
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float height = ImGui::GetTextLineHeight() + 4 * ui.scale;
  float names = 0;
  for (const Bar& bar : bars) {
    names = std::max(names, ImGui::CalcTextSize(ui.word(bar.name.c_str())).x);
  }
  const float numbers = ImGui::CalcTextSize("88,888").x;
  const float room =
      std::max(20.0F, ImGui::GetContentRegionAvail().x - names - numbers - 18 * ui.scale);
  for (const Bar& bar : bars) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const bool selected = bar.code == ui.state.view.district;
    if (ImGui::Selectable(("##bar" + bar.code).c_str(), selected, 0, {0, height})) {
      ui.actions.look([&](View& view) { view.district = bar.code; });
    }
    ui.name("bar/" + bar.code);
    const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
    list.AddText({at.x, at.y + 2 * ui.scale}, ink, bar.name.c_str());
    const float x = at.x + names + 8 * ui.scale;
    const auto width = room * static_cast<float>(bar.value / std::max(bars.front().value, 1.0));
    const ImU32 color = selected ? ImGui::GetColorU32(ImGuiCol_CheckMark)
                        : bar.designated || ui.state.choices.filter.specialty.empty()
                            ? IM_COL32(196, 74, 43, 255)
                            : IM_COL32(222, 170, 140, 255);
    list.AddRectFilled({x, at.y + 3 * ui.scale},
                       {x + std::max(width, 1.0F), at.y + height - 3 * ui.scale}, color);
    list.AddText({x + width + 5 * ui.scale, at.y + 2 * ui.scale}, ink,
                 scene::format_number(bar.value, 7).c_str());
  }
}

}  // namespace

Chart district_bars() { return {"bars", {"各区企业数", "Enterprises by district"}, draw}; }

}  // namespace geo::viewer
