#include "viewer/app.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/io/output.hpp"
#include "geo/sheet/sheet.hpp"
#include "viewer/map/draw.hpp"

namespace geo::viewer {
namespace {

constexpr float kTop = 44;
constexpr float kStatus = 26;
constexpr float kLeft = 210;
constexpr float kRight = 320;
constexpr float kBottom = 200;
constexpr std::size_t kHistory = 200;

constexpr ImGuiWindowFlags kFixed = ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                                    ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoSavedSettings |
                                    ImGuiWindowFlags_NoBringToFrontOnFocus;

/// ImGui's style of one screen scale; scaling the same style twice would scale it by the square.
void apply_style(bool dark, float scale) {
  ImGuiStyle style;
  if (dark) {
    ImGui::StyleColorsDark(&style);
  } else {
    ImGui::StyleColorsLight(&style);
    style.Colors[ImGuiCol_WindowBg] = {0.98F, 0.98F, 0.97F, 1};
    style.Colors[ImGuiCol_FrameBg] = {0.90F, 0.92F, 0.94F, 1};
    style.Colors[ImGuiCol_FrameBgHovered] = {0.82F, 0.88F, 0.95F, 1};
    style.Colors[ImGuiCol_CheckMark] = {0.04F, 0.24F, 0.55F, 1};
    style.Colors[ImGuiCol_TitleBgActive] = style.Colors[ImGuiCol_TitleBg];
  }
  style.WindowRounding = 0;
  style.FrameRounding = 3;
  style.GrabRounding = 3;
  style.WindowBorderSize = 1;
  style.FramePadding = {7, 4};
  style.ItemSpacing = {7, 5};
  style.ScaleAllSizes(scale);
  ImGui::GetStyle() = style;
}

}  // namespace

App::App(AppOptions options)
    : options_(std::move(options)),
      fonts_(options_.scale),
      worker_(options_.threads, options_.wake,
              [this](const std::string& message) { message_ = message; }) {
  state_.view.language = options_.language;
  state_.view.dark = options_.dark;
  apply_style(state_.view.dark, options_.scale);
}

App::~App() = default;

bool App::update() {
  const bool news = worker_.poll();
  return fonts_.refresh() || news;
}

bool App::idle() const {
  if (!worker_.idle()) return false;
  if (session_ == nullptr || !message_.empty()) return true;
  return !state_.view.play.on && up_to_date();
}

void App::choose(const std::string& name, const std::function<void(Choices&)>& change) {
  Choices next = state_.choices;
  change(next);
  if (next == state_.choices) return;
  if (name != last_change_ || past_.empty()) {
    past_.push_back(state_.choices);
    if (past_.size() > kHistory) past_.erase(past_.begin());
  }
  future_.clear();
  last_change_ = name;
  state_.choices = std::move(next);
}

void App::look(const std::function<void(View&)>& change) {
  const bool dark = state_.view.dark;
  const std::string district = state_.view.district;
  const std::optional<std::size_t> point = state_.view.point;
  change(state_.view);
  if (district.empty() && !state_.view.district.empty()) bring_to_front_ = "district";
  if (point != state_.view.point && state_.view.point) bring_to_front_ = "enterprise";
  if (dark != state_.view.dark) apply_style(state_.view.dark, options_.scale);
}

void App::undo() {
  if (past_.empty()) return;
  future_.push_back(std::exchange(state_.choices, past_.back()));
  past_.pop_back();
  last_change_.clear();
}

void App::redo() {
  if (future_.empty()) return;
  past_.push_back(std::exchange(state_.choices, future_.back()));
  future_.pop_back();
  last_change_.clear();
}

void App::open(const std::string& path) {
  const Text what{"打开项目", "Opening the project"};
  worker_.post("open", what, [this, path](const Context& context) -> Worker::Apply {
    auto session = open_session(path, context);
    return [this, session] {
      session_ = session;
      picture_.reset();
      requested_.reset();
      figures_.reset();
      figures_requested_.reset();
      found_.reset();
      state_.view.play.on = false;
      state_.view.search.clear();
      past_.clear();
      future_.clear();
      const Choices before = state_.choices;
      state_.choices = choices_of(*session);
      state_.choices.sheet = before.sheet;
      state_.view.camera = {};
      state_.view.district.clear();
      state_.view.point.reset();
      collect_letters();
    };
  });
}

void App::zoom_to(const Box& box) {
  const double margin = 0.05 * std::max(box.width(), box.height());
  state_.view.camera = map_.fitting(box.grown(margin));
}

void App::export_results(const std::string& folder) {
  if (!session_) return;
  const Text what{"导出", "Exporting"};
  worker_.post("export", what,
               [this, folder, session = session_](const Context& context) -> Worker::Apply {
                 const auto files = atlas::write(session->atlas, folder, context);
                 return [this, folder, count = files.size()] {
                   done_ = (state_.view.language == Language::kChinese
                                ? "已写出 " + std::to_string(count) + " 个文件："
                                : "Written: " + std::to_string(count) + " files in ") +
                           std::filesystem::absolute(folder).lexically_normal().string();
                 };
               });
}

void App::export_picture(const std::string& path, int times) {
  if (!picture_) return;
  const int width = std::clamp(static_cast<int>(map_.size().x) * times, 800, 16000);
  const sheet::SheetOptions options{.width_px = width,
                                    .dpi = std::clamp(width / 10.0, 96.0, 600.0),
                                    .language = state_.view.language};
  const Text what{"导出图片", "Exporting the picture"};
  worker_.post(
      "export", what,
      [this, path, options, scene = map_.as_seen()](const Context& context) -> Worker::Apply {
        const std::filesystem::path whole = std::filesystem::absolute(path);
        io::OutputFolder folder(whole.parent_path());
        sheet::write_png(scene, folder.stage(whole.filename().string()), options, context);
        folder.commit();
        return [this, whole] {
          done_ = (state_.view.language == Language::kChinese ? "已写出：" : "Written: ") +
                  whole.lexically_normal().string();
        };
      });
}

// All that the session's tables, maps and names may say, so that no letter is missing when it is
// wanted.
void App::collect_letters() {
  const atlas::Atlas& atlas = session_->atlas;
  for (const Table& table : atlas.tables) {
    for (const TableColumn& column : table.columns) {
      if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
        for (const std::string& text : *texts) fonts_.need(text);
      }
    }
  }
  for (const Region& region : atlas.regions.regions) fonts_.need(region.name.zh);
  for (const Site& site : atlas.sites.sites) fonts_.need(site.name.zh);
  for (const Specialty& specialty : session_->specialties) fonts_.need(specialty.name.zh);
  fonts_.need(atlas.job.title.zh);
}

