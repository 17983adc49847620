#include "geo/stats/tables.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include "geo/core/error.hpp"
#include "geo/stats/measures.hpp"
#include "stats/areas.hpp"
#include "stats/builder.hpp"
#include "stats/crosstab.hpp"

namespace geo::stats {
namespace {

constexpr Language kZh = Language::kChinese;
constexpr Language kEn = Language::kEnglish;

const Text kUnspecified{"未注明", "Unspecified"};
const Text kNoneDesignated{"规划未指定专业", "none designated"};
const Text kNotInPlan{"规划未列该区", "not in the plan"};

std::vector<Text> names_of(const Crosstab& crosstab, const std::vector<std::size_t>& kinds) {
  std::vector<Text> names;
  names.reserve(kinds.size());
  for (const std::size_t kind : kinds) names.push_back(crosstab.kinds().kinds[kind].name);
  return names;
}

/// How the designated specialties of a district, taken together, stand.
struct Realisation {
  std::uint64_t count = 0;
  double share = kMissing;
  double quotient = kMissing;
  std::string verdict;  ///< "yes", "no", "none designated"; empty where the question makes no sense
};

std::string verdict_on(double quotient) { return quotient > 1 ? "yes" : "no"; }

Realisation realisation(const Crosstab& crosstab, std::size_t area) {
  Realisation result;
  if (crosstab.areas()[area].level != Area::Level::kDistrict) return result;
  const std::vector<std::size_t> designated = crosstab.designated(area);
  if (designated.empty()) {
    result.verdict = kNoneDesignated.en;
    return result;
  }
  std::uint64_t everywhere = 0;
  for (const std::size_t kind : designated) {
    result.count += crosstab.of(area, kind).count;
    everywhere += crosstab.of(crosstab.whole(), kind).count;
  }
  const std::uint64_t here = crosstab.specified(area).count;
  result.share = share(result.count, here);
  result.quotient = location_quotient(
      static_cast<double>(result.count), static_cast<double>(here), static_cast<double>(everywhere),
      static_cast<double>(crosstab.specified(crosstab.whole()).count));
  result.verdict = verdict_on(result.quotient);
  return result;
}

void add_designated(AreaTable& table, const Crosstab& crosstab) {
  if (crosstab.inputs().plan == nullptr) return;
  for (const Language language : {kZh, kEn}) {
    table.texts(language == kZh ? "designated_specialties_zh" : "designated_specialties_en",
                language == kZh ? Text{"规划专业", "Designated specialties (Chinese)"}
                                : Text{"规划专业（英文）", "Designated specialties"},
                [&](std::size_t area) {
                  return area < crosstab.districts()
                             ? join(names_of(crosstab, crosstab.designated(area)), language)
                             : "";
                });
  }
  if (!crosstab.kinds().known) return;
  std::vector<Realisation> results;
  for (std::size_t area = 0; area < crosstab.areas().size(); ++area) {
    results.push_back(realisation(crosstab, area));
  }
  table.numbers("designated_count", {"规划专业企业数", "Enterprises in designated specialties"}, "",
                0, [&](std::size_t area) {
                  const std::string& verdict = results[area].verdict;
                  return verdict == "yes" || verdict == "no"
                             ? static_cast<double>(results[area].count)
                             : kMissing;
                });
  table.shares("designated_share", {"规划专业占比", "Share of designated specialties"},
               [&](std::size_t area) { return results[area].share; });
  table.numbers("designated_lq",
                {"规划专业区位商", "Location quotient of the designated specialties"}, "", kRatio,
                [&](std::size_t area) { return results[area].quotient; });
  table.codes("realised", {"规划是否实现", "Realised"}, base::answer_words(),
              [&](std::size_t area) { return results[area].verdict; });
}

void add_names(AreaTable& table, const Crosstab& crosstab, const std::string& code_name,
               const Text& code_label) {
  table.texts(code_name, code_label, [&](std::size_t area) { return crosstab.areas()[area].code; });
  table.texts("name_zh", {"名称", "Name (Chinese)"},
              [&](std::size_t area) { return crosstab.areas()[area].name.in(kZh); });
  table.texts("name_en", {"名称（英文）", "Name"},
              [&](std::size_t area) { return crosstab.areas()[area].name.in(kEn); });
}

Text realised_note() {
  return {
      "规划实现（realised）：区位商大于 1 为 yes，否则为 no；规划未指定专业的区为 none "
      "designated。",
      "Realised: yes where the location quotient is above 1, else no; none designated where the "
      "plan gives the district no specialty."};
}

}  // namespace

Table district_table(const Inputs& inputs) {
  const Crosstab crosstab(inputs);
  std::vector<std::size_t> rows(crosstab.districts() + 1);  // the districts, then outside
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  rows.push_back(crosstab.whole());
  AreaTable table("districts", {"各区统计", "Districts"}, std::move(rows));
  add_names(table, crosstab, "code", {"代码", "Code"});
  add_amounts(table, crosstab, 0, crosstab.districts());
  add_diversity(table, crosstab);
  add_designated(table, crosstab);
  if (crosstab.belts() > 0) {
    table.texts("belts", {"所属带", "Belts"}, [&](std::size_t area) {
      std::string ids;
      for (std::size_t b = 0; area < crosstab.districts() && b < crosstab.belts(); ++b) {
        if (!crosstab.covers(b, area)) continue;
        ids += (ids.empty() ? "" : ";") + crosstab.inputs().belts->belts[b].id;
      }
      return ids;
    });
  }
  Notes notes(crosstab);
  notes.areas().unlocated().quotients().specialties();
  if (inputs.plan != nullptr && crosstab.kinds().known) notes.add(realised_note());
  notes.belts().missing_districts();
  return table.finish(crosstab.points(), notes.take());
}

Table belt_table(const Inputs& inputs) {
  const Crosstab crosstab(inputs);
  std::vector<std::size_t> rows;
  for (std::size_t area = crosstab.first_belt(); area < crosstab.areas().size(); ++area) {
    rows.push_back(area);  // the belts, in no belt, the whole
  }
  AreaTable table("belts", {"各带统计", "Belts"}, std::move(rows));
  add_names(table, crosstab, "id", {"编号", "Id"});
  const auto belt_of = [&](std::size_t area) -> const Belt* {
    const bool belt = crosstab.areas()[area].level == Area::Level::kBelt;
    return belt ? &inputs.belts->belts[crosstab.areas()[area].index] : nullptr;
  };
  const auto corridor = [&](std::size_t area) {
    return belt_of(area) != nullptr && belt_of(area)->kind == BeltKind::kCorridor;
  };
  table.codes("kind", {"类型", "Kind"},
              {{"districts", {"整区", "districts"}}, {"corridor", {"走廊", "corridor"}}},
              [&](std::size_t area) {
                return belt_of(area) == nullptr ? "" : corridor(area) ? "corridor" : "districts";
              });
  for (const Language language : {kZh, kEn}) {
    table.texts(language == kZh ? "members_zh" : "members_en",
                language == kZh ? Text{"成员区或核心", "Members or cores (Chinese)"}
                                : Text{"成员区或核心（英文）", "Members or cores"},
                [&](std::size_t area) {
                  if (belt_of(area) == nullptr) return std::string();
                  std::vector<Text> members;
                  if (corridor(area)) {
                    members = inputs.belts->cores[crosstab.areas()[area].index];
                  } else {
                    for (const int member : inputs.belts->members[crosstab.areas()[area].index]) {
                      members.push_back(crosstab.areas()[static_cast<std::size_t>(member)].name);
                    }
                  }
                  return join(members, language);
                });
  }
  table.codes("open_ended", {"名单未尽", "Open-ended"}, base::answer_words(),
              [&](std::size_t area) {
                return belt_of(area) == nullptr ? "" : belt_of(area)->open_ended ? "yes" : "no";
              });
  table.numbers("half_width_km", {"半宽", "Half width"}, "km", kAmount, [&](std::size_t area) {
    return corridor(area) ? inputs.belts->half_width_km[crosstab.areas()[area].index] : kMissing;
  });
  table.codes("width_assumed", {"宽度为假设", "Width assumed"}, base::answer_words(),
              [&](std::size_t area) {
                if (!corridor(area)) return "";
                return inputs.belts->width_assumed[crosstab.areas()[area].index] ? "yes" : "no";
              });
  add_amounts(table, crosstab, crosstab.first_belt(), crosstab.belts());
  add_diversity(table, crosstab);
  Notes notes(crosstab);
  if (crosstab.belts() > 0) {
    notes.add({"整区组成的带取其成员区面积之和，走廊取图上面积（可能包含水域）。",
               "A belt of districts has its members' areas; a corridor has its drawn area, which "
               "may hold water."});
  }
  notes.areas().unlocated().quotients().specialties().belts();
  return table.finish(crosstab.points(), notes.take());
}

Table specialty_table(const Inputs& inputs) {
  const Crosstab crosstab(inputs);
  const Kinds& kinds = crosstab.kinds();
  const bool any_unspecified = kinds.known && crosstab.of(crosstab.whole(), kinds.size()).count > 0;
  struct Row {
    std::size_t area;
    std::size_t kind;
  };
  std::vector<Row> rows;
  for (std::size_t area = 0; kinds.known && area < crosstab.areas().size(); ++area) {
    if (crosstab.areas()[area].level == Area::Level::kNoBelt) continue;
    for (std::size_t kind = 0; kind < kinds.size() + (any_unspecified ? 1 : 0); ++kind) {
      rows.push_back({area, kind});
    }
  }
  TableBuilder<Row> table("specialties", {"各地区专业统计", "Specialties"}, std::move(rows));
  const auto specified = [&](const Row& row) { return row.kind < kinds.size(); };
  const auto area_of = [&](const Row& row) -> const Area& { return crosstab.areas()[row.area]; };
  const auto here = [&](const Row& row) { return crosstab.of(row.area, row.kind); };
  const auto in_all = [&](const Row& row) { return crosstab.of(crosstab.whole(), row.kind); };

  const CodeWords levels = {{"district", {"区", "district"}},
                            {"outside", {"区外", "outside"}},
                            {"belt", {"产业带", "belt"}},
                            {"all", {"全部", "all"}}};
  table.codes("area_level", {"地区类型", "Level"}, levels, [&](const Row& row) {
    switch (area_of(row).level) {
      case Area::Level::kDistrict:
        return "district";
      case Area::Level::kOutside:
        return "outside";
      case Area::Level::kBelt:
        return "belt";
      default:
        return "all";
    }
  });
  table.texts("area_code", {"地区代码", "Area code"},
              [&](const Row& row) { return area_of(row).code; });
  table.texts("area_name_zh", {"地区", "Area (Chinese)"},
              [&](const Row& row) { return area_of(row).name.in(kZh); });
  table.texts("area_name_en", {"地区（英文）", "Area"},
              [&](const Row& row) { return area_of(row).name.in(kEn); });
  for (const Language language : {kZh, kEn}) {
    table.texts(
        language == kZh ? "specialty_zh" : "specialty_en",
        language == kZh ? Text{"专业", "Specialty (Chinese)"} : Text{"专业（英文）", "Specialty"},
        [&](const Row& row) {
          return specified(row) ? kind_name(crosstab, row.kind, language)
                                : kUnspecified.in(language);
        });
  }
  if (inputs.plan != nullptr) {
    table.codes("in_plan", {"规划所列", "In the plan"}, base::answer_words(), [&](const Row& row) {
      return !specified(row) ? "" : kinds.kinds[row.kind].in_plan ? "yes" : "no";
    });
  }
  table.whole("enterprises", {"企业数", "Enterprises"},
              [&](const Row& row) { return here(row).count; });
  if (crosstab.weighted()) {
    table.numbers("weight", {"权重合计", "Weight"}, "", kAmount,
                  [&](const Row& row) { return here(row).weight; });
  }
  table.shares("share_of_area", {"占该地区比重", "Share of the area"}, [&](const Row& row) {
    return specified(row) ? share(here(row).count, crosstab.specified(row.area).count) : kMissing;
  });
  table.shares("share_of_specialty", {"占该专业比重", "Share of the specialty"},
               [&](const Row& row) { return share(here(row).count, in_all(row).count); });
  table.numbers("density_per_km2", {"企业密度", "Density"}, "1/km2", kRatio, [&](const Row& row) {
    return crosstab.per_km2(row.area,
                            static_cast<double>(crosstab.grounded(row.area, row.kind).count));
  });
  table.codes("area_kind", {"面积口径", "Kind of area"}, base::area_kind_words(),
              [&](const Row& row) { return area_of(row).km2_kind; });
  table.numbers("location_quotient", {"区位商", "Location quotient"}, "", kRatio,
                [&](const Row& row) {
                  return specified(row) ? crosstab.quotient(row.area, row.kind) : kMissing;
                });
  if (crosstab.weighted()) {
    table.numbers(
        "location_quotient_by_weight", {"区位商（按权重）", "Location quotient by weight"}, "",
        kRatio, [&](const Row& row) {
          return specified(row) ? crosstab.quotient_by_weight(row.area, row.kind) : kMissing;
        });
  }
  std::vector<std::vector<double>> ranks;  // [kind][district]
  for (std::size_t kind = 0; kind < kinds.size(); ++kind) {
    std::vector<double> values(crosstab.districts(), kMissing);
    for (std::size_t d = 0; d < values.size(); ++d) {
      const std::uint64_t count = crosstab.of(d, kind).count;
      if (count > 0) values[d] = static_cast<double>(count);
    }
    ranks.push_back(descending_ranks(values));
  }
  table.numbers("rank", {"在各区中排名", "Rank among districts"}, "", kRank, [&](const Row& row) {
    return specified(row) && row.area < crosstab.districts() ? ranks[row.kind][row.area] : kMissing;
  });
  if (inputs.plan != nullptr) {
    std::vector<std::vector<std::size_t>> designated;
    for (std::size_t d = 0; d < crosstab.districts(); ++d) {
      designated.push_back(crosstab.designated(d));
    }
    table.codes("designated", {"规划指定", "Designated"}, base::answer_words(),
                [&](const Row& row) {
                  if (row.area >= crosstab.districts() || !specified(row)) return "";
                  const auto& list = designated[row.area];
                  return std::find(list.begin(), list.end(), row.kind) != list.end() ? "yes" : "no";
                });
  }
  Notes notes(crosstab);
  if (!kinds.known) {
    notes.add({"数据没有专业列，本表为空。",
               "The data has no column of specialties: this table is empty."});
  }
  notes.areas().unlocated().quotients().specialties().belts();
  return table.finish(crosstab.points(), notes.take());
}

Table plan_table(const Inputs& inputs) {
  const Crosstab crosstab(inputs);
  const Kinds& kinds = crosstab.kinds();
  struct Row {
    std::size_t district;
    std::size_t kind;  // kinds.size(): none is designated
  };
  std::vector<Row> rows;
  for (std::size_t d = 0; inputs.plan != nullptr && d < crosstab.districts(); ++d) {
    const std::vector<std::size_t> designated = crosstab.designated(d);
    for (const std::size_t kind : designated) rows.push_back({d, kind});
    if (designated.empty()) rows.push_back({d, kinds.size()});
  }
  TableBuilder<Row> table("plan", {"规划与现状对照", "The plan against reality"}, std::move(rows));
  const auto designated = [&](const Row& row) { return row.kind < kinds.size(); };
  const auto or_missing = [&](auto value) {
    return [=](const Row& row) { return designated(row) ? value(row) : kMissing; };
  };
  table.texts("code", {"代码", "Code"},
              [&](const Row& row) { return crosstab.areas()[row.district].code; });
  table.texts("name_zh", {"名称", "Name (Chinese)"},
              [&](const Row& row) { return crosstab.areas()[row.district].name.in(kZh); });
  table.texts("name_en", {"名称（英文）", "Name"},
              [&](const Row& row) { return crosstab.areas()[row.district].name.in(kEn); });
  for (const Language language : {kZh, kEn}) {
    table.texts(language == kZh ? "specialty_zh" : "specialty_en",
                language == kZh ? Text{"规划专业", "Designated specialty (Chinese)"}
                                : Text{"规划专业（英文）", "Designated specialty"},
                [&](const Row& row) {
                  if (designated(row)) return kind_name(crosstab, row.kind, language);
                  const Text& why = crosstab.in_plan(row.district) ? kNoneDesignated : kNotInPlan;
                  return why.in(language);
                });
  }
  Notes notes(crosstab);
  if (inputs.plan == nullptr) {
    notes.add({"没有规划，本表为空。", "There is no plan: this table is empty."});
  }
  if (!kinds.known) {
    if (inputs.plan != nullptr) {
      notes.add({"数据没有专业列，无法与规划对照。",
                 "The data has no column of specialties: the plan cannot be compared with it."});
    }
    return table.finish(crosstab.points(), notes.missing_districts().take());
  }

  const auto count = [&](std::size_t area, std::size_t kind) {
    return static_cast<double>(crosstab.of(area, kind).count);
  };
  const auto expected = [&](const Row& row) {
    return static_cast<double>(crosstab.specified(row.district).count) *
           share(crosstab.of(crosstab.whole(), row.kind).count,
                 crosstab.specified(crosstab.whole()).count);
  };
  // The rank of one among some counts; none where it is 0 itself.
  const auto rank = [](double own, const std::vector<double>& counts) {
    if (own == 0) return kMissing;
    return static_cast<double>(
        1 + std::count_if(counts.begin(), counts.end(), [&](double c) { return c > own; }));
  };
  table.numbers("enterprises", {"企业数", "Enterprises"}, "", 0,
                or_missing([&](const Row& row) { return count(row.district, row.kind); }));
  if (crosstab.weighted()) {
    table.numbers("weight", {"权重合计", "Weight"}, "", kAmount, or_missing([&](const Row& row) {
                    return crosstab.of(row.district, row.kind).weight;
                  }));
  }
  table.shares("share_of_district", {"占该区比重", "Share of the district"},
               or_missing([&](const Row& row) {
                 return share(crosstab.of(row.district, row.kind).count,
                              crosstab.specified(row.district).count);
               }));
  table.shares("share_of_specialty", {"占该专业比重", "Share of the specialty"},
               or_missing([&](const Row& row) {
                 return share(crosstab.of(row.district, row.kind).count,
                              crosstab.of(crosstab.whole(), row.kind).count);
               }));
  table.numbers("expected", {"按总体构成的期望企业数", "Expected under the mix of the whole"}, "",
                kAmount, or_missing(expected));
  table.numbers(
      "difference", {"与期望之差", "Difference from expected"}, "", kAmount,
      or_missing([&](const Row& row) { return count(row.district, row.kind) - expected(row); }));
  table.numbers(
      "location_quotient", {"区位商", "Location quotient"}, "", kRatio,
      or_missing([&](const Row& row) { return crosstab.quotient(row.district, row.kind); }));
  if (crosstab.weighted()) {
    table.numbers("location_quotient_by_weight",
                  {"区位商（按权重）", "Location quotient by weight"}, "", kRatio,
                  or_missing([&](const Row& row) {
                    return crosstab.quotient_by_weight(row.district, row.kind);
                  }));
  }
  table.numbers("rank_of_district", {"该区在各区中排名", "Rank of the district"}, "", kRank,
                or_missing([&](const Row& row) {
                  std::vector<double> counts;
                  for (std::size_t d = 0; d < crosstab.districts(); ++d) {
                    counts.push_back(count(d, row.kind));
                  }
                  return rank(count(row.district, row.kind), counts);
                }));
  table.numbers("rank_in_district", {"该专业在区内排名", "Rank within the district"}, "", kRank,
                or_missing([&](const Row& row) {
                  return rank(count(row.district, row.kind), crosstab.counts(row.district));
                }));
  table.codes("realised", {"规划是否实现", "Realised"}, base::answer_words(), [&](const Row& row) {
    return designated(row) ? verdict_on(crosstab.quotient(row.district, row.kind))
                           : kNoneDesignated.en;
  });
  if (inputs.plan != nullptr) {
    notes.unlocated().quotients().specialties().add(realised_note()).missing_districts();
    notes.add(
        {"期望企业数 = 该区已注明专业的企业数 × 该专业在全部企业中的占比。",
         "Expected: the district's enterprises of known specialty times the specialty's share "
         "in the whole."});
  }
  return table.finish(crosstab.points(), notes.take());
}

}  // namespace geo::stats
