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

#include "density/cell_row-inl.hpp"

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
        pad_(static_cast<int>(whole_vectors(shape.reach))),
        cells_(left - pad_, right + shape.reach),
        stride_(whole_vectors(right - left + 3 * shape.reach) + 2 * static_cast<std::size_t>(pad_) +
                kGroup),
        open_rows_(2 * shape.reach + 1),
        plane_size_(stride_ * static_cast<std::size_t>(open_rows_ + 1)),
        sums_(zeros(2 * plane_size_)),
        target_(static_cast<std::size_t>(open_rows_)),
        plane_(whole_vectors(right - left + shape.reach) + static_cast<std::size_t>(pad_) +
               kGroup) {
    moments_ = zeros(plane_ * kMoments);
    const std::size_t entries = std::max(shape.quadrant.k.size(), shape.axes.k.size());
    for (Array& quarter : rim_) quarter = zeros(entries);
  }

  void write(std::size_t columns, double* out, const Context& context) {
    double scale = kernel_.scale;
    for (int p = 0; p < kPower; ++p) scale /= kernel_.radius * kernel_.radius;
    for (int row = begin_ - shape_.reach; row < end_ + shape_.reach; ++row) {
      context.check();
      add_source_row(row, context);
      const int done = row - shape_.reach;  // nothing more reaches it
      if (done < begin_) continue;
      double* const sums = open_row(done);
      double* const to = out + static_cast<std::size_t>(done - begin_) * columns;
      double* const more = sums + plane_size_;
      for (int c = left_; c < right_; ++c) to[c] = (sums[c - left_] + more[c - left_]) * scale;
      std::fill_n(sums - margin(), stride_, 0.0);
      std::fill_n(more - margin(), stride_, 0.0);
    }
  }

 private:
  // Of a cell: sums over its points of the weight times 1, fx, fy, f^2 and, for power 2, fy^2, f^4,
  // fx f^2, fx fy, fy f^2.
  static constexpr std::size_t kMoments = kPower == 1 ? 4 : 9;

  using Cells = CellRow<kWeighted>;
  using Group = typename Cells::Group;
  using Alone = typename Cells::Alone;

  static std::size_t whole_vectors(int n) {
    return (static_cast<std::size_t>(n) + kWidest - 1) / kWidest * kWidest;
  }

  /// Columns that the sums hold left of the tile's: what its cells' neighbours reach. In whole
  /// vectors, so that sums that begin at the tile's or a group's first column are aligned.
  [[nodiscard]] std::ptrdiff_t margin() const { return std::ptrdiff_t{2} * pad_; }

  /// Where the column `left` of a row of the tile is summed up, while cells can reach it.
  double* open_row(int row) {
    return sums_.get() + static_cast<std::size_t>((row - begin_) % open_rows_) * stride_ + margin();
  }

  /// The same of the row `dy` below the present row of cells; a row that is not of this tile goes
  /// to a row of its own that nobody reads.
  [[nodiscard]] double* target(int dy) const {
    return target_[static_cast<std::size_t>(dy + shape_.reach)];
  }

  void add_source_row(int row, const Context& context) {
    cells_.load(index_, row, context);
    if (cells_.empty()) return;
    for (int dy = -shape_.reach; dy <= shape_.reach; ++dy) {
      const bool here = row + dy >= begin_ && row + dy < end_;
      target_[static_cast<std::size_t>(dy + shape_.reach)] =
          here ? open_row(row + dy)
               : sums_.get() + static_cast<std::size_t>(open_rows_) * stride_ + margin();
    }
    gather_moments();
    add_inner(row);
    clear_moments();
    add_rims(row, context);
  }

  /// The moments of all cells: of a group side by side, then of those alone.
  void gather_moments() {
    for (const Group& group : cells_.groups()) {
      for (std::size_t part = 0; part < kGroup; part += kLanes) group_moments(group, part);
    }
    const double* const x = cells_.fx();
    const double* const y = cells_.fy();
    const double* const f = cells_.ff();
    for (const Alone& cell : cells_.alone()) {
      double sum[kMoments] = {};
      for (std::size_t i = cell.first; i < cell.last; ++i) {
        const double w = kWeighted ? cells_.weight()[i] : 1.0;
        const double fx = kWeighted ? w * x[i] : x[i];
        const double fy = kWeighted ? w * y[i] : y[i];
        const double ff = kWeighted ? w * f[i] : f[i];
        sum[0] += w;
        sum[1] += fx;
        sum[2] += fy;
        sum[3] += ff;
        if constexpr (kPower == 2) {
          sum[4] += fy * y[i];
          sum[5] += ff * f[i];
          sum[6] += fx * f[i];
          sum[7] += fx * y[i];
          sum[8] += fy * f[i];
        }
      }
      double* const to = moments_of(cell.column);
      for (std::size_t m = 0; m < kMoments; ++m) to[m * plane_] = sum[m];
    }
  }

  HWY_INLINE void group_moments(const Group& group, std::size_t part) {
    const D d;
    const V one = hn::Set(d, 1.0);
    const V infinity = hn::Set(d, std::numeric_limits<double>::infinity());
    V n = hn::Zero(d), x = n, y = n, f2 = n, yy = n, f4 = n, xf = n, xy = n, yf = n;
    std::size_t at = group.first + part;
    for (std::size_t i = 0; i < group.depth; ++i, at += kGroup) {
      const V ff = hn::LoadU(d, cells_.ff() + at);
      const auto there = hn::Lt(ff, infinity);
      const V fx = hn::LoadU(d, cells_.fx() + at);
      const V fy = hn::LoadU(d, cells_.fy() + at);
      const V weight = kWeighted ? hn::LoadU(d, cells_.weight() + at) : one;
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
      for (const Group& group : cells_.groups()) {
        std::fill_n(plane + (moments_of(group.column) - moments_.get()), kGroup, 0.0);
      }
      for (const Alone& cell : cells_.alone()) {
        plane[moments_of(cell.column) - moments_.get()] = 0;
      }
    }
  }

  double* moments_of(int column) { return moments_.get() + (column - left_ + pad_); }

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
      double* const nowhere =
          sums_.get() + static_cast<std::size_t>(open_rows_) * stride_ + margin();
      emissions_.push_back({h, static_cast<double>(dy), square - static_cast<double>(dy) * dy,
                            target(dy), dy > 0 ? target(-dy) : nowhere});
    }
    if (emissions_.empty()) return;
    const int widest = emissions_.back().half_width;
    const auto [first, behind] = cells_.columns();
    const auto lanes = static_cast<int>(kLanes);
    const int from = left_ + std::max(0, first - widest - left_) / lanes * lanes;
    const int to = std::min(right_, behind + widest);
    for (int c = from; c < to; c += lanes) {
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

  void add_rims(int row, const Context& context) {
    const std::vector<Group>& groups = cells_.groups();
    for (std::size_t g = 0; g < groups.size(); g += kGroupsAtOnce) {
      context.check();
      const Group* const first = groups.data() + g;
      add_groups(row, first, first + std::min(kGroupsAtOnce, groups.size() - g));
    }
    if (cells_.alone().empty()) return;
    // The rows of this tile that a cell of this row can reach.
    const int reach = shape_.reach;
    const int lowest_below = std::max(1, begin_ - row);
    const int highest_below = std::min(reach, end_ - 1 - row);
    const int lowest_above = std::max(1, row - end_ + 1);
    const int highest_above = std::min(reach, row - begin_);
    const int low = std::max(-reach, begin_ - row);
    const int high = std::min(reach, end_ - 1 - row);
    const auto [below, below_end] = shape_.quadrant.rows(lowest_below, highest_below);
    const auto [above, above_end] = shape_.quadrant.rows(lowest_above, highest_above);
    const auto [axis, axis_end] = shape_.axes.rows(low, high);
    const bool both = below < below_end && above < above_end;
    const std::size_t first = both ? std::min(below, above) : std::max(below, above);
    const std::size_t last = std::max(below_end, above_end);
    // What was evaluated of the rim's row `dy`, to a row of the tile.
    const auto put = [](const Rim& rim, int dy, int side, const double* from,
                        double* HWY_RESTRICT to) {
      for (std::size_t j = rim.first(dy); j < rim.first(dy + 1); ++j)
        to[side * rim.dx[j]] += from[j];
    };
    std::size_t work = 0;
    for (const Alone& cell : cells_.alone()) {
      const std::ptrdiff_t at = cell.column - left_;
      for (std::size_t i = cell.first; i < cell.last; i += kSlice) {
        const std::size_t i1 = std::min(cell.last, i + kSlice);
        if (work > kSlice) {
          context.check();
          work = 0;
        }
        work += i1 - i + 64;
        if (first < last) {
          evaluate_quadrants(i, i1, first, last);
          for (int dy = lowest_below; dy <= highest_below; ++dy) {
            put(shape_.quadrant, dy, 1, rim_[0].get(), target(dy) + at);
            put(shape_.quadrant, dy, -1, rim_[1].get(), target(dy) + at);
          }
          for (int dy = lowest_above; dy <= highest_above; ++dy) {
            put(shape_.quadrant, dy, 1, rim_[2].get(), target(-dy) + at);
            put(shape_.quadrant, dy, -1, rim_[3].get(), target(-dy) + at);
          }
        }
        if (axis < axis_end) {
          evaluate_axes(i, i1, axis, axis_end);
          for (int dy = low; dy <= high; ++dy) {
            put(shape_.axes, dy, 1, rim_[0].get(), target(dy) + at);
          }
        }
      }
    }
  }

  HWY_INLINE static void add_to(double* to, V sum) {
    const D d;
    hn::StoreU(hn::Add(hn::LoadU(d, to), sum), d, to);
  }

  /// A pixel of the rim and, of one in the quadrant, its mirror images: where the sums of the
  /// column `left` go.
  struct Entry {
    V k, two_dx, two_dy;
    double* right_below;
    double* left_below;
    double* right_above;
    double* left_above;
  };

  /// R^2 (1 - u^2) without the part of x, and that part.
  HWY_INLINE void evaluate(const Entry& to, std::size_t at, V& below, V& above, V& x) const {
    const D d;
    x = hn::Mul(to.two_dx, hn::LoadU(d, cells_.fx() + at));
    const V y = hn::Mul(to.two_dy, hn::LoadU(d, cells_.fy() + at));
    const V middle = hn::Sub(to.k, hn::LoadU(d, cells_.ff() + at));
    below = hn::Add(middle, y);
    above = hn::Sub(middle, y);
  }

  HWY_INLINE V weight_at(std::size_t at) const {
    const D d;
    return kWeighted ? hn::LoadU(d, cells_.weight() + at) : hn::Zero(d);
  }

  /// Adds four pixels of the rims of groups.
  HWY_INLINE void add_quadrants(const Entry& to, const Group* group, const Group* end) const {
    const D d;
    for (; group != end; ++group) {
      for (std::size_t part = 0; part < kGroup; part += kLanes) {
        V right_below = hn::Zero(d), left_below = right_below;
        V right_above = right_below, left_above = right_below;
        for (std::size_t i = 0; i < group->depth; ++i) {
          const std::size_t at = group->first + part + i * kGroup;
          const V weight = weight_at(at);
          V below, above, x;
          evaluate(to, at, below, above, x);
          right_below = plus(right_below, hn::Add(below, x), weight);
          left_below = plus(left_below, hn::Sub(below, x), weight);
          right_above = plus(right_above, hn::Add(above, x), weight);
          left_above = plus(left_above, hn::Sub(above, x), weight);
        }
        const int column = group->column + static_cast<int>(part);
        add_to(to.right_below + column, right_below);
        add_to(to.left_below + column, left_below);
        add_to(to.right_above + column, right_above);
        add_to(to.left_above + column, left_above);
      }
    }
  }

  /// The same of one pixel on an axis.
  HWY_INLINE void add_axis(const Entry& to, const Group* group, const Group* end) const {
    const D d;
    for (; group != end; ++group) {
      for (std::size_t part = 0; part < kGroup; part += kLanes) {
        V sum = hn::Zero(d);
        for (std::size_t i = 0; i < group->depth; ++i) {
          const std::size_t at = group->first + part + i * kGroup;
          V below, above, x;
          evaluate(to, at, below, above, x);
          sum = plus(sum, hn::Add(below, x), weight_at(at));
        }
        add_to(to.right_below + (group->column + static_cast<int>(part)), sum);
      }
    }
  }

  /// Adds the rims of groups, in the order of their depths, to the rows of this tile.
  void add_groups(int row, const Group* const first, const Group* const last) const {
    const D d;
    const auto in_tile = [&](int r) { return r >= begin_ && r < end_; };
    const Rim& quadrant = shape_.quadrant;
    for (const std::size_t j : shape_.spread) {
      const int dx = quadrant.dx[j];
      const int dy = quadrant.dy[j];
      if (!in_tile(row + dy) && !in_tile(row - dy)) continue;
      double* const below = target(dy) - left_;
      double* const above = target(-dy) - left_;
      const Entry to{hn::Set(d, quadrant.k[j]),      hn::Set(d, quadrant.two_dx[j]),
                     hn::Set(d, quadrant.two_dy[j]), below + dx,
                     below - dx + plane_size_,       above + dx,
                     above - dx + plane_size_};
      add_quadrants(to, first, last);
    }
    const Rim& axes = shape_.axes;
    for (std::size_t j = 0; j < axes.row.back(); ++j) {
      const int dy = axes.dy[j];
      if (!in_tile(row + dy)) continue;
      double* const at = target(dy) - left_ + axes.dx[j];
      const Entry to{hn::Set(d, axes.k[j]),
                     hn::Set(d, axes.two_dx[j]),
                     hn::Set(d, axes.two_dy[j]),
                     at,
                     at,
                     at,
                     at};
      add_axis(to, first, last);
    }
  }

  /// The sums over the points [i0, i1) of one cell at the entries [first, last) of the rim, right
  /// and left below, right and left above.
  HWY_INLINE void evaluate_quadrants(std::size_t i0, std::size_t i1, std::size_t first,
                                     std::size_t last) {
    const D d;
    const Rim& rim = shape_.quadrant;
    for (std::size_t j = first; j < last; j += kLanes) {
      const V k = hn::LoadU(d, rim.k.data() + j);
      const V two_dx = hn::LoadU(d, rim.two_dx.data() + j);
      const V two_dy = hn::LoadU(d, rim.two_dy.data() + j);
      V right_below = hn::Zero(d), left_below = right_below;
      V right_above = right_below, left_above = right_below;
      for (std::size_t i = i0; i < i1; ++i) {
        const V weight = hn::Set(d, kWeighted ? cells_.weight()[i] : 1.0);
        const V x = hn::Mul(two_dx, hn::Set(d, cells_.fx()[i]));
        const V y = hn::Mul(two_dy, hn::Set(d, cells_.fy()[i]));
        const V middle = hn::Sub(k, hn::Set(d, cells_.ff()[i]));
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

  HWY_INLINE void evaluate_axes(std::size_t i0, std::size_t i1, std::size_t first,
                                std::size_t last) {
    const D d;
    const Rim& rim = shape_.axes;
    for (std::size_t j = first; j < last; j += kLanes) {
      const V k = hn::LoadU(d, rim.k.data() + j);
      const V two_dx = hn::LoadU(d, rim.two_dx.data() + j);
      const V two_dy = hn::LoadU(d, rim.two_dy.data() + j);
      V sum = hn::Zero(d);
      for (std::size_t i = i0; i < i1; ++i) {
        const V weight = hn::Set(d, kWeighted ? cells_.weight()[i] : 1.0);
        const V x = hn::Mul(two_dx, hn::Set(d, cells_.fx()[i]));
        const V y = hn::Mul(two_dy, hn::Set(d, cells_.fy()[i]));
        const V middle = hn::Sub(k, hn::Set(d, cells_.ff()[i]));
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
  int pad_;      // the reach, in whole vectors
  Cells cells_;  // of the present row
  std::size_t stride_;
  int open_rows_;  // that a row of cells reaches
  std::size_t plane_size_;
  Array sums_;  // two planes of the open rows, in turn, and of one that nobody reads
  std::vector<double*> target_;
  std::size_t plane_;
  Array moments_;
  Array rim_[4];
  std::vector<Emission> emissions_;  // from the farthest row to the nearest
};

template <int kPower, bool kWeighted>
void sum_cells(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
               const Context& context) {
  const Shape shape(kernel.radius, kernel.power);
  const int columns = kernel.columns;
  const int widest = std::max(kOpenSums / (2 * shape.reach + 1), 16 * (shape.reach + 1));
  const int tiles = (columns + widest - 1) / widest;
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

void cell_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
               const Context& context) {
  HWY_DYNAMIC_DISPATCH(cell_rows)(kernel, index, begin, end, out, context);
}

}  // namespace geo::density
#endif
