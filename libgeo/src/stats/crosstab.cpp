#include "stats/crosstab.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/stats/measures.hpp"

namespace geo::stats {
namespace {

constexpr double kSquareMetresPerKm2 = 1e6;

void require(bool holds, const std::string& what) {
  if (!holds) throw Error(ErrorCode::kInternal, "stats::Inputs: " + what);
}

/// The area that densities of a district use: official land where it is known, else as drawn.
std::pair<double, std::string> measured(const PolygonSet& regions, std::size_t region) {
  const double land = regions.regions[region].land_area_km2;
  if (land > 0 && std::isfinite(land)) return {land, "land"};
  return {regions.area(region) / kSquareMetresPerKm2, "drawn"};
}

/// Sums the areas of districts and says what kind the sum is of.
class AreaSum {
 public:
  void add(const Area& district) {
    km2_ = empty_ ? district.km2 : km2_ + district.km2;
    kind_ = empty_ || kind_ == district.km2_kind ? district.km2_kind : "mixed";
    empty_ = false;
  }
  void into(Area& area) const {
    area.km2 = km2_;
    area.km2_kind = kind_;
  }

 private:
  bool empty_ = true;
  double km2_ = kMissing;
  std::string kind_;
};

}  // namespace

Kinds::Kinds(const Inputs& inputs, const Counts& counts) : known(!inputs.specialty_column.empty()) {
  if (inputs.plan != nullptr) {
    for (const Text& name : inputs.plan->specialties) kinds.push_back({name, true});
  }
  if (!known) return;
  if (inputs.points->size() > 0) {
    located.column = &inputs.points->categories(inputs.specialty_column);
  }
  if (inputs.unlocated != nullptr) {
    unlocated.column = &inputs.unlocated->categories(inputs.specialty_column);
  }
  const std::vector<std::string>& words = counts.words();
  std::vector<std::uint8_t> counted(words.size(), 0);
  for (std::size_t word = 0; word < words.size(); ++word) {
    for (std::size_t area = 0; area <= counts.outside(); ++area) {
      if (counts.of(area, word).count > 0) counted[word] = 1;
    }
  }
  // Unknown words in byte order, so that the table does not depend on the order of the rows.
  std::map<std::string, std::size_t> own;
  const auto take = [&](const std::vector<std::string>& names,
                        const std::vector<std::uint8_t>& used) {
    for (std::size_t code = 0; code < used.size(); ++code) {
      const bool unknown = inputs.plan == nullptr || inputs.plan->specialty(names[code]) < 0;
      if (used[code] != 0 && unknown) own.emplace(names[code], 0);
    }
  };
  take(words, counted);
  if (unlocated.column != nullptr) take(unlocated.column->names, unlocated.used());
  for (auto& [word, kind] : own) {
    kind = kinds.size();
    kinds.push_back({{word, word}, false});
  }
  const auto kinds_of = [&](const std::vector<std::string>& names,
                            const std::vector<std::uint8_t>& used) {
    std::vector<std::size_t> kind(used.size(), 0);
    for (std::size_t code = 0; code < used.size(); ++code) {
      if (used[code] == 0) continue;
      const auto found = own.find(names[code]);
      kind[code] = found != own.end()
                       ? found->second
                       : static_cast<std::size_t>(inputs.plan->specialty(names[code]));
    }
    return kind;
  };
  kind_of_word = kinds_of(words, counted);
  if (located.column != nullptr) {
    located.kind_of_code = kinds_of(located.column->names, located.used());
  }
  if (unlocated.column != nullptr) {
    unlocated.kind_of_code = kinds_of(unlocated.column->names, unlocated.used());
  }
}

std::vector<std::uint8_t> Kinds::Column::used() const {
  if (column == nullptr) return {};
  std::vector<std::uint8_t> used(column->names.size(), 0);
  for (const std::uint32_t code : column->codes) {
    if (code != Categories::kMissing) used[code] = 1;
  }
  return used;
}

Crosstab::Crosstab(const Inputs& inputs)
    : inputs_((check(inputs), inputs)), counts_(counted(inputs)), kinds_(inputs_, counts_) {
  list_areas();
  count();
}

Counts Crosstab::counted(const Inputs& inputs) {
  if (inputs.counts != nullptr) return *inputs.counts;
  Counts counts(inputs.regions->size(), inputs.belts != nullptr ? inputs.belts->size() : 0);
  counts.add(*inputs.points, *inputs.assignment,
             inputs.membership != nullptr ? *inputs.membership : BeltMembership(),
             inputs.specialty_column);
  return counts;
}

void Crosstab::check(const Inputs& inputs) {
  require(inputs.points != nullptr, "there are no points");
  require(inputs.regions != nullptr, "there are no regions");
  const std::size_t districts = inputs.regions->size();
  const std::size_t belts = inputs.belts != nullptr ? inputs.belts->size() : 0;
  if (inputs.counts != nullptr) {
    require(inputs.counts->districts() == districts && inputs.counts->belts() == belts,
            "the counts are of other regions or belts");
  } else {
    require(inputs.assignment != nullptr, "there is no assignment");
    require((inputs.belts == nullptr) == (inputs.membership == nullptr),
            "belts and membership come together");
  }
  if (inputs.plan != nullptr) {
    for (const PlanDistrict& district : inputs.plan->districts) {
      for (const int kind : district.specialties) {
        require(kind >= 0 && static_cast<std::size_t>(kind) < inputs.plan->specialties.size(),
                "the plan gives district " + district.code + " a specialty that it does not list");
      }
    }
  }
  if (inputs.unlocated != nullptr) {
    const UnlocatedSet& rows = *inputs.unlocated;
    require(rows.region.size() == rows.size(), "the rows without a position have no districts");
    require(inputs.counts != nullptr || rows.weight.empty() == inputs.points->weight.empty() ||
                rows.size() == 0,
            "weights of the points and of the rows without a position come together");
    for (const std::int32_t region : rows.region) {
      require(region >= 0 && static_cast<std::size_t>(region) < districts,
              "a row without a position names a region that is not there");
    }
  }
  if (inputs.belts == nullptr) return;
  const BeltSet& set = *inputs.belts;
  require(set.shapes.size() == belts && set.members.size() == belts &&
              set.half_width_km.size() == belts && set.width_assumed.size() == belts,
          "the arrays of the belts differ in length");
  for (const std::vector<int>& members : set.members) {
    for (const int member : members) {
      require(member >= 0 && static_cast<std::size_t>(member) < districts,
              "a belt has a member that is not there");
    }
  }
}

void Crosstab::list_areas() {
  const PolygonSet& regions = *inputs_.regions;
  AreaSum all;
  for (std::size_t r = 0; r < districts(); ++r) {
    auto [km2, kind] = measured(regions, r);
    areas_.push_back(
        {Area::Level::kDistrict, r, regions.regions[r].code, regions.regions[r].name, km2, kind});
    all.add(areas_.back());
  }
  areas_.push_back({Area::Level::kOutside, 0, "", {"区外", "Outside"}, kMissing, ""});
  for (std::size_t b = 0; b < belts(); ++b) {
    const Belt& belt = inputs_.belts->belts[b];
    Area area{Area::Level::kBelt, b, belt.id, belt.name, kMissing, ""};
    if (belt.kind == BeltKind::kDistricts) {  // the members' own areas, so that the figures add up
      AreaSum sum;
      for (const int member : inputs_.belts->members[b]) {
        sum.add(areas_[static_cast<std::size_t>(member)]);
      }
      sum.into(area);
    } else {
      area.km2 = inputs_.belts->shapes.area(b) / kSquareMetresPerKm2;
      area.km2_kind = "drawn";
    }
    areas_.push_back(std::move(area));
  }
  if (belts() > 0) {
    areas_.push_back({Area::Level::kNoBelt, 0, "", {"带外", "In no belt"}, kMissing, ""});
  }
  Area whole{Area::Level::kAll, 0, "", {"全部", "All"}, kMissing, ""};
  all.into(whole);
  areas_.push_back(std::move(whole));
}

void Crosstab::count() {
  cells_.assign(areas_.size() * (kinds_.size() + 1), {});
  const std::size_t words = counts_.words().size();
  for (std::size_t area = 0; area + 1 < areas_.size(); ++area) {
    cell(area, kinds_.size()) += counts_.of(area, words);
    for (std::size_t word = 0; word < words; ++word) {
      const Tally tally = counts_.of(area, word);
      if (tally.count > 0) cell(area, kinds_.of_word(word)) += tally;
    }
  }
  count_unlocated();
  // The whole is the sum of its rows, so that weights add up to the last bit.
  for (std::size_t area = 0; area <= outside(); ++area) {
    for (std::size_t kind = 0; kind <= kinds_.size(); ++kind) {
      cell(whole(), kind) += of(area, kind);
    }
  }
}

void Crosstab::count_unlocated() {
  if (inputs_.unlocated == nullptr || inputs_.unlocated->size() == 0) return;
  const UnlocatedSet& rows = *inputs_.unlocated;
  unlocated_.assign(areas_.size(), 0);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Tally one{1, rows.weight_of(i)};
    const std::size_t kind = kinds_.of_unlocated(i);
    const auto district = static_cast<std::size_t>(rows.region[i]);
    const auto add = [&](std::size_t area) {
      cell(area, kind) += one;
      ++unlocated_[area];
    };
    add(district);
    ++unlocated_[whole()];  // its cells are summed from its rows
    bool in_any = belts() == 0;
    for (std::size_t b = 0; b < belts(); ++b) {
      if (inputs_.belts->belts[b].kind != BeltKind::kDistricts || !covers(b, district)) continue;
      in_any = true;
      add(first_belt() + b);
    }
    if (!in_any && !corridor_possible(district)) add(first_belt() + belts());
  }
}

