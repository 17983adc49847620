#include "viewer/tools/compare.hpp"

#include <algorithm>
#include <array>

#include "viewer/map/map_view.hpp"
#include "viewer/ui.hpp"

namespace geo::viewer {

Choices compared(const Choices& first, const Compare& compare) {
  Choices second = first;
  second.filter.specialty = compare.specialty;
  if (compare.bandwidth_m > 0) second.bandwidth_m = compare.bandwidth_m;
  return second;
}

void split_handle(const Ui& ui, const MapView& map, float x) {
  const float s = ui.scale;
  const float width = 16 * s;
  const float middle = map.corner().y + map.size().y / 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddLine({x, map.corner().y}, {x, map.corner().y + map.size().y},
               IM_COL32(255, 255, 255, 230), 4 * s);
  list.AddLine({x, map.corner().y}, {x, map.corner().y + map.size().y}, IM_COL32(34, 40, 47, 255),
               2 * s);
  // A window of its own: the map below takes every click.
  ImGui::SetNextWindowPos({x - width / 2, middle - 20 * s});
  ImGui::SetNextWindowSize({width, 40 * s});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowMinSize, {4, 4});
  ImGui::Begin("split", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoScrollbar |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  ImGui::InvisibleButton("handle", {width, 40 * s});
  ui.name("compare/split");
  if (ImGui::IsItemHovered() || ImGui::IsItemActive()) {
    ImGui::SetMouseCursor(ImGuiMouseCursor_ResizeEW);
  }
  if (ImGui::IsItemActive() && map.size().x > 0) {
    const float split = (ImGui::GetIO().MousePos.x - map.corner().x) / map.size().x;
    ui.actions.look([&](View& view) { view.compare.split = std::clamp(split, 0.03F, 0.97F); });
  }
  for (const float dx : {-2.5F, 2.5F}) {
    ImGui::GetWindowDrawList()->AddLine({x + dx * s, middle - 9 * s}, {x + dx * s, middle + 9 * s},
                                        ImGui::GetColorU32(ImGuiCol_Text), 1.5F * s);
  }
  ImGui::End();
  ImGui::PopStyleVar(2);
}

void compare_captions(const Ui& ui, const MapView& map, const Text& first, const Text& second,
                      double first_bandwidth_m, double second_bandwidth_m) {
  const Compare& compare = ui.state.view.compare;
  const bool sides = compare.mode == Compare::Mode::kSides;
  const float border =
      sides ? map.corner().x + map.size().x + 1 : map.corner().x + compare.split * map.size().x;
  const float left = map.corner().x;
  const float right = sides ? border + 1 + map.size().x : left + map.size().x;
  const float bottom = map.corner().y + map.size().y;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImFont* const font = ui.fonts.body();
  const float s = ui.scale;
  const auto caption = [&](const Text& what, double bandwidth_m, bool second_map) {
    std::string text = ui.t(what);
    if (first_bandwidth_m != second_bandwidth_m) {
      text += "  " + scene::format_number(bandwidth_m / 1000, 3) + " km";
    }
    const float from = second_map ? border : left;
    const float to = second_map ? right : border;
    const float widest = std::max(80 * s, to - from - 20 * s);
    const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6F, widest, ui.word(text.c_str()));
    const float x = second_map ? border + 10 * s : border - 10 * s - size.x;
    const float y = bottom - size.y - (sides ? 46 : 12) * s;  // above the scale
    list.PushClipRect({from, map.corner().y}, {to, bottom}, true);
    list.AddRectFilled({x - 5 * s, y - 3 * s}, {x + size.x + 5 * s, y + size.y + 3 * s},
                       IM_COL32(255, 255, 255, 235), 3 * s);
    list.AddText(font, font->FontSize, {x, y}, IM_COL32(34, 40, 47, 255), text.c_str(), nullptr,
                 widest);
    list.PopClipRect();
  };
  caption(first, first_bandwidth_m, false);
  caption(second, second_bandwidth_m, true);
}

