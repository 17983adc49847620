#include <filesystem>
#include <initializer_list>
#include <nlohmann/json.hpp>

#include "atlas/guesses.hpp"
#include "geo/atlas/job.hpp"
#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "geo/io/inspect.hpp"
#include "geo/registry/credit_code.hpp"

namespace geo::atlas {
namespace {

namespace fs = std::filesystem;

std::string quoted(const std::string& text) { return nlohmann::json(text).dump(); }

std::string relative_to(const fs::path& folder, const std::string& file) {
  if (file.starts_with("/vsi")) return file;
  if (io::is_database(file)) return io::shown_path(file);  // a project keeps no password
  return fs::proximate(fs::absolute(file), fs::absolute(folder)).generic_string();
}

std::string file_line(const fs::path& folder, const std::string& file) {
  return "    \"file\": " + quoted(relative_to(folder, file)) + "," +
         (io::is_database(file) ? "  // run with --allow-remote; a password belongs into ~/.pgpass"
                                : "") +
         "\n";
}

/// A line `"key": "value",  // why`, commented out where nothing was found.
std::string line(const std::string& key, const std::string& value, const std::string& why) {
  return std::string("    ") + (value.empty() ? "// " : "") + quoted(key) + ": " + quoted(value) +
         ",  // " + why + "\n";
}

/// A line that is only suggested.
std::string suggestion(const std::string& indent, const std::string& text, const std::string& why) {
  return indent + "// " + text + ",  // " + why + "\n";
}

/// The keys of the enterprises that come from what their columns are called.
std::string keys_by_role(const io::LayerInfo& layer) {
  std::string text;
  std::string why = "identifies a row";
  const std::string id = column_for(layer, "id", {"id", "credit_code"}, why);
  text += line("id", id, why);
  for (const io::FieldInfo& field : layer.fields) {
    if (!registry::names_credit_codes(field.name)) continue;
    text += line("credit_code", field.name,
                 "unified social credit codes, verified by their check digit (the column's name)");
    break;
  }
  why = "of the enterprise";
  const std::string name = column_for(layer, "name", {"name"}, why);
  text += line("name", name, why);
  if (!id.empty() || !name.empty()) {
    text += suggestion("    ", R"("duplicates": "drop")",
                       "else rows that repeat another are used, and reported");
  }
  const io::RoleInfo district = role_in(layer, "district");
  if (!district.column.empty()) {
    text += line("district", district.column,
                 "what a row states of its district (" + district.reason +
                     "): compared with where it lies; rows without a position count for it");
    text += suggestion("    ", R"("unlocated": "reject")", "else they count for their district");
  }
  return text;
}

/// What else the columns could be used for.
std::string classify_suggestion(const io::LayerInfo& layer) {
  const std::string code = role_in(layer, "industry code").column;
  const std::string scope = role_in(layer, "scope").column;
  if (code.empty() && scope.empty()) return {};
  std::string text = R"("classify": {"rules": "specialty_rules.csv")";
  if (!code.empty()) text += ", \"code\": " + quoted(code);
  if (!scope.empty()) text += ", \"text\": [" + quoted(scope) + "]";
  return suggestion("  ", text + "}",
                    "specialties by rules (docs/classify.md), instead of 'specialty'");
}

/// The layer with the greatest `fitness`, the first of equals; 0 does not fit. `what` says what the
/// file must hold, and as which of the two.
template <typename Fitness>
const io::LayerInfo& best_layer(const io::FileInfo& info, const std::string& what,
                                Fitness&& fitness) {
  if (info.layers.empty()) throw Error(ErrorCode::kInput, info.path + ": there is no layer in it");
  const io::LayerInfo* best = nullptr;
  for (const io::LayerInfo& layer : info.layers) {
    if (fitness(layer) > (best == nullptr ? 0.0 : fitness(*best))) best = &layer;
  }
  if (best != nullptr) return *best;
  throw Error(ErrorCode::kInput, info.path + ": holds no " + what + " (its geometry is '" +
                                     info.layers.front().geometry + "')");
}

}  // namespace

std::string starting_project(const std::string& boundaries, const std::string& enterprises,
                             const fs::path& folder, const Context& context) {
  const io::FileInfo areas = io::inspect(boundaries, context);
  const io::LayerInfo& area =
      best_layer(areas, "polygons; the first file must be the boundaries", fitness_for_boundaries);
  const io::FileInfo points = io::inspect(enterprises, context);
  const io::LayerInfo& point = best_layer(points, "points; the second file must be the enterprises",
                                          fitness_for_enterprises);

  std::string text =
      "// A project of geo. Read it, mend what is wrong, then: geo atlas THIS_FILE\n"
      "// Paths are relative to this file. Lines that begin with // are comments.\n"
      "{\n"
      "  \"version\": 1,\n"
      "  \"title\": {\"zh\": \"产业地图\", \"en\": \"Industrial map\"},\n"
      "  \"language\": \"en\",  // of pictures and tables: \"zh\" or \"en\"\n"
      "  \"metric_crs\": \"auto\",  // a UTM zone, or for example \"EPSG:32651\"\n"
      "  \"boundaries\": {\n";
  text += file_line(folder, boundaries);
  const BoundaryFields fields = boundary_fields(area);
  if (areas.layers.size() > 1) text += line("layer", area.name, "of several");
  text += line("code", fields.code,
               "field of codes; features of one code are one region; none: numbered from 1");
  text += line("name", fields.name, "field of names");
  text += line("name_en", fields.name_en, "field of English names");
  text += line("land_area_km2", fields.land_area, "field of official land area in km2");
  text += "    \"crs\": " + quoted(area.crs.empty() ? "WGS84" : area.crs) +
          "  // maps of Chinese web services are GCJ-02 whatever their files say\n"
          "  },\n"
          "  \"enterprises\": {\n";
  text += file_line(folder, enterprises);
  if (points.layers.size() > 1) text += line("layer", point.name, "of several");
  const bool by_columns = placed_by_columns(point);
  if (by_columns) {
    text += line("x", point.x_column, "longitude or easting");
    text += line("y", point.y_column, "latitude or northing");
  }
  text += keys_by_role(point);
  std::string why_specialty = "what the statistics compare by";
  const std::string specialty = specialty_column(point, why_specialty);
  text += line("specialty", specialty, why_specialty);
  const std::string employees = role_in(point, "employees").column;
  text += employees.empty()
              ? line("weight", "", "for example employees; none: every enterprise counts 1")
              : suggestion("    ", "\"weight\": " + quoted(employees),
                           "else every enterprise counts 1; rows without a weight are rejected");
  // Columns that hold no degrees are in the boundaries' system if in any that we know of.
  const bool degrees = !by_columns || point.x_column.empty() || in_degrees(point.extent);
  const bool theirs = !degrees && !area.crs.empty() && !geographic(area.crs);
  const std::string crs = theirs                            ? area.crs
                          : !degrees                        ? "auto"
                          : by_columns || point.crs.empty() ? "WGS84"
                                                            : point.crs;
  const std::string why =
      theirs     ? "that of the boundaries: these are no degrees"
      : !degrees ? "these are no degrees: give EPSG:n or a PROJ string"
      : role_in(point, "district").column.empty()
          ? "WGS84, GCJ-02, BD-09, EPSG:n or a PROJ string"
          : "WGS84, GCJ-02, BD-09, EPSG:n, a PROJ string, or \"guess\" by 'district'";
  text += "    \"crs\": " + quoted(crs) + "  // " + why +
          "\n"
          "  },\n";
  text += classify_suggestion(point);
  text +=
      "  // \"plan\": \"plan.json\",    // designated specialties and belts (docs/formats.md)\n"
      "  // \"sites\": \"sites.json\",  // named places, the cores of corridors\n"
      "  \"density\": {\n"
      "    \"kernel\": \"quartic\",   // or epanechnikov, gaussian\n"
      "    \"bandwidth_m\": 2000,   // radius; of the gaussian, its standard deviation\n"
      "    \"pixel_m\": 200,        // or \"size\": [columns, rows]\n";
  const std::string founded = role_in(point, "founded").column;
  if (!founded.empty()) {
    text += suggestion(
        "    ", R"("time": {"column": )" + quoted(founded) + R"(, "breaks": [2000, 2010, 2020]})",
        "a grid for each slice of time");
  }
  text +=
      "    \"by_specialty\": true\n"
      "  },\n"
      "  \"clusters\": {\n"
      "    \"eps_m\": 500,          // neighbours are this near\n"
      "    \"min_points\": 20       // a core has so many, itself included\n"
      "  },\n"
      "  \"output\": {\"geopackage\": true, \"heatmaps\": true, \"pictures\": true}\n"
      "}\n";
  return text;
}

}  // namespace geo::atlas
