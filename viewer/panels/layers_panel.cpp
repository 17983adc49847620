#include "viewer/panels/panels.hpp"

namespace geo::viewer {
namespace {

void draw(const Ui& ui) {
  if (ui.picture == nullptr) return;
  const auto& layers = ui.picture->scene.layers;
  for (std::size_t i = layers.size(); i-- > 0;) {  // the topmost first
    const scene::Layer& layer = layers[i];
    bool shown = !ui.state.choices.hidden.contains(layer.id);
    const std::string label = std::string(ui.t(layer.name)) + "##" + layer.id;
    if (ImGui::Checkbox(label.c_str(), &shown)) {
      ui.actions.choose("layer " + layer.id, [&](Choices& c) {
        if (shown) {
          c.hidden.erase(layer.id);
        } else {
          c.hidden.insert(layer.id);
        }
      });
    }
    ui.name("layer/" + layer.id);
  }
}

}  // namespace

Panel layers_panel() { return {"layers", {"图层", "Layers"}, Panel::Place::kLeft, draw}; }

}  // namespace geo::viewer
