#include "density/cell_sums.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

#include "density/cell_shape.hpp"

// Compiled once for each instruction set; no contraction, fixed orders: each gives the same bits
// (see sweep.cpp).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/cell_sums.cpp"
#include <hwy/aligned_allocator.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// Points are taken together by the pixel they lie in, their cell. Seen from a cell, the pixels
// within the radius R are of two kinds:
//
//   - the inner ones, which all of the cell is in reach of. There the kernel of every point of the
//     cell is the same polynomial, so the cell's moments say all about its points. Along a row of
//     cells the inner pixels of a row at a distance of dy rows are those at most h(dy) columns
//     away: a moving sum of moments over 2 h + 1 cells. For growing h each sum is the last one and
//     two cells more, from the farthest row to the nearest.
//   - the rim, some 8 R pixels, where it depends on each point's place in the cell whether it is in
//     reach. There the kernel is evaluated for each point: for one pixel of the rim of eight
//     neighbouring cells at once or, where a cell has many points or few neighbours, for eight
//     pixels of the rim of one cell.
//
// Nothing is ever taken away, and an inner pixel is one where 1 - u^2 is above `inner_part`: the
// polynomial loses no more than its `power`th power in digits, so the error is relative to what is
// there.

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, kWidest>;
using V = hn::Vec<D>;
constexpr std::size_t kLanes = HWY_MIN(kWidest, HWY_LANES(double));
using Array = hwy::AlignedFreeUniquePtr<double[]>;

inline Array zeros(std::size_t n) {
  Array array = hwy::AllocateAligned<double>(n);
  std::fill_n(array.get(), n, 0.0);
  return array;
}

/// Rows [begin, end) x columns [left, right) of the grid.
template <int kPower, bool kWeighted>
class Tile {
 public:
  Tile(const DiscKernel& kernel, const Shape& shape, const RowIndex& index, int left, int right,
       int begin, int end)
      : kernel_(kernel),
        shape_(shape),
        index_(index),
        left_(left),
        right_(right),
        begin_(begin),
        end_(end),
        tolerance_(kernel.tolerance * kernel.radius * kernel.radius),
        cells_(static_cast<std::size_t>(right - left + 2 * shape.reach)),
        stride_((static_cast<std::size_t>(right - left + 4 * shape.reach) + 2 * kWidest) / kWidest *
                kWidest),
        sums_(zeros(stride_ * static_cast<std::size_t>(end - begin + 1))),
        plane_((cells_ + 2 * kWidest) / kWidest * kWidest) {
    moments_ = zeros(plane_ * kMoments);
    const std::size_t entries = std::max(shape.quadrant.k.size(), shape.axes.k.size());
    for (Array& quarter : rim_) quarter = zeros(entries);
    const auto place = [&](const Rim& rim, std::size_t i, double side) {
      return static_cast<std::ptrdiff_t>(0.5 * rim.two_dy[i]) *
                 static_cast<std::ptrdiff_t>(stride_) +
             static_cast<std::ptrdiff_t>(side * 0.5 * rim.two_dx[i]);
    };
    for (std::size_t i = 0; i < shape.quadrant.k.size(); ++i) {
      right_below_.push_back(place(shape.quadrant, i, 1));
      left_below_.push_back(place(shape.quadrant, i, -1));
    }
    for (std::size_t i = 0; i < shape.axes.k.size(); ++i) axis_.push_back(place(shape.axes, i, 1));
  }

  void write(std::size_t columns, double* out, const Context& context) {
    for (int row = begin_ - shape_.reach; row < end_ + shape_.reach; ++row) {
      context.check();
      add_source_row(row, context);
    }
    double scale = kernel_.scale;
    for (int p = 0; p < kPower; ++p) scale /= kernel_.radius * kernel_.radius;
    for (int row = begin_; row < end_; ++row) {
      const double* const from = target(row) - left_;
      for (int c = left_; c < right_; ++c) out[c] = from[c] * scale;
      out += columns;
    }
  }

 private:
  // Of a cell: sums over its points of the weight times 1, fx, fy, f^2 and, for power 2, fy^2, f^4,
  // fx f^2, fx fy, fy f^2.
  static constexpr std::size_t kMoments = kPower == 1 ? 4 : 9;

