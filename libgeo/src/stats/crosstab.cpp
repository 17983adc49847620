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

Kinds::Kinds(const Inputs& inputs) : known(!inputs.specialty_column.empty()) {
  if (inputs.plan != nullptr) {
    for (const Text& name : inputs.plan->specialties) kinds.push_back({name, true});
  }
  if (!known) return;
  located.column = &inputs.points->categories(inputs.specialty_column);
  if (inputs.unlocated != nullptr) {
    unlocated.column = &inputs.unlocated->categories(inputs.specialty_column);
  }
  // Unknown words in byte order, so that the table does not depend on the order of the rows.
  std::map<std::string, std::size_t> own;
  for (const Column* source : {&located, &unlocated}) {
    const std::vector<std::uint8_t> used = source->used();
    for (std::size_t code = 0; code < used.size(); ++code) {
      const std::string& word = source->column->names[code];
      const bool unknown = inputs.plan == nullptr || inputs.plan->specialty(word) < 0;
      if (used[code] != 0 && unknown) own.emplace(word, 0);
    }
  }
  for (auto& [word, kind] : own) {
    kind = kinds.size();
    kinds.push_back({{word, word}, false});
  }
  for (Column* source : {&located, &unlocated}) {
    const std::vector<std::uint8_t> used = source->used();
    source->kind_of_code.assign(used.size(), 0);
    for (std::size_t code = 0; code < used.size(); ++code) {
      if (used[code] == 0) continue;
      const std::string& word = source->column->names[code];
      const auto found = own.find(word);
      source->kind_of_code[code] = found != own.end()
                                       ? found->second
                                       : static_cast<std::size_t>(inputs.plan->specialty(word));
    }
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
    : inputs_((require(inputs.points != nullptr, "there are no points"), inputs)), kinds_(inputs_) {
  check();
  list_areas();
  count();
}

void Crosstab::check() const {
  require(inputs_.regions != nullptr, "there are no regions");
  require(inputs_.assignment != nullptr, "there is no assignment");
  require((inputs_.belts == nullptr) == (inputs_.membership == nullptr),
          "belts and membership come together");
  const std::size_t n = points().size();
  require(inputs_.assignment->region.size() == n, "the assignment is of other points");
  for (const std::int32_t region : inputs_.assignment->region) {
    require(region == Assignment::kNone ||
                (region >= 0 && static_cast<std::size_t>(region) < districts()),
            "the assignment names a region that is not there");
  }
  if (inputs_.plan != nullptr) {
    for (const PlanDistrict& district : inputs_.plan->districts) {
      for (const int kind : district.specialties) {
        require(kind >= 0 && static_cast<std::size_t>(kind) < inputs_.plan->specialties.size(),
                "the plan gives district " + district.code + " a specialty that it does not list");
      }
    }
  }
  if (inputs_.unlocated != nullptr) {
    const UnlocatedSet& rows = *inputs_.unlocated;
    require(rows.region.size() == rows.size(), "the rows without a position have no districts");
    require(rows.weight.empty() != weighted() || rows.size() == 0,
            "weights of the points and of the rows without a position come together");
    for (const std::int32_t region : rows.region) {
      require(region >= 0 && static_cast<std::size_t>(region) < districts(),
              "a row without a position names a region that is not there");
    }
  }
  if (inputs_.belts == nullptr) return;
  const BeltSet& set = *inputs_.belts;
  require(set.shapes.size() == belts() && set.members.size() == belts() &&
              set.half_width_km.size() == belts() && set.width_assumed.size() == belts(),
          "the arrays of the belts differ in length");
  for (const std::vector<int>& members : set.members) {
    for (const int member : members) {
      require(member >= 0 && static_cast<std::size_t>(member) < districts(),
              "a belt has a member that is not there");
    }
  }
  require(inputs_.membership->inside.size() == belts(), "the membership is of other belts");
  for (const auto& inside : inputs_.membership->inside) {
    require(inside.size() == n, "the membership is of other points");
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
  shared_.assign(belts(), std::vector<std::uint8_t>(districts(), 0));
  const std::vector<std::int32_t>& region = inputs_.assignment->region;
  for (std::size_t i = 0; i < points().size(); ++i) {
    const Tally one{1, points().weight_of(i)};
    const std::size_t kind = kinds_.of(i);
    const bool placed = region[i] != Assignment::kNone;
    cell(placed ? static_cast<std::size_t>(region[i]) : outside(), kind) += one;
    if (belts() == 0) continue;
    bool in_any = false;
    for (std::size_t b = 0; b < belts(); ++b) {
      if (inputs_.membership->inside[b][i] == 0) continue;
      in_any = true;
      cell(first_belt() + b, kind) += one;
      if (placed) shared_[b][static_cast<std::size_t>(region[i])] = 1;
    }
    if (!in_any) cell(first_belt() + belts(), kind) += one;
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
  for (const Belt& belt : belts() > 0 ? inputs_.belts->belts : std::vector<Belt>()) {
    if (belt.kind != BeltKind::kCorridor) continue;
    const std::string& code = areas_[district].code;
    if (belt.within.empty() ||
        std::find(belt.within.begin(), belt.within.end(), code) != belt.within.end()) {
      return true;
    }
  }
  return false;
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
  if (within.empty()) return shared_[belt][district] != 0;
  return std::find(within.begin(), within.end(), areas_[district].code) != within.end();
}

}  // namespace geo::stats
