#include "geo/join/district_names.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "base/csv_text.hpp"
#include "base/fold.hpp"
#include "geo/core/error.hpp"

namespace geo::join {
namespace {

constexpr std::array<std::string_view, 4> kEndings = {"新区", "区", "县", "市"};

/// Folded, and without the marks that spellings of Latin names differ in.
std::string key_of(std::string_view text) {
  std::string key = base::fold(text);
  for (const std::string_view apostrophe : {"’", "‘"}) {
    for (std::size_t at = key.find(apostrophe); at != std::string::npos;
         at = key.find(apostrophe)) {
      key.erase(at, apostrophe.size());
    }
  }
  std::erase_if(key, [](char c) { return c == ' ' || c == '-' || c == '\'' || c == '`'; });
  return key;
}

/// The name without its ending, or nothing.
std::string shortened(const std::string& key) {
  for (const std::string_view ending : kEndings) {
    if (!key.ends_with(ending)) continue;
    const std::string rest = key.substr(0, key.size() - ending.size());
    return rest.size() >= 6 ? rest : std::string();  // two characters
  }
  return {};
}

/// What follows the name of a city at the front.
std::string_view after_city(std::string_view text) {
  constexpr std::string_view kCity = "市";
  constexpr std::size_t kLongest = 18;  // bytes of a city's name
  const std::size_t at = text.find(kCity);
  if (at == std::string_view::npos || at == 0 || at > kLongest) return text;
  const std::string_view rest = text.substr(at + kCity.size());
  return rest.empty() ? text : rest;
}

std::string_view first_word(std::string_view text) {
  constexpr std::array<std::string_view, 12> kMarks = {" ",  "/",  "-",  ",", "|",  "\t",
                                                       "　", "，", "、", "·", "／", "－"};
  std::size_t end = text.size();
  for (const std::string_view mark : kMarks) end = std::min(end, text.find(mark));
  return text.substr(0, end);
}

}  // namespace

std::vector<DistrictAlias> read_aliases(const std::string& path) {
  const base::CsvText table = base::read_csv_text(path);
  const std::size_t name = table.column("name");
  const std::size_t code = table.column("code");
  const std::size_t zh = table.column("note_zh");
  const std::size_t en = table.column("note_en");
  std::vector<DistrictAlias> aliases;
  for (std::size_t r = 0; r < table.records.size(); ++r) {
    const std::vector<std::string>& record = table.records[r];
    if (record[name].empty()) table.fail(r, "name", "is empty; give a name");
    if (record[code].empty()) table.fail(r, "code", "is empty; give the district's code");
    aliases.push_back({record[name], record[code], {record[zh], record[en]}});
  }
  return aliases;
}

DistrictNames::DistrictNames(const PolygonSet& regions, std::vector<DistrictAlias> aliases)
    : aliases_(std::move(aliases)) {
  const auto add = [&](const std::string& name, Match match) {
    const std::string key = key_of(name);
    if (key.empty()) return;
    const auto [at, added] = names_.emplace(key, match);
    if (!added && at->second.region != match.region) {
      throw Error(ErrorCode::kInput,
                  "the name '" + name + "' means the districts " +
                      regions.regions[static_cast<std::size_t>(at->second.region)].code + " and " +
                      regions.regions[static_cast<std::size_t>(match.region)].code +
                      "; correct the boundaries' names or the aliases");
    }
  };
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const Region& region = regions.regions[r];
    for (const std::string& name : {region.code, region.name.zh, region.name.en}) {
      add(name, {static_cast<std::int32_t>(r), -1});
    }
  }
  for (std::size_t a = 0; a < aliases_.size(); ++a) {
    const int region = regions.find(aliases_[a].code);
    if (region < 0) continue;
    add(aliases_[a].name, {region, aliases_[a].note.empty() ? -1 : static_cast<std::int32_t>(a)});
  }
  // Short forms give way to full names, and to each other where they clash.
  std::map<std::string, Match> shorter;
  std::set<std::string> clashes;
  for (const auto& [key, match] : names_) {
    const std::string rest = shortened(key);
    if (rest.empty() || names_.contains(rest)) continue;
    const auto [at, added] = shorter.emplace(rest, match);
    if (!added && at->second.region != match.region) clashes.insert(rest);
    // "崇明区" and "崇明县" both are 崇明: today's.
    if (!added && match.alias < 0) at->second.alias = -1;
  }
  for (const auto& [key, match] : shorter) {
    if (!clashes.contains(key)) names_.emplace(key, match);
  }
}

const DistrictNames::Match* DistrictNames::exact(const std::string& key) const {
  const auto found = names_.find(key);
  return found == names_.end() ? nullptr : &found->second;
}

