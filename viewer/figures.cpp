#include "viewer/figures.hpp"

#include "geo/atlas/subset.hpp"

namespace geo::viewer {

const Table* Figures::table(const Session& session, const std::string& name) const {
  for (const Table& each : tables) {
    if (each.name == name) return &each;
  }
  return session.atlas.table(name);
}

std::shared_ptr<const Figures> make_figures(const Session& session, const select::Filter& filter,
                                            const Context& context) {
  auto figures = std::make_shared<Figures>();
  figures->filter = filter;
  const select::FilterInputs inputs = filter_inputs(session.atlas, session.facts);
  figures->shown = select::filtered(inputs, filter, context);
  select::Filter any = filter;
  any.specialty.clear();
  figures->whole = any.empty();
  if (figures->whole) {
    figures->of = session.atlas.points.size();
    return figures;
  }
  const std::vector<std::uint32_t> left =
      filter.specialty.empty() ? figures->shown : select::filtered(inputs, any, context);
  figures->of = left.size();
  figures->tables = atlas::tables_of(session.atlas, left);
  return figures;
}

}  // namespace geo::viewer
