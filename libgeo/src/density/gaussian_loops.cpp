#include "density/gaussian_loops.hpp"

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

/// The polynomials of kOrder nodes at s, times `factor`, in kWidth lanes. Horner's rule leaves a
/// rounding where a weight is 0, which must not fall below it.
template <std::size_t kOrder, std::size_t kWidth>
HWY_INLINE void node_weights(const double* HWY_RESTRICT polynomials, double s, double factor,
                             double* HWY_RESTRICT weights) {
  const D d;
  const auto at = hn::Set(d, s);
  const auto times = hn::Set(d, factor);
  for (std::size_t k = 0; k < kWidth; k += kLanes) {
    auto sum = hn::Load(d, polynomials + (kOrder - 1) * kWidth + k);
    for (std::size_t power = kOrder - 1; power-- > 0;) {
      sum = hn::Add(hn::Mul(sum, at), hn::Load(d, polynomials + power * kWidth + k));
    }
    hn::Store(hn::Mul(hn::Max(sum, hn::Zero(d)), times), d, weights + k);
  }
}

template <std::size_t kOrder, std::size_t kWidth>
void spread_order(SpreadRow& row, std::size_t begin, std::size_t end,
                  const double* HWY_RESTRICT across, const double* HWY_RESTRICT down,
                  double* HWY_RESTRICT sums) {
  const D d;
  alignas(64) double node[kWidth];
  alignas(64) double lane[kWidth];
  const double inverse = 1 / row.spacing;
  const double last_cell = row.cells - 1;
  int first = row.first;
  int last = row.last;
  for (std::size_t k = begin; k < end; ++k) {
    const std::size_t i = row.order != nullptr ? row.order[k] : k;
    const double y = row.at[i].y + 0.5;
    if (!(y >= row.top && y < row.bottom)) continue;
    const double u = (row.at[i].x + 0.5) * inverse + row.cells_before;
    const int cell = static_cast<int>(std::min(std::max(u, 0.0), last_cell));
    node_weights<kOrder, kWidth>(across, u - cell - 0.5, 1, node);
    node_weights<kOrder, kWidth>(down, (y - row.top) * inverse - 0.5,
                                 row.weight != nullptr ? row.weight[i] : 1, lane);
    first = std::min(first, cell);
    last = std::max(last, cell);
    row.occupied[cell] = 1;
    double* const HWY_RESTRICT to = sums + static_cast<std::size_t>(cell) * kWidth;
    for (std::size_t l = 0; l < kWidth; l += kLanes) {
      const auto weights = hn::Load(d, lane + l);
      for (std::size_t m = 0; m < kOrder; ++m) {
        double* const at = to + m * kWidth + l;
        hn::Store(hn::Add(hn::Load(d, at), hn::Mul(hn::Set(d, node[m]), weights)), d, at);
      }
    }
  }
  row.first = first;
  row.last = last;
}

void spread_splines(int order, SpreadRow& row, std::size_t begin, std::size_t end,
                    const double* across, const double* down, const NodeRing& ring) {
  if (order == 8) spread_order<8, 8>(row, begin, end, across, down, ring.sums);
  if (order == 12) spread_order<12, 16>(row, begin, end, across, down, ring.sums);
  if (order == 16) spread_order<16, 16>(row, begin, end, across, down, ring.sums);
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
      hn::Store(hn::Add(hn::Load(d, at), hn::Mul(hn::Set(d, across[m]), weights)), d, at);
    }
  }
}

using U16 = hn::CappedTag<std::uint16_t, 32>;
constexpr std::size_t kLanes16 = HWY_MIN(32, HWY_LANES(std::uint16_t));

void count_rows(const std::uint8_t* HWY_RESTRICT occupied, std::size_t n,
                std::uint16_t* HWY_RESTRICT rows) {
  const U16 d;
  const hn::Rebind<std::uint8_t, U16> d8;
  std::size_t i = 0;
  for (; i + kLanes16 <= n; i += kLanes16) {
    const auto empty = hn::Eq(hn::PromoteTo(d, hn::LoadU(d8, occupied + i)), hn::Zero(d));
    const auto next = hn::SaturatedAdd(hn::LoadU(d, rows + i), hn::Set(d, std::uint16_t{1}));
    hn::StoreU(hn::IfThenElseZero(empty, next), d, rows + i);
  }
  for (; i < n; ++i) {
    const int next = std::min(rows[i] + 1, 65535);
    rows[i] = static_cast<std::uint16_t>(occupied[i] != 0 ? 0 : next);
  }
}

