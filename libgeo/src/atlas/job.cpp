#include "geo/atlas/job.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "atlas/filter_json.hpp"
#include "base/json.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/database.hpp"
#include "geo/io/point_files.hpp"
#include "geo/registry/credit_code.hpp"

namespace geo::atlas {
namespace {

using base::JsonNode;
using base::JsonObject;
namespace fs = std::filesystem;

/// Reads the keys of a project file; knows its folder.
class ProjectReader {
 public:
  ProjectReader(const std::string& path, const JobOptions& options)
      : folder_(fs::path(path).parent_path()), allow_remote_(options.allow_remote) {}

  Job read(const JsonNode& root) const {
    Job job;
    job.file = root.file();
    JsonObject object = root.object();
    static_cast<void>(object.find("$schema"));
    const JsonNode version = object.at("version");
    if (version.integer() != 1) version.fail("this program reads version 1");
    if (const auto title = object.find("title")) job.title = text(*title);
    if (const auto language = object.find("language")) job.language = read_language(*language);
    job.map_approval = object.text_or("map_approval", "");
    if (const auto crs = object.find("metric_crs")) {
      if (crs->text() != "auto") job.metric_crs = metric(*crs);
    }
    job.boundaries = boundaries(object.at("boundaries"), job);
    enterprises(object.at("enterprises"), job);
    if (const auto node = object.find("classify")) {
      job.classify = classify(*node);
      if (!job.specialty_column.empty()) {
        node->fail("makes the specialties; leave out enterprises.specialty");
      }
    }
    if (const auto plan = object.find("plan")) job.plan = existing(*plan);
    if (const auto sites = object.find("sites")) job.sites = existing(*sites);
    if (const auto belts = object.find("belts")) {
      JsonObject section = belts->object();
      if (const auto width = section.find("assumed_half_width_km")) {
        job.assumed_half_width_km = positive(*width);
      }
      section.finish();
    }
    if (const auto node = object.find("density")) job.density = density(*node);
    if (const auto node = object.find("clusters")) job.clusters = clusters(*node);
    if (const auto node = object.find("output")) job.output = output(*node);
    if (const auto node = object.find("batch_rows")) {
      job.batch_rows = static_cast<std::uint64_t>(whole(*node, 0, 1000000000));
    }
    if (const auto node = object.find("viewer")) {
      static_cast<void>(node->object());  // what is in it is the viewer's own affair
      job.viewer = node->dump();
    }
    object.finish();
    return job;
  }

 private:
  static Text text(const JsonNode& node) {
    if (node.is_text()) return {node.text(), node.text()};
    JsonObject object = node.object();
    Text text{object.text_or("zh", ""), object.text_or("en", "")};
    object.finish();
    return text;
  }

  static Language read_language(const JsonNode& node) {
    if (node.text() == "zh") return Language::kChinese;
    if (node.text() == "en") return Language::kEnglish;
    node.fail("'" + node.text() + R"(' is not a language; give "zh" or "en")");
  }

  /// Whether it is the first of two words.
  static bool choice(const JsonNode& node, const std::string& first, const std::string& second) {
    if (node.text() == first) return true;
    if (node.text() == second) return false;
    node.fail("'" + node.text() + "' is not known; give \"" + first + "\" or \"" + second + "\"");
  }

  static double positive(const JsonNode& node) {
    const double value = node.number();
    if (!(value > 0)) node.fail("must be greater than 0");
    return value;
  }

  static int whole(const JsonNode& node, int least, int most) {
    const std::int64_t value = node.integer();
    if (value < least || value > most) {
      node.fail("must be a whole number from " + std::to_string(least) + " to " +
                std::to_string(most));
    }
    return static_cast<int>(value);
  }

  /// Runs `parse` and names the key in what it throws.
  template <typename Parse>
  static auto keyed(const JsonNode& node, Parse&& parse) {
    try {
      return parse();
    } catch (const Error& error) {
      node.fail(error.what());
    }
  }

  static std::string crs(const JsonNode& node) {
    if (node.text() == "auto") return {};
    return keyed(node, [&] { return geodesy::Crs(node.text()).definition(); });
  }

