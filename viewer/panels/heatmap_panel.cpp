#include <array>

#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

template <typename Value>
struct Option {
  Value value;
  Text name;
};

// A list to choose from; `change` gets what was chosen.
template <typename Value, std::size_t N, typename Change>
void combo(const Ui& ui, const char* id, const char* label, const std::array<Option<Value>, N>& all,
           Value now, Change&& change) {
  const char* shown = "";
  for (const auto& option : all) {
    if (option.value == now) shown = ui.t(option.name);
  }
  ImGui::TextUnformatted(label);
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo((std::string("##") + id).c_str(), shown);
  ui.name(id);
  if (!open) return;
  for (const auto& option : all) {
    if (ImGui::Selectable(ui.t(option.name), option.value == now)) change(option.value);
    ui.name(std::string(id) + "/" + option.name.en);
  }
  ImGui::EndCombo();
}

void draw(const Ui& ui) {
  const Choices& now = ui.state.choices;
  if (now.sheet != Sheet::kHeatmap) {
    ImGui::TextWrapped("%s", ui.t("热力图选项只在“企业热力图”中可用。",
                                  "These belong to the enterprise heatmap."));
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
  ui.hint(ui.t("核的半径（高斯核：标准差）。拖动时地图随之重算。",
               "The kernel's radius (Gaussian: standard deviation). The map follows as you drag."));

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
  static const std::array<Option<Classification>, 6> kClassifications = {{
      {Classification::kGeometric, {"几何分级", "Geometric"}},
      {Classification::kEqual, {"等间距", "Equal intervals"}},
      {Classification::kQuantile, {"分位数", "Quantiles"}},
      {Classification::kJenks, {"自然断点", "Natural breaks (Jenks)"}},
      {Classification::kStandardDeviation, {"标准差", "Standard deviations"}},
      {Classification::kLog, {"对数", "Logarithmic"}},
  }};
  combo(ui, "classification", ui.t("分级", "Classes"), kClassifications, now.classification,
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
  using scene::Ramp;
  static const std::array<Option<Ramp>, 4> kRamps = {{
      {Ramp::kYlOrRd, {"黄橙红", "Yellow-orange-red"}},
      {Ramp::kViridis, {"viridis", "Viridis"}},
      {Ramp::kMagma, {"magma", "Magma"}},
      {Ramp::kCividis, {"cividis", "Cividis"}},
  }};
  combo(ui, "ramp", ui.t("色带", "Colours"), kRamps, now.ramp,
        [&](Ramp ramp) { ui.actions.choose("ramp", [&](Choices& c) { c.ramp = ramp; }); });
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
  bool points = now.points;
  if (ImGui::Checkbox(ui.t("显示企业点", "Show enterprises"), &points)) {
    ui.actions.choose("points", [&](Choices& c) { c.points = points; });
  }
  ui.name("points");
}

}  // namespace

Panel heatmap_panel() { return {"heatmap", {"热力图", "Heatmap"}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
