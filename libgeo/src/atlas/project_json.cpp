#include "atlas/project_json.hpp"

#include <filesystem>

#include "atlas/filter_json.hpp"
#include "geo/atlas/job.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/database.hpp"
#include "geo/scene/breaks.hpp"

namespace geo::atlas {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

/// Only what says something: a project is read by people.
void put(Json& json, const char* key, const std::string& value) {
  if (!value.empty()) json[key] = value;
}

class ProjectWriter {
 public:
  explicit ProjectWriter(const fs::path& folder)
      : folder_(folder.empty() ? fs::path() : fs::absolute(folder).lexically_normal()) {}

  [[nodiscard]] Json project(const Job& job) const {
    Json json;
    json["version"] = 1;
    json["title"] = {{"zh", job.title.zh}, {"en", job.title.en}};
    json["language"] = job.language == Language::kChinese ? "zh" : "en";
    put(json, "map_approval", job.map_approval);
    json["metric_crs"] = job.metric_crs.empty() ? "auto" : job.metric_crs;
    if (job.boundaries) json["boundaries"] = boundaries(*job.boundaries, job);
    json["enterprises"] = enterprises(job);
    if (job.classify) {
      json["classify"]["rules"] = path(job.classify->rules);
      put(json["classify"], "code", job.classify->code_column);
      if (!job.classify->texts.empty()) json["classify"]["text"] = job.classify->texts;
      json["classify"]["least_score"] = job.classify->least_score;
    }
    put(json, "plan", path(job.plan));
    put(json, "sites", path(job.sites));
    json["belts"] = {{"assumed_half_width_km", job.assumed_half_width_km}};
    json["density"] = job.density ? density_json(*job.density) : Json(false);
    json["clusters"] = job.clusters ? Json{{"eps_m", job.clusters->eps_m},
                                           {"min_points", job.clusters->min_points},
                                           {"hull_ratio", job.clusters->hull_ratio}}
                                    : Json(false);
    json["output"] = output(job.output);
    if (job.batch_rows > 0) json["batch_rows"] = job.batch_rows;
    if (!job.viewer.empty()) json["viewer"] = Json::parse(job.viewer);
    return json;
  }

 private:
  [[nodiscard]] std::string path(const std::string& file) const {
    if (file.empty() || file == "-" || file.starts_with("/vsi")) return file;
    if (io::is_database(file)) return io::shown_path(file);
    const fs::path whole = fs::absolute(file).lexically_normal();
    return folder_.empty() ? whole.generic_string()
                           : whole.lexically_proximate(folder_).generic_string();
  }

  [[nodiscard]] Json boundaries(const io::RegionSource& source, const Job& job) const {
    Json json;
    json["file"] = path(source.path);
    put(json, "layer", source.layer);
    put(json, "query", source.query);
    put(json, "code", source.code_field);
    put(json, "name", source.name_field);
    put(json, "name_en", source.name_en_field);
    put(json, "land_area_km2", source.land_area_field);
    put(json, "crs", source.crs);
    put(json, "encoding", source.encoding);
    put(json, "aliases", path(job.district_aliases));
    return json;
  }

  [[nodiscard]] Json enterprises(const Job& job) const {
    const io::PointSource& source = job.enterprises;
    Json json;
    if (job.enterprise_files.empty()) {
      json["file"] = path(source.path);
    } else {
      json["file"] = Json::array();
      for (const std::string& file : job.enterprise_files) json["file"].push_back(path(file));
    }
    put(json, "layer", source.layer);
    put(json, "query", source.query);
    put(json, "x", source.x_column);
    put(json, "y", source.y_column);
    put(json, "crs", job.guess_crs ? "guess" : source.crs);
    put(json, "encoding", source.encoding);
    if (source.header_row > 0) json["header_row"] = source.header_row;
    put(json, "id", job.id_column);
    put(json, "name", job.name_column);
    put(json, "specialty", job.specialty_column);
    put(json, "district", job.district_column);
    put(json, "weight", source.weight_column);
    put(json, "founded", job.founded_column);
    put(json, "capital", job.capital_column);
    put(json, "employees", job.employees_column);
    json["credit_code"] =
        job.credit_code_column.empty() ? Json(false) : Json(job.credit_code_column);
    json["duplicates"] = job.duplicates == DuplicateRule::kDrop ? "drop" : "report";
    if (!job.district_column.empty()) {
      json["unlocated"] = job.count_unlocated ? "district" : "reject";
    }
    json["synthetic"] = job.synthetic;
    if (job.filter && !job.filter->filter.empty()) {
      json["filter"] = filter_json(job.filter->filter);
      if (!job.filter->readings_characters.empty()) {
        json["filter"]["readings"] = {{"characters", path(job.filter->readings_characters)},
                                      {"words", path(job.filter->readings_words)}};
      }
    }
    return json;
  }