  /// Columns that the sums hold on either side of the tile's: what its cells' neighbours reach.
  [[nodiscard]] std::ptrdiff_t margin() const { return std::ptrdiff_t{2} * shape_.reach; }

  /// Where the column `left` of a row is summed up; a row that is not of this tile goes to a row of
  /// its own that nobody reads.
  double* target(int row) {
    const int k = row >= begin_ && row < end_ ? row - begin_ : end_ - begin_;
    return sums_.get() + static_cast<std::size_t>(k) * stride_ + margin();
  }

  void add_source_row(int row, const Context& context) {
    runs_ = index_.cells(row, left_ - shape_.reach, right_ + shape_.reach);
    if (runs_.empty()) return;
    const std::size_t from = runs_.front().first;
    place(from, points_of(runs_.size() - 1).second - from, row);
    group_cells(from);
    gather_moments(from);
    add_inner(row);
    clear_moments();
    add_rims(from, row, context);
  }

  /// [begin, end) of the points of a cell: where the next one's begin, which stands behind the
  /// last.
  [[nodiscard]] std::pair<std::size_t, std::size_t> points_of(std::size_t run) const {
    return {runs_.data()[run].first, runs_.data()[run + 1].first};
  }

  /// Where each point lies in its cell. It is the nearest whole column, so that the cells need not
  /// be looked up.
  void place(std::size_t from, std::size_t n, int row) {
    if (fx_.size() < n + kWidest) {
      for (auto* of : {&fx_, &fy_, &ff_}) of->resize(n + kWidest);
    }
    const D d;
    const V half = hn::Set(d, 0.5);
    const V y0 = hn::Set(d, row);
    for (std::size_t i = 0; i < n; i += kLanes) {
      const V x = hn::LoadU(d, index_.x() + from + i);
      const V fx = hn::Sub(x, hn::Floor(hn::Add(x, half)));
      const V fy = hn::Sub(hn::LoadU(d, index_.y() + from + i), y0);
      hn::StoreU(fx, d, fx_.data() + i);
      hn::StoreU(fy, d, fy_.data() + i);
      hn::StoreU(hn::Add(hn::Mul(fx, fx), hn::Mul(fy, fy)), d, ff_.data() + i);
    }
  }

  /// kGroup neighbouring cells with a few points each. Their points lie in layers: the first of
  /// each cell, the second of each ... A layer holds kGroup times fx, fy, f^2 (infinite where there
  /// is no point) and, if weighted, the weight.
  struct Group {
    int column;
    std::size_t layer;  // where the first one begins
    std::size_t depth;
  };
  static constexpr std::size_t kLayer = kGroup * (kWeighted ? 4 : 3);

  void group_cells(std::size_t from) {
    groups_.clear();
    alone_.clear();
    std::size_t used = 0;
    const int base = left_ - shape_.reach;
    for (std::size_t r = 0; r < runs_.size();) {
      const int group = (runs_[r].column - base) / static_cast<int>(kGroup);
      const int end_column = base + (group + 1) * static_cast<int>(kGroup);
      std::size_t points = 0;
      std::size_t depth = 0;
      std::size_t behind = r;
      for (; behind < runs_.size() && runs_[behind].column < end_column; ++behind) {
        const std::size_t n = points_of(behind).second - points_of(behind).first;
        if (n > kDeepest) continue;
        points += n;
        depth = std::max(depth, n);
      }
      const bool together = points >= kFewest;
      double* layers = nullptr;
      if (together) {
        groups_.push_back({end_column - static_cast<int>(kGroup), used, depth});
        used += depth * kLayer;
        if (layers_.size() < used) layers_.resize(2 * used);
        layers = layers_.data() + groups_.back().layer;
        // Where f^2 is infinite, what is left of the last row's fx and fy does not matter.
        for (std::size_t k = 0; k < depth; ++k) {
          std::fill_n(layers + k * kLayer + 2 * kGroup, kGroup,
                      std::numeric_limits<double>::infinity());
        }
      }
      for (; r < behind; ++r) {
        const auto [first, last] = points_of(r);
        if (!together || last - first > kDeepest) {
          alone_.push_back(r);
          continue;
        }
        double* at = layers + (runs_[r].column + static_cast<int>(kGroup) - end_column);
        for (std::size_t i = first - from; i < last - from; ++i, at += kLayer) {
          at[0] = fx_[i];
          at[kGroup] = fy_[i];
          at[2 * kGroup] = ff_[i];
          if constexpr (kWeighted) at[3 * kGroup] = index_.weight()[from + i];
        }
      }
    }
  }

