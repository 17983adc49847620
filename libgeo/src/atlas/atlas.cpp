#include "geo/atlas/atlas.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "atlas/boundary_fields.hpp"
#include "atlas/crs_guess.hpp"
#include "atlas/density_run.hpp"
#include "base/counted.hpp"
#include "geo/classify/classifier.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/inspect.hpp"
#include "geo/io/plan.hpp"
#include "geo/io/point_files.hpp"
#include "geo/join/assign.hpp"
#include "geo/join/district_names.hpp"
#include "geo/stats/tables.hpp"
#include "geo/topology/belts.hpp"

namespace geo::atlas {
namespace {

std::string fixed(double value, int decimals) {
  std::array<char, 64> digits{};
  std::snprintf(digits.data(), digits.size(), "%.*f", decimals, value);
  return digits.data();
}

/// Runs the steps of one job in order and keeps the time of each.
class Run {
 public:
  Run(const Job& job, const Context& context) : context_(context) { atlas_.job = job; }

  Atlas all() {
    stage("read", 0.00, 0.35, [&] { read(); });
    stage("project", 0.35, 0.45, [&] { project(); });
    stage("repair", 0.45, 0.50, [&] { repair(); });
    stage("join", 0.50, 0.55, [&] { join(); });
    stage("density", 0.55, 0.85, [&] { density(); });
    stage("clusters", 0.85, 0.95, [&] { clusters(); });
    stage("statistics", 0.95, 1.00, [&] { statistics(); });
    return std::move(atlas_);
  }

 private:
  template <typename Step>
  void stage(const char* name, double from, double to, Step&& step) {
    context_.check();
    stage_ = name;
    from_ = from * 0.9;  // writing takes the last tenth of the job
    to_ = to * 0.9;
    part(0, 1);
    const auto start = std::chrono::steady_clock::now();
    step();
    const std::chrono::duration<double> elapsed = std::chrono::steady_clock::now() - start;
    atlas_.seconds.emplace_back(name, elapsed.count());
  }

  /// What follows covers the part [from, to] of the present stage: each call reports from 0 to 1.
  void part(double from, double to) const {
    context_.begin(stage_, from_ + (to_ - from_) * from, from_ + (to_ - from_) * to);
  }

  void assume(const std::string& zh, const std::string& en) {
    atlas_.assumptions.push_back({zh, en});
  }
  void note(const std::string& zh, const std::string& en) { atlas_.notes.push_back({zh, en}); }

  void read() {
    Job& job = atlas_.job;
    if (job.boundaries) {
      part(0, 0.1);
      if (job.guess_boundary_fields) guess_fields(*job.boundaries);
      io::RegionsRead read = io::read_regions(*job.boundaries, context_);
      atlas_.regions = std::move(read.regions);
      atlas_.region_rejects = std::move(read.rejects);
    }
    if (!job.plan.empty()) atlas_.plan = io::read_plan(job.plan);
    if (!job.sites.empty()) atlas_.sites = io::read_sites(job.sites);
    name_corridors();
    io::PointSource source = job.enterprises;
    const auto keep = [&](const std::string& name, io::ColumnKind kind) {
      const auto same = [&](const io::ColumnRequest& request) { return request.name == name; };
      if (!name.empty() && std::none_of(source.columns.begin(), source.columns.end(), same)) {
        source.columns.push_back({name, kind});
      }
    };
    if (job.classify) {
      keep(job.classify->code_column, io::ColumnKind::kText);
      for (const std::string& text : job.classify->texts) keep(text, io::ColumnKind::kText);
    }
    keep(job.specialty_column, io::ColumnKind::kCategory);
    keep(job.district_column, io::ColumnKind::kCategory);
    keep(job.id_column, io::ColumnKind::kText);
    keep(job.name_column, io::ColumnKind::kText);
    if (job.density && job.density->time) keep(job.density->time->column, io::ColumnKind::kDate);
    part(job.boundaries ? 0.1 : 0, 1);
    io::PointsRead read =
        io::read_point_files(source,
                             job.enterprise_files.empty() ? std::vector<std::string>{source.path}
                                                          : io::files_named(job.enterprise_files),
                             context_);
    atlas_.enterprise_files = std::move(read.files);
    atlas_.points = std::move(read.points);
    atlas_.points.synthetic = atlas_.points.synthetic || job.synthetic;
    atlas_.enterprise_rejects = std::move(read.rejects);
    atlas_.encoding = read.encoding;
    if (job.classify) classify(source.columns);
    if (read.imprecise > 0) {
      const std::string count = std::to_string(read.imprecise);
      note(count + " 家企业的坐标只有两位小数，误差可达一公里。",
           base::counted(read.imprecise, "enterprise has", "enterprises have") +
               " coordinates of two decimals, which may be off by a kilometre.");
    }
    if (atlas_.points.synthetic) {
      assume("企业数据为合成数据（SYNTHETIC），不代表任何真实企业。",
             "SYNTHETIC data: the enterprises are invented and stand for no real firm.");
    }
  }

