#include "atlas/findings.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <string_view>
#include <utility>

#include "atlas/crs_guess.hpp"
#include "base/counted.hpp"
#include "geo/io/points.hpp"

namespace geo::atlas {
namespace {

using Severity = Finding::Severity;

void find(Atlas& atlas, Severity severity, const std::string& kind, std::uint64_t count,
          Text text) {
  atlas.findings.push_back({severity, kind, count, std::move(text)});
}

/// What a map must state, too.
void note(Atlas& atlas, Severity severity, const std::string& kind, std::uint64_t count,
          Text text) {
  atlas.notes.push_back(text);
  find(atlas, severity, kind, count, std::move(text));
}

/// A warning, or an error where it is about most of them.
Severity by_share(std::uint64_t part, std::uint64_t all) {
  return part * 2 > all ? Severity::kError : Severity::kWarning;
}

/// Whether a row of that reason was no enterprise in the first place, or one that is used already.
bool nothing_lost(std::string_view reason) {
  using namespace io::reject_reason;
  return reason == kTotalRow || reason == kNoteRow || reason == kHeaderAgain ||
         reason.starts_with("duplicate");
}

void find_rejected(Atlas& atlas) {
  const Rejects& rejects = atlas.enterprise_rejects;
  std::uint64_t lost = 0;
  std::uint64_t others = 0;
  for (const auto& [reason, count] : rejects.by_reason()) {
    (nothing_lost(reason) ? others : lost) += count;
  }
  if (lost > 0) {
    const std::uint64_t all = rejects.read - others;
    const std::string rows = std::to_string(lost);
    const std::string of = std::to_string(all);
    find(atlas, by_share(lost, all), "rejected_rows", lost,
         {of + " 行企业记录中有 " + rows + " 行未能采用（rejects.csv）。",
          rows + " of " + of + " rows of enterprises could not be used (rejects.csv)."});
  }
  std::uint64_t cells = 0;
  for (const auto& [reason, count] : rejects.cells_by_reason()) {
    if (!reason.starts_with("credit code")) cells += count;
  }
  if (cells > 0) {
    const std::string count = std::to_string(cells);
    find(atlas, Severity::kWarning, "bad_cells", cells,
         {count + " 个单元格无法读取，按缺失处理（rejects.csv）。",
          base::counted(cells, "cell could not be read and counts",
                        "cells could not be read and count") +
              " as missing (rejects.csv)."});
  }
}

void find_text(Atlas& atlas) {
  if (atlas.undecodable > 0) {
    const std::string count = std::to_string(atlas.undecodable);
    find(atlas, Severity::kWarning, "undecodable", atlas.undecodable,
         {count + " 个字符无法按 " + atlas.encoding +
              " 解码，已读作“\uFFFD”；请核对 enterprises.encoding。",
          base::counted(atlas.undecodable, "damaged character of the text was",
                        "damaged characters of the text were") +
              " read as '\uFFFD' (" + atlas.encoding + "): check enterprises.encoding."});
  }
  if (atlas.imprecise > 0) {
    const std::string count = std::to_string(atlas.imprecise);
    note(atlas, Severity::kWarning, "imprecise", atlas.imprecise,
         {count + " 家企业的坐标只有两位小数，误差可达一公里。",
          base::counted(atlas.imprecise, "enterprise has", "enterprises have") +
              " coordinates of two decimals, which may be off by a kilometre."});
  }
}

void find_codes(Atlas& atlas) {
  if (!atlas.credit_codes) return;
  const registry::CodeCheck& codes = *atlas.credit_codes;
  if (codes.bad() > 0) {
    const std::string all = std::to_string(codes.good + codes.bad());
    const std::string bad = std::to_string(codes.bad());
    find(atlas, Severity::kWarning, "credit_codes", codes.bad(),
         {all + " 个信用代码中有 " + bad + " 个不合格（rejects.csv），所在行仍被采用。",
          bad + " of " + all + " credit codes are not sound (rejects.csv); their rows are used."});
  }
  if (codes.missing > 0) {
    const std::string missing = std::to_string(codes.missing);
    find(atlas, Severity::kNote, "credit_codes_missing", codes.missing,
         {missing + " 行没有信用代码。",
          base::counted(codes.missing, "row has", "rows have") + " no credit code."});
  }
}

void find_duplicates(Atlas& atlas) {
  if (!atlas.duplicates) return;
  const DuplicateCheck& check = *atlas.duplicates;
  const std::uint64_t count = check.by_code + check.by_name_and_place;
  if (count == 0) return;
  const std::string all = std::to_string(count);
  const std::string code = std::to_string(check.by_code);
  const std::string place = std::to_string(check.by_name_and_place);
  find(atlas, Severity::kWarning, "duplicates", count,
       {all + " 行与其他行重复（代码相同 " + code + "，名称和位置相同 " + place +
            "；duplicates.csv）：" + (check.dropped ? "已剔除，只计每组第一行。" : "仍全部计入。"),
        base::counted(count, "row repeats", "rows repeat") + " another (by code " + code +
            ", by name and place " + place + "; duplicates.csv): " +
            (check.dropped ? "they were rejected, the first of each counts."
                           : "all of them count.")});
}

void find_unlocated(Atlas& atlas) {
  if (atlas.by_district.size() == 0) return;
  const std::string count = std::to_string(atlas.by_district.size());
  note(
      atlas, Severity::kWarning, "by_district", atlas.by_district.size(),
      {count + " 家企业没有可用坐标，按所填的区计数（by_district.csv），不在地图、集聚区和走廊中。",
       base::counted(atlas.by_district.size(),
                     "enterprise without a usable position counts for the district it states "
                     "(by_district.csv); it is",
                     "enterprises without a usable position count for the district they state "
                     "(by_district.csv); they are") +
           " on no map, in no cluster and in no corridor."});
}

/// Words with their counts, the most frequent first, at most 20.
std::string listed(const std::map<std::string, std::uint64_t>& words, Language language) {
  constexpr std::size_t kMost = 20;
  const bool zh = language == Language::kChinese;
  std::vector<std::pair<std::string, std::uint64_t>> sorted(words.begin(), words.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::string text;
  for (std::size_t i = 0; i < std::min(kMost, sorted.size()); ++i) {
    const std::string count = std::to_string(sorted[i].second);
    text += i == 0 ? "" : zh ? "、" : ", ";
    text += sorted[i].first + (zh ? "（" + count + "）" : " (" + count + ")");
  }
  return sorted.size() > kMost ? text + (zh ? "……" : ", ...") : text;
}

/// The words of the specialty column against the plan.
void find_specialties(Atlas& atlas) {
  const std::string& column = atlas.job.specialty_column;
  if (column.empty()) return;
  std::map<std::string, std::uint64_t> unknown;
  std::uint64_t unspecified = 0;
  const auto take = [&](const Categories& words) {
    std::vector<std::uint64_t> counts(words.names.size(), 0);
    for (const std::uint32_t code : words.codes) {
      ++(code == Categories::kMissing ? unspecified : counts[code]);
    }
    for (std::size_t code = 0; code < counts.size() && !atlas.job.plan.empty(); ++code) {
      if (counts[code] > 0 && atlas.plan.specialty(words.names[code]) < 0) {
        unknown[words.names[code]] += counts[code];
      }
    }
  };
  if (atlas.job.batch_rows == 0) {
    take(atlas.points.categories(column));
  } else {
    const stats::Counts& counts = atlas.counts;
    for (std::size_t area = 0; area <= counts.outside(); ++area) {
      unspecified += counts.of(area, counts.words().size()).count;
      for (std::size_t word = 0; word < counts.words().size() && !atlas.job.plan.empty(); ++word) {
        const std::uint64_t count = counts.of(area, word).count;
        const std::string& name = counts.words()[word];
        if (count > 0 && atlas.plan.specialty(name) < 0) unknown[name] += count;
      }
    }
  }
  if (atlas.by_district.size() > 0) take(atlas.by_district.categories(column));
  if (unspecified > 0) {
    const std::string rows = std::to_string(unspecified);
    find(atlas, Severity::kNote, "unspecified", unspecified,
         {rows + " 家企业未注明专业。",
          base::counted(unspecified, "enterprise has", "enterprises have") + " no specialty."});
  }
  if (unknown.empty()) return;
  std::uint64_t rows = 0;
  for (const auto& [word, count] : unknown) rows += count;
  const std::string total = std::to_string(rows);
  find(atlas, Severity::kWarning, "unknown_specialties", rows,
       {total + " 家企业的专业不在规划中：" + listed(unknown, Language::kChinese) + "。",
        base::counted(rows, "enterprise has", "enterprises have") +
            " a specialty that the plan does not list: " + listed(unknown, Language::kEnglish) +
            "."});
}

}  // namespace

void find_in_rows(Atlas& atlas) {
  find_rejected(atlas);
  find_text(atlas);
  find_codes(atlas);
  find_duplicates(atlas);
  find_unlocated(atlas);
  find_specialties(atlas);
}

void find_in_boundaries(Atlas& atlas) {
  if (const std::uint64_t rejected = atlas.region_rejects.rejected(); rejected > 0) {
    const std::string count = std::to_string(rejected);
    find(atlas, Severity::kWarning, "rejected_boundaries", rejected,
         {count + " 个边界要素未能采用（rejects.csv）。",
          base::counted(rejected, "feature", "features") +
              " of the boundaries could not be used (rejects.csv)."});
  }
  if (!atlas.repairs.empty()) {
    const std::string count = std::to_string(atlas.repairs.size());
    note(
        atlas, Severity::kWarning, "repairs", atlas.repairs.size(),
        {"已修复 " + count + " 个区的无效边界。",
         "Broken boundaries of " +
             base::counted(atlas.repairs.size(), "district was", "districts were") + " repaired."});
  }
  if (!atlas.defects.overlaps.empty()) {
    const double overlap = atlas.defects.overlap_km2;
    std::array<char, 64> digits{};
    std::snprintf(digits.data(), digits.size(), "%.3f", overlap);
    const std::string area = overlap < 0.001 ? "< 0.001" : digits.data();
    note(atlas, overlap < 0.001 ? Severity::kNote : Severity::kWarning, "overlaps",
         atlas.defects.overlaps.size(),
         {"区界之间重叠共 " + area + " km²；重叠处的企业归代码最小的区。",
          "Districts overlap by " + area +
              " km² in all; an enterprise there counts for the lowest code."});
  }
  std::uint64_t missing = 0;
  std::string zh;
  std::string en;
  for (const PlanDistrict& district : atlas.plan.districts) {
    if (atlas.regions.find(district.code) >= 0) continue;
    ++missing;
    zh += (zh.empty() ? "" : "、") + district.name.in(Language::kChinese);
    en += (en.empty() ? "" : ", ") + district.name.in(Language::kEnglish);
  }
  if (missing > 0) {
    find(atlas, Severity::kWarning, "plan_districts", missing,
         {"规划中的下列区不在边界数据中：" + zh + "。",
          "Districts of the plan that are not among the boundaries: " + en + "."});
  }
}

void find_in_districts(Atlas& atlas, const join::StatedDistricts& stated,
                       const join::DistrictNames& names, std::uint64_t differ) {
  DistrictCheck check;
  check.missing = stated.missing;
  check.unknown = stated.unknown;
  check.stated = atlas.points.size() - stated.missing - stated.unknown;
  check.differ = differ;
  atlas.district_check = check;
  for (const auto& [alias, count] : stated.by_alias) {
    const join::DistrictAlias& old = names.aliases()[static_cast<std::size_t>(alias)];
    const std::string rows = std::to_string(count);
    note(atlas, Severity::kNote, "old_districts", count,
         {rows + " 行填写的区为“" + old.name + "”：" + old.note.in(Language::kChinese) + "。",
          base::counted(count, "row states '", "rows state '") + old.name +
              "': " + old.note.in(Language::kEnglish) + "."});
  }
  if (check.unknown > 0) {
    const std::string rows = std::to_string(check.unknown);
    note(atlas, Severity::kWarning, "unknown_districts", check.unknown,
         {rows + " 行填写的区无法识别，例如“" + stated.unknown_example + "”。",
          base::counted(check.unknown, "row states", "rows state") +
              " a district that is not known, such as '" + stated.unknown_example + "'."});
  }
  if (check.differ > 0) {
    const std::string rows = std::to_string(check.differ);
    const std::string all = std::to_string(check.stated);
    note(atlas, by_share(check.differ, check.stated), "other_district", check.differ,
         {all + " 行填有区名，其中 " + rows +
              " 行不在所填区内（district_mismatch.csv）；统计按所在位置。",
          rows + " of " + all +
              " rows that state a district lie elsewhere (district_mismatch.csv); they count "
              "where they lie."});
  }
}

void find_guessed_fields(Atlas& atlas, const std::string& code, const std::string& name) {
  note(atlas, Severity::kNote, "guessed_fields", 0,
       {"边界的代码取自字段“" + code + "”，名称取自“" + name +
            "”（推断；可用 --code 和 --name 指定）。",
        "The boundaries' codes are taken from the field '" + code + "', names from '" + name +
            "': a guess; --code and --name override it."});
}

void find_outside(Atlas& atlas) {
  const std::uint64_t outside = atlas.counts.total(atlas.counts.outside()).count;
  if (outside == 0) return;
  const std::string count = std::to_string(outside);
  note(atlas, by_share(outside, atlas.counts.points()), "outside", outside,
       {count + " 家企业不在任何区内，计入全部但不计入各区。",
        base::counted(outside, "enterprise lies in no district; it counts",
                      "enterprises lie in no district; they count") +
            " for the whole, not for a district."});
}

void find_system(Atlas& atlas, const std::string& name, const CrsGuess& seen, bool doubted) {
  const std::string rows = std::to_string(seen.rows);
  find(atlas, doubted ? Severity::kWarning : Severity::kNote, "crs", seen.rows,
       {"企业坐标系按 " + name + " 读取；" + rows + " 行中位于所填区的比例为 " + figures(seen) +
            (doubted ? "：更像 " + seen.chosen + "，请核对 enterprises.crs。" : "。"),
        "The coordinates of the enterprises are read as " + name + "; of " + rows +
            " rows lie in the district they state: " + figures(seen) +
            (doubted ? ". They look like " + seen.chosen + ": check enterprises.crs." : ".")});
}

}  // namespace geo::atlas