void bookmarks_button(const Ui& ui) {
  if (ImGui::Button(ui.t("书签", "Bookmarks"))) ImGui::OpenPopup("bookmarks");
  ui.name("bookmarks");
  const ImVec2 corner = ui.below(230);
  Ui::hint(ui.t("保存和回到命名的视图", "Keeps named views and goes back to them"));
  ImGui::SetNextWindowPos(corner);
  if (!ImGui::BeginPopup("bookmarks")) return;
  Ui::close_on_escape();
  const std::vector<Bookmark>& all = ui.state.view.bookmarks;
  std::optional<std::size_t> gone;
  for (std::size_t i = 0; i < all.size(); ++i) {
    ImGui::PushID(static_cast<int>(i));
    if (ImGui::Selectable(ui.word(all[i].name.c_str()), false, 0, {190 * ui.scale, 0})) {
      const Bookmark mark = all[i];
      ui.actions.choose("bookmark", [&](Choices& c) { c = mark.choices; });
      ui.actions.look([&](View& view) { view.camera = mark.camera; });
    }
    ui.name("bookmark/" + all[i].name);
    ImGui::SameLine();
    if (ImGui::SmallButton("×")) gone = i;
    ui.name("bookmark/" + all[i].name + "/remove");
    ImGui::PopID();
  }
  if (all.empty()) {
    ImGui::TextDisabled("%s", ui.t("还没有书签", "No bookmarks yet"));
  }
  ImGui::Separator();
  static std::array<char, 64> name{};
  ImGui::SetNextItemWidth(150 * ui.scale);
  const bool enter =
      ImGui::InputTextWithHint("##name", ui.t("视图名称", "Name of this view"), name.data(),
                               name.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  ui.name("bookmark/name");
  ui.fonts.need(name.data());
  ImGui::SameLine();
  const bool save = ImGui::Button(ui.t("保存", "Save"));
  ui.name("bookmark/save");
  if (save || enter) {
    std::string text = name.data();
    if (text.empty()) text = ui.t("视图 ", "View ") + std::to_string(all.size() + 1);
    ui.actions.look([&](View& view) {
      std::erase_if(view.bookmarks, [&](const Bookmark& mark) { return mark.name == text; });
      view.bookmarks.push_back({text, view.camera, ui.state.choices});
    });
    name[0] = '\0';
    ImGui::CloseCurrentPopup();
  }
  if (gone) {
    ui.actions.look([&](View& view) {
      view.bookmarks.erase(view.bookmarks.begin() + static_cast<std::ptrdiff_t>(*gone));
    });
  }
  ImGui::EndPopup();
}

void compare_button(const Ui& ui) {
  const Compare& now = ui.state.view.compare;
  const bool on = now.mode != Compare::Mode::kOff;
  if (on) ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  if (ImGui::Button(ui.t("对比", "Compare"))) ImGui::OpenPopup("compare");
  if (on) ImGui::PopStyleColor();
  ui.name("compare");
  const ImVec2 corner = ui.below(270);
  Ui::hint(ui.t("两个专业或两个带宽：并排，或用分界线刷开",
                "Two specialties or two bandwidths: side by side, or with a border to drag"));
  ImGui::SetNextWindowPos(corner);
  if (!ImGui::BeginPopup("compare")) return;
  Ui::close_on_escape();
  const auto set = [&](auto&& change) {
    ui.actions.look([&](View& view) { change(view.compare); });
  };
  struct Mode {
    Compare::Mode mode;
    const char* id;
    Text name;
  };
  static const std::array<Mode, 3> kModes = {{
      {Compare::Mode::kOff, "compare/off", {"不对比", "Off"}},
      {Compare::Mode::kSides, "compare/sides", {"并排", "Side by side"}},
      {Compare::Mode::kSwipe, "compare/swipe", {"分界线", "Swipe"}},
  }};
  for (const Mode& mode : kModes) {
    if (mode.mode != Compare::Mode::kOff) ImGui::SameLine();
    if (ImGui::RadioButton(ui.t(mode.name), now.mode == mode.mode)) {
      // Half as wide, it shows as much as before.
      const double wider = (mode.mode == Compare::Mode::kSides ? 2.0 : 1.0) /
                           (now.mode == Compare::Mode::kSides ? 2.0 : 1.0);
      ui.actions.look([&](View& view) {
        view.compare.mode = mode.mode;
        view.camera.units_per_px *= wider;
      });
    }
    ui.name(mode.id);
  }
  ImGui::TextDisabled("%s", ui.t("第二幅地图（右）：", "The second map (right):"));
  std::string shown = ui.t("全部专业", "All specialties");
  for (const Specialty& each : ui.session->specialties) {
    if (each.key == now.specialty) shown = ui.t(each.name);
  }
  ImGui::SetNextItemWidth(240 * ui.scale);
  const bool open = ImGui::BeginCombo("##second", shown.c_str(), ImGuiComboFlags_HeightLarge);
  ui.name("compare/specialty");
  if (open) {
    if (ImGui::Selectable(ui.t("全部专业", "All specialties"), now.specialty.empty())) {
      set([](Compare& compare) { compare.specialty.clear(); });
    }
    ui.name("compare/specialty/all");
    for (const Specialty& each : ui.session->specialties) {
      if (ImGui::Selectable(ui.t(each.name), each.key == now.specialty)) {
        set([&](Compare& compare) { compare.specialty = each.key; });
      }
      ui.name("compare/specialty/" + each.key);
    }
    ImGui::EndCombo();
  }
  bool own = now.bandwidth_m > 0;
  if (ImGui::Checkbox(ui.t("另一个带宽", "Another bandwidth"), &own)) {
    set([&](Compare& compare) {
      compare.bandwidth_m = own ? ui.state.choices.bandwidth_m / 2 : 0;
    });
  }
  ui.name("compare/own");
  if (own) {
    auto km = static_cast<float>(now.bandwidth_m / 1000);
    ImGui::SetNextItemWidth(240 * ui.scale);
    if (ImGui::SliderFloat("##bandwidth", &km, 0.3F, 20.0F, "%.2f km",
                           ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp)) {
      set([&](Compare& compare) { compare.bandwidth_m = 1000.0 * km; });
    }
    ui.name("compare/bandwidth");
  }
  ImGui::EndPopup();
}

}  // namespace geo::viewer
