#include "density/cell_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/parallel.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"

// Compiled once for each instruction set. Sums run in eight lanes whatever the vector's width, so
// each instruction set gives the same bits (see direct.cpp).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/cell_search.cpp"
#include <hwy/aligned_allocator.h>
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#include "density/exp-inl.hpp"

#ifndef GEO_DENSITY_CELL_SEARCH_SHARED
#define GEO_DENSITY_CELL_SEARCH_SHARED
namespace geo::density {
namespace {

constexpr std::size_t kLaneSums = 8;
constexpr std::size_t kRunBatch = 256;

/// Sums around one position.
struct SumJob {
  const double* x;
  const double* y;
  const double* weight;
  Point at;
  const CellSearch::Run* runs;
  std::size_t run_count;
  double inverse_square;  ///< 1 / bandwidth^2
  double limit;           ///< u^2 from which on the kernel is 0
};

}  // namespace
}  // namespace geo::density
#endif

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;
using D = hn::CappedTag<double, kLaneSums>;
using V = hn::Vec<D>;
constexpr std::size_t kLanes = HWY_MIN(8, HWY_LANES(double));

HWY_INLINE double sum_in_order(const double* lanes) {
  double sum = 0;
  for (std::size_t i = 0; i < kLaneSums; ++i) sum += lanes[i];
  return sum;
}

template <Kernel kKernel>
double kernel_sum_of(const SumJob& job) {
  const D d;
  alignas(64) double lanes[kLaneSums] = {};
  const V x = hn::Set(d, job.at.x);
  const V y = hn::Set(d, job.at.y);
  const V inverse = hn::Set(d, job.inverse_square);
  const V limit = hn::Set(d, job.limit);
  const V one = hn::Set(d, 1.0);
  for (std::size_t part = 0; part < kLaneSums; part += kLanes) {
    V sum = hn::Zero(d);
    for (std::size_t r = 0; r < job.run_count; ++r) {
      const std::size_t last = job.runs[r].last;
      for (std::size_t i = job.runs[r].first + part; i < last; i += kLaneSums) {
        const V dx = hn::Sub(hn::LoadU(d, job.x + i), x);
        const V dy = hn::Sub(hn::LoadU(d, job.y + i), y);
        const V square = hn::Mul(hn::Add(hn::Mul(dx, dx), hn::Mul(dy, dy)), inverse);
        V value = hn::Sub(one, square);
        auto in = hn::Lt(square, limit);
        if constexpr (kKernel == Kernel::kUniform) value = one;
        if constexpr (kKernel == Kernel::kTriangular) value = hn::Sub(one, hn::Sqrt(square));
        if constexpr (kKernel == Kernel::kQuartic) value = hn::Mul(value, value);
        if constexpr (kKernel == Kernel::kTriweight) {
          value = hn::Mul(hn::Mul(value, value), value);
        }
        if constexpr (kKernel == Kernel::kGaussian) {
          value = exp_of_negative(d, hn::Mul(square, hn::Set(d, -0.5)));
          in = hn::Le(square, limit);
        }
        if (i + kLanes > last) in = hn::And(in, hn::FirstN(d, last - i));
        const V weight = hn::LoadU(d, job.weight + i);
        sum = hn::Add(sum, hn::IfThenElseZero(in, hn::Mul(weight, value)));
      }
    }
    hn::Store(sum, d, lanes + part);
  }
  return sum_in_order(lanes);
}

double kernel_sum(Kernel kernel, const SumJob& job) {
  switch (kernel) {
    case Kernel::kUniform:
      return kernel_sum_of<Kernel::kUniform>(job);
    case Kernel::kTriangular:
      return kernel_sum_of<Kernel::kTriangular>(job);
    case Kernel::kEpanechnikov:
      return kernel_sum_of<Kernel::kEpanechnikov>(job);
    case Kernel::kQuartic:
      return kernel_sum_of<Kernel::kQuartic>(job);
    case Kernel::kTriweight:
      return kernel_sum_of<Kernel::kTriweight>(job);
    case Kernel::kGaussian:
      return kernel_sum_of<Kernel::kGaussian>(job);
  }
  return 0;
}

