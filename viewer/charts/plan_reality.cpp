#include <algorithm>
#include <cmath>
#include <map>

#include "viewer/charts/chart.hpp"
#include "viewer/charts/kit.hpp"
#include "viewer/figures.hpp"

namespace geo::viewer {
namespace {

constexpr double kLeast = 0.125;  // location quotients beyond these stand at the edge
constexpr double kMost = 8;
constexpr float kDot = 5;

struct Dot {
  std::string name;
  double quotient = 0;  // NaN: there are none
  double enterprises = 0;
};

double number_at(const TableColumn& column, std::size_t row) {
  if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
    return (*numbers)[row];
  }
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) {
    return static_cast<double>((*whole)[row]);
  }
  return 0;
}

// The designated specialties of each district.
std::map<std::string, std::vector<Dot>> dots_of(const Ui& ui, const Table& plan) {
  std::map<std::string, std::vector<Dot>> out;
  const TableColumn* codes = plan.find("code");
  const TableColumn* names =
      plan.find(ui.language() == Language::kChinese ? "specialty_zh" : "specialty_en");
  const TableColumn* quotients = plan.find("location_quotient");
  const TableColumn* counts = plan.find("enterprises");
  if (codes == nullptr || names == nullptr || quotients == nullptr || counts == nullptr) return out;
  for (std::size_t r = 0; r < plan.row_count(); ++r) {
    const std::string& name = std::get<std::vector<std::string>>(names->values)[r];
    auto& dots = out[std::get<std::vector<std::string>>(codes->values)[r]];
    const double quotient = number_at(*quotients, r);
    // A row without a specialty says that none is designated.
    if (name.empty() || (std::isnan(quotient) && !(number_at(*counts, r) >= 0))) continue;
    dots.push_back({name, quotient, number_at(*counts, r)});
  }
  return out;
}

void draw(const Ui& ui) {
  const Table* plan = ui.figures->table(*ui.session, "plan");
  if (plan == nullptr) {
    ImGui::TextWrapped("%s", ui.t("项目没有规划。", "The project has no plan."));
    return;
  }
  ImGui::PushFont(ui.fonts.small());
  ImGui::PushTextWrapPos(0);
  ImGui::TextDisabled(
      "%s", ui.t("规划指定专业的区位商（1：与全市相同）：实心已实现，空心未实现",
                 "Location quotient of each designated specialty (1: as in the whole city): "
                 "filled where it is realised, hollow where not"));
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
  const auto dots = dots_of(ui, *plan);
  const float s = ui.scale;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImFont* const small = ui.fonts.small();
  float names = 0;
  for (const Region& region : ui.session->atlas.regions.regions) {
    names = std::max(names, small->CalcTextSizeA(small->FontSize, 1e6F, 0, ui.t(region.name)).x);
  }
  const float height = ImGui::GetTextLineHeight() + 3 * s;
  const ImVec2 start = ImGui::GetCursorScreenPos();
  const float left = start.x + names + 14 * s;
  const float right = start.x + ImGui::GetContentRegionAvail().x - 12 * s;
  const auto x_of = [&](double quotient) {
    const double at =
        std::log(std::clamp(quotient, kLeast, kMost) / kLeast) / std::log(kMost / kLeast);
    return left + static_cast<float>(at) * (right - left);
  };
  ImGui::Dummy({1, small->FontSize + 4 * s});
  const float top = ImGui::GetCursorScreenPos().y;
  const Dot* hit = nullptr;
  const std::string& chosen = ui.state.choices.filter.specialty;
  std::string chosen_name;
  for (const Specialty& each : ui.session->specialties) {
    if (each.key == chosen) chosen_name = each.name.in(ui.language());
  }
  for (const Region& region : ui.session->atlas.regions.regions) {
    const auto found = dots.find(region.code);
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::Selectable(("##plan" + region.code).c_str(), region.code == ui.state.view.district,
                          0, {0, height})) {
      ui.actions.look([&](View& view) { view.district = region.code; });
    }
    ui.name("plan/" + region.code);
    const bool row_hovered = ImGui::IsItemHovered();
    list.AddText(small, small->FontSize, {at.x + 2 * s, at.y + 2 * s},
                 ImGui::GetColorU32(ImGuiCol_Text), ui.t(region.name));
    const float middle = at.y + height / 2;
    if (found == dots.end() || found->second.empty()) {
      list.AddText(small, small->FontSize, {left, at.y + 2 * s},
                   ImGui::GetColorU32(ImGuiCol_TextDisabled),
                   ui.t("规划未指定", "none designated"));
      continue;
    }
    list.AddLine({left, middle}, {right, middle}, ImGui::GetColorU32(ImGuiCol_Text, 0.12F));
    for (const Dot& dot : found->second) {
      const bool none = std::isnan(dot.quotient);
      const float x = x_of(none ? kLeast : dot.quotient);
      const bool realised = dot.quotient > 1;
      ImU32 color = realised ? series_color(0) : series_color(5);
      if (!chosen_name.empty() && dot.name != chosen_name) {
        color = ImGui::GetColorU32(ImGuiCol_TextDisabled, 0.6F);
      }
      const ImVec2 centre{x, middle};
      if (realised) {
        list.AddCircleFilled(centre, kDot * s, color);
      } else {
        list.AddCircleFilled(centre, kDot * s, ImGui::GetColorU32(ImGuiCol_WindowBg));
        list.AddCircle(centre, kDot * s - 1, color, 0, 2 * s);
      }
      const ImVec2 mouse = ImGui::GetIO().MousePos;
      if (row_hovered && std::fabs(mouse.x - x) <= (kDot + 2) * s) hit = &dot;
    }
  }
  const float bottom = ImGui::GetCursorScreenPos().y;
  for (const double tick : {0.125, 0.25, 0.5, 1.0, 2.0, 4.0, 8.0}) {
    const std::string text = scene::format_number(tick, 3);
    const float width = small->CalcTextSizeA(small->FontSize, 1e6F, 0, text.c_str()).x;
    list.AddLine({x_of(tick), top}, {x_of(tick), bottom},
                 ImGui::GetColorU32(ImGuiCol_Text, tick == 1 ? 0.8F : 0.10F));
    list.AddText(small, small->FontSize, {x_of(tick) - width / 2, start.y},
                 ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
  }
  if (hit == nullptr) return;
  const std::string quotient =
      std::isnan(hit->quotient) ? "–" : scene::format_number(hit->quotient, 3);
  ImGui::SetTooltip("%s\n%s %s\n%s %s", ui.word(hit->name.c_str()),
                    ui.t("区位商", "Location quotient"), quotient.c_str(),
                    scene::format_number(hit->enterprises, 12).c_str(), ui.t("家", "enterprises"));
}

}  // namespace

Chart plan_reality() { return {"plan", {"规划与现实", "Plan against reality"}, draw}; }

}  // namespace geo::viewer