bool Crosstab::corridor_possible(std::size_t district) const {
  if (belts() == 0) return false;
  const std::vector<Belt>& all = inputs_.belts->belts;
  return std::any_of(all.begin(), all.end(), [&](const Belt& belt) {
    if (belt.kind != BeltKind::kCorridor) return false;
    const std::vector<std::string>& within = belt.within;
    return within.empty() ||
           std::find(within.begin(), within.end(), areas_[district].code) != within.end();
  });
}

Tally Crosstab::specified(std::size_t area) const {
  Tally sum;
  for (std::size_t kind = 0; kind < kinds_.size(); ++kind) sum += of(area, kind);
  return sum;
}

Tally Crosstab::total(std::size_t area) const {
  if (area == whole()) {  // row by row, as a reader adds the column up
    Tally sum;
    for (std::size_t row = 0; row <= outside(); ++row) sum += total(row);
    return sum;
  }
  Tally sum = specified(area);
  return sum += of(area, kinds_.size());
}

std::vector<double> Crosstab::counts(std::size_t area) const {
  std::vector<double> counts(kinds_.size());
  for (std::size_t kind = 0; kind < counts.size(); ++kind) {
    counts[kind] = static_cast<double>(of(area, kind).count);
  }
  return counts;
}

std::size_t leading(const std::vector<double>& counts) {
  const auto greatest = std::max_element(counts.begin(), counts.end());
  if (greatest == counts.end() || *greatest == 0) return counts.size();
  return static_cast<std::size_t>(greatest - counts.begin());
}

