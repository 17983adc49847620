// The points of one row of cells, as cell_sums.cpp sums them; compiled once for each instruction
// set.
#if defined(GEO_DENSITY_CELL_ROW_INL) == defined(HWY_TARGET_TOGGLE)
#ifdef GEO_DENSITY_CELL_ROW_INL
#undef GEO_DENSITY_CELL_ROW_INL
#else
#define GEO_DENSITY_CELL_ROW_INL
#endif

#include <hwy/highway.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <new>
#include <utility>
#include <vector>

#include "density/cell_shape.hpp"
#include "density/row_index.hpp"
#include "geo/core/context.hpp"

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

/// The points of a row of cells by cell, in the order of the index within each. Of a point: its
/// place (fx, fy) from the centre of its cell and ff = fx^2 + fy^2.
///
/// kGroup neighbouring cells with a few points each are a group. Their points lie in layers, the
/// first of each cell, the second of each ...: lane l of layer i is element first + i kGroup + l;
/// where a cell has fewer points ff is infinite, and the rest does not matter. A cell that has many
/// points, or next to no neighbours, is alone: its points follow each other.
template <bool kWeighted>
class CellRow {
 public:
  struct Group {
    int column;
    std::size_t first;
    std::size_t depth;
  };
  struct Alone {
    int column;
    std::size_t first;
    std::size_t last;
  };

  /// Of the cells in the columns [left, right).
  CellRow(int left, int right)
      : left_(left),
        width_(right - left),
        cells_((static_cast<std::size_t>(right - left) + kGroup - 1) / kGroup * kGroup),
        count_(cells_ + 1),
        next_(cells_ + 1),
        step_(cells_ + 1) {}

  [[nodiscard]] const std::vector<Group>& groups() const { return groups_; }
  [[nodiscard]] const std::vector<Alone>& alone() const { return alone_; }
  [[nodiscard]] bool empty() const { return groups_.empty() && alone_.empty(); }
  /// The columns from the first to the last cell that may have a point, and one more.
  [[nodiscard]] std::pair<int, int> columns() const { return {from_, to_}; }
  [[nodiscard]] const double* fx() const { return fx_.data(); }
  [[nodiscard]] const double* fy() const { return fy_.data(); }
  [[nodiscard]] const double* ff() const { return ff_.data(); }
  [[nodiscard]] const double* weight() const { return weight_.data(); }

  void load(const RowIndex& index, int row, const Context& context) {
    groups_.clear();
    alone_.clear();
    const auto [begin, end] = index.range(row, row);
    if (begin == end) return;
    std::fill(count_.begin(), count_.end(), 0U);
    for (std::size_t at = begin; at < end; at += kBlock) {
      if ((at - begin) % kSlice == 0) context.check();
      const std::size_t n = std::min(kBlock, end - at);
      locate(index, row, at, n);
      for (std::size_t i = 0; i < n; ++i) ++count_[cell_[i]];
    }
    arrange();
    for (std::size_t at = begin; at < end; at += kBlock) {
      if ((at - begin) % kSlice == 0) context.check();
      const std::size_t n = std::min(kBlock, end - at);
      if (end - begin > kBlock) locate(index, row, at, n);  // otherwise it is there
      for (std::size_t i = 0; i < n; ++i) {
        const std::size_t cell = cell_[i];
        const std::size_t to = next_[cell];
        next_[cell] += step_[cell];
        fx_[to] = x_[i];
        fy_[to] = y_[i];
        ff_[to] = f_[i];
        if constexpr (kWeighted) weight_[to] = index.weight()[at + i];
      }
    }
  }

 private:
  static constexpr std::size_t kBlock = 2048;
  static_assert(kSlice % kBlock == 0 && kBlock % kWidest == 0);

