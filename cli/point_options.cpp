#include "point_options.hpp"

#include <cstdint>

#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "numbers.hpp"

namespace geo::cli {

void PointOptions::add_to(CLI::App& command, bool boundaries_needed) {
  io::PointSource& source = job.enterprises;
  command
      .add_option("FILE", files,
                  "Enterprises: CSV, any vector file or PG:...; several, or a pattern in quotes, "
                  "are read as one; -: CSV from standard input")
      ->required();
  command.add_option("--layer", source.layer, "Layer of the file, or table of the database");
  command.add_option("--query", source.query, "SQL instead of a layer: SELECT ...");
  CLI::Option* x = command.add_option("--x", source.x_column, "Column of eastings or longitudes");
  CLI::Option* y = command.add_option("--y", source.y_column, "Column of northings or latitudes");
  x->needs(y);
  y->needs(x);
  command.add_option("--crs", source.crs,
                     "WGS84, GCJ-02, BD-09, EPSG:n or a PROJ string; guess: by --district");
  command.add_option("--district", job.district_column,
                     "Column of districts: compared with places");
  command.add_option("--district-names", job.district_aliases,
                     "Other names of districts (CSV): name, code, note_zh, note_en");
  command.add_option("--encoding", source.encoding, "Of delimited text: UTF-8 or GB18030");
  command.add_option("--weight", source.weight_column, "Column of weights");
  command
      .add_option("--batch-rows", job.batch_rows,
                  "Read so many rows at a time and keep none: for inputs larger than memory")
      ->check(between(std::uint64_t{0}, std::uint64_t{1000000000}))
      ->capture_default_str();
  command.add_option("--metric-crs", job.metric_crs,
                     "System in metres to compute in; default: a UTM zone");
  CLI::Option* option = command.add_option("--boundaries", boundaries,
                                           "District boundaries: any vector file or PG:...");
  if (boundaries_needed) option->required();
  command.add_option("--boundaries-crs", boundaries_crs,
                     "Their system, where the file does not say");
  command.add_option("--boundaries-layer", boundaries_layer, "Their layer or table");
  command.add_option("--boundaries-query", boundaries_query, "SQL instead of their layer");
  command.add_option("--code", code, "Their field of codes; default: the one that is called so");
  command.add_option("--name", name, "Their field of names");
}

namespace {

/// Throws what is wrong with a coordinate system, with the option that named it.
void check_crs(const char* option, const std::string& definition) {
  if (definition.empty()) return;
  try {
    static_cast<void>(geodesy::Crs(definition));
  } catch (const Error& error) {
    throw Error(error.code(), std::string(option) + ": " + error.what());
  }
}

}  // namespace

atlas::Job PointOptions::make() const {
  const bool guess = job.enterprises.crs == "guess";
  if (guess && (job.district_column.empty() || boundaries.empty())) {
    throw Error(ErrorCode::kOption, "--crs guess needs --district and --boundaries");
  }
  if (!guess) check_crs("--crs", job.enterprises.crs);
  check_crs("--metric-crs", job.metric_crs);
  check_crs("--boundaries-crs", boundaries_crs);
  atlas::Job made = job;
  made.enterprise_files = files;
  made.guess_crs = guess;
  if (guess) made.enterprises.crs.clear();
  if (!boundaries.empty()) {
    io::RegionSource source;
    source.path = boundaries;
    source.crs = boundaries_crs;
    source.layer = boundaries_layer;
    source.query = boundaries_query;
    source.code_field = code;
    source.name_field = name;
    made.boundaries = source;
    made.guess_boundary_fields = true;
  }
  made.density.reset();
  made.clusters.reset();
  made.output.geopackage = false;
  made.output.heatmaps = false;
  made.output.pictures = false;
  return made;
}

}  // namespace geo::cli
