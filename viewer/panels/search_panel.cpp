#include <algorithm>
#include <array>
#include <cstring>

#include "viewer/panels/panels.hpp"
#include "viewer/search.hpp"

namespace geo::viewer {
namespace {

constexpr float kListWidth = 330;

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetIO().KeyMap[key], true); }

void heading(const Ui& ui, Place::Kind kind) {
  ImGui::PushFont(ui.fonts.small());
  ImGui::TextDisabled("%s", kind == Place::Kind::kDistrict ? ui.t("区", "Districts")
                            : kind == Place::Kind::kSite
                                ? ui.t("园区、商务区与核心", "Parks, centres and cores")
                                : ui.t("企业", "Enterprises"));
  ImGui::PopFont();
}

// What was found, over the map, below the box; the row that Enter takes is `chosen`.
void list(const Ui& ui, const Found& found, ImVec2 at, int& chosen, bool enter) {
  ImGui::SetNextWindowPos(at);
  ImGui::SetNextWindowSize({kListWidth * ui.scale, 0});
  ImGui::Begin("found", nullptr,
               ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
                   ImGuiWindowFlags_AlwaysAutoResize);
  const int count = static_cast<int>(found.places.size());
  if (count == 0) {
    ImGui::TextDisabled("%s", ui.t("没有找到", "Nothing found"));
  }
  chosen = std::clamp(chosen, 0, std::max(count - 1, 0));
  const Place* taken = nullptr;
  for (int i = 0; i < count; ++i) {
    const Place& place = found.places[static_cast<std::size_t>(i)];
    if (i == 0 || found.places[static_cast<std::size_t>(i) - 1].kind != place.kind) {
      heading(ui, place.kind);
    }
    ImGui::PushID(i);
    if (ImGui::Selectable("##place", i == chosen)) taken = &place;
    ui.name("found/" + place.name.in(ui.language()));
    ImGui::PopID();
    const float middle = ImGui::GetItemRectMin().x + 8 * ui.scale;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    const ImVec2 top{middle, ImGui::GetItemRectMin().y};
    const char* const detail = ui.t(place.detail);
    ImFont* const small = ui.fonts.small();
    const float width = small->CalcTextSizeA(small->FontSize, 1e6F, 0, detail).x;
    const float end = ImGui::GetItemRectMax().x - 4 * ui.scale;
    draw.PushClipRect(top, {end - width - 8 * ui.scale, ImGui::GetItemRectMax().y}, true);
    draw.AddText(top, ImGui::GetColorU32(ImGuiCol_Text), ui.t(place.name));
    draw.PopClipRect();
    draw.AddText(small, small->FontSize, {end - width, top.y + 2 * ui.scale},
                 ImGui::GetColorU32(ImGuiCol_TextDisabled), detail);
  }
  ImGui::End();
  if (enter && count > 0) taken = &found.places[static_cast<std::size_t>(chosen)];
  if (taken == nullptr) return;
  ui.actions.go(*taken);
  ui.actions.look([](View& view) { view.search.clear(); });
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  static int chosen = 0;  // the row of the list
  std::array<char, 96> text{};
  std::strncpy(text.data(), ui.state.view.search.c_str(), text.size() - 1);
  if (ui.state.view.focus_search) {
    ImGui::SetKeyboardFocusHere();
    ui.actions.look([](View& view) { view.focus_search = false; });
  }
  ImGui::SetNextItemWidth(-1);
  const bool enter = ImGui::InputTextWithHint(
      "##search", ui.t("查找区、园区、企业", "Go to a place…"), text.data(), text.size(),
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll);
  ui.name("search");
  const ImVec2 below{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + 2 * ui.scale};
  const bool active = ImGui::IsItemActive();
  if (!active) {
    Ui::hint(ui.t("跳转到区、园区或企业：汉字、拼音或拼音首字母，回车前往（Ctrl+F）",
                  "Goes to a district, park or enterprise: characters, pinyin or its initials, "
                  "then Enter (Ctrl+F)"));
  }
  ui.fonts.need(text.data());
  if (ui.state.view.search != text.data()) {
    chosen = 0;
    ui.actions.look([&](View& view) { view.search = text.data(); });
    ui.actions.find(text.data());
  }
  if (text[0] == '\0') return;
  if (ImGui::IsItemDeactivated() && pressed(ImGuiKey_Escape)) {
    ui.actions.look([](View& view) { view.search.clear(); });
    return;
  }
  if (active && pressed(ImGuiKey_DownArrow)) ++chosen;
  if (active && pressed(ImGuiKey_UpArrow)) --chosen;
  if (ui.found != nullptr && ui.found->text == text.data()) {
    list(ui, *ui.found, below, chosen, enter);
  }
}

}  // namespace

Panel search_panel() { return {"search", {}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
