#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making) {
  Made made;
  made.part = making.choices.sheet == Sheet::kPlan ? scene::part_of(making.plan(), {"names"})
                                                   : scene::district_names(making.session.regions);
  return made;
}

}  // namespace

LayerKind names_layer() {
  return {.id = "names",
          .name = {"区名", "District names"},
          .about = {"区名；在规划图上还有各区的特色产业。",
                    "Names; on the planning map with the designated specialties."},
          .on_heatmap = true,
          .on_plan = true,
          .reference = true,
          .same = same_sheet,
          .make = make};
}

}  // namespace geo::viewer
