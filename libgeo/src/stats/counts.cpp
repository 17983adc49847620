#include "geo/stats/counts.hpp"

#include "geo/core/error.hpp"

namespace geo::stats {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw Error(ErrorCode::kInternal, "stats::Inputs: " + what);
}

}  // namespace

Counts::Counts(std::size_t districts, std::size_t belts)
    : districts_(districts),
      belts_(belts),
      cells_(districts + belts + 2, std::vector<Tally>(1)),
      shared_(belts, std::vector<std::uint8_t>(districts, 0)) {}

void Counts::add(const PointSet& points, const Assignment& assignment,
                 const BeltMembership& membership, const std::string& specialty_column) {
  const std::size_t n = points.size();
  require(assignment.region.size() == n, "the assignment is of other points");
  require(membership.inside.size() == belts_, "the membership is of other belts");
  for (const auto& inside : membership.inside) {
    require(inside.size() == n, "the membership is of other points");
  }
  for (const std::int32_t region : assignment.region) {
    require(region == Assignment::kNone ||
                (region >= 0 && static_cast<std::size_t>(region) < districts_),
            "the assignment names a region that is not there");
  }
  const std::vector<std::uint32_t>* codes = nullptr;
  if (!specialty_column.empty()) {
    const Categories& column = points.categories(specialty_column);
    codes = &column.codes;
    if (column.names.size() > words_.size()) words_ = column.names;
    for (std::vector<Tally>& row : cells_) row.resize(words_.size() + 1);
  }
  weighted_ = weighted_ || !points.weight.empty();
  points_ += n;
  for (std::size_t i = 0; i < n; ++i) {
    const Tally one{1, points.weight_of(i)};
    const std::uint32_t code = codes != nullptr ? (*codes)[i] : Categories::kMissing;
    const std::size_t word = code == Categories::kMissing ? 0 : std::size_t{code} + 1;
    const std::int32_t region = assignment.region[i];
    const bool placed = region != Assignment::kNone;
    cells_[placed ? static_cast<std::size_t>(region) : outside()][word] += one;
    if (i < assignment.on_border.size()) on_border_ += assignment.on_border[i];
    if (belts_ == 0) continue;
    bool in_any = false;
    for (std::size_t b = 0; b < belts_; ++b) {
      if (membership.inside[b][i] == 0) continue;
      in_any = true;
      cells_[first_belt() + b][word] += one;
      if (placed) shared_[b][static_cast<std::size_t>(region)] = 1;
    }
    if (!in_any) cells_[in_no_belt()][word] += one;
  }
}

Tally Counts::of(std::size_t area, std::size_t word) const {
  return cells_[area][word < words_.size() ? word + 1 : 0];
}

Tally Counts::total(std::size_t area) const {
  Tally sum;
  for (const Tally& cell : cells_[area]) sum += cell;
  return sum;
}

}  // namespace geo::stats
