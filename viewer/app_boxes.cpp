#include <algorithm>
#include <array>
#include <filesystem>
#include <utility>

#include "viewer/app.hpp"
#include "viewer/panels/panels.hpp"

// Keys, and the boxes that lie over everything else.
namespace geo::viewer {
namespace {
constexpr int kF1 = 290;  // as GLFW numbers keys
}  // namespace

void App::keys() {
  const ImGuiIO& io = ImGui::GetIO();
  const bool escape = ImGui::IsKeyPressed(io.KeyMap[ImGuiKey_Escape], false);
  if (!message_.empty() || dialog() != nullptr || then_ || unsaved_) {
    if (!escape) return;
    if (!message_.empty()) {
      message_ = {};
    } else if (Dialog* const open = dialog()) {
      open->escape();
    } else {
      then_ = nullptr;
    }
    return;
  }
  if (io.WantTextInput) return;
  const auto pressed = [](int key) { return ImGui::IsKeyPressed(key, false); };
  if (pressed(kF1)) look([](View& view) { view.shortcuts = !view.shortcuts; });
  if (io.KeyCtrl && pressed('Z')) io.KeyShift ? redo() : undo();
  if (io.KeyCtrl && pressed('Y')) redo();
  if (io.KeyCtrl && pressed('S')) io.KeyShift ? ask_where_to_save() : save();
  if (io.KeyCtrl && pressed('O')) ask_what_to_open(false);
  if (io.KeyCtrl && pressed('I')) ask_what_to_open(true);
  if (io.KeyCtrl && pressed('E') && session_) ask_what_to_export();
  if (io.KeyCtrl && pressed('F')) look([](View& view) { view.focus_search = true; });
  if (io.KeyCtrl) return;
  if (pressed('1')) choose("sheet", [](Choices& c) { c.sheet = Sheet::kHeatmap; });
  if (pressed('2')) choose("sheet", [](Choices& c) { c.sheet = Sheet::kPlan; });
  if (pressed('F')) look([](View& view) { view.camera = {}; });
  if (pressed(' ') && session_ && !session_->facts.founded.counts.empty()) {
    look([](View& view) { view.play.on = !view.play.on; });
  }
  if (pressed('H')) look([](View& view) { view.shortcuts = !view.shortcuts; });
  for (const auto& each : {std::pair{'M', Tool::kDistance}, std::pair{'A', Tool::kArea},
                           std::pair{'B', Tool::kBox}, std::pair{'P', Tool::kPolygon}}) {
    if (!pressed(each.first) || !session_) continue;
    look([tool = each.second](View& view) {
      view.tools = {view.tools.tool == tool ? Tool::kNone : tool, {}, false};
    });
  }
  if (state_->view.tools.tool != Tool::kNone) {
    const auto special = [&](ImGuiKey key) { return pressed(io.KeyMap[key]); };
    if (special(ImGuiKey_Enter) || special(ImGuiKey_KeyPadEnter)) {
      look([](View& view) { tool_end(view.tools); });
    }
    if (special(ImGuiKey_Backspace)) look([](View& view) { tool_back(view.tools); });
  }
  // What is open takes it first.
  const bool popup =
      ImGui::IsPopupOpen(nullptr, ImGuiPopupFlags_AnyPopupId | ImGuiPopupFlags_AnyPopupLevel);
  if (escape && !popup) {
    look([](View& view) {
      // First the list of keys, then what is being drawn, then the tool, then what is selected.
      if (std::exchange(view.shortcuts, false)) return;
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

// What is asked or said over everything else, one at a time.
Dialog* App::dialog() {
  if (file_dialog_.open()) return &file_dialog_;
  if (import_.open()) return &import_;
  if (export_.open()) return &export_;
  return nullptr;
}

void App::dialogs(const Ui& ui) {
  Dialog* const dialog = this->dialog();
  const bool said = !message_.empty();
  const bool changes = then_ != nullptr;
  const bool wanted = said || dialog != nullptr || changes || unsaved_.has_value();
  if (wanted && !ImGui::IsPopupOpen("###dialog")) ImGui::OpenPopup("###dialog");
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  ImVec2 size = dialog != nullptr && !said ? dialog->size() : ImVec2{520, 0};
  size.x = std::min(size.x * ui.scale, screen.x * 0.96F);
  size.y = std::min(size.y * ui.scale, screen.y * 0.92F);
  const std::string title = said                ? ui.t("出错了", "Something went wrong")
                            : dialog != nullptr ? dialog->title(ui)
                            : changes           ? ui.t("尚未保存", "Not saved yet")
                                      : ui.t("恢复未保存的工作", "Work that was not saved");
  ImGui::SetNextWindowPos({screen.x / 2, screen.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::SetNextWindowSize(size);
  if (!ImGui::BeginPopupModal(
          (std::string(ui.word(title.c_str())) + "###dialog").c_str(), nullptr,
          ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize | ImGuiWindowFlags_NoSavedSettings)) {
    return;
  }
  if (!wanted) {
    ImGui::CloseCurrentPopup();
  } else if (said) {
    message_box(ui);
  } else if (dialog != nullptr) {
    dialog->draw(ui);
  } else if (changes) {
    unsaved_changes(ui);
  } else {
    recovery(ui);
  }
  ImGui::EndPopup();
}

void App::message_box(const Ui& ui) {
  wrapped(ui, ui.t(message_));
  ImGui::Spacing();
  if (ImGui::Button(ui.t("关闭", "Close"))) message_ = {};
  ui.name("message/close");
}

void App::unsaved_changes(const Ui& ui) {
  ImGui::TextWrapped("%s",
                     ui.t("项目有修改尚未保存。", "The project has changes that are not saved."));
  ImGui::Spacing();
  if (ImGui::Button(ui.t("保存", "Save"))) save();  // goes on when that is done
  ui.name("unsaved/save");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("不保存", "Do not save"))) {
    drop_work();
    std::exchange(then_, nullptr)();
  }
  ui.name("unsaved/discard");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("取消", "Cancel"))) then_ = nullptr;
  ui.name("unsaved/cancel");
}

void App::recovery(const Ui& ui) {
  const Unsaved work = *unsaved_;
  ImGui::TextWrapped("%s",
                     ui.t("上次程序意外结束时，有修改没有保存：",
                          "The program ended unexpectedly with changes that were not saved:"));
  const std::string what =
      (work.project.empty() ? ui.t("未命名的项目", "a project without a name") : work.project) +
      "   " + work.time;
  ImGui::TextWrapped("%s", ui.word(what.c_str()));
  ImGui::Spacing();
  if (ImGui::Button(ui.t("恢复", "Recover"))) {
    unsaved_.reset();
    recover(work);
  }
  ui.name("recover/yes");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("丢弃", "Discard"))) {
    std::error_code error;
    std::filesystem::remove(work.file, error);
    unsaved_.reset();
  }
  ui.name("recover/no");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("以后再说", "Not now"))) unsaved_.reset();
  ui.name("recover/later");
}

void App::shortcuts(const Ui& ui) {
  if (!ui.state.view.shortcuts) return;
  ImGui::SetNextWindowPos({ImGui::GetIO().DisplaySize.x / 2, ImGui::GetIO().DisplaySize.y / 2},
                          ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::Begin((std::string(ui.t("快捷键", "Keys")) + "###keys").c_str(), nullptr,
               ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_AlwaysAutoResize);
  const std::array<std::pair<const char*, const char*>, 23> keys = {{
      {"1", ui.t("企业热力图", "Enterprise heatmap")},
      {"2", ui.t("产业规划图", "Planning map")},
      {"F", ui.t("全图", "The whole map")},
      {"Ctrl+O", ui.t("打开项目", "Open a project")},
      {"Ctrl+I", ui.t("导入数据", "Import data")},
      {"Ctrl+S", ui.t("保存项目", "Save the project")},
      {"Ctrl+Shift+S", ui.t("另存为", "Save it under another name")},
      {"Ctrl+E", ui.t("导出", "Export")},
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
