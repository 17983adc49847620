#pragma once

#include "viewer/layers/layers.hpp"

namespace geo::viewer {

[[nodiscard]] LayerKind ground_layer();
[[nodiscard]] LayerKind basemap_layer();
[[nodiscard]] LayerKind choropleth_layer();
[[nodiscard]] LayerKind density_layer();
[[nodiscard]] LayerKind squares_layer();
[[nodiscard]] LayerKind hexagons_layer();
[[nodiscard]] LayerKind contours_layer();
[[nodiscard]] LayerKind hot_spots_layer();
[[nodiscard]] LayerKind districts_layer();
[[nodiscard]] LayerKind graticule_layer();
[[nodiscard]] LayerKind belts_layer();
[[nodiscard]] LayerKind points_layer();
[[nodiscard]] LayerKind clusters_layer();
[[nodiscard]] LayerKind sites_layer();
[[nodiscard]] LayerKind names_layer();

}  // namespace geo::viewer
