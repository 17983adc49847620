#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "geo/stats/tables.hpp"
#include "support/shapes.hpp"

namespace geo::test {

/// Everything that tables are made from, invented. Nothing depends on where the points lie: regions
/// and belts are given to them by chance.
struct City {
  PointSet points;
  PolygonSet regions;
  Assignment assignment;
  Plan plan;
  BeltSet belts;
  BeltMembership membership;
  bool with_plan = true;
  bool with_belts = true;
  std::string specialty_column = "specialty";
  UnlocatedSet unlocated;
  std::size_t located = static_cast<std::size_t>(-1);  ///< in a merged city: the points before this

  [[nodiscard]] stats::Inputs inputs() const {
    return {&points,
            &regions,
            &assignment,
            with_plan ? &plan : nullptr,
            with_belts ? &belts : nullptr,
            with_belts ? &membership : nullptr,
            specialty_column,
            unlocated.size() > 0 ? &unlocated : nullptr};
  }

  /// The city in which those without a position are points behind the others: in their district,
  /// in the belts that it is a member of, in no corridor.
  [[nodiscard]] City merged() const {
    City all = *this;
    all.unlocated = {};
    all.located = points.size();
    auto& words = std::get<Categories>(all.points.columns.front().values);
    for (std::size_t i = 0; i < unlocated.size(); ++i) {
      all.points.x.push_back(0);
      all.points.y.push_back(0);
      all.points.row.push_back(unlocated.row[i]);
      if (!points.weight.empty()) all.points.weight.push_back(unlocated.weight[i]);
      const auto& own = std::get<Categories>(unlocated.columns.front().values);
      words.names.push_back("");
      if (own.codes[i] != Categories::kMissing) words.names.back() = own.names[own.codes[i]];
      words.codes.push_back(static_cast<std::uint32_t>(words.names.size() - 1));
      all.assignment.region.push_back(unlocated.region[i]);
      all.assignment.on_border.push_back(0);
      for (std::size_t b = 0; b < belts.size(); ++b) {
        bool member = false;
        for (const int region : belts.members[b]) member = member || region == unlocated.region[i];
        all.membership.inside[b].push_back(member ? 1 : 0);
      }
    }
    return all;
  }
};

/// A region of `km2` square kilometres.
inline void add_square(PolygonSet& set, const std::string& code, double km2, Text name,
                       double land_km2) {
  Region region{code, std::move(name), land_km2};
  set.add_region(std::move(region));
  set.add_part();
  const double side = 1000 * std::sqrt(km2);
  set.add_ring(rectangle(0, 0, side, side));
}

/// Of up to 300 enterprises. With the seed change: whether there is a plan, belts, a column of
/// specialties, weights; how many regions there are; districts without a designated specialty, not
/// in the plan, not drawn, without land area, of no size.
inline City random_city(std::uint64_t seed) {
  base::Random random(seed, 42);
  const auto chance = [&](double p) { return random.uniform() < p; };
  City city;
  city.with_plan = chance(0.8);
  city.with_belts = chance(0.75);
  if (chance(0.15)) city.specialty_column.clear();

  constexpr std::size_t kSpecialties = 5;
  for (std::size_t s = 0; s < kSpecialties; ++s) {
    city.plan.specialties.push_back({"专" + std::to_string(s), "Specialty " + std::to_string(s)});
  }
  const std::size_t districts = random.below(7);
  for (std::size_t d = 0; d < districts + 2; ++d) {  // two that are not drawn
    if (chance(0.15)) continue;                      // drawn, but not in the plan
    PlanDistrict district{"D" + std::to_string(d), {"区" + std::to_string(d), ""}, {}};
    if (chance(0.7)) district.name.en = "District " + std::to_string(d);
    while (chance(0.6)) {
      district.specialties.push_back(static_cast<int>(random.below(kSpecialties)));  // may repeat
    }
    city.plan.districts.push_back(std::move(district));
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double land_chance = 0.5 * static_cast<double>(random.below(3));
  for (std::size_t d = districts; d-- > 0;) {  // not in the order of the plan
    const auto side = static_cast<double>(random.below(4));
    const double land = chance(land_chance) ? 0.25 + static_cast<double>(random.below(40)) : nan;
    add_square(city.regions, "D" + std::to_string(d), side * side,
               {"区" + std::to_string(d), chance(0.7) ? "District " + std::to_string(d) : ""},
               chance(0.1) ? -1 : land);
  }

  const std::size_t n = chance(0.1) ? 0 : random.below(300);
  const bool weighted = chance(0.5);
  Categories column;
  column.names = {"Specialty 3", "专1", "专3", "wind", "never", "Specialty 0", "专4", "帆船"};
  for (std::size_t i = 0; i < n; ++i) {
    city.points.x.push_back(0);
    city.points.y.push_back(0);
    city.points.row.push_back(i + 1);
    if (weighted) city.points.weight.push_back(0.25 * static_cast<double>(random.below(40)));
    auto code = static_cast<std::uint32_t>(random.below(column.names.size()));
    if (column.names[code] == "never" || chance(0.2)) code = Categories::kMissing;
    column.codes.push_back(code);
    const bool inside = districts > 0 && chance(0.85);
    const std::uint64_t region = districts > 0 ? random.below(districts) : 0;
    // Some regions stay nearly empty, and one quite empty.
    city.assignment.region.push_back(inside && region != 1 ? static_cast<std::int32_t>(region)
                                                           : Assignment::kNone);
    city.assignment.on_border.push_back(0);
  }
  city.points.columns.push_back({"specialty", std::move(column)});
  if (n > 0 && districts > 0 && chance(0.5)) {
    Categories words;  // others than the points', in another order
    words.names = {"never", "风", "专1", "wind", "Specialty 3"};
    for (std::uint64_t i = 0, m = random.below(60); i < m; ++i) {
      city.unlocated.row.push_back(n + i + 1);
      city.unlocated.why.push_back({n + i + 1, "lon", "", "coordinate missing", ""});
      city.unlocated.region.push_back(static_cast<std::int32_t>(random.below(districts)));
      if (weighted) city.unlocated.weight.push_back(0.25 * static_cast<double>(random.below(40)));
      words.codes.push_back(chance(0.2) ? Categories::kMissing
                                        : static_cast<std::uint32_t>(1 + random.below(4)));
    }
    city.unlocated.columns.push_back({"specialty", std::move(words)});
  }
  city.points.synthetic = chance(0.5);

  const std::size_t belts = random.below(4);
  for (std::size_t b = 0; b < belts; ++b) {
    Belt belt;
    belt.id = "belt" + std::to_string(b);
    belt.name = {"带" + std::to_string(b), chance(0.7) ? "Belt " + std::to_string(b) : ""};
    belt.open_ended = chance(0.5);
    std::vector<int> members;
    if (chance(0.5)) {
      for (std::size_t d = 0; d < districts + 1; ++d) {
        if (chance(0.5)) continue;
        belt.members.push_back("D" + std::to_string(d));
        const int index = city.regions.find(belt.members.back());
        if (index >= 0) members.push_back(index);
      }
    } else {
      belt.kind = BeltKind::kCorridor;
      belt.cores = {"港", "城"};
      if (chance(0.6)) belt.within = {"D0", "D2", "D99"};
    }
    const bool corridor = belt.kind == BeltKind::kCorridor;
    const bool assumed = chance(0.5);
    city.belts.half_width_km.push_back(corridor ? 2.5 : 0);
    city.belts.width_assumed.push_back(corridor && assumed);
    city.belts.members.push_back(members);
    city.belts.axis.emplace_back();
    city.belts.cores.emplace_back();
    if (corridor) city.belts.cores.back() = {{"港", "Harbour"}, {"城", ""}};
    const auto side = static_cast<double>(random.below(3));
    add_square(city.belts.shapes, belt.id, side * side, belt.name, nan);
    city.belts.belts.push_back(std::move(belt));
    auto& inside = city.membership.inside.emplace_back();
    for (std::size_t i = 0; i < n; ++i) inside.push_back(chance(0.3) ? 1 : 0);
  }
  return city;
}

}  // namespace geo::test
