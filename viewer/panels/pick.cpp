#include "viewer/panels/pick.hpp"

#include "viewer/map/draw.hpp"

namespace geo::viewer {
namespace {

Text ramp_name(scene::Ramp ramp) {
  switch (ramp) {
    case scene::Ramp::kYlOrRd:
      return {"黄橙红", "Yellow-orange-red"};
    case scene::Ramp::kViridis:
      return {"翠绿 viridis", "Viridis"};
    case scene::Ramp::kMagma:
      return {"岩浆 magma", "Magma"};
    case scene::Ramp::kCividis:
      return {"蓝黄 cividis", "Cividis"};
    case scene::Ramp::kYlGnBu:
      return {"黄绿蓝", "Yellow-green-blue"};
    case scene::Ramp::kBlues:
      return {"蓝", "Blues"};
    case scene::Ramp::kGreens:
      return {"绿", "Greens"};
    case scene::Ramp::kOranges:
      return {"橙", "Oranges"};
    case scene::Ramp::kPurples:
      return {"紫", "Purples"};
    case scene::Ramp::kRdPu:
      return {"红紫", "Red-purple"};
    case scene::Ramp::kRdBu:
      return {"蓝白红（双向）", "Blue-red (diverging)"};
    case scene::Ramp::kRdYlBu:
      return {"蓝黄红（双向）", "Blue-yellow-red (diverging)"};
    case scene::Ramp::kPuOr:
      return {"紫白橙（双向）", "Purple-orange (diverging)"};
    case scene::Ramp::kBrBG:
      return {"青白棕（双向）", "Teal-brown (diverging)"};
  }
  return {};
}

void paint(scene::Ramp ramp, bool reversed, ImVec2 from, ImVec2 to) {
  constexpr int kParts = 24;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (int k = 0; k < kParts; ++k) {
    const float t = (static_cast<float>(k) + 0.5F) / kParts;
    const float left = from.x + (to.x - from.x) * static_cast<float>(k) / kParts;
    const float right = from.x + (to.x - from.x) * static_cast<float>(k + 1) / kParts;
    list.AddRectFilled({left, from.y}, {right + 0.5F, to.y},
                       packed(scene::ramp_color(ramp, reversed ? 1 - t : t)));
  }
}

}  // namespace

void ramp_combo(const Ui& ui, const std::string& id, scene::Ramp now, bool reversed,
                const std::function<void(scene::Ramp)>& change) {
  const float height = ImGui::GetFrameHeight();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::SetNextItemWidth(-1);
  const bool open = ImGui::BeginCombo(("##" + id).c_str(), "", ImGuiComboFlags_HeightLarge);
  ui.name(id);
  const float pad = 5 * ui.scale;
  if (!open) {
    paint(now, reversed, {at.x + pad, at.y + pad},
          {at.x + width - height - pad, at.y + height - pad});
    Ui::hint(ui.t(ramp_name(now)));
    return;
  }
  for (const scene::Ramp ramp : scene::all_ramps()) {
    const Text name = ramp_name(ramp);
    const ImVec2 row = ImGui::GetCursorScreenPos();
    const float sample = 70 * ui.scale;
    const std::string label = "##" + scene::name_of(ramp);
    if (ImGui::Selectable(label.c_str(), ramp == now, 0, {290 * ui.scale, 0})) change(ramp);
    ui.name(id + "/" + name.en);
    const float line = ImGui::GetTextLineHeight();
    paint(ramp, reversed, {row.x, row.y + 2}, {row.x + sample, row.y + line - 1});
    ImGui::GetWindowDrawList()->AddText({row.x + sample + 8 * ui.scale, row.y},
                                        ImGui::GetColorU32(ImGuiCol_Text), ui.t(name));
  }
  ImGui::EndCombo();
  paint(now, reversed, {at.x + pad, at.y + pad},
        {at.x + width - height - pad, at.y + height - pad});
}

}  // namespace geo::viewer
