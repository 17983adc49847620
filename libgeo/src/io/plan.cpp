#include "geo/io/plan.hpp"

#include <cmath>
#include <set>

#include "base/json.hpp"
#include "geo/core/error.hpp"

namespace geo::io {
namespace {

using base::JsonNode;
using base::JsonObject;

Text text_of(JsonObject& object, const std::string& key) {
  Text text{object.text_or(key, ""), object.text_or(key + "_en", "")};
  return text;
}

// A name is needed, in one language at least.
Text name_of(JsonObject& object) {
  Text name = text_of(object, "name");
  if (name.empty()) object.node().fail("the key 'name' is missing");
  return name;
}

std::string filled(const JsonNode& node) {
  std::string text = node.text();
  if (text.empty()) node.fail("must not be empty");
  return text;
}

// Distinct texts.
std::vector<std::string> distinct(const JsonNode& node) {
  std::vector<std::string> texts;
  std::set<std::string> seen;
  for (const JsonNode& item : node.array()) {
    texts.push_back(filled(item));
    if (!seen.insert(texts.back()).second) item.fail("'" + texts.back() + "' appears twice");
  }
  return texts;
}

// A list that must have members where the key is there.
std::vector<std::string> members_of(const JsonNode& node) {
  std::vector<std::string> texts = distinct(node);
  if (texts.empty()) node.fail("must not be empty");
  return texts;
}

void add_specialties(const JsonNode& node, Plan& plan) {
  for (const JsonNode& item : node.array()) {
    JsonObject object = item.object();
    Text name = name_of(object);
    object.finish();
    for (const std::string& side : {name.zh, name.en}) {
      if (plan.specialty(side) >= 0) item.fail("the specialty '" + side + "' appears twice");
    }
    plan.specialties.push_back(std::move(name));
  }
}

void add_districts(const JsonNode& node, Plan& plan) {
  for (const JsonNode& item : node.array()) {
    JsonObject object = item.object();
    PlanDistrict district;
    district.code = filled(object.at("code"));
    district.name = text_of(object, "name");
    if (district.name.empty()) district.name.zh = district.code;
    if (plan.district(district.code) != nullptr) {
      item.fail("the district '" + district.code + "' appears twice");
    }
    std::set<int> seen;
    for (const JsonNode& specialty : object.at("specialties").array()) {
      const std::string name = specialty.text();
      const int index = plan.specialty(name);
      if (index < 0) specialty.fail("'" + name + "' is not in the list of specialties");
      if (!seen.insert(index).second) specialty.fail("'" + name + "' appears twice");
      district.specialties.push_back(index);
    }
    object.finish();
    plan.districts.push_back(std::move(district));
  }
}

// Codes of districts; where the plan lists its districts, each must be one of them.
std::vector<std::string> district_codes(const JsonNode& node, const Plan& plan) {
  std::vector<std::string> codes = members_of(node);
  for (const std::string& code : codes) {
    if (!plan.districts.empty() && plan.district(code) == nullptr) {
      node.fail("'" + code + "' is no district of this plan");
    }
  }
  return codes;
}

void add_belts(const JsonNode& node, Plan& plan) {
  std::set<std::string> ids;
  for (const JsonNode& item : node.array()) {
    JsonObject object = item.object();
    Belt belt;
    belt.id = filled(object.at("id"));
    if (!ids.insert(belt.id).second) item.fail("the belt '" + belt.id + "' appears twice");
    belt.name = name_of(object);
    belt.title = text_of(object, "title");
    belt.open_ended = object.boolean_or("open_ended", false);
    const JsonNode kind = object.at("kind");
    const std::string kind_text = kind.text();
    if (kind_text == "districts") {
      const auto ordered = object.find("members_north_to_south");
      const auto plain = object.find("members");
      if (ordered && plain) item.fail("give 'members' or 'members_north_to_south', not both");
      if (!ordered && !plain) item.fail("a belt of districts needs 'members'");
      belt.members = district_codes(ordered ? *ordered : *plain, plan);
    } else if (kind_text == "corridor") {
      belt.kind = BeltKind::kCorridor;
      const JsonNode cores = object.at("cores");
      belt.cores = members_of(cores);
      if (belt.cores.size() < 2) cores.fail("a corridor needs at least two cores");
      if (const auto within = object.find("within")) belt.within = district_codes(*within, plan);
      if (const auto width = object.find("half_width_km")) {
        belt.half_width_km = width->number();
        if (*belt.half_width_km <= 0) width->fail("must be above 0");
      }
    } else {
      kind.fail("'" + kind_text + "' is unknown; known are: districts, corridor");
    }
    object.finish();
    plan.belts.push_back(std::move(belt));
  }
}

// Every number below `node`, by the path to it.
void add_figures(const JsonNode& node, Plan& plan) {
  if (node.is_number()) {
    plan.figures.emplace_back(node.path(), node.number());
  } else if (node.is_object()) {
    for (const auto& [key, value] : node.members()) add_figures(value, plan);
  } else if (node.is_array()) {
    for (const JsonNode& value : node.array()) add_figures(value, plan);
  } else if (!node.is_text() && !node.is_null()) {
    node.fail("must be a number, a text, or an object or a list of such");
  }
}

}  // namespace

Plan read_plan(const std::string& path) {
  const JsonNode root = JsonNode::parse_file(path);
  JsonObject object = root.object();
  Plan plan;
  plan.source = object.text_or("source", "");
  add_specialties(object.at("specialties"), plan);
  add_districts(object.at("districts"), plan);
  if (const auto belts = object.find("belts")) add_belts(*belts, plan);
  for (const auto& [key, value] : root.members()) {
    if (key == "fund" || key.starts_with("targets") || key.starts_with("baseline")) {
      if (const auto figures = object.find(key)) add_figures(*figures, plan);
    }
  }
  object.finish();
  return plan;
}

SiteSet read_sites(const std::string& path) {
  const JsonNode root = JsonNode::parse_file(path);
  JsonObject object = root.object();
  SiteSet set;
  set.crs = filled(object.at("crs"));
  const std::string source = object.text_or("source", "");
  for (const JsonNode& item : object.at("sites").array()) {
    JsonObject entry = item.object();
    Site site;
    site.name = name_of(entry);
    for (const std::string& name : {site.name.zh, site.name.en}) {
      if (set.find(name) != nullptr) item.fail("the site '" + name + "' appears twice");
    }
    const bool degrees = entry.find("lon").has_value() || entry.find("lat").has_value();
    const bool metres = entry.find("x").has_value() || entry.find("y").has_value();
    if (degrees == metres) item.fail("give 'lon' and 'lat', or 'x' and 'y'");
    site.position = {entry.at(degrees ? "lon" : "x").number(),
                     entry.at(degrees ? "lat" : "y").number()};
    if (degrees && std::abs(site.position.x) > 180) entry.at("lon").fail("is beyond 180 degrees");
    if (degrees && std::abs(site.position.y) > 90) entry.at("lat").fail("is beyond 90 degrees");
    site.kind = entry.text_or("kind", "");
    site.source = entry.text_or("source", source);
    if (const auto confidence = entry.find("confidence")) {
      site.confidence = confidence->text();
      if (site.confidence != "high" && site.confidence != "medium" && site.confidence != "low") {
        confidence->fail("'" + site.confidence + "' is unknown; known are: high, medium, low");
      }
    }
    entry.finish();
    set.sites.push_back(std::move(site));
  }
  object.finish();
  return set;
}

}  // namespace geo::io
