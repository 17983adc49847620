// Highway compiles what is between HWY_BEFORE_NAMESPACE and HWY_AFTER_NAMESPACE once for each kind
// of processor, by including this file again.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "join/locate.cpp"
#include <hwy/cache_control.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

#include "join/label_grid.hpp"

HWY_BEFORE_NAMESPACE();
namespace geo::join::HWY_NAMESPACE {
namespace {

namespace hn = hwy::HWY_NAMESPACE;

/// Positions looked up at a time: their cells stay in the first-level cache.
constexpr std::size_t kBatch = 1024;

/// Multiplied and added in two roundings, as in Axis::of; 0 for NaN.
template <class D>
hn::VFromD<D> clamped(D d, const Axis& axis, const double* coordinate) {
  const auto t =
      hn::Add(hn::Mul(hn::LoadU(d, coordinate), hn::Set(d, axis.scale)), hn::Set(d, axis.offset));
  return hn::Min(hn::IfThenElseZero(hn::Gt(t, hn::Zero(d)), t), hn::Set(d, axis.last()));
}

void find_cells(const LabelGrid& grid, const double* x, const double* y, std::size_t n,
                std::int32_t* cell) {
  const hn::ScalableTag<double> d;
  const hn::Rebind<std::int32_t, decltype(d)> d32;
  const auto stride = hn::Set(d32, grid.stride());
  std::size_t i = 0;
  for (; i + hn::Lanes(d) <= n; i += hn::Lanes(d)) {
    const auto column = hn::DemoteTo(d32, clamped(d, grid.x, x + i));
    const auto row = hn::DemoteTo(d32, clamped(d, grid.y, y + i));
    hn::StoreU(hn::Add(hn::Mul(row, stride), column), d32, cell + i);
  }
  for (; i < n; ++i) {
    cell[i] = static_cast<std::int32_t>(grid.y.clamped(y[i])) * grid.stride() +
              static_cast<std::int32_t>(grid.x.clamped(x[i]));
  }
}

LabelGrid::Answer locate_near_border(const LabelGrid& grid, const BorderCell& cell,
                                     Point position) {
  const hn::CappedTag<float, EdgeBlock::kLanes> d;  // of one lane where there is no SIMD
  const hn::RebindToUnsigned<decltype(d)> du;
  const hn::RebindToSigned<decltype(d)> di;
  const double column = grid.x.of(position.x);
  const double row = grid.y.of(position.y);
  const auto u = hn::Set(d, static_cast<float>(column - static_cast<std::int32_t>(column)));
  const auto v = hn::Set(d, static_cast<float>(row - static_cast<std::int32_t>(row)));
  const auto tolerance = hn::Set(d, grid.tolerance);
  auto flips = hn::Zero(du);
  auto undecided = hn::FirstN(d, 0);
  const EdgeBlock* const blocks = grid.blocks.data() + cell.first_block;
  for (std::uint32_t k = 0; k < cell.blocks; ++k) {
    const EdgeBlock& block = blocks[k];
    for (std::size_t lane = 0; lane < EdgeBlock::kLanes; lane += hn::Lanes(d)) {
      const auto left = hn::Load(d, block.left.data() + lane);
      const auto right = hn::Load(d, block.right.data() + lane);
      const auto side = hn::Add(hn::Add(hn::Mul(hn::Load(d, block.p.data() + lane), u),
                                        hn::Mul(hn::Load(d, block.q.data() + lane), v)),
                                hn::Load(d, block.r.data() + lane));
      const auto spanned = hn::And(hn::Le(left, u), hn::Le(u, right));
      const auto close =
          hn::Or(hn::Le(hn::Abs(side), tolerance), hn::Or(hn::Eq(left, u), hn::Eq(right, u)));
      undecided = hn::Or(undecided, hn::And(spanned, close));
      const auto edge_flips = hn::Load(du, block.flips.data() + lane);
      const auto beyond = hn::BitCast(du, hn::BroadcastSignBit(hn::BitCast(di, edge_flips)));
      const auto met = hn::And(hn::Lt(left, u), hn::Gt(side, hn::Zero(d)));
      const auto crossed = hn::IfThenElse(hn::RebindMask(du, hn::Lt(right, u)), beyond,
                                          hn::VecFromMask(du, hn::RebindMask(du, met)));
      flips = hn::Xor(flips, hn::And(crossed, edge_flips));
    }
  }
  if (cell.blocks == 0 || !hn::AllFalse(d, undecided)) return grid.exact(cell, position);
#if HWY_TARGET != HWY_SCALAR
  flips = hn::Xor(flips, hn::Shuffle2301(flips));
  flips = hn::Xor(flips, hn::Shuffle1032(flips));
#endif
  const std::uint32_t inside = (hn::GetLane(flips) & ~EdgeBlock::kBeyond) ^ cell.corner;
  if (inside == 0) return {cell.otherwise, false};
  const auto first = static_cast<std::uint32_t>(std::countr_zero(inside));
  return {grid.block_regions[cell.first_region + first], false};
}

template <typename Label>
void locate_batch(const LabelGrid& grid, const Label* labels, const double* x, const double* y,
                  std::size_t n, std::int32_t* region, std::uint8_t* on_border) {
  std::array<std::int32_t, kBatch> cell;        // NOLINT(cppcoreguidelines-pro-type-member-init)
  std::array<std::uint32_t, kBatch> unsettled;  // NOLINT(cppcoreguidelines-pro-type-member-init)
  find_cells(grid, x, y, n, cell.data());
  std::size_t count = 0;
  const auto regions = static_cast<std::int32_t>(grid.regions);
  for (std::size_t i = 0; i < n; ++i) {
    const auto answer = static_cast<std::int32_t>(labels[cell[i]]) - 1;
    region[i] = answer;
    unsettled[count] = static_cast<std::uint32_t>(i);
    count += static_cast<std::size_t>(answer >= regions);
  }
  std::fill_n(on_border, n, std::uint8_t{0});
  const auto cell_of = [&](std::size_t k) -> const BorderCell& {
    return grid.cells[static_cast<std::size_t>(region[unsettled[k]] - regions)];
  };
  for (std::size_t k = 0; k < count; ++k) hwy::Prefetch(&cell_of(k));
  for (std::size_t k = 0; k < count; ++k) {
    const EdgeBlock* const block = grid.blocks.data() + cell_of(k).first_block;
    hwy::Prefetch(block);
    hwy::Prefetch(&block->p);
  }
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t i = unsettled[k];
    const LabelGrid::Answer answer = locate_near_border(grid, cell_of(k), {x[i], y[i]});
    region[i] = answer.region;
    on_border[i] = static_cast<std::uint8_t>(answer.on_border);
  }
}

void locate_all(const LabelGrid& grid, const double* x, const double* y, std::size_t n,
                std::int32_t* region, std::uint8_t* on_border) {
  for (std::size_t i = 0; i < n; i += kBatch) {
    const std::size_t count = std::min(kBatch, n - i);
    if (grid.wide.empty()) {
      locate_batch(grid, grid.narrow.data(), x + i, y + i, count, region + i, on_border + i);
    } else {
      locate_batch(grid, grid.wide.data(), x + i, y + i, count, region + i, on_border + i);
    }
  }
}

}  // namespace
}  // namespace geo::join::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::join {

HWY_EXPORT(locate_all);

void locate(const LabelGrid& grid, std::span<const double> x, std::span<const double> y,
            std::span<std::int32_t> region, std::span<std::uint8_t> on_border) {
  HWY_DYNAMIC_DISPATCH(locate_all)
  (grid, x.data(), y.data(), x.size(), region.data(), on_border.data());
}

}  // namespace geo::join
#endif