DistrictNames::Match DistrictNames::find(std::string_view text) const {
  const std::string_view rest = after_city(text);
  for (const std::string_view part : {text, rest, first_word(text), first_word(rest)}) {
    const std::string key = key_of(part);
    if (key.empty()) continue;
    if (const Match* match = exact(key)) return *match;
  }
  const std::string key = key_of(rest);
  Match best;
  std::size_t longest = 0;
  for (const auto& [name, match] : names_) {
    const bool full = name.ends_with("区") || name.ends_with("县");
    if (full && name.size() > longest && key.starts_with(name)) {
      longest = name.size();
      best = match;
    }
  }
  return best;
}

StatedDistricts stated_districts(const Categories& column, const DistrictNames& names) {
  std::vector<DistrictNames::Match> matches;
  for (const std::string& name : column.names) matches.push_back(names.find(name));
  StatedDistricts stated;
  for (const std::uint32_t code : column.codes) {
    if (code == Categories::kMissing) {
      ++stated.missing;
      stated.region.push_back(Assignment::kNone);
      stated.text.emplace_back();
      continue;
    }
    const DistrictNames::Match& match = matches[code];
    stated.region.push_back(match.region);
    stated.text.push_back(column.names[code]);
    if (match.alias >= 0) ++stated.by_alias[match.alias];
    if (match.region != Assignment::kNone) continue;
    if (stated.unknown++ == 0) stated.unknown_example = column.names[code];
  }
  return stated;
}

Table district_matrix(const StatedDistricts& stated, const Assignment& assignment,
                      const PolygonSet& regions) {
  const std::size_t n = regions.size();
  const auto place = [&](std::int32_t region) {
    return region < 0 ? n : static_cast<std::size_t>(region);
  };
  std::vector<std::vector<std::int64_t>> counts(n + 1, std::vector<std::int64_t>(n + 1));
  for (std::size_t i = 0; i < stated.region.size(); ++i) {
    ++counts[place(assignment.region[i])][place(stated.region[i])];
  }
  Table table;
  table.name = "district_matrix";
  table.title = {"所填区与所在区", "Districts stated and where the rows lie"};
  std::vector<std::string> codes, zh, en;
  for (const Region& region : regions.regions) {
    codes.push_back(region.code);
    zh.push_back(region.name.in(Language::kChinese));
    en.push_back(region.name.in(Language::kEnglish));
  }
  codes.emplace_back();
  zh.emplace_back("未填或不详");
  en.emplace_back("none or unknown");
  table.columns = {
      {"stated_code", {"所填区代码", "Code stated"}, "", 0, std::move(codes)},
      {"stated_name_zh", {"所填区", "District stated (Chinese)"}, "", 0, std::move(zh)},
      {"stated_name_en", {"所填区英文名", "District stated"}, "", 0, std::move(en)}};
  for (std::size_t r = 0; r < n; ++r) {
    const Region& region = regions.regions[r];
    table.columns.push_back({"in_" + region.code,
                             {"位于" + region.name.in(Language::kChinese),
                              "Lies in " + region.name.in(Language::kEnglish)},
                             "",
                             0,
                             std::move(counts[r])});
  }
  table.columns.push_back(
      {"outside", {"不在任何区内", "Lies in no district"}, "", 0, std::move(counts[n])});
  return table;
}

Table district_mismatch(const StatedDistricts& stated, const Assignment& assignment,
                        const PolygonSet& regions, const PointSet& points) {
  std::vector<std::int64_t> row;
  std::vector<std::string> text, code, lies_in;
  for (std::size_t i = 0; i < stated.region.size(); ++i) {
    const std::int32_t said = stated.region[i];
    const std::int32_t lies = assignment.region[i];
    if (said < 0 || said == lies) continue;
    row.push_back(static_cast<std::int64_t>(points.row[i]));
    text.push_back(stated.text[i]);
    code.push_back(regions.regions[static_cast<std::size_t>(said)].code);
    lies_in.push_back(lies < 0 ? "" : regions.regions[static_cast<std::size_t>(lies)].code);
  }
  Table table;
  table.name = "district_mismatch";
  table.title = {"所填区与所在区不符的记录", "Rows that lie in another district than stated"};
  table.columns = {
      {"source_row", {"原始行", "Row in the source"}, "", 0, std::move(row)},
      {"stated", {"所填", "Stated"}, "", 0, std::move(text)},
      {"stated_code", {"所填区代码", "Code stated"}, "", 0, std::move(code)},
      {"lies_in_code", {"所在区代码", "Code of where it lies"}, "", 0, std::move(lies_in)}};
  return table;
}

}  // namespace geo::join
