#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <string>

#include "geo/core/error.hpp"
#include "viewer/app.hpp"

// The bars above and below the map.
namespace geo::viewer {

void App::file_menu(const Ui& ui) {
  if (ImGui::Button(ui.t("文件", "File"))) ImGui::OpenPopup("file");
  ui.name("file");
  const ImVec2 corner = ui.below(340);
  Ui::hint(ui.t("打开、导入、保存项目", "Open, import and save"));
  ImGui::SameLine();
  ImGui::SetNextWindowPos(corner);
  if (!ImGui::BeginPopup("file")) return;
  if (ImGui::IsKeyPressed(ImGui::GetIO().KeyMap[ImGuiKey_Escape], false)) {
    ImGui::CloseCurrentPopup();
  }
  const auto item = [&](const char* id, const char* label, const char* key, bool enabled = true) {
    const bool chosen = ImGui::MenuItem(label, key, false, enabled);
    ui.name(id);
    return chosen;
  };
  if (item("file/open", ui.t("打开项目…", "Open a project…"), "Ctrl+O")) ask_what_to_open(false);
  if (item("file/import", ui.t("导入数据…", "Import data…"), "Ctrl+I")) ask_what_to_open(true);
  ImGui::Separator();
  if (item("file/save", ui.t("保存", "Save"), "Ctrl+S", session_ != nullptr)) save();
  if (item("file/save_as", ui.t("另存为…", "Save as…"), "Ctrl+Shift+S", session_ != nullptr)) {
    ask_where_to_save();
  }
  if (item("file/export", ui.t("导出…", "Export…"), "Ctrl+E", session_ != nullptr)) {
    ask_what_to_export();
  }
  ImGui::Separator();
  ImGui::TextDisabled("%s", ui.t("最近的项目", "Recent projects"));
  const std::vector<std::string> recent = recent_.projects;
  for (std::size_t i = 0; i < recent.size(); ++i) {
    const std::string id = "file/recent/" + std::to_string(i);
    if (item(id.c_str(), ui.word(recent[i].c_str()), nullptr)) {
      after_saving([this, path = recent[i]] { this->open(path); });
    }
  }
  if (!options_.embedded.empty() &&
      item("file/embedded", ui.t("随程序提供的项目", "The project that comes with the program"),
           nullptr)) {
    after_saving([this] { this->open(options_.embedded); });
  }
  ImGui::EndPopup();
}

void App::top_bar(const Ui& ui) {
  const Choices& now = ui.state.choices;
  file_menu(ui);
  const auto sheet = [&](const char* id, Sheet which, const char* label) {
    const bool is = now.sheet == which;
    if (is) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
    if (ImGui::Button(label)) choose("sheet", [&](Choices& c) { c.sheet = which; });
    if (is) ImGui::PopStyleColor();
    ui.name(id);
    ImGui::SameLine();
  };
  sheet("sheet/heatmap", Sheet::kHeatmap, ui.t("企业热力图", "Enterprise heatmap"));
  sheet("sheet/plan", Sheet::kPlan, ui.t("产业规划图", "Planning map"));
  if (ui.session != nullptr && !ui.session->specialties.empty()) {
    std::string shown = ui.t("全部专业", "All specialties");
    const auto label = [&](const Specialty& each) {
      return std::string(ui.t(each.name)) + "  " +
             scene::format_number(static_cast<double>(each.count), 7);
    };
    for (const Specialty& each : ui.session->specialties) {
      if (each.key == now.filter.specialty) shown = label(each);
    }
    // In a narrow window it leaves room for the buttons behind it.
    const float room = ImGui::GetIO().DisplaySize.x - 700 * ui.scale;
    ImGui::SetNextItemWidth(std::clamp(room, 120 * ui.scale, 230 * ui.scale));
    const bool open = ImGui::BeginCombo("##specialty", shown.c_str(), ImGuiComboFlags_HeightLarge);
    ui.name("specialty");
    if (open) {
      if (ImGui::Selectable(ui.t("全部专业", "All specialties"), now.filter.specialty.empty())) {
        choose("specialty", [](Choices& c) { c.filter.specialty.clear(); });
      }
      ui.name("specialty/all");
      for (const Specialty& each : ui.session->specialties) {
        if (ImGui::Selectable(label(each).c_str(), each.key == now.filter.specialty)) {
          choose("specialty", [&](Choices& c) {
            c.filter.specialty = each.key;
            c.sheet = Sheet::kHeatmap;
          });
        }
        ui.name("specialty/" + each.key);
      }
      ImGui::EndCombo();
    }
    ImGui::SameLine();
  }
  ImGui::BeginDisabled(past_.empty());
  if (ImGui::Button(ui.t("撤销", "Undo"))) undo();
  ImGui::EndDisabled();
  ui.name("undo");
  Ui::hint(ui.t("撤销上一步（Ctrl+Z）", "Takes the last change back (Ctrl+Z)"));
  ImGui::SameLine();
  ImGui::BeginDisabled(future_.empty());
  if (ImGui::Button(ui.t("重做", "Redo"))) redo();
  ImGui::EndDisabled();
  ui.name("redo");
  Ui::hint(ui.t("重做（Ctrl+Y）", "Makes it again (Ctrl+Y)"));
  ImGui::SameLine();
  if (ImGui::Button(ui.t("全图", "Whole map"))) look([](View& view) { view.camera = {}; });
  ui.name("whole");
  Ui::hint(ui.t("显示整幅地图（F）", "Shows the whole map (F)"));
  ImGui::SameLine();
  ImGui::BeginDisabled(ui.session == nullptr);
  if (ImGui::Button(ui.t("导出", "Export"))) ask_what_to_export();
  ImGui::EndDisabled();
  ui.name("export");
  Ui::hint(
      ui.t("导出图片、表格、图层和热力图", "Pictures, tables, layers and heatmaps into files"));
  ImGui::SameLine();
  if (ImGui::Button(ui.state.view.dark ? ui.t("浅色", "Light") : ui.t("深色", "Dark"))) {
    look([](View& view) { view.dark = !view.dark; });
  }
  ui.name("theme");
  Ui::hint(ui.t("切换深浅色界面", "Dark or light colours"));
  ImGui::SameLine();
  // Each language is written in itself, so that whoever needs it can read it.
  if (ImGui::Button(ui.word(ui.state.view.language == Language::kChinese ? "English" : "中文"))) {
    look([](View& view) {
      view.language = view.language == Language::kChinese ? Language::kEnglish : Language::kChinese;
    });
  }
  ui.name("language");
  ImGui::SameLine();
  if (ImGui::Button("?")) look([](View& view) { view.shortcuts = !view.shortcuts; });
  ui.name("shortcuts");
  Ui::hint(ui.t("快捷键列表（F1）", "The list of keys (F1)"));
  if (const auto running = worker_.running()) {
    ImGui::SameLine();
    ImGui::SetNextItemWidth(10);
    ImGui::ProgressBar(static_cast<float>(running->fraction), {150 * ui.scale, 0},
                       ui.t(running->what));
    ImGui::SameLine();
    if (ImGui::Button(ui.t("取消", "Cancel"))) worker_.cancel();
    ui.name("cancel");
  }
}

void App::status_bar(const Ui& ui) const {
  ImGui::SetCursorPosY(3 * ui.scale);
  ImGui::PushFont(fonts_.small());
  std::string text;
  const bool opening = ui.session == nullptr && !worker_.idle();
  if (opening) {
    text = ui.t("正在打开项目…", "The project is being opened…");
  } else if (ui.session == nullptr) {
    text =
        ui.t("请打开一个项目：geo-viewer PROJECT.json", "Open a project: geo-viewer PROJECT.json");
  } else if (map_.pointer()) {
    try {
      const Point at = ui.session->to_degrees(*map_.pointer());
      std::array<char, 160> digits{};
      std::snprintf(digits.data(), digits.size(), "%.5f°%s %.5f°%s   x %.0f  y %.0f m",
                    std::fabs(at.x), at.x < 0 ? "W" : "E", std::fabs(at.y), at.y < 0 ? "S" : "N",
                    map_.pointer()->x, map_.pointer()->y);
      text = digits.data();
    } catch (const Error&) {  // beyond the projection there is nothing to read out
    }
    const auto place = ui.session->locator->locate(*map_.pointer());
    if (place.region >= 0) {
      text += "   ";
      text += ui.t(ui.session->atlas.regions.regions[static_cast<std::size_t>(place.region)].name);
    }
  } else {
    text = ui.t("点击选区，拖动平移，滚轮缩放；按 F1 看快捷键",
                "Click selects a district, drag pans, the wheel zooms; F1 lists the keys");
  }
  if (!done_.empty()) text += "   |   " + done_;
  ui.fonts.need(text);
  std::string right;
  if (ui.session != nullptr) {
    right = std::string(ui.t("企业", "Enterprises")) + " " +
            scene::format_number(static_cast<double>(ui.session->atlas.points.size()), 12) + "   " +
            ui.session->atlas.metric_crs_name;
  }
  // What is long (a path) ends where the right begins; the mouse over it shows all.
  const float from = ImGui::GetWindowWidth() - ImGui::CalcTextSize(right.c_str()).x - 12 * ui.scale;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 corner = ImGui::GetWindowPos();
  ImGui::PushClipRect(at, {corner.x + from - 12 * ui.scale, corner.y + ImGui::GetWindowHeight()},
                      true);
  ImGui::TextUnformatted(text.c_str());
  ui.name(opening ? "status/opening" : "status");
  ImGui::PopClipRect();
  if (ImGui::CalcTextSize(text.c_str()).x > from - 24 * ui.scale) Ui::hint(text.c_str());
  if (ui.session != nullptr) {
    ImGui::SameLine(from);
    ImGui::TextUnformatted(right.c_str());
  }
  ImGui::PopFont();
}

}  // namespace geo::viewer