  static std::string metric(const JsonNode& node) {
    return keyed(node, [&] {
      const geodesy::Crs system(node.text());
      if (!system.metric()) {
        throw Error(ErrorCode::kOption, "'" + node.text() +
                                            "' does not measure in metres; give a projected system "
                                            "such as \"EPSG:32651\", or \"auto\"");
      }
      return system.definition();
    });
  }

  std::string existing(const JsonNode& node) const {
    std::string given = node.text();
    if (given.empty()) node.fail("must name a file");
    if (given.starts_with("/vsi")) return virtual_file(node, given);
    if (io::is_database(given)) node.fail("must name a file, not a database");
    const fs::path path = folder_ / given;
    if (!fs::exists(path)) node.fail("there is no file '" + path.string() + "'; check the path");
    return path.lexically_normal().string();
  }

  /// What boundaries and enterprises are read from.
  std::string source_of(const JsonNode& node) const {
    return io::is_database(node.text()) ? database(node, node.text()) : existing(node);
  }

  /// A connection, which may hold a password that no message shows.
  std::string database(const JsonNode& node, const std::string& given) const {
    if (!io::is_database(given)) node.fail("must be a database: PG:host=... dbname=...");
    if (!allow_remote_) {
      node.fail("'" + io::shown_path(given) +
                "' is a database; run with --allow-remote if you trust this project file");
    }
    return given;
  }

  /// SQL reaches beyond the file that it is asked of: to other files, and to services.
  std::string query(JsonObject& object) const {
    const auto node = object.find("query");
    if (!node) return {};
    if (!allow_remote_) {
      node->fail("may name what it likes; run with --allow-remote if you trust this project file");
    }
    if (object.find("layer")) node->fail("leave out 'layer', or the query");
    return node->text();
  }

  /// A file of GDAL's own file systems. A project file may come from anywhere: unless its user says
  /// so, it reaches nothing but local archives (docs/security.md).
  std::string virtual_file(const JsonNode& node, const std::string& given) const {
    if (allow_remote_) return given;
    std::string_view rest = given;
    for (bool again = true; again;) {
      again = false;
      for (const std::string_view archive : {"/vsizip/", "/vsigzip/"}) {
        if (!rest.starts_with(archive)) continue;
        rest.remove_prefix(archive.size());
        again = true;
      }
    }
    const std::string_view prefix = std::string_view(given).substr(0, given.size() - rest.size());
    // Within what is left, braces would let GDAL look for another file system once more.
    if (prefix.empty() || rest.empty() || rest.find("/vsi") != std::string_view::npos ||
        rest.starts_with("vsi") || rest.find_first_of("{}") != std::string_view::npos) {
      node.fail("'" + given +
                "' is not a local file; give a local path, or /vsizip/ or /vsigzip/ of one, or run "
                "with --allow-remote if you trust this project file");
    }
    return std::string(prefix) + (folder_ / rest).string();
  }

  io::RegionSource boundaries(const JsonNode& node, Job& job) const {
    JsonObject object = node.object();
    io::RegionSource source;
    source.path = source_of(object.at("file"));
    source.layer = object.text_or("layer", "");
    source.query = query(object);
    if (const auto system = object.find("crs")) source.crs = crs(*system);
    source.code_field = object.text_or("code", "");
    source.name_field = object.text_or("name", "");
    source.name_en_field = object.text_or("name_en", "");
    source.land_area_field = object.text_or("land_area_km2", "");
    source.encoding = object.text_or("encoding", "");
    if (const auto aliases = object.find("aliases")) job.district_aliases = existing(*aliases);
    object.finish();
    return source;
  }

