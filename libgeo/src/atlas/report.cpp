#include "atlas/report.hpp"

#include <array>
#include <nlohmann/json.hpp>
#include <numeric>

#include "atlas/filter_json.hpp"
#include "atlas/project_json.hpp"
#include "geo/core/version.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/database.hpp"
#include "geo/io/write.hpp"
#include "geo/topology/repair.hpp"

namespace geo::atlas {
namespace {

using Json = nlohmann::ordered_json;

Json text(const Text& text) { return {{"zh", text.zh}, {"en", text.en}}; }

Json rows(const Rejects& rejects) {
  Json reasons = Json::object();
  for (const auto& [reason, count] : rejects.by_reason()) reasons[reason] = count;
  return {{"file", rejects.file},
          {"read", rejects.read},
          {"used", rejects.used},
          {"rejected", rejects.rejected()},
          {"reasons", reasons}};
}

/// The same, with what only enterprises have.
Json enterprises(const Atlas& atlas) {
  const Rejects& rejects = atlas.enterprise_rejects;
  Json json = rows(rejects);
  json["by_district"] = rejects.by_district;
  json["bad_cells"] = Json::object();
  for (const auto& [reason, count] : rejects.cells_by_reason()) json["bad_cells"][reason] = count;
  if (atlas.credit_codes) {
    const registry::CodeCheck& codes = *atlas.credit_codes;
    json["credit_codes"] = {{"column", codes.column},
                            {"good", codes.good},
                            {"missing", codes.missing},
                            {"bad", codes.bad()}};
  }
  if (atlas.duplicates) {
    json["duplicates"] = {{"by_code", atlas.duplicates->by_code},
                          {"by_name_and_place", atlas.duplicates->by_name_and_place},
                          {"rejected", atlas.duplicates->dropped}};
  }
  return json;
}

Json findings(const Atlas& atlas) {
  constexpr std::array<const char*, 3> kSeverities = {"note", "warning", "error"};
  Json json = Json::array();
  for (const Finding& finding : atlas.findings) {
    json.push_back({{"kind", finding.kind},
                    {"severity", kSeverities.at(static_cast<std::size_t>(finding.severity))},
                    {"count", finding.count},
                    {"zh", finding.text.zh},
                    {"en", finding.text.en}});
  }
  return json;
}

std::string or_auto(const std::string& text) { return text.empty() ? "auto" : text; }

Json options(const Job& job) {
  Json json;
  json["project"] = job.file;
  json["language"] = job.language == Language::kChinese ? "zh" : "en";
  json["metric_crs"] = job.metric_crs.empty() ? "auto" : job.metric_crs;
  if (job.boundaries) {
    json["boundaries"] = {{"layer", job.boundaries->layer},
                          {"query", job.boundaries->query},
                          {"crs", or_auto(job.boundaries->crs)},
                          {"code", job.boundaries->code_field},
                          {"name", job.boundaries->name_field},
                          {"name_en", job.boundaries->name_en_field},
                          {"land_area_km2", job.boundaries->land_area_field}};
  }
  json["enterprises"] = {
      {"layer", job.enterprises.layer},
      {"query", job.enterprises.query},
      {"crs", or_auto(job.enterprises.crs)},
      {"x", job.enterprises.x_column},
      {"y", job.enterprises.y_column},
      {"id", job.id_column},
      {"name", job.name_column},
      {"specialty", job.specialty_column},
      {"weight", job.enterprises.weight_column},
      {"district", job.district_column},
      {"credit_code", job.credit_code_column},
      {"duplicates", job.duplicates == DuplicateRule::kDrop ? "drop" : "report"},
      {"unlocated", job.count_unlocated && !job.district_column.empty() ? "district" : "reject"},
      {"synthetic", job.synthetic}};
  if (job.guess_crs) json["enterprises"]["crs"] = "guess";
  if (job.filter) json["enterprises"]["filter"] = filter_json(job.filter->filter);
  if (job.classify) {
    json["classify"] = {{"rules", job.classify->rules},
                        {"code", job.classify->code_column},
                        {"text", job.classify->texts},
                        {"least_score", job.classify->least_score}};
  }
  if (job.batch_rows > 0) json["batch_rows"] = job.batch_rows;
  json["plan"] = job.plan;
  json["sites"] = job.sites;
  json["assumed_half_width_km"] = job.assumed_half_width_km;
  if (job.density) {
    json["density"] = density_json(*job.density);
  }
  if (job.clusters) {
    json["clusters"] = {{"eps_m", job.clusters->eps_m},
                        {"min_points", job.clusters->min_points},
                        {"hull_ratio", job.clusters->hull_ratio}};
  }
  json["output"] = {
      {"tables", job.output.tables},         {"workbook", job.output.workbook},
      {"geopackage", job.output.geopackage}, {"heatmaps", job.output.heatmaps},
      {"pictures", job.output.pictures},     {"picture_width_px", job.output.picture_width_px}};
  if (!job.output.database.empty()) {
    json["output"]["database"] = io::shown_path(job.output.database);
    json["output"]["database_schema"] = job.output.database_schema;
  }
  Json& legend = json["output"]["legend"];
  if (job.output.legend.breaks.empty()) {
    legend = {{"classification", scene::name_of(job.output.legend.classification)},
              {"classes", job.output.legend.classes}};
  } else {
    legend = {{"breaks", job.output.legend.breaks}};
  }
  return json;
}

Json regions(const Atlas& atlas) {
  Json json = rows(atlas.region_rejects);
  json["regions"] = atlas.regions.size();
  json["repairs"] = Json::array();
  for (const topology::Repair& repair : atlas.repairs) {
    json["repairs"].push_back({{"code", repair.code},
                               {"problem", repair.problem},
                               {"area_before_km2", repair.area_before_km2},
                               {"area_after_km2", repair.area_after_km2}});
  }
  const auto defects = [](const std::vector<topology::Defect>& list) {
    Json out = Json::array();
    for (const topology::Defect& defect : list) {
      Json item{{"first", defect.first}};
      if (!defect.second.empty()) item["second"] = defect.second;
      item["area_km2"] = defect.area_km2;
      item["at"] = {defect.at.x, defect.at.y};
      out.push_back(item);
    }
    return out;
  };
  json["overlap_km2"] = atlas.defects.overlap_km2;
  json["overlaps"] = defects(atlas.defects.overlaps);
  json["gap_km2"] = atlas.defects.gap_km2;
  json["gaps"] = defects(atlas.defects.gaps);
  return json;
}

Json join(const Atlas& atlas) {
  const std::uint64_t outside = atlas.counts.total(atlas.counts.outside()).count;
  return {{"inside", atlas.counts.points() - outside},
          {"outside", outside},
          {"on_border", atlas.counts.on_border()}};
}

Json belts(const Atlas& atlas) {
  Json json = Json::array();
  for (std::size_t b = 0; b < atlas.belts.size(); ++b) {
    const bool corridor = atlas.belts.belts[b].kind == BeltKind::kCorridor;
    Json belt{{"id", atlas.belts.belts[b].id},
              {"kind", corridor ? "corridor" : "districts"},
              {"enterprises", atlas.counts.total(atlas.counts.first_belt() + b).count},
              {"drawn_km2", atlas.belts.shapes.area(b) / 1e6},
              {"open_ended", atlas.belts.belts[b].open_ended}};
    if (corridor) {
      belt["half_width_km"] = atlas.belts.half_width_km[b];
      belt["half_width_is_an_assumption"] = bool{atlas.belts.width_assumed[b]};
    }
    json.push_back(belt);
  }
  return json;
}

Json heatmaps(const Atlas& atlas) {
  Json json = Json::array();
  for (const Heatmap& heatmap : atlas.heatmaps) {
    const Grid& grid = heatmap.grid;
    Json facts = Json::object();
    for (const auto& [key, value] : grid.facts) facts[key] = value;
    json.push_back({{"name", heatmap.name},
                    {"title", text(heatmap.title)},
                    {"unit", grid.unit},
                    {"columns", grid.frame.columns},
                    {"rows", grid.frame.rows},
                    {"pixel_m", grid.frame.pixel},
                    {"greatest", grid.range().second},
                    {"facts", facts}});
  }
  return json;
}

Json clusters(const Clusters& clusters) {
  const auto total =
      std::accumulate(clusters.count.begin(), clusters.count.end(), std::uint64_t{0});
  return {{"clusters", clusters.size()},
          {"clustered", total},
          {"noise", clusters.label.size() - total},
          {"core", std::accumulate(clusters.core.begin(), clusters.core.end(), std::uint64_t{0})}};
}

}  // namespace

std::string report(const Atlas& atlas, const std::vector<std::string>& files, int threads,
                   const std::vector<std::pair<std::string, double>>& seconds) {
  Json json;
  json["report_version"] = 1;
  json["title"] = text(atlas.job.title);
  json["data_status"] = atlas.points.synthetic ? "SYNTHETIC" : "as supplied";
  json["options"] = options(atlas.job);
  json["metric_crs"] = {{"definition", atlas.metric_crs},
                        {"name", atlas.metric_crs_name},
                        {"greatest_scale_error", atlas.scale_error}};
  constexpr std::array<const char*, 3> kVerdicts = {"ok", "usable with warnings", "not usable"};
  json["verdict"] = kVerdicts.at(static_cast<std::size_t>(verdict(atlas)));
  json["enterprises"] = enterprises(atlas);
  json["enterprises"]["crs"] = atlas.job.enterprises.crs;
  json["enterprises"]["encoding"] = atlas.encoding;
  for (const io::FileRows& file : atlas.enterprise_files) {
    json["enterprises"]["files"].push_back(file.file);
  }
  if (atlas.crs_guess) {
    Json& guess = json["enterprises"]["crs_guess"];
    guess = {{"chosen", atlas.crs_guess->chosen},
             {"rows", atlas.crs_guess->rows},
             {"sigma", atlas.crs_guess->sigma},
             {"agree", Json::object()}};
    for (const CrsGuess::Candidate& candidate : atlas.crs_guess->candidates) {
      guess["agree"][candidate.crs] = candidate.agree;
    }
  }
  if (atlas.district_check) {
    json["enterprises"]["stated_districts"] = {{"stated", atlas.district_check->stated},
                                               {"missing", atlas.district_check->missing},
                                               {"unknown", atlas.district_check->unknown},
                                               {"differ", atlas.district_check->differ}};
  }
  if (atlas.filtered) {
    json["enterprises"]["filter"] = {{"of", atlas.filtered->of},
                                     {"left", atlas.filtered->left},
                                     {"left_out", atlas.filtered->of - atlas.filtered->left}};
  }
  if (atlas.job.boundaries) {
    json["boundaries"] = regions(atlas);
    json["join"] = join(atlas);
    json["belts"] = belts(atlas);
  }
  json["heatmaps"] = heatmaps(atlas);
  if (!atlas.legend_breaks.empty()) json["legend_breaks"] = atlas.legend_breaks;
  if (atlas.job.clusters) json["clusters"] = clusters(atlas.clusters);
  json["assumptions"] = Json::array();
  for (const Text& assumption : atlas.assumptions) json["assumptions"].push_back(text(assumption));
  json["findings"] = findings(atlas);
  json["notes"] = Json::array();
  for (const Text& note : atlas.notes) json["notes"].push_back(text(note));
  json["files"] = files;
  json["versions"]["geo"] = version();
  for (const auto& [name, number] : io::library_versions()) json["versions"][name] = number;
  json["versions"]["PROJ"] = geodesy::proj_version();
  json["versions"]["GEOS"] = topology::geos_version();
  json["run"]["threads"] = threads;
  for (const auto& [stage, time] : seconds) json["run"]["seconds"][stage] = time;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace geo::atlas
