#include "density/gaussian_loops.hpp"

#include <hwy/cache_control.h>

#include <algorithm>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/gaussian_loops.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, 8>;
constexpr std::size_t kLanes = HWY_MIN(8, HWY_LANES(double));

/// Points of a row, placed: what their weights are made of.
struct Placed {
  static constexpr std::size_t kMost = 64;  // their weights stay in the nearest cache
  double across[kMost];                     ///< from the middle of the cell, in cells
  double down[kMost];
  double weight[kMost];
  std::int32_t cell[kMost];
  std::size_t size = 0;
};

/// As `place`, whole vectors as far as all their points lie in the row; returns where it ended.
std::size_t place_vectors(SpreadRow& row, std::size_t begin, std::size_t end, Placed& placed) {
  const D d;
  const hn::Rebind<std::int32_t, D> di;
  constexpr std::size_t kAhead = 256;
  const auto half = hn::Set(d, 0.5);
  const auto inverse = hn::Set(d, 1 / row.spacing);
  const auto last_cell = hn::Set(d, row.cells - 1.0);
  auto lowest = hn::Set(d, row.first);
  auto highest = hn::Set(d, row.last);
  std::size_t n = 0;
  for (; begin + n + kLanes <= end; n += kLanes) {
    // A few behind the end are as harmless as the next row's are useful.
    hwy::Prefetch(row.at + begin + n + kAhead);
    hwy::Prefetch(row.at + begin + n + kAhead + 4);
    auto x = hn::Zero(d);
    auto y = hn::Zero(d);
    hn::LoadInterleaved2(d, &row.at[begin + n].x, x, y);
    y = hn::Add(y, half);
    const auto inside = hn::And(hn::Ge(y, hn::Set(d, row.top)), hn::Lt(y, hn::Set(d, row.bottom)));
    if (!hn::AllTrue(d, inside)) break;
    const auto u = hn::Add(hn::Mul(hn::Add(x, half), inverse), hn::Set(d, row.cells_before));
    const auto cell = hn::Trunc(hn::Min(hn::Max(u, hn::Zero(d)), last_cell));
    lowest = hn::Min(lowest, cell);
    highest = hn::Max(highest, cell);
    const auto down = hn::Mul(hn::Sub(y, hn::Set(d, row.top)), inverse);
    hn::StoreU(hn::Sub(hn::Sub(u, cell), half), d, placed.across + n);
    hn::StoreU(hn::Sub(down, half), d, placed.down + n);
    hn::StoreU(hn::DemoteTo(di, cell), di, placed.cell + n);
  }
  for (std::size_t i = 0; i < n; ++i) row.occupied[placed.cell[i]] = 1;
  if (row.weight != nullptr) std::copy_n(row.weight + begin, n, placed.weight);
  row.first = static_cast<int>(hn::GetLane(hn::MinOfLanes(d, lowest)));
  row.last = static_cast<int>(hn::GetLane(hn::MaxOfLanes(d, highest)));
  placed.size = n;
  return begin + n;
}

/// The points [begin, end) of the row that lie in it; at most Placed::kMost.
void place(SpreadRow& row, std::size_t begin, std::size_t end, Placed& placed) {
  placed.size = 0;
  if (row.order == nullptr) begin = place_vectors(row, begin, end, placed);
  const double inverse = 1 / row.spacing;
  const double last_cell = row.cells - 1;
  std::size_t n = placed.size;
  for (std::size_t k = begin; k < end; ++k) {
    const std::size_t i = row.order != nullptr ? row.order[k] : k;
    const double y = row.at[i].y + 0.5;
    if (!(y >= row.top && y < row.bottom)) continue;
    const double u = (row.at[i].x + 0.5) * inverse + row.cells_before;
    const int cell = static_cast<int>(std::min(std::max(u, 0.0), last_cell));
    row.first = std::min(row.first, cell);
    row.last = std::max(row.last, cell);
    row.occupied[cell] = 1;
    placed.across[n] = u - cell - 0.5;
    placed.down[n] = (y - row.top) * inverse - 0.5;
    if (row.weight != nullptr) placed.weight[n] = row.weight[i];
    placed.cell[n] = cell;
    ++n;
  }
  placed.size = n;
  if (n % 2 == 1) placed.across[n] = placed.down[n] = 0;
}

