#include "density/direct.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

// Compiled once for each instruction set that Highway knows; the best is chosen at run time. Only
// operations that IEEE 754 rounds in one way are used, in a fixed order for each pixel: every
// instruction set gives the same bits.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/direct.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "density/exp-inl.hpp"

#ifndef GEO_DENSITY_DIRECT_SHARED
#define GEO_DENSITY_DIRECT_SHARED
namespace geo::density {
namespace {

constexpr int kMostRows = 64;             ///< of a band
constexpr std::size_t kVector = 8;        ///< numbers in the widest vector
constexpr std::size_t kDirectBatch = 64;  ///< points between two looks at the context, at most

/// The form as a sum of two squares, u^2 = (along dx + shear dy)^2 + (across dy)^2, with distances
/// of pixel minus point.
struct Shape {
  double along = 1;
  double shear = 0;
  double across = 1;
  double limit = 1;  ///< u^2 beyond which the kernel is 0
  double half_columns = 1;
  double half_rows = 1;
};

/// A band of rows and the points to be added.
struct Job {
  Kernel kernel;
  Shape shape;
  bool elliptic;
  const double* x;
  const double* y;
  const double* weight;
  const double* factor;  ///< nullptr: all 1
  std::size_t size;
  int columns;
  int begin;
  int rows;
  double* sums;  ///< rows x stride; each row is writable by a vector beyond its columns
  std::size_t stride;
};

}  // namespace
}  // namespace geo::density
#endif

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, kVector>;
using V = hn::Vec<D>;
constexpr int kLanes = HWY_MIN(8, HWY_LANES(double));

/// The kernel over its value at 0, at u^2.
template <Kernel kKernel>
HWY_INLINE V profile_at(V square, V limit) {
  const D d;
  const V one = hn::Set(d, 1.0);
  if constexpr (kKernel == Kernel::kGaussian) {
    const V value = exp_of_negative(d, hn::Mul(square, hn::Set(d, -0.5)));
    return hn::IfThenElseZero(hn::Le(square, limit), value);
  } else {
    const auto in = hn::Lt(square, limit);
    if constexpr (kKernel == Kernel::kUniform) return hn::IfThenElseZero(in, one);
    if constexpr (kKernel == Kernel::kTriangular) {
      return hn::IfThenElseZero(in, hn::Sub(one, hn::Sqrt(square)));
    }
    const V v = hn::IfThenElseZero(in, hn::Sub(one, square));
    if constexpr (kKernel == Kernel::kQuartic) return hn::Mul(v, v);
    if constexpr (kKernel == Kernel::kTriweight) return hn::Mul(hn::Mul(v, v), v);
    return v;
  }
}

template <Kernel kKernel>
class Adder {
 public:
  explicit Adder(const Job& job) : job_(job) {}

  /// Adds the points [i, i + n), at most kDirectBatch.
  void add(std::size_t i, std::size_t n) {
    prepare(i, n);
    for (std::size_t j = 0; j < n; ++j) {
      if (c1_[j] < c0_[j] || r1_[j] < r0_[j]) continue;
      if (job_.elliptic) {
        add_elliptic(i + j, j);
      } else {
        add_round(i + j, j);
      }
    }
  }

