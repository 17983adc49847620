#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "geo/model/clusters.hpp"
#include "unit/stats/city.hpp"

// The tables as docs/tables.md defines them: every cell is counted anew over all points. Slow and
// obvious.
namespace geo::test {

/// A table as rows of (column, cell).
using Cell = std::variant<std::string, double>;
using Row = std::vector<std::pair<std::string, Cell>>;

class TablesTwin {
 public:
  explicit TablesTwin(const City& city) : city_(city.merged()) {
    if (city_.with_plan) {
      for (const Text& name : city_.plan.specialties) kinds_.push_back({name.zh, name.en, true});
    }
    std::set<std::string> words;
    for (std::size_t i = 0; i < city_.points.size(); ++i) {
      if (!in_plan(word(i)) && !word(i).empty()) words.insert(word(i));
    }
    for (const std::string& own : words) kinds_.push_back({own, own, false});
  }

  [[nodiscard]] std::vector<Row> districts() const {
    std::vector<Row> rows;
    std::vector<Area> areas = district_areas();
    const std::vector<Area> ranked = areas;
    areas.push_back(outside());
    areas.push_back(whole());
    for (const Area& area : areas) {
      Row row{{"code", area.code}, {"name_zh", area.zh}, {"name_en", area.en}};
      add_amounts(row, area, ranked);
      add_diversity(row, area);
      if (city_.with_plan) {
        std::string zh;
        std::string en;
        const std::vector<Kind> kinds = designated(area.code);
        for (const Kind& kind : kinds) {
          zh += (zh.empty() ? "" : "、") + kind.zh;
          en += (en.empty() ? "" : ", ") + kind.en;
        }
        row.emplace_back("designated_specialties_zh", zh);
        row.emplace_back("designated_specialties_en", en);
        if (known()) {
          const Where of_plan = [this, kinds](std::size_t i) {
            return std::any_of(kinds.begin(), kinds.end(),
                               [&](const Kind& kind) { return is(i, kind); });
          };
          const bool district = area.level == "district";
          const bool asked = district && !kinds.empty();
          row.emplace_back("designated_count", asked ? count(both(area.where, of_plan)) : kNan);
          row.emplace_back(
              "designated_share",
              asked ? ratio(count(both(area.where, of_plan)), specified(area.where)) : kNan);
          row.emplace_back("designated_lq", asked ? quotient(area.where, of_plan) : kNan);
          row.emplace_back("realised", asked      ? verdict(area.where, of_plan)
                                       : district ? "none designated"
                                                  : "");
        }
      }
      if (belt_count() > 0) {
        std::string ids;
        for (std::size_t b = 0; b < belt_count(); ++b) {
          if (area.level != "district" || !covers(b, area)) continue;
          ids += (ids.empty() ? "" : ";") + city_.belts.belts[b].id;
        }
        row.emplace_back("belts", ids);
      }
      rows.push_back(finish(row));
    }
    return rows;
  }

  [[nodiscard]] std::vector<Row> belts() const {
    std::vector<Row> rows;
    std::vector<Area> areas = belt_areas();
    const std::vector<Area> ranked = areas;
    if (belt_count() > 0) areas.push_back(in_no_belt());
    areas.push_back(whole());
    for (const Area& area : areas) {
      Row row{{"id", area.code}, {"name_zh", area.zh}, {"name_en", area.en}};
      const bool belt = area.level == "belt";
      const Belt none;
      const Belt& mine = belt ? city_.belts.belts[area.index] : none;
      const bool corridor = belt && mine.kind == BeltKind::kCorridor;
      std::string zh;
      std::string en;
      if (corridor) {
        zh = "港、城";
        en = "Harbour, 城";  // the second site has no English name
      }
      for (const std::string& code : mine.members) {
        const int region = city_.regions.find(code);
        if (region < 0) continue;
        const Text& name = city_.regions.regions[static_cast<std::size_t>(region)].name;
        zh += (zh.empty() ? "" : "、") + name.zh;
        en += (en.empty() ? "" : ", ") + (name.en.empty() ? name.zh : name.en);
      }
      row.emplace_back("kind", !belt ? "" : corridor ? "corridor" : "districts");
      row.emplace_back("members_zh", zh);
      row.emplace_back("members_en", en);
      row.emplace_back("open_ended", !belt ? "" : mine.open_ended ? "yes" : "no");
      row.emplace_back("half_width_km", corridor ? 2.5 : kNan);
      row.emplace_back("width_assumed", !corridor                               ? ""
                                        : city_.belts.width_assumed[area.index] ? "yes"
                                                                                : "no");
      add_amounts(row, area, ranked);
      add_diversity(row, area);
      rows.push_back(finish(row));
    }
    return rows;
  }