/// Even and odd powers apart, each by Horner's rule in s^2: E + s O. Nodes at the same distance
/// left and right of the middle differ in the sign of O. A rounding may be left where a weight is
/// 0, which must not fall below it.
template <std::size_t kHalf, std::size_t kStride, typename V>
HWY_INLINE void parts(const double* HWY_RESTRICT table, V square, V& even, V& odd) {
  const D d;
  even = hn::Load(d, table + (kHalf - 1) * kStride);
  odd = hn::Load(d, table + (2 * kHalf - 1) * kStride);
#pragma GCC unroll 8
  for (std::size_t j = 2; j <= kHalf; ++j) {
    even = hn::MulAdd(even, square, hn::Load(d, table + (kHalf - j) * kStride));
    odd = hn::MulAdd(odd, square, hn::Load(d, table + (2 * kHalf - j) * kStride));
  }
}

/// The weights of nodes m and kOrder - 1 - m, in lanes m, around points at s[0] and so on: `kRoom`
/// lanes for each point, as many points as there is room for, from lane `lane` of the first one on.
template <std::size_t kOrder, std::size_t kRoom, typename V>
HWY_INLINE void half_weights(const SplineTables& tables, const double* HWY_RESTRICT s,
                             std::size_t lane, V& left, V& right) {
  const D d;
  auto at = hn::Set(d, s[0]);
#if HWY_TARGET != HWY_SCALAR
  if constexpr (kLanes > kRoom) at = hn::ConcatUpperLower(d, hn::Set(d, s[1]), at);
#endif
  auto even = at;
  auto odd = at;
  parts<kOrder / 2, 8>(tables.half + lane, hn::Mul(at, at), even, odd);
  left = hn::Max(hn::MulAdd(at, odd, even), hn::Zero(d));
  right = hn::Max(hn::NegMulAdd(at, odd, even), hn::Zero(d));
}

/// Of `count` points, an even number, kOrder / 2 of kRoom places each.
template <std::size_t kOrder, std::size_t kRoom>
HWY_INLINE void across_weights(const SplineTables& tables, const double* HWY_RESTRICT s,
                               std::size_t count, double* HWY_RESTRICT left,
                               double* HWY_RESTRICT right) {
  const D d;
  for (std::size_t k = 0; k < count * kRoom; k += kLanes) {
    auto a = hn::Zero(d);
    auto b = a;
    half_weights<kOrder, kRoom>(tables, s + k / kRoom, k % kRoom, a, b);
    hn::Store(a, d, left + k);
    hn::Store(b, d, right + k);
  }
}

/// Of `count` points, an even number, in the lanes of the ring, kWidth each.
template <std::size_t kOrder, std::size_t kWidth>
HWY_INLINE void down_weights(const SplineTables& tables, const double* HWY_RESTRICT s,
                             std::size_t count, double* HWY_RESTRICT lanes) {
  const D d;
#if HWY_TARGET != HWY_SCALAR
  if constexpr (kLanes == 8 && kOrder == 8) {
    const auto turn = hn::SetTableIndices(d, tables.turned);
    for (std::size_t p = 0; p < count; p += 2) {
      auto a = hn::Zero(d);
      auto b = a;
      half_weights<kOrder, 4>(tables, s + p, 0, a, b);
      const auto first = hn::ConcatLowerLower(d, b, a);
      const auto second = hn::ConcatUpperUpper(d, b, a);
      hn::Store(hn::TableLookupLanes(first, turn), d, lanes + 8 * p);
      hn::Store(hn::TableLookupLanes(second, turn), d, lanes + 8 * p + 8);
    }
    return;
  }
#endif
  for (std::size_t p = 0; p < count; ++p) {
    const auto at = hn::Set(d, s[p]);
    for (std::size_t k = 0; k < kWidth; k += kLanes) {
      auto even = at;
      auto odd = at;
      parts<kOrder / 2, kWidth>(tables.lanes + k, hn::Mul(at, at), even, odd);
      hn::Store(hn::Max(hn::MulAdd(at, odd, even), hn::Zero(d)), d, lanes + p * kWidth + k);
    }
  }
}

