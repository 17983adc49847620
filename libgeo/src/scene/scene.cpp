#include "geo/scene/scene.hpp"

namespace geo::scene {

const Layer* Scene::find(const std::string& id) const {
  for (const Layer& layer : layers) {
    if (layer.id == id) return &layer;
  }
  return nullptr;
}

std::vector<std::string> Scene::texts(Language language) const {
  std::vector<std::string> out;
  const auto add = [&](const Text& text) {
    if (!text.empty()) out.push_back(text.in(language));
  };
  add(title);
  add(subtitle);
  for (const Layer& layer : layers) {
    if (const auto* labels = std::get_if<LabelLayer>(&layer.content)) {
      for (const Label& label : labels->labels) {
        add(label.title);
        for (const Text& line : label.lines) add(line);
        if (!label.key.empty()) out.push_back(label.key);
      }
    }
  }
  for (const LegendItem& item : legend) {
    add(item.label);
    add(item.detail);
  }
  add(table.title);
  for (const SideTable::Row& row : table.rows) {
    out.push_back(row.key);
    add(row.name);
    add(row.detail);
  }
  for (const Text& note : notes) add(note);
  add(approval);
  if (synthetic) out.emplace_back(kSyntheticMark);
  return out;
}

}  // namespace geo::scene
