#include "density/sweep.hpp"

#include <algorithm>
#include <cstdint>

// Compiled once for each instruction set that Highway knows; the best is chosen at run time. Only
// additions, multiplications, square roots and roundings to whole numbers are used, each rounded as
// IEEE 754 says, and each sum has a fixed order: every instruction set gives the same bits.
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/sweep.cpp"
#include <hwy/aligned_allocator.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

// How a row is made. u^2 of a point at a pixel centre is ((x - c)^2 + dy^2) / R^2, so along a row
// the kernel (1 - u^2)^power is a polynomial in the column c from the first column c0 in reach to
// the last one c1, and 0 elsewhere.
//
// Columns are cut into blocks. A polynomial is written in t, the distance from its block's centre
// in radii, so that its coefficients are of the size of the kernel and keep their digits. Where c0
// and c1 lie in different blocks, the interval falls apart into a tail of the first block, whole
// blocks, and a head of the last one:
//
//        block 0           block 1          block 2
//   |. . . . c0 > > >|= = = = = = = = =|< < c1 . . . . .|
//
// Coefficients are added at c0 and summed up left to right until the block's end, added to the
// whole block, and added at c1 and summed up right to left until the block's begin. Nothing is ever
// taken away. So a pixel's sums hold exactly those points that reach it: no residue of a heavy
// neighbour, no ghosts where nothing is, and an error relative to what is there. The values at c0
// and c1 themselves, where 1 - u^2 may be tiny, are evaluated directly and travel in a lane of
// their own. Intervals within one block, and short ones, are evaluated directly at each pixel.
HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

// A record is one or two planes of four numbers: {p0, p1, p2, value at the end}, {p3, p4, 0, 0}.
constexpr std::size_t kQuad = 4;
constexpr std::size_t kBatch = 256;
constexpr std::size_t kBatchesPerCheck = 128;

using D = hn::CappedTag<double, 8>;
using Q = hn::CappedTag<double, kQuad>;
using V = hn::Vec<D>;
using Half = hn::Vec<Q>;
constexpr std::size_t kLanes = HWY_MIN(8, HWY_LANES(double));
constexpr std::size_t kPart = HWY_MIN(kQuad, HWY_LANES(double));

/// target[0..4) += record[0..4)
HWY_INLINE void add_quad(double* HWY_RESTRICT target, const double* HWY_RESTRICT record) {
  const Q q;
  for (std::size_t k = 0; k < kQuad; k += kPart) {
    hn::Store(hn::Add(hn::Load(q, target + k), hn::Load(q, record + k)), q, target + k);
  }
}

template <int kPower, bool kWeighted>
class RowSweep {
 public:
  RowSweep(const DiscKernel& kernel, const RowIndex& index)
      : kernel_(kernel), index_(index), inverse_(1 / kernel.radius) {
    // Blocks of about a radius: intervals of up to two radii then rarely cover more than one whole
    // block, and few lie within one.
    while (shift_ < 7 && (2 << shift_) <= kernel.radius && (kernel.columns >> shift_) >= 8)
      ++shift_;
    block_ = std::size_t{1} << shift_;
    blocks_ = (static_cast<std::size_t>(kernel.columns) + block_ - 1) >> shift_;
    const std::size_t padded = blocks_ * block_;
    plane_ = padded * kQuad;
    forward_ = zeros(plane_ * kPlanes);
    backward_ = zeros(plane_ * kPlanes);
    whole_ = zeros(blocks_ * kQuad * kPlanes);
    line_ = zeros(padded + kLanes);
    offset_ = zeros(block_);
    for (std::size_t j = 0; j < block_; ++j) {
      offset_[j] = (static_cast<double>(j) - 0.5 * static_cast<double>(block_)) * inverse_;
    }
  }

  void row(int row, double* HWY_RESTRICT out, const Context& context) {
    const auto [begin, end] = index_.range(row - kernel_.radius, row + kernel_.radius);
    first_ = kernel_.columns;
    last_ = -1;
    std::size_t batches = 0;
    for (std::size_t i = begin; i < end; i += kBatch) {
      if (batches++ % kBatchesPerCheck == 0) context.check();
      const std::size_t n = std::min(kBatch, end - i);
      prepare(i, n, row);
      scatter(i, n);
    }
    std::fill_n(out, kernel_.columns, 0.0);
    if (last_ < first_) return;
    for (std::size_t b = static_cast<std::size_t>(first_) >> shift_;
         b <= static_cast<std::size_t>(last_) >> shift_; ++b) {
      finish_block(b, out);
    }
  }

 private:
  static constexpr std::size_t kPlanes = kPower;
  using Array = hwy::AlignedFreeUniquePtr<double[]>;