  [[nodiscard]] std::vector<Row> specialties() const {
    std::vector<Row> rows;
    if (!known()) return rows;
    std::vector<Area> areas = district_areas();
    const std::vector<Area> districts = areas;
    areas.push_back(outside());
    for (const Area& belt : belt_areas()) areas.push_back(belt);
    areas.push_back(whole());
    std::vector<Kind> kinds = kinds_;
    const Where unspecified = [this](std::size_t i) { return word(i).empty(); };
    if (count(unspecified) > 0) kinds.push_back({"未注明", "Unspecified", false});
    for (const Area& area : areas) {
      for (std::size_t k = 0; k < kinds.size(); ++k) {
        const Kind& kind = kinds[k];
        const bool specific = k < kinds_.size();
        const Where of_kind =
            specific ? Where([this, kind](std::size_t i) { return is(i, kind); }) : unspecified;
        const Where here = both(area.where, of_kind);
        Row row{{"area_level", area.level}, {"area_code", area.code},  {"area_name_zh", area.zh},
                {"area_name_en", area.en},  {"specialty_zh", kind.zh}, {"specialty_en", kind.en}};
        if (city_.with_plan) {
          row.emplace_back("in_plan", !specific ? "" : kind.in_plan ? "yes" : "no");
        }
        row.emplace_back("enterprises", count(here));
        if (weighted()) row.emplace_back("weight", weight(here));
        row.emplace_back("share_of_area",
                         specific ? ratio(count(here), specified(area.where)) : kNan);
        row.emplace_back("share_of_specialty", ratio(count(here), count(of_kind)));
        row.emplace_back("density_per_km2", per_km2(area, of_kind, false));
        row.emplace_back("area_kind", area.km2_kind);
        row.emplace_back("location_quotient", specific ? quotient(area.where, of_kind) : kNan);
        if (weighted()) {
          row.emplace_back("location_quotient_by_weight",
                           specific ? quotient_by_weight(area.where, of_kind) : kNan);
        }
        row.emplace_back("rank", specific && area.level == "district"
                                     ? rank_of_district(area, districts, of_kind)
                                     : kNan);
        if (city_.with_plan) {
          std::string is_designated;
          if (specific && area.level == "district") {
            is_designated = "no";
            for (const Kind& one : designated(area.code)) {
              if (one.zh == kind.zh) is_designated = "yes";
            }
          }
          row.emplace_back("designated", is_designated);
        }
        rows.push_back(finish(row));
      }
    }
    return rows;
  }

