#include "stats/builder.hpp"

#include <array>
#include <charconv>

namespace geo::stats {
namespace {

std::string digits(std::uint64_t number) { return std::to_string(number); }

}  // namespace

std::string join(const std::vector<Text>& texts, Language language) {
  std::string joined;
  for (const Text& text : texts) {
    if (!joined.empty()) joined += language == Language::kChinese ? "、" : ", ";
    joined += text.in(language);
  }
  return joined;
}

std::string digits(double number) {
  std::array<char, 32> buffer{};
  auto* const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  return {buffer.data(), end};
}

Notes::Notes(const Crosstab& crosstab) : crosstab_(crosstab) {
  if (crosstab.points().synthetic) {
    add({"数据为程序生成的虚构数据（SYNTHETIC），不是真实企业，不得用于决策。",
         "SYNTHETIC data: the enterprises are invented by a generator. Do not base decisions on "
         "them."});
  }
}

Notes& Notes::add(Text note) {
  notes_.push_back(std::move(note));
  return *this;
}

Notes& Notes::areas() {
  std::size_t land = 0;
  std::size_t drawn = 0;
  std::size_t empty = 0;
  for (std::size_t d = 0; d < crosstab_.districts(); ++d) {
    const Area& area = crosstab_.areas()[d];
    ++(area.km2_kind == "land" ? land : drawn);
    if (!(area.km2 > 0)) ++empty;
  }
  if (land + drawn == 0) return *this;
  if (drawn == 0) {
    add({"密度按官方陆地面积计算（area_kind = land）。",
         "Densities use the official land area (area_kind = land)."});
  } else if (land == 0) {
    add({"没有官方陆地面积，密度按图上多边形面积计算（area_kind = drawn），可能包含水域。",
         "There is no official land area: densities use the area of the drawn polygon (area_kind = "
         "drawn), which may hold water."});
  } else {
    add({digits(land) + " 个区的密度按官方陆地面积计算（area_kind = land），" + digits(drawn) +
             " 个区按图上多边形面积计算（area_kind = drawn），后者可能包含水域；mixed "
             "表示两者兼有。",
         "Densities use the official land area (area_kind = land; districts: " + digits(land) +
             ") or else the drawn polygon (area_kind = drawn; districts: " + digits(drawn) +
             "), which may hold water; mixed: a sum of both."});
  }
  if (empty > 0) {
    add({digits(empty) + " 个区的面积为 0，没有密度。",
         "Districts with an area of 0 and so without a density: " + digits(empty) + "."});
  }
  if (const std::uint64_t outside = crosstab_.total(crosstab_.outside()).count; outside > 0) {
    add({digits(outside) + " 家企业不在任何区内，计入“全部”的数量，但不计入其密度。",
         "Enterprises in no district: " + digits(outside) +
             ". The whole counts them, its density does not."});
  }
  return *this;
}

Notes& Notes::unlocated() {
  if (!crosstab_.any_unlocated()) return *this;
  const std::string count = digits(crosstab_.unlocated(crosstab_.whole()));
  add({count + " 家企业没有可用坐标，按所填的区计数，不在地图和集聚区中。",
       "Enterprises without a usable position: " + count +
           ". They count for the district that they state, and are on no map and in no cluster."});
  if (crosstab_.belts() == 0) return *this;
  return add({"这些企业计入由整区组成的带；是否位于走廊内无从得知，故不计入走廊。",
              "Belts of whole districts count them. Whether they are in a corridor is not known: "
              "corridors do not count them."});
}

Notes& Notes::specialties() {
  const Kinds& kinds = crosstab_.kinds();
  if (!kinds.known) return *this;
  const std::uint64_t unspecified = crosstab_.of(crosstab_.whole(), kinds.size()).count;
  if (unspecified > 0) {
    add({digits(unspecified) + " 家企业未注明专业：计入企业数，但不计入专业占比、区位商和多样性。",
         "Enterprises without a specialty in the data: " + digits(unspecified) +
             ". They count as enterprises, but not in shares of specialties, location quotients "
             "and "
             "diversity."});
  }
  if (crosstab_.inputs().plan == nullptr) return *this;
  std::vector<Text> own;
  for (const Kind& kind : kinds.kinds) {
    if (!kind.in_plan) own.push_back(kind.name);
  }
  if (!own.empty()) {
    add({"数据中有规划未列的专业，按原文保留：" + join(own, Language::kChinese) + "。",
         "Specialties of the data that the plan does not list, kept as they are: " +
             join(own, Language::kEnglish) + "."});
  }
  return *this;
}

Notes& Notes::quotients() {
  if (!crosstab_.kinds().known) return *this;
  return add(
      {"区位商按企业数计算：某专业在该地区的占比除以其在全部企业中的占比，大于 1 表示高于总体。",
       "Location quotients are of counts: the share of a specialty in the area over its "
       "share in the whole; above 1 means more than in the whole."});
}

Notes& Notes::belts() {
  if (crosstab_.belts() == 0) return *this;
  const BeltSet& set = *crosstab_.inputs().belts;
  for (std::size_t b = 0; b < set.size(); ++b) {
    const Belt& belt = set.belts[b];
    const Text name = belt.name.empty() ? Text{belt.id, belt.id} : belt.name;
    const std::string& zh = name.in(Language::kChinese);
    const std::string& en = name.in(Language::kEnglish);
    if (belt.open_ended) {
      add({zh + "：规划注明其成员名单并不完整。",
           en + ": the plan says that its list of members is not complete."});
    }
    if (belt.kind != BeltKind::kCorridor) continue;
    const std::string width = digits(set.half_width_km[b]);
    if (set.width_assumed[b]) {
      add({zh + "：走廊半宽 " + width + " km 是本软件的假设，规划没有给出宽度。",
           en + ": the corridor's half width of " + width +
               " km is our assumption; the plan states no width."});
    } else {
      add({zh + "：走廊半宽 " + width + " km，依据规划。",
           en + ": the corridor's half width is " + width + " km, as the plan states."});
    }
  }
  return add({"同一企业可以既属于一个区又属于一个或多个带，带与区的数字不能相加。",
              "An enterprise may be in a district and in one or more belts: figures of belts and "
              "districts do not add up to each other."});
}

Notes& Notes::missing_districts() {
  if (crosstab_.inputs().plan == nullptr) return *this;
  std::vector<Text> missing;
  for (const PlanDistrict& district : crosstab_.inputs().plan->districts) {
    if (crosstab_.inputs().regions->find(district.code) < 0) {
      missing.push_back({district.name.in(Language::kChinese) + "（" + district.code + "）",
                         district.name.in(Language::kEnglish) + " (" + district.code + ")"});
    }
  }
  if (missing.empty()) return *this;
  return add({"规划中的下列区不在边界数据中：" + join(missing, Language::kChinese) + "。",
              "Districts of the plan that are not among the boundaries: " +
                  join(missing, Language::kEnglish) + "."});
}

}  // namespace geo::stats
