#include "viewer/charts/chart.hpp"
#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

void draw(const Ui& ui) {
  if (ui.session == nullptr || ui.figures == nullptr) return;
  const Chart* now = &charts().front();
  for (const Chart& chart : charts()) {
    if (chart.id == ui.state.view.explore.chart) now = &chart;
  }
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo("##chart", ui.t(now->title), ImGuiComboFlags_HeightLargest);
  ui.name("chart");
  if (open) {
    for (const Chart& chart : charts()) {
      if (ImGui::Selectable(ui.t(chart.title), &chart == now)) {
        ui.actions.look([&](View& view) { view.explore.chart = chart.id; });
      }
      ui.name("chart/" + chart.id);
    }
    ImGui::EndCombo();
  }
  now->draw(ui);
}

}  // namespace

Panel chart_panel() { return {"chart", {"图表", "Charts"}, Panel::Place::kRight, draw}; }

}  // namespace geo::viewer
