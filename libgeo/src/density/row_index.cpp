#include "density/row_index.hpp"

#include <hwy/cache_control.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <memory>

#include "base/parallel.hpp"

// Compiled once for each instruction set; each gives the same bits (see sweep.cpp).
#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "density/row_index.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef GEO_DENSITY_ROW_INDEX_LAYOUT
#define GEO_DENSITY_ROW_INDEX_LAYOUT
namespace geo::density {

constexpr std::size_t kBlock = 1024;  // points placed at once; a whole number of vectors

/// How positions become pixels and buckets.
struct Layout {
  double west, north, pixel;
  double least, right, below;  ///< pixels beyond which a point is left out
  double first_row, last_bucket;
};

}  // namespace geo::density
#endif

HWY_BEFORE_NAMESPACE();
namespace geo::density {
namespace HWY_NAMESPACE {

namespace hn = hwy::HWY_NAMESPACE;

/// Positions in pixels and the bucket of each point, -1 for those left out. Whole vectors are
/// written.
void place_points(const Layout& layout, const double* from_x, const double* from_y, std::size_t n,
                  double* x, double* y, std::int32_t* bucket) {
  const hn::CappedTag<double, 8> d;
  const hn::Rebind<std::int32_t, decltype(d)> di;
  const std::size_t lanes = hn::Lanes(d);
  const auto half = hn::Set(d, 0.5);
  const auto scale = hn::Set(d, 1 / layout.pixel);
  const auto least = hn::Set(d, layout.least);
  const auto place = [&](std::size_t i, auto px, auto py) {
    px = hn::Sub(hn::Mul(hn::Sub(px, hn::Set(d, layout.west)), scale), half);
    py = hn::Sub(hn::Mul(hn::Sub(hn::Set(d, layout.north), py), scale), half);
    const auto row = hn::Sub(hn::Floor(hn::Add(py, half)), hn::Set(d, layout.first_row));
    const auto b = hn::Max(hn::Zero(d), hn::Min(row, hn::Set(d, layout.last_bucket)));
    const auto near = hn::And(hn::And(hn::Ge(px, least), hn::Le(px, hn::Set(d, layout.right))),
                              hn::And(hn::Ge(py, least), hn::Le(py, hn::Set(d, layout.below))));
    hn::StoreU(px, d, x + i);
    hn::StoreU(py, d, y + i);
    hn::StoreU(hn::DemoteTo(di, hn::IfThenElse(near, b, hn::Set(d, -1.0))), di, bucket + i);
  };
  std::size_t i = 0;
  for (; i + lanes <= n; i += lanes) {
    hwy::Prefetch(from_x + i + kBlock);
    hwy::Prefetch(from_y + i + kBlock);
    place(i, hn::LoadU(d, from_x + i), hn::LoadU(d, from_y + i));
  }
  if (i == n) return;
  double last_x[8] = {};
  double last_y[8] = {};
  for (std::size_t k = i; k < n; ++k) {
    last_x[k - i] = from_x[k];
    last_y[k - i] = from_y[k];
  }
  place(i, hn::LoadU(d, last_x), hn::LoadU(d, last_y));
}

}  // namespace HWY_NAMESPACE
}  // namespace geo::density
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace geo::density {
namespace {

HWY_EXPORT(place_points);

constexpr double kOuterRows = 1024;

/// A part of a range; pieces of the same chunk are worked on together.
struct Piece {
  std::size_t chunk;
  std::size_t begin;
  std::size_t end;
};

/// Cuts ranges into chunks of `grain` points.
std::vector<Piece> cut(const std::vector<std::pair<std::size_t, std::size_t>>& ranges,
                       std::size_t grain) {
  std::vector<Piece> pieces;
  std::size_t chunk = 0;
  std::size_t room = grain;
  for (auto [begin, end] : ranges) {
    while (begin < end) {
      if (room == 0) {
        ++chunk;
        room = grain;
      }
      const std::size_t n = std::min(room, end - begin);
      pieces.push_back({chunk, begin, begin + n});
      begin += n;
      room -= n;
    }
  }
  return pieces;
}

template <typename T>
base::RawArray<T> padded_array(std::size_t n) {
  base::RawArray<T> array = base::raw_array<T>(n + RowIndex::kPadding);
  std::uninitialized_fill_n(array.get() + n, RowIndex::kPadding, T{});
  return array;
}

}  // namespace

std::size_t PointSource::size() const {
  std::size_t n = 0;
  for (const auto& [begin, end] : ranges) n += end - begin;
  return n;
}

std::size_t RowIndex::bucket(double y) const {
  const auto last = static_cast<double>(offset_.size() - 2);
  return static_cast<std::size_t>(std::clamp(std::floor(y + 0.5) - first_row_, 0.0, last));
}

std::pair<std::size_t, std::size_t> RowIndex::range(double low, double high) const {
  return {offset_[bucket(low)], offset_[bucket(high) + 1]};
}

bool RowIndex::has_rows(const GridFrame& frame, double margin) {
  return std::ceil(margin) + 1 <= frame.rows + kOuterRows;
}

RowIndex::RowIndex(const PointSource& source, const GridFrame& frame, double margin,
                   const Context& context) {
  // Rows outside the frame have buckets of their own, but not for ever: far beyond, one for all.
  const double outer = std::min(std::ceil(margin) + 1, frame.rows + kOuterRows);
  first_row_ = -outer;
  const auto buckets = static_cast<std::size_t>(frame.rows + 2 * outer);
  offset_.assign(buckets + 1, 0);

  const std::size_t n = source.size();
  const double* const weight = source.weight;
  const std::uint8_t* const keep = source.keep;
  const Layout layout{.west = frame.west,
                      .north = frame.north,
                      .pixel = frame.pixel,
                      .least = -0.5 - margin,
                      .right = frame.columns - 0.5 + margin,
                      .below = frame.rows - 0.5 + margin,
                      .first_row = first_row_,
                      .last_bucket = static_cast<double>(buckets - 1)};
  // Runs `body(i, x, y, bucket)` for the points of [begin, end) that are not left out, in order.
  const auto for_range = [&](std::size_t begin, std::size_t end, auto& body) {
    double x[kBlock];
    double y[kBlock];
    std::int32_t bucket[kBlock];
    for (std::size_t at = begin; at < end; at += kBlock) {
      const std::size_t block = std::min(kBlock, end - at);
      HWY_DYNAMIC_DISPATCH(place_points)
      (layout, source.x + at, source.y + at, block, x, y, bucket);
      for (std::size_t k = 0; k < block; ++k) {
        if (bucket[k] < 0 || (keep != nullptr && keep[at + k] == 0) ||
            (weight != nullptr && !(weight[at + k] > 0))) {
          continue;
        }
        body(at + k, x[k], y[k], static_cast<std::size_t>(bucket[k]));
      }
    }
  };

  // A stable counting sort by row: its result does not depend on how the input is cut into chunks,
  // so the chunks may grow to keep the counters small beside the points.
  const auto grain = std::max<std::size_t>({std::size_t{1} << 16, 4 * buckets, n / 256});
  const std::vector<Piece> pieces = cut(source.ranges, grain);
  const std::size_t chunks = pieces.empty() ? 0 : pieces.back().chunk + 1;
  std::vector<std::uint32_t> place(chunks * buckets, 0);  // counts, then where the next one goes
  const auto for_points = [&](auto&& body_of) {
    base::run_chunks(context, chunks, [&](std::size_t chunk) {
      auto body = body_of(place.data() + chunk * buckets);
      const auto first = std::partition_point(pieces.begin(), pieces.end(),
                                              [&](const Piece& p) { return p.chunk < chunk; });
      for (auto piece = first; piece != pieces.end() && piece->chunk == chunk; ++piece) {
        for_range(piece->begin, piece->end, body);
      }
    });
  };
  for_points([](std::uint32_t* count) {
    return [count](std::size_t, double, double, std::size_t b) { ++count[b]; };
  });
  std::size_t total = 0;
  for (std::size_t b = 0; b < buckets; ++b) {
    offset_[b] = total;
    for (std::size_t chunk = 0; chunk < chunks; ++chunk) {
      std::uint32_t& here = place[chunk * buckets + b];
      const std::uint32_t count = here;
      here = static_cast<std::uint32_t>(total);
      total += count;
    }
  }
  offset_[buckets] = total;

  at_ = padded_array<Point>(total);
  if (weight != nullptr) weight_ = padded_array<double>(total);
  Point* const to = at_.get();
  double* const weights = weight_.get();
  for_points([&](std::uint32_t* next) {
    return [&, next, to, weights](std::size_t i, double x, double y, std::size_t b) {
      const std::size_t k = next[b]++;
      ::new (to + k) Point{x, y};
      if (weight != nullptr) ::new (weights + k) double(weight[i]);
    };
  });
}

}  // namespace geo::density
#endif