  static Array zeros(std::size_t n) {
    Array array = hwy::AllocateAligned<double>(n);
    std::fill_n(array.get(), n, 0.0);
    return array;
  }

  /// Writes the record of a piece that ends in a column where the kernel is `value` (power 1).
  HWY_INLINE static void store_record(V x, V q, V weight, V value, double* HWY_RESTRICT low,
                                      double* HWY_RESTRICT high) {
    const D d;
    // 1 - u^2 = a + b t - t^2
    const V a = hn::Sub(q, hn::Mul(x, x));
    const V b = hn::Add(x, x);
    if constexpr (kPower == 1) {
      static_cast<void>(high);
      hn::StoreInterleaved4(hn::Mul(weight, a), hn::Mul(weight, b), hn::Neg(weight),
                            hn::Mul(weight, value), d, low);
    } else {
      const V wa = hn::Mul(weight, a);
      const V wb = hn::Mul(weight, b);
      const V two_wa = hn::Add(wa, wa);
      hn::StoreInterleaved4(hn::Mul(wa, a), hn::Mul(two_wa, b), hn::Sub(hn::Mul(wb, b), two_wa),
                            hn::Mul(weight, hn::Mul(value, value)), d, low);
      hn::StoreInterleaved4(hn::Neg(hn::Add(wb, wb)), weight, hn::Zero(d), hn::Zero(d), d, high);
    }
  }

  /// 1 - u^2, or 0 where it is below the tolerance.
  HWY_INLINE V value_at(V q, V dx) const {
    const D d;
    const V value = hn::Sub(q, hn::Mul(dx, dx));
    return hn::IfThenElseZero(hn::Gt(value, hn::Set(d, kernel_.tolerance)), value);
  }

  /// For the points [i, i + n): the columns in reach and the records of both ends.
  void prepare(std::size_t i, std::size_t n, int row) {
    const D d;
    const hn::Rebind<std::int32_t, D> di;
    const V inverse = hn::Set(d, inverse_);
    const V radius = hn::Set(d, kernel_.radius);
    const V one = hn::Set(d, 1.0);
    const V last_column = hn::Set(d, kernel_.columns - 1.0);
    const V end_column = hn::Set(d, kernel_.columns);
    const V block = hn::Set(d, static_cast<double>(block_));
    const V per_block = hn::Set(d, 1.0 / static_cast<double>(block_));
    const V half_block = hn::Set(d, 0.5 * static_cast<double>(block_));
    const V y0 = hn::Set(d, row);
    V least = end_column;
    V greatest = hn::Set(d, -1.0);
    for (std::size_t j = 0; j < n; j += kLanes) {
      V x, y;
      hn::LoadInterleaved2(d, &index_.at()[i + j].x, x, y);
      const V weight = kWeighted ? hn::LoadU(d, index_.weight() + i + j) : one;
      const V dy = hn::Mul(hn::Sub(y, y0), inverse);
      const V q = hn::Sub(one, hn::Mul(dy, dy));
      // Half the chord in columns; an empty interval where the row is out of reach.
      const V half =
          hn::IfThenElse(hn::Gt(q, hn::Zero(d)), hn::Mul(hn::Sqrt(q), radius), hn::Neg(one));
      const V c0 = hn::Min(hn::Max(hn::Ceil(hn::Sub(x, half)), hn::Zero(d)), end_column);
      const V c1 = hn::Max(hn::Min(hn::Floor(hn::Add(x, half)), last_column), hn::Neg(one));
      const auto valid = hn::Le(c0, c1);
      least = hn::Min(least, hn::IfThenElse(valid, c0, end_column));
      greatest = hn::Max(greatest, hn::IfThenElse(valid, c1, hn::Neg(one)));
      hn::Store(hn::DemoteTo(di, c0), di, c0_ + j);
      hn::Store(hn::DemoteTo(di, c1), di, c1_ + j);
      hn::Store(q, d, q_ + j);
      const V origin0 = hn::Add(hn::Mul(hn::Floor(hn::Mul(c0, per_block)), block), half_block);
      const V origin1 = hn::Add(hn::Mul(hn::Floor(hn::Mul(c1, per_block)), block), half_block);
      store_record(hn::Mul(hn::Sub(x, origin0), inverse), q, weight,
                   value_at(q, hn::Mul(hn::Sub(x, c0), inverse)), low0_ + kQuad * j,
                   high0_ + kQuad * j);
      store_record(hn::Mul(hn::Sub(x, origin1), inverse), q, weight,
                   value_at(q, hn::Mul(hn::Sub(x, c1), inverse)), low1_ + kQuad * j,
                   high1_ + kQuad * j);
    }
    first_ = std::min(first_, static_cast<int>(hn::GetLane(hn::MinOfLanes(d, least))));
    last_ = std::max(last_, static_cast<int>(hn::GetLane(hn::MaxOfLanes(d, greatest))));
  }

