#include "atlas/batch_run.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "atlas/density_run.hpp"
#include "atlas/filter_run.hpp"
#include "atlas/findings.hpp"
#include "atlas/point_input.hpp"
#include "atlas/reject_spool.hpp"
#include "geo/core/error.hpp"
#include "geo/io/point_files.hpp"
#include "geo/join/assign.hpp"

namespace geo::atlas {
namespace {

class BatchRun {
 public:
  BatchRun(Atlas& atlas, const geodesy::Crs& regions, const Box& drawn, const Context& context)
      : atlas_(atlas),
        regions_(regions),
        drawn_(drawn),
        context_(context),
        quiet_(context.part(0, 0)),
        metric_(atlas.metric_crs),
        files_(point_files(atlas.job)) {
    atlas_.reject_spool = std::make_shared<RejectSpool>();
    atlas_.counts = stats::Counts(atlas_.regions.size(), atlas_.belts.size());
    if (atlas_.job.filter) filter_.emplace(atlas_);
    if (atlas_.job.density) density_.emplace(atlas_, quiet_);
    atlas_.points.source = io::files_text(files_);
    atlas_.enterprise_rejects.file = atlas_.points.source;
  }

  void run() {
    for (std::size_t file = 0; file < files_.size(); ++file) read(file);
    refuse_none(atlas_, atlas_.enterprise_rejects.used);
    if (filter_) filter_->finish(atlas_);
    assume_synthetic(atlas_);
    find_in_rows(atlas_);
    find_outside(atlas_);
    if (density_) density_->finish();
    const Text text{"企业分批读取，未保留：atlas.gpkg 中没有企业图层。",
                    "The enterprises were read in batches and not kept: there is no layer of "
                    "them."};
    atlas_.notes.push_back(text);
    atlas_.findings.push_back({Finding::Severity::kNote, "batches", 0, text});
  }

 private:
  void read(std::size_t file) {
    io::PointSource source = point_source(atlas_.job);
    source.path = files_[file];
    const auto share = [&](std::size_t i) {
      return static_cast<double>(i) / static_cast<double>(files_.size());
    };
    io::PointReader reader(source, context_.part(share(file), share(file + 1)));
    const std::uint64_t before = last_row_;
    if (files_.size() > 1) {
      atlas_.enterprise_files.push_back({io::files_text({files_[file]}), before});
    }
    while (std::optional<io::PointBatch> batch = reader.next(atlas_.job.batch_rows)) {
      if (atlas_.enterprise_rejects.read == 0) refuse_swapped(batch->points, regions_, drawn_);
      number_on(*batch, before);
      atlas_.points.synthetic =
          atlas_.points.synthetic || batch->points.synthetic || atlas_.job.synthetic;
      PointSet points =
          geodesy::to_metres(std::move(batch->points), metric_, batch->rejects, quiet_);
      keep_rejects(std::move(batch->rejects));
      count(std::move(points));
    }
    add_encoding(reader.facts().encoding);
    atlas_.undecodable += reader.facts().undecodable;
    atlas_.imprecise += reader.facts().imprecise;
  }

  void keep_rejects(Rejects&& batch) {
    Rejects& rejects = atlas_.enterprise_rejects;
    rejects.read += batch.read;
    rejects.used += batch.used;
    rejects.rows = std::move(batch.rows);
    rejects.cells = std::move(batch.cells);
    atlas_.reject_spool->take(rejects);
  }

  void count(PointSet points) {
    if (points.size() == 0) return;
    Assignment assignment = join::assign(points, atlas_.regions, quiet_);
    BeltMembership membership = join::belt_membership(points, assignment, atlas_.belts, quiet_);
    if (filter_) filter_->apply(points, assignment, membership, quiet_);
    if (points.size() == 0) return;
    if (files_.size() > 1 || filter_) recode(points);
    atlas_.counts.add(points, assignment, membership, atlas_.job.specialty_column);
    if (density_) density_->add(points);
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
  void recode(PointSet& points) {
    if (atlas_.job.specialty_column.empty()) return;
    for (Column& column : points.columns) {
      if (column.name != atlas_.job.specialty_column) continue;
      auto& categories = std::get<Categories>(column.values);
      std::vector<std::uint32_t> codes;
      for (const std::string& name : categories.names) {
        codes.push_back(
            words_.emplace(name, static_cast<std::uint32_t>(words_.size())).first->second);
      }
      for (std::uint32_t& code : categories.codes) {
        if (code != Categories::kMissing) code = codes[code];
      }
      categories.names.resize(words_.size());
      for (const auto& [name, code] : words_) categories.names[code] = name;
    }
  }

  void add_encoding(const std::string& encoding) {
    std::string& all = atlas_.encoding;
    if (("," + all + ",").find("," + encoding + ",") != std::string::npos) return;
    all += (all.empty() ? "" : ",") + encoding;
  }

  Atlas& atlas_;
  const geodesy::Crs& regions_;
  const Box& drawn_;
  const Context& context_;
  Context quiet_;  // the reading alone tells how far we are
  geodesy::Crs metric_;
  std::vector<std::string> files_;
  std::optional<FilterRun> filter_;
  std::optional<DensityBatches> density_;
  std::map<std::string, std::uint32_t> words_;  // the specialties of all files
  std::uint64_t last_row_ = 0;
};

}  // namespace

void check_batches(const Job& job) {
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

void run_batches(Atlas& atlas, const geodesy::Crs& regions, const Box& drawn,
                 const Context& context) {
  BatchRun(atlas, regions, drawn, context).run();
}

}  // namespace geo::atlas
