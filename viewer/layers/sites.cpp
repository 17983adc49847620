#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making) {
  std::vector<std::string> ids;
  for (const scene::Layer& layer : making.plan().layers) {
    if (layer.id.starts_with("sites")) ids.push_back(layer.id);
  }
  ids.emplace_back("sites");  // the heading in the legend
  Made made;
  made.part = scene::part_of(making.plan(), ids);
  return made;
}

}  // namespace

LayerKind sites_layer() {
  return {.id = "sites",
          .name = {"地点", "Sites"},
          .about = {"园区、商务区和核心。", "Parks, business districts and cores."},
          .on_plan = true,
          .offered = [](const Session& session) { return !session.atlas.sites.sites.empty(); },
          .make = make};
}

}  // namespace geo::viewer