  /// Which fields of the boundaries hold codes and names, where nobody says.
  void guess_fields(io::RegionSource& source) {
    if (!source.code_field.empty() || !source.name_field.empty()) return;
    const io::FileInfo info =
        io::inspect(source.path, context_, {.layer = source.layer, .query = source.query});
    if (info.layers.size() != 1) return;  // the reader says so
    const BoundaryFields fields = boundary_fields(info.layers.front());
    source.code_field = fields.code;
    source.name_field = fields.name;
    if (fields.code.empty()) return;
    const std::string names = fields.name.empty() ? fields.code : fields.name;
    note("边界的代码取自字段“" + fields.code + "”，名称取自“" + names +
             "”（推断；可用 --code 和 --name 指定）。",
         "The boundaries' codes are taken from the field '" + fields.code + "', names from '" +
             names + "': a guess; --code and --name override it.");
  }

  /// Adds the columns "specialty", the best one, and "specialties", all with their scores.
  void classify(const std::vector<io::ColumnRequest>& kept) {
    const ClassifyStep& step = *atlas_.job.classify;
    PointSet& points = atlas_.points;
    for (const char* name : {kSpecialty, kSpecialties}) {
      if (points.find(name) == nullptr) continue;
      throw Error(ErrorCode::kInput,
                  points.source + ": the column '" + name +
                      "' is read and would be made by 'classify'; leave one out");
    }
    const classify::Classifier classifier(classify::read_rules(step.rules),
                                          {.least_score = step.least_score});
    const auto texts_of = [&](const std::string& name) -> std::span<const std::string> {
      const auto* texts = std::get_if<std::vector<std::string>>(&points.find(name)->values);
      if (texts != nullptr) return *texts;
      throw Error(ErrorCode::kOption,
                  "classify: the column '" + name + "' serves as district, too; it cannot be both");
    };
    std::span<const std::string> codes;
    if (!step.code_column.empty()) codes = texts_of(step.code_column);
    std::vector<std::span<const std::string>> texts;
    for (const std::string& name : step.texts) texts.push_back(texts_of(name));
    const classify::Labels labels = classifier.classify(codes, texts, context_);
    std::vector<std::string> all;
    std::size_t several = 0;
    std::size_t none = 0;
    for (std::size_t i = 0; i < labels.size(); ++i) {
      all.push_back(classify::label_text(labels.of(i), classifier.rules()));
      several += labels.of(i).size() > 1 ? 1U : 0U;
      none += labels.of(i).empty() ? 1U : 0U;
    }
    // Scopes are long: what only the rules needed goes.
    const auto needed = [&](const std::string& name) {
      const auto& asked = atlas_.job.enterprises.columns;
      return name == atlas_.job.id_column || name == atlas_.job.name_column ||
             (atlas_.job.density && atlas_.job.density->time &&
              name == atlas_.job.density->time->column) ||
             std::any_of(asked.begin(), asked.end(),
                         [&](const io::ColumnRequest& request) { return request.name == name; });
    };
    for (const io::ColumnRequest& request : kept) {
      const bool used =
          request.name == step.code_column ||
          std::find(step.texts.begin(), step.texts.end(), request.name) != step.texts.end();
      if (!used || needed(request.name)) continue;
      std::erase_if(points.columns,
                    [&](const Column& column) { return column.name == request.name; });
    }
    points.columns.push_back({kSpecialty, classify::best(labels, classifier.rules())});
    points.columns.push_back({kSpecialties, std::move(all)});
    atlas_.job.specialty_column = kSpecialty;
    const std::string many = std::to_string(several);
    const std::string without = std::to_string(none);
    assume("专业方向由规则表根据行业代码和经营范围判定；" + many +
               " 家企业符合多个方向，统计时只计得分最高的一个；" + without + " 家不符合任何方向。",
           "Specialties were given by rules from industry codes and texts; " +
               base::counted(several, "enterprise has several and counts",
                             "enterprises have several and count") +
               " for the one of the highest score; " + base::counted(none, "has", "have") +
               " none.");
  }