void App::request_picture() {
  if (!session_ || (requested_ && same_picture(*requested_, state_.choices))) return;
  requested_ = state_.choices;
  const Text what{"绘制地图", "Making the map"};
  worker_.post("picture", what,
               [this, session = session_,
                choices = state_.choices](const Context& context) -> Worker::Apply {
                 auto picture = make_picture(*session, choices, context);
                 return [this, session, picture] {
                   if (session == session_) picture_ = picture;
                 };
               });
}

void App::frame() {
  widgets_.clear();
  ImGui::PushFont(fonts_.body());
  request_picture();
  request_figures();
  keys();
  play();
  const Ui ui{state_, session_.get(), picture_.get(), figures_.get(), found_.get(), fonts_, *this, widgets_, options_.scale};
  const float s = options_.scale;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float right_width = std::min(kRight * s, screen.x / 3);
  const float left = std::min(kLeft * s, screen.x / 4);
  const float bottom = std::min(kBottom * s, screen.y / 3);
  const float middle_height = screen.y - (kTop + kStatus) * s - bottom;
  const auto window = [&](const char* id, float x, float y, float width, float height,
                          ImGuiWindowFlags flags, auto&& body) {
    ImGui::SetNextWindowPos({x, y});
    ImGui::SetNextWindowSize({width, height});
    ImGui::Begin(id, nullptr, kFixed | ImGuiWindowFlags_NoTitleBar | flags);
    body();
    ImGui::End();
  };
  window("top", 0, 0, screen.x, kTop * s, ImGuiWindowFlags_NoScrollbar, [&] { top_bar(ui); });
  window("left", 0, kTop * s, left, middle_height, 0, [&] { side(ui, Panel::Place::kLeft); });
  const float right_height = screen.y - (kTop + kStatus) * s;
  const float legend_height = std::floor(0.46F * right_height);
  window("legend", screen.x - right_width, kTop * s, right_width, legend_height, 0,
         [&] { side(ui, Panel::Place::kLegend); });
  window("right", screen.x - right_width, kTop * s + legend_height, right_width,
         right_height - legend_height, 0, [&] { tabs(ui, Panel::Place::kRight); });
  window("bottom", 0, kTop * s + middle_height, screen.x - right_width, bottom,
         ImGuiWindowFlags_NoScrollbar, [&] { side(ui, Panel::Place::kBottom); });
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  window("centre", left, kTop * s, screen.x - left - right_width, middle_height,
         ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
         [&] { map_.draw(ui, picture_); });
  ImGui::PopStyleVar();
  window("status", 0, screen.y - kStatus * s, screen.x, kStatus * s, ImGuiWindowFlags_NoScrollbar,
         [&] { status_bar(ui); });
  message_box(ui);
  shortcuts(ui);
  ImGui::PopFont();
}