  /// The moments of all cells: of a group side by side, then of those alone.
  void gather_moments(std::size_t from) {
    for (const Group& group : groups_) {
      for (std::size_t part = 0; part < kGroup; part += kLanes) group_moments(group, part);
    }
    for (const std::size_t run : alone_) {
      double sum[kMoments] = {};
      const auto [first, last] = points_of(run);
      for (std::size_t i = first - from; i < last - from; ++i) {
        const double w = kWeighted ? index_.weight()[from + i] : 1.0;
        const double fx = kWeighted ? w * fx_[i] : fx_[i];
        const double fy = kWeighted ? w * fy_[i] : fy_[i];
        const double ff = kWeighted ? w * ff_[i] : ff_[i];
        sum[0] += w;
        sum[1] += fx;
        sum[2] += fy;
        sum[3] += ff;
        if constexpr (kPower == 2) {
          sum[4] += fy * fy_[i];
          sum[5] += ff * ff_[i];
          sum[6] += fx * ff_[i];
          sum[7] += fx * fy_[i];
          sum[8] += fy * ff_[i];
        }
      }
      double* const cell = moments_of(runs_[run].column);
      for (std::size_t m = 0; m < kMoments; ++m) cell[m * plane_] = sum[m];
    }
  }

  HWY_INLINE void group_moments(const Group& group, std::size_t part) {
    const D d;
    const V one = hn::Set(d, 1.0);
    const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
    V n = hn::Zero(d), x = n, y = n, f2 = n, yy = n, f4 = n, xf = n, xy = n, yf = n;
    const double* layer = layers_.data() + group.layer + part;
    for (std::size_t i = 0; i < group.depth; ++i, layer += kLayer) {
      const V ff = hn::LoadU(d, layer + 2 * kGroup);
      const auto there = hn::Lt(ff, infinity);
      const V fx = hn::LoadU(d, layer);
      const V fy = hn::LoadU(d, layer + kGroup);
      const V weight = kWeighted ? hn::LoadU(d, layer + 3 * kGroup) : one;
      const auto add = [&](V& sum, V value) {
        sum = hn::Add(sum, hn::IfThenElseZero(there, value));
      };
      const V wx = kWeighted ? hn::Mul(weight, fx) : fx;
      const V wy = kWeighted ? hn::Mul(weight, fy) : fy;
      const V wf = kWeighted ? hn::Mul(weight, ff) : ff;
      add(n, weight);
      add(x, wx);
      add(y, wy);
      add(f2, wf);
      if constexpr (kPower == 2) {
        add(yy, hn::Mul(wy, fy));
        add(f4, hn::Mul(wf, ff));
        add(xf, hn::Mul(wx, ff));
        add(xy, hn::Mul(wx, fy));
        add(yf, hn::Mul(wy, ff));
      }
    }
    double* const cell = moments_of(group.column) + part;
    const V sums[] = {n, x, y, f2, yy, f4, xf, xy, yf};
    for (std::size_t m = 0; m < kMoments; ++m) hn::StoreU(sums[m], d, cell + m * plane_);
  }

  void clear_moments() {
    for (std::size_t m = 0; m < kMoments; ++m) {
      double* const plane = moments_.get() + m * plane_;
      for (const Group& group : groups_) {
        std::fill_n(plane + (moments_of(group.column) - moments_.get()), kGroup, 0.0);
      }
      for (const std::size_t run : alone_) {
        plane[moments_of(runs_[run].column) - moments_.get()] = 0;
      }
    }
  }

  double* moments_of(int column) { return moments_.get() + (column - left_ + shape_.reach); }

  /// A row that the moving sums are added to, and its mirror image.
  struct Emission {
    int half_width;
    double dy;
    double k;  // R^2 - dy^2
    double* below;
    double* above;
  };

