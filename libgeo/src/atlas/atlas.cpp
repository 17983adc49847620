#include "geo/atlas/atlas.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>

#include "atlas/density_run.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/io/plan.hpp"
#include "geo/join/assign.hpp"
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
    keep(job.specialty_column, io::ColumnKind::kCategory);
    keep(job.id_column, io::ColumnKind::kText);
    keep(job.name_column, io::ColumnKind::kText);
    if (job.density && job.density->time) keep(job.density->time->column, io::ColumnKind::kDate);
    part(job.boundaries ? 0.1 : 0, 1);
    io::PointsRead read = io::read_points(source, context_);
    atlas_.points = std::move(read.points);
    atlas_.points.synthetic = atlas_.points.synthetic || job.synthetic;
    atlas_.enterprise_rejects = std::move(read.rejects);
    atlas_.encoding = read.encoding;
    if (read.imprecise > 0) {
      const std::string count = std::to_string(read.imprecise);
      note(count + " 家企业的坐标只有两位小数，误差可达一公里。",
           count +
               " enterprises have coordinates of two decimals, which may be off by a kilometre.");
    }
    if (atlas_.points.synthetic) {
      assume("企业数据为合成数据（SYNTHETIC），不代表任何真实企业。",
             "SYNTHETIC data: the enterprises are invented and stand for no real firm.");
    }
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
                    atlas_.job.enterprises.path +
                        ": longitude and latitude are swapped: the rows lie within the boundaries "
                        "only when x and y are exchanged; exchange 'x' and 'y' of the enterprises");
      }
      atlas_.regions = geodesy::to_metres(atlas_.regions, metric, context_);
    }
    atlas_.points =
        geodesy::to_metres(std::move(atlas_.points), metric, atlas_.enterprise_rejects, context_);
    if (!atlas_.sites.sites.empty()) atlas_.sites = geodesy::to_metres(atlas_.sites, metric);
    if (atlas_.points.size() == 0) {
      throw Error(ErrorCode::kInput, atlas_.job.enterprises.path +
                                         ": no row could be projected into " + atlas_.metric_crs +
                                         "; check the coordinate system of the enterprises");
    }
    const Box map = drawn ? atlas_.regions.envelope() : atlas_.points.envelope();
    atlas_.scale_error = geodesy::scale_error(metric, map);
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
           "Broken boundaries of " + count + " districts were repaired.");
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
    const std::size_t outside = atlas_.assignment.count_outside();
    if (outside > 0) {
      const std::string count = std::to_string(outside);
      note(
          count + " 家企业不在任何区内，计入全部但不计入各区。",
          count + " enterprises lie in no district; they count for the whole, not for a district.");
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
  }

  const Context& context_;
  Atlas atlas_;
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
