#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/core/text.hpp"
#include "geo/model/clusters.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/scene/maps.hpp"
#include "geo/scene/scene.hpp"

// What maps are put together from: `heatmap` and `plan_map` are made of these, and so is whatever
// else a program wants to show.
namespace geo::scene {

/// Layers from the bottom up, and what the legend and the foot of the map say of them.
struct Part {
  std::vector<Layer> layers;
  std::vector<LegendItem> legend;
  std::vector<Text> notes;
};

enum class MapKind { kHeatmap, kPlan };

/// A map with title, extent, notes and marks, and no layers. Throws Error(kOption) without regions,
/// or when systems differ.
[[nodiscard]] Scene empty_map(const MapInputs& inputs, MapKind kind);
/// Puts a part on top of what is there.
void add(Scene& scene, Part part);
/// The layers of a map whose ids are listed, in its order, and the items of its legend that belong
/// to these.
[[nodiscard]] Part part_of(const Scene& scene, const std::vector<std::string>& ids);

/// "ground": the land, with a rim around the whole.
[[nodiscard]] Part ground(const std::shared_ptr<const PolygonSet>& regions);
/// "density": a grid under classes. The legend prints unit, kernel, bandwidth and n of its facts.
[[nodiscard]] Part density_surface(const Grid& grid, const HeatmapOptions& options,
                                   const std::shared_ptr<const PolygonSet>& clip);
/// "districts": the outlines of regions.
[[nodiscard]] Part district_lines(const std::shared_ptr<const PolygonSet>& regions);
/// "names": of regions.
[[nodiscard]] Part district_names(const std::shared_ptr<const PolygonSet>& regions);
/// "clusters": their hulls. Nothing where there are none.
[[nodiscard]] Part cluster_hulls(const Clusters& clusters);

struct ChoroplethOptions {
  Ramp ramp = Ramp::kYlGnBu;
  bool reversed = false;
  Classification classification = Classification::kQuantile;
  int classes = 5;
  /// Zero and below are ground and left blank, as what is below the first class is: the legend says
  /// so. Geometric and logarithmic classes of values that are not all positive are always so.
  bool positive = false;
  /// Values on either side of one: see BreakOptions.
  std::optional<double> centre{};
  std::vector<double> breaks{};  ///< instead of chosen ones
  Text title{};                  ///< in the legend, above the classes, with the unit
  Text detail{};                 ///< in small letters below it
  Stroke outline{};
};

/// Regions coloured by one value each, in classes; one without a value (NaN or infinite), or below
/// the first class, has no colour, and the legend counts the former. Throws Error(kOption) where
/// `values` are not as many as regions, and as `choose_breaks`. O(n log n).
[[nodiscard]] Part choropleth(const std::string& id, const Text& name,
                              const std::shared_ptr<const PolygonSet>& regions,
                              const std::vector<double>& values, const ChoroplethOptions& options);

/// Colours that people tell apart, also with a colour vision deficiency: Okabe and Ito's eight
/// without black and yellow (which paper swallows), then darker and lighter ones of the same.
[[nodiscard]] Color category_color(std::size_t category);

}  // namespace geo::scene
