#include "viewer/files/project.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <optional>
#include <utility>

#include "geo/atlas/filter_text.hpp"
#include "geo/core/error.hpp"
#include "viewer/data_folder.hpp"
#include "viewer/files/layers_json.hpp"

namespace geo::viewer {
namespace {

select::Range range_of(const Json& json, const char* key) {
  select::Range range;
  const auto found = json.find(key);
  if (found == json.end() || !found->is_array() || found->size() != 2) return range;
  if ((*found)[0].is_number()) range.from = (*found)[0].get<double>();
  if ((*found)[1].is_number()) range.to = (*found)[1].get<double>();
  return range;
}

select::Filter filter_of(const Json& json) {
  select::Filter filter;
  if (!json.is_object()) return filter;
  filter.specialty = text_of(json, "specialty", "");
  filter.district = text_of(json, "district", "");
  filter.belt = text_of(json, "belt", "");
  filter.text = text_of(json, "text", "");
  filter.founded = range_of(json, "founded");
  filter.capital = range_of(json, "capital");
  filter.employees = range_of(json, "employees");
  return filter;
}

/// What a project's own keys do not hold of the choices.
Json choices_json(const Choices& choices) {
  Json json;
  json["sheet"] = choices.sheet == Sheet::kHeatmap ? "heatmap" : "plan";
  json["filter"] = Json::parse(atlas::filter_text(choices.filter));
  json["ramp"] = scene::name_of(choices.ramp);
  json["reversed"] = choices.reversed;
  json["opacity"] = choices.opacity;
  json["layers"] = layers_json(choices.layers);
  return json;
}

void apply_choices(const Json& json, Choices& choices) {
  choices.sheet = text_of(json, "sheet", "heatmap") == "plan" ? Sheet::kPlan : Sheet::kHeatmap;
  if (const auto filter = json.find("filter"); filter != json.end()) {
    choices.filter = filter_of(*filter);
  }
  try {
    choices.ramp = scene::ramp_named(text_of(json, "ramp", scene::name_of(choices.ramp)));
  } catch (const Error&) {  // of a later version: the present one stays
  }
  choices.reversed = flag_of(json, "reversed", choices.reversed);
  choices.opacity = std::clamp(number_of(json, "opacity", choices.opacity), 0.0, 1.0);
  if (const auto layers = json.find("layers"); layers != json.end()) {
    choices.layers = layers_of(*layers);
  }
}

Json camera_json(const Camera& camera) {
  return {{"x", camera.centre.x}, {"y", camera.centre.y}, {"units_per_px", camera.units_per_px}};
}

void apply_camera(const Json& json, Camera& camera) {
  const auto found = json.find("camera");
  if (found == json.end() || !found->is_object()) return;
  const double units = number_of(*found, "units_per_px", 0);
  if (units > 0) camera = {{number_of(*found, "x", 0), number_of(*found, "y", 0)}, units};
}

/// A bookmark holds all of its choices, those of the project's keys, too.
Json bookmark_json(const Bookmark& mark) {
  Json json = choices_json(mark.choices);
  json["name"] = mark.name;
  json["camera"] = camera_json(mark.camera);
  json["kernel"] = density::name_of(mark.choices.kernel);
  json["bandwidth_m"] = mark.choices.bandwidth_m;
  json["edge_correction"] = density::name_of(mark.choices.correction);
  json["classification"] = scene::name_of(mark.choices.classification);
  json["classes"] = mark.choices.classes;
  return json;
}

std::optional<Bookmark> bookmark_of(const Json& json, const Choices& present) {
  if (!json.is_object() || text_of(json, "name", "").empty()) return std::nullopt;
  Bookmark mark{text_of(json, "name", ""), {}, present};
  apply_choices(json, mark.choices);
  apply_camera(json, mark.camera);
  Choices& choices = mark.choices;
  try {
    choices.kernel = density::kernel_named(text_of(json, "kernel", name_of(choices.kernel)));
    choices.correction =
        density::correction_named(text_of(json, "edge_correction", name_of(choices.correction)));
    choices.classification = scene::classification_named(
        text_of(json, "classification", scene::name_of(choices.classification)));
  } catch (const Error&) {  // of a later version
    return std::nullopt;
  }
  const double bandwidth_m = number_of(json, "bandwidth_m", choices.bandwidth_m);
  if (bandwidth_m > 0 && std::isfinite(bandwidth_m)) choices.bandwidth_m = bandwidth_m;
  choices.classes =
      static_cast<int>(std::clamp(number_of(json, "classes", choices.classes), 2.0, 12.0));
  return mark;
}

}  // namespace

atlas::Job job_of(const Session& session, const Choices& choices) {
  atlas::Job job = session.atlas.job;
  const Choices was = choices_of(session);
  const bool heatmap = choices.kernel != was.kernel || choices.bandwidth_m != was.bandwidth_m ||
                       choices.correction != was.correction;
  if (heatmap) {
    if (!job.density) job.density.emplace();
    atlas::DensityStep& step = *job.density;
    step.options.kernel = choices.kernel;
    if (choices.bandwidth_m != was.bandwidth_m) {
      // One that was chosen by hand takes the place of a rule, and is round.
      step.bandwidth_rule.reset();
      step.options.bandwidth_m = choices.bandwidth_m;
      step.options.bandwidth_across_m = 0;
    }
    step.correction = choices.correction;
  }
  job.filter.reset();
  if (choices.filter_written && !choices.filter.empty()) {
    atlas::FilterStep step = session.filter.value_or(atlas::FilterStep{});
    step.filter = choices.filter;
    if (step.readings_characters.empty() && !step.filter.text.empty()) {
      const std::filesystem::path readings = data_folder() / "readings";
      if (std::filesystem::exists(readings)) {
        step.readings_characters = (readings / "characters.csv").string();
        step.readings_words = (readings / "words.csv").string();
      }
    }
    job.filter = std::move(step);
  }
  atlas::LegendStep& legend = job.output.legend;
  if (choices.classification != was.classification || choices.classes != was.classes) {
    legend.classification = choices.classification;
    legend.classes = choices.classes;
    legend.breaks.clear();
  }
  return job;
}

std::string viewer_json(const State& state, const std::string* unsaved_of) {
  const View& view = state.view;
  Json json = choices_json(state.choices);
  if (view.camera.units_per_px > 0) json["camera"] = camera_json(view.camera);
  for (const Bookmark& mark : view.bookmarks) json["bookmarks"].push_back(bookmark_json(mark));
  json["district"] = view.district;
  json["table"] = view.table;
  json["theme"] = view.dark ? "dark" : "light";
  if (unsaved_of != nullptr) json["unsaved_of"] = *unsaved_of;
  return json.dump();
}

void apply_viewer_json(const std::string& viewer, State& state) {
  const Json json = Json::parse(viewer, nullptr, false);
  if (!json.is_object()) return;
  View& view = state.view;
  const select::Filter own = state.choices.filter;
  apply_choices(json, state.choices);
  // What all programs read goes before what only this one does.
  if (state.choices.filter_written) state.choices.filter = own;
  apply_camera(json, view.camera);
  if (const auto marks = json.find("bookmarks"); marks != json.end() && marks->is_array()) {
    for (const Json& each : *marks) {
      if (auto mark = bookmark_of(each, state.choices)) view.bookmarks.push_back(std::move(*mark));
    }
  }
  view.district = text_of(json, "district", view.district);
  view.table = text_of(json, "table", view.table);
  const std::string theme = text_of(json, "theme", "");
  if (!theme.empty()) view.dark = theme == "dark";
}

bool is_project(const std::string& path) {
  if (std::filesystem::path(path).extension() != ".json") return false;
  std::ifstream in(path, std::ios::binary);
  std::string text(std::size_t{1} << 20U, '\0');
  in.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(in.gcount(), 0)));
  const auto says = [&](const char* key) { return text.find(key) != std::string::npos; };
  return (says("\"enterprises\"") || says("\"boundaries\"") || says("\"version\"")) &&
         !says("\"FeatureCollection\"") && !says("\"coordinates\"");
}

}  // namespace geo::viewer