  [[nodiscard]] std::vector<Row> plan() const {
    std::vector<Row> rows;
    if (!city_.with_plan) return rows;
    const std::vector<Area> areas = district_areas();
    for (const Area& area : areas) {
      std::vector<Kind> kinds = designated(area.code);
      const bool any = !kinds.empty();
      const bool planned = city_.plan.district(area.code) != nullptr;
      if (!any && planned) kinds.push_back({"规划未指定专业", "none designated", false});
      if (!any && !planned) kinds.push_back({"规划未列该区", "not in the plan", false});
      for (const Kind& kind : kinds) {
        Row row{{"code", area.code},
                {"name_zh", area.zh},
                {"name_en", area.en},
                {"specialty_zh", kind.zh},
                {"specialty_en", kind.en}};
        if (known()) {
          const Where of_kind = [this, kind](std::size_t i) { return is(i, kind); };
          const Where here = both(area.where, of_kind);
          const double expected =
              specified(area.where) * ratio(count(of_kind), specified(everywhere()));
          const auto add = [&](const char* name, double value) {
            row.emplace_back(name, any ? value : kNan);
          };
          add("enterprises", count(here));
          if (weighted()) add("weight", weight(here));
          add("share_of_district", ratio(count(here), specified(area.where)));
          add("share_of_specialty", ratio(count(here), count(of_kind)));
          add("expected", expected);
          add("difference", count(here) - expected);
          add("location_quotient", quotient(area.where, of_kind));
          if (weighted()) {
            add("location_quotient_by_weight", quotient_by_weight(area.where, of_kind));
          }
          add("rank_of_district", rank_of_district(area, areas, of_kind));
          double rank = 1;
          for (const Kind& other : kinds_) {
            if (count(both(area.where, [&](std::size_t i) { return is(i, other); })) >
                count(here)) {
              ++rank;
            }
          }
          add("rank_in_district", count(here) > 0 ? rank : kNan);
          row.emplace_back("realised", any ? verdict(area.where, of_kind) : "none designated");
        }
        rows.push_back(finish(row));
      }
    }
    return rows;
  }

  [[nodiscard]] std::vector<Row> clusters(const Clusters& clusters) const {
    std::vector<Row> rows;
    for (std::size_t c = 0; c < clusters.size(); ++c) {
      const Where mine = [&](std::size_t i) {
        return clusters.label[i] == static_cast<std::int32_t>(c);
      };
      const double km2 = clusters.hulls.size() == 0 ? kNan : clusters.hulls.area(c) / 1e6;
      Row row{{"cluster", static_cast<double>(c + 1)},
              {"enterprises", count(mine)},
              {"share", ratio(count(mine), count(everywhere()))}};
      if (weighted()) row.emplace_back("weight", weight(mine));
      row.emplace_back("hull_area_km2", km2);
      row.emplace_back("density_per_km2", km2 > 0 ? count(mine) / km2 : kNan);
      if (weighted()) row.emplace_back("weight_per_km2", km2 > 0 ? weight(mine) / km2 : kNan);
      row.emplace_back("centre_x", clusters.centre[c].x);
      row.emplace_back("centre_y", clusters.centre[c].y);
      if (known()) {
        const Top top = top_of(mine);
        row.emplace_back("top_specialty_zh", top.kind.zh);
        row.emplace_back("top_specialty_en", top.kind.en);
        const Where of_top = [&](std::size_t i) { return is(i, top.kind); };
        row.emplace_back("top_specialty_share", top.any ? ratio(top.count, specified(mine)) : kNan);
        row.emplace_back("top_specialty_lq", top.any ? quotient(mine, of_top) : kNan);
      }
      if (city_.regions.size() > 0) {
        Area best = outside();
        for (const Area& area : district_areas()) {  // ties: a district, the lowest code
          const double gain = count(both(mine, area.where)) - count(both(mine, best.where));
          if (gain > 0 || (gain == 0 && (best.level == "outside" || area.code < best.code))) {
            best = area;
          }
        }
        row.emplace_back("district_code", best.code);
        row.emplace_back("district_name_zh", best.zh);
        row.emplace_back("district_name_en", best.en);
        row.emplace_back("district_share", count(both(mine, best.where)) / count(mine));
      }
      if (belt_count() > 0) {
        std::string ids;
        for (const Area& belt : belt_areas()) {
          if (count(both(mine, belt.where)) / count(mine) <= 0.5) continue;
          ids += (ids.empty() ? "" : ";") + belt.code;
        }
        row.emplace_back("belts", ids);
      }
      rows.push_back(finish(row));
    }
    return rows;
  }