/// sums[k] += ..., with exp(-d^2 / 2 s^2) at s / sqrt 2 as the square of that at s. `lanes`: count
/// x kLaneSums numbers, 0 at first.
void gaussian_chain(const SumJob& job, std::size_t count, double* HWY_RESTRICT lanes,
                    double* HWY_RESTRICT sums) {
  const D d;
  alignas(64) double value[kRunBatch + kLaneSums];
  const V x = hn::Set(d, job.at.x);
  const V y = hn::Set(d, job.at.y);
  const V inverse = hn::Set(d, -0.5 * job.inverse_square);
  const double reach2 = job.limit / job.inverse_square;
  for (std::size_t r = 0; r < job.run_count; ++r) {
    const CellSearch::Run run = job.runs[r];
    for (std::size_t begin = run.first; begin < run.last; begin += kRunBatch) {
      const std::size_t n = std::min<std::size_t>(kRunBatch, run.last - begin);
      // The fewest members of the chain that reach this far.
      const double dx = std::max({0.0, job.x[begin] - job.at.x, job.at.x - job.x[begin + n - 1]});
      std::size_t reaching = 0;
      for (double left = reach2; reaching < count && dx * dx + run.dy * run.dy <= left; left *= 0.5)
        ++reaching;
      if (reaching == 0) continue;
      const std::size_t padded = (n + kLaneSums - 1) / kLaneSums * kLaneSums;
      for (std::size_t i = 0; i < padded; i += kLanes) {
        const V ex = hn::Sub(hn::LoadU(d, job.x + begin + i), x);
        const V ey = hn::Sub(hn::LoadU(d, job.y + begin + i), y);
        const V exponent = hn::Mul(hn::Add(hn::Mul(ex, ex), hn::Mul(ey, ey)), inverse);
        auto in = hn::Ge(exponent, hn::Set(d, -0.5 * job.limit));
        if (i + kLanes > n) in = hn::And(in, hn::FirstN(d, n > i ? n - i : 0));
        hn::Store(hn::IfThenElseZero(in, exp_of_negative(d, exponent)), d, value + i);
      }
      for (std::size_t k = 0; k < reaching; ++k) {
        for (std::size_t part = 0; part < kLaneSums; part += kLanes) {
          double* const lane = lanes + k * kLaneSums + part;
          V sum = hn::Load(d, lane);
          for (std::size_t i = part; i < padded; i += kLaneSums) {
            const V e = hn::Load(d, value + i);
            sum = hn::Add(sum, hn::Mul(hn::LoadU(d, job.weight + begin + i), e));
            hn::Store(hn::Mul(e, e), d, value + i);
          }
          hn::Store(sum, d, lane);
        }
      }
    }
  }
  for (std::size_t k = 0; k < count; ++k) sums[k] = sum_in_order(lanes + k * kLaneSums);
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {
namespace {

HWY_EXPORT(kernel_sum);
HWY_EXPORT(gaussian_chain);

constexpr std::size_t kPointsPerCheck = std::size_t{1} << 15;

struct Key {
  double strip;
  double x;
  double y;
  std::uint32_t id;
  friend bool operator<(const Key& a, const Key& b) {
    if (a.strip != b.strip) return a.strip < b.strip;
    if (a.x != b.x) return a.x < b.x;
    if (a.y != b.y) return a.y < b.y;
    return a.id < b.id;
  }
};

}  // namespace

CellSearch::CellSearch(const PointSet& points, double height_m, const Context& context) {
  const std::size_t n = points.size();
  const Box box = points.envelope();
  south_ = n == 0 ? 0 : box.min_y;
  height_ = n == 0 ? height_m : std::max(height_m, box.height() * 0x1p-40);
  slack_ = n == 0 ? 0
                  : 1e-9 * height_ + 8 * std::numeric_limits<double>::epsilon() *
                                         std::max(std::abs(box.min_y), std::abs(box.max_y));
  std::vector<Key> keys(n);
  base::parallel_for(context, n, kPointsPerCheck, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      keys[i] = {std::floor((points.y[i] - south_) / height_), points.x[i], points.y[i],
                 static_cast<std::uint32_t>(i)};
    }
  });
  sort_in_pieces(keys, context);
  place.resize(n);
  for (std::vector<double>* array : {&x, &y, &weight}) array->reserve(n + kPadding);
  for (std::size_t i = 0; i < n; ++i) {
    if (i % kPointsPerCheck == 0) context.check();
    const Key& key = keys[i];
    if (i == 0 || key.strip != keys[i - 1].strip) {
      strip_.push_back(key.strip);
      begin_.push_back(static_cast<std::uint32_t>(count.size()));
    }
    if (i == 0 || key.strip != keys[i - 1].strip || key.x != keys[i - 1].x ||
        key.y != keys[i - 1].y) {
      x.push_back(key.x);
      y.push_back(key.y);
      weight.push_back(0);
      count.push_back(0);
    }
    weight.back() += points.weight_of(key.id);
    ++count.back();
    place[key.id] = static_cast<std::uint32_t>(count.size() - 1);
  }
  begin_.push_back(static_cast<std::uint32_t>(count.size()));
  for (std::vector<double>* array : {&x, &y, &weight}) array->resize(count.size() + kPadding);
}