template <std::size_t kOrder, std::size_t kWidth>
void spread_order(SpreadRow& row, std::size_t begin, std::size_t end, const SplineTables& tables,
                  double* HWY_RESTRICT sums) {
  const D d;
  constexpr std::size_t kRoom = kWidth / 2;
  Placed placed;
  alignas(64) double left[Placed::kMost * kRoom];
  alignas(64) double right[Placed::kMost * kRoom];
  alignas(64) double lanes[Placed::kMost * kWidth];
  for (; begin < end; begin += Placed::kMost) {
    place(row, begin, std::min(end, begin + Placed::kMost), placed);
    const std::size_t even = (placed.size + 1) / 2 * 2;
    across_weights<kOrder, kRoom>(tables, placed.across, even, left, right);
    down_weights<kOrder, kWidth>(tables, placed.down, even, lanes);
    for (std::size_t i = 0; i < placed.size; ++i) {
      double* const HWY_RESTRICT to = sums + static_cast<std::size_t>(placed.cell[i]) * kWidth;
      for (std::size_t l = 0; l < kWidth; l += kLanes) {
        auto weights = hn::Load(d, lanes + i * kWidth + l);
        if (row.weight != nullptr) weights = hn::Mul(weights, hn::Set(d, placed.weight[i]));
        const auto add = [&](std::size_t m, double across) HWY_ATTR {
          double* const at = to + m * kWidth + l;
          hn::Store(hn::MulAdd(hn::Set(d, across), weights, hn::Load(d, at)), d, at);
        };
#pragma GCC unroll 4
        for (std::size_t m = 0; m < kOrder / 2; ++m) {
          add(m, left[i * kRoom + m]);
          add(kOrder - 1 - m, right[i * kRoom + m]);
        }
      }
    }
  }
}

void spread_splines(int order, SpreadRow& row, std::size_t begin, std::size_t end,
                    const SplineTables& tables, const NodeRing& ring) {
  if (order == 8) spread_order<8, 8>(row, begin, end, tables, ring.sums);
  if (order == 12) spread_order<12, 16>(row, begin, end, tables, ring.sums);
  if (order == 16) spread_order<16, 16>(row, begin, end, tables, ring.sums);
}

void product_weights(const double* HWY_RESTRICT table, std::size_t width, double factor,
                     double base, double* HWY_RESTRICT out) {
  // Lane j of eight has base^j from the powers 1, 2 and 4 by the bits of j.
  alignas(64) static constexpr std::uint64_t kBits[3][8] = {
      {0, ~0ULL, 0, ~0ULL, 0, ~0ULL, 0, ~0ULL},
      {0, 0, ~0ULL, ~0ULL, 0, 0, ~0ULL, ~0ULL},
      {0, 0, 0, 0, ~0ULL, ~0ULL, ~0ULL, ~0ULL}};
  const D d;
  const hn::RebindToUnsigned<D> du;
  const double base2 = base * base;
  const double base4 = base2 * base2;
  const auto base8 = hn::Set(d, base4 * base4);
  const auto one = hn::Set(d, 1.0);
  const auto pick = [&](int bit, std::size_t lane, double power) HWY_ATTR {
    const auto mask = hn::MaskFromVec(hn::BitCast(d, hn::Load(du, kBits[bit] + lane)));
    return hn::IfThenElse(mask, hn::Set(d, power), one);
  };
  for (std::size_t lane = 0; lane < 8; lane += kLanes) {
    auto power = hn::Mul(hn::Mul(pick(0, lane, base), pick(1, lane, base2)), pick(2, lane, base4));
    power = hn::Mul(power, hn::Set(d, factor));
    for (std::size_t j = lane; j < width; j += 8) {
      hn::StoreU(hn::Mul(hn::LoadU(d, table + j), power), d, out + j);
      power = hn::Mul(power, base8);
    }
  }
}