  void enterprises(const JsonNode& node, Job& job) const {
    JsonObject object = node.object();
    io::PointSource& source = job.enterprises;
    enterprise_files(object.at("file"), job);
    source.layer = object.text_or("layer", "");
    source.query = query(object);
    job.district_column = object.text_or("district", "");
    if (const auto system = object.find("crs")) {
      job.guess_crs = system->text() == "guess";
      if (!job.guess_crs) source.crs = crs(*system);
      if (job.guess_crs && job.district_column.empty()) {
        system->fail(
            "\"guess\" goes by the districts that the rows state; name their column as 'district'");
      }
    }
    source.x_column = object.text_or("x", "");
    source.y_column = object.text_or("y", "");
    if (source.x_column.empty() != source.y_column.empty()) {
      node.fail("give both 'x' and 'y', or neither");
    }
    source.weight_column = object.text_or("weight", "");
    source.encoding = object.text_or("encoding", "");
    if (const auto row = object.find("header_row")) {
      source.header_row = static_cast<std::size_t>(whole(*row, 1, 40));
    }
    job.id_column = object.text_or("id", "");
    job.name_column = object.text_or("name", "");
    job.specialty_column = object.text_or("specialty", "");
    job.founded_column = object.text_or("founded", "");
    job.capital_column = object.text_or("capital", "");
    job.employees_column = object.text_or("employees", "");
    // An id that is called a credit code is meant to be one.
    if (registry::names_credit_codes(job.id_column)) job.credit_code_column = job.id_column;
    if (const auto value = object.find("credit_code")) {
      job.credit_code_column = value->is_text() ? value->text() : "";
      if (!value->is_text() && value->boolean()) value->fail("must name a column, or be false");
    }
    if (const auto value = object.find("filter")) job.filter = filter(*value);
    if (const auto value = object.find("duplicates")) {
      job.duplicates =
          choice(*value, "report", "drop") ? DuplicateRule::kReport : DuplicateRule::kDrop;
    }
    if (const auto value = object.find("unlocated")) {
      job.count_unlocated = choice(*value, "district", "reject");
      if (job.count_unlocated && job.district_column.empty()) {
        value->fail("\"district\" needs the column of stated districts; name it as 'district'");
      }
    }
    job.synthetic = object.boolean_or("synthetic", false);
    object.finish();
  }

  [[nodiscard]] std::optional<FilterStep> filter(const JsonNode& node) const {
    JsonObject object = node.object();
    FilterStep step;
    step.filter = filter_of(object);
    if (const auto readings = object.find("readings")) {
      JsonObject files = readings->object();
      step.readings_characters = existing(files.at("characters"));
      step.readings_words = existing(files.at("words"));
      files.finish();
    }
    object.finish();
    if (step.filter.empty()) return std::nullopt;
    return step;
  }

  /// A file, a pattern or a list of both.
  void enterprise_files(const JsonNode& node, Job& job) const {
    std::vector<std::string> paths;
    const std::vector<JsonNode> nodes =
        node.is_array() ? node.array() : std::vector<JsonNode>{node};
    if (nodes.empty()) node.fail("must name a file");
    for (const JsonNode& each : nodes) {
      const std::string given = each.text();
      if (given == "-") {  // standard input
        paths.push_back(given);
        continue;
      }
      const fs::path path = folder_ / given;
      const bool pattern = given.find_first_of("*?[") != std::string::npos &&
                           !given.starts_with("/vsi") && !io::is_database(given) &&
                           !fs::exists(path);
      if (!pattern) {
        paths.push_back(source_of(each));
        continue;
      }
      for (std::string& file :
           keyed(each, [&] { return io::files_named({path.lexically_normal().string()}); })) {
        paths.push_back(std::move(file));
      }
    }
    paths = io::files_named(paths);
    if (paths.size() == 1) {
      job.enterprises.path = paths.front();
    } else {
      job.enterprise_files = std::move(paths);
    }
  }

  ClassifyStep classify(const JsonNode& node) const {
    JsonObject object = node.object();
    ClassifyStep step;
    step.rules = existing(object.at("rules"));
    step.code_column = object.text_or("code", "");
    if (const auto texts = object.find("text")) step.texts = texts->texts();
    if (const auto value = object.find("least_score")) step.least_score = positive(*value);
    object.finish();
    if (step.code_column.empty() && step.texts.empty()) {
      node.fail("give 'code', a column of industry codes, or 'text', columns of texts, or both");
    }
    return step;
  }

  static bool switched_off(const JsonNode& node) {
    if (node.is_object()) return false;
    if (node.boolean()) node.fail("must be an object with options, or false");
    return true;
  }

  static std::vector<double> numbers(const JsonNode& node) {
    std::vector<double> values;
    for (const JsonNode& value : node.array()) values.push_back(value.number());
    return values;
  }

