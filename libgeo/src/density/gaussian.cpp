#include "density/gaussian.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <vector>

// Compiled once for each instruction set; multiplications and additions in a fixed order, so each
// gives the same bits (see sweep.cpp).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/gaussian.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, 8>;
constexpr std::size_t kLanes = HWY_MIN(8, HWY_LANES(double));

/// to[0..n) += factor * from[0..n); `from` is readable and `to` writable up to a whole vector,
/// where it stays as it is.
HWY_INLINE void add_scaled(double factor, const double* HWY_RESTRICT from, std::size_t n,
                           double* HWY_RESTRICT to) {
  const D d;
  const auto f = hn::Set(d, factor);
  std::size_t i = 0;
  for (; i + kLanes <= n; i += kLanes) {
    hn::StoreU(hn::Add(hn::LoadU(d, to + i), hn::Mul(f, hn::LoadU(d, from + i))), d, to + i);
  }
  if (i < n) {
    const auto rest = hn::IfThenElseZero(hn::FirstN(d, n - i), hn::Mul(f, hn::LoadU(d, from + i)));
    hn::StoreU(hn::Add(hn::LoadU(d, to + i), rest), d, to + i);
  }
}

void add_scaled_rows(const double* factor, const int* first, const int* last, int rows,
                     const double* profile, int profile_first, std::size_t stride, double* to) {
  for (int r = 0; r < rows; ++r, to += stride) {
    if (last[r] < first[r]) continue;
    add_scaled(factor[r], profile + (first[r] - profile_first),
               static_cast<std::size_t>(last[r] - first[r] + 1), to + first[r]);
  }
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {
namespace {

HWY_EXPORT(add_scaled_rows);

constexpr std::size_t kStep = 8;  // powers are taken from the one this far before
constexpr std::size_t kTail = 8;  // the widest vector

/// Sums of separable kernels into a band of rows. With x = k + f, k whole,
///   exp(-(c - x)^2 / 2s^2) = exp(-(c - k)^2 / 2s^2) * exp(f / s^2)^(c - k) * exp(-f^2 / 2s^2):
/// a table shared by all points, powers of a number of this point, and a factor. The product of the
/// first two is made once for each point and serves all rows of the band; rows likewise.
class Band {
 public:
  Band(const Gaussian& gaussian, int begin, int end)
      : gaussian_(gaussian),
        begin_(begin),
        rows_(end - begin),
        stride_(static_cast<std::size_t>(gaussian.columns) + kTail),
        sums_(stride_ * static_cast<std::size_t>(rows_), 0.0),
        factor_(static_cast<std::size_t>(rows_)),
        first_(factor_.size()),
        last_(factor_.size()),
        inverse_(1 / (gaussian.deviation * gaussian.deviation)) {
    // Far beyond the frame nothing is looked up.
    const double longest =
        std::min(std::floor(gaussian.reach) + 1, gaussian.reach + gaussian.columns);
    direct_ = gaussian.deviation < 2 || longest > 1e6;
    if (direct_) return;
    table_.resize(static_cast<std::size_t>(longest) + 2);
    for (std::size_t i = 0; i < table_.size(); ++i) {
      const double distance = static_cast<double>(i);
      table_[i] = std::exp(-0.5 * distance * distance * inverse_);
    }
    profile_.resize(2 * table_.size() + kTail);
  }

  void add(double x, double y, double weight) {
    int left = gaussian_.columns;
    int right = -1;
    for (int r = 0; r < rows_; ++r) {
      const auto at = static_cast<std::size_t>(r);
      const double dy = y - (begin_ + r);
      const double square = gaussian_.reach * gaussian_.reach - dy * dy;
      const double half = square >= 0 ? std::sqrt(square) : -1;
      first_[at] = static_cast<int>(std::clamp(std::ceil(x - half), 0.0, 1.0 * gaussian_.columns));
      last_[at] = static_cast<int>(std::clamp(std::floor(x + half), -1.0, gaussian_.columns - 1.0));
      if (last_[at] < first_[at]) continue;
      left = std::min(left, first_[at]);
      right = std::max(right, last_[at]);
    }
    if (right < left) return;
    direct_ ? add_directly(x, y, weight) : add_profile(x, y, weight, left, right);
  }

  void write(double* out) const {
    const auto columns = static_cast<std::size_t>(gaussian_.columns);
    for (std::size_t r = 0; r < static_cast<std::size_t>(rows_); ++r) {
      for (std::size_t c = 0; c < columns; ++c) {
        out[r * columns + c] = sums_[r * stride_ + c] * gaussian_.scale;
      }
    }
  }

 private:
  void add_directly(double x, double y, double weight) {
    for (int r = 0; r < rows_; ++r) {
      const auto at = static_cast<std::size_t>(r);
      const double dy = y - (begin_ + r);
      for (int c = first_[at]; c <= last_[at]; ++c) {
        const double dx = x - c;
        sums_[at * stride_ + static_cast<std::size_t>(c)] +=
            weight * std::exp(-0.5 * (dx * dx + dy * dy) * inverse_);
      }
    }
  }

  void add_profile(double x, double y, double weight, int left, int right) {
    const double kx = std::floor(x + 0.5);
    const double ky = std::floor(y + 0.5);
    const double fx = x - kx;
    const double fy = y - ky;
    // Along the columns: powers first, then times the table.
    const double d0 = left - kx;
    const auto n = static_cast<std::size_t>(right - left + 1);
    fill_powers(fx, d0, n, profile_.data());
    const auto whole_d0 = static_cast<std::ptrdiff_t>(d0);
    for (std::size_t i = 0; i < n; ++i) {
      profile_[i] *=
          table_[static_cast<std::size_t>(std::abs(whole_d0 + static_cast<std::ptrdiff_t>(i)))];
    }
    // Down the rows: the rest.
    const double e0 = begin_ - ky;
    const double common = weight * std::exp(-0.5 * (fx * fx + fy * fy) * inverse_);
    fill_powers(fy, e0, factor_.size(), factor_.data());
    const auto whole_e0 = static_cast<std::ptrdiff_t>(e0);
    for (std::size_t r = 0; r < factor_.size(); ++r) {
      const auto distance =
          static_cast<std::size_t>(std::abs(whole_e0 + static_cast<std::ptrdiff_t>(r)));
      factor_[r] = distance < table_.size() ? factor_[r] * common * table_[distance] : 0;
    }
    HWY_DYNAMIC_DISPATCH(add_scaled_rows)
    (factor_.data(), first_.data(), last_.data(), rows_, profile_.data(), left, stride_,
     sums_.data());
  }

  /// out[i] = exp(f * (d0 + i) / s^2)
  void fill_powers(double f, double d0, std::size_t n, double* out) const {
    const double exponent = f * inverse_;
    const double base = std::exp(exponent);
    out[0] = std::exp(exponent * d0);
    double step = 1;
    for (std::size_t i = 0; i < kStep; ++i) {
      if (i > 0 && i < n) out[i] = out[i - 1] * base;
      step *= base;
    }
    for (std::size_t i = kStep; i < n; ++i) out[i] = out[i - kStep] * step;
  }

  const Gaussian& gaussian_;
  int begin_;
  int rows_;
  std::size_t stride_;
  std::vector<double> sums_;    // rows x stride
  std::vector<double> factor_;  // of each row, for the present point
  std::vector<int> first_;      // columns in reach of it
  std::vector<int> last_;
  double inverse_;
  bool direct_ = false;        // few pixels or none in reach: the powers would overflow
  std::vector<double> table_;  // exp(-d^2 / 2s^2)
  std::vector<double> profile_;
};

}  // namespace

void gaussian_rows(const Gaussian& gaussian, const RowIndex& index, int begin, int end, double* out,
                   const Context& context) {
  constexpr std::size_t kChunk = 1 << 16;
  constexpr int kTile =
      8;  // columns; points of a tile follow one another, so sums stay in the cache
  Band band(gaussian, begin, end);
  const auto [from, to] = index.range(begin - gaussian.reach, end - 1 + gaussian.reach);
  const auto tiles = static_cast<std::size_t>(gaussian.columns / kTile + 1);
  std::vector<std::uint32_t> place(tiles + 1);
  std::vector<std::uint32_t> order(std::min(kChunk, to - from));
  for (std::size_t chunk = from; chunk < to; chunk += kChunk) {
    const std::size_t n = std::min(kChunk, to - chunk);
    const auto tile_of = [&](std::size_t i) {
      const double column = std::clamp(index.x()[chunk + i], 0.0, gaussian.columns - 1.0);
      return static_cast<std::size_t>(column) / kTile;
    };
    std::fill(place.begin(), place.end(), 0U);
    for (std::size_t i = 0; i < n; ++i) ++place[tile_of(i) + 1];
    std::partial_sum(place.begin(), place.end(), place.begin());
    for (std::size_t i = 0; i < n; ++i) order[place[tile_of(i)]++] = static_cast<std::uint32_t>(i);
    for (std::size_t k = 0; k < n; ++k) {
      if (k % 256 == 0) context.check();
      const std::size_t i = chunk + order[k];
      band.add(index.x()[i], index.y()[i], index.weight() != nullptr ? index.weight()[i] : 1.0);
    }
  }
  band.write(out);
}

}  // namespace geo::density
#endif
