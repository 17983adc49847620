#include "viewer/files/layers_json.hpp"

#include <algorithm>

#include "geo/core/error.hpp"

namespace geo::viewer {
namespace {

Json style_json(const LayerStyle& style) {
  const LayerStyle plain;
  Json json = Json::object();
  if (!style.name.empty()) json["name"] = style.name;
  if (style.opacity != plain.opacity) json["opacity"] = style.opacity;
  if (style.ramp) json["ramp"] = scene::name_of(*style.ramp);
  if (style.reversed) json["reversed"] = true;
  if (style.classification) json["classification"] = scene::name_of(*style.classification);
  if (style.classes > 0) json["classes"] = style.classes;
  if (style.color) json["color"] = {style.color->r, style.color->g, style.color->b, style.color->a};
  if (style.size_m > 0) json["size_m"] = style.size_m;
  if (!style.column.empty()) json["column"] = style.column;
  if (style.grouped != plain.grouped) json["grouped"] = style.grouped;
  if (!style.file.empty()) json["file"] = style.file;
  return json;
}

/// A value by its name, or none where this version does not know it.
template <typename Named>
auto known(const Json& json, const char* key, Named&& named)
    -> std::optional<decltype(named(std::string()))> {
  const std::string name = text_of(json, key, "");
  if (name.empty()) return std::nullopt;
  try {
    return named(name);
  } catch (const Error&) {
    return std::nullopt;
  }
}

LayerStyle style_of(const Json& json) {
  LayerStyle style;
  style.name = text_of(json, "name", "");
  style.opacity = std::clamp(number_of(json, "opacity", style.opacity), 0.0, 1.0);
  style.ramp = known(json, "ramp", scene::ramp_named);
  style.reversed = flag_of(json, "reversed", false);
  style.classification = known(json, "classification", scene::classification_named);
  style.classes = static_cast<int>(std::clamp(number_of(json, "classes", 0), 0.0, 12.0));
  if (const auto color = json.find("color");
      color != json.end() && color->is_array() && color->size() == 4 &&
      std::all_of(color->begin(), color->end(),
                  [](const Json& part) { return part.is_number_unsigned() && part <= 255; })) {
    style.color = scene::Color{(*color)[0].get<std::uint8_t>(), (*color)[1].get<std::uint8_t>(),
                               (*color)[2].get<std::uint8_t>(), (*color)[3].get<std::uint8_t>()};
  }
  style.size_m = std::clamp(number_of(json, "size_m", 0), 0.0, 1e6);
  style.column = text_of(json, "column", "");
  style.grouped = flag_of(json, "grouped", style.grouped);
  style.file = text_of(json, "file", "");
  return style;
}

}  // namespace

Json layers_json(const LayerChoices& layers) {
  Json json = Json::object();
  for (const auto& [id, style] : layers.style) {
    Json one = style_json(style);
    if (!one.empty()) json["style"][id] = std::move(one);
  }
  for (const auto& [sheet, shown] :
       {std::pair{"shown_on_heatmap", &layers.shown[0]}, {"shown_on_plan", &layers.shown[1]}}) {
    if (!shown->empty()) json[sheet] = *shown;
  }
  if (!layers.order.empty()) json["order"] = layers.order;
  return json;
}

LayerChoices layers_of(const Json& json) {
  LayerChoices layers;
  if (!json.is_object()) return layers;
  if (const auto style = json.find("style"); style != json.end() && style->is_object()) {
    for (const auto& [id, one] : style->items()) {
      if (one.is_object()) layers.style[id] = style_of(one);
    }
  }
  for (const auto& [sheet, shown] :
       {std::pair{"shown_on_heatmap", &layers.shown[0]}, {"shown_on_plan", &layers.shown[1]}}) {
    const auto found = json.find(sheet);
    if (found == json.end() || !found->is_object()) continue;
    for (const auto& [id, on] : found->items()) {
      if (on.is_boolean()) (*shown)[id] = on.get<bool>();
    }
  }
  if (const auto order = json.find("order"); order != json.end() && order->is_array()) {
    for (const Json& id : *order) {
      if (id.is_string()) layers.order.push_back(id.get<std::string>());
    }
  }
  return layers;
}

}  // namespace geo::viewer