void keep_least(const std::uint16_t* HWY_RESTRICT b, std::size_t n, std::uint16_t* HWY_RESTRICT a) {
  const U16 d;
  std::size_t i = 0;
  for (; i + kLanes16 <= n; i += kLanes16) {
    hn::StoreU(hn::Min(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, a + i);
  }
  for (; i < n; ++i) a[i] = std::min(a[i], b[i]);
}

std::uint16_t greatest(const std::uint16_t* values, std::size_t n) {
  const U16 d;
  auto most = hn::Zero(d);
  std::size_t i = 0;
  for (; i + kLanes16 <= n; i += kLanes16) most = hn::Max(most, hn::LoadU(d, values + i));
  alignas(64) std::uint16_t lanes[kLanes16];
  hn::Store(most, d, lanes);
  std::uint16_t result = *std::max_element(lanes, lanes + kLanes16);
  for (; i < n; ++i) result = std::max(result, values[i]);
  return result;
}

// Four vectors at a time: their sums do not wait for one another.

void filter_across(const double* HWY_RESTRICT nodes, const double* HWY_RESTRICT taps,
                   std::size_t tap_count, std::size_t n, double* HWY_RESTRICT out) {
  const D d;
  for (std::size_t i = 0; i < n; i += 4 * kLanes) {
    auto a = hn::Zero(d), b = a, c = a, e = a;
    const double* left = nodes + i;
    const double* right = left + 1;
    for (std::size_t t = 0; t < tap_count; ++t, --left, ++right) {
      const auto tap = hn::Set(d, taps[t]);
      const auto pair = [&](std::size_t v) HWY_ATTR {
        return hn::Mul(tap,
                       hn::Add(hn::LoadU(d, left + v * kLanes), hn::LoadU(d, right + v * kLanes)));
      };
      a = hn::Add(a, pair(0));
      b = hn::Add(b, pair(1));
      c = hn::Add(c, pair(2));
      e = hn::Add(e, pair(3));
    }
    hn::StoreU(a, d, out + i);
    hn::StoreU(b, d, out + i + kLanes);
    hn::StoreU(c, d, out + i + 2 * kLanes);
    hn::StoreU(e, d, out + i + 3 * kLanes);
  }
}

/// A strip of columns of all rows, then the next: the rows that a strip needs stay in the cache.
void filter_down(const double* const* rows, std::size_t first_column,
                 const double* HWY_RESTRICT taps, std::size_t tap_count, std::size_t count,
                 std::size_t n, double* HWY_RESTRICT out, std::size_t stride) {
  const D d;
  alignas(64) double rest[4 * kLanes];
  for (std::size_t i = 0; i < n; i += 4 * kLanes) {
    const bool whole = i + 4 * kLanes <= n;
    for (std::size_t r = 0; r < count; ++r) {
      auto a = hn::Zero(d), b = a, c = a, e = a;
      const double* const* up = rows + r;
      const double* const* down = up + 1;
      for (std::size_t t = 0; t < tap_count; ++t, --up, ++down) {
        const auto tap = hn::Set(d, taps[t]);
        const double* const above = *up + first_column + i;
        const double* const below = *down + first_column + i;
        const auto pair = [&](std::size_t v) HWY_ATTR {
          return hn::Mul(
              tap, hn::Add(hn::LoadU(d, above + v * kLanes), hn::LoadU(d, below + v * kLanes)));
        };
        a = hn::Add(a, pair(0));
        b = hn::Add(b, pair(1));
        c = hn::Add(c, pair(2));
        e = hn::Add(e, pair(3));
      }
      double* const to = whole ? out + r * stride + i : rest;
      hn::StoreU(a, d, to);
      hn::StoreU(b, d, to + kLanes);
      hn::StoreU(c, d, to + 2 * kLanes);
      hn::StoreU(e, d, to + 3 * kLanes);
      if (!whole) std::copy_n(rest, n - i, out + r * stride + i);
    }
  }
}

void mix_rows(const double* const* rows, const double* HWY_RESTRICT factors, std::size_t row_count,
              std::size_t n, double* HWY_RESTRICT out) {
  const D d;
  const auto value = [&](std::size_t i) HWY_ATTR {
    auto sum = hn::Zero(d);
    for (std::size_t k = 0; k < row_count; ++k) {
      sum = hn::Add(sum, hn::Mul(hn::Set(d, factors[k]), hn::LoadU(d, rows[k] + i)));
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
      sum = hn::Add(sum, hn::Mul(hn::LoadU(d, factors + k * stride + i),
                                 hn::LoadU(d, values + k * shift + i)));
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
HWY_EXPORT(count_rows);
HWY_EXPORT(keep_least);
HWY_EXPORT(greatest);
HWY_EXPORT(filter_across);
HWY_EXPORT(filter_down);
HWY_EXPORT(mix_rows);
HWY_EXPORT(mix_shifted);

void spread_splines(int order, SpreadRow& row, std::size_t begin, std::size_t end,
                    const double* across, const double* down, const NodeRing& ring) {
  HWY_DYNAMIC_DISPATCH(spread_splines)(order, row, begin, end, across, down, ring);
}

void product_weights(const double* table, std::size_t width, double factor, double base,
                     double* out) {
  HWY_DYNAMIC_DISPATCH(product_weights)(table, width, factor, base, out);
}

void spread_product(const double* across, std::size_t nodes, const double* down, std::size_t width,
                    double* sums) {
  HWY_DYNAMIC_DISPATCH(spread_product)(across, nodes, down, width, sums);
}

void count_rows(const std::uint8_t* occupied, std::size_t n, std::uint16_t* rows) {
  HWY_DYNAMIC_DISPATCH(count_rows)(occupied, n, rows);
}

void keep_least(const std::uint16_t* b, std::size_t n, std::uint16_t* a) {
  HWY_DYNAMIC_DISPATCH(keep_least)(b, n, a);
}

std::uint16_t greatest(const std::uint16_t* values, std::size_t n) {
  return HWY_DYNAMIC_DISPATCH(greatest)(values, n);
}

void filter_across(const double* nodes, const double* taps, std::size_t tap_count, std::size_t n,
                   double* out) {
  HWY_DYNAMIC_DISPATCH(filter_across)(nodes, taps, tap_count, n, out);
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
