#include "viewer/tools/selection.hpp"

#include "geo/select/within.hpp"

namespace geo::viewer {

std::shared_ptr<const Selection> make_selection(const Session& session,
                                                const std::vector<Point>& ring,
                                                const select::Filter& filter,
                                                const Context& context) {
  const atlas::Atlas& atlas = session.atlas;
  auto selection = std::make_shared<Selection>();
  selection->ring = ring;
  selection->filter = filter;
  const std::vector<std::uint32_t> shown =
      select::filtered(filter_inputs(atlas, session.facts), filter, context);
  selection->inside = select::within(atlas.points, shown, ring, context);
  const std::string& column = atlas.job.specialty_column;
  selection->summary =
      stats::summary(selection->inside, column.empty() ? nullptr : &atlas.points.categories(column),
                     atlas.assignment, atlas.regions.size(), session.facts.attributes.capital,
                     session.facts.attributes.employees);
  selection->measured = geodesy::measure(ring, session.metric);
  return selection;
}

}  // namespace geo::viewer
