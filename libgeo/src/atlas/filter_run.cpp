#include "atlas/filter_run.hpp"

#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "base/number.hpp"
#include "geo/atlas/filter_text.hpp"
#include "geo/core/error.hpp"

namespace geo::atlas {
namespace {

[[noreturn]] void fail(const Job& job, const std::string& key, const std::string& message) {
  throw Error(ErrorCode::kOption, (job.file.empty() ? "" : job.file + ": ") + key + ": " + message);
}

void check(const Atlas& atlas) {
  const Job& job = atlas.job;
  const select::Filter& filter = job.filter->filter;
  const auto needs = [&](bool used, const std::string& column, const char* key) {
    if (used && column.empty()) {
      fail(job, "enterprises.filter",
           std::string("needs the column of it; name it as enterprises.") + key);
    }
  };
  needs(!filter.specialty.empty(), job.specialty_column, "specialty");
  needs(!filter.founded.open(), job.founded_column, "founded");
  needs(!filter.capital.open(), job.capital_column, "capital");
  needs(!filter.employees.open(), job.employees_column, "employees");
  needs(!filter.text.empty(), job.name_column.empty() ? job.id_column : job.name_column, "name");
  if (!filter.district.empty() && atlas.regions.find(filter.district) < 0) {
    fail(job, "enterprises.filter.district", "no district has the code '" + filter.district + "'");
  }
  const auto& belts = atlas.belts.belts;
  if (!filter.belt.empty() && std::none_of(belts.begin(), belts.end(), [&](const Belt& belt) {
        return belt.id == filter.belt;
      })) {
    fail(job, "enterprises.filter.belt", "the plan has no belt '" + filter.belt + "'");
  }
}

std::string end_text(double value) { return base::number_text(value, 9); }

/// Years as people write them, without a mark for thousands.
std::string year_text(double value) {
  std::string text = base::number_text(value, 8);
  std::erase(text, ',');
  return text;
}

template <typename Print>
void add_range(std::vector<Text>& parts, const Text& what, const select::Range& range,
               Print&& print) {
  if (range.open()) return;
  const std::string from = std::isfinite(range.from) ? print(range.from) : "";
  const std::string to = std::isfinite(range.to) ? print(range.to) : "";
  const std::string text = from.empty() ? "≤ " + to : to.empty() ? "≥ " + from : from + "–" + to;
  parts.push_back({what.zh + " " + text, what.en + " " + text});
}

/// What the filter asks for, in words.
Text in_words(const Atlas& atlas) {
  const select::Filter& filter = atlas.job.filter->filter;
  std::vector<Text> parts;
  if (!filter.specialty.empty()) {
    const int planned = atlas.plan.specialty(filter.specialty);
    parts.push_back(planned >= 0 ? atlas.plan.specialties[static_cast<std::size_t>(planned)]
                                 : Text{filter.specialty, filter.specialty});
  }
  if (const int region = atlas.regions.find(filter.district); region >= 0) {
    parts.push_back(atlas.regions.regions[static_cast<std::size_t>(region)].name);
  }
  for (const Belt& belt : atlas.belts.belts) {
    if (belt.id == filter.belt) parts.push_back(belt.name);
  }
  if (!filter.text.empty()) parts.push_back({"“" + filter.text + "”", "\"" + filter.text + "\""});
  // What is before a year ends with the year before it.
  select::Range founded = filter.founded;
  if (founded.to == std::floor(founded.to)) founded.to -= 1;
  add_range(parts, {"成立", "founded"}, founded, year_text);
  add_range(parts, {"注册资本", "capital"}, filter.capital, end_text);
  add_range(parts, {"员工", "employees"}, filter.employees, end_text);
  Text all;
  for (const Text& part : parts) {
    all.zh += (all.zh.empty() ? "" : "，") + part.in(Language::kChinese);
    all.en += (all.en.empty() ? "" : ", ") + part.in(Language::kEnglish);
  }
  return all;
}

/// Leaves the words that no row has any more: what is left is as a file without the others.
void forget_unused(Categories& words) {
  std::vector<std::uint8_t> used(words.names.size(), 0);
  for (const std::uint32_t code : words.codes) {
    if (code != Categories::kMissing) used[code] = 1;
  }
  std::vector<std::uint32_t> now(words.names.size(), Categories::kMissing);
  std::vector<std::string> names;
  for (std::size_t code = 0; code < used.size(); ++code) {
    if (used[code] == 0) continue;
    now[code] = static_cast<std::uint32_t>(names.size());
    names.push_back(words.names[code]);
  }
  for (std::uint32_t& code : words.codes) {
    if (code != Categories::kMissing) code = now[code];
  }
  words.names = std::move(names);
}

}  // namespace

FilterRun::FilterRun(const Atlas& atlas) : atlas_(atlas) {
  check(atlas);
  const FilterStep& step = *atlas.job.filter;
  if (!step.filter.text.empty() && !step.readings_characters.empty()) {
    readings_ = select::Readings(step.readings_characters, step.readings_words);
  }
}

std::vector<io::ColumnRequest> FilterRun::columns(const Job& job) {
  std::vector<io::ColumnRequest> columns;
  const select::Filter& filter = job.filter->filter;
  const auto need = [&](bool used, const std::string& name, io::ColumnKind kind) {
    if (used && !name.empty()) columns.push_back({name, kind});
  };
  need(!filter.founded.open(), job.founded_column, io::ColumnKind::kDate);
  need(!filter.capital.open(), job.capital_column, io::ColumnKind::kNumber);
  need(!filter.employees.open(), job.employees_column, io::ColumnKind::kNumber);
  need(!filter.text.empty(), job.name_column, io::ColumnKind::kText);
  need(!filter.text.empty(), job.id_column, io::ColumnKind::kText);
  return columns;
}

void FilterRun::apply(PointSet& points, Assignment& assignment, BeltMembership& membership,
                      const Context& context) {
  const Job& job = atlas_.job;
  const select::Attributes attributes =
      select::attributes_of(points, job.founded_column, job.capital_column, job.employees_column);
  const std::vector<std::uint32_t> left =
      select::filtered({.points = &points,
                        .regions = &atlas_.regions,
                        .assignment = &assignment,
                        .belts = &atlas_.belts,
                        .membership = &membership,
                        .specialty_column = job.specialty_column,
                        .text_columns = {job.name_column, job.id_column},
                        .attributes = &attributes,
                        .readings = &readings_},
                       job.filter->filter, context);
  count_.of += points.size();
  count_.left += left.size();
  if (left.size() == points.size()) return;
  points = points.select(left);
  for (Column& column : points.columns) {
    if (column.name != job.specialty_column) continue;
    if (auto* words = std::get_if<Categories>(&column.values)) forget_unused(*words);
  }
  Assignment placed;
  placed.region.reserve(left.size());
  placed.on_border.reserve(left.size());
  for (const std::uint32_t i : left) {
    placed.region.push_back(assignment.region[i]);
    placed.on_border.push_back(assignment.on_border[i]);
  }
  assignment = std::move(placed);
  for (std::vector<std::uint8_t>& inside : membership.inside) {
    std::vector<std::uint8_t> kept;
    kept.reserve(left.size());
    for (const std::uint32_t i : left) kept.push_back(inside[i]);
    inside = std::move(kept);
  }
}

void FilterRun::finish(Atlas& atlas) const {
  const Text words = in_words(atlas);
  if (count_.left == 0) {
    fail(atlas.job, "enterprises.filter",
         "none of " + std::to_string(count_.of) + " enterprises passes; change it or leave it out");
  }
  atlas.filtered = count_;
  const std::string of = base::number_text(static_cast<double>(count_.of), 15);
  const std::string left = base::number_text(static_cast<double>(count_.left), 15);
  const std::uint64_t out = count_.of - count_.left;
  const Text text{"仅计通过筛选（" + words.zh + "）的企业：" + of + " 家中的 " + left + " 家。",
                  "Only the enterprises that pass the filter (" + words.en + ") count: " + left +
                      " of " + of + "."};
  atlas.notes.push_back(text);
  atlas.findings.push_back({Finding::Severity::kNote, "filter", out, text});
}

io::Facts filter_facts(const Atlas& atlas) {
  if (!atlas.filtered) return {};
  const FilterCount& count = *atlas.filtered;
  return {{"filter", filter_text(atlas.job.filter->filter)},
          {"filter_left", std::to_string(count.left) + " of " + std::to_string(count.of)}};
}

}  // namespace geo::atlas