  void scatter(std::size_t i, std::size_t n) {
    // Short chords are evaluated directly, too: near their ends the kernel is small beside the
    // polynomial's terms.
    const int shortest = static_cast<int>(block_ / 2);
    for (std::size_t j = 0; j < n; ++j) {
      const int c0 = c0_[j];
      const int c1 = c1_[j];
      if (c1 < c0) continue;
      const std::size_t b0 = static_cast<std::size_t>(c0) >> shift_;
      const std::size_t b1 = static_cast<std::size_t>(c1) >> shift_;
      if (b0 == b1 || c1 - c0 < shortest) {
        add_directly(i + j, q_[j], c0, c1);
        continue;
      }
      const std::size_t at0 = kQuad * static_cast<std::size_t>(c0);
      const std::size_t at1 = kQuad * static_cast<std::size_t>(c1);
      add_quad(forward_.get() + at0, low0_ + kQuad * j);
      add_quad(backward_.get() + at1, low1_ + kQuad * j);
      if constexpr (kPower == 2) {
        add_quad(forward_.get() + plane_ + at0, high0_ + kQuad * j);
        add_quad(backward_.get() + plane_ + at1, high1_ + kQuad * j);
      }
      for (std::size_t b = b0 + 1; b < b1; ++b) add_whole(i + j, q_[j], b);
    }
  }

  HWY_INLINE double weight(std::size_t i) const { return kWeighted ? index_.weight()[i] : 1.0; }

  HWY_INLINE void add_whole(std::size_t i, double q, std::size_t b) {
    const double origin = (static_cast<double>(b) + 0.5) * static_cast<double>(block_);
    const double x = (index_.at()[i].x - origin) * inverse_;
    const double w = weight(i);
    const double a = q - x * x;
    const double slope = x + x;
    double* const HWY_RESTRICT to = whole_.get() + kQuad * kPlanes * b;
    if constexpr (kPower == 1) {
      to[0] += w * a;
      to[1] += w * slope;
      to[2] -= w;
    } else {
      const double wa = w * a;
      const double wb = w * slope;
      to[0] += wa * a;
      to[1] += (wa + wa) * slope;
      to[2] += wb * slope - (wa + wa);
      to[4] -= wb + wb;
      to[5] += w;
    }
  }

  HWY_INLINE void add_directly(std::size_t i, double q, int c0, int c1) {
    const D d;
    const V x = hn::Set(d, index_.at()[i].x);
    const V vq = hn::Set(d, q);
    const V w = hn::Set(d, weight(i));
    const V inverse = hn::Set(d, inverse_);
    V column = hn::Iota(d, c0);
    // The last vector may reach beyond c1: the kernel is 0 there.
    for (int c = c0; c <= c1; c += static_cast<int>(kLanes)) {
      V value = value_at(vq, hn::Mul(hn::Sub(x, column), inverse));
      if constexpr (kPower == 2) value = hn::Mul(value, value);
      double* const to = line_.get() + c;
      hn::StoreU(hn::Add(hn::LoadU(d, to), hn::Mul(w, value)), d, to);
      column = hn::Add(column, hn::Set(d, static_cast<double>(kLanes)));
    }
  }

  /// Sums a plane of a block up from both sides: afterwards forward_ holds, for each column, the
  /// polynomial of all that reaches it, and the direct values of the pieces that end in it.
  HWY_INLINE void sum_plane(std::size_t b, std::size_t p) {
    constexpr std::size_t kParts = kQuad / kPart;
    alignas(64) static constexpr std::uint64_t kPolynomial[2][kQuad] = {{~0ULL, ~0ULL, ~0ULL, 0},
                                                                        {~0ULL, ~0ULL, 0, 0}};
    const Q q;
    const hn::RebindToUnsigned<Q> qu;
    double* const HWY_RESTRICT forward = forward_.get() + p * plane_ + b * block_ * kQuad;
    double* const HWY_RESTRICT backward = backward_.get() + p * plane_ + b * block_ * kQuad;
    double* const HWY_RESTRICT whole = whole_.get() + (b * kPlanes + p) * kQuad;
    for (std::size_t part = 0; part < kParts; ++part) {
      const std::size_t shift = part * kPart;
      const Half mask = hn::BitCast(q, hn::Load(qu, kPolynomial[p] + shift));
      Half state = hn::Load(q, whole + shift);
      hn::Store(hn::Zero(q), q, whole + shift);
      for (std::size_t k = shift; k < block_ * kQuad; k += kQuad) {
        const Half record = hn::Load(q, forward + k);
        hn::Store(hn::Add(state, hn::AndNot(mask, record)), q, forward + k);
        state = hn::Add(state, hn::And(mask, record));
      }
      state = hn::Zero(q);
      for (std::size_t k = block_ * kQuad + shift; k >= kQuad;) {
        k -= kQuad;
        const Half record = hn::Load(q, backward + k);
        const Half sum = hn::Add(state, hn::AndNot(mask, record));
        hn::Store(hn::Add(hn::Load(q, forward + k), sum), q, forward + k);
        hn::Store(hn::Zero(q), q, backward + k);
        state = hn::Add(state, hn::And(mask, record));
      }
    }
  }