  void add_inner(int row) {
    emissions_.clear();
    const double square = kernel_.radius * kernel_.radius;
    for (int dy = shape_.reach; dy >= 0; --dy) {
      const int h = shape_.inner[static_cast<std::size_t>(dy)];
      const bool below = row + dy >= begin_ && row + dy < end_;
      const bool above = dy > 0 && row - dy >= begin_ && row - dy < end_;
      if (h < 0 || !(below || above)) continue;
      emissions_.push_back({h, static_cast<double>(dy), square - static_cast<double>(dy) * dy,
                            target(row + dy), target(above ? row - dy : end_)});
    }
    if (emissions_.empty()) return;
    const int widest = emissions_.back().half_width;
    const int from = std::max(left_, runs_.front().column - widest);
    const int to = std::min(right_, runs_.back().column + widest + 1);
    for (int c = from; c < to; c += static_cast<int>(kLanes)) {
      add_inner(c - left_, moments_of(c));
    }
  }

  /// The inner sums of the columns from `at`, whose own cells' moments are at `cell`.
  HWY_INLINE void add_inner(std::ptrdiff_t at, const double* HWY_RESTRICT cell) {
    const D d;
    const auto plane = static_cast<std::ptrdiff_t>(plane_);
    const auto load = [&](std::ptrdiff_t m, std::ptrdiff_t s) {
      return hn::LoadU(d, cell + m * plane + s);
    };
    // With X the distance in columns from the pixel, A = X^2 + fy^2 and B = fy:
    // R^2 (1 - u^2) = k - A + 2 dy B, dy downwards from the cell to the pixel.
    V n = load(0, 0);
    V b = load(2, 0);
    V a = load(3, 0);
    V bb = hn::Zero(d), aa = hn::Zero(d), ab = hn::Zero(d);
    if constexpr (kPower == 2) {
      bb = load(4, 0);
      aa = load(5, 0);
      ab = load(8, 0);
    }
    int s = 0;
    for (const Emission& to : emissions_) {
      while (s < to.half_width) {
        ++s;
        const V s1 = hn::Set(d, 2.0 * s);
        const V s2 = hn::Set(d, static_cast<double>(s) * s);
        const V count = hn::Add(load(0, s), load(0, -s));
        const V x = hn::Sub(load(1, s), load(1, -s));
        const V y = hn::Add(load(2, s), load(2, -s));
        const V f2 = hn::Add(load(3, s), load(3, -s));
        n = hn::Add(n, count);
        b = hn::Add(b, y);
        const V s2n = hn::Mul(s2, count);
        a = hn::Add(a, hn::Add(f2, hn::Add(hn::Mul(s1, x), s2n)));
        if constexpr (kPower == 2) {
          const V yy = hn::Add(load(4, s), load(4, -s));
          const V f4 = hn::Add(load(5, s), load(5, -s));
          const V xf = hn::Sub(load(6, s), load(6, -s));
          const V xy = hn::Sub(load(7, s), load(7, -s));
          const V yf = hn::Add(load(8, s), load(8, -s));
          bb = hn::Add(bb, yy);
          // A^2 = s^4 + s^2 (4 fx^2 + 2 f^2) + f^4 + 4 s (s^2 fx + fx f^2), the last with the sign
          // of the side
          const V six = hn::Sub(hn::Mul(hn::Set(d, 6.0), f2), hn::Mul(hn::Set(d, 4.0), yy));
          const V even = hn::Add(f4, hn::Mul(s2, hn::Add(s2n, six)));
          const V odd = hn::Add(hn::Mul(s2, x), xf);
          aa = hn::Add(aa, hn::Add(even, hn::Mul(hn::Add(s1, s1), odd)));
          ab = hn::Add(ab, hn::Add(hn::Mul(s2, y), hn::Add(hn::Mul(s1, xy), yf)));
        }
      }
      const V k = hn::Set(d, to.k);
      const V two_dy = hn::Set(d, 2 * to.dy);
      V even, odd;
      if constexpr (kPower == 1) {
        even = hn::Sub(hn::Mul(k, n), a);
        odd = hn::Mul(two_dy, b);
      } else {
        // (k - A + 2 dy B)^2
        const V kk = hn::Mul(k, hn::Sub(hn::Mul(k, n), hn::Add(a, a)));
        even = hn::Add(kk, hn::Add(aa, hn::Mul(hn::Mul(two_dy, two_dy), bb)));
        odd = hn::Mul(hn::Add(two_dy, two_dy), hn::Sub(hn::Mul(k, b), ab));
      }
      double* const below = to.below + at;
      double* const above = to.above + at;
      hn::StoreU(hn::Add(hn::LoadU(d, below), hn::Add(even, odd)), d, below);
      hn::StoreU(hn::Add(hn::LoadU(d, above), hn::Sub(even, odd)), d, above);
    }
  }

