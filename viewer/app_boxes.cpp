#include <array>
#include <utility>

#include "viewer/app.hpp"

// Keys, and the boxes that lie over everything else.
namespace geo::viewer {

void App::keys() {
  const ImGuiIO& io = ImGui::GetIO();
  if (io.WantTextInput) return;
  const auto pressed = [](char key) { return ImGui::IsKeyPressed(key, false); };
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
  if (ImGui::IsKeyPressed(io.KeyMap[ImGuiKey_Escape], false)) {
    look([](View& view) {
      view.district.clear();
      view.point.reset();
      view.shortcuts = false;
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
  const std::array<std::pair<const char*, const char*>, 9> keys = {{
      {"1", ui.t("企业热力图", "Enterprise heatmap")},
      {"2", ui.t("产业规划图", "Planning map")},
      {"F", ui.t("全图", "The whole map")},
      {"Ctrl+F", ui.t("查找区、园区、企业", "Find a district, park or enterprise")},
      {"Space", ui.t("播放、暂停成立年份", "Play or pause the years")},
      {"Ctrl+Z", ui.t("撤销", "Undo")},
      {"Ctrl+Y", ui.t("重做", "Redo")},
      {"Esc", ui.t("取消选择", "Clear the selection")},
      {"H", ui.t("这个列表", "This list")},
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