  /// Writes a block's values and leaves its sums at zero.
  void finish_block(std::size_t b, double* HWY_RESTRICT out) {
    const D d;
    for (std::size_t p = 0; p < kPlanes; ++p) sum_plane(b, p);
    const V scale = hn::Set(d, kernel_.scale);
    for (std::size_t j = 0; j < block_; j += kLanes) {
      const std::size_t c = b * block_ + j;
      const V t = hn::Load(d, offset_.get() + j);
      double* const HWY_RESTRICT low = forward_.get() + kQuad * c;
      V p0, p1, p2, direct;
      hn::LoadInterleaved4(d, low, p0, p1, p2, direct);
      std::fill_n(low, kQuad * kLanes, 0.0);
      if constexpr (kPower == 2) {
        double* const HWY_RESTRICT high = low + plane_;
        V p3, p4, none, nought;
        hn::LoadInterleaved4(d, high, p3, p4, none, nought);
        std::fill_n(high, kQuad * kLanes, 0.0);
        p2 = hn::Add(p2, hn::Mul(t, hn::Add(p3, hn::Mul(t, p4))));
      }
      V value = hn::Add(p0, hn::Mul(t, hn::Add(p1, hn::Mul(t, p2))));
      // What is a rounding below zero belongs to points at the very edge of their reach.
      value = hn::Max(value, hn::Zero(d));
      value = hn::Add(value, hn::Add(direct, hn::Load(d, line_.get() + c)));
      hn::Store(hn::Zero(d), d, line_.get() + c);
      value = hn::Mul(value, scale);
      const auto columns = static_cast<std::size_t>(kernel_.columns);
      if (c + kLanes <= columns) {
        hn::StoreU(value, d, out + c);
      } else {
        alignas(64) double rest[kLanes];
        hn::Store(value, d, rest);
        for (std::size_t k = 0; c + k < columns; ++k) out[c + k] = rest[k];
      }
    }
  }

  const DiscKernel& kernel_;
  const RowIndex& index_;
  double inverse_;
  int shift_ = 3;  ///< a block has 2^shift columns
  std::size_t block_ = 8;
  std::size_t blocks_ = 0;
  std::size_t plane_ = 0;  ///< numbers in a plane
  Array forward_;          ///< records added at c0, by plane and column
  Array backward_;         ///< records added at c1
  Array whole_;            ///< polynomials that hold in a whole block, by block and plane
  Array line_;             ///< values evaluated directly
  Array offset_;           ///< t of each column of a block
  int first_ = 0;          ///< columns of this row that anything reaches
  int last_ = -1;

  alignas(64) std::int32_t c0_[kBatch + kLanes];
  alignas(64) std::int32_t c1_[kBatch + kLanes];
  alignas(64) double q_[kBatch + kLanes];
  alignas(64) double low0_[kQuad * kBatch];
  alignas(64) double low1_[kQuad * kBatch];
  alignas(64) double high0_[kPower == 2 ? kQuad * kBatch : kQuad];
  alignas(64) double high1_[kPower == 2 ? kQuad * kBatch : kQuad];
};

template <int kPower, bool kWeighted>
void sweep(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
           const Context& context) {
  RowSweep<kPower, kWeighted> rows(kernel, index);
  for (int row = begin; row < end; ++row) {
    rows.row(row, out, context);
    out += kernel.columns;
  }
}

void sweep_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
                const Context& context) {
  const bool weighted = index.weight() != nullptr;
  if (kernel.power == 1) {
    weighted ? sweep<1, true>(kernel, index, begin, end, out, context)
             : sweep<1, false>(kernel, index, begin, end, out, context);
  } else {
    weighted ? sweep<2, true>(kernel, index, begin, end, out, context)
             : sweep<2, false>(kernel, index, begin, end, out, context);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {

HWY_EXPORT(sweep_rows);

void sweep_rows(const DiscKernel& kernel, const RowIndex& index, int begin, int end, double* out,
                const Context& context) {
  HWY_DYNAMIC_DISPATCH(sweep_rows)(kernel, index, begin, end, out, context);
}

}  // namespace geo::density
#endif