 private:
  /// The columns and rows of the band (counted from its first) that a point may reach.
  void prepare(std::size_t i, std::size_t n) {
    const D d;
    const hn::Rebind<std::int32_t, D> di;
    const V zero = hn::Zero(d);
    const V none = hn::Set(d, -1.0);
    const V last_column = hn::Set(d, job_.columns - 1.0);
    const V end_column = hn::Set(d, job_.columns);
    const V last_row = hn::Set(d, job_.rows - 1.0);
    const V end_row = hn::Set(d, job_.rows);
    const V first = hn::Set(d, job_.begin);
    for (std::size_t j = 0; j < n; j += static_cast<std::size_t>(kLanes)) {
      V half_columns = hn::Set(d, job_.shape.half_columns);
      V half_rows = hn::Set(d, job_.shape.half_rows);
      if (job_.factor != nullptr) {
        const V factor = hn::LoadU(d, job_.factor + i + j);
        half_columns = hn::Mul(half_columns, factor);
        half_rows = hn::Mul(half_rows, factor);
      }
      const V x = hn::LoadU(d, job_.x + i + j);
      const V y = hn::Sub(hn::LoadU(d, job_.y + i + j), first);
      const V c0 = hn::Min(hn::Max(hn::Ceil(hn::Sub(x, half_columns)), zero), end_column);
      const V c1 = hn::Max(hn::Min(hn::Floor(hn::Add(x, half_columns)), last_column), none);
      const V r0 = hn::Min(hn::Max(hn::Ceil(hn::Sub(y, half_rows)), zero), end_row);
      const V r1 = hn::Max(hn::Min(hn::Floor(hn::Add(y, half_rows)), last_row), none);
      hn::StoreU(hn::DemoteTo(di, c0), di, c0_ + j);
      hn::StoreU(hn::DemoteTo(di, c1), di, c1_ + j);
      hn::StoreU(hn::DemoteTo(di, r0), di, r0_ + j);
      hn::StoreU(hn::DemoteTo(di, r1), di, r1_ + j);
    }
  }

  /// A kernel of the same reach in every direction: a few columns at a time, down the rows.
  HWY_INLINE void add_round(std::size_t i, std::size_t j) {
    const D d;
    const double x = job_.x[i];
    const double y = job_.y[i] - job_.begin;
    const double inverse = job_.factor != nullptr ? 1 / job_.factor[i] : 1.0;
    const int c0 = c0_[j];
    const int c1 = c1_[j];
    const int r0 = r0_[j];
    const int r1 = r1_[j];
    const V scale = hn::Set(d, job_.shape.along * inverse);
    const V limit = hn::Set(d, job_.shape.limit);
    const V weight = hn::Set(d, job_.weight[i]);
    V row = hn::Iota(d, static_cast<double>(r0));
    for (int r = r0; r <= r1; r += kLanes) {
      const V q = hn::Mul(hn::Sub(row, hn::Set(d, y)), scale);
      const V square = hn::Mul(q, q);
      hn::StoreU(square, d, square_ + r);
      // The Gaussian is a product of one factor for the row and one for the column.
      if constexpr (kKernel == Kernel::kGaussian) {
        hn::StoreU(hn::Mul(weight, exp_of_negative(d, hn::Mul(square, hn::Set(d, -0.5)))), d,
                   row_ + r);
      }
      row = hn::Add(row, hn::Set(d, static_cast<double>(kLanes)));
    }
    const bool wide = c1 - c0 >= 3 * kLanes;
    V column = hn::Iota(d, static_cast<double>(c0));
    for (int c = c0; c <= c1; c += kLanes) {
      const V p = hn::Mul(hn::Sub(column, hn::Set(d, x)), scale);
      const V along = hn::Mul(p, p);
      column = hn::Add(column, hn::Set(d, static_cast<double>(kLanes)));
      int top = r0;
      int bottom = r1;
      if (wide) {
        // Rows that the nearest of these columns reaches, and a little more.
        const double nearest = std::max({0.0, c - x, x - (c + kLanes - 1)});
        const double radius = job_.shape.half_columns / inverse;
        const double half = std::sqrt(std::max(0.0, radius * radius - nearest * nearest)) + 1e-3;
        top = std::max(top, static_cast<int>(std::max(y - half, -1.0)));
        bottom = std::min(bottom, static_cast<int>(std::min(y + half, 1.0 * kMostRows)));
      }
      double* HWY_RESTRICT to =
          job_.sums + static_cast<std::size_t>(top) * job_.stride + static_cast<std::size_t>(c);
      if constexpr (kKernel == Kernel::kGaussian) {
        const V factor = exp_of_negative(d, hn::Mul(along, hn::Set(d, -0.5)));
        for (int r = top; r <= bottom; ++r, to += job_.stride) {
          const V square = hn::Add(along, hn::Set(d, square_[r]));
          const V value =
              hn::IfThenElseZero(hn::Le(square, limit), hn::Mul(factor, hn::Set(d, row_[r])));
          hn::StoreU(hn::Add(hn::LoadU(d, to), value), d, to);
        }
      } else {
        for (int r = top; r <= bottom; ++r, to += job_.stride) {
          const V square = hn::Add(along, hn::Set(d, square_[r]));
          const V value = hn::Mul(weight, profile_at<kKernel>(square, limit));
          hn::StoreU(hn::Add(hn::LoadU(d, to), value), d, to);
        }
      }
    }
  }

