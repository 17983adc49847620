#include <algorithm>
#include <array>
#include <cstring>
#include <variant>

#include "geo/scene/classes.hpp"
#include "viewer/layers/layers.hpp"
#include "viewer/panels/panels.hpp"
#include "viewer/panels/pick.hpp"

namespace geo::viewer {
namespace {

/// What a layer covers; empty: it has no end of its own.
Box extent_of(const Made& made) {
  Box box;
  for (const scene::Layer& layer : made.part.layers) {
    if (const auto* shapes = std::get_if<scene::PolygonLayer>(&layer.content)) {
      if (shapes->shapes) box.extend(shapes->shapes->envelope());
    } else if (const auto* raster = std::get_if<scene::RasterLayer>(&layer.content)) {
      box.extend(raster->frame.envelope());
    } else if (const auto* image = std::get_if<scene::ImageLayer>(&layer.content)) {
      box.extend(image->frame.envelope());
    } else if (const auto* lines = std::get_if<scene::LineLayer>(&layer.content)) {
      for (const scene::Line& line : lines->lines) {
        for (const Point at : line.path) box.extend(at);
      }
    } else if (const auto* points = std::get_if<scene::PointLayer>(&layer.content)) {
      for (const Point at : points->points) box.extend(at);
    }
  }
  return box;
}

const Made* made_of(const Ui& ui, const std::string& id) {
  if (ui.picture == nullptr) return nullptr;
  for (const Picture::Stack& each : ui.picture->stack) {
    if (each.id == id) return each.made.get();
  }
  return nullptr;
}

/// Changes one layer's style, under a name of its own for undo.
void restyle(const Ui& ui, const LayerKind& kind, const char* what,
             const std::function<void(LayerStyle&)>& change) {
  ui.actions.choose("layer " + kind.id + " " + what,
                    [&](Choices& c) { change(c.layers.style[kind.id]); });
}

/// A text that is typed; `entered` gets it, at every letter or with Enter.
void text_field(const Ui& ui, const std::string& id, const char* label, const std::string& now,
                bool at_enter, const std::function<void(const std::string&)>& entered) {
  std::array<char, 512> buffer{};
  std::strncpy(buffer.data(), now.c_str(), buffer.size() - 1);
  ImGui::SetNextItemWidth(-1);
  const bool changed = ImGui::InputTextWithHint(
      ("##" + id).c_str(), label, buffer.data(), buffer.size(),
      at_enter ? ImGuiInputTextFlags_EnterReturnsTrue : ImGuiInputTextFlags_None);
  ui.name(id);
  ui.fonts.need(buffer.data());
  if (changed) entered(buffer.data());
}

void colours(const Ui& ui, const LayerKind& kind, const LayerStyle& style) {
  const std::string id = "style/" + kind.id + "/";
  if (kind.ramp) {
    ramp_combo(ui, id + "ramp", layer_ramp(kind, style), style.reversed, [&](scene::Ramp ramp) {
      restyle(ui, kind, "ramp", [&](LayerStyle& s) { s.ramp = ramp; });
    });
    bool reversed = style.reversed;
    if (ImGui::Checkbox(ui.t("反转色带", "Reversed"), &reversed)) {
      restyle(ui, kind, "reversed", [&](LayerStyle& s) { s.reversed = reversed; });
    }
    ui.name(id + "reversed");
  }
  if (kind.color) {
    const scene::Color now = style.color.value_or(*kind.color);
    std::array<float, 3> rgb = {static_cast<float>(now.r) / 255, static_cast<float>(now.g) / 255,
                                static_cast<float>(now.b) / 255};
    if (ImGui::ColorEdit3(kind.grouping ? ui.t("单一颜色", "One colour") : ui.t("颜色", "Colour"),
                          rgb.data(), ImGuiColorEditFlags_NoInputs)) {
      const auto byte = [](float v) { return static_cast<std::uint8_t>(v * 255 + 0.5F); };
      restyle(ui, kind, "color", [&](LayerStyle& s) {
        s.color = scene::Color{byte(rgb[0]), byte(rgb[1]), byte(rgb[2])};
      });
    }
    ui.name(id + "color");
    if (style.color && kind.grouping) {
      ImGui::SameLine();
      if (ImGui::SmallButton(ui.t("按专业", "By specialty"))) {
        restyle(ui, kind, "by specialty", [](LayerStyle& s) { s.color.reset(); });
      }
      ui.name(id + "by_specialty");
    }
  }
}

void classes(const Ui& ui, const LayerKind& kind, const LayerStyle& style) {
  const std::string id = "style/" + kind.id + "/";
  if (kind.classification) {
    combo(ui, id + "classification", ui.t("分级", "Classes"), classifications(),
          style.classification.value_or(*kind.classification), [&](scene::Classification method) {
            restyle(ui, kind, "classification", [&](LayerStyle& s) { s.classification = method; });
          });
    int count = style.classes > 0 ? style.classes : kind.classes;
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderInt(("##" + id + "classes").c_str(), &count, 2, 12,
                         ui.t("%d 级", "%d classes"), ImGuiSliderFlags_AlwaysClamp)) {
      restyle(ui, kind, "classes", [&](LayerStyle& s) { s.classes = count; });
    }
    ui.name(id + "classes");
  }
  if (kind.columns && ui.session != nullptr) {
    const auto [table, all, chosen] = district_statistics(*ui.session, ui.state.choices);
    const char* shown = chosen == nullptr ? "" : ui.t(chosen->label);
    ImGui::TextUnformatted(ui.t("统计值", "Statistic"));
    ImGui::SetNextItemWidth(-1);
    const bool open =
        ImGui::BeginCombo(("##" + id + "column").c_str(), shown, ImGuiComboFlags_HeightLarge);
    ui.name(id + "column");
    if (open) {
      for (const TableColumn* column : all) {
        const std::string label = std::string(ui.t(column->label)) + "##" + column->name;
        if (ImGui::Selectable(label.c_str(), column == chosen)) {
          restyle(ui, kind, "column", [&](LayerStyle& s) { s.column = column->name; });
        }
        ui.name(id + "column/" + column->name);
      }
      ImGui::EndCombo();
    }
  }
  if (kind.size_m > 0) {
    auto km = static_cast<float>((style.size_m > 0 ? style.size_m : kind.size_m) / 1000);
    ImGui::SetNextItemWidth(-1);
    if (ImGui::SliderFloat(("##" + id + "size").c_str(), &km, 0.5F, 10.0F,
                           ui.t("宽 %.1f km", "%.1f km wide"),
                           ImGuiSliderFlags_Logarithmic | ImGuiSliderFlags_AlwaysClamp)) {
      restyle(ui, kind, "size", [&](LayerStyle& s) { s.size_m = 1000.0 * km; });
    }
    ui.name(id + "size");
  }
}

void style_of(const Ui& ui, const LayerKind& kind) {
  const Choices& now = ui.state.choices;
  const LayerStyle& style = now.layers.of(kind.id);
  const std::string id = "style/" + kind.id + "/";
  const bool density = kind.id == "density";
  auto opacity = static_cast<float>(100 * (density ? now.opacity : style.opacity));
  ImGui::SetNextItemWidth(-1);
  if (ImGui::SliderFloat(("##" + id + "opacity").c_str(), &opacity, 0, 100,
                         ui.t("不透明度 %.0f%%", "Opacity %.0f%%"), ImGuiSliderFlags_AlwaysClamp)) {
    if (density) {
      ui.actions.choose("opacity", [&](Choices& c) { c.opacity = opacity / 100; });
    } else {
      restyle(ui, kind, "opacity", [&](LayerStyle& s) { s.opacity = opacity / 100; });
    }
  }
  ui.name(id + "opacity");
  colours(ui, kind, style);
  classes(ui, kind, style);
  if (kind.grouping) {
    bool grouped = style.grouped;
    if (ImGui::Checkbox(ui.t("密集处显示数量", "Counts where dense"), &grouped)) {
      restyle(ui, kind, "grouped", [&](LayerStyle& s) { s.grouped = grouped; });
    }
    ui.name(id + "grouped");
  }
  if (kind.file) {
    text_field(ui, id + "file", ui.t("文件，回车确认", "File; press Enter"), style.file, true,
               [&](const std::string& file) {
                 restyle(ui, kind, "file", [&](LayerStyle& s) { s.file = file; });
               });
  }
  text_field(ui, id + "name", ui.t("改名", "Rename"), style.name, false,
             [&](const std::string& name) {
               restyle(ui, kind, "name", [&](LayerStyle& s) { s.name = name; });
             });
  if (ImGui::SmallButton(ui.t("缩放至", "Zoom to")) && ui.session != nullptr) {
    const Made* made = made_of(ui, kind.id);
    const Box box = made == nullptr ? Box{} : extent_of(*made);
    ui.actions.zoom_to(box.empty() ? ui.session->regions->envelope() : box);
  }
  ui.name(id + "zoom");
  ImGui::SameLine();
  if (ImGui::SmallButton(ui.t("复原", "Reset"))) {
    ui.actions.choose("layer " + kind.id + " reset",
                      [&](Choices& c) { c.layers.style.erase(kind.id); });
  }
  ui.name(id + "reset");
  Ui::hint(ui.t("恢复此图层原来的样式", "Back to the layer's own style"));
}

/// Puts a layer in the place of a neighbour.
void exchange(const Ui& ui, const std::vector<const LayerKind*>& stack, std::size_t a,
              std::size_t b) {
  std::vector<std::string> order;
  order.reserve(stack.size());
  for (const LayerKind* kind : stack) order.push_back(kind->id);
  std::swap(order[a], order[b]);
  ui.actions.choose("layer order", [&](Choices& c) { c.layers.order = order; });
}

void row(const Ui& ui, const std::vector<const LayerKind*>& stack, std::size_t i) {
  const LayerKind& kind = *stack[i];
  const Choices& now = ui.state.choices;
  const bool open = ui.state.view.layer == kind.id;
  bool shown = layer_shown(kind, now);
  if (ImGui::Checkbox("##shown", &shown)) {
    ui.actions.choose("layer " + kind.id + (shown ? " on" : " off"),
                      [&](Choices& c) { show_layer(c, kind.id, shown); });
  }
  ui.name("layer/" + kind.id);
  ImGui::SameLine(0, 4 * ui.scale);
  const float arrow = ImGui::GetFrameHeight();
  const float width = ImGui::GetContentRegionAvail().x - arrow - 4 * ui.scale;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const Text name = layer_name(kind, now);
  const std::string label = std::string(ui.t(name)) + "###row";
  if (!shown) {
    ImGui::PushStyleColor(ImGuiCol_Text, ImGui::GetStyleColorVec4(ImGuiCol_TextDisabled));
  }
  const bool clicked = ImGui::Selectable(label.c_str(), open, ImGuiSelectableFlags_None,
                                         {width, arrow - 2 * ui.scale});
  if (!shown) ImGui::PopStyleColor();
  ui.name("row/" + kind.id);
  const bool hovered = ImGui::IsItemHovered();
  const bool held = ImGui::IsItemActive();
  if (hovered || held) {
    // The grip: three lines say that it can be dragged.
    const ImU32 ink = ImGui::GetColorU32(ImGuiCol_TextDisabled);
    for (int k = -1; k <= 1; ++k) {
      const float y = at.y + arrow / 2 - 2 * ui.scale + 4 * ui.scale * static_cast<float>(k);
      ImGui::GetWindowDrawList()->AddLine({at.x + width - 12 * ui.scale, y},
                                          {at.x + width - 2 * ui.scale, y}, ink, ui.scale);
    }
  }
  if (hovered && !held) {
    std::string text = ui.t(kind.about.empty() ? kind.name : kind.about);
    text += "\n";
    text += ui.t("上下拖动可改变次序。", "Drag it up or down to change the order.");
    ImGui::SetTooltip("%s", ui.word(text.c_str()));
  }
  if (held && !hovered) {
    const float y = ImGui::GetMousePos().y;
    if (y < at.y && i + 1 < stack.size()) exchange(ui, stack, i, i + 1);
    if (y > at.y + arrow && i > 0) exchange(ui, stack, i, i - 1);
  }
  ImGui::SameLine(0, 4 * ui.scale);
  const bool pressed = ImGui::ArrowButton("##style", open ? ImGuiDir_Down : ImGuiDir_Left);
  ui.name("style/" + kind.id);
  Ui::hint(ui.t("样式", "Style"));
  if (clicked || pressed) {
    ui.actions.look([&](View& view) { view.layer = open ? "" : kind.id; });
  }
  const Made* made = shown ? made_of(ui, kind.id) : nullptr;
  if (made != nullptr && !made->trouble.empty()) {
    ImGui::PushFont(ui.fonts.small());
    ImGui::PushStyleColor(ImGuiCol_Text, ui.state.view.dark ? ImVec4{1, 0.55F, 0.45F, 1}
                                                            : ImVec4{0.70F, 0.15F, 0.12F, 1});
    ImGui::TextWrapped("%s", ui.t(made->trouble));
    ImGui::PopStyleColor();
    ImGui::PopFont();
  }
  if (!open) return;
  ImGui::Indent(10 * ui.scale);
  style_of(ui, kind);
  ImGui::Unindent(10 * ui.scale);
  ImGui::Spacing();
}

void draw(const Ui& ui) {
  if (ui.session == nullptr) return;
  const std::vector<const LayerKind*> stack = stacked(*ui.session, ui.state.choices);
  for (std::size_t i = stack.size(); i-- > 0;) {  // the topmost first
    ImGui::PushID(stack[i]->id.c_str());
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {4 * ui.scale, 2 * ui.scale});
    ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {6 * ui.scale, 3 * ui.scale});
    row(ui, stack, i);
    ImGui::PopStyleVar(2);
    ImGui::PopID();
  }
}

}  // namespace

Panel layers_panel() { return {"layers", {"图层", "Layers"}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