  /// sum + R^2 (1 - u^2) to the power, times the weight; where it is out of reach the sum stays.
  HWY_INLINE V plus(V sum, V t, V weight) const {
    const D d;
    const auto reached = hn::Gt(t, hn::Set(d, tolerance_));
    if constexpr (kPower == 2) t = hn::Mul(t, t);
    if constexpr (kWeighted) t = hn::Mul(t, weight);
#if HWY_TARGET <= HWY_AVX3
    return hn::IfThenElse(reached, hn::Add(sum, t), sum);  // one instruction
#else
    return hn::Add(sum, hn::IfThenElseZero(reached, t));
#endif
  }

  void add_rims(std::size_t from, int row, const Context& context) {
    // The rows of this tile that a cell of this row can reach.
    const int reach = shape_.reach;
    const auto [below, below_end] =
        shape_.quadrant.rows(std::max(1, begin_ - row), std::min(reach, end_ - 1 - row));
    const auto [above, above_end] =
        shape_.quadrant.rows(std::max(1, row - end_ + 1), std::min(reach, row - begin_));
    const auto [axis, axis_end] =
        shape_.axes.rows(std::max(-reach, begin_ - row), std::min(reach, end_ - 1 - row));
    const bool both = below < below_end && above < above_end;
    const std::size_t first = both ? std::min(below, above) : std::max(below, above);
    const std::size_t last = std::max(below_end, above_end);
    const auto row_at =
        static_cast<std::ptrdiff_t>(row - begin_) * static_cast<std::ptrdiff_t>(stride_) +
        margin() - left_;
    double* const HWY_RESTRICT sums = sums_.get();
    for (std::size_t g = 0; g < groups_.size(); g += kGroupsAtOnce) {
      context.check();
      add_groups(row, g, std::min(groups_.size(), g + kGroupsAtOnce));
    }
    std::size_t work = 0;
    for (const std::size_t run : alone_) {
      const std::ptrdiff_t at = row_at + runs_[run].column;
      const std::size_t end = points_of(run).second - from;
      for (std::size_t i = points_of(run).first - from; i < end; i += kSlice) {
        const std::size_t i1 = std::min(end, i + kSlice);
        if (work > kSlice) {
          context.check();
          work = 0;
        }
        work += i1 - i + 64;
        if (first < last) {
          evaluate_quadrants(from, i, i1, first, last);
          for (std::size_t j = below; j < below_end; ++j) sums[at + right_below_[j]] += rim_[0][j];
          for (std::size_t j = below; j < below_end; ++j) sums[at + left_below_[j]] += rim_[1][j];
          for (std::size_t j = above; j < above_end; ++j) sums[at - left_below_[j]] += rim_[2][j];
          for (std::size_t j = above; j < above_end; ++j) sums[at - right_below_[j]] += rim_[3][j];
        }
        if (axis < axis_end) {
          evaluate_axes(from, i, i1, axis, axis_end);
          for (std::size_t j = axis; j < axis_end; ++j) sums[at + axis_[j]] += rim_[0][j];
        }
      }
    }
  }

  HWY_INLINE static void add_to(double* to, V sum) {
    const D d;
    hn::StoreU(hn::Add(hn::LoadU(d, to), sum), d, to);
  }

