#pragma once

#include <filesystem>
#include <memory>
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
#include "geo/model/unlocated_set.hpp"
#include "geo/registry/credit_code.hpp"
#include "geo/stats/counts.hpp"
#include "geo/topology/repair.hpp"

namespace geo::atlas {

class RejectSpool;

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
  density::Isolines lines;  ///< their borders, where they were asked for
};

/// How a coordinate system was told from the rows. Of each row with a known stated district (of
/// every k-th, beyond 20,000) it is seen whether it lies there when read as WGS84, GCJ-02 or BD-09.
/// Chosen is the system with the most; it must fit half of the rows at least and beat each other by
/// three standard deviations (McNemar: (b - c) / sqrt(b + c) with b and c the rows that fit only
/// the one and only the other).
struct CrsGuess {
  struct Candidate {
    std::string crs;
    std::uint64_t agree = 0;  ///< rows that lie in the district they state
  };
  std::vector<Candidate> candidates;
  std::uint64_t rows = 0;  ///< looked at
  std::string chosen;
  double sigma = 0;  ///< the smallest lead over another
};

/// What the rows say of their districts.
struct DistrictCheck {
  std::uint64_t stated = 0;   ///< rows that name a known district
  std::uint64_t missing = 0;  ///< rows that name none
  std::uint64_t unknown = 0;  ///< rows whose text names no known district
  std::uint64_t differ = 0;   ///< rows that lie elsewhere than they state, or outside
};

/// Rows that repeat an enterprise; the table "duplicates" lists them.
struct DuplicateCheck {
  std::uint64_t by_code = 0;
  std::uint64_t by_name_and_place = 0;
  bool dropped = false;  ///< they were rejected
};

/// What the job's filter did.
struct FilterCount {
  std::uint64_t of = 0;    ///< enterprises that were placed
  std::uint64_t left = 0;  ///< that passed, and are all that the results are of
};

/// Something about the data that its user should know.
struct Finding {
  enum class Severity {
    kNote,
    kWarning,  ///< the results stand, but should be read with this in mind
    kError     ///< the results would mislead
  };
  Severity severity = Severity::kNote;
  std::string kind;  ///< for programs: "rejected_rows", "outside" ... (docs/cli.md lists them)
  std::uint64_t count = 0;  ///< of what it is about: rows, cells, districts
  Text text;
};

/// All results of a run. What the job leaves out is empty.
struct Atlas {
  Job job;
  std::string metric_crs;  ///< the system of every geometry below
  std::string metric_crs_name;
  double scale_error = 0;  ///< greatest relative error of a length in it over the map
  PointSet points;         ///< none where the job reads in batches; its system and `synthetic` hold
  std::string encoding;    ///< of the enterprises' file, where it is delimited text
  std::uint64_t undecodable = 0;  ///< damaged characters of its text
  std::uint64_t imprecise = 0;    ///< enterprises whose coordinates have two decimals at most
  UnlocatedSet by_district;  ///< enterprises without a position, counted where they say they are
  Rejects enterprise_rejects;
  std::shared_ptr<RejectSpool> reject_spool;   ///< what `enterprise_rejects` holds elsewhere
  std::vector<io::FileRows> enterprise_files;  ///< where several were read: whose row is which
  std::optional<registry::CodeCheck> credit_codes;
  std::optional<DuplicateCheck> duplicates;
  std::optional<CrsGuess> crs_guess;
  std::optional<DistrictCheck> district_check;
  std::optional<FilterCount> filtered;
  PolygonSet regions;
  Rejects region_rejects;
  std::vector<topology::Repair> repairs;
  topology::PartitionDefects defects;
  Plan plan;
  SiteSet sites;
  Assignment assignment;  ///< of `points`, as the membership
  BeltSet belts;
  BeltMembership membership;
  stats::Counts counts;               ///< of all enterprises by district, belt and specialty
  std::vector<Heatmap> heatmaps;      ///< that of all enterprises first
  std::vector<double> legend_breaks;  ///< of the first heatmap's picture
  std::vector<GridAreas> grid_areas;
  std::optional<density::Bins> bins;
  Clusters clusters;
  /// districts, belts, specialties, plan, clusters, district_matrix, district_mismatch,
  /// by_district, duplicates
  std::vector<Table> tables;
  /// What the results take for granted: invented data, a width that the plan does not state. Maps
  /// and tables state these themselves.
  std::vector<Text> assumptions;
  std::vector<Finding> findings;  ///< what was found in the data, in the order of the steps
  std::vector<Text> notes;  ///< those that a map must state: repairs, overlaps, who is outside
  std::vector<std::pair<std::string, double>> seconds;  ///< time by stage

  [[nodiscard]] const Table* table(const std::string& name) const;
};

/// Runs the steps of a job: read, project, repair, join, belts, density, clusters, statistics.
/// Throws what the steps throw; Error(kInput) when hardly any enterprise lies inside the boundaries
/// because longitude and latitude are swapped.
[[nodiscard]] Atlas compute(const Job& job, const Context& context);

/// Whether the data can be worked with.
enum class Verdict { kOk, kUsableWithWarnings, kNotUsable };

/// The steps of `compute` up to the join: everything is read, projected, repaired, joined and
/// checked; nothing is estimated, clustered or counted. `tables` holds the lists of rows alone
/// (district_matrix, district_mismatch, by_district, duplicates), and `write` writes these, the
/// rejects and the report. Throws as `compute` does for inputs that cannot be used at all.
[[nodiscard]] Atlas check(const Job& job, const Context& context);

/// The worst of the findings: kNotUsable for an error, kUsableWithWarnings for a warning.
[[nodiscard]] Verdict verdict(const Atlas& atlas);

/// Connects to the database of `job.output`, if there is one, and looks whether it can take
/// results, so that a long run does not fail at its end. Throws as io::DatabaseOutput.
void check_database(const Job& job);

/// Writes the results into `folder` and into the job's database, all or nothing, and returns the
/// names of the files and then those of the tables ("table geo.districts"). The tables are those of
/// the GeoPackage and `heatmaps`: the statistics of each grid over its extent. The database is
/// committed just before the files are moved into place. Throws Error(kOutput).
std::vector<std::string> write(const Atlas& atlas, const std::filesystem::path& folder,
                               const Context& context);
/// The same, but what `output` says instead of the job: a part of the results, for example tables
/// alone. The legend is the job's.
std::vector<std::string> write(const Atlas& atlas, const OutputStep& output,
                               const std::filesystem::path& folder, const Context& context);

/// The names of the files that `write` makes for `output`, in its order.
[[nodiscard]] std::vector<std::string> files_of(const Atlas& atlas, const OutputStep& output);

}  // namespace geo::atlas
