#include "geo/atlas/subset.hpp"

#include "geo/stats/tables.hpp"

namespace geo::atlas {

namespace {

// Without a column of specialties, what compares them is left out.
std::vector<Table> tables_by(const std::string& specialty, const Atlas& atlas,
                             const std::vector<std::uint32_t>& indices) {
  if (atlas.regions.size() == 0 || atlas.assignment.region.size() != atlas.points.size()) return {};
  PointSet points = atlas.points.places().select(indices);
  if (const Column* column = specialty.empty() ? nullptr : atlas.points.find(specialty)) {
    points.columns.push_back(column->select(indices));
  }
  Assignment assignment;
  BeltMembership membership;
  membership.inside.resize(atlas.membership.inside.size());
  for (const std::uint32_t i : indices) {
    assignment.region.push_back(atlas.assignment.region[i]);
    assignment.on_border.push_back(atlas.assignment.on_border[i]);
    for (std::size_t b = 0; b < membership.inside.size(); ++b) {
      membership.inside[b].push_back(atlas.membership.inside[b][i]);
    }
  }
  stats::Inputs inputs;
  inputs.points = &points;
  inputs.regions = &atlas.regions;
  inputs.assignment = &assignment;
  inputs.specialty_column = specialty;
  if (!atlas.job.plan.empty()) inputs.plan = &atlas.plan;
  if (atlas.belts.size() > 0) {
    inputs.belts = &atlas.belts;
    inputs.membership = &membership;
  }
  std::vector<Table> tables = {stats::district_table(inputs)};
  if (inputs.belts != nullptr) tables.push_back(stats::belt_table(inputs));
  if (!specialty.empty()) tables.push_back(stats::specialty_table(inputs));
  if (inputs.plan != nullptr && !specialty.empty()) tables.push_back(stats::plan_table(inputs));
  return tables;
}

}  // namespace

std::vector<Table> tables_of(const Atlas& atlas, const std::vector<std::uint32_t>& indices) {
  return tables_by(atlas.job.specialty_column, atlas, indices);
}

std::vector<Table> amounts_of(const Atlas& atlas, const std::vector<std::uint32_t>& indices) {
  return tables_by("", atlas, indices);
}

}  // namespace geo::atlas