 private:
  using Where = std::function<bool(std::size_t)>;
  static constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
  struct Kind {
    std::string zh;
    std::string en;
    bool in_plan = false;
  };
  struct Top {
    Kind kind;
    double count = 0;
    bool any = false;
  };
  struct Area {
    std::string level;
    std::size_t index;
    std::string code;
    std::string zh;
    std::string en;
    double km2;
    std::string km2_kind;
    Where where;
  };

  [[nodiscard]] bool known() const { return !city_.specialty_column.empty(); }
  [[nodiscard]] bool weighted() const { return !city_.points.weight.empty(); }
  [[nodiscard]] std::size_t belt_count() const { return city_.with_belts ? city_.belts.size() : 0; }
  [[nodiscard]] std::string word(std::size_t point) const {
    if (!known()) return "";
    const auto& column = std::get<Categories>(city_.points.columns.front().values);
    const std::uint32_t code = column.codes[point];
    return code == Categories::kMissing ? "" : column.names[code];
  }
  [[nodiscard]] bool in_plan(const std::string& word) const {
    if (!city_.with_plan) return false;
    for (const Text& name : city_.plan.specialties) {
      if (word == name.zh || word == name.en) return true;
    }
    return false;
  }
  [[nodiscard]] bool is(std::size_t point, const Kind& kind) const {
    return !word(point).empty() && (word(point) == kind.zh || word(point) == kind.en);
  }

  [[nodiscard]] static Where everywhere() {
    return [](std::size_t) { return true; };
  }
  [[nodiscard]] static Where both(Where a, Where b) {
    return [a = std::move(a), b = std::move(b)](std::size_t i) { return a(i) && b(i); };
  }
  [[nodiscard]] double count(const Where& where) const {
    double sum = 0;
    for (std::size_t i = 0; i < city_.points.size(); ++i) sum += where(i) ? 1 : 0;
    return sum;
  }
  [[nodiscard]] double weight(const Where& where) const {
    double sum = 0;
    for (std::size_t i = 0; i < city_.points.size(); ++i) {
      sum += where(i) ? city_.points.weight[i] : 0;
    }
    return sum;
  }
  [[nodiscard]] Where with_word(const Where& where) const {
    return both(where, [this](std::size_t i) { return !word(i).empty(); });
  }
  [[nodiscard]] double specified(const Where& where) const { return count(with_word(where)); }
  [[nodiscard]] static double ratio(double a, double b) { return b > 0 ? a / b : kNan; }
  [[nodiscard]] double quotient(const Where& area, const Where& kind) const {
    return ratio(ratio(count(both(area, kind)), specified(area)),
                 ratio(count(kind), specified(everywhere())));
  }
  [[nodiscard]] double quotient_by_weight(const Where& area, const Where& kind) const {
    return ratio(ratio(weight(both(area, kind)), weight(with_word(area))),
                 ratio(weight(kind), weight(with_word(everywhere()))));
  }
  /// In whole numbers: is the share here greater than the share everywhere?
  [[nodiscard]] std::string verdict(const Where& area, const Where& kind) const {
    const auto whole = [](double number) { return static_cast<std::uint64_t>(number); };
    return whole(count(both(area, kind))) * whole(specified(everywhere())) >
                   whole(count(kind)) * whole(specified(area))
               ? "yes"
               : "no";
  }
  [[nodiscard]] double per_km2(const Area& area, const Where& which, bool by_weight) const {
    const Where counted = area.level == "all" ? both(which, in_some_district()) : which;
    const Where here = both(area.where, counted);
    if (!(area.km2 > 0)) return kNan;
    return (by_weight ? weight(here) : count(here)) / area.km2;
  }
  [[nodiscard]] double rank_of_district(const Area& area, const std::vector<Area>& districts,
                                        const Where& kind) const {
    const double own = count(both(area.where, kind));
    if (own == 0) return kNan;
    double rank = 1;
    for (const Area& other : districts) {
      if (count(both(other.where, kind)) > own) ++rank;
    }
    return rank;
  }
  [[nodiscard]] Top top_of(const Where& where) const {
    Top top;
    for (const Kind& kind : kinds_) {
      const double here = count(both(where, [&](std::size_t i) { return is(i, kind); }));
      if (here > top.count) top = {kind, here, true};
    }
    return top;
  }