double CellSearch::gap(std::size_t s, double at_y) const {
  const double bottom = south_ + strip_[s] * height_;
  return std::max(0.0, std::max(bottom - at_y, at_y - (bottom + height_)) - slack_);
}

void CellSearch::around(Point at, double reach, std::vector<Run>& runs) const {
  runs.clear();
  reach *= 1 + 1e-9;  // whoever sums decides to the last bit
  const double low = std::floor((at.y - reach - south_) / height_) - 1;
  auto s = static_cast<std::size_t>(std::lower_bound(strip_.begin(), strip_.end(), low) -
                                    strip_.begin());
  for (; s < strip_.size(); ++s) {
    if (south_ + strip_[s] * height_ - at.y > reach + slack_) break;
    const double dy = gap(s, at.y);
    if (dy > reach) continue;
    const double half = std::sqrt(std::max(0.0, (reach - dy) * (reach + dy)));
    const auto begin = x.begin() + begin_[s];
    const auto end = x.begin() + begin_[s + 1];
    const auto first = std::lower_bound(begin, end, at.x - half);
    const auto last = std::upper_bound(first, end, at.x + half);
    if (first == last) continue;
    runs.push_back({static_cast<std::uint32_t>(first - x.begin()),
                    static_cast<std::uint32_t>(last - x.begin()), dy});
  }
}

double CellSearch::kth_distance(std::size_t at, std::size_t k, std::vector<double>& heap) const {
  // The k least squares so far, the greatest on top.
  heap.clear();
  const auto offer = [&](double square, std::uint32_t times) {
    for (; times > 0; --times) {
      if (heap.size() < k) {
        heap.push_back(square);
        std::push_heap(heap.begin(), heap.end());
      } else if (square < heap.front()) {
        std::pop_heap(heap.begin(), heap.end());
        heap.back() = square;
        std::push_heap(heap.begin(), heap.end());
      } else {
        return;
      }
    }
  };
  const auto worst = [&] {
    return heap.size() < k ? std::numeric_limits<double>::infinity() : heap.front();
  };
  const double px = x[at];
  const double py = y[at];
  offer(0, count[at] - 1);
  // Outwards from the place within its strip, and from its strip to the others.
  const auto scan = [&](std::size_t s) {
    const auto begin = x.begin() + begin_[s];
    const auto end = x.begin() + begin_[s + 1];
    const auto middle = static_cast<std::size_t>(std::lower_bound(begin, end, px) - x.begin());
    const auto look = [&](std::size_t i) {
      const double dx = x[i] - px;
      if (dx * dx > worst()) return false;
      const double dy = y[i] - py;
      if (i != at) offer(dx * dx + dy * dy, count[i]);
      return true;
    };
    for (std::size_t i = middle; i < begin_[s + 1] && look(i); ++i) {
    }
    for (std::size_t i = middle; i > begin_[s] && look(i - 1); --i) {
    }
  };
  const auto own = static_cast<std::size_t>(
      std::upper_bound(begin_.begin(), begin_.end(), static_cast<std::uint32_t>(at)) -
      begin_.begin() - 1);
  scan(own);
  std::size_t below = own;
  std::size_t above = own + 1;
  for (;;) {
    const double down = below > 0 ? gap(below - 1, py) : std::numeric_limits<double>::infinity();
    const double up =
        above < strip_.size() ? gap(above, py) : std::numeric_limits<double>::infinity();
    const double nearest = std::min(down, up);
    if (nearest == std::numeric_limits<double>::infinity() || nearest * nearest > worst()) break;
    if (down <= up) {
      scan(--below);
    } else {
      scan(above++);
    }
  }
  return std::sqrt(heap.front());
}

