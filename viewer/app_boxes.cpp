#include <array>
#include <utility>

#include "viewer/app.hpp"

// Keys, and the boxes that lie over everything else.
namespace geo::viewer {
namespace {
constexpr int kF1 = 290;  // as GLFW numbers keys
}  // namespace

void App::keys() {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  const auto pressed = [](int key) { return ImGui::IsKeyPressed(key, false); };
  if (pressed(kF1)) look([](View& view) { view.shortcuts = !view.shortcuts; });
  if (io.KeyCtrl && pressed('Z')) io.KeyShift ? redo() : undo();
  if (io.KeyCtrl && pressed('Y')) redo();
  if (io.KeyCtrl && pressed('F')) look([](View& view) { view.focus_search = true; });
  if (io.KeyCtrl) return;
  if (pressed('1')) choose("sheet", [](Choices& c) { c.sheet = Sheet::kHeatmap; });
  if (pressed('2')) choose("sheet", [](Choices& c) { c.sheet = Sheet::kPlan; });
  if (pressed('F')) look([](View& view) { view.camera = {}; });
  if (pressed(' ') && session_ && !session_->facts.founded.counts.empty()) {
    look([](View& view) { view.play.on = !view.play.on; });
  }
  if (pressed('H')) look([](View& view) { view.shortcuts = !view.shortcuts; });
  for (const auto& [key, tool] : {std::pair{'M', Tool::kDistance}, std::pair{'A', Tool::kArea},
                                  std::pair{'B', Tool::kBox}, std::pair{'P', Tool::kPolygon}}) {
    if (!pressed(key) || !session_) continue;
    look([&](View& view) {
      view.tools = {view.tools.tool == tool ? Tool::kNone : tool, {}, false};
    });
  }
  if (state_.view.tools.tool != Tool::kNone) {
    const auto special = [&](ImGuiKey key) { return pressed(io.KeyMap[key]); };
    if (special(ImGuiKey_Enter) || special(ImGuiKey_KeyPadEnter)) {
      look([](View& view) { tool_end(view.tools); });
    }
    if (special(ImGuiKey_Backspace)) look([](View& view) { tool_back(view.tools); });
  }
  // What is open takes it first.
  const bool popup =
      ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  if (pressed(io.KeyMap[ImGuiKey_Escape]) && !popup) {
    look([](View& view) {
      view.shortcuts = false;
      // First what is being drawn, then the tool, then what is selected.
      if (view.tools.tool != Tool::kNone) {
        const bool drawn = !view.tools.points.empty();
        view.tools = {drawn ? view.tools.tool : Tool::kNone, {}, false};
        return;
      }
      view.district.clear();
      view.point.reset();
    });
  }
}

void App::message_box(const Ui& ui) {
  if (message_.empty()) return;
  ImGui::SetNextWindowPos({ImGui::GetIO().DisplaySize.x / 2, ImGui::GetIO().DisplaySize.y / 2},
                          ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize({480 * ui.scale, 0});
  ImGui::Begin(
      (std::string(ui.t("出错了", "Something went wrong")) + "###message").c_str(), nullptr,
      ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoResize);
  ImGui::TextWrapped("%s", ui.word(message_.c_str()));
  ImGui::Spacing();
  if (ImGui::Button(ui.t("关闭", "Close"))) message_.clear();
  ui.name("message/close");
  ImGui::End();
}

void App::shortcuts(const Ui& ui) const {
  if (!state_.view.shortcuts) return;
  ImGui::SetNextWindowPos({ImGui::GetIO().DisplaySize.x / 2, ImGui::GetIO().DisplaySize.y / 2},
                          ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::Begin((std::string(ui.t("快捷键", "Keys")) + "###keys").c_str(), nullptr,
               ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_AlwaysAutoResize);
  const std::array<std::pair<const char*, const char*>, 18> keys = {{
      {"1", ui.t("企业热力图", "Enterprise heatmap")},
      {"2", ui.t("产业规划图", "Planning map")},
      {"F", ui.t("全图", "The whole map")},
      {"Ctrl+F", ui.t("查找区、园区、企业", "Find a district, park or enterprise")},
      {"Space", ui.t("播放、暂停成立年份", "Play or pause the years")},
      {"M", ui.t("测距", "Measure a distance")},
      {"A", ui.t("测面积", "Measure an area")},
      {"B", ui.t("框选企业", "Select enterprises in a box")},
      {"P", ui.t("圈选企业", "Select enterprises in a polygon")},
      {"Enter", ui.t("结束绘制（或双击）", "End the drawing (or double click)")},
      {"Backspace", ui.t("去掉最后一点", "Take the last point away")},
      {"Esc", ui.t("取消绘制、工具、选择", "Leave the drawing, the tool, the selection")},
      {"Ctrl+Z", ui.t("撤销", "Undo")},
      {"Ctrl+Y", ui.t("重做", "Redo")},
      {"Ctrl+Shift+Z", ui.t("重做", "Redo")},
      {"Tab", ui.t("下一个控件", "The next control")},
      {"Ctrl+C", ui.t("复制输入框中的文字", "Copy the text of a box")},
      {"F1, H", ui.t("这个列表", "This list")},
  }};
  if (ImGui::BeginTable("keys", 2)) {
    for (const auto& [key, what] : keys) {
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(key);
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(what);
    }
    ImGui::EndTable();
  }
  ImGui::End();
}

}  // namespace geo::viewer
