#include <array>

#include "viewer/layers/layers.hpp"
#include "viewer/panels/panels.hpp"
#include "viewer/panels/pick.hpp"

namespace geo::viewer {
namespace {

void details(const Ui& ui, const Choices& now) {
  using density::Kernel;
  static const std::array<Option<Kernel>, 6> kKernels = {{
      {Kernel::kQuartic, {"四次核", "Quartic"}},
      {Kernel::kEpanechnikov, {"Epanechnikov 核", "Epanechnikov"}},
      {Kernel::kGaussian, {"高斯核", "Gaussian"}},
      {Kernel::kUniform, {"均匀核", "Uniform"}},
      {Kernel::kTriangular, {"三角核", "Triangular"}},
      {Kernel::kTriweight, {"三权核", "Triweight"}},
  }};
  combo(ui, "kernel", ui.t("核函数", "Kernel"), kKernels, now.kernel, [&](Kernel kernel) {
    ui.actions.choose("kernel", [&](Choices& c) { c.kernel = kernel; });
  });
  using density::Correction;
  static const std::array<Option<Correction>, 3> kCorrections = {{
      {Correction::kNone, {"不校正", "None"}},
      {Correction::kUniform, {"均匀校正", "Uniform"}},
      {Correction::kDiggle, {"Diggle 校正", "Diggle"}},
  }};
  combo(ui, "correction", ui.t("边界校正", "Edge correction"), kCorrections, now.correction,
        [&](Correction correction) {
          ui.actions.choose("correction", [&](Choices& c) { c.correction = correction; });
        });
  using scene::Classification;
  combo(ui, "classification", ui.t("分级", "Classes"), classifications(), now.classification,
        [&](Classification method) {
          ui.actions.choose("classification", [&](Choices& c) { c.classification = method; });
        });
  int classes = now.classes;
  ImGui::SetNextItemWidth(-1);
  if (ImGui::SliderInt("##classes", &classes, 2, 12, ui.t("%d 级", "%d classes"),
                       ImGuiSliderFlags_AlwaysClamp)) {
    ui.actions.choose("classes", [&](Choices& c) { c.classes = classes; });
  }
  ui.name("classes");
  ImGui::TextUnformatted(ui.t("色带", "Colours"));
  ramp_combo(ui, "ramp", now.ramp, now.reversed, [&](scene::Ramp ramp) {
    ui.actions.choose("ramp", [&](Choices& c) { c.ramp = ramp; });
  });
  bool reversed = now.reversed;
  if (ImGui::Checkbox(ui.t("反转色带", "Reversed"), &reversed)) {
    ui.actions.choose("reversed", [&](Choices& c) { c.reversed = reversed; });
  }
  ui.name("reversed");
  auto opacity = static_cast<float>(now.opacity * 100);
  ImGui::SetNextItemWidth(-1);
  if (ImGui::SliderFloat("##opacity", &opacity, 0, 100, ui.t("不透明度 %.0f%%", "Opacity %.0f%%"),
                         ImGuiSliderFlags_AlwaysClamp)) {
    ui.actions.choose("opacity", [&](Choices& c) { c.opacity = opacity / 100; });
  }
  ui.name("opacity");
}

void draw(const Ui& ui) {
  const Choices& now = ui.state.choices;
  if (now.sheet != Sheet::kHeatmap && !layer_shown(*layer_kind("density"), now)) {
    ImGui::TextWrapped(
        "%s", ui.t("请先打开“企业密度”图层。", "Switch the layer Density heatmap on first."));
    return;
  }
  ImGui::TextUnformatted(ui.t("带宽", "Bandwidth"));
  auto km = static_cast<float>(now.bandwidth_m / 1000);
  ImGui::SetNextItemWidth(-1);
  if (ImGui::SliderFloat("##bandwidth", &km, 0.3F, 20.0F, "%.2f km",
                         ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp)) {
    ui.actions.choose("bandwidth", [&](Choices& c) { c.bandwidth_m = 1000.0 * km; });
  }
  ui.name("bandwidth");
  Ui::hint(
      ui.t("核的半径（高斯核：标准差）。拖动时地图随之重算。",
           "The kernel's radius (Gaussian: standard deviation). The map follows as you drag."));

  const bool more = ImGui::TreeNodeEx(ui.t("核、分级、颜色", "Kernel, classes, colours"),
                                      ImGuiTreeNodeFlags_NoTreePushOnOpen);
  ui.name("heatmap/more");
  if (more) details(ui, now);
}

}  // namespace

Panel heatmap_panel() { return {"heatmap", {"热力图", "Heatmap"}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