  [[nodiscard]] static Json output(const OutputStep& step) {
    Json json = {{"tables", step.tables},         {"workbook", step.workbook},
                 {"geopackage", step.geopackage}, {"heatmaps", step.heatmaps},
                 {"pictures", step.pictures},     {"picture_width_px", step.picture_width_px}};
    json["legend"] = {{"classification", scene::name_of(step.legend.classification)},
                      {"classes", step.legend.classes}};
    if (!step.legend.breaks.empty()) json["legend"]["breaks"] = step.legend.breaks;
    if (!step.database.empty()) {
      json["database"] = io::shown_path(step.database);
      json["database_schema"] = step.database_schema;
    }
    return json;
  }

  fs::path folder_;
};

}  // namespace

Json density_json(const DensityStep& step) {
  Json json = {{"kernel", density::name_of(step.options.kernel)},
               {"bandwidth_m", step.options.bandwidth_m},
               {"azimuth_deg", step.options.azimuth_deg},
               {"gaussian_reach", step.options.gaussian_reach},
               {"unit", density::name_of(step.options.unit)},
               {"edge_correction", density::name_of(step.correction)},
               {"mask", step.mask},
               {"by_specialty", step.by_specialty}};
  if (step.bandwidth_rule) json["bandwidth_m"] = density::name_of(*step.bandwidth_rule);
  if (step.bandwidth_evaluations > 0) json["bandwidth_evaluations"] = step.bandwidth_evaluations;
  if (step.options.bandwidth_across_m > 0) {
    json["bandwidth_across_m"] = step.options.bandwidth_across_m;
  }
  if (step.columns > 0) {
    json["size"] = {step.columns, step.rows};
  } else {
    json["pixel_m"] = step.pixel_m;
  }
  if (step.adaptive) {
    const AdaptiveStep& adaptive = *step.adaptive;
    json["adaptive"] = adaptive.method == AdaptiveStep::Method::kAbramson
                           ? Json{{"method", "abramson"},
                                  {"smallest_factor", adaptive.smallest_factor},
                                  {"largest_factor", adaptive.largest_factor}}
                           : Json{{"method", "neighbours"},
                                  {"neighbours", adaptive.neighbours},
                                  {"smallest_m", adaptive.smallest_m},
                                  {"largest_m", adaptive.largest_m}};
    if (adaptive.pilot_m > 0) json["adaptive"]["pilot_m"] = adaptive.pilot_m;
  }
  if (step.relative) {
    json["relative"] = {{"least_points", step.relative->least_points},
                        {"stabiliser", step.relative->stabiliser}};
  }
  if (step.significance) {
    json["significance"] = {{"simulations", step.significance->simulations},
                            {"seed", step.significance->seed},
                            {"alternative", density::name_of(step.significance->alternative)},
                            {"level", step.significance->level},
                            {"global_test", density::name_of(step.significance->global)},
                            {"envelope", step.significance->envelope}};
    if (step.significance->rank > 0) json["significance"]["rank"] = step.significance->rank;
  }
  if (step.contours) {
    json["contours"] = {{"lines", step.contours->lines}};
    if (!step.contours->levels.empty()) json["contours"]["levels"] = step.contours->levels;
    if (!step.contours->shares.empty()) json["contours"]["shares"] = step.contours->shares;
    if (!step.contours->quantiles.empty()) json["contours"]["quantiles"] = step.contours->quantiles;
  }
  if (step.bins) {
    json["bins"] = {{"shape", density::name_of(step.bins->shape)}, {"size_m", step.bins->size_m}};
    if (!step.bins->columns.empty()) json["bins"]["columns"] = step.bins->columns;
  }
  if (step.time) {
    json["time"] = {{"column", step.time->column},
                    {"breaks", step.time->breaks},
                    {"cumulative", step.time->cumulative}};
  }
  return json;
}

std::string project_text(const Job& job, const std::filesystem::path& folder) {
  return ProjectWriter(folder).project(job).dump(2) + "\n";
}

}  // namespace geo::atlas
