#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "viewer/charts/chart.hpp"
#include "viewer/charts/kit.hpp"
#include "viewer/figures.hpp"

namespace geo::viewer {
namespace {

constexpr double kAround_m = 4000;

// The position that far along a line.
Point at_along(const std::vector<Point>& line, const std::vector<double>& vertex_m, double along) {
  std::size_t k = 0;
  while (k + 2 < line.size() && vertex_m[k + 1] < along) ++k;
  const double length = vertex_m[k + 1] - vertex_m[k];
  const double t = length > 0 ? std::clamp((along - vertex_m[k]) / length, 0.0, 1.0) : 0;
  return {line[k].x + t * (line[k + 1].x - line[k].x), line[k].y + t * (line[k + 1].y - line[k].y)};
}

// What the vertices of a belt's axis are called.
std::string vertex_name(const Ui& ui, std::size_t belt, std::size_t vertex) {
  const BeltSet& belts = ui.session->atlas.belts;
  if (vertex < belts.cores[belt].size()) return ui.t(belts.cores[belt][vertex]);
  if (vertex < belts.members[belt].size()) {
    const int region = belts.members[belt][vertex];
    if (region >= 0) {
      return ui.t(ui.session->atlas.regions.regions[static_cast<std::size_t>(region)].name);
    }
  }
  return "";
}

std::size_t choose_belt(const Ui& ui) {
  const BeltSet& belts = ui.session->atlas.belts;
  std::size_t now = 0;
  for (std::size_t b = 0; b < belts.size(); ++b) {
    if (belts.belts[b].id == ui.state.view.explore.profile_belt) now = b;
  }
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo("##profile", ui.t(belts.belts[now].name));
  ui.name("profile/belt");
  if (!open) return now;
  for (std::size_t b = 0; b < belts.size(); ++b) {
    if (ImGui::Selectable(ui.t(belts.belts[b].name), b == now)) {
      ui.actions.look([&](View& view) { view.explore.profile_belt = belts.belts[b].id; });
    }
    ui.name("profile/" + belts.belts[b].id);
  }
  ImGui::EndCombo();
  return now;
}

void draw(const Ui& ui) {
  const atlas::Atlas& atlas = ui.session->atlas;
  if (atlas.belts.size() == 0) {
    ImGui::TextWrapped("%s", ui.t("规划中没有产业带。", "The plan has no belts."));
    return;
  }
  const std::size_t belt = choose_belt(ui);
  const stats::AxisProfile& profile = ui.figures->profiles[belt];
  if (profile.counts.empty()) {
    ImGui::TextWrapped("%s", ui.t("这条带没有轴线。", "This belt has no axis."));
    return;
  }
  double most = 0;
  for (std::size_t b = 0; b < profile.counts.size(); ++b) {
    most = std::max(most, profile.per_km(b));
  }
  const double length = profile.length_m / 1000;
  const double step = profile.step_m / 1000;
  const PlotFrame frame =
      plot_frame(ui, "profile", 190 * ui.scale, 0, length, most,
                 ui.t("每千米轴线上的企业（家/km）", "Enterprises per km of the axis"));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (std::size_t b = 0; b < profile.counts.size(); ++b) {
    const double from = static_cast<double>(b) * step;
    list.AddRectFilled({frame.x(from) + 0.5F, frame.y(profile.per_km(b))},
                       {frame.x(std::min(from + step, length)) - 0.5F, frame.to.y},
                       series_color(0));
  }
  float free_from = frame.from.x - 8 * ui.scale;
  for (const double tick : ticks_to(length, 5)) {
    if (tick <= length) x_label(ui, frame, tick, scene::format_number(tick, 4), free_from);
  }
  x_unit(ui, frame, ui.t("沿轴线（km）", "along the axis (km)"));
  // Cores or districts, where the axis passes them.
  ImFont* const font = ui.fonts.small();
  float taken = frame.from.x - 100;
  for (std::size_t v = 0; v < profile.vertex_m.size(); ++v) {
    const float x = frame.x(profile.vertex_m[v] / 1000);
    list.AddLine({x, frame.from.y}, {x, frame.to.y}, ImGui::GetColorU32(ImGuiCol_Text, 0.35F));
    const std::string name = vertex_name(ui, belt, v);
    const float width = font->CalcTextSizeA(font->FontSize, 1e6F, 0, ui.word(name.c_str())).x;
    const float left = std::min(x + 3 * ui.scale, frame.to.x - width);
    if (left < taken) continue;
    taken = left + width + 6 * ui.scale;
    list.AddText(font, font->FontSize, {left, frame.from.y - 1}, ImGui::GetColorU32(ImGuiCol_Text),
                 name.c_str());
  }
  std::optional<Point> marker;
  const double along = frame.x_at_mouse();
  if (frame.hovered && along >= 0 && along <= length) {
    const std::size_t b =
        std::min(static_cast<std::size_t>(along / step), profile.counts.size() - 1);
    marker = at_along(atlas.belts.axis[belt], profile.vertex_m, along * 1000);
    const double from = static_cast<double>(b) * step;
    list.AddRect({frame.x(from), frame.from.y},
                 {frame.x(std::min(from + step, length)), frame.to.y},
                 ImGui::GetColorU32(ImGuiCol_Text, 0.6F));
    std::array<char, 160> text{};
    std::snprintf(text.data(), text.size(), "%.1f – %.1f km   %s %s   %s %s", from,
                  std::min(from + step, length),
                  scene::format_number(static_cast<double>(profile.counts[b]), 12).c_str(),
                  ui.t("家", "enterprises"), scene::format_number(profile.per_km(b), 4).c_str(),
                  ui.t("家/km", "per km"));
    ImGui::SetTooltip("%s\n%s", text.data(),
                      ui.t("点击：在地图上看这里", "Click: shows the place on the map"));
    if (frame.clicked) {
      ui.actions.zoom_to({marker->x - kAround_m, marker->y - kAround_m, marker->x + kAround_m,
                          marker->y + kAround_m});
    }
  }
  if (marker != ui.state.view.explore.marker) {
    ui.actions.look([&](View& view) { view.explore.marker = marker; });
  }
  ImGui::PushFont(ui.fonts.small());
  ImGui::PushTextWrapPos(0);
  ImGui::TextDisabled("%s", ui.t("带内企业按轴线上最近的位置计数；超出两端的计在端点。",
                                 "The belt's enterprises count where the axis is nearest; those "
                                 "beyond an end count at it."));
  ImGui::PopTextWrapPos();
  ImGui::PopFont();
}

}  // namespace

Chart belt_profile() { return {"profile", {"产业带剖面", "Profile along a belt"}, draw}; }

}  // namespace geo::viewer
