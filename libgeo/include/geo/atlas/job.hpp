#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "geo/atlas/density_step.hpp"
#include "geo/cluster/dbscan.hpp"
#include "geo/core/text.hpp"
#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "geo/scene/breaks.hpp"
#include "geo/select/filter.hpp"

namespace geo::atlas {

/// The classes of the heatmap's legend.
struct LegendStep {
  scene::Classification classification = scene::Classification::kGeometric;
  int classes = 7;             ///< 1 to 12
  std::vector<double> breaks;  ///< instead of chosen ones: makes several maps comparable
};

/// Specialties from industry codes and texts, where the file has no column of them
/// (docs/classify.md).
struct ClassifyStep {
  std::string rules;               ///< a file: see classify::parse_rules
  std::string code_column;         ///< GB/T 4754; may be empty
  std::vector<std::string> texts;  ///< columns: business scope, name; may be empty
  double least_score = 1;
};

/// What becomes of rows that repeat an enterprise (registry::find_duplicates).
enum class DuplicateRule {
  kReport,  ///< all are used, and those that repeat another are listed
  kDrop     ///< the first is used, the others are rejected
};

/// Which enterprises count: the others are read, checked, and left out of every result, which says
/// so. Duplicates and stated districts are told of all. Rows without a position are rejected, for
/// they pass no filter.
struct FilterStep {
  select::Filter filter;
  /// Files by which `filter.text` is found in pinyin, too: see select::Readings. Empty: as written.
  std::string readings_characters;
  std::string readings_words;
};

/// What is written. Of tables there are those of the statistics where there are boundaries, and
/// rejects.
struct OutputStep {
  bool tables = true;           ///< *.csv
  bool workbook = false;        ///< tables.xlsx: all tables, a sheet each
  bool geopackage = true;       ///< atlas.gpkg with every layer and table
  bool heatmaps = true;         ///< heatmaps/*.tif
  bool pictures = true;         ///< heatmap.png and plan.png
  bool report = true;           ///< report.json; no key of a project, which always has it
  int picture_width_px = 1800;  ///< 600 to 16000
  LegendStep legend;
  std::string database;  ///< also into tables of this database ("PG:..."); may be empty
  std::string database_schema = "geo";  ///< which is given over to one run: see io::DatabaseOutput
};

/// Everything that a run needs, as a plain value. Paths are absolute or relative to the working
/// folder.
struct Job {
  std::string file;  ///< the project file it came from; may be empty
  Text title;
  Language language = Language::kEnglish;  ///< of pictures and of the tables' header lines
  std::string map_approval;  ///< the number under which the map may be published (审图号)
  std::optional<io::RegionSource> boundaries;  ///< none: no statistics by district, no pictures
  io::PointSource enterprises;
  /// Files and patterns of files that are read as one, instead of `enterprises.path`; see
  /// io::files_named.
  std::vector<std::string> enterprise_files;
  /// The boundaries' code and name, where both are left open, are the fields that are called so, as
  /// `starting_project` finds them; a note says which.
  bool guess_boundary_fields = false;
  std::string id_column;  ///< of the enterprises; each may be empty
  std::string name_column;
  std::string credit_code_column;  ///< whose unified social credit codes are verified
  DuplicateRule duplicates = DuplicateRule::kReport;
  std::string specialty_column;  ///< whose values are the specialties
  /// What enterprises can be filtered by, beside the others: each may be empty.
  std::string founded_column;            ///< dates
  std::string capital_column;            ///< numbers: registered capital
  std::string employees_column;          ///< numbers
  std::optional<FilterStep> filter;      ///< none: all count
  std::optional<ClassifyStep> classify;  ///< instead of specialty_column
  std::string district_column;           ///< what each row states of its district; may be empty
  std::string district_aliases;          ///< a file of other names of districts; may be empty
  bool count_unlocated = true;           ///< rows without a position, by district_column
  bool guess_crs = false;                ///< of the enterprises, by district_column
  bool synthetic = false;                ///< the project says that its enterprises are invented
  std::string plan;                      ///< a file; may be empty
  std::string sites;                     ///< a file; may be empty
  double assumed_half_width_km = 5;      ///< of corridors whose plan states no width
  std::string metric_crs;                ///< empty: the UTM zone of the boundaries' centre
  std::optional<DensityStep> density = DensityStep{};
  std::optional<cluster::DbscanOptions> clusters = cluster::DbscanOptions{};
  OutputStep output;
  /// 0: all enterprises are held in memory. Else they are read so many at a time and none is kept,
  /// for inputs larger than memory: counts and densities add up. Needs boundaries; `compute` throws
  /// Error(kOption) that names what needs all enterprises at once (clusters, classification, stated
  /// districts, adaptive bandwidths and bandwidth rules, relative densities, significance, bins,
  /// slices of time). The GeoPackage has no layer of enterprises then.
  std::uint64_t batch_rows = 0;
  std::string viewer;  ///< an object in JSON that is kept for geo-viewer and not looked into
};

/// How far a project file is trusted (docs/security.md).
struct JobOptions {
  /// Files that are named through any of GDAL's file systems ("/vsicurl/https://..."); otherwise
  /// only local files, and what lies in local archives ("/vsizip/", "/vsigzip/"). Databases and
  /// queries, too, which can name what they like.
  bool allow_remote = false;
};

/// Reads a project file (JSON with comments; libgeo/schema/atlas.schema.json describes it,
/// docs/project.md explains it). Paths in it are relative to its folder. Throws Error(kInput) that
/// names the key: for an unknown key, a wrong type, a value out of range, a missing file, a version
/// that is not 1, a file that the options do not allow.
[[nodiscard]] Job read_job(const std::string& path, const JobOptions& options = {});

/// The job as a project file: `read_job` of it gives the same job again, but for its `file`. Every
/// key is written, comments of the file that it came from are not. Paths are relative to `folder`;
/// absolute where that is empty. Of databases no password is kept.
[[nodiscard]] std::string project_text(const Job& job, const std::filesystem::path& folder);

/// A commented project file for two inputs, with columns, coordinate systems and fields as guessed
/// by `io::inspect`. Paths in it are relative to `folder`. Errors as `io::inspect`.
[[nodiscard]] std::string starting_project(const std::string& boundaries,
                                           const std::string& enterprises,
                                           const std::filesystem::path& folder,
                                           const Context& context);

}  // namespace geo::atlas