  static std::optional<DensityStep> density(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    DensityStep step;
    density::Options& options = step.options;
    if (const auto value = object.find("kernel")) {
      options.kernel = keyed(*value, [&] { return density::kernel_named(value->text()); });
    }
    if (const auto value = object.find("bandwidth_m")) {
      if (value->is_text()) {
        step.bandwidth_rule =
            keyed(*value, [&] { return density::bandwidth_rule_named(value->text()); });
      } else {
        options.bandwidth_m = positive(*value);
      }
    }
    if (const auto value = object.find("bandwidth_evaluations")) {
      step.bandwidth_evaluations = static_cast<std::uint64_t>(whole(*value, 1, 1000000000));
      if (!step.bandwidth_rule) value->fail("goes with a bandwidth rule; leave it out");
    }
    if (const auto value = object.find("bandwidth_across_m")) {
      options.bandwidth_across_m = positive(*value);
      if (step.bandwidth_rule) value->fail("a bandwidth rule gives a round kernel; leave one out");
    }
    if (const auto value = object.find("azimuth_deg")) {
      options.azimuth_deg = value->number();
      if (!(options.azimuth_deg >= 0 && options.azimuth_deg <= 360))
        value->fail("must be 0 to 360");
    }
    if (const auto value = object.find("gaussian_reach")) options.gaussian_reach = positive(*value);
    if (const auto value = object.find("unit")) {
      options.unit = keyed(*value, [&] { return density::unit_named(value->text()); });
    }
    if (const auto value = object.find("adaptive")) step.adaptive = adaptive(*value);
    if (const auto value = object.find("edge_correction")) {
      step.correction = keyed(*value, [&] { return density::correction_named(value->text()); });
    }
    step.mask = object.boolean_or("mask", step.mask);
    const auto pixel = object.find("pixel_m");
    const auto size = object.find("size");
    if (pixel && size) size->fail("give either 'pixel_m' or 'size', not both");
    if (pixel) step.pixel_m = positive(*pixel);
    if (size) {
      const std::vector<JsonNode> sides = size->array();
      if (sides.size() != 2) size->fail("must be [columns, rows]");
      step.columns = whole(sides[0], 1, 1 << 20);
      step.rows = whole(sides[1], 1, 1 << 20);
    }
    step.by_specialty = object.boolean_or("by_specialty", step.by_specialty);
    if (const auto value = object.find("relative")) step.relative = relative(*value);
    if (const auto value = object.find("significance")) step.significance = significance(*value);
    if (const auto value = object.find("contours")) step.contours = contours(*value);
    if (const auto value = object.find("bins")) step.bins = bins(*value);
    if (const auto value = object.find("time")) step.time = time(*value);
    object.finish();
    return step;
  }

  static std::optional<AdaptiveStep> adaptive(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    AdaptiveStep step;
    const JsonNode method = object.at("method");
    if (method.text() == "abramson") {
      if (const auto value = object.find("pilot_m")) step.pilot_m = positive(*value);
      step.smallest_factor = object.number_or("smallest_factor", step.smallest_factor);
      step.largest_factor = object.number_or("largest_factor", step.largest_factor);
    } else if (method.text() == "neighbours") {
      step.method = AdaptiveStep::Method::kNeighbours;
      if (const auto value = object.find("neighbours")) {
        step.neighbours = static_cast<std::size_t>(whole(*value, 1, 1 << 20));
      }
      if (const auto value = object.find("smallest_m")) step.smallest_m = positive(*value);
      if (const auto value = object.find("largest_m")) step.largest_m = positive(*value);
    } else {
      method.fail("'" + method.text() + R"(' is not known; give "abramson" or "neighbours")");
    }
    object.finish();
    return step;
  }

  static std::optional<RelativeStep> relative(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    RelativeStep step;
    step.least_points = object.number_or("least_points", step.least_points);
    step.stabiliser = object.number_or("stabiliser", step.stabiliser);
    object.finish();
    return step;
  }

