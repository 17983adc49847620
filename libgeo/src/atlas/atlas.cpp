#include "geo/atlas/atlas.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "atlas/batch_run.hpp"
#include "atlas/classify_run.hpp"
#include "atlas/crs_guess.hpp"
#include "atlas/density_run.hpp"
#include "atlas/filter_run.hpp"
#include "atlas/findings.hpp"
#include "atlas/guesses.hpp"
#include "atlas/point_input.hpp"
#include "atlas/rows.hpp"
#include "base/code_words.hpp"
#include "base/counted.hpp"
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
    if (atlas_.job.batch_rows > 0) return in_batches();
    stage("read", 0.00, 0.35, [&] { read(); });
    stage("project", 0.35, 0.45, [&] { project(); });
    stage("repair", 0.45, 0.50, [&] { repair(); });
    stage("join", 0.50, 0.55, [&] { join(); });
    stage("density", 0.55, 0.85, [&] { density(); });
    stage("clusters", 0.85, 0.95, [&] { clusters(); });
    stage("statistics", 0.95, 1.00, [&] { statistics(); });
    return finish();
  }

  /// The steps before anything is computed.
  Atlas checks() {
    checks_only_ = true;
    stage("read", 0.00, 0.70, [&] { read(); });
    stage("project", 0.70, 0.85, [&] { project(); });
    stage("repair", 0.85, 0.92, [&] { repair(); });
    stage("join", 0.92, 1.00, [&] { join(); });
    if (atlas_.job.density) check_density(atlas_, context_);
    // What was not computed is not claimed by the report, nor written.
    atlas_.job.density.reset();
    atlas_.job.clusters.reset();
    atlas_.job.output.geopackage = false;
    atlas_.job.output.heatmaps = false;
    atlas_.job.output.pictures = false;
    atlas_.job.output.database.clear();
    return finish();
  }

 private:
  /// The same order of steps, but points come and go.
  Atlas in_batches() {
    check_batches(atlas_.job);
    stage("read", 0.00, 0.02, [&] { read_places(); });
    stage("project", 0.02, 0.03, [&] { project_places(); });
    stage("repair", 0.03, 0.05, [&] { repair(); });
    stage("batches", 0.05, 0.98,
          [&] { run_batches(atlas_, *regions_as_read_, box_as_read_, context_); });
    stage("statistics", 0.98, 1.00, [&] { statistics(); });
    return finish();
  }

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

  Atlas finish() {
    for (Table& table : row_tables_) {
      if (atlas_.points.synthetic) {
        table.columns.push_back(base::status_column(table.row_count()));
      }
      atlas_.tables.push_back(std::move(table));
    }
    atlas_.enterprise_rejects.validate();
    return std::move(atlas_);
  }

  void read_places() {
    Job& job = atlas_.job;
    if (job.boundaries) {
      part(0, 0.1);
      if (job.guess_boundary_fields) guess_fields(*job.boundaries);
      io::RegionsRead read = io::read_regions(*job.boundaries, context_);
      atlas_.regions = std::move(read.regions);
      atlas_.region_rejects = std::move(read.rejects);
      if (!job.district_column.empty()) {
        std::vector<join::DistrictAlias> aliases;
        if (!job.district_aliases.empty()) aliases = join::read_aliases(job.district_aliases);
        names_.emplace(atlas_.regions, aliases);
      }
    }
    if (!job.plan.empty()) atlas_.plan = io::read_plan(job.plan);
    if (!job.sites.empty()) atlas_.sites = io::read_sites(job.sites);
    name_corridors();
  }

  void read() {
    const Job& job = atlas_.job;
    read_places();
    const io::PointSource source = point_source(job);
    part(job.boundaries ? 0.1 : 0, 0.9);
    io::PointsRead read = io::read_point_files(source, point_files(job), context_);
    atlas_.enterprise_files = std::move(read.files);
    atlas_.points = std::move(read.points);
    atlas_.points.synthetic = atlas_.points.synthetic || job.synthetic;
    atlas_.enterprise_rejects = std::move(read.rejects);
    atlas_.encoding = read.encoding;
    atlas_.undecodable = read.undecodable;
    atlas_.imprecise = read.imprecise;
    part(0.9, 1);
    if (source.keep_unlocated) {
      place_unlocated(atlas_, std::move(read.unlocated), job.district_column, *names_);
    }
    check_credit_codes(atlas_, context_);
    if (!job.id_column.empty() || !job.name_column.empty() || !job.credit_code_column.empty()) {
      row_tables_.push_back(check_duplicates(atlas_, context_));
    }
    if (atlas_.by_district.size() > 0) {
      row_tables_.push_back(by_district_table(atlas_, job.district_column));
    }
    if (job.classify) classify(source.columns);
    assume_synthetic(atlas_);
  }

  /// Which fields of the boundaries hold codes and names, where nobody says.
  void guess_fields(io::RegionSource& source) {
    if (!source.code_field.empty() || !source.name_field.empty()) return;
    const io::FileInfo info =
        io::inspect(source.path, context_,
                    {.layer = source.layer, .query = source.query, .encoding = source.encoding});
    if (info.layers.size() != 1) return;  // the reader says so
    const BoundaryFields fields = boundary_fields(info.layers.front());
    source.code_field = fields.code;
    source.name_field = fields.name;
    if (fields.code.empty()) return;
    find_guessed_fields(atlas_, fields.code, fields.name.empty() ? fields.code : fields.name);
  }

  void classify(const std::vector<io::ColumnRequest>& kept) {
    const ClassifyCounts counts = run_classify(atlas_, kept, context_);
    const std::string many = std::to_string(counts.several);
    const std::string without = std::to_string(counts.none);
    assume("专业方向由规则表根据行业代码和经营范围判定；" + many +
               " 家企业符合多个方向，统计时只计得分最高的一个；" + without + " 家不符合任何方向。",
           "Specialties were given by rules from industry codes and texts; " +
               base::counted(counts.several, "enterprise has several and counts",
                             "enterprises have several and count") +
               " for the one of the highest score; " + base::counted(counts.none, "has", "have") +
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

  /// Chooses the metric system for what lies in `box` of the system `from`.
  geodesy::Crs choose_metric(const std::string& from, const Box& box) {
    const geodesy::Crs source(from);
    geodesy::Crs metric = !atlas_.job.metric_crs.empty() ? geodesy::Crs(atlas_.job.metric_crs)
                          : source.metric()              ? source
                                                         : geodesy::metric_crs_for(box, source);
    atlas_.metric_crs = metric.definition();
    atlas_.metric_crs_name = metric.name();
    return metric;
  }

  /// Boundaries and sites alone.
  void project_places() {
    const geodesy::Crs metric = choose_metric(atlas_.regions.crs, atlas_.regions.envelope());
    regions_as_read_ = geodesy::Crs(atlas_.regions.crs);
    box_as_read_ = atlas_.regions.envelope();
    atlas_.regions = geodesy::to_metres(atlas_.regions, metric, context_);
    if (!atlas_.sites.sites.empty()) atlas_.sites = geodesy::to_metres(atlas_.sites, metric);
    atlas_.points.crs = atlas_.metric_crs;
    atlas_.scale_error = geodesy::scale_error(metric, atlas_.regions.envelope());
  }

  void project() {
    const bool drawn = atlas_.regions.size() > 0;
    const geodesy::Crs metric =
        choose_metric(drawn ? atlas_.regions.crs : atlas_.points.crs,
                      drawn ? atlas_.regions.envelope() : atlas_.points.envelope());
    if (drawn) {
      refuse_swapped(atlas_.points, geodesy::Crs(atlas_.regions.crs), atlas_.regions.envelope());
      atlas_.regions = geodesy::to_metres(atlas_.regions, metric, context_);
      compare_systems();
    }
    atlas_.points =
        geodesy::to_metres(std::move(atlas_.points), metric, atlas_.enterprise_rejects, context_);
    if (!atlas_.sites.sites.empty()) atlas_.sites = geodesy::to_metres(atlas_.sites, metric);
    refuse_none(atlas_, atlas_.points.size());
    find_in_rows(atlas_);
    const Box map = drawn ? atlas_.regions.envelope() : atlas_.points.envelope();
    atlas_.scale_error = geodesy::scale_error(metric, map);
  }

  /// The coordinate system from what the rows state of their districts: guessed if asked for, else
  /// doubted where another one fits better.
  void compare_systems() {
    const Job& job = atlas_.job;
    if (!names_) return;
    if (!geodesy::Crs(atlas_.points.crs).geographic()) {
      if (!job.guess_crs) return;
      throw Error(ErrorCode::kInput, atlas_.points.source + ": is in " + atlas_.points.crs +
                                         ", which leaves nothing to guess; leave out crs");
    }
    const join::StatedDistricts stated =
        join::stated_districts(atlas_.points.categories(job.district_column), *names_);
    if (!job.guess_crs) {
      const CrsGuess seen =
          compare_crs(atlas_.points, stated, atlas_.regions, atlas_.metric_crs, context_);
      if (seen.rows == 0) return;
      const std::string name = geodesy::Crs(atlas_.points.crs).name();
      const bool doubted = decided(seen) && geodesy::Crs(seen.chosen).name() != name;
      if (doubted || checks_only_) find_system(atlas_, name, seen, doubted);
      return;
    }
    atlas_.crs_guess =
        guess_crs(atlas_.points, stated, atlas_.regions, atlas_.metric_crs, context_);
    const CrsGuess& guess = *atlas_.crs_guess;
    atlas_.points.crs = guess.chosen;
    const std::string rows = std::to_string(guess.rows);
    assume("企业坐标系按所填区推断为 " + guess.chosen + "：" + rows + " 行中位于所填区的比例为 " +
               figures(guess) + "。",
           "The coordinates of the enterprises are taken as " + guess.chosen + ", a guess: of " +
               rows + " rows lie in the district they state: " + figures(guess) + ".");
  }

  void repair() {
    if (atlas_.regions.size() == 0) return;
    topology::Repaired repaired = topology::repair(atlas_.regions, context_);
    atlas_.regions = std::move(repaired.regions);
    atlas_.repairs = std::move(repaired.repairs);
    atlas_.defects = topology::partition_defects(atlas_.regions, context_);
    find_in_boundaries(atlas_);
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
    if (atlas_.regions.size() > 0) {
      place();
    } else {
      atlas_.assignment.region.assign(atlas_.points.size(), Assignment::kNone);
      atlas_.assignment.on_border.assign(atlas_.points.size(), 0);
    }
    if (atlas_.job.filter) {
      FilterRun filter(atlas_);
      filter.apply(atlas_.points, atlas_.assignment, atlas_.membership, context_);
      filter.finish(atlas_);
    }
    atlas_.counts = stats::Counts(atlas_.regions.size(), atlas_.belts.size());
    atlas_.counts.add(atlas_.points, atlas_.assignment, atlas_.membership,
                      atlas_.job.specialty_column);
    if (atlas_.regions.size() > 0) find_outside(atlas_);
  }

  void place() {
    atlas_.assignment = join::assign(atlas_.points, atlas_.regions, context_);
    atlas_.membership =
        join::belt_membership(atlas_.points, atlas_.assignment, atlas_.belts, context_);
    if (names_) {
      const join::StatedDistricts stated =
          join::stated_districts(atlas_.points.categories(atlas_.job.district_column), *names_);
      row_tables_.push_back(join::district_matrix(stated, atlas_.assignment, atlas_.regions));
      row_tables_.push_back(
          join::district_mismatch(stated, atlas_.assignment, atlas_.regions, atlas_.points));
      find_in_districts(atlas_, stated, *names_, row_tables_.back().row_count());
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
    inputs.counts = &atlas_.counts;
    inputs.regions = &atlas_.regions;
    inputs.assignment = &atlas_.assignment;
    inputs.specialty_column = atlas_.job.specialty_column;
    if (atlas_.by_district.size() > 0) inputs.unlocated = &atlas_.by_district;
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
    }
    if (atlas_.job.clusters) atlas_.tables.push_back(stats::cluster_table(inputs, atlas_.clusters));
  }

  const Context& context_;
  Atlas atlas_;
  std::optional<join::DistrictNames> names_;
  std::vector<Table> row_tables_;  // lists of rows, after the tables of figures
  bool checks_only_ = false;
  std::optional<geodesy::Crs> regions_as_read_;  // with batches
  Box box_as_read_;
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

Atlas check(const Job& job, const Context& context) { return Run(job, context).checks(); }

Verdict verdict(const Atlas& atlas) {
  Verdict verdict = Verdict::kOk;
  for (const Finding& finding : atlas.findings) {
    if (finding.severity == Finding::Severity::kError) return Verdict::kNotUsable;
    if (finding.severity == Finding::Severity::kWarning) verdict = Verdict::kUsableWithWarnings;
  }
  return verdict;
}

}  // namespace geo::atlas