  /// A corridor's title is often no more than its cores in the plan's own language; the sites know
  /// their names in the other one.
  void name_corridors() {
    for (Belt& belt : atlas_.plan.belts) {
      if (belt.kind != BeltKind::kCorridor || belt.title.empty() || !belt.title.en.empty())
        continue;
      std::string zh;
      std::string en;
      for (const std::string& core : belt.cores) {
        const Site* site = atlas_.sites.find(core);
        if (site == nullptr || site->name.zh.empty() || site->name.en.empty()) return;
        zh += (zh.empty() ? "" : "-") + site->name.zh;
        en += (en.empty() ? "" : "-") + site->name.en;
      }
      if (belt.title.zh == zh) belt.title.en = en;
    }
  }

  void project() {
    const bool drawn = atlas_.regions.size() > 0;
    const std::string& from = drawn ? atlas_.regions.crs : atlas_.points.crs;
    const Box box = drawn ? atlas_.regions.envelope() : atlas_.points.envelope();
    const geodesy::Crs source(from);
    const geodesy::Crs metric = !atlas_.job.metric_crs.empty() ? geodesy::Crs(atlas_.job.metric_crs)
                                : source.metric()              ? source
                                                  : geodesy::metric_crs_for(box, source);
    atlas_.metric_crs = metric.definition();
    atlas_.metric_crs_name = metric.name();
    if (drawn) {
      if (swapped(source)) {
        throw Error(ErrorCode::kInput,
                    atlas_.points.source +
                        ": longitude and latitude are swapped: the rows lie within the boundaries "
                        "only when x and y are exchanged; exchange 'x' and 'y' of the enterprises");
      }
      atlas_.regions = geodesy::to_metres(atlas_.regions, metric, context_);
      read_districts();
    }
    atlas_.points =
        geodesy::to_metres(std::move(atlas_.points), metric, atlas_.enterprise_rejects, context_);
    if (!atlas_.sites.sites.empty()) atlas_.sites = geodesy::to_metres(atlas_.sites, metric);
    if (atlas_.points.size() == 0) {
      throw Error(ErrorCode::kInput, atlas_.points.source + ": no row could be projected into " +
                                         atlas_.metric_crs +
                                         "; check the coordinate system of the enterprises");
    }
    const Box map = drawn ? atlas_.regions.envelope() : atlas_.points.envelope();
    atlas_.scale_error = geodesy::scale_error(metric, map);
  }

  /// What the rows state of their districts, and from it the coordinate system, if asked for.
  void read_districts() {
    const Job& job = atlas_.job;
    if (job.district_column.empty()) return;
    std::vector<join::DistrictAlias> aliases;
    if (!job.district_aliases.empty()) aliases = join::read_aliases(job.district_aliases);
    names_.emplace(atlas_.regions, aliases);
    if (!job.guess_crs) return;
    if (!geodesy::Crs(atlas_.points.crs).geographic()) {
      throw Error(ErrorCode::kInput, atlas_.points.source + ": is in " + atlas_.points.crs +
                                         ", which leaves nothing to guess; leave out crs");
    }
    atlas_.crs_guess =
        guess_crs(atlas_.points,
                  join::stated_districts(atlas_.points.categories(job.district_column), *names_),
                  atlas_.regions, atlas_.metric_crs, context_);
    const CrsGuess& guess = *atlas_.crs_guess;
    atlas_.points.crs = guess.chosen;
    const std::string rows = std::to_string(guess.rows);
    assume("企业坐标系按所填区推断为 " + guess.chosen + "：" + rows + " 行中位于所填区的比例为 " +
               figures(guess) + "。",
           "The coordinates of the enterprises are taken as " + guess.chosen + ", a guess: of " +
               rows + " rows lie in the district they state: " + figures(guess) + ".");
  }