  [[nodiscard]] Where in_some_district() const {
    return [this](std::size_t i) { return city_.assignment.region[i] != Assignment::kNone; };
  }
  [[nodiscard]] Area outside() const {
    return {"outside",
            0,
            "",
            "区外",
            "Outside",
            kNan,
            "",
            [this](std::size_t i) {
              return city_.assignment.region[i] == Assignment::kNone; }};
  }
  [[nodiscard]] Area in_no_belt() const {
    return {
        "none", 0, "", "带外", "In no belt", kNan, "", [this](std::size_t i) {
          for (const auto& inside : city_.membership.inside) {
            if (inside[i] == 1) return false;
          }
          for (const Belt& belt : city_.belts.belts) {  // a corridor may hold it
            if (i < city_.located || belt.kind != BeltKind::kCorridor) continue;
            const auto region = static_cast<std::size_t>(city_.assignment.region[i]);
            const std::string& code = city_.regions.regions[region].code;
            if (belt.within.empty() || std::count(belt.within.begin(), belt.within.end(), code)) {
              return false;
            }
          }
          return true;
        }};
  }
  [[nodiscard]] Area whole() const {
    Area area{"all", 0, "", "全部", "All", kNan, "", everywhere()};
    std::vector<std::size_t> all;
    for (std::size_t r = 0; r < city_.regions.size(); ++r) all.push_back(r);
    sum_areas(all, area);
    return area;
  }
  [[nodiscard]] std::vector<Area> district_areas() const {
    std::vector<Area> areas;
    for (std::size_t r = 0; r < city_.regions.size(); ++r) {
      const Region& region = city_.regions.regions[r];
      Area area{"district",
                r,
                region.code,
                region.name.zh,
                region.name.en.empty() ? region.name.zh : region.name.en,
                0,
                "",
                [this, r](std::size_t i) {
                  return city_.assignment.region[i] == static_cast<std::int32_t>(r);
                }};
      sum_areas({r}, area);
      areas.push_back(area);
    }
    return areas;
  }
  [[nodiscard]] std::vector<Area> belt_areas() const {
    std::vector<Area> areas;
    for (std::size_t b = 0; b < belt_count(); ++b) {
      const Belt& belt = city_.belts.belts[b];
      Area area{"belt",
                b,
                belt.id,
                belt.name.zh,
                belt.name.en.empty() ? belt.name.zh : belt.name.en,
                kNan,
                "",
                [this, b](std::size_t i) { return city_.membership.inside[b][i] == 1; }};
      if (belt.kind == BeltKind::kCorridor) {
        area.km2 = city_.belts.shapes.area(b) / 1e6;
        area.km2_kind = "drawn";
      } else {
        std::vector<std::size_t> members;
        for (const std::string& code : belt.members) {
          if (city_.regions.find(code) >= 0) {
            members.push_back(static_cast<std::size_t>(city_.regions.find(code)));
          }
        }
        sum_areas(members, area);
      }
      areas.push_back(area);
    }
    return areas;
  }
  void sum_areas(const std::vector<std::size_t>& regions, Area& area) const {
    std::set<std::string> used;
    double sum = 0;
    for (const std::size_t r : regions) {
      const double land = city_.regions.regions[r].land_area_km2;
      sum += land > 0 ? land : city_.regions.area(r) / 1e6;
      used.insert(land > 0 ? "land" : "drawn");
    }
    area.km2 = used.empty() ? kNan : sum;
    area.km2_kind = used.empty() ? "" : used.size() == 1 ? *used.begin() : "mixed";
  }
  [[nodiscard]] std::vector<Kind> designated(const std::string& code) const {
    std::vector<Kind> list;
    for (const PlanDistrict& district : city_.plan.districts) {
      if (district.code != code) continue;
      std::set<int> seen;
      for (const int s : district.specialties) {
        if (seen.insert(s).second) list.push_back(kinds_[static_cast<std::size_t>(s)]);
      }
    }
    return list;
  }
  [[nodiscard]] bool covers(std::size_t b, const Area& area) const {
    const Belt& belt = city_.belts.belts[b];
    const std::vector<std::string>& codes =
        belt.kind == BeltKind::kDistricts ? belt.members : belt.within;
    if (belt.kind == BeltKind::kCorridor && codes.empty()) {
      return count(both(area.where,
                        [&](std::size_t i) { return city_.membership.inside[b][i] == 1; })) > 0;
    }
    return std::find(codes.begin(), codes.end(), area.code) != codes.end();
  }

