#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "geo/atlas/job.hpp"
#include "geo/core/context.hpp"
#include "geo/core/text.hpp"
#include "geo/density/bins.hpp"
#include "geo/density/contours.hpp"
#include "geo/model/assignment.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/clusters.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/plan.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/rejects.hpp"
#include "geo/model/table.hpp"
#include "geo/topology/repair.hpp"

namespace geo::atlas {

/// A grid and what it is of.
struct Heatmap {
  /// For file names: "all", "specialty_01" ... (densities), "share_01", "log_risk_01" (a specialty
  /// against all), "p_all", "p_specialty_01" (significance), "time_01" ...
  std::string name;
  Text title;  ///< "All enterprises", or the specialty, and what is measured
  Grid grid;
};

/// Areas that were found in a grid.
struct GridAreas {
  std::string name;  ///< of the layer: "density_bands", "hot_spots", "hot_spots_specialty_01"
  Text title;
  density::Bands bands;
};

/// All results of a run. What the job leaves out is empty.
struct Atlas {
  Job job;
  std::string metric_crs;  ///< the system of every geometry below
  std::string metric_crs_name;
  double scale_error = 0;  ///< greatest relative error of a length in it over the map
  PointSet points;
  std::string encoding;  ///< of the enterprises' file, where it is delimited text
  Rejects enterprise_rejects;
  PolygonSet regions;
  Rejects region_rejects;
  std::vector<topology::Repair> repairs;
  topology::PartitionDefects defects;
  Plan plan;
  SiteSet sites;
  Assignment assignment;
  BeltSet belts;
  BeltMembership membership;
  std::vector<Heatmap> heatmaps;      ///< that of all enterprises first
  std::vector<double> legend_breaks;  ///< of the first heatmap's picture
  std::vector<GridAreas> grid_areas;
  std::optional<density::Bins> bins;
  Clusters clusters;
  std::vector<Table> tables;  ///< districts, belts, specialties, plan, clusters
  /// What the results take for granted: invented data, a width that the plan does not state. Maps
  /// and tables state these themselves.
  std::vector<Text> assumptions;
  std::vector<Text> notes;  ///< what was found in the data: repairs, overlaps, who lies outside
  std::vector<std::pair<std::string, double>> seconds;  ///< time by stage

  [[nodiscard]] const Table* table(const std::string& name) const;
};

/// Runs the steps of a job: read, project, repair, join, belts, density, clusters, statistics.
/// Throws what the steps throw; Error(kInput) when hardly any enterprise lies inside the boundaries
/// because longitude and latitude are swapped.
[[nodiscard]] Atlas compute(const Job& job, const Context& context);

/// Writes the results into `folder`, all or nothing, and returns the names of the files.
/// Throws Error(kOutput).
std::vector<std::string> write(const Atlas& atlas, const std::filesystem::path& folder,
                               const Context& context);

}  // namespace geo::atlas
