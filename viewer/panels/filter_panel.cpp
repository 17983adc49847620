#include <array>
#include <cstring>

#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  const Choices& now = ui.state.choices;
  const atlas::Atlas& atlas = ui.session->atlas;
  const auto list = [&](const char* id, const char* all, const std::string& chosen, auto&& each,
                        const std::function<void(Choices&, const std::string&)>& set) {
    std::string shown = all;
    each([&](const std::string& key, const Text& name) {
      if (key == chosen) shown = ui.t(name);
    });
    ImGui::SetNextItemWidth(-1);
    const bool open = ImGui::BeginCombo((std::string("##") + id).c_str(), shown.c_str(),
                                        ImGuiComboFlags_HeightLargest);
    ui.name(id);
    if (!open) return;
    const auto item = [&](const std::string& key, const char* name) {
      if (ImGui::Selectable(name, key == chosen)) {
        ui.actions.choose(id, [&](Choices& c) { set(c, key); });
      }
      ui.name(std::string(id) + "/" + (key.empty() ? "all" : key));
    };
    item("", all);
    each([&](const std::string& key, const Text& name) { item(key, ui.t(name)); });
    ImGui::EndCombo();
  };
  list(
      "filter/district", ui.t("所有区", "All districts"), now.district,
      [&](auto&& use) {
        for (const Region& region : atlas.regions.regions) use(region.code, region.name);
      },
      [](Choices& c, const std::string& key) { c.district = key; });
  if (atlas.belts.size() > 0) {
    list(
        "filter/belt", ui.t("不限产业带", "Any belt or none"), now.belt,
        [&](auto&& use) {
          for (const Belt& belt : atlas.belts.belts) use(belt.id, belt.name);
        },
        [](Choices& c, const std::string& key) { c.belt = key; });
  }
  if (!atlas.job.name_column.empty() || !atlas.job.id_column.empty()) {
    std::array<char, 128> text{};
    std::strncpy(text.data(), now.text.c_str(), text.size() - 1);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::InputTextWithHint("##text", ui.t("名称或编号包含…", "Name or id contains…"),
                                 text.data(), text.size())) {
      ui.fonts.need(text.data());
      ui.actions.choose("text", [&](Choices& c) { c.text = text.data(); });
    }
    ui.name("filter/text");
  }
  if (ui.picture != nullptr && now.sheet == Sheet::kHeatmap) {
    const std::string left =
        scene::format_number(static_cast<double>(ui.picture->shown.size()), 12) + " / " +
        scene::format_number(static_cast<double>(atlas.points.size()), 12);
    ImGui::Text("%s %s", left.c_str(), ui.t("家企业", "enterprises"));
  }
}

}  // namespace

Panel filter_panel() { return {"filter", {"筛选", "Filter"}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
