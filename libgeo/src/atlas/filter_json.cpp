#include "atlas/filter_json.hpp"

#include <cmath>
#include <string>
#include <utility>

#include "geo/atlas/filter_text.hpp"

namespace geo::atlas {
namespace {

using Json = nlohmann::ordered_json;

/// [from, to], of which null is open.
select::Range range_of(const base::JsonNode& node) {
  const std::vector<base::JsonNode> ends = node.array();
  if (ends.size() != 2) node.fail("must be two numbers, from and to; null is open");
  select::Range range;
  if (!ends[0].is_null()) range.from = ends[0].number();
  if (!ends[1].is_null()) range.to = ends[1].number();
  if (range.from > range.to) node.fail("must be two numbers, of which the first is not greater");
  return range;
}

Json range_json(const select::Range& range) {
  const auto end = [](double value) { return std::isfinite(value) ? Json(value) : Json(); };
  return Json::array({end(range.from), end(range.to)});
}

}  // namespace

select::Filter filter_of(base::JsonObject& object) {
  select::Filter filter;
  filter.specialty = object.text_or("specialty", "");
  filter.district = object.text_or("district", "");
  filter.belt = object.text_or("belt", "");
  filter.text = object.text_or("text", "");
  if (const auto node = object.find("founded")) filter.founded = range_of(*node);
  if (const auto node = object.find("capital")) filter.capital = range_of(*node);
  if (const auto node = object.find("employees")) filter.employees = range_of(*node);
  return filter;
}

Json filter_json(const select::Filter& filter) {
  Json json = Json::object();
  for (const auto& [key, text] : {std::pair{"specialty", &filter.specialty},
                                  {"district", &filter.district},
                                  {"belt", &filter.belt},
                                  {"text", &filter.text}}) {
    if (!text->empty()) json[key] = *text;
  }
  for (const auto& [key, range] : {std::pair{"founded", &filter.founded},
                                   {"capital", &filter.capital},
                                   {"employees", &filter.employees}}) {
    if (!range->open()) json[key] = range_json(*range);
  }
  return json;
}

std::string filter_text(const select::Filter& filter) { return filter_json(filter).dump(); }

}  // namespace geo::atlas