  /// Adds the rims of the groups [first, last) to the rows of this tile.
  void add_groups(int row, std::size_t first, std::size_t last) {
    const D d;
    const auto in_tile = [&](int r) { return r >= begin_ && r < end_; };
    const Rim& quadrant = shape_.quadrant;
    for (const std::size_t j : shape_.spread) {
      const int dx = static_cast<int>(0.5 * quadrant.two_dx[j]);
      const int dy = static_cast<int>(0.5 * quadrant.two_dy[j]);
      if (!in_tile(row + dy) && !in_tile(row - dy)) continue;
      double* const below_row = target(row + dy) - left_;
      double* const above_row = target(row - dy) - left_;
      const V k = hn::Set(d, quadrant.k[j]);
      const V two_dx = hn::Set(d, quadrant.two_dx[j]);
      const V two_dy = hn::Set(d, quadrant.two_dy[j]);
      for (std::size_t g = first; g < last; ++g) {
        for (std::size_t part = 0; part < kGroup; part += kLanes) {
          V right_below = hn::Zero(d), left_below = right_below;
          V right_above = right_below, left_above = right_below;
          const double* layer = layers_.data() + groups_[g].layer + part;
          for (std::size_t i = 0; i < groups_[g].depth; ++i, layer += kLayer) {
            const V weight = kWeighted ? hn::LoadU(d, layer + 3 * kGroup) : k;
            const V x = hn::Mul(two_dx, hn::LoadU(d, layer));
            const V y = hn::Mul(two_dy, hn::LoadU(d, layer + kGroup));
            const V middle = hn::Sub(k, hn::LoadU(d, layer + 2 * kGroup));
            const V below = hn::Add(middle, y);
            const V above = hn::Sub(middle, y);
            right_below = plus(right_below, hn::Add(below, x), weight);
            left_below = plus(left_below, hn::Sub(below, x), weight);
            right_above = plus(right_above, hn::Add(above, x), weight);
            left_above = plus(left_above, hn::Sub(above, x), weight);
          }
          const int column = groups_[g].column + static_cast<int>(part);
          add_to(below_row + (column + dx), right_below);
          add_to(below_row + (column - dx), left_below);
          add_to(above_row + (column + dx), right_above);
          add_to(above_row + (column - dx), left_above);
        }
      }
    }
    const Rim& axes = shape_.axes;
    for (std::size_t j = 0; j < axes.row.back(); ++j) {
      const int dx = static_cast<int>(0.5 * axes.two_dx[j]);
      const int dy = static_cast<int>(0.5 * axes.two_dy[j]);
      if (!in_tile(row + dy)) continue;
      double* const to = target(row + dy) - left_ + dx;
      const V k = hn::Set(d, axes.k[j]);
      const V two_dx = hn::Set(d, axes.two_dx[j]);
      const V two_dy = hn::Set(d, axes.two_dy[j]);
      for (std::size_t g = first; g < last; ++g) {
        for (std::size_t part = 0; part < kGroup; part += kLanes) {
          V sum = hn::Zero(d);
          const double* layer = layers_.data() + groups_[g].layer + part;
          for (std::size_t i = 0; i < groups_[g].depth; ++i, layer += kLayer) {
            const V weight = kWeighted ? hn::LoadU(d, layer + 3 * kGroup) : k;
            const V x = hn::Mul(two_dx, hn::LoadU(d, layer));
            const V y = hn::Mul(two_dy, hn::LoadU(d, layer + kGroup));
            const V middle = hn::Sub(k, hn::LoadU(d, layer + 2 * kGroup));
            sum = plus(sum, hn::Add(hn::Add(middle, y), x), weight);
          }
          add_to(to + (groups_[g].column + static_cast<int>(part)), sum);
        }
      }
    }
  }

  /// The sums over the points [i0, i1) of one cell at the entries [first, last) of the rim, right
  /// and left below, right and left above.
  HWY_INLINE void evaluate_quadrants(std::size_t from, std::size_t i0, std::size_t i1,
                                     std::size_t first, std::size_t last) {
    const D d;
    const Rim& rim = shape_.quadrant;
    for (std::size_t j = first; j < last; j += kLanes) {
      const V k = hn::LoadU(d, rim.k.data() + j);
      const V two_dx = hn::LoadU(d, rim.two_dx.data() + j);
      const V two_dy = hn::LoadU(d, rim.two_dy.data() + j);
      V right_below = hn::Zero(d), left_below = right_below;
      V right_above = right_below, left_above = right_below;
      for (std::size_t i = i0; i < i1; ++i) {
        const V weight = hn::Set(d, kWeighted ? index_.weight()[from + i] : 1.0);
        const V x = hn::Mul(two_dx, hn::Set(d, fx_[i]));
        const V y = hn::Mul(two_dy, hn::Set(d, fy_[i]));
        const V middle = hn::Sub(k, hn::Set(d, ff_[i]));
        const V below = hn::Add(middle, y);
        const V above = hn::Sub(middle, y);
        right_below = plus(right_below, hn::Add(below, x), weight);
        left_below = plus(left_below, hn::Sub(below, x), weight);
        right_above = plus(right_above, hn::Add(above, x), weight);
        left_above = plus(left_above, hn::Sub(above, x), weight);
      }
      hn::StoreU(right_below, d, rim_[0].get() + j);
      hn::StoreU(left_below, d, rim_[1].get() + j);
      hn::StoreU(right_above, d, rim_[2].get() + j);
      hn::StoreU(left_above, d, rim_[3].get() + j);
    }
  }

