#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "viewer/charts/kit.hpp"
#include "viewer/panels/panels.hpp"
#include "viewer/tools/selection.hpp"

namespace geo::viewer {
namespace {

std::string number(double value) { return scene::format_number(value, 12); }

struct Part {
  std::string name;
  std::uint64_t count = 0;
  std::string code;  // of a district
};

// Names with counts as bars, from the greatest.
void bars(const Ui& ui, const char* title, std::vector<Part> parts, std::uint64_t of) {
  std::erase_if(parts, [](const Part& part) { return part.count == 0; });
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.count > b.count; });
  if (parts.empty()) return;
  ImGui::Spacing();
  ImGui::TextDisabled("%s", title);
  ImGui::PushFont(ui.fonts.small());
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float width = ImGui::GetContentRegionAvail().x;
  for (const Part& part : parts) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float height = ImGui::GetTextLineHeight() + 3 * ui.scale;
    const float share = static_cast<float>(part.count) / static_cast<float>(of);
    list.AddRectFilled(at, {at.x + std::max(1.0F, width * share), at.y + height - 2 * ui.scale},
                       ImGui::GetColorU32(ImGuiCol_PlotHistogram, 0.35F));
    if (ImGui::Selectable(("##" + part.name).c_str(), false,
                          part.code.empty() ? ImGuiSelectableFlags_Disabled : 0, {0, height}) &&
        !part.code.empty()) {
      ui.actions.look([&](View& view) { view.district = part.code; });
    }
    list.AddText({at.x + 3 * ui.scale, at.y}, ImGui::GetColorU32(ImGuiCol_Text),
                 ui.word(part.name.c_str()));
    std::array<char, 16> percent{};
    std::snprintf(percent.data(), percent.size(), "%6.1f %%", 100.0 * static_cast<double>(share));
    const std::string text = number(static_cast<double>(part.count)) + "  " + percent.data();
    list.AddText({at.x + width - ImGui::CalcTextSize(text.c_str()).x, at.y},
                 ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
  }
  ImGui::PopFont();
}

std::string as_tsv(const Ui& ui, const Selection& selection) {
  const atlas::Atlas& atlas = ui.session->atlas;
  const auto texts = [&](const std::string& name) -> const std::vector<std::string>* {
    const Column* column = name.empty() ? nullptr : atlas.points.find(name);
    return column == nullptr ? nullptr : std::get_if<std::vector<std::string>>(&column->values);
  };
  const auto* ids = texts(atlas.job.id_column);
  const auto* names = texts(atlas.job.name_column);
  const std::string& specialty = atlas.job.specialty_column;
  const Categories* words = specialty.empty() ? nullptr : &atlas.points.categories(specialty);
  std::string out = "row\tid\tname\tspecialty\tdistrict\n";
  for (const std::uint32_t i : selection.inside) {
    const std::int32_t region = atlas.assignment.region[i];
    out +=
        std::to_string(atlas.points.row[i]) + '\t' + (ids != nullptr ? (*ids)[i] : "") + '\t' +
        (names != nullptr ? (*names)[i] : "") + '\t' +
        (words != nullptr && words->codes[i] != Categories::kMissing ? words->names[words->codes[i]]
                                                                     : "") +
        '\t' + (region < 0 ? "" : atlas.regions.regions[static_cast<std::size_t>(region)].name.zh) +
        '\n';
  }
  return out;
}

void amounts(const Ui& ui, const char* what, const stats::Amounts& amounts) {
  if (amounts.known == 0) return;
  ImGui::Text("%s  %s %s   %s %s", what, ui.t("合计", "sum"), number(amounts.sum).c_str(),
              ui.t("中位数", "median"), number(amounts.median).c_str());
}

void draw(const Ui& ui) {
  const Selection* selection = ui.selection;
  if (ui.session == nullptr || selection == nullptr) {
    ImGui::TextWrapped("%s", ui.t("用地图上方的“框选”或“圈选”选出企业，这里给出统计。",
                                  "Select enterprises with Box or Polygon above the map: their "
                                  "figures are shown here."));
    return;
  }
  const stats::Summary& summary = selection->summary;
  ImGui::PushFont(ui.fonts.large());
  ImGui::Text("%s %s", number(static_cast<double>(summary.count)).c_str(),
              ui.t("家企业", "enterprises"));
  ImGui::PopFont();
  const double km2 = selection->measured.area_m2 / 1e6;
  if (km2 > 0) {
    ImGui::Text("%s km²   %s / km²", scene::format_number(km2, 4).c_str(),
                scene::format_number(static_cast<double>(summary.count) / km2, 3).c_str());
  }
  if (ImGui::SmallButton(ui.t("缩放到", "Zoom to"))) {
    Box box;
    for (const Point& at : selection->ring) box.extend(at);
    ui.actions.zoom_to(box);
  }
  ui.name("selection/zoom");
  ImGui::SameLine();
  if (ImGui::SmallButton(ui.t("复制为 TSV", "Copy as TSV"))) {
    ImGui::SetClipboardText(as_tsv(ui, *selection).c_str());
  }
  ui.name("selection/copy");
  ImGui::SameLine();
  if (ImGui::SmallButton(ui.t("清除", "Clear"))) {
    ui.actions.look([](View& view) { view.tools = {}; });
  }
  ui.name("selection/clear");
  amounts(ui, ui.t("注册资本", "Capital"), summary.capital);
  if (summary.capital.known > 0) {  // the column's name says the unit
    ImGui::PushFont(ui.fonts.small());
    ImGui::TextDisabled("    %s", ui.word(ui.session->atlas.job.capital_column.c_str()));
    ImGui::PopFont();
  }
  amounts(ui, ui.t("员工", "Employees"), summary.employees);
  const std::string& column = ui.session->atlas.job.specialty_column;
  if (!column.empty()) {
    const auto& words = ui.session->atlas.points.categories(column).names;
    std::vector<Part> parts;
    for (std::size_t w = 0; w < words.size(); ++w) {
      std::string name = words[w];
      for (const Specialty& each : ui.session->specialties) {
        if (each.key == words[w]) name = each.name.in(ui.language());
      }
      parts.push_back({name, summary.by_specialty[w], ""});
    }
    parts.push_back({ui.t("未注明", "unspecified"), summary.by_specialty.back(), ""});
    bars(ui, ui.t("按专业", "By specialty"), std::move(parts), summary.count);
  }
  std::vector<Part> parts;
  const auto& regions = ui.session->atlas.regions.regions;
  for (std::size_t r = 0; r < regions.size(); ++r) {
    parts.push_back({regions[r].name.in(ui.language()), summary.by_region[r], regions[r].code});
  }
  parts.push_back({ui.t("不在任何区内", "in no district"), summary.by_region.back(), ""});
  bars(ui, ui.t("按区", "By district"), std::move(parts), summary.count);
}

}  // namespace

Panel selection_panel() { return {"selection", {"选区", "Selection"}, Panel::Place::kRight, draw}; }

}  // namespace geo::viewer
