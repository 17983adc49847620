#include "atlas/point_input.hpp"

#include <algorithm>

#include "atlas/filter_run.hpp"
#include "geo/core/error.hpp"
#include "geo/io/point_files.hpp"

namespace geo::atlas {

io::PointSource point_source(const Job& job) {
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
    for (const std::string& name : job.density->bins->columns) keep(name, io::ColumnKind::kNumber);
  }
  source.keep_unlocated =
      job.boundaries && !job.district_column.empty() && job.count_unlocated && !job.filter;
  return source;
}

std::vector<std::string> point_files(const Job& job) {
  if (job.enterprise_files.empty()) return {job.enterprises.path};
  return io::files_named(job.enterprise_files);
}

void refuse_swapped(const PointSet& points, const geodesy::Crs& regions, const Box& drawn) {
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

void refuse_none(const Atlas& atlas, std::uint64_t points) {
  if (points > 0) return;
  throw Error(ErrorCode::kInput, atlas.points.source + ": no row could be projected into " +
                                     atlas.metric_crs +
                                     "; check the coordinate system of the enterprises");
}

void assume_synthetic(Atlas& atlas) {
  if (!atlas.points.synthetic) return;
  atlas.assumptions.push_back(
      {"企业数据为合成数据（SYNTHETIC），不代表任何真实企业。",
       "SYNTHETIC data: the enterprises are invented and stand for no real firm."});
}

}  // namespace geo::atlas