  HWY_INLINE void evaluate_axes(std::size_t from, std::size_t i0, std::size_t i1, std::size_t first,
                                std::size_t last) {
    const D d;
    const Rim& rim = shape_.axes;
    for (std::size_t j = first; j < last; j += kLanes) {
      const V k = hn::LoadU(d, rim.k.data() + j);
      const V two_dx = hn::LoadU(d, rim.two_dx.data() + j);
      const V two_dy = hn::LoadU(d, rim.two_dy.data() + j);
      V sum = hn::Zero(d);
      for (std::size_t i = i0; i < i1; ++i) {
        const V weight = hn::Set(d, kWeighted ? index_.weight()[from + i] : 1.0);
        const V x = hn::Mul(two_dx, hn::Set(d, fx_[i]));
        const V y = hn::Mul(two_dy, hn::Set(d, fy_[i]));
        const V middle = hn::Sub(k, hn::Set(d, ff_[i]));
        sum = plus(sum, hn::Add(hn::Add(middle, y), x), weight);
      }
      hn::StoreU(sum, d, rim_[0].get() + j);
    }
  }

  const DiscKernel& kernel_;
  const Shape& shape_;
  const RowIndex& index_;
  int left_;
  int right_;
  int begin_;
  int end_;
  double tolerance_;
  std::size_t cells_;
  std::size_t stride_;
  Array sums_;
  std::size_t plane_;
  Array moments_;
  Array rim_[4];
  std::vector<std::ptrdiff_t>
      right_below_;  // from a cell's place in sums_; of the other side: minus
  std::vector<std::ptrdiff_t> left_below_;
  std::vector<std::ptrdiff_t> axis_;
  std::vector<double> fx_;  // of the points of the present row, from the centres of their cells
  std::vector<double> fy_;
  std::vector<double> ff_;                // fx^2 + fy^2
  std::span<const RowIndex::Cell> runs_;  // the cells of the present row
  std::vector<Group> groups_;
  std::vector<double> layers_;
  std::vector<std::size_t> alone_;   // cells of the present row that are in no group
  std::vector<Emission> emissions_;  // from the farthest row to the nearest
};

template <int kPower, bool kWeighted>
void sum_cells(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
               const Context& context) {
  const Shape shape(kernel.radius, kernel.power);
  const int columns = kernel.columns;
  const int tiles = (columns + kTileColumns - 1) / kTileColumns;
  for (int t = 0; t < tiles; ++t) {
    const auto edge = [&](int k) {
      return static_cast<int>(static_cast<std::int64_t>(columns) * k / tiles);
    };
    Tile<kPower, kWeighted>(kernel, shape, index, edge(t), edge(t + 1), begin, end)
        .write(static_cast<std::size_t>(columns), out, context);
  }
}

void cell_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
               const Context& context) {
  const bool weighted = index.weight() != nullptr;
  const auto call = kernel.power == 1 ? (weighted ? sum_cells<1, true> : sum_cells<1, false>)
                                      : (weighted ? sum_cells<2, true> : sum_cells<2, false>);
  call(kernel, index, begin, end, out, context);
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {

HWY_EXPORT(cell_rows);

int cell_band(const DiscKernel& kernel) {
  return static_cast<int>(std::clamp(4 * kernel.radius, 64.0, 256.0));
}

void cell_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
               const Context& context) {
  HWY_DYNAMIC_DISPATCH(cell_rows)(kernel, index, begin, end, out, context);
}

}  // namespace geo::density
#endif
