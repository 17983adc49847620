#include <algorithm>
#include <variant>

#include "viewer/layers/layers.hpp"
#include "viewer/map/draw.hpp"
#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

constexpr float kSampleWidth = 30;

// The classes from the lowest to the highest, each with its lower limit.
void bar(const Ui& ui, const scene::ClassBar& sample) {
  const scene::Classes& classes = sample.classes;
  if (classes.breaks.empty()) return;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = std::max(40.0F, ImGui::GetContentRegionAvail().x - 6 * ui.scale);
  const float height = 14 * ui.scale;
  const auto n = static_cast<int>(classes.breaks.size());
  const float step = width / static_cast<float>(n);
  constexpr int kParts = 12;
  for (int i = 0; i < n; ++i) {
    for (int k = 0; k < kParts; ++k) {
      const double from = i + static_cast<double>(k) / kParts;
      const scene::Color over = classes.shade_at(from + 0.5 / kParts);
      const double alpha = over.a / 255.0 * sample.opacity;
      const scene::Color color =
          scene::mix(sample.ground, scene::Color{over.r, over.g, over.b, 255}, alpha);
      const float x0 = at.x + static_cast<float>(from) * step;
      const float x1 = at.x + static_cast<float>(from + 1.0 / kParts) * step + 0.5F;
      list.AddRectFilled({x0, at.y}, {x1, at.y + height}, packed(color));
    }
  }
  list.AddRect(at, {at.x + width, at.y + height}, IM_COL32(120, 128, 136, 255));
  ImFont* const font = ui.fonts.small();
  float free_from = at.x - 1;
  for (int i = 0; i < n; ++i) {
    const std::string text = scene::format_number(classes.breaks[static_cast<std::size_t>(i)], 3);
    const ImVec2 size = font->CalcTextSizeA(font->FontSize, 1e6F, 0, text.c_str());
    const float x = at.x + step * static_cast<float>(i);
    if (x < free_from || x + size.x > at.x + width + 6 * ui.scale) continue;
    list.AddLine({x, at.y + height}, {x, at.y + height + 3}, IM_COL32(120, 128, 136, 255));
    list.AddText(font, font->FontSize, {x, at.y + height + 3}, ImGui::GetColorU32(ImGuiCol_Text),
                 text.c_str());
    free_from = x + size.x + 5 * ui.scale;
  }
  ImGui::Dummy({width, height + font->FontSize + 6 * ui.scale});
}

// The sign left of its words.
void sample_of(const Ui& ui, const scene::LegendItem& item) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = kSampleWidth * ui.scale;
  const float height = ImGui::GetTextLineHeight();
  const float middle = at.y + height / 2;
  const float mm = px_per_mm(ui.scale);
  if (ui.state.view.dark) {  // on the colour of the land, for which the signs are made
    list.AddRectFilled(at, {at.x + width - 2 * ui.scale, at.y + height + ui.scale},
                       packed(scene::Color::hex(0xFFFDF8)), 2 * ui.scale);
  }
  if (const auto* swatch = std::get_if<scene::Swatch>(&item.sample)) {
    const ImVec2 a{at.x + 2, at.y + 2};
    const ImVec2 b{at.x + width - 4, at.y + height - 1};
    list.AddRectFilled(a, b, packed(swatch->fill));
    if (swatch->outline.width_mm > 0) list.AddRect(a, b, packed(swatch->outline.color));
  } else if (const auto* line = std::get_if<scene::LineSample>(&item.sample)) {
    const std::size_t n = line->width_mm.size();
    for (std::size_t i = 0; i + 1 < std::max<std::size_t>(n, 2); ++i) {
      const auto x = [&](std::size_t k) {
        return at.x + 2 +
               (width - 6) * static_cast<float>(k) /
                   static_cast<float>(std::max<std::size_t>(n, 2) - 1);
      };
      const auto thick = static_cast<float>(line->width_mm[std::min(i, n - 1)]) * mm * 0.6F;
      list.AddLine({x(i), middle}, {x(i + 1) + 0.5F, middle}, packed(line->color),
                   std::max(thick, 1.0F));
    }
  } else if (const auto* marker = std::get_if<scene::Marker>(&item.sample)) {
    draw_marker(list, *marker, {at.x + width / 2 - 1, middle}, mm);
  }
  ImGui::Dummy({width, height});
  ImGui::SameLine(0, 4 * ui.scale);
}

void draw(const Ui& ui) {
  if (ui.picture == nullptr) return;
  ImGui::PushFont(ui.fonts.large());
  ImGui::TextWrapped("%s", ui.t(ui.picture->scene.subtitle.empty() ? ui.picture->scene.title
                                                                   : ui.picture->scene.subtitle));
  ImGui::PopFont();
  for (const scene::LegendItem& item : named_legend(*ui.picture, ui.state.choices)) {
    if (const auto* classes = std::get_if<scene::ClassBar>(&item.sample)) {
      scene::ClassBar shown = *classes;
      if (item.layer == "density") {
        restyle(shown.classes, ui.state.choices);
        shown.opacity = ui.state.choices.opacity;
      } else {
        shown.opacity = ui.state.choices.layers.of(item.layer).opacity;
      }
      bar(ui, shown);
      continue;
    }
    const bool sign = !std::holds_alternative<std::monostate>(item.sample);
    if (sign) sample_of(ui, item);
    ImGui::BeginGroup();
    if (!item.label.empty()) {
      wrapped(ui, ui.t(item.label));
    }
    if (!item.detail.empty()) {
      ImGui::PushFont(ui.fonts.small());
      ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
      wrapped(ui, ui.t(item.detail));
      ImGui::PopStyleColor();
      ImGui::PopFont();
    }
    ImGui::EndGroup();
  }
  const auto& notes = ui.picture->scene.notes;
  if (notes.empty()) return;
  ImGui::Spacing();
  ImGui::TextUnformatted(ui.t("说明", "Notes"));
  ImGui::PushFont(ui.fonts.small());
  for (const Text& note : notes) wrapped(ui, ui.t(note));
  ImGui::TextWrapped("%s", ui.t(ui.picture->scene.approval));
  ImGui::PopFont();
}

}  // namespace

Panel legend_panel() { return {"legend", {"图例", "Legend"}, Panel::Place::kLegend, draw}; }

}  // namespace geo::viewer