void App::top_bar(const Ui& ui) {
  const Choices& now = state_.choices;
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
  if (session_ && !session_->specialties.empty()) {
    std::string shown = ui.t("全部专业", "All specialties");
    const auto label = [&](const Specialty& each) {
      return std::string(ui.t(each.name)) + "  " +
             scene::format_number(static_cast<double>(each.count), 7);
    };
    for (const Specialty& each : session_->specialties) {
      if (each.key == now.filter.specialty) shown = label(each);
    }
    ImGui::SetNextItemWidth(230 * ui.scale);
    const bool open = ImGui::BeginCombo("##specialty", shown.c_str(), ImGuiComboFlags_HeightLarge);
    ui.name("specialty");
    if (open) {
      if (ImGui::Selectable(ui.t("全部专业", "All specialties"), now.filter.specialty.empty())) {
        choose("specialty", [](Choices& c) { c.filter.specialty.clear(); });
      }
      ui.name("specialty/all");
      for (const Specialty& each : session_->specialties) {
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
  ImGui::SameLine();
  ImGui::BeginDisabled(future_.empty());
  if (ImGui::Button(ui.t("重做", "Redo"))) redo();
  ImGui::EndDisabled();
  ui.name("redo");
  ImGui::SameLine();
  if (ImGui::Button(ui.t("全图", "Whole map"))) look([](View& view) { view.camera = {}; });
  ui.name("whole");
  ImGui::SameLine();
  ImGui::BeginDisabled(!session_);
  if (ImGui::Button(ui.t("导出", "Export"))) ImGui::OpenPopup("export");
  ImGui::EndDisabled();
  ui.name("export");
  if (ImGui::BeginPopup("export")) {
    if (ImGui::Selectable(ui.t("全部结果：表格、图层、热力图 → geo-viewer-export",
                               "All results: tables, layers, heatmaps → geo-viewer-export"))) {
      export_results("geo-viewer-export");
    }
    ui.name("export/results");
    for (int times = 1; times <= 4; ++times) {
      const std::string label = std::string(ui.t("当前地图，PNG", "This map as PNG")) + ", " +
                                std::to_string(times) + "× → geo-viewer.png";
      if (ImGui::Selectable(label.c_str())) export_picture("geo-viewer.png", times);
      ui.name("export/png" + std::to_string(times));
    }
    ImGui::EndPopup();
  }
  ImGui::SameLine();
  if (ImGui::Button(state_.view.dark ? ui.t("浅色", "Light") : ui.t("深色", "Dark"))) {
    look([](View& view) { view.dark = !view.dark; });
  }
  ui.name("theme");
  ImGui::SameLine();
  // Each language is written in itself, so that whoever needs it can read it.
  if (ImGui::Button(ui.word(state_.view.language == Language::kChinese ? "English" : "中文"))) {
    look([](View& view) {
      view.language = view.language == Language::kChinese ? Language::kEnglish : Language::kChinese;
    });
  }
  ui.name("language");
  ImGui::SameLine();
  if (ImGui::Button("?")) look([](View& view) { view.shortcuts = !view.shortcuts; });
  ui.name("shortcuts");
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

void App::side(const Ui& ui, Panel::Place place) {
  for (const Panel& panel : panels()) {
    if (panel.place != place) continue;
    if (place != Panel::Place::kLeft) {
      panel.draw(ui);
      continue;
    }
    const bool open =
        ImGui::CollapsingHeader((std::string(ui.t(panel.title)) + "###" + panel.id).c_str(),
                                ImGuiTreeNodeFlags_DefaultOpen);
    ui.name("panel/" + panel.id);
    if (open) {
      ImGui::PushID(panel.id.c_str());
      panel.draw(ui);
      ImGui::PopID();
      ImGui::Spacing();
    }
  }
}

void App::tabs(const Ui& ui, Panel::Place place) {
  if (!ImGui::BeginTabBar("tabs")) return;
  for (const Panel& panel : panels()) {
    if (panel.place != place) continue;
    const bool front = panel.id == bring_to_front_;
    const bool open =
        ImGui::BeginTabItem((std::string(ui.t(panel.title)) + "###" + panel.id).c_str(), nullptr,
                            front ? ImGuiTabItemFlags_SetSelected : ImGuiTabItemFlags_None);
    ui.name("tab/" + panel.id);
    if (!open) continue;
    panel.draw(ui);
    ImGui::EndTabItem();
  }
  bring_to_front_.clear();
  ImGui::EndTabBar();
}

void App::status_bar(const Ui& ui) const {
  ImGui::SetCursorPosY(3 * ui.scale);
  ImGui::PushFont(fonts_.small());
  std::string text;
  if (!session_) {
    text =
        ui.t("请打开一个项目：geo-viewer PROJECT.json", "Open a project: geo-viewer PROJECT.json");
  } else if (map_.pointer()) {
    try {
      const Point at = session_->to_degrees(*map_.pointer());
      std::array<char, 160> digits{};
      std::snprintf(digits.data(), digits.size(), "%.5f°%s %.5f°%s   x %.0f  y %.0f m",
                    std::fabs(at.x), at.x < 0 ? "W" : "E", std::fabs(at.y), at.y < 0 ? "S" : "N",
                    map_.pointer()->x, map_.pointer()->y);
      text = digits.data();
    } catch (const Error&) {  // beyond the projection there is nothing to read out
    }
    const auto place = session_->locator->locate(*map_.pointer());
    if (place.region >= 0) {
      text += "   ";
      text += ui.t(session_->atlas.regions.regions[static_cast<std::size_t>(place.region)].name);
    }
  } else {
    text = ui.t("点击选区，拖动平移，滚轮缩放；按 H 看快捷键",
                "Click selects a district, drag pans, the wheel zooms; H lists the keys");
  }
  if (!done_.empty()) text += "   |   " + done_;
  ui.fonts.need(text);
  ImGui::TextUnformatted(text.c_str());
  if (session_) {
    const std::string right =
        std::string(ui.t("企业", "Enterprises")) + " " +
        scene::format_number(static_cast<double>(session_->atlas.points.size()), 12) + "   " +
        session_->atlas.metric_crs_name;
    const float width = ImGui::CalcTextSize(right.c_str()).x;
    ImGui::SameLine(ImGui::GetWindowWidth() - width - 12 * ui.scale);
    ImGui::TextUnformatted(right.c_str());
  }
  ImGui::PopFont();
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

}  // namespace geo::viewer