  /// An ellipse: row by row, the columns of its chord.
  HWY_INLINE void add_elliptic(std::size_t i, std::size_t j) {
    const D d;
    const Shape& shape = job_.shape;
    const double x = job_.x[i];
    const double y = job_.y[i] - job_.begin;
    const double inverse = job_.factor != nullptr ? 1 / job_.factor[i] : 1.0;
    const V along = hn::Set(d, shape.along * inverse);
    const V limit = hn::Set(d, shape.limit);
    const V weight = hn::Set(d, job_.weight[i]);
    for (int r = r0_[j]; r <= r1_[j]; ++r) {
      const double dy = r - y;
      const double across = dy * shape.across * inverse;
      const double rest = shape.limit - across * across;
      const double half = std::sqrt(std::max(0.0, rest)) / (shape.along * inverse) + 1e-3;
      const double middle = x - shape.shear * dy / shape.along;
      const int c0 =
          std::max(c0_[j], static_cast<int>(std::clamp(middle - half, -1.0, 1.0 * job_.columns)));
      const int c1 =
          std::min(c1_[j], static_cast<int>(std::clamp(middle + half, -1.0, 1.0 * job_.columns)));
      const V shift = hn::Set(d, dy * shape.shear * inverse);
      const V square_across = hn::Set(d, across * across);
      double* const HWY_RESTRICT to = job_.sums + static_cast<std::size_t>(r) * job_.stride;
      V column = hn::Iota(d, static_cast<double>(c0));
      for (int c = c0; c <= c1; c += kLanes) {
        const V p = hn::Add(hn::Mul(hn::Sub(column, hn::Set(d, x)), along), shift);
        const V value =
            hn::Mul(weight, profile_at<kKernel>(hn::Add(hn::Mul(p, p), square_across), limit));
        hn::StoreU(hn::Add(hn::LoadU(d, to + c), value), d, to + c);
        column = hn::Add(column, hn::Set(d, static_cast<double>(kLanes)));
      }
    }
  }

  const Job& job_;
  alignas(64) std::int32_t c0_[kDirectBatch + kVector];
  alignas(64) std::int32_t c1_[kDirectBatch + kVector];
  alignas(64) std::int32_t r0_[kDirectBatch + kVector];
  alignas(64) std::int32_t r1_[kDirectBatch + kVector];
  alignas(64) double square_[kMostRows + kVector];  ///< by row: its part of u^2
  alignas(64) double row_[kMostRows + kVector];     ///< the Gaussian's part, times the weight
};

template <Kernel kKernel>
void add_all(const Job& job, std::size_t batch, const Context& context) {
  Adder<kKernel> adder(job);
  for (std::size_t i = 0; i < job.size; i += batch) {
    context.check();
    adder.add(i, std::min(batch, job.size - i));
  }
}

