#include "density/gaussian_reach.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"
#include "density/gaussian_loops.hpp"

namespace geo::density {

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
      count_rows(occupied + row * stride + begin, n, rows.data());
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
      if (row < down.margin + down.frame) keep_least(rows.data(), n, distances(row));
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
  const auto place = [&](std::size_t column) {
    return static_cast<std::int64_t>(column) - static_cast<std::int64_t>(across_.margin);
  };
  std::int64_t upto = 0;
  cells.clear();
  for (std::size_t at = 0;;) {
    const std::size_t begin = first_below(distance, at, columns, limit);
    const std::size_t end = first_from(distance, begin, columns, limit);
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
