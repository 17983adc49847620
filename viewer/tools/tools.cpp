#include "viewer/tools/tools.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "geo/core/error.hpp"
#include "geo/geodesy/measure.hpp"
#include "viewer/map/map_view.hpp"
#include "viewer/tools/compare.hpp"

namespace geo::viewer {
namespace {

constexpr ImU32 kInk = IM_COL32(11, 60, 140, 255);
constexpr ImU32 kHalo = IM_COL32(255, 255, 255, 220);
constexpr std::size_t kMostPoints = 2000;

std::vector<Point> box_ring(Point a, Point b) {
  return {{a.x, a.y}, {b.x, a.y}, {b.x, b.y}, {a.x, b.y}};
}

std::string length_text(double metres) {
  return metres < 1000 ? scene::format_number(metres, 4) + " m"
                       : scene::format_number(metres / 1000, 4) + " km";
}

std::string area_text(double m2) {
  if (m2 < 10000) return scene::format_number(m2, 4) + " m²";
  return scene::format_number(m2 / 1e6, 4) + " km² = " + scene::format_number(m2 / 1e4, 4) + " ha";
}

void label(const Ui& ui, ImDrawList& list, ImVec2 at, const std::string& text) {
  ImFont* const font = ui.fonts.body();
  const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6F, 0, ui.word(text.c_str()));
  const float s = ui.scale;
  at = {std::round(at.x + 10 * s), std::round(at.y + 8 * s)};
  list.AddRectFilled({at.x - 5 * s, at.y - 2 * s}, {at.x + size.x + 5 * s, at.y + size.y + 3 * s},
                     IM_COL32(255, 255, 255, 235), 3 * s);
  list.AddRect({at.x - 5 * s, at.y - 2 * s}, {at.x + size.x + 5 * s, at.y + size.y + 3 * s}, kInk,
               3 * s);
  list.AddText(font, font->FontSize, at, kInk, text.c_str());
}

}  // namespace

std::vector<Point> selected_ring(const Tools& tools) {
  if (!tools.finished) return {};
  if (tools.tool == Tool::kBox && tools.points.size() == 2) {
    return box_ring(tools.points[0], tools.points[1]);
  }
  if (tools.tool == Tool::kPolygon && tools.points.size() >= 3) return tools.points;
  return {};
}

void tool_click(const Ui& ui, Point at, bool ends) {
  ui.actions.look([&](View& view) {
    Tools& tools = view.tools;
    if (tools.tool == Tool::kBox) return;  // a box is dragged
    if (tools.finished) {
      tools.points.clear();
      tools.finished = false;
    }
    if (ends) {
      tools.finished = tools.points.size() >= 2;
      return;
    }
    if (tools.points.size() < kMostPoints) tools.points.push_back(at);
  });
}

void tool_box(const Ui& ui, Point from, Point to, bool let_go) {
  ui.actions.look([&](View& view) {
    view.tools.points = {from, to};
    view.tools.finished = let_go;
  });
}

void tool_end(Tools& tools) {
  if (tools.tool != Tool::kBox) tools.finished = tools.points.size() >= 2;
}

void tool_back(Tools& tools) {
  if (!tools.points.empty()) tools.points.pop_back();
  tools.finished = false;
}

