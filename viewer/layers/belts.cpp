#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making) {
  Made made;
  made.part = scene::part_of(making.plan(), {"corridors", "belts", "belt_names"});
  return made;
}

}  // namespace

LayerKind belts_layer() {
  return {.id = "belts",
          .name = {"产业带", "Belts with axis"},
          .about = {"产业带的笔画（轴线）、走廊范围和名称。",
                    "The belts' strokes along their axes, extents of corridors, and names."},
          .on_plan = true,
          .offered = [](const Session& session) { return session.atlas.belts.size() > 0; },
          .make = make};
}

}  // namespace geo::viewer