void add_points(const Job& job, std::size_t batch, const Context& context) {
  switch (job.kernel) {
    case Kernel::kUniform:
      return add_all<Kernel::kUniform>(job, batch, context);
    case Kernel::kTriangular:
      return add_all<Kernel::kTriangular>(job, batch, context);
    case Kernel::kEpanechnikov:
      return add_all<Kernel::kEpanechnikov>(job, batch, context);
    case Kernel::kQuartic:
      return add_all<Kernel::kQuartic>(job, batch, context);
    case Kernel::kTriweight:
      return add_all<Kernel::kTriweight>(job, batch, context);
    case Kernel::kGaussian:
      return add_all<Kernel::kGaussian>(job, batch, context);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {
namespace {

HWY_EXPORT(add_points);

constexpr int kTile = 16;  ///< columns, where the frame is not very wide
constexpr int kMostTiles = 4096;
constexpr std::size_t kChunk = std::size_t{1} << 15;

double cut_of(const Direct& direct) {
  return direct.kernel == Kernel::kGaussian ? direct.gaussian_reach * (1 + kCutSlack) : 1;
}

}  // namespace

Direct direct_of(const Options& options, const GridFrame& frame, double scale) {
  const Form form = form_of(options);
  const double pixel2 = frame.pixel * frame.pixel;
  const double across_m = elliptic(options) ? options.bandwidth_across_m : options.bandwidth_m;
  const double area = (options.bandwidth_m / frame.pixel) * (across_m / frame.pixel);
  const double shortest = std::min(options.bandwidth_m, across_m) / frame.pixel;
  const double extent = std::max(frame.columns, frame.rows);
  return {.kernel = options.kernel,
          .form = {form.xx * pixel2, -form.xy * pixel2, form.yy * pixel2},
          .determinant = 1 / (area * area),
          .gaussian_reach = options.gaussian_reach,
          .scale = scale,
          .columns = frame.columns,
          .tolerance = 8 * std::numeric_limits<double>::epsilon() * (1 + extent / shortest)};
}

double rows_in_reach(const Direct& direct) {
  return cut_of(direct) * std::sqrt(direct.form.xx / direct.determinant);
}

double columns_in_reach(const Direct& direct) {
  return cut_of(direct) * std::sqrt(direct.form.yy / direct.determinant);
}

int direct_band(const Direct& direct) {
  // High enough that most points reach one band or two, low enough to leave work for all threads.
  return static_cast<int>(std::clamp(std::ceil(2 * rows_in_reach(direct)), 32.0, 1.0 * kMostRows));
}

/// Points are put into the order of the columns' tiles, a chunk at a time: those that follow one
/// another then add to the same few cache lines.
struct DirectRows::State {
  Direct direct;
  Job job{};
  std::vector<double> sums;
  double per_tile = 1;  ///< 1 / columns of a tile
  std::vector<std::uint32_t> tile_of;
  std::vector<std::uint32_t> place;
  std::vector<double> x, y, weight, factor;
};

DirectRows::DirectRows(const Direct& direct, int begin, int end)
    : state_(std::make_unique<State>()) {
  State& s = *state_;
  s.direct = direct;
  // An odd number of cache lines: rows below one another must not share the cache's few places.
  std::size_t stride = (static_cast<std::size_t>(direct.columns) + 2 * kVector - 1) / kVector;
  stride = (stride | 1) * kVector;
  s.sums.assign(stride * static_cast<std::size_t>(end - begin), 0.0);
  const Form& form = direct.form;
  const double cut = cut_of(direct);
  const double limit =
      direct.kernel == Kernel::kGaussian ? cut * cut : 1 - std::min(0.5, direct.tolerance);
  const double along = std::sqrt(form.xx);
  const bool round = form.xy == 0 && form.xx == form.yy;
  s.job = {.kernel = direct.kernel,
           .shape = {.along = along,
                     .shear = form.xy / along,
                     .across = round ? along : std::sqrt(direct.determinant) / along,
                     .limit = limit,
                     .half_columns = columns_in_reach(direct) * (1 + 1e-9),
                     .half_rows = rows_in_reach(direct) * (1 + 1e-9)},
           .elliptic = !round,
           .x = nullptr,
           .y = nullptr,
           .weight = nullptr,
           .factor = nullptr,
           .size = 0,
           .columns = direct.columns,
           .begin = begin,
           .rows = end - begin,
           .sums = s.sums.data(),
           .stride = stride};
  const int tile = std::max(kTile, direct.columns / kMostTiles + 1);
  s.per_tile = 1.0 / tile;
  s.place.resize(static_cast<std::size_t>(direct.columns / tile) + 3);
}

DirectRows::~DirectRows() = default;

void DirectRows::add(const DirectPoints& points, const Context& context) {
  State& s = *state_;
  const double low = s.job.begin - s.job.shape.half_rows;
  const double high = s.job.begin + s.job.rows - 1 + s.job.shape.half_rows;
  const double last = s.direct.columns - 1.0;
  const auto none = static_cast<std::uint32_t>(s.place.size() - 2);
  const std::size_t most = std::min(kChunk, points.size);
  s.tile_of.resize(std::max(most, s.tile_of.size()));
  for (std::vector<double>* array : {&s.x, &s.y, &s.weight, &s.factor}) {
    array->resize(std::max(most + kVector, array->size()));
  }
  for (std::size_t chunk = 0; chunk < points.size; chunk += kChunk) {
    context.check();
    const std::size_t n = std::min(kChunk, points.size - chunk);
    std::fill(s.place.begin(), s.place.end(), 0U);
    for (std::size_t i = 0; i < n; ++i) {
      const double y = points.at[chunk + i].y;
      const double more =
          points.factor == nullptr ? 0 : s.job.shape.half_rows * (points.factor[chunk + i] - 1);
      const bool in = y >= low - more && y <= high + more;
      const double column = std::clamp(points.at[chunk + i].x, 0.0, last);
      s.tile_of[i] = in ? static_cast<std::uint32_t>(column * s.per_tile) : none;
      ++s.place[s.tile_of[i] + 1];
    }
    const std::size_t left = n - s.place[none + 1];
    std::partial_sum(s.place.begin(), s.place.end(), s.place.begin());
    for (std::size_t i = 0; i < n; ++i) {
      if (s.tile_of[i] == none) continue;
      const std::size_t to = s.place[s.tile_of[i]]++;
      s.x[to] = points.at[chunk + i].x;
      s.y[to] = points.at[chunk + i].y;
      s.weight[to] = points.weight != nullptr ? points.weight[chunk + i] : 1.0;
      if (points.factor != nullptr) s.factor[to] = points.factor[chunk + i];
    }
    s.job.x = s.x.data();
    s.job.y = s.y.data();
    s.job.weight = s.weight.data();
    s.job.factor = points.factor != nullptr ? s.factor.data() : nullptr;
    s.job.size = left;
    const double widest = points.factor == nullptr
                              ? 1
                              : *std::max_element(points.factor + chunk, points.factor + chunk + n);
    // At most about a million pixels between two looks at the context.
    const double pixels = std::min(2 * widest * s.job.shape.half_columns, 1.0 * s.direct.columns) *
                          std::min(2 * widest * s.job.shape.half_rows, 1.0 * s.job.rows);
    const double batch = std::clamp(1e6 / pixels, 1.0, 1.0 * kDirectBatch);
    HWY_DYNAMIC_DISPATCH(add_points)(s.job, static_cast<std::size_t>(batch), context);
  }
}

void DirectRows::write(double* out) const {
  const State& s = *state_;
  const auto columns = static_cast<std::size_t>(s.direct.columns);
  for (std::size_t r = 0; r < static_cast<std::size_t>(s.job.rows); ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      out[r * columns + c] = s.sums[r * s.job.stride + c] * s.direct.scale;
    }
  }
}

void direct_rows(const Direct& direct, const RowIndex& index, int begin, int end, double* out,
                 const Context& context) {
  DirectRows rows(direct, begin, end);
  const double reach = rows_in_reach(direct) * (1 + 1e-9);
  const auto [from, to] = index.range(begin - reach, end - 1 + reach);
  rows.add({.at = index.at() + from,
            .weight = index.weight() != nullptr ? index.weight() + from : nullptr,
            .factor = nullptr,
            .size = to - from},
           context);
  rows.write(out);
}

}  // namespace geo::density
#endif
