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
  style.Colors[ImGuiCol_PopupBg].w = 1;
  // What stands beside figures is read, too: 4.5 to 1 against the ground at least.
  const float grey = dark ? 0.64F : 0.42F;
  style.Colors[ImGuiCol_TextDisabled] = {grey, grey, grey, 1};
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
              [this](const Text& message) {
                message_ = message;
                export_.failed();
              }),
      import_(
          worker_,
          [this]() -> std::optional<atlas::Job> {
            if (!session_) return std::nullopt;
            return session_->atlas.job;
          },
          [this](const atlas::Job& job) { take(job); }),
      export_([this](const ExportRequest& request) { export_files(request); },
              [this](std::function<void(const std::string&)> done) {
                file_dialog_.ask({.mode = FileDialog::Mode::kFolder,
                                  .title = {"选择文件夹", "Choose a folder"},
                                  .folder = {},
                                  .name = {},
                                  .extensions = {},
                                  .recent = recent_.folders,
                                  .also = {},
                                  .done = std::move(done)});
              }) {
  recent_ = read_kept(options_.places);
  unsaved_ = find_unsaved(options_.places);
  layout_ = read_layout(options_.places).value_or(Layout{});
  state_.next().view.language = options_.language;
  state_.next().view.dark = options_.dark;
  apply_style(state_->view.dark, options_.scale);
}

App::~App() = default;

bool App::update() {
  const bool news = worker_.poll();
  keep_work();
  return fonts_.refresh() || news;
}

bool App::idle() const {
  if (!worker_.idle()) return false;
  if (session_ == nullptr || !message_.empty()) return true;
  return !state_->view.play.on && up_to_date();
}

void App::choose(const std::string& name, const std::function<void(Choices&)>& change) {
  Choices next = state_->choices;
  change(next);
  if (next == state_->choices) return;
  if (name != last_change_ || past_.empty()) {
    past_.push_back({state_->choices, session_});
    if (past_.size() > kHistory) past_.erase(past_.begin());
  }
  future_.clear();
  last_change_ = name;
  state_.next().choices = std::move(next);
}

void App::look(const std::function<void(View&)>& change) {
  const bool dark = state_->view.dark;
  const std::string district = state_->view.district;
  const std::optional<std::size_t> point = state_->view.point;
  change(state_.next().view);
  if (district.empty() && !state_->view.district.empty()) bring_to_front_ = "district";
  if (point != state_->view.point && state_->view.point) bring_to_front_ = "enterprise";
  if (dark != state_->view.dark) apply_style(state_->view.dark, options_.scale);
}

void App::restore(std::vector<Moment>& from, std::vector<Moment>& to) {
  if (from.empty()) return;
  to.push_back({state_->choices, session_});
  const Moment moment = std::move(from.back());
  from.pop_back();
  state_.next().choices = moment.choices;
  if (moment.session != session_) show(moment.session);
  last_change_.clear();
}

void App::undo() { restore(past_, future_); }
void App::redo() { restore(future_, past_); }

void App::zoom_to(const Box& box) {
  const double margin = 0.05 * std::max(box.width(), box.height());
  state_.next().view.camera = map_.fitting(box.grown(margin));
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
  if (!session_ || (requested_ && same_picture(*session_, *requested_, state_->choices))) return;
  requested_ = state_->choices;
  worker_.drop("layers");
  make("picture", {"绘制地图", "Making the map"}, true);
}

// First what is quick, so that the map follows; then the layers that take long.
void App::make(const std::string& slot, const Text& what, bool quick) {
  worker_.post(slot, what,
               [this, session = session_, choices = *requested_, before = picture_,
                quick](const Context& context) -> Worker::Apply {
                 auto picture = make_picture(*session, choices, before.get(), quick, context);
                 return [this, session, picture] {
                   if (session != session_) return;
                   picture_ = picture;
                   if (!picture->complete) make("layers", {"计算图层", "Computing layers"}, false);
                 };
               });
}

void App::frame() {
  widgets_.clear();
  ImGui::PushFont(fonts_.body());
  request_picture();
  request_figures();
  request_selection();
  request_second();
  request_closer();
  keys();
  play();
  const Frame shown{state_.held(), session_, picture_, figures_, selection_, found_, second_};
  const Ui ui(shown, fonts_, *this, widgets_, options_.scale);
  const float s = options_.scale;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float right_width = std::min(layout_.right * s, screen.x * 0.4F);
  const float left = std::min(layout_.left * s, screen.x * 0.3F);
  const float bottom = std::min(layout_.bottom * s, screen.y * 0.5F);
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
  const float right_height = screen.y - (kTop + kStatus) * s;
  window("left", 0, kTop * s, left, right_height, 0, [&] { side(ui, Panel::Place::kLeft); });
  const float legend_height = std::floor(layout_.legend * right_height);
  window("legend", screen.x - right_width, kTop * s, right_width, legend_height, 0,
         [&] { side(ui, Panel::Place::kLegend); });
  window("right", screen.x - right_width, kTop * s + legend_height, right_width,
         right_height - legend_height, 0, [&] { tabs(ui, Panel::Place::kRight); });
  window("bottom", left, kTop * s + middle_height, screen.x - left - right_width, bottom,
         ImGuiWindowFlags_NoScrollbar, [&] { side(ui, Panel::Place::kBottom); });
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  window("centre", left, kTop * s, screen.x - left - right_width, middle_height,
         ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse,
         [&] { map_area(ui, shown); });

  ImGui::PopStyleVar();
  window("status", 0, screen.y - kStatus * s, screen.x, kStatus * s, ImGuiWindowFlags_NoScrollbar,
         [&] { status_bar(ui); });
  splitters(ui, {left, kTop * s}, {screen.x - right_width, kTop * s + middle_height},
            kTop * s + legend_height);
  progress(ui, {left, kTop * s}, {screen.x - right_width, kTop * s + middle_height});
  dialogs(ui);
  shortcuts(ui);
  ImGui::PopFont();
}

void App::side(const Ui& ui, Panel::Place place) {
  for (const Panel& panel : panels()) {
    if (panel.place != place) continue;
    if (place != Panel::Place::kLeft || panel.title.empty()) {
      panel.draw(ui);
      continue;
    }
    ImGui::SetNextItemOpen(!layout_.collapsed.contains(panel.id), ImGuiCond_Once);
    const bool open =
        ImGui::CollapsingHeader((std::string(ui.t(panel.title)) + "###" + panel.id).c_str());
    ui.name("panel/" + panel.id);
    if (open) {
      layout_.collapsed.erase(panel.id);
    } else {
      layout_.collapsed.insert(panel.id);
    }
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

}  // namespace geo::viewer
