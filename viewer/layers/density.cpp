#include "geo/density/density.hpp"

#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

// Ramp and opacity are painted with what is chosen (map/draw.hpp), and need no other layer.
Made make(const Making& making) {
  Made made;
  made.part = scene::density_surface(*making.density(),
                                     {.classification = making.choices.classification,
                                      .classes = making.choices.classes,
                                      .breaks = making.breaks},
                                     making.session.regions);
  return made;
}

bool same(const Choices& a, const Choices& b) {
  return same_density(a, b) && a.classification == b.classification && a.classes == b.classes;
}

}  // namespace

LayerKind density_layer() {
  return {.id = "density",
          .name = {"企业密度", "Density heatmap"},
          .about = {"每平方公里的企业数；核函数、带宽和分级在“热力图”中设定。",
                    "Enterprises per km²; kernel, bandwidth and classes are set under Heatmap."},
          .on_heatmap = true,
          .offered = [](const Session& session) { return session.atlas.points.size() > 0; },
          .same = same,
          .make = make};
}

}  // namespace geo::viewer