  /// Compares the districts stated with those in which the points lie.
  void check_districts() {
    if (!names_) return;
    const join::StatedDistricts stated =
        join::stated_districts(atlas_.points.categories(atlas_.job.district_column), *names_);
    district_tables_.push_back(join::district_matrix(stated, atlas_.assignment, atlas_.regions));
    district_tables_.push_back(
        join::district_mismatch(stated, atlas_.assignment, atlas_.regions, atlas_.points));
    DistrictCheck check;
    check.missing = stated.missing;
    check.unknown = stated.unknown;
    check.stated = atlas_.points.size() - stated.missing - stated.unknown;
    check.differ = district_tables_.back().row_count();
    atlas_.district_check = check;
    for (const auto& [alias, count] : stated.by_alias) {
      const join::DistrictAlias& old = names_->aliases()[static_cast<std::size_t>(alias)];
      const std::string rows = std::to_string(count);
      note(rows + " 行填写的区为“" + old.name + "”：" + old.note.in(Language::kChinese) + "。",
           base::counted(count, "row states '", "rows state '") + old.name +
               "': " + old.note.in(Language::kEnglish) + ".");
    }
    if (check.unknown > 0) {
      const std::string rows = std::to_string(check.unknown);
      note(rows + " 行填写的区无法识别，例如“" + stated.unknown_example + "”。",
           base::counted(check.unknown, "row states", "rows state") +
               " a district that is not known, such as '" + stated.unknown_example + "'.");
    }
    if (check.differ > 0) {
      const std::string rows = std::to_string(check.differ);
      const std::string all = std::to_string(check.stated);
      note(all + " 行填有区名，其中 " + rows +
               " 行不在所填区内（district_mismatch.csv）；统计按所在位置。",
           rows + " of " + all +
               " rows that state a district lie elsewhere (district_mismatch.csv); they count "
               "where they lie.");
    }
  }

  /// Whether the points fit the boundaries only with their coordinates exchanged. A latitude can
  /// pass for a longitude in most of the world, so the boundaries decide. Both are compared as they
  /// were read, with a margin for the offset of Chinese web maps.
  [[nodiscard]] bool swapped(const geodesy::Crs& regions) const {
    const PointSet& points = atlas_.points;
    if (!regions.geographic() || !geodesy::Crs(points.crs).geographic()) return false;
    const Box box = atlas_.regions.envelope().grown(0.05);
    std::size_t fit = 0;
    std::size_t fit_exchanged = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      fit += box.contains({points.x[i], points.y[i]}) ? 1U : 0U;
      fit_exchanged += box.contains({points.y[i], points.x[i]}) ? 1U : 0U;
    }
    return fit * 10 < points.size() && fit_exchanged * 2 > points.size();
  }

  void repair() {
    if (atlas_.regions.size() == 0) return;
    topology::Repaired repaired = topology::repair(atlas_.regions, context_);
    atlas_.regions = std::move(repaired.regions);
    atlas_.repairs = std::move(repaired.repairs);
    atlas_.defects = topology::partition_defects(atlas_.regions, context_);
    if (!atlas_.repairs.empty()) {
      const std::string count = std::to_string(atlas_.repairs.size());
      note("已修复 " + count + " 个区的无效边界。",
           "Broken boundaries of " +
               base::counted(atlas_.repairs.size(), "district was", "districts were") +
               " repaired.");
    }
    if (!atlas_.defects.overlaps.empty()) {
      const double overlap = atlas_.defects.overlap_km2;
      const std::string area = overlap < 0.001 ? "< 0.001" : fixed(overlap, 3);
      note("区界之间重叠共 " + area + " km²；重叠处的企业归代码最小的区。",
           "Districts overlap by " + area +
               " km² in all; an enterprise there counts for the lowest code.");
    }
    if (!atlas_.plan.belts.empty()) {
      atlas_.belts = topology::draw_belts(
          atlas_.plan, atlas_.regions, atlas_.sites,
          {.assumed_half_width_km = atlas_.job.assumed_half_width_km}, context_);
      for (std::size_t b = 0; b < atlas_.belts.size(); ++b) {
        if (!atlas_.belts.width_assumed[b]) continue;
        const Text& name = atlas_.belts.belts[b].name;
        const std::string width = fixed(atlas_.belts.half_width_km[b], 1);
        assume(name.in(Language::kChinese) + "：规划未给出宽度，走廊半宽 " + width +
                   " km 为本软件的假设。",
               name.in(Language::kEnglish) +
                   ": the plan states no width; the corridor's half width of " + width +
                   " km is our assumption.");
      }
    }
  }

