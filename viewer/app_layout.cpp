#include <algorithm>
#include <map>
#include <string>

#include "viewer/app.hpp"

// What the window is divided by, and what it shows while there is no map.
namespace geo::viewer {
namespace {

constexpr float kGrip = 6;

constexpr ImGuiWindowFlags kBare = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                   ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar |
                                   ImGuiWindowFlags_NoScrollWithMouse |
                                   ImGuiWindowFlags_NoFocusOnAppearing;

/// A border that can be dragged: how far in pixels since the last frame.
float grip(const Ui& ui, const char* id, ImVec2 at, ImVec2 size, bool upright, bool& released) {
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize(size);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {1, 1});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 0);
  ImGui::Begin(id, nullptr, kBare);
  ImGui::InvisibleButton(id, size);
  ui.name(id);
  const bool active = ImGui::IsItemActive();
  if (active || ImGui::IsItemHovered()) {
    ImGui::SetMouseCursor(upright ? ImGuiMouseCursor_ResizeEW : ImGuiMouseCursor_ResizeNS);
    const ImVec2 to{at.x + size.x, at.y + size.y};
    ImGui::GetWindowDrawList()->AddRectFilled(at, to,
                                              ImGui::GetColorU32(ImGuiCol_SeparatorHovered));
  }
  released |= ImGui::IsItemDeactivated();
  const ImVec2 by = ImGui::GetIO().MouseDelta;
  ImGui::End();
  ImGui::PopStyleVar(3);
  return !active ? 0 : upright ? by.x : by.y;
}

/// What the library calls its stages, for people.
Text stage_text(const std::string& stage) {
  static const std::map<std::string, Text> kStages = {
      {"read", {"读取数据", "reading the data"}},
      {"project", {"坐标投影", "projecting"}},
      {"repair", {"检查边界", "checking the boundaries"}},
      {"join", {"企业归入各区", "finding the districts of enterprises"}},
      {"density", {"计算密度", "computing densities"}},
      {"clusters", {"寻找集聚区", "finding clusters"}},
      {"statistics", {"统计", "counting"}},
      {"batches", {"分批读取", "reading in batches"}},
      {"write", {"写出", "writing"}},
  };
  const auto found = kStages.find(stage);
  return found == kStages.end() ? Text{} : found->second;
}

}  // namespace

void App::splitters(const Ui& ui, ImVec2 from, ImVec2 to, float legend) {
  const float s = options_.scale;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float wide = kGrip * s;
  const float half = wide / 2;
  const float end = to.y + std::min(layout_.bottom * s, screen.y * 0.5F);
  bool released = false;
  const auto move = [](float& value, float by, float least, float most) {
    if (by != 0) value = std::clamp(value + by, least, std::max(least, most));
  };
  move(layout_.left,
       grip(ui, "splitter/left", {from.x - half, from.y}, {wide, end - from.y}, true, released) / s,
       120, screen.x * 0.3F / s);
  move(layout_.right,
       -grip(ui, "splitter/right", {to.x - half, from.y}, {wide, end - from.y}, true, released) / s,
       160, screen.x * 0.4F / s);
  move(layout_.bottom,
       -grip(ui, "splitter/bottom", {from.x + half, to.y - half}, {to.x - from.x - wide, wide},
             false, released) /
           s,
       80, screen.y * 0.5F / s);
  move(layout_.legend,
       grip(ui, "splitter/legend", {to.x + half, legend - half}, {screen.x - to.x - half, wide},
            false, released) /
           std::max(1.0F, end - from.y),
       0.15F, 0.85F);
  if (released) write_layout(options_.places, layout_);
}

void App::progress(const Ui& ui, ImVec2 from, ImVec2 to) const {
  if (ui.session != nullptr) return;
  const auto running = worker_.running();
  const float width = std::min(420 * ui.scale, to.x - from.x);
  ImGui::SetNextWindowPos({(from.x + to.x) / 2, (from.y + to.y) / 2}, ImGuiCond_Always,
                          {0.5F, 0.5F});
  ImGui::SetNextWindowSize({width, 0});
  ImGui::Begin("progress", nullptr, kBare);
  if (running) {
    ImGui::PushFont(ui.fonts.large());
    ImGui::TextUnformatted(ui.t(running->what));
    ImGui::PopFont();
    ImGui::ProgressBar(static_cast<float>(running->fraction), {-1, 0});
    ImGui::TextDisabled("%s", ui.t(stage_text(running->stage)));
  } else {
    ImGui::TextWrapped("%s",
                       ui.t("把项目文件拖到窗口上，或按 Ctrl+O 打开一个。",
                            "Drop a project file on the window, or press Ctrl+O to open one."));
  }
  ImGui::End();
}

}  // namespace geo::viewer
