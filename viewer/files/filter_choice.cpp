#include "viewer/files/filter_choice.hpp"

#include "geo/scene/classes.hpp"
#include "viewer/figures.hpp"

namespace geo::viewer {

void filter_choice(const Ui& ui, const std::string& id) {
  const Choices& now = ui.state.choices;
  const bool none = now.filter.empty();
  ImGui::BeginDisabled(none);
  bool on = now.filter_written && !none;
  if (ImGui::Checkbox(ui.t("只含通过筛选的企业", "Only the enterprises that pass the filters"),
                      &on)) {
    ui.actions.choose("filter written", [&](Choices& c) { c.filter_written = on; });
  }
  ImGui::EndDisabled();
  ui.name(id);
  if (!none) {
    Ui::hint(
        ui.t("项目、统计表、图层和全部热力图只含筛选出的企业；geo atlas 的结果与此相同",
             "The project, tables, layers and all heatmaps are of these alone; geo atlas gives "
             "the same"));
  }
  ImGui::SameLine();
  if (none) {
    ImGui::TextDisabled("%s", ui.t("（没有筛选）", "(no filter is set)"));
  } else if (ui.figures != nullptr && ui.session != nullptr) {
    const std::string left =
        scene::format_number(static_cast<double>(ui.figures->shown.size()), 12) + " / " +
        scene::format_number(static_cast<double>(ui.session->atlas.points.size()), 12);
    ImGui::TextDisabled("%s", left.c_str());
  }
}

}  // namespace geo::viewer
