#include "viewer/charts/kit.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace geo::viewer {

ImU32 series_color(std::size_t series) {
  static constexpr std::array kColors = {IM_COL32(0, 114, 178, 255),  IM_COL32(230, 159, 0, 255),
                                         IM_COL32(0, 158, 115, 255),  IM_COL32(204, 121, 167, 255),
                                         IM_COL32(86, 180, 233, 255), IM_COL32(213, 94, 0, 255),
                                         IM_COL32(190, 180, 40, 255), IM_COL32(120, 94, 180, 255),
                                         IM_COL32(122, 92, 62, 255),  IM_COL32(140, 150, 158, 255)};
  return kColors[series % kColors.size()];
}

std::vector<double> ticks_to(double most, int wanted) {
  if (!(most > 0) || !std::isfinite(most)) return {0, 1};
  const double rough = most / std::max(wanted, 1);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  double step = 10 * power;
  for (const double each : {5.0, 2.0, 1.0}) {
    if (each * power >= rough * 0.999) step = each * power;
  }
  std::vector<double> ticks;
  for (int k = 0; ticks.empty() || ticks.back() < most * 0.9999; ++k) ticks.push_back(k * step);
  return ticks;
}

PlotFrame plot_frame(const Ui& ui, const std::string& id, float height, double x_from, double x_to,
                     double y_most, const char* y_unit) {
  const float s = ui.scale;
  ImFont* const font = ui.fonts.small();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImU32 ink = ImGui::GetColorU32(ImGuiCol_Text);
  const ImU32 grid = ImGui::GetColorU32(ImGuiCol_Text, 0.14F);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(80 * s, ImGui::GetContentRegionAvail().x);
  ImGui::InvisibleButton(id.c_str(), {width, height});
  ui.name(id);
  PlotFrame frame;
  frame.hovered = ImGui::IsItemHovered();
  frame.clicked = ImGui::IsItemClicked();
  const std::vector<double> ticks =
      ticks_to(y_most, std::max(2, static_cast<int>(height / (36 * s))));
  float labels = 0;
  std::vector<std::string> texts;
  for (const double tick : ticks) {
    texts.push_back(scene::format_number(tick, 6));
    labels = std::max(labels, font->CalcTextSizeA(font->FontSize, 1e6F, 0, texts.back().c_str()).x);
  }
  frame.from = {at.x + labels + 6 * s, at.y + font->FontSize + 8 * s};
  frame.to = {at.x + width - 6 * s, at.y + height - 2.4F * font->FontSize};
  frame.x_from = x_from;
  frame.x_to = x_to > x_from ? x_to : x_from + 1;
  frame.y_to = ticks.back();
  list.AddText(font, font->FontSize, {at.x, at.y}, ImGui::GetColorU32(ImGuiCol_TextDisabled),
               ui.word(y_unit));
  for (std::size_t k = 0; k < ticks.size(); ++k) {
    const float y = std::round(frame.y(ticks[k]));
    list.AddLine({frame.from.x, y}, {frame.to.x, y}, k == 0 ? ink : grid);
    const float text = font->CalcTextSizeA(font->FontSize, 1e6F, 0, texts[k].c_str()).x;
    list.AddText(font, font->FontSize, {frame.from.x - text - 4 * s, y - font->FontSize / 2}, ink,
                 texts[k].c_str());
  }
  return frame;
}

bool x_label(const Ui& ui, const PlotFrame& frame, double x, const std::string& text,
             float& free_from) {
  ImFont* const font = ui.fonts.small();
  const float width = font->CalcTextSizeA(font->FontSize, 1e6F, 0, ui.word(text.c_str())).x;
  const float middle = frame.x(x);
  const float left = std::clamp(middle - width / 2, frame.from.x - 4 * ui.scale,
                                std::max(frame.from.x, frame.to.x + 6 * ui.scale - width));
  if (left < free_from) return false;
  free_from = left + width + 5 * ui.scale;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({middle, frame.to.y}, {middle, frame.to.y + 3 * ui.scale},
               ImGui::GetColorU32(ImGuiCol_Text));
  list.AddText(font, font->FontSize, {left, frame.to.y + 3 * ui.scale},
               ImGui::GetColorU32(ImGuiCol_Text), text.c_str());
  return true;
}

void x_unit(const Ui& ui, const PlotFrame& frame, const char* unit) {
  ImFont* const font = ui.fonts.small();
  const float width = font->CalcTextSizeA(font->FontSize, 1e6F, 0, unit).x;
  ImGui::GetWindowDrawList()->AddText(
      font, font->FontSize, {frame.to.x - width, frame.to.y + 3 * ui.scale + font->FontSize},
      ImGui::GetColorU32(ImGuiCol_TextDisabled), unit);
}

void swatch_line(const Ui& ui, ImU32 color, const std::string& text) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float height = ImGui::GetTextLineHeight();
  const float side = height * 0.7F;
  ImGui::GetWindowDrawList()->AddRectFilled({at.x, at.y + (height - side) / 2},
                                            {at.x + side, at.y + (height + side) / 2}, color);
  ImGui::Dummy({side, height});
  ImGui::SameLine(0, 5 * ui.scale);
  ImGui::TextUnformatted(ui.word(text.c_str()));
}

}  // namespace geo::viewer