void spread_product(const double* HWY_RESTRICT across, std::size_t nodes,
                    const double* HWY_RESTRICT down, std::size_t width, double* HWY_RESTRICT sums) {
  const D d;
  for (std::size_t l = 0; l < width; l += kLanes) {
    const auto weights = hn::LoadU(d, down + l);
    for (std::size_t m = 0; m < nodes; ++m) {
      double* const at = sums + m * width + l;
      hn::Store(hn::MulAdd(hn::Set(d, across[m]), weights, hn::Load(d, at)), d, at);
    }
  }
}

/// Four outputs of the rows in the lanes. Two and two share what they read: what one adds at a step
/// the other has added at the step before, or will at the next.
template <typename V>
HWY_INLINE void filter_lanes(const double* HWY_RESTRICT nodes, const double* HWY_RESTRICT taps,
                             std::size_t tap_count, V (&sums)[4]) {
  const D d;
  const auto at = [&](const double* from, std::size_t i)
                      HWY_ATTR { return hn::Load(d, from + i * kTogether); };
  const double* left = nodes;
  const double* right = nodes + kTogether;
  for (V& sum : sums) sum = hn::Zero(d);
  auto up_a = at(right, 0);
  auto down_a = up_a;
  auto up_b = at(right, 2);
  auto down_b = up_b;
  for (std::size_t t = 0; t < tap_count; ++t, left -= kTogether) {
    const auto tap = hn::Set(d, taps[t]);
    const auto new_up_a = at(left, 0);
    const auto new_up_b = at(left, 2);
    sums[0] = hn::MulAdd(tap, hn::Add(new_up_a, down_a), sums[0]);
    sums[2] = hn::MulAdd(tap, hn::Add(new_up_b, down_b), sums[2]);
    right += kTogether;
    down_a = at(right, 0);
    down_b = at(right, 2);
    sums[1] = hn::MulAdd(tap, hn::Add(up_a, down_a), sums[1]);
    sums[3] = hn::MulAdd(tap, hn::Add(up_b, down_b), sums[3]);
    up_a = new_up_a;
    up_b = new_up_b;
  }
}

/// Eight vectors as eight rows, each to out[k] + at.
template <typename V>
HWY_INLINE void store_turned(const V (&v)[8], double* const* out, std::size_t count,
                             std::size_t at) {
  const D d;
#if HWY_TARGET != HWY_SCALAR
  if constexpr (kLanes == 8) {
    // Pairs of values, then pairs of pairs.
    const auto rows_of = [&](auto ab, auto cd, auto ef, auto gh, std::size_t first) HWY_ATTR {
      const auto store = [&](std::size_t k, auto row) HWY_ATTR {
        if (first + k < count) hn::StoreU(row, d, out[first + k] + at);
      };
      const auto abef = hn::ConcatLowerLower(d, ef, ab);
      const auto cdgh = hn::ConcatLowerLower(d, gh, cd);
      store(0, hn::OddEvenBlocks(hn::SwapAdjacentBlocks(cdgh), abef));
      store(2, hn::OddEvenBlocks(cdgh, hn::SwapAdjacentBlocks(abef)));
      const auto abef_upper = hn::ConcatUpperUpper(d, ef, ab);
      const auto cdgh_upper = hn::ConcatUpperUpper(d, gh, cd);
      store(4, hn::OddEvenBlocks(hn::SwapAdjacentBlocks(cdgh_upper), abef_upper));
      store(6, hn::OddEvenBlocks(cdgh_upper, hn::SwapAdjacentBlocks(abef_upper)));
    };
    rows_of(hn::InterleaveLower(d, v[0], v[1]), hn::InterleaveLower(d, v[2], v[3]),
            hn::InterleaveLower(d, v[4], v[5]), hn::InterleaveLower(d, v[6], v[7]), 0);
    rows_of(hn::InterleaveUpper(d, v[0], v[1]), hn::InterleaveUpper(d, v[2], v[3]),
            hn::InterleaveUpper(d, v[4], v[5]), hn::InterleaveUpper(d, v[6], v[7]), 1);
    return;
  }
#endif
  alignas(64) double columns[8][kLanes];
  for (std::size_t i = 0; i < 8; ++i) hn::Store(v[i], d, columns[i]);
  for (std::size_t k = 0; k < count; ++k) {
    for (std::size_t i = 0; i < 8; ++i) out[k][at + i] = columns[i][k];
  }
}