  static std::optional<SignificanceStep> significance(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    SignificanceStep step;
    if (const auto value = object.find("simulations")) step.simulations = whole(*value, 1, 99999);
    if (const auto value = object.find("seed")) {
      step.seed = static_cast<std::uint64_t>(whole(*value, 0, 2147483647));
    }
    if (const auto value = object.find("alternative")) {
      step.alternative = keyed(*value, [&] { return density::alternative_named(value->text()); });
    }
    if (const auto value = object.find("level")) {
      step.level = value->number();
      if (!(step.level > 0 && step.level < 1)) value->fail("must be between 0 and 1");
    }
    if (const auto value = object.find("global_test")) {
      step.global = keyed(*value, [&] { return density::global_test_named(value->text()); });
    }
    step.envelope = object.boolean_or("envelope", step.envelope);
    if (const auto value = object.find("rank")) step.rank = whole(*value, 1, 100);
    object.finish();
    return step;
  }

  static std::optional<ContourStep> contours(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    ContourStep step;
    int given = 0;
    for (const auto& [key, values] : {std::pair{"levels", &step.levels},
                                      {"shares", &step.shares},
                                      {"quantiles", &step.quantiles}}) {
      const auto value = object.find(key);
      if (!value) continue;
      *values = numbers(*value);
      if (values->empty()) value->fail("must have at least one number");
      ++given;
    }
    step.lines = object.boolean_or("lines", step.lines);
    object.finish();
    if (given != 1) node.fail("give one of 'levels', 'shares' and 'quantiles'");
    return step;
  }

  static std::optional<BinStep> bins(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    BinStep step;
    if (const auto value = object.find("shape")) {
      step.shape = keyed(*value, [&] { return density::bin_shape_named(value->text()); });
    }
    if (const auto value = object.find("size_m")) step.size_m = positive(*value);
    if (const auto value = object.find("columns")) step.columns = value->texts();
    object.finish();
    return step;
  }

  static std::optional<TimeStep> time(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    TimeStep step;
    step.column = object.at("column").text();
    step.breaks = numbers(object.at("breaks"));
    step.cumulative = object.boolean_or("cumulative", step.cumulative);
    object.finish();
    return step;
  }

  static std::optional<cluster::DbscanOptions> clusters(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    cluster::DbscanOptions options;
    if (const auto value = object.find("eps_m")) options.eps_m = positive(*value);
    if (const auto value = object.find("min_points"))
      options.min_points = whole(*value, 1, 1 << 30);
    if (const auto value = object.find("hull_ratio")) {
      options.hull_ratio = value->number();
      if (!(options.hull_ratio >= 0 && options.hull_ratio <= 1)) value->fail("must be 0 to 1");
    }
    object.finish();
    return options;
  }

  static LegendStep legend(const JsonNode& node) {
    JsonObject object = node.object();
    LegendStep step;
    if (const auto value = object.find("classification")) {
      step.classification =
          keyed(*value, [&] { return scene::classification_named(value->text()); });
    }
    if (const auto value = object.find("classes")) step.classes = whole(*value, 1, 12);
    if (const auto value = object.find("breaks")) {
      step.breaks = numbers(*value);
      if (step.breaks.empty() || std::adjacent_find(step.breaks.begin(), step.breaks.end(),
                                                    std::greater_equal<>()) != step.breaks.end()) {
        value->fail("must be ascending numbers");
      }
    }
    object.finish();
    return step;
  }

  OutputStep output(const JsonNode& node) const {
    JsonObject object = node.object();
    OutputStep step;
    step.tables = object.boolean_or("tables", step.tables);
    step.workbook = object.boolean_or("workbook", step.workbook);
    step.geopackage = object.boolean_or("geopackage", step.geopackage);
    step.heatmaps = object.boolean_or("heatmaps", step.heatmaps);
    step.pictures = object.boolean_or("pictures", step.pictures);
    if (const auto value = object.find("picture_width_px")) {
      step.picture_width_px = whole(*value, 600, 16000);
    }
    if (const auto value = object.find("legend")) step.legend = legend(*value);
    if (const auto value = object.find("database")) step.database = database(*value, value->text());
    step.database_schema = object.text_or("database_schema", step.database_schema);
    object.finish();
    return step;
  }

  fs::path folder_;
  bool allow_remote_;
};

}  // namespace

Job read_job(const std::string& path, const JobOptions& options) {
  return ProjectReader(path, options).read(JsonNode::parse_file(path));
}

}  // namespace geo::atlas
