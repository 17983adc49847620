#include "geo/atlas/job.hpp"

#include <filesystem>

#include "base/json.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"

namespace geo::atlas {
namespace {

using base::JsonNode;
using base::JsonObject;
namespace fs = std::filesystem;

/// Reads the keys of a project file; knows its folder.
class ProjectReader {
 public:
  explicit ProjectReader(const std::string& path) : folder_(fs::path(path).parent_path()) {}

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
    job.boundaries = boundaries(object.at("boundaries"));
    enterprises(object.at("enterprises"), job);
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
    node.fail("'" + node.text() + "' is not a language; give \"zh\" or \"en\"");
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
    const std::string given = node.text();
    if (given.empty()) node.fail("must name a file");
    // GDAL's own file systems are resolved by GDAL.
    if (given.starts_with("/vsi")) return given;
    const fs::path path = folder_ / given;
    if (!fs::exists(path)) node.fail("there is no file '" + path.string() + "'");
    return path.lexically_normal().string();
  }

  io::RegionSource boundaries(const JsonNode& node) const {
    JsonObject object = node.object();
    io::RegionSource source;
    source.path = existing(object.at("file"));
    source.layer = object.text_or("layer", "");
    if (const auto system = object.find("crs")) source.crs = crs(*system);
    source.code_field = object.text_or("code", "");
    source.name_field = object.text_or("name", "");
    source.name_en_field = object.text_or("name_en", "");
    source.land_area_field = object.text_or("land_area_km2", "");
    object.finish();
    return source;
  }

  void enterprises(const JsonNode& node, Job& job) const {
    JsonObject object = node.object();
    io::PointSource& source = job.enterprises;
    source.path = existing(object.at("file"));
    source.layer = object.text_or("layer", "");
    if (const auto system = object.find("crs")) source.crs = crs(*system);
    source.x_column = object.text_or("x", "");
    source.y_column = object.text_or("y", "");
    if (source.x_column.empty() != source.y_column.empty()) {
      node.fail("give both 'x' and 'y', or neither");
    }
    source.weight_column = object.text_or("weight", "");
    source.encoding = object.text_or("encoding", "");
    job.id_column = object.text_or("id", "");
    job.name_column = object.text_or("name", "");
    job.specialty_column = object.text_or("specialty", "");
    job.synthetic = object.boolean_or("synthetic", false);
    object.finish();
  }

  static bool switched_off(const JsonNode& node) {
    if (node.is_object()) return false;
    if (node.boolean()) node.fail("must be an object with options, or false");
    return true;
  }

  static std::optional<DensityStep> density(const JsonNode& node) {
    if (switched_off(node)) return std::nullopt;
    JsonObject object = node.object();
    DensityStep step;
    if (const auto kernel = object.find("kernel")) {
      step.options.kernel = keyed(*kernel, [&] { return density::kernel_named(kernel->text()); });
    }
    if (const auto value = object.find("bandwidth_m")) step.options.bandwidth_m = positive(*value);
    if (const auto value = object.find("gaussian_reach")) {
      step.options.gaussian_reach = positive(*value);
    }
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

  static OutputStep output(const JsonNode& node) {
    JsonObject object = node.object();
    OutputStep step;
    step.geopackage = object.boolean_or("geopackage", step.geopackage);
    step.heatmaps = object.boolean_or("heatmaps", step.heatmaps);
    step.pictures = object.boolean_or("pictures", step.pictures);
    if (const auto value = object.find("picture_width_px")) {
      step.picture_width_px = whole(*value, 600, 16000);
    }
    object.finish();
    return step;
  }

  fs::path folder_;
};

}  // namespace

Job read_job(const std::string& path) {
  return ProjectReader(path).read(JsonNode::parse_file(path));
}

}  // namespace geo::atlas
