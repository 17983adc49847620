#include "viewer/figures.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/atlas/subset.hpp"

namespace geo::viewer {

const Table* Figures::table(const Session& session, const std::string& name) const {
  for (const Table& each : tables) {
    if (each.name == name) return &each;
  }
  return session.atlas.table(name);
}

namespace {

constexpr double kStep_m = 2000;
constexpr double kMostSteps = 200;

std::vector<stats::AxisProfile> profiles_of(const atlas::Atlas& atlas,
                                            const std::vector<std::uint32_t>& shown,
                                            const Context& context) {
  std::vector<stats::AxisProfile> profiles(atlas.belts.size());
  for (std::size_t b = 0; b < atlas.belts.size(); ++b) {
    const std::vector<Point>& axis = atlas.belts.axis[b];
    double length = 0;
    for (std::size_t k = 1; k < axis.size(); ++k) {
      length += std::hypot(axis[k].x - axis[k - 1].x, axis[k].y - axis[k - 1].y);
    }
    if (!(length > 0)) continue;
    std::vector<std::uint32_t> members;
    for (const std::uint32_t i : shown) {
      if (atlas.membership.inside[b][i] != 0) members.push_back(i);
    }
    profiles[b] = stats::axis_profile(atlas.points, members, axis,
                                      std::max(kStep_m, length / kMostSteps), context);
  }
  return profiles;
}

}  // namespace

bool compares(const Table& table) { return table.find("specialty_zh") != nullptr; }

std::shared_ptr<const Figures> make_figures(const Session& session, const select::Filter& filter,
                                            const Context& context) {
  auto figures = std::make_shared<Figures>();
  figures->filter = filter;
  const select::FilterInputs inputs = filter_inputs(session.atlas, session.facts);
  figures->shown = select::filtered(inputs, filter, context);
  figures->profiles = profiles_of(session.atlas, figures->shown, context);
  if (!session.facts.attributes.founded.empty()) {
    select::Filter ever = filter;
    ever.specialty.clear();
    ever.founded = {};
    const std::string& column = session.atlas.job.specialty_column;
    figures->timeline =
        stats::timeline(session.facts.attributes.founded,
                        column.empty() ? nullptr : &session.atlas.points.categories(column),
                        ever == filter ? figures->shown : select::filtered(inputs, ever, context));
  }
  figures->whole = filter.empty();
  figures->compared = session.atlas.points.size();
  select::Filter any = filter;
  any.specialty.clear();
  if (!any.empty()) {
    const std::vector<std::uint32_t> left =
        filter.specialty.empty() ? figures->shown : select::filtered(inputs, any, context);
    figures->compared = left.size();
    figures->tables = atlas::tables_of(session.atlas, left);
  }
  if (!filter.specialty.empty()) {
    std::erase_if(figures->tables, [](const Table& table) { return !compares(table); });
    for (Table& table : atlas::amounts_of(session.atlas, figures->shown)) {
      figures->tables.push_back(std::move(table));
    }
  }
  return figures;
}

}  // namespace geo::viewer
