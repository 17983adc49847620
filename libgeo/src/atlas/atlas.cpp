#include "geo/atlas/atlas.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <map>

#include "atlas/classify_run.hpp"
#include "atlas/crs_guess.hpp"
#include "atlas/density_run.hpp"
#include "atlas/filter_run.hpp"
#include "atlas/findings.hpp"
#include "atlas/guesses.hpp"
#include "atlas/reject_spool.hpp"
#include "atlas/rows.hpp"
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
    check_batches();
    stage("read", 0.00, 0.02, [&] { read_places(); });
    stage("project", 0.02, 0.03, [&] { project_places(); });
    stage("repair", 0.03, 0.05, [&] { repair(); });
    stage("batches", 0.05, 0.98, [&] { batches(); });
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
        table.columns.push_back({"data_status",
                                 {"数据性质", "Data status"},
                                 "",
                                 0,
                                 std::vector<std::string>(table.row_count(), "SYNTHETIC")});
      }
      atlas_.tables.push_back(std::move(table));
    }
    atlas_.enterprise_rejects.validate();
    return std::move(atlas_);
  }

  void note(const char* kind, const std::string& zh, const std::string& en) {
    atlas_.notes.push_back({zh, en});
    atlas_.findings.push_back({Finding::Severity::kNote, kind, 0, {zh, en}});
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

  /// The enterprises with the columns that the steps need.
  [[nodiscard]] io::PointSource point_source() const {
    const Job& job = atlas_.job;
    io::PointSource source = job.enterprises;
    const auto keep = [&](const std::string& name, io::ColumnKind kind) {
      const auto same = [&](const io::ColumnRequest& request) { return request.name == name; };
      if (!name.empty() && std::none_of(source.columns.begin(), source.columns.end(), same)) {
        source.columns.push_back({name, kind});
      }
    };
    keep(job.specialty_column, io::ColumnKind::kCategory);
    if (job.filter) {
      for (const auto& [name, kind] : FilterRun::columns(job)) keep(name, kind);
    }
    if (job.batch_rows > 0) return source;
    if (job.classify) {
      keep(job.classify->code_column, io::ColumnKind::kText);
      for (const std::string& text : job.classify->texts) keep(text, io::ColumnKind::kText);
    }
    keep(job.district_column, io::ColumnKind::kCategory);
    keep(job.id_column, io::ColumnKind::kText);
    keep(job.credit_code_column, io::ColumnKind::kText);
    keep(job.name_column, io::ColumnKind::kText);
    keep(job.founded_column, io::ColumnKind::kDate);
    keep(job.capital_column, io::ColumnKind::kNumber);
    keep(job.employees_column, io::ColumnKind::kNumber);
    if (job.density && job.density->time) keep(job.density->time->column, io::ColumnKind::kDate);
    if (job.density && job.density->bins) {
      for (const std::string& name : job.density->bins->columns) {
        keep(name, io::ColumnKind::kNumber);
      }
    }
    source.keep_unlocated = names_ && job.count_unlocated && !job.filter;
    return source;
  }

  [[nodiscard]] std::vector<std::string> files() const {
    const Job& job = atlas_.job;
    if (job.enterprise_files.empty()) return {job.enterprises.path};
    return io::files_named(job.enterprise_files);
  }

  void read() {
    const Job& job = atlas_.job;
    read_places();
    const io::PointSource source = point_source();
    part(job.boundaries ? 0.1 : 0, 0.9);
    io::PointsRead read = io::read_point_files(source, files(), context_);
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
    assume_synthetic();
  }

  void assume_synthetic() {
    if (atlas_.points.synthetic) {
      assume("企业数据为合成数据（SYNTHETIC），不代表任何真实企业。",
             "SYNTHETIC data: the enterprises are invented and stand for no real firm.");
    }
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
    refuse_none(atlas_.points.size());
    find_in_rows(atlas_);
    const Box map = drawn ? atlas_.regions.envelope() : atlas_.points.envelope();
    atlas_.scale_error = geodesy::scale_error(metric, map);
  }

  void refuse_none(std::uint64_t points) const {
    if (points > 0) return;
    throw Error(ErrorCode::kInput, atlas_.points.source + ": no row could be projected into " +
                                       atlas_.metric_crs +
                                       "; check the coordinate system of the enterprises");
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

  /// Throws where the points fit the boundaries only with their coordinates exchanged. A latitude
  /// can pass for a longitude in most of the world, so the boundaries decide. Both are compared as
  /// they were read, with a margin for the offset of Chinese web maps.
  static void refuse_swapped(const PointSet& points, const geodesy::Crs& regions,
                             const Box& drawn) {
    if (!regions.geographic() || !geodesy::Crs(points.crs).geographic()) return;
    const Box box = drawn.grown(0.05);
    std::size_t fit = 0;
    std::size_t fit_exchanged = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      fit += box.contains({points.x[i], points.y[i]}) ? 1U : 0U;
      fit_exchanged += box.contains({points.y[i], points.x[i]}) ? 1U : 0U;
    }
    if (fit * 10 >= points.size() || fit_exchanged * 2 <= points.size()) return;
    throw Error(ErrorCode::kInput,
                points.source +
                    ": longitude and latitude are swapped: the rows lie within the boundaries "
                    "only when x and y are exchanged; exchange 'x' and 'y' of the enterprises");
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

  void check_batches() const {
    const Job& job = atlas_.job;
    const auto refuse = [&](const std::string& key, const std::string& advice = "leave it out") {
      throw Error(ErrorCode::kOption, (job.file.empty() ? "" : job.file + ": ") + key +
                                          " needs all enterprises at once and cannot be computed "
                                          "in batches; " +
                                          advice + ", or leave out batch_rows");
    };
    if (!job.boundaries) {
      throw Error(ErrorCode::kOption, (job.file.empty() ? "" : job.file + ": ") +
                                          "batch_rows needs boundaries, to know the map before the "
                                          "enterprises are read");
    }
    if (job.clusters) refuse("clusters", "set it to false");
    if (job.classify) refuse("classify");
    if (!job.district_column.empty()) refuse("enterprises.district");
    if (!job.credit_code_column.empty()) refuse("enterprises.credit_code");
    if (job.duplicates == DuplicateRule::kDrop) refuse("enterprises.duplicates");
    if (!job.density) return;
    const DensityStep& step = *job.density;
    if (step.bandwidth_rule) refuse("density.bandwidth_m by a rule", "give metres");
    if (step.adaptive) refuse("density.adaptive");
    if (step.relative) refuse("density.relative");
    if (step.significance) refuse("density.significance");
    if (step.bins) refuse("density.bins");
    if (step.time) refuse("density.time");
  }

  /// Rows are numbered on from file to file.
  void number_on(io::PointBatch& batch, std::uint64_t before) {
    for (std::uint64_t& row : batch.points.row) row += before;
    for (std::vector<Reject>* rejects : {&batch.rejects.rows, &batch.rejects.cells}) {
      for (Reject& reject : *rejects) reject.row += before;
    }
    if (batch.points.size() > 0) last_row_ = std::max(last_row_, batch.points.row.back());
    if (!batch.rejects.rows.empty()) {
      last_row_ = std::max(last_row_, batch.rejects.rows.back().row);
    }
  }

  /// Codes that mean the same in the batches of all files.
  void recode(PointSet& points, std::map<std::string, std::uint32_t>& words) const {
    if (atlas_.job.specialty_column.empty()) return;
    for (Column& column : points.columns) {
      if (column.name != atlas_.job.specialty_column) continue;
      auto& categories = std::get<Categories>(column.values);
      std::vector<std::uint32_t> codes;
      for (const std::string& name : categories.names) {
        codes.push_back(
            words.emplace(name, static_cast<std::uint32_t>(words.size())).first->second);
      }
      for (std::uint32_t& code : categories.codes) {
        if (code != Categories::kMissing) code = codes[code];
      }
      categories.names.resize(words.size());
      for (const auto& [name, code] : words) categories.names[code] = name;
    }
  }

  void add_encoding(const std::string& encoding) {
    std::string& all = atlas_.encoding;
    if (("," + all + ",").find("," + encoding + ",") != std::string::npos) return;
    all += (all.empty() ? "" : ",") + encoding;
  }

  void batches() {
    const Job& job = atlas_.job;
    const geodesy::Crs metric(atlas_.metric_crs);
    const Context quiet = context_.part(0, 0);  // the reading alone tells how far we are
    Rejects& rejects = atlas_.enterprise_rejects;
    atlas_.reject_spool = std::make_shared<RejectSpool>();
    atlas_.counts = stats::Counts(atlas_.regions.size(), atlas_.belts.size());
    std::optional<FilterRun> filter;
    if (job.filter) filter.emplace(atlas_);
    std::optional<DensityBatches> density;
    if (job.density) density.emplace(atlas_, quiet);
    const std::vector<std::string> files = this->files();
    atlas_.points.source = io::files_text(files);
    rejects.file = atlas_.points.source;
    std::uint64_t imprecise = 0;
    std::map<std::string, std::uint32_t> words;  // of all files
    for (std::size_t f = 0; f < files.size(); ++f) {
      const auto share = [&](std::size_t i) {
        return static_cast<double>(i) / static_cast<double>(files.size());
      };
      io::PointSource source = point_source();
      source.path = files[f];
      io::PointReader reader(source, context_.part(share(f), share(f + 1)));
      const std::uint64_t before = last_row_;
      if (files.size() > 1) atlas_.enterprise_files.push_back({io::files_text({files[f]}), before});
      while (std::optional<io::PointBatch> batch = reader.next(job.batch_rows)) {
        if (rejects.read == 0) refuse_swapped(batch->points, *regions_as_read_, box_as_read_);
        number_on(*batch, before);
        atlas_.points.synthetic =
            atlas_.points.synthetic || batch->points.synthetic || job.synthetic;
        PointSet points =
            geodesy::to_metres(std::move(batch->points), metric, batch->rejects, quiet);
        rejects.read += batch->rejects.read;
        rejects.used += batch->rejects.used;
        rejects.rows = std::move(batch->rejects.rows);
        rejects.cells = std::move(batch->rejects.cells);
        atlas_.reject_spool->take(rejects);
        if (points.size() == 0) continue;
        Assignment assignment = join::assign(points, atlas_.regions, quiet);
        BeltMembership membership = join::belt_membership(points, assignment, atlas_.belts, quiet);
        if (filter) filter->apply(points, assignment, membership, quiet);
        if (points.size() == 0) continue;
        if (files.size() > 1 || filter) recode(points, words);
        atlas_.counts.add(points, assignment, membership, job.specialty_column);
        if (density) density->add(points);
      }
      add_encoding(reader.facts().encoding);
      atlas_.undecodable += reader.facts().undecodable;
      imprecise += reader.facts().imprecise;
    }
    refuse_none(rejects.used);
    if (filter) filter->finish(atlas_);
    atlas_.imprecise = imprecise;
    assume_synthetic();
    find_in_rows(atlas_);
    find_outside(atlas_);
    if (density) density->finish();
    note("batches", "企业分批读取，未保留：atlas.gpkg 中没有企业图层。",
         "The enterprises were read in batches and not kept: there is no layer of them.");
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
  std::uint64_t last_row_ = 0;
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