  void add_amounts(Row& row, const Area& area, const std::vector<Area>& ranked) const {
    const double here = count(area.where);
    const double density = per_km2(area, everywhere(), false);
    row.emplace_back("enterprises", here);
    if (city_.located < city_.points.size()) {
      row.emplace_back(
          "unlocated",
          count(both(area.where, [this](std::size_t i) { return i >= city_.located; })));
    }
    row.emplace_back("share", ratio(here, count(everywhere())));
    if (weighted()) {
      row.emplace_back("weight", weight(area.where));
      row.emplace_back("weight_share", ratio(weight(area.where), weight(everywhere())));
    }
    row.emplace_back("area_km2", area.km2);
    row.emplace_back("area_kind", area.km2_kind);
    row.emplace_back("density_per_km2", density);
    if (weighted()) row.emplace_back("weight_per_km2", per_km2(area, everywhere(), true));
    double by_count = kNan;
    double by_density = kNan;
    for (const Area& one : ranked) {
      if (one.level == area.level && one.index == area.index) {
        by_count = 1;
        if (!std::isnan(density)) by_density = 1;
      }
    }
    for (const Area& other : ranked) {
      if (count(other.where) > here) ++by_count;
      if (per_km2(other, everywhere(), false) > density) ++by_density;
    }
    row.emplace_back("rank_by_count", by_count);
    row.emplace_back("rank_by_density", by_density);
  }
  void add_diversity(Row& row, const Area& area) const {
    if (!known()) return;
    double present = 0;
    double entropy = 0;
    double squares = 0;
    for (const Kind& kind : kinds_) {
      const double here = count(both(area.where, [&](std::size_t i) { return is(i, kind); }));
      if (here == 0) continue;
      const double p = here / specified(area.where);
      ++present;
      entropy -= p * std::log(p);
      squares += p * p;
    }
    const Top top = top_of(area.where);
    row.emplace_back("unspecified", count(area.where) - specified(area.where));
    row.emplace_back("specialties_present", present);
    row.emplace_back("diversity", present > 0 ? std::exp(entropy) : kNan);
    row.emplace_back("herfindahl", present > 0 ? squares : kNan);
    row.emplace_back("top_specialty_zh", top.kind.zh);
    row.emplace_back("top_specialty_en", top.kind.en);
    row.emplace_back(
        "top_specialty_lq",
        top.any ? quotient(area.where, [&](std::size_t i) { return is(i, top.kind); }) : kNan);
  }
  [[nodiscard]] Row finish(Row row) const {
    if (city_.points.synthetic) row.emplace_back("data_status", "SYNTHETIC");
    return row;
  }

  City city_;  // merged
  std::vector<Kind> kinds_;
};

}  // namespace geo::test
