#include "geo/atlas/data.hpp"

#include <algorithm>
#include <filesystem>
#include <regex>

#include "atlas/guesses.hpp"
#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "geo/io/plan.hpp"
#include "geo/io/regions.hpp"
#include "geo/registry/credit_code.hpp"

namespace geo::atlas {
namespace {

const io::LayerInfo& chosen_layer(const io::FileInfo& file, const std::string& name,
                                  std::optional<DataUse> use) {
  const io::LayerInfo* best = nullptr;
  double greatest = 0;
  std::string all;
  for (const io::LayerInfo& layer : file.layers) {
    if (!name.empty() && layer.name == name) return layer;
    all += (all.empty() ? "" : ", ") + layer.name;
    double fitness = 0;
    if (use != DataUse::kEnterprises) fitness = 1e12 * fitness_for_boundaries(layer);
    if (use != DataUse::kBoundaries) fitness = std::max(fitness, fitness_for_enterprises(layer));
    if (layer.hidden) fitness *= 1e-6;
    if (fitness <= greatest) continue;
    greatest = fitness;
    best = &layer;
  }
  if (!name.empty()) {
    throw Error(ErrorCode::kInput, file.path + ": has no layer '" + name + "'; there are: " + all);
  }
  if (best == nullptr) {
    const std::string is =
        file.layers.empty() ? "" : " (its geometry is '" + file.layers.front().geometry + "')";
    throw Error(ErrorCode::kInput,
                file.path +
                    (use == DataUse::kBoundaries
                         ? ": holds no polygons; boundaries are polygons"
                         : ": holds neither points, nor polygons, nor a table with columns "
                           "of coordinates; give one of these") +
                    is);
  }
  return *best;
}

std::string whole_path(const std::string& file) {
  if (file.starts_with("/vsi") || io::is_database(file)) return file;
  return std::filesystem::absolute(file).lexically_normal().string();
}

/// A reason of io::inspect, for people: "named 'lon' and 'lat'; all 20 values in range".
Text in_both(const std::string& reason) {
  static const std::vector<std::pair<std::string, std::string>> kWords = {
      {"both in one cell, ", "同在一格，"},
      {R"(named '([^']*)' and '([^']*)')", "列名为“$1”和“$2”"},
      {R"(named '([^']*)')", "列名为“$1”"},
      {R"((\d+) of (\d+) values look like )", "$2 个值中有 $1 个像"},
      {R"(; all (\d+) values in range)", "；$1 个值都在范围内"},
      {R"(; (\d+) of (\d+) values in range)", "；$2 个值中有 $1 个在范围内"},
      {R"(; all (\d+) values are numbers)", "；$1 个值都是数"},
      {R"(; (\d+) of (\d+) values are numbers)", "；$2 个值中有 $1 个是数"},
      {"byte order mark", "有字节顺序标记"},
      {"as told", "由您指定"},
      {"not UTF-8; characters beyond ASCII that are Chinese", "不是 UTF-8，而非 ASCII 字符是汉字"},
      {"UTF-8 but for damage", "UTF-8，但有损坏"},
      {"ASCII alone", "只有 ASCII"},
      {"all of it is well-formed UTF-8", "全部是正确的 UTF-8"},
      {"credit codes", "信用代码"},
      {"names of companies", "企业名称"},
      {"addresses", "地址"},
      {"codes of industries", "行业代码"},
      {"business scopes", "经营范围"},
      {"longitudes", "经度"},
      {"latitudes", "纬度"},
      {"districts", "区名"},
      {"positions", "坐标"},
      {"days", "日期"},
  };
  std::string zh = reason;
  for (const auto& [en, words] : kWords) zh = std::regex_replace(zh, std::regex(en), words);
  return {zh, reason};
}

Text named(const std::string& column) { return in_both("named '" + column + "'"); }

Text said_by_file(const std::string& crs) {
  const std::string shown = crs.size() > 40 ? crs.substr(0, crs.find(',')) + "…" : crs;
  return {"文件所说：" + shown, "the file says " + shown};
}

void take_boundaries(DataGuess& guess, const io::FileInfo& file, const io::LayerInfo& layer) {
  io::RegionSource source;
  source.path = whole_path(file.path);
  if (file.layers.size() > 1) source.layer = layer.name;
  const BoundaryFields fields = boundary_fields(layer);
  source.code_field = fields.code;
  source.name_field = fields.name;
  source.name_en_field = fields.name_en;
  source.land_area_field = fields.land_area;
  source.crs = layer.crs.empty() ? "WGS84" : "";
  for (const auto& [key, value] : {std::pair{"code", fields.code},
                                   {"name", fields.name},
                                   {"name_en", fields.name_en},
                                   {"land_area_km2", fields.land_area}}) {
    if (!value.empty()) guess.reasons[key] = named(value);
  }
  guess.reasons["crs"] = layer.crs.empty()
                             ? Text{"文件未说明，按 WGS84 处理", "the file does not say: WGS84"}
                             : said_by_file(layer.crs);
  guess.job.boundaries = source;
  guess.job.district_aliases.clear();
  guess.job.metric_crs.clear();
}

void take_enterprises(DataGuess& guess, const io::FileInfo& file, const io::LayerInfo& layer) {
  Job& job = guess.job;
  io::PointSource source;
  source.path = whole_path(file.path);
  if (file.layers.size() > 1) source.layer = layer.name;
  const bool by_columns = placed_by_columns(layer);
  if (by_columns) {
    source.x_column = layer.x_column;
    source.y_column = layer.y_column;
    if (!layer.x_column.empty())
      guess.reasons["x"] = guess.reasons["y"] = in_both(layer.guess_reason);
  }
  const auto column = [&](const char* key, const char* role,
                          std::initializer_list<const char*> names) {
    std::string found = role_in(layer, role).column;
    if (!found.empty()) {
      guess.reasons[key] = in_both(role_in(layer, role).reason);
    } else if (found = field_called(layer, names); !found.empty()) {
      guess.reasons[key] = named(found);
    }
    return found;
  };
  job.enterprise_files.clear();
  job.id_column = column("id", "id", {"id", "credit_code"});
  job.name_column = column("name", "name", {"name"});
  job.credit_code_column.clear();
  for (const io::FieldInfo& field : layer.fields) {
    if (!registry::names_credit_codes(field.name)) continue;
    job.credit_code_column = field.name;
    guess.reasons["credit_code"] = named(field.name);
    break;
  }
  std::string why;
  job.specialty_column = specialty_column(layer, why);
  if (!job.specialty_column.empty()) {
    // " (98 of 100 values look like ...)" where it is not the name
    guess.reasons["specialty"] =
        why.empty() ? named(job.specialty_column) : in_both(why.substr(2, why.size() - 3));
  }
  job.district_column = column("district", "district", {});
  job.founded_column = column("founded", "founded", {});
  job.capital_column = column("capital", "capital", {});
  job.employees_column = column("employees", "employees", {});
  job.count_unlocated = true;
  job.duplicates = DuplicateRule::kReport;
  job.classify.reset();
  job.synthetic = false;
  if (job.density) job.density->time.reset();

  const bool degrees = !by_columns || layer.x_column.empty() || in_degrees(layer.extent);
  job.guess_crs = false;
  if (!layer.crs.empty() && !by_columns) {
    guess.reasons["crs"] = said_by_file(layer.crs);
  } else if (!degrees) {
    source.crs = job.metric_crs;
    guess.reasons["crs"] = job.metric_crs.empty()
                               ? Text{"不是经纬度：请给出 EPSG:n 或 PROJ 串",
                                      "no degrees: give EPSG:n or a PROJ string"}
                               : Text{"不是经纬度：按项目的坐标系处理",
                                      "no degrees: taken as the project's own system"};
  } else {
    source.crs = "WGS84";
    job.guess_crs = !job.district_column.empty() && job.boundaries.has_value();
    guess.reasons["crs"] =
        job.guess_crs ? Text{"按各行所填的区判定", "told by the district that each row states"}
                      : Text{"经纬度；无从区分 WGS84、GCJ-02 和 BD-09",
                             "degrees; nothing tells WGS84, GCJ-02 and BD-09 apart"};
  }
  job.enterprises = source;
}

/// Whether the boundaries lack a district that the plan names.
bool plan_misses(const Job& job, const Context& context) {
  const Plan plan = io::read_plan(job.plan);
  const PolygonSet regions = io::read_regions(*job.boundaries, context).regions;
  const auto lacks = [&](const std::string& code) { return regions.find(code) < 0; };
  return std::any_of(plan.districts.begin(), plan.districts.end(),
                     [&](const PlanDistrict& district) { return lacks(district.code); }) ||
         std::any_of(plan.belts.begin(), plan.belts.end(), [&](const Belt& belt) {
           return std::any_of(belt.members.begin(), belt.members.end(), lacks) ||
                  std::any_of(belt.within.begin(), belt.within.end(), lacks);
         });
}

}  // namespace

DataGuess guess_data(const Job& project, const io::FileInfo& file, const std::string& layer,
                     std::optional<DataUse> use) {
  const io::LayerInfo& chosen = chosen_layer(file, layer, use);
  DataGuess guess;
  guess.use = use ? *use
              : fitness_for_boundaries(chosen) > fitness_for_enterprises(chosen)
                  ? DataUse::kBoundaries
                  : DataUse::kEnterprises;
  guess.layer = chosen.name;
  if (!file.encoding_reason.empty()) guess.reasons["encoding"] = in_both(file.encoding_reason);
  guess.job = project;
  if (guess.use == DataUse::kBoundaries) {
    take_boundaries(guess, file, chosen);
  } else {
    take_enterprises(guess, file, chosen);
  }
  return guess;
}

DataCheck check_data(const Job& job, const Context& context) {
  DataCheck result;
  result.job = job;
  if (!job.plan.empty() && job.boundaries && plan_misses(job, context)) {
    result.job.plan.clear();
    result.job.sites.clear();
    result.changes.push_back(
        {"规划所列的区不在这些边界中：不再使用规划和地点。",
         "The plan names districts that these boundaries lack: plan and sites are left out."});
  }
  try {
    result.atlas = check(result.job, context);
  } catch (const Error& error) {
    if (!result.job.guess_crs || error.code() != ErrorCode::kInput) throw;
    result.job.guess_crs = false;
    result.job.enterprises.crs = "WGS84";
    result.atlas = check(result.job, context);
    result.changes.push_back({"各行所填的区不足以判定坐标系，按 WGS84 处理，请核对。",
                              "The districts that the rows state do not tell the coordinate "
                              "system: it is taken as WGS84; please check."});
  }
  return result;
}

}  // namespace geo::atlas
