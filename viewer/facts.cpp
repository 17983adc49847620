#include "viewer/facts.hpp"

#include <array>
#include <cmath>
#include <cstdio>

#include "geo/core/error.hpp"
#include "geo/scene/classes.hpp"
#include "viewer/data_folder.hpp"

namespace geo::viewer {
namespace {

constexpr std::size_t kBins = 40;

std::shared_ptr<const select::Readings> read_readings() {
  const std::filesystem::path folder = data_folder() / "readings";
  try {
    return std::make_shared<select::Readings>((folder / "characters.csv").string(),
                                              (folder / "words.csv").string());
  } catch (const Error&) {  // names are then found as they are written only
    return std::make_shared<select::Readings>();
  }
}

// A year, or the quarter that begins there.
std::string year_text(double year, bool quarter) {
  std::array<char, 32> text{};
  const double whole = std::floor(year + 1e-6);
  if (quarter) {
    std::snprintf(text.data(), text.size(), "%.0f Q%d", whole,
                  static_cast<int>(std::floor((year - whole) * 4 + 1e-3)) + 1);
  } else {
    std::snprintf(text.data(), text.size(), "%.0f", whole);
  }
  return text.data();
}

Text amount(const Text& what, const select::Range& range) {
  const bool low = std::isfinite(range.from);
  const bool high = std::isfinite(range.to);
  const std::string from = low ? scene::format_number(range.from, 4) : "";
  const std::string to = high ? scene::format_number(range.to, 4) : "";
  const std::string text = low && high ? from + "–" + to : low ? "≥ " + from : "≤ " + to;
  return {what.zh + " " + text, what.en + " " + text};
}

}  // namespace

std::string unit_text(std::string unit) {
  const std::size_t at = unit.find("km2");
  if (at != std::string::npos) unit.replace(at, 3, "km²");
  return unit;
}

Facts facts_of(const atlas::Atlas& atlas) {
  Facts facts;
  facts.attributes = select::attributes_of(atlas.points, atlas.job.founded_column,
                                           atlas.job.capital_column, atlas.job.employees_column);
  facts.founded = select::histogram(facts.attributes.founded, kBins, false);
  facts.capital = select::histogram(facts.attributes.capital, kBins, true);
  facts.employees = select::histogram(facts.attributes.employees, kBins, true);
  static const std::shared_ptr<const select::Readings> readings = read_readings();
  facts.readings = readings;
  return facts;
}

select::FilterInputs filter_inputs(const atlas::Atlas& atlas, const Facts& facts) {
  return {.points = &atlas.points,
          .regions = &atlas.regions,
          .assignment = &atlas.assignment,
          .belts = &atlas.belts,
          .membership = &atlas.membership,
          .specialty_column = atlas.job.specialty_column,
          .text_columns = {atlas.job.name_column, atlas.job.id_column},
          .attributes = &facts.attributes,
          .readings = facts.readings.get()};
}

Text founded_span(const select::Range& founded) {
  const bool low = std::isfinite(founded.from);
  const bool high = std::isfinite(founded.to);
  // What is before a year ends with the year before it.
  const bool years = (!low || founded.from == std::floor(founded.from)) &&
                     (!high || founded.to == std::floor(founded.to));
  const std::string from = low ? year_text(founded.from, !years) : "";
  const std::string to = high ? year_text(founded.to - (years ? 1 : 0.25), !years) : "";
  if (low && high) {
    const std::string both = from == to ? from : from + " – " + to;
    return {both, both};
  }
  if (low) return {from + " 起", "since " + from};
  return {"至 " + to, "until " + to};
}

Text founded_text(const select::Range& founded) {
  const Text span = founded_span(founded);
  return {span.zh + " 成立", "founded " + span.en};
}

std::vector<Text> filter_texts(const atlas::Atlas& atlas, const select::Filter& filter) {
  std::vector<Text> out;
  const int region = atlas.regions.find(filter.district);
  if (region >= 0) out.push_back(atlas.regions.regions[static_cast<std::size_t>(region)].name);
  for (const Belt& belt : atlas.belts.belts) {
    if (belt.id == filter.belt) out.push_back(belt.name);
  }
  if (!filter.founded.open()) out.push_back(founded_text(filter.founded));
  if (!filter.capital.open()) out.push_back(amount({"注册资本", "capital"}, filter.capital));
  if (!filter.employees.open()) out.push_back(amount({"员工", "employees"}, filter.employees));
  if (!filter.text.empty()) {
    out.push_back({"“" + filter.text + "”", "“" + filter.text + "”"});
  }
  return out;
}

}  // namespace geo::viewer
