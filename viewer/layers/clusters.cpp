#include "geo/cluster/dbscan.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

Made make(const Making& making) {
  const atlas::Atlas& atlas = making.session.atlas;
  Made made;
  if (making.everyone() && atlas.job.clusters) {
    made.part = scene::cluster_hulls(atlas.clusters);
  } else {
    cluster::DbscanOptions options = atlas.job.clusters.value_or(cluster::DbscanOptions{});
    options.hulls = true;
    made.part = scene::cluster_hulls(cluster::dbscan(making.points(), options, making.context));
  }
  if (made.part.layers.empty()) {
    made.trouble = {"没有集聚区：这些企业不够密集。",
                    "There is no cluster: these enterprises do not lie densely enough."};
    return made;
  }
  const auto& color = making.choices.layers.of("clusters").color;
  if (color) {
    auto& hulls = std::get<scene::PolygonLayer>(made.part.layers[0].content);
    hulls.outline.color = *color;
    hulls.fill = {color->with_opacity(0.05)};
    made.part.legend[0].sample = scene::Swatch{hulls.fill[0], hulls.outline};
  }
  return made;
}

}  // namespace

LayerKind clusters_layer() {
  return {.id = "clusters",
          .name = {"集聚区", "Clusters"},
          .about = {"企业密集成片之处的外围（DBSCAN）。",
                    "The hulls of where enterprises lie densely together (DBSCAN)."},
          .on_heatmap = true,
          .color = scene::Color::hex(0x1D4E89),
          .offered = [](const Session& session) { return session.atlas.points.size() > 0; },
          .same = same_filter,
          .make = make};
}

}  // namespace geo::viewer
