#include "density/gaussian_reach.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/gaussian_reach.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using U8 = hn::CappedTag<std::uint8_t, 64>;
constexpr std::size_t kBytes = HWY_MIN(64, HWY_LANES(std::uint8_t));

/// rows[i] = occupied[i] ? 0 : rows[i] + 1, which does not grow beyond the type's greatest.
void count_rows(const std::uint8_t* HWY_RESTRICT occupied, std::size_t n,
                std::uint8_t* HWY_RESTRICT rows) {
  const U8 d;
  std::size_t i = 0;
  for (; i + kBytes <= n; i += kBytes) {
    const auto empty = hn::Eq(hn::LoadU(d, occupied + i), hn::Zero(d));
    const auto next = hn::SaturatedAdd(hn::LoadU(d, rows + i), hn::Set(d, std::uint8_t{1}));
    hn::StoreU(hn::IfThenElseZero(empty, next), d, rows + i);
  }
  for (; i < n; ++i) {
    const int next = std::min(rows[i] + 1, 255);
    rows[i] = static_cast<std::uint8_t>(occupied[i] != 0 ? 0 : next);
  }
}

/// a[i] = min(a[i], b[i])
void keep_least(const std::uint8_t* HWY_RESTRICT b, std::size_t n, std::uint8_t* HWY_RESTRICT a) {
  const U8 d;
  std::size_t i = 0;
  for (; i + kBytes <= n; i += kBytes) {
    hn::StoreU(hn::Min(hn::LoadU(d, a + i), hn::LoadU(d, b + i)), d, a + i);
  }
  for (; i < n; ++i) a[i] = std::min(a[i], b[i]);
}

/// The first i in [begin, end) where (values[i] < limit) is `below`.
std::size_t first_where(const std::uint8_t* HWY_RESTRICT values, std::size_t begin, std::size_t end,
                        std::uint8_t limit, bool below) {
  const U8 d;
  const auto limits = hn::Set(d, limit);
  for (; begin + kBytes <= end; begin += kBytes) {
    const auto lower = hn::Lt(hn::LoadU(d, values + begin), limits);
    if (below ? !hn::AllFalse(d, lower) : !hn::AllTrue(d, lower)) break;
  }
  while (begin < end && (values[begin] < limit) != below) ++begin;
  return begin;
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {

HWY_EXPORT(count_rows);
HWY_EXPORT(keep_least);
HWY_EXPORT(first_where);

CellReach::CellReach(const GaussianPlan& plan, Axis across, Axis down, const std::uint8_t* occupied,
                     std::uint8_t* distance, const Context& context)
    : across_(across), distance_(distance) {
  constexpr std::size_t kStrip = 512;
  // Within its cell a point may lie half a cell nearer than the cell's centre, and so may a pixel
  // but for half of its own size.
  const double slack = plan.spacing > 1 ? 1 - 0.5 / plan.spacing : 0.5;
  const double reach = plan.reach * (1 + 1e-12) + 1e-9;
  for (double rows = 0; rows - slack <= reach; rows += 1) {
    const double beyond = std::max(0.0, rows - slack);
    columns_in_reach_.push_back(
        static_cast<std::int32_t>(slack + std::sqrt(reach * reach - beyond * beyond)));
  }
  const std::size_t stride = across.cells();
  base::parallel_for(context, stride, kStrip, [&](std::size_t begin, std::size_t end) {
    const std::size_t n = end - begin;
    std::vector<std::uint8_t> rows(n, std::numeric_limits<std::uint8_t>::max());
    const auto step = [&](std::size_t row) {
      HWY_DYNAMIC_DISPATCH(count_rows)(occupied + row * stride + begin, n, rows.data());
    };
    const auto distances = [&](std::size_t row) {
      return distance + (row - down.margin) * stride + begin;
    };
    for (std::size_t row = 0; row < down.margin + down.frame; ++row) {
      step(row);
      if (row >= down.margin) std::copy_n(rows.data(), n, distances(row));
    }
    std::fill(rows.begin(), rows.end(), std::numeric_limits<std::uint8_t>::max());
    for (std::size_t row = down.cells(); row-- > down.margin;) {
      step(row);
      if (row < down.margin + down.frame) {
        HWY_DYNAMIC_DISPATCH(keep_least)(rows.data(), n, distances(row));
      }
    }
  });
}

// What is left of the gaps between runs of columns with a point near enough. Only columns at the
// ends of a run reach out of it.
void CellReach::unreached(std::size_t cell_row, std::vector<Cells>& cells) const {
  const std::size_t columns = across_.cells();
  const std::uint8_t* const distance = distance_ + cell_row * columns;
  const auto limit = static_cast<std::uint8_t>(columns_in_reach_.size());
  const auto furthest = static_cast<std::size_t>(columns_in_reach_.front()) + 1;
  const auto frame = static_cast<std::int64_t>(across_.frame);
  const auto first = [&](std::size_t from, bool below) {
    return HWY_DYNAMIC_DISPATCH(first_where)(distance, from, columns, limit, below);
  };
  const auto place = [&](std::size_t column) {
    return static_cast<std::int64_t>(column) - static_cast<std::int64_t>(across_.margin);
  };
  std::int64_t upto = 0;
  cells.clear();
  for (std::size_t at = 0;;) {
    const std::size_t begin = first(at, true);
    const std::size_t end = first(begin, false);
    if (begin == end) break;
    std::int64_t downto = frame;
    for (std::size_t c = begin; c < std::min(end, begin + furthest); ++c) {
      downto = std::min(downto, place(c) - columns_in_reach_[distance[c]]);
    }
    cells.emplace_back(upto, downto);
    for (std::size_t c = end - std::min(end - begin, furthest); c < end; ++c) {
      upto = std::max(upto, place(c) + columns_in_reach_[distance[c]] + 1);
    }
    at = end;
  }
  cells.emplace_back(upto, frame);
  for (std::size_t i = cells.size() - 1; i-- > 0;) {
    cells[i].second = std::min(cells[i].second, cells[i + 1].second);
  }
}

}  // namespace geo::density
#endif
