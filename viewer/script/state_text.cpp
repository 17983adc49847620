#include "viewer/script/state_text.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "geo/density/edge.hpp"
#include "viewer/figures.hpp"
#include "viewer/layers/layers.hpp"
#include "viewer/tools/selection.hpp"

namespace geo::viewer {
namespace {

using Json = nlohmann::ordered_json;

Json style_of(const LayerChoices& layers) {
  Json json = Json::object();
  for (const auto& [id, style] : layers.style) {
    Json& each = json[id] = Json::object();
    if (!style.name.empty()) each["name"] = style.name;
    each["opacity"] = style.opacity;
    if (style.ramp) each["ramp"] = scene::name_of(*style.ramp);
    if (style.reversed) each["reversed"] = true;
    if (style.classification) each["classification"] = scene::name_of(*style.classification);
    if (style.classes > 0) each["classes"] = style.classes;
    if (style.size_m > 0) each["size_m"] = style.size_m;
    if (!style.column.empty()) each["column"] = style.column;
    if (!style.grouped) each["grouped"] = false;
    if (!style.file.empty()) each["file"] = style.file;
  }
  return json;
}

}  // namespace

namespace {

using Json = nlohmann::ordered_json;

Json import_state(const ImportBox& import, Language language) {
  Json json;
  json["error"] = import.error().in(language);
  if (const io::LayerInfo* layer = import.layer()) {
    json["header_row"] = layer->header_row;
    json["columns"] = Json::array();
    for (const io::FieldInfo& field : layer->fields) json["columns"].push_back(field.name);
  }
  if (const atlas::DataGuess* guess = import.guess()) {
    const atlas::Job& job = guess->job;
    const bool areas = guess->use == atlas::DataUse::kBoundaries;
    json["use"] = areas ? "boundaries" : "enterprises";
    json["layer"] = guess->layer;
    if (areas) {
      json["code"] = job.boundaries->code_field;
      json["name"] = job.boundaries->name_field;
      json["crs"] = job.boundaries->crs;
    } else {
      json["x"] = job.enterprises.x_column;
      json["y"] = job.enterprises.y_column;
      json["name"] = job.name_column;
      json["specialty"] = job.specialty_column;
      json["district"] = job.district_column;
      json["crs"] = job.guess_crs ? "guess" : job.enterprises.crs;
    }
  }
  if (const atlas::DataCheck* check = import.check()) {
    const bool areas = import.guess()->use == atlas::DataUse::kBoundaries;
    const Rejects& rejects = areas ? check->atlas.region_rejects : check->atlas.enterprise_rejects;
    json["read"] = rejects.read;
    json["used"] = rejects.used;
    json["by_district"] = rejects.by_district;
    json["rejected"] = rejects.by_reason();
    json["crs_chosen"] = check->atlas.crs_guess ? check->atlas.crs_guess->chosen : "";
  }
  return json;
}

}  // namespace

std::string state_text(const App& app, bool live) {
  const State& state = app.state();
  Json json;
  json["language"] = state.view.language == Language::kChinese ? "zh" : "en";
  json["sheet"] = state.choices.sheet == Sheet::kHeatmap ? "heatmap" : "plan";
  json["specialty"] = state.choices.filter.specialty;
  json["filter"] = {{"district", state.choices.filter.district},
                    {"belt", state.choices.filter.belt},
                    {"text", state.choices.filter.text}};
  json["filter_written"] = state.choices.filter_written;
  const auto range = [](const select::Range& wanted) {
    const auto end = [](double value) { return std::isfinite(value) ? Json(value) : Json(); };
    return Json{end(wanted.from), end(wanted.to)};
  };
  json["ranges"] = {{"founded", range(state.choices.filter.founded)},
                    {"capital", range(state.choices.filter.capital)},
                    {"employees", range(state.choices.filter.employees)}};
  json["playing"] = state.view.play.on;
  json["shown"] = app.figures() == nullptr ? 0 : app.figures()->shown.size();
  Json counts = Json::object();  // enterprises of each district, as the table shows them
  if (app.figures() != nullptr && app.session() != nullptr) {
    const Table* districts = app.figures()->table(*app.session(), "districts");
    const TableColumn* codes = districts == nullptr ? nullptr : districts->find("code");
    const TableColumn* count = districts == nullptr ? nullptr : districts->find("enterprises");
    for (std::size_t r = 0; codes != nullptr && count != nullptr && r < districts->row_count();
         ++r) {
      const std::string& code = std::get<std::vector<std::string>>(codes->values)[r];
      if (app.session()->atlas.regions.find(code) < 0) continue;
      counts[code] = std::get<std::vector<std::int64_t>>(count->values)[r];
    }
  }
  json["figures"] = counts;
  json["breaks"] = app.picture() == nullptr ? std::vector<double>{} : app.picture()->breaks;
  if (const Selection* selection = app.selection()) {
    json["selection"] = {{"enterprises", selection->summary.count},
                         {"by_district", selection->summary.by_region},
                         {"capital", selection->summary.capital.sum},
                         {"area_m2", selection->measured.area_m2}};
  }
  json["second"] = app.second() == nullptr
                       ? Json()
                       : Json{{"shown", app.second()->shown.size()},
                              {"bandwidth_m", app.second()->choices.bandwidth_m},
                              {"closer_basemap", app.second()->closer != nullptr},
                              {"breaks", app.second()->breaks}};
  json["bookmarks"] = state.view.bookmarks.size();
  json["point"] = state.view.point ? Json(*state.view.point) : Json();
  json["kernel"] = density::name_of(state.choices.kernel);
  json["bandwidth_m"] = state.choices.bandwidth_m;
  json["edge_correction"] = density::name_of(state.choices.correction);
  json["classification"] = scene::name_of(state.choices.classification);
  json["classes"] = state.choices.classes;
  json["ramp"] = scene::name_of(state.choices.ramp);
  json["reversed"] = state.choices.reversed;
  json["opacity"] = state.choices.opacity;
  json["style"] = style_of(state.choices.layers);
  json["district"] = state.view.district;
  json["camera"] = {{"x", state.view.camera.centre.x},
                    {"y", state.view.camera.centre.y},
                    {"units_per_px", state.view.camera.units_per_px}};
  const Layout& layout = app.layout();
  json["layout"] = {{"left", layout.left},
                    {"right", layout.right},
                    {"bottom", layout.bottom},
                    {"legend", layout.legend},
                    {"collapsed", layout.collapsed}};
  if (live) {
    json["frame"] = ImGui::GetFrameCount();
    json["mouse"] = {ImGui::GetIO().MousePos.x, ImGui::GetIO().MousePos.y};
  }
  json["message"] = app.message();
  json["map_trouble"] = app.map().trouble().in(app.state().view.language);
  json["done"] = app.done();
  json["file"] = app.file();
  json["modified"] = app.modified();
  json["title"] = app.title();
  json["project"] = app.session() == nullptr ? "" : app.session()->file;
  if (app.import().open()) json["import"] = import_state(app.import(), app.state().view.language);
  json["written"] = app.exports().written();
  json["missing_letters"] = app.fonts().missing();
  json["paintings"] = app.map().paintings();
  Json layers = Json::array();
  if (app.picture() != nullptr) {
    for (const scene::Layer& layer : app.picture()->scene.layers) layers.push_back(layer.id);
  }
  json["layers"] = layers;
  // From the bottom up, those that are on; with what went wrong.
  Json stack = Json::array();
  Json trouble = Json::object();
  if (app.picture() != nullptr) {
    for (const Picture::Stack& each : app.picture()->stack) {
      if (each.made != app.picture()->closer) stack.push_back(each.id);
      if (!each.made->trouble.empty()) trouble[each.id] = each.made->trouble.en;
    }
  }
  json["stack"] = stack;
  Json legend = Json::array();
  if (app.picture() != nullptr) {
    for (const scene::LegendItem& item : named_legend(*app.picture(), state.choices)) {
      if (!item.label.empty()) legend.push_back(item.label.in(state.view.language));
    }
    json["closer_basemap"] = app.picture()->closer != nullptr;
  }
  json["legend"] = legend;
  json["trouble"] = trouble;
  json["signs"] = app.map().signs();
  Json widgets = Json::object();
  for (const auto& [name, box] : app.widgets()) {
    widgets[name] = {std::lround(box.x), std::lround(box.y), std::lround(box.z - box.x),
                     std::lround(box.w - box.y)};
  }
  json["widgets"] = widgets;
  return json.dump(2) + "\n";
}

}  // namespace geo::viewer