  /// The cells of n points, and where they lie in them. Points of no cell of ours go to one more.
  void locate(const RowIndex& index, int row, std::size_t at, std::size_t n) {
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::CappedTag<double, kWidest> d;
    const hn::Rebind<std::int32_t, decltype(d)> di;
    const hn::Rebind<std::uint32_t, decltype(d)> du;
    const auto half = hn::Set(d, 0.5);
    const auto left = hn::Set(d, static_cast<double>(left_));
    const auto width = hn::Set(d, static_cast<double>(width_));
    const auto nowhere = hn::Set(d, static_cast<double>(cells_));
    const auto middle = hn::Set(d, static_cast<double>(row));
    for (std::size_t i = 0; i < n; i += hn::Lanes(d)) {
      hn::Vec<decltype(d)> x, y;
      hn::LoadInterleaved2(d, &index.at()[at + i].x, x, y);
      const auto column = hn::Floor(hn::Add(x, half));
      const auto fx = hn::Sub(x, column);
      const auto fy = hn::Sub(y, middle);
      const auto cell = hn::Sub(column, left);
      const auto ours = hn::And(hn::Ge(cell, hn::Zero(d)), hn::Lt(cell, width));
      hn::StoreU(hn::BitCast(du, hn::DemoteTo(di, hn::IfThenElse(ours, cell, nowhere))), du,
                 cell_ + i);
      hn::StoreU(fx, d, x_ + i);
      hn::StoreU(fy, d, y_ + i);
      hn::StoreU(hn::Add(hn::Mul(fx, fx), hn::Mul(fy, fy)), d, f_ + i);
    }
  }

  /// Gives every cell its place, from how many points each has.
  void arrange() {
    namespace hn = hwy::HWY_NAMESPACE;
    const hn::CappedTag<std::uint32_t, kGroup> d;
    constexpr std::size_t kParts = kGroup / HWY_MIN(kGroup, HWY_LANES(std::uint32_t));
    const auto deepest = hn::Set(d, static_cast<std::uint32_t>(kDeepest));
    std::size_t used = 0;
    from_ = std::numeric_limits<int>::max();
    for (std::size_t c = 0; c < cells_; c += kGroup) {
      // What the few points of a cell add up to, and the most of them;.
      auto all = hn::Zero(d), points = all, most = all;
      for (std::size_t k = 0; k < kParts; ++k) {
        const auto count = hn::LoadU(d, count_.data() + c + k * hn::Lanes(d));
        const auto few = hn::IfThenZeroElse(hn::Gt(count, deepest), count);
        all = hn::Or(all, count);
        points = hn::Add(points, few);
        most = hn::Max(most, few);
      }
      if (hn::AllTrue(d, hn::Eq(all, hn::Zero(d)))) continue;
      const int column = left_ + static_cast<int>(c);
      from_ = std::min(from_, column);
      to_ = column + static_cast<int>(kGroup);
      const bool together = hn::GetLane(hn::SumOfLanes(d, points)) >= kFewest;
      if (together) {
        const std::size_t depth = hn::GetLane(hn::MaxOfLanes(d, most));
        groups_.push_back({column, used, depth});
        for (std::size_t k = 0; k < kGroup; ++k) {
          next_[c + k] = static_cast<std::uint32_t>(used + k);
          step_[c + k] = kGroup;
        }
        used += depth * kGroup;
        if (hn::AllFalse(d, hn::Gt(all, deepest))) continue;
      }
      for (std::size_t k = 0; k < kGroup; ++k) {
        const std::size_t n = count_[c + k];
        if (n == 0 || (together && n <= kDeepest)) continue;
        alone_.push_back({column + static_cast<int>(k), used, used + n});
        next_[c + k] = static_cast<std::uint32_t>(used);
        step_[c + k] = 1;
        used += (n + kGroup - 1) / kGroup * kGroup;
      }
    }
    if (used > std::numeric_limits<std::uint32_t>::max()) throw std::bad_alloc();
    next_[cells_] = static_cast<std::uint32_t>(used);
    step_[cells_] = 0;
    if (fx_.size() <= used) {
      for (auto* values : {&fx_, &fy_, &ff_}) values->resize(used + used / 2 + 1);
      if constexpr (kWeighted) weight_.resize(fx_.size());
    }
    for (const Group& group : groups_) {
      std::fill_n(ff_.data() + group.first, group.depth * kGroup,
                  std::numeric_limits<double>::infinity());
    }
  }

  int left_;
  int width_;
  std::size_t cells_;  // whole groups
  int from_ = 0;
  int to_ = 0;
  std::vector<std::uint32_t> count_;  // of each cell, and of those that are not ours
  std::vector<std::uint32_t> next_;   // where the next point of each goes
  std::vector<std::uint32_t> step_;
  std::vector<Group> groups_;
  std::vector<Alone> alone_;
  std::vector<double> fx_;
  std::vector<double> fy_;
  std::vector<double> ff_;
  std::vector<double> weight_;
  std::uint32_t cell_[kBlock];  // of the present block
  double x_[kBlock];
  double y_[kBlock];
  double f_[kBlock];
};

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#endif
