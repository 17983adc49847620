#pragma once

#include <optional>
#include <string>
#include <vector>

#include "geo/core/text.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/clusters.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/plan.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/scene/scene.hpp"

namespace geo::scene {

/// What a map is made from. The pointers outlive the call; everything is in one metric system.
struct MapInputs {
  const PolygonSet* regions = nullptr;  ///< required
  const BeltSet* belts = nullptr;
  const SiteSet* sites = nullptr;
  const Plan* plan = nullptr;
  const PointSet* points = nullptr;
  const Clusters* clusters = nullptr;  ///< their hulls are drawn
  const Grid* density = nullptr;       ///< for the heatmap
  Text title;                          ///< of the atlas
  Text subtitle;                       ///< which specialty, for example; may be empty
  std::vector<Text> notes;             ///< assumptions, sources, defects; printed at the foot
  bool synthetic = false;              ///< marks the sheet conspicuously
  std::string approval_number;         ///< 审图号; empty: for internal use
};

struct HeatmapOptions {
  Ramp ramp = Ramp::kYlOrRd;
  Classification classification = Classification::kGeometric;
  int classes = 7;
  /// For values of either sign, as a log relative risk about 0 (see BreakOptions).
  std::optional<double> centre{};
  std::vector<double> breaks{};  ///< instead of chosen ones: makes several maps comparable
  bool continuous = true;
  bool clip_to_regions = true;  ///< density outside the regions is not drawn
  bool show_points = false;     ///< dots for the enterprises
};

/// The density of enterprises under the outlines and names of the districts, with the hulls of
/// clusters. Without a density it shows the points. The legend prints unit, kernel, bandwidth and n
/// of the grid's facts. Copies what it needs: O(vertices + pixels). Throws Error(kOption) without
/// regions, or when systems differ.
[[nodiscard]] Scene heatmap(const MapInputs& inputs, const HeatmapOptions& options = {});

/// The plan: districts with their designated specialties (one without any says so), belts as
/// strokes of a brush, corridors with their assumed width, sites; a table of all beside it. Throws
/// as above.
[[nodiscard]] Scene plan_map(const MapInputs& inputs);

}  // namespace geo::scene
