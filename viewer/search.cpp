#include "viewer/search.hpp"

#include <algorithm>
#include <variant>

#include "geo/select/best.hpp"

namespace geo::viewer {
namespace {

constexpr std::size_t kMostPlaces = 5;  // of districts, and of sites
constexpr std::size_t kMostEnterprises = 8;

Text kind_of(const Site& site) {
  if (site.kind == "core") return {"产业带核心", "core of a belt"};
  if (site.kind == "park") return {"园区", "park"};
  if (site.kind == "business district") return {"商务区", "business district"};
  return {site.kind, site.kind};
}

// Of names in two languages, those that the query finds in either.
std::vector<select::Hit> best_of(const std::vector<Text>& names, const select::TextQuery& query,
                                 const Context& context) {
  std::vector<select::Hit> all;
  for (std::uint32_t i = 0; i < names.size(); ++i) {
    const select::TextQuery::Match match =
        std::max(query.match(names[i].zh), query.match(names[i].en));
    if (match != select::TextQuery::Match::kNone) all.push_back({i, match});
  }
  context.check();
  std::stable_sort(all.begin(), all.end(),
                   [](const select::Hit& a, const select::Hit& b) { return a.match > b.match; });
  if (all.size() > kMostPlaces) all.resize(kMostPlaces);
  return all;
}

}  // namespace

std::shared_ptr<const Found> find_places(const Session& session, const std::string& text,
                                         const Context& context) {
  const atlas::Atlas& atlas = session.atlas;
  auto found = std::make_shared<Found>();
  found->text = text;
  const select::TextQuery query(text, *session.facts.readings);
  if (query.empty()) return found;
  std::vector<Text> names;
  for (const Region& region : atlas.regions.regions) names.push_back(region.name);
  for (const select::Hit& hit : best_of(names, query, context)) {
    found->places.push_back(
        {Place::Kind::kDistrict, hit.index, names[hit.index], {"区", "district"}});
  }
  names.clear();
  for (const Site& site : atlas.sites.sites) names.push_back(site.name);
  for (const select::Hit& hit : best_of(names, query, context)) {
    found->places.push_back(
        {Place::Kind::kSite, hit.index, names[hit.index], kind_of(atlas.sites.sites[hit.index])});
  }
  std::size_t left = kMostEnterprises;
  for (const std::string& column : {atlas.job.name_column, atlas.job.id_column}) {
    const Column* names_of = column.empty() ? nullptr : atlas.points.find(column);
    if (names_of == nullptr) continue;
    const auto* texts = std::get_if<std::vector<std::string>>(&names_of->values);
    if (texts == nullptr) continue;
    for (const select::Hit& hit : select::best(*texts, query, left, context)) {
      const std::int32_t region = atlas.assignment.region[hit.index];
      found->places.push_back(
          {Place::Kind::kEnterprise,
           hit.index,
           {(*texts)[hit.index], (*texts)[hit.index]},
           region < 0 ? Text{} : atlas.regions.regions[static_cast<std::size_t>(region)].name});
      --left;
    }
  }
  return found;
}

}  // namespace geo::viewer