void filter_across(const double* HWY_RESTRICT nodes, const double* HWY_RESTRICT taps,
                   std::size_t tap_count, std::size_t n, double* const* out, std::size_t count) {
  using V = decltype(hn::Zero(D()));
  for (std::size_t i = 0; i < n; i += 8) {
    for (std::size_t k = 0; k < count; k += kLanes) {
      V sums[8];
      V half[4];
      for (std::size_t h = 0; h < 8; h += 4) {
        filter_lanes(nodes + (i + h) * kTogether + k, taps, tap_count, half);
        for (std::size_t j = 0; j < 4; ++j) sums[h + j] = half[j];
      }
      store_turned(sums, out + k, std::min(kLanes, count - k), i);
    }
  }
}

/// A strip of columns of all rows, then the next: the rows that a strip needs stay in the cache,
/// and those of the next one are asked for in time. Two rows of output at a time: what one adds at
/// a step the other has added at the step before, or will at the next.
void filter_down(const double* const* rows, std::size_t first_column,
                 const double* HWY_RESTRICT taps, std::size_t tap_count, std::size_t count,
                 std::size_t n, double* HWY_RESTRICT out, std::size_t stride) {
  const D d;
  constexpr std::size_t kStrip = 2 * kLanes;
  const double* const* const top = rows - (tap_count - 1);
  const std::size_t needed = count + 2 * tap_count - 1;
  for (std::size_t i = 0; i < n; i += kStrip) {
    const std::size_t column = first_column + i;
    const auto write = [&](std::size_t r, auto left, auto right) HWY_ATTR {
      double* const to = out + r * stride + i;
      if (i + kStrip <= n) {
        hn::StoreU(left, d, to);
        hn::StoreU(right, d, to + kLanes);
      } else {
        alignas(64) double rest[kStrip];
        hn::Store(left, d, rest);
        hn::Store(right, d, rest + kLanes);
        std::copy_n(rest, n - i, to);
      }
    };
    for (std::size_t r = 0; r < count; r += 2) {
      const std::size_t after = std::min(r + 2, count);
      for (std::size_t k = r * needed / count; k < after * needed / count; ++k) {
        for (std::size_t v = 0; v < kStrip; v += 8) hwy::Prefetch(top[k] + column + kStrip + v);
      }
      for (std::size_t k = r; k < after; ++k) {
        for (std::size_t v = 0; v < kStrip; v += 8)
          hwy::Prefetch(out + k * stride + i + kStrip + v);
      }
      // Of the first row: the pairs (r - t, r + 1 + t), of the second one (r + 1 - t, r + 2 + t).
      const double* const* up = rows + r;
      const double* const* down = rows + r + 1;
      auto a = hn::Zero(d), b = a, c = a, e = a;
      auto up_a = hn::LoadU(d, *down + column);
      auto up_b = hn::LoadU(d, *down + column + kLanes);
      auto down_a = up_a;
      auto down_b = up_b;
      for (std::size_t t = 0; t < tap_count; ++t, --up) {
        const auto tap = hn::Set(d, taps[t]);
        const double* const above = *up + column;
        const auto new_up_a = hn::LoadU(d, above);
        const auto new_up_b = hn::LoadU(d, above + kLanes);
        a = hn::MulAdd(tap, hn::Add(new_up_a, down_a), a);
        b = hn::MulAdd(tap, hn::Add(new_up_b, down_b), b);
        const double* const below = *++down + column;
        down_a = hn::LoadU(d, below);
        down_b = hn::LoadU(d, below + kLanes);
        c = hn::MulAdd(tap, hn::Add(up_a, down_a), c);
        e = hn::MulAdd(tap, hn::Add(up_b, down_b), e);
        up_a = new_up_a;
        up_b = new_up_b;
      }
      write(r, a, b);
      if (r + 1 < count) write(r + 1, c, e);
    }
  }
}