std::size_t Crosstab::top(std::size_t area) const { return leading(counts(area)); }

Tally Crosstab::grounded(std::size_t area) const {
  if (area != whole()) return total(area);
  Tally sum;
  for (std::size_t district = 0; district < districts(); ++district) sum += total(district);
  return sum;
}

Tally Crosstab::grounded(std::size_t area, std::size_t kind) const {
  if (area != whole()) return of(area, kind);
  Tally sum;
  for (std::size_t district = 0; district < districts(); ++district) sum += of(district, kind);
  return sum;
}

double Crosstab::per_km2(std::size_t area, double amount) const {
  return areas_[area].km2 > 0 ? amount / areas_[area].km2 : kMissing;
}

double Crosstab::quotient(std::size_t area, std::size_t kind) const {
  return location_quotient(
      static_cast<double>(of(area, kind).count), static_cast<double>(specified(area).count),
      static_cast<double>(of(whole(), kind).count), static_cast<double>(specified(whole()).count));
}

double Crosstab::quotient_by_weight(std::size_t area, std::size_t kind) const {
  return location_quotient(of(area, kind).weight, specified(area).weight, of(whole(), kind).weight,
                           specified(whole()).weight);
}

std::vector<std::size_t> Crosstab::designated(std::size_t district) const {
  std::vector<std::size_t> list;
  if (!in_plan(district)) return list;
  for (const int kind : inputs_.plan->district(areas_[district].code)->specialties) {
    const auto index = static_cast<std::size_t>(kind);
    if (std::find(list.begin(), list.end(), index) == list.end()) list.push_back(index);
  }
  return list;
}

bool Crosstab::in_plan(std::size_t district) const {
  return inputs_.plan != nullptr && inputs_.plan->district(areas_[district].code) != nullptr;
}

bool Crosstab::covers(std::size_t belt, std::size_t district) const {
  const BeltSet& set = *inputs_.belts;
  if (set.belts[belt].kind == BeltKind::kDistricts) {
    const std::vector<int>& members = set.members[belt];
    return std::find(members.begin(), members.end(), static_cast<int>(district)) != members.end();
  }
  const std::vector<std::string>& within = set.belts[belt].within;
  if (within.empty()) return counts_.shared(belt, district);
  return std::find(within.begin(), within.end(), areas_[district].code) != within.end();
}

}  // namespace geo::stats
