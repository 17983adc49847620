#pragma once

#include <algorithm>
#include <array>
#include <string>

#include "geo/scene/breaks.hpp"
#include "geo/scene/color.hpp"
#include "viewer/ui.hpp"

// Lists to choose from that several panels show.
namespace geo::viewer {

template <typename Value>
struct Option {
  Value value;
  Text name;
};

/// A list to choose from; `change` gets what was chosen.
template <typename Options, typename Value, typename Change>
void combo(const Ui& ui, const std::string& id, const char* label, const Options& all,
           const Value& now, Change&& change) {
  const char* shown = "";
  for (const auto& option : all) {
    if (option.value == now) shown = ui.t(option.name);
  }
  ImGui::TextUnformatted(label);
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo(("##" + id).c_str(), shown, ImGuiComboFlags_HeightLarge);
  ui.name(id);
  if (!open) return;
  for (const auto& option : all) {
    if (ImGui::Selectable(ui.t(option.name), option.value == now)) change(option.value);
    ui.name(id + "/" + option.name.en);
  }
  ImGui::EndCombo();
}

inline const std::array<Option<scene::Classification>, 6>& classifications() {
  using scene::Classification;
  static const std::array<Option<Classification>, 6> all = {{
      {Classification::kGeometric, {"几何分级", "Geometric"}},
      {Classification::kEqual, {"等间距", "Equal intervals"}},
      {Classification::kQuantile, {"分位数", "Quantiles"}},
      {Classification::kJenks, {"自然断点", "Natural breaks (Jenks)"}},
      {Classification::kStandardDeviation, {"标准差", "Standard deviations"}},
      {Classification::kLog, {"对数", "Logarithmic"}},
  }};
  return all;
}

/// A list of colour ramps, each painted as it is. `id` names its widgets.
void ramp_combo(const Ui& ui, const std::string& id, scene::Ramp now, bool reversed,
                const std::function<void(scene::Ramp)>& change);

}  // namespace geo::viewer
