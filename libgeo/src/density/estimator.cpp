#include "geo/density/estimator.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "base/huge_pages.hpp"
#include "base/parallel.hpp"
#include "density/engine.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr std::size_t kGrain = std::size_t{1} << 16;

template <typename T>
std::vector<T> large_vector(std::size_t n, const Context& context) {
  std::vector<T> values;
  values.reserve(n);
  base::advise_huge_pages(values.data(), n * sizeof(T));
  constexpr std::size_t kStep = std::size_t{1} << 20;  // fresh memory is slow to come
  while (values.size() < n) {
    context.check();
    values.resize(std::min(n, values.size() + kStep));
  }
  return values;
}

}  // namespace

/// Points sorted by tile: the box of all is cut into rows x columns, tiles follow one another along
/// the rows, from the south.
struct Estimator::Data {
  std::string crs;
  Box box;
  std::size_t columns = 1;
  std::size_t rows = 1;
  std::vector<std::size_t> offset;  // of each tile, one more at the end
  std::vector<double> x;
  std::vector<double> y;
  std::vector<double> weight;         // empty: all 1
  std::vector<std::uint32_t> origin;  // where it stands in the set
  double weight_sum = 0;

  [[nodiscard]] std::size_t column_of(double at) const {
    return slot(at, box.min_x, box.width(), columns);
  }
  [[nodiscard]] std::size_t row_of(double at) const {
    return slot(at, box.min_y, box.height(), rows);
  }

  /// The tiles that meet a box, as ranges of points.
  [[nodiscard]] std::vector<std::pair<std::size_t, std::size_t>> ranges(const Box& near) const {
    std::vector<std::pair<std::size_t, std::size_t>> found;
    if (x.empty() || near.max_x < box.min_x || near.min_x > box.max_x || near.max_y < box.min_y ||
        near.min_y > box.max_y) {
      return found;
    }
    const std::size_t left = column_of(near.min_x);
    const std::size_t right = column_of(near.max_x);
    const std::size_t top = row_of(near.max_y);
    for (std::size_t row = row_of(near.min_y); row <= top; ++row) {
      const std::size_t begin = offset[row * columns + left];
      const std::size_t end = offset[row * columns + right + 1];
      if (begin == end) continue;
      if (!found.empty() && found.back().second == begin) {
        found.back().second = end;
      } else {
        found.emplace_back(begin, end);
      }
    }
    return found;
  }

 private:
  static std::size_t slot(double at, double least, double extent, std::size_t slots) {
    if (!(extent > 0)) return 0;
    const double share = std::clamp((at - least) / extent, 0.0, 1.0);
    return std::min(slots - 1, static_cast<std::size_t>(share * static_cast<double>(slots)));
  }
};

Estimator::Estimator(const PointSet& points, const Context& context) {
  const std::size_t n = points.size();
  if (n > std::numeric_limits<std::uint32_t>::max()) {
    throw Error(ErrorCode::kOption, "density: an estimator holds up to 2^32 points; use several");
  }
  auto data = std::make_shared<Data>();
  data->crs = points.crs;
  data->box = points.envelope();
  // Some hundred points a tile, and no more tiles than a pass over their counters is nothing.
  const auto side =
      static_cast<std::size_t>(std::clamp(std::sqrt(static_cast<double>(n) / 128), 1.0, 256.0));
  data->columns = side;
  data->rows = side;
  context.check();
  data->weight_sum = sum_of(n, [&](std::size_t i) { return points.weight_of(i); });

  const std::size_t tiles = side * side;
  context.check();
  auto tile = large_vector<std::uint32_t>(n, context);
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      tile[i] = static_cast<std::uint32_t>(data->row_of(points.y[i]) * side +
                                           data->column_of(points.x[i]));
    }
  });
  data->offset.assign(tiles + 1, 0);
  for (std::size_t i = 0; i < n; ++i) {
    if (i % kGrain == 0) context.check();
    ++data->offset[tile[i] + 1];
  }
  for (std::size_t t = 0; t < tiles; ++t) data->offset[t + 1] += data->offset[t];
  std::vector<std::size_t> next(data->offset.begin(), data->offset.end() - 1);
  data->origin = large_vector<std::uint32_t>(n, context);
  for (std::size_t i = 0; i < n; ++i) {
    if (i % kGrain == 0) context.check();
    data->origin[next[tile[i]]++] = static_cast<std::uint32_t>(i);
  }
  data->x = large_vector<double>(n, context);
  data->y = large_vector<double>(n, context);
  if (!points.weight.empty()) data->weight = large_vector<double>(n, context);
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      const std::size_t from = data->origin[i];
      data->x[i] = points.x[from];
      data->y[i] = points.y[from];
      if (!points.weight.empty()) data->weight[i] = points.weight[from];
    }
  });
  data_ = std::move(data);
}

std::size_t Estimator::size() const { return data_->x.size(); }

Grid Estimator::estimate(const GridFrame& frame, const Options& options, const Context& context,
                         std::span<const std::uint8_t> keep) const {
  check(options);
  context.check();
  const Data& data = *data_;
  if (!keep.empty() && keep.size() != size()) {
    throw Error(ErrorCode::kOption, "density: a filter of " + std::to_string(keep.size()) +
                                        " elements for " + std::to_string(size()) + " points");
  }
  // The filter in the order of the points here, and what it leaves.
  std::vector<std::uint8_t> kept(keep.size());
  std::size_t count = size();
  double weight_sum = data.weight_sum;
  if (!keep.empty()) {
    struct Left {
      std::size_t count = 0;
      double weight = 0;
    };
    const Left left = base::parallel_reduce(
        context, size(), kGrain, Left{},
        [&](std::size_t begin, std::size_t end) {
          Left part;
          for (std::size_t i = begin; i < end; ++i) {
            kept[i] = keep[data.origin[i]];
            if (kept[i] == 0) continue;
            ++part.count;
            part.weight += data.weight.empty() ? 1.0 : data.weight[i];
          }
          return part;
        },
        [](Left a, Left b) {
          return Left{a.count + b.count, a.weight + b.weight};
        });
    count = left.count;
    weight_sum = left.weight;
  }
  Grid grid =
      empty_grid(data.crs, frame, options, count, weight_sum, !data.weight.empty(), context);
  PointSource source;
  source.x = data.x.data();
  source.y = data.y.data();
  source.weight = data.weight.empty() ? nullptr : data.weight.data();
  source.keep = kept.empty() ? nullptr : kept.data();
  source.ranges = data.ranges(frame.envelope().grown(reach_m(options) * (1 + kCutSlack)));
  sum_kernels(source, options, engine_for(options, std::min(count, source.size()), frame), grid,
              context);
  return grid;
}

Grid Estimator::preview(const GridFrame& frame, const Options& options, const Context& context,
                        std::span<const std::uint8_t> keep, int coarseness) const {
  if (coarseness < 1) {
    throw Error(ErrorCode::kOption,
                "coarseness: " + std::to_string(coarseness) +
                    " is not possible; give how many times larger the pixels are");
  }
  GridFrame coarse = frame;
  coarse.pixel *= coarseness;
  coarse.columns = (frame.columns + coarseness - 1) / coarseness;
  coarse.rows = (frame.rows + coarseness - 1) / coarseness;
  return estimate(coarse, options, context, keep);
}

}  // namespace geo::density
