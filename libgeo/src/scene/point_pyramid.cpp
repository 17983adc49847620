#include "geo/scene/point_pyramid.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

constexpr double kMostCells = 1 << 20;
constexpr std::size_t kCheck = 1 << 16;

std::uint64_t key_of(std::uint64_t column, std::uint64_t row) { return row << 32U | column; }

/// What a cell is made of while it is summed: its points by category, ascending.
struct Tally {
  Point sum;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> by_category;

  void add(std::uint32_t category, std::uint32_t count) {
    const auto at = std::lower_bound(
        by_category.begin(), by_category.end(), category,
        [](const auto& entry, std::uint32_t wanted) { return entry.first < wanted; });
    if (at != by_category.end() && at->first == category) {
      at->second += count;
    } else {
      by_category.insert(at, {category, count});
    }
  }
  void add(const Tally& other) {
    sum.x += other.sum.x;
    sum.y += other.sum.y;
    for (const auto& [category, count] : other.by_category) add(category, count);
  }
  [[nodiscard]] PointPyramid::Cell cell(Point corner) const {
    PointPyramid::Cell out;
    std::uint32_t most = 0;
    for (const auto& [category, count] : by_category) {
      out.count += count;
      if (count > most) {
        most = count;
        out.category = category;
      }
    }
    out.middle = {corner.x + sum.x / out.count, corner.y + sum.y / out.count};
    return out;
  }
};

}  // namespace

PointPyramid::PointPyramid(const PointSet& points, const std::vector<std::uint32_t>& listed,
                           const std::vector<std::uint32_t>& category, std::uint32_t categories,
                           double finest, const Context& context)
    : finest_(finest) {
  if (!(finest > 0) || !std::isfinite(finest)) {
    throw Error(ErrorCode::kOption, "the side of cells must be positive and finite");
  }
  if (categories == 0) throw Error(ErrorCode::kOption, "points need one category at least");
  if (listed.empty()) return;
  Box box;
  for (const std::uint32_t i : listed) box.extend(Point{points.x[i], points.y[i]});
  corner_ = {box.min_x, box.min_y};
  while (std::max(box.width(), box.height()) / finest_ >= kMostCells) finest_ *= 2;
  context.check();

  std::vector<std::pair<std::uint64_t, std::uint32_t>> order;
  order.reserve(listed.size());
  for (const std::uint32_t i : listed) {
    order.emplace_back(key_of(static_cast<std::uint64_t>((points.x[i] - corner_.x) / finest_),
                              static_cast<std::uint64_t>((points.y[i] - corner_.y) / finest_)),
                       i);
  }
  std::sort(order.begin(), order.end());
  context.check();

  Level level;
  std::vector<Tally> tallies;
  dots_.reserve(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) {
    if (k % kCheck == 0) context.check();
    const auto& [key, i] = order[k];
    if (level.key.empty() || level.key.back() != key) {
      level.key.push_back(key);
      tallies.emplace_back();
      first_.push_back(static_cast<std::uint32_t>(k));
    }
    const std::uint32_t own = category.empty() ? 0 : std::min(category[i], categories - 1);
    dots_.push_back({{points.x[i], points.y[i]}, own});
    tallies.back().sum.x += points.x[i] - corner_.x;
    tallies.back().sum.y += points.y[i] - corner_.y;
    tallies.back().add(own, 1);
  }
  first_.push_back(static_cast<std::uint32_t>(order.size()));

  while (true) {
    context.check();
    level.cell.reserve(tallies.size());
    for (const Tally& tally : tallies) level.cell.push_back(tally.cell(corner_));
    levels_.push_back(std::move(level));
    const std::vector<std::uint64_t>& fine = levels_.back().key;
    if (fine.size() == 1 && fine[0] == 0) return;
    // Two rows of fine cells become one: what they share is found by sorting.
    std::vector<std::pair<std::uint64_t, std::uint32_t>> parents;
    parents.reserve(fine.size());
    for (std::size_t c = 0; c < fine.size(); ++c) {
      parents.emplace_back(key_of((fine[c] & 0xFFFFFFFFU) >> 1U, fine[c] >> 33U),
                           static_cast<std::uint32_t>(c));
    }
    std::sort(parents.begin(), parents.end());
    level = {};
    std::vector<Tally> sums;
    for (const auto& [key, child] : parents) {
      if (level.key.empty() || level.key.back() != key) {
        level.key.push_back(key);
        sums.emplace_back();
      }
      sums.back().add(tallies[child]);
    }
    tallies = std::move(sums);
  }
}

double PointPyramid::side(std::size_t level) const {
  return std::ldexp(finest_, static_cast<int>(level));
}

std::size_t PointPyramid::level_of(double least) const {
  std::size_t level = 0;
  while (level + 1 < levels() && side(level) < least) ++level;
  return level;
}

Point PointPyramid::centre_of(std::size_t level, const Cell& cell) const {
  // The mean of points lies in their square.
  const double s = side(level);
  return {corner_.x + (std::floor((cell.middle.x - corner_.x) / s) + 0.5) * s,
          corner_.y + (std::floor((cell.middle.y - corner_.y) / s) + 0.5) * s};
}

template <typename Visit>
void PointPyramid::visit(std::size_t level, const Box& box, Visit&& body) const {
  if (level >= levels() || box.empty()) return;
  const std::vector<std::uint64_t>& keys = levels_[level].key;
  const double cell = side(level);
  const auto index = [&](double from, double origin) {
    return static_cast<std::uint64_t>(
        std::clamp(std::floor((from - origin) / cell), 0.0, kMostCells));
  };
  if (box.max_x < corner_.x || box.max_y < corner_.y) return;
  const std::uint64_t west = index(box.min_x, corner_.x);
  const std::uint64_t east = index(box.max_x, corner_.x);
  const std::uint64_t north = std::min(index(box.max_y, corner_.y), keys.back() >> 32U);
  auto at = keys.begin();
  for (std::uint64_t row = index(box.min_y, corner_.y); row <= north; ++row) {
    at = std::lower_bound(at, keys.end(), key_of(west, row));
    if (at == keys.end()) return;
    if (const std::uint64_t next = *at >> 32U; next > row) {  // rows without any point
      row = next - 1;
      continue;
    }
    for (; at != keys.end() && *at <= key_of(east, row); ++at) {
      body(static_cast<std::size_t>(at - keys.begin()));
    }
  }
}

std::vector<PointPyramid::Cell> PointPyramid::cells(std::size_t level, const Box& box) const {
  std::vector<Cell> out;
  visit(level, box, [&](std::size_t c) { out.push_back(levels_[level].cell[c]); });
  return out;
}

std::vector<PointPyramid::Dot> PointPyramid::dots(const Box& box) const {
  std::vector<Dot> out;
  visit(0, box, [&](std::size_t c) {
    out.insert(out.end(), dots_.begin() + first_[c], dots_.begin() + first_[c + 1]);
  });
  return out;
}

std::size_t PointPyramid::count(std::size_t level, const Box& box) const {
  std::size_t sum = 0;
  visit(level, box, [&](std::size_t c) { sum += levels_[level].cell[c].count; });
  return sum;
}

}  // namespace geo::scene