  void join() {
    if (atlas_.regions.size() == 0) return;
    atlas_.assignment = join::assign(atlas_.points, atlas_.regions, context_);
    atlas_.membership =
        join::belt_membership(atlas_.points, atlas_.assignment, atlas_.belts, context_);
    check_districts();
    const std::size_t outside = atlas_.assignment.count_outside();
    if (outside > 0) {
      const std::string count = std::to_string(outside);
      note(count + " 家企业不在任何区内，计入全部但不计入各区。",
           base::counted(outside, "enterprise lies in no district; it counts",
                         "enterprises lie in no district; they count") +
               " for the whole, not for a district.");
    }
  }

  void density() {
    if (!atlas_.job.density) return;
    run_density(
        atlas_, [this](double from, double to) { part(from, to); }, context_);
  }

  void clusters() {
    if (atlas_.job.clusters) {
      atlas_.clusters = cluster::dbscan(atlas_.points, *atlas_.job.clusters, context_);
    }
  }

  void statistics() {
    stats::Inputs inputs;
    inputs.points = &atlas_.points;
    inputs.regions = &atlas_.regions;
    inputs.assignment = &atlas_.assignment;
    inputs.specialty_column = atlas_.job.specialty_column;
    if (!atlas_.job.plan.empty()) inputs.plan = &atlas_.plan;
    if (atlas_.belts.size() > 0) {
      inputs.belts = &atlas_.belts;
      inputs.membership = &atlas_.membership;
    }
    if (atlas_.regions.size() > 0) {
      atlas_.tables.push_back(stats::district_table(inputs));
      if (inputs.belts != nullptr) atlas_.tables.push_back(stats::belt_table(inputs));
      if (!inputs.specialty_column.empty()) atlas_.tables.push_back(stats::specialty_table(inputs));
      if (inputs.plan != nullptr && !inputs.specialty_column.empty()) {
        atlas_.tables.push_back(stats::plan_table(inputs));
      }
    } else {
      atlas_.assignment.region.assign(atlas_.points.size(), Assignment::kNone);
      atlas_.assignment.on_border.assign(atlas_.points.size(), 0);
    }
    if (atlas_.job.clusters) atlas_.tables.push_back(stats::cluster_table(inputs, atlas_.clusters));
    for (Table& table : district_tables_) {
      if (atlas_.points.synthetic) {
        table.columns.push_back({"data_status",
                                 {"数据性质", "Data status"},
                                 "",
                                 0,
                                 std::vector<std::string>(table.row_count(), "SYNTHETIC")});
      }
      atlas_.tables.push_back(std::move(table));
    }
  }

  const Context& context_;
  static constexpr const char* kSpecialty = "specialty";
  static constexpr const char* kSpecialties = "specialties";

  Atlas atlas_;
  std::optional<join::DistrictNames> names_;
  std::vector<Table> district_tables_;
  std::string stage_;
  double from_ = 0;
  double to_ = 1;
};

}  // namespace

const Table* Atlas::table(const std::string& name) const {
  for (const Table& table : tables) {
    if (table.name == name) return &table;
  }
  return nullptr;
}

Atlas compute(const Job& job, const Context& context) { return Run(job, context).all(); }

}  // namespace geo::atlas
