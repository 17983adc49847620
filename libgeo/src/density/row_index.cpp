#include "density/row_index.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

#include "base/parallel.hpp"

namespace geo::density {
namespace {

constexpr double kOuterRows = 1024;
constexpr std::uint32_t kLeftOut = std::numeric_limits<std::uint32_t>::max();

std::unique_ptr<double[]> padded_array(std::size_t n) {
  auto array = std::make_unique_for_overwrite<double[]>(n + RowIndex::kPadding);
  std::fill_n(array.get() + n, RowIndex::kPadding, 0.0);
  return array;
}

}  // namespace

std::size_t RowIndex::bucket(double y) const {
  const double last = static_cast<double>(offset_.size() - 2);
  return static_cast<std::size_t>(std::clamp(std::floor(y + 0.5) - first_row_, 0.0, last));
}

std::pair<std::size_t, std::size_t> RowIndex::range(double low, double high) const {
  return {offset_[bucket(low)], offset_[bucket(high) + 1]};
}

std::pair<std::size_t, std::size_t> RowIndex::cells(int row, int left, int right) const {
  const double b = row - first_row_;
  if (b < 0 || b >= static_cast<double>(offset_.size() - 1)) return {0, 0};
  const double* const begin = x_.get() + offset_[static_cast<std::size_t>(b)];
  const double* const end = x_.get() + offset_[static_cast<std::size_t>(b) + 1];
  // Within a cell the order is that of the input, so cells are compared, not positions.
  const auto before = [&](int column) {
    return std::partition_point(begin, end, [&](double x) { return std::floor(x + 0.5) < column; });
  };
  return {static_cast<std::size_t>(before(left) - x_.get()),
          static_cast<std::size_t>(before(right) - x_.get())};
}

bool RowIndex::has_cells(const GridFrame& frame, double margin) {
  return std::ceil(margin) + 1 <= frame.rows + kOuterRows;
}

/// Sorts each row by column. Rows are small enough for the cache.
void RowIndex::sort_columns(const Context& context) {
  constexpr std::size_t kRowsAtOnce = 16;
  base::parallel_for(
      context, offset_.size() - 1, kRowsAtOnce, [&](std::size_t first, std::size_t last) {
        std::vector<std::uint32_t> column;
        std::vector<std::uint32_t> place;
        std::vector<double> sorted;
        for (std::size_t b = first; b < last; ++b) {
          const std::size_t begin = offset_[b];
          const std::size_t n = offset_[b + 1] - begin;
          if (n < 2) continue;
          const auto [least, greatest] =
              std::minmax_element(x_.get() + begin, x_.get() + begin + n);
          const double left = std::floor(*least + 0.5);
          const auto columns = static_cast<std::size_t>(std::floor(*greatest + 0.5) - left) + 1;
          column.resize(n);
          place.assign(columns + 1, 0);
          for (std::size_t i = 0; i < n; ++i) {
            column[i] = static_cast<std::uint32_t>(std::floor(x_[begin + i] + 0.5) - left);
            ++place[column[i] + 1];
          }
          std::partial_sum(place.begin(), place.end(), place.begin());
          for (std::uint32_t& c : column) c = place[c]++;
          sorted.resize(n);
          for (double* const values : {x_.get(), y_.get(), weight_.get()}) {
            if (values == nullptr) continue;
            for (std::size_t i = 0; i < n; ++i) sorted[column[i]] = values[begin + i];
            std::copy(sorted.begin(), sorted.end(), values + begin);
          }
        }
      });
}

RowIndex::RowIndex(const PointSet& points, const GridFrame& frame, double margin, Order order,
                   const Context& context) {
  // Rows outside the frame have buckets of their own, but not for ever: far beyond, one for all.
  const double outer = std::min(std::ceil(margin) + 1, frame.rows + kOuterRows);
  first_row_ = -outer;
  const std::size_t buckets = static_cast<std::size_t>(frame.rows + 2 * outer);
  offset_.assign(buckets + 1, 0);

  const std::size_t n = points.size();
  const bool weighted = !points.weight.empty();
  const double right = frame.columns - 0.5 + margin;
  const double below = frame.rows - 0.5 + margin;
  const auto local_x = [&](std::size_t i) {
    return (points.x[i] - frame.west) / frame.pixel - 0.5;
  };
  const auto local_y = [&](std::size_t i) {
    return (frame.north - points.y[i]) / frame.pixel - 0.5;
  };

  // A stable counting sort: its result does not depend on how the input is cut into chunks, so the
  // chunks may grow to keep the counters small beside the points.
  const std::size_t grain = std::max<std::size_t>({std::size_t{1} << 16, 4 * buckets, n / 256});
  const std::size_t chunks = base::chunk_count(n, grain);
  std::vector<std::uint32_t> bucket_of(n);
  std::vector<std::uint32_t> place(chunks * buckets, 0);  // counts, then where the next one goes
  base::parallel_for(context, n, grain, [&](std::size_t begin, std::size_t end) {
    std::uint32_t* const count = place.data() + begin / grain * buckets;
    for (std::size_t i = begin; i < end; ++i) {
      const double x = local_x(i);
      const double y = local_y(i);
      const bool near = x >= -0.5 - margin && x <= right && y >= -0.5 - margin && y <= below;
      if (!near || (weighted && !(points.weight[i] > 0))) {
        bucket_of[i] = kLeftOut;
        continue;
      }
      const std::size_t b = bucket(y);
      bucket_of[i] = static_cast<std::uint32_t>(b);
      ++count[b];
    }
  });
  std::size_t total = 0;
  for (std::size_t b = 0; b < buckets; ++b) {
    offset_[b] = total;
    std::uint32_t before = 0;  // in this bucket, from the chunks before
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      std::uint32_t& here = place[chunk * buckets + b];
      const std::uint32_t count = here;
      here = before;
      before += count;
    }
    total += before;
  }
  offset_[buckets] = total;

  x_ = padded_array(total);
  y_ = padded_array(total);
  if (weighted) weight_ = padded_array(total);
  base::parallel_for(context, n, grain, [&](std::size_t begin, std::size_t end) {
    std::uint32_t* const next = place.data() + begin / grain * buckets;
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint32_t b = bucket_of[i];
      if (b == kLeftOut) continue;
      const std::size_t to = offset_[b] + next[b]++;
      x_[to] = local_x(i);
      y_[to] = local_y(i);
      if (weighted) weight_[to] = points.weight[i];
    }
  });
  if (order == Order::kCells) sort_columns(context);
}

}  // namespace geo::density