void draw_tool(const Ui& ui, const MapView& map, ImDrawList& list) {
  const Tools& tools = ui.state.view.tools;
  if (ui.session == nullptr || tools.tool == Tool::kNone || tools.points.empty()) return;
  std::vector<Point> line = tools.points;
  // To the mouse, while it is drawn.
  if (!tools.finished && tools.tool != Tool::kBox && map.pointer()) line.push_back(*map.pointer());
  const bool box = tools.tool == Tool::kBox;
  if (box && line.size() == 2) line = box_ring(line[0], line[1]);
  const bool closed = tools.tool != Tool::kDistance && line.size() >= 3;
  std::vector<ImVec2> screen;
  screen.reserve(line.size());
  for (const Point& at : line) screen.push_back(map.on_screen(at));
  const float s = ui.scale;
  const auto n = static_cast<int>(screen.size());
  const ImDrawFlags flags = closed ? ImDrawFlags_Closed : ImDrawFlags_None;
  if (box && n == 4) list.AddRectFilled(screen[0], screen[2], IM_COL32(11, 60, 140, 28));
  list.AddPolyline(screen.data(), n, kHalo, flags, 5 * s);
  list.AddPolyline(screen.data(), n, kInk, flags, 2 * s);
  for (int i = 0; i < n && !box; ++i) {
    list.AddCircleFilled(screen[static_cast<std::size_t>(i)], 4 * s, kHalo);
    list.AddCircleFilled(screen[static_cast<std::size_t>(i)], 3 * s, kInk);
  }
  if (line.size() < 2) return;
  try {
    const geodesy::Measured measured = geodesy::measure(line, ui.session->metric);
    const std::string text = tools.tool == Tool::kDistance ? length_text(measured.length_m)
                             : closed                      ? area_text(measured.area_m2) + "\n" +
                                            ui.t("周长 ", "perimeter ") +
                                            length_text(measured.perimeter_m)
                                      : length_text(measured.length_m);
    label(ui, list,
          box ? ImVec2{std::min(screen[0].x, screen[2].x), std::max(screen[0].y, screen[2].y)}
              : screen.back(),
          text);
  } catch (const Error&) {  // beyond the projection there is nothing to measure
  }
}

void toolbar(const Ui& ui, const MapView& map) {
  if (ui.session == nullptr) return;
  const float s = ui.scale;
  const ImVec2 corner = map.corner();
  const bool synthetic = ui.session->atlas.points.synthetic;
  // Beside the mark of invented data, or above it where there is no room.
  const bool beside = synthetic && !(map.furniture_top(ui) > 0);
  ImGui::SetNextWindowPos({corner.x + (beside ? 176 : 8) * s, corner.y + 6 * s});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {4 * s, 3 * s});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {3 * s, 3 * s});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, 3 * s);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {8, 8});
  ImGui::Begin("tools", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
                   ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoScrollbar);
  ImGui::PushFont(ui.fonts.small());
  struct Button {
    Tool tool;
    const char* id;
    Text name;
    Text hint;
  };
  static const std::array<Button, 4> kButtons = {{
      {Tool::kDistance,
       "tool/distance",
       {"测距", "Distance"},
       {"点击各点，双击或回车结束；沿椭球面（M）",
        "Click the points, double click or Enter ends; on the ellipsoid (M)"}},
      {Tool::kArea,
       "tool/area",
       {"测面积", "Area"},
       {"点击各角，双击或回车结束；椭球面面积（A）",
        "Click the corners, double click or Enter ends; on the ellipsoid (A)"}},
      {Tool::kBox,
       "tool/box",
       {"框选", "Box"},
       {"拖出一个方框，统计其中的企业（B）", "Drag a box: figures of the enterprises in it (B)"}},
      {Tool::kPolygon,
       "tool/polygon",
       {"圈选", "Polygon"},
       {"点击各角，双击或回车结束，统计其中的企业（P）",
        "Click the corners, double click or Enter ends: figures of the enterprises inside (P)"}},
  }};
  const Tool now = ui.state.view.tools.tool;
  for (const Button& button : kButtons) {
    const bool is = button.tool == now;
    if (is) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
    if (ImGui::Button(ui.t(button.name))) {
      ui.actions.look([&](View& view) {
        view.tools = {is ? Tool::kNone : button.tool, {}, false};
      });
    }
    if (is) ImGui::PopStyleColor();
    ui.name(button.id);
    Ui::hint(ui.t(button.hint));
    ImGui::SameLine();
  }
  bookmarks_button(ui);
  ImGui::SameLine();
  compare_button(ui);
  ImGui::PopFont();
  ImGui::End();
  ImGui::PopStyleVar(4);
}

}  // namespace geo::viewer
