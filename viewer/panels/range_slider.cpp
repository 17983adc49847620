#include "viewer/panels/range_slider.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace geo::viewer {
namespace {

constexpr float kBars = 30;
constexpr float kHandle = 6;
constexpr double kInfinity = std::numeric_limits<double>::infinity();

}  // namespace

bool range_slider(const Ui& ui, const std::string& id, const select::Histogram& histogram,
                  const std::function<double(double)>& snap, select::Range& range) {
  if (histogram.counts.empty()) return false;
  const float s = ui.scale;
  const float handle = kHandle * s;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(60 * s, ImGui::GetContentRegionAvail().x);
  const float room = width - 2 * handle;
  const float floor = at.y + kBars * s;
  ImGui::InvisibleButton(id.c_str(), {width, kBars * s + 2.2F * handle});
  ui.name(id);
  const auto x_of = [&](double position) {
    return at.x + handle + static_cast<float>(position) * room;
  };
  float low = x_of(std::isfinite(range.from) ? histogram.position(range.from) : 0);
  float high = x_of(std::isfinite(range.to) ? histogram.position(range.to) : 1);
  // Which handle is dragged: the nearer one, remembered while the button is held.
  ImGuiStorage& memory = *ImGui::GetStateStorage();
  const ImGuiID key = ImGui::GetID(id.c_str());
  const float mouse = ImGui::GetIO().MousePos.x;
  if (ImGui::IsItemActivated()) {
    const bool upper = std::fabs(mouse - high) < std::fabs(mouse - low) ||
                       (mouse > high && std::fabs(mouse - high) <= std::fabs(mouse - low));
    memory.SetInt(key, upper ? 1 : 0);
  }
  bool changed = false;
  if (ImGui::IsItemActive() && room > 0) {
    const double position =
        std::clamp(static_cast<double>((mouse - at.x - handle) / room), 0.0, 1.0);
    select::Range next = range;
    if (memory.GetInt(key) == 1) {
      const double value = snap(histogram.value(position));
      next.to = position >= 1 ? kInfinity : std::max(value, next.from);
    } else {
      const double value = snap(histogram.value(position));
      next.from = position <= 0 ? -kInfinity : std::min(value, next.to);
    }
    changed = next != range;
    range = next;
    low = x_of(std::isfinite(range.from) ? histogram.position(range.from) : 0);
    high = x_of(std::isfinite(range.to) ? histogram.position(range.to) : 1);
  }
  const auto most = static_cast<float>(std::max<std::uint64_t>(
      1, *std::max_element(histogram.counts.begin(), histogram.counts.end())));
  const auto bins = static_cast<float>(histogram.counts.size());
  const ImU32 grey = ImGui::GetColorU32(ImGuiCol_TextDisabled, 0.45F);
  const ImU32 accent = ImGui::GetColorU32(ImGuiCol_SliderGrabActive);
  for (std::size_t b = 0; b < histogram.counts.size(); ++b) {
    const float x = at.x + handle + room * static_cast<float>(b) / bins;
    const float step = room / bins;
    const float height = (kBars - 2) * s * static_cast<float>(histogram.counts[b]) / most;
    const bool inside = x + step / 2 >= low && x + step / 2 <= high;
    list.AddRectFilled({x, floor - std::max(height, histogram.counts[b] > 0 ? 1.0F : 0.0F)},
                       {x + std::max(step - 1, 1.0F), floor}, inside ? accent : grey);
  }
  const float line = floor + 1.1F * handle;
  list.AddLine({at.x + handle, line}, {at.x + width - handle, line}, grey, 2 * s);
  list.AddLine({low, line}, {high, line}, accent, 3 * s);
  for (const float x : {low, high}) {
    list.AddCircleFilled({x, line}, handle, ImGui::GetColorU32(ImGuiCol_WindowBg));
    list.AddCircle({x, line}, handle - 1, accent, 0, 2 * s);
  }
  return changed;
}

}  // namespace geo::viewer