std::vector<double> kernel_sums(const PointSet& points, const Options& options,
                                const Context& context) {
  check(options);
  const double reach = reach_m(options);
  const CellSearch search(points, reach / 4, context);
  const double cut = options.kernel == Kernel::kGaussian
                         ? options.gaussian_reach * (1 + kCutSlack)
                         : 1 - 4 * std::numeric_limits<double>::epsilon();
  const double inverse = 1 / options.bandwidth_m;
  const double peak = peak_per_km2(options);
  std::vector<double> at_place(search.places());
  base::parallel_for(context, search.places(), 256, [&](std::size_t begin, std::size_t end) {
    std::vector<CellSearch::Run> runs;
    for (std::size_t i = begin; i < end; ++i) {
      context.check();
      const Point at{search.x[i], search.y[i]};
      search.around(at, reach, runs);
      const SumJob job{.x = search.x.data(),
                       .y = search.y.data(),
                       .weight = search.weight.data(),
                       .at = at,
                       .runs = runs.data(),
                       .run_count = runs.size(),
                       .inverse_square = inverse * inverse,
                       .limit = cut * cut};
      at_place[i] = peak * HWY_DYNAMIC_DISPATCH(kernel_sum)(options.kernel, job);
    }
  });
  std::vector<double> sums(points.size());
  for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = at_place[search.place[i]];
  return sums;
}

std::vector<double> gaussian_sums(const CellSearch& search,
                                  const std::vector<std::uint32_t>& places, double deviation,
                                  std::size_t count, const Context& context) {
  std::vector<double> sums(places.size() * count);
  base::parallel_for(context, places.size(), 4, [&](std::size_t begin, std::size_t end) {
    std::vector<CellSearch::Run> runs;
    const auto lanes = hwy::AllocateAligned<double>(count * kLaneSums);
    for (std::size_t i = begin; i < end; ++i) {
      context.check();
      const std::uint32_t own = places[i];
      const Point at{search.x[own], search.y[own]};
      search.around(at, kGaussianSumReach * deviation, runs);
      // The place itself is left out: its run falls in two.
      for (std::size_t r = 0; r < runs.size(); ++r) {
        if (own < runs[r].first || own >= runs[r].last) continue;
        const CellSearch::Run behind{own + 1, runs[r].last, runs[r].dy};
        runs[r].last = own;
        runs.insert(runs.begin() + static_cast<std::ptrdiff_t>(r) + 1, behind);
        break;
      }
      std::fill_n(lanes.get(), count * kLaneSums, 0.0);
      const SumJob job{.x = search.x.data(),
                       .y = search.y.data(),
                       .weight = search.weight.data(),
                       .at = at,
                       .runs = runs.data(),
                       .run_count = runs.size(),
                       .inverse_square = 1 / (deviation * deviation),
                       .limit = kGaussianSumReach * kGaussianSumReach};
      HWY_DYNAMIC_DISPATCH(gaussian_chain)(job, count, lanes.get(), sums.data() + i * count);
    }
  });
  return sums;
}

}  // namespace geo::density
#endif