void mix_rows(const double* const* rows, const double* HWY_RESTRICT factors, std::size_t row_count,
              std::size_t n, double* HWY_RESTRICT out) {
  const D d;
  const auto value = [&](std::size_t i) HWY_ATTR {
    auto sum = hn::Zero(d);
    for (std::size_t k = 0; k < row_count; ++k) {
      sum = hn::MulAdd(hn::Set(d, factors[k]), hn::LoadU(d, rows[k] + i), sum);
    }
    return sum;
  };
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) hn::StoreU(value(i), d, out + i);
  if (i < n) {
    alignas(64) double rest[kLanes];
    hn::Store(value(i), d, rest);
    std::copy_n(rest, n - i, out + i);
  }
}

void mix_shifted(const double* HWY_RESTRICT values, std::size_t shift,
                 const double* HWY_RESTRICT factors, std::size_t stride, std::size_t count,
                 std::size_t n, double* HWY_RESTRICT out) {
  const D d;
  for (std::size_t i = 0; i < n; i += kLanes) {
    auto sum = hn::Zero(d);
    for (std::size_t k = 0; k < count; ++k) {
      sum = hn::MulAdd(hn::LoadU(d, factors + k * stride + i), hn::LoadU(d, values + k * shift + i),
                       sum);
    }
    hn::StoreU(sum, d, out + i);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {

HWY_EXPORT(spread_splines);
HWY_EXPORT(product_weights);
HWY_EXPORT(spread_product);
HWY_EXPORT(filter_across);
HWY_EXPORT(filter_down);
HWY_EXPORT(mix_rows);
HWY_EXPORT(mix_shifted);

void spread_splines(int order, SpreadRow& row, std::size_t begin, std::size_t end,
                    const SplineTables& tables, const NodeRing& ring) {
  HWY_DYNAMIC_DISPATCH(spread_splines)(order, row, begin, end, tables, ring);
}

void product_weights(const double* table, std::size_t width, double factor, double base,
                     double* out) {
  HWY_DYNAMIC_DISPATCH(product_weights)(table, width, factor, base, out);
}

void spread_product(const double* across, std::size_t nodes, const double* down, std::size_t width,
                    double* sums) {
  HWY_DYNAMIC_DISPATCH(spread_product)(across, nodes, down, width, sums);
}

void filter_across(const double* nodes, const double* taps, std::size_t tap_count, std::size_t n,
                   double* const* out, std::size_t count) {
  HWY_DYNAMIC_DISPATCH(filter_across)(nodes, taps, tap_count, n, out, count);
}

void filter_down(const double* const* rows, std::size_t first_column, const double* taps,
                 std::size_t tap_count, std::size_t count, std::size_t n, double* out,
                 std::size_t stride) {
  HWY_DYNAMIC_DISPATCH(filter_down)
  (rows, first_column, taps, tap_count, count, n, out, stride);
}

void mix_rows(const double* const* rows, const double* factors, std::size_t row_count,
              std::size_t n, double* out) {
  HWY_DYNAMIC_DISPATCH(mix_rows)(rows, factors, row_count, n, out);
}

void mix_shifted(const double* values, std::size_t shift, const double* factors, std::size_t stride,
                 std::size_t count, std::size_t n, double* out) {
  HWY_DYNAMIC_DISPATCH(mix_shifted)(values, shift, factors, stride, count, n, out);
}

}  // namespace geo::density
#endif
