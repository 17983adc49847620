#include "geo/select/within.hpp"

#include <algorithm>

#include "base/orient.hpp"
#include "base/parallel.hpp"

namespace geo::select {
namespace {

constexpr std::size_t kGrain = 1 << 14;

// A ray to the right crosses the border an odd number of times; a vertex belongs to the edge above
// it, so that none counts twice.
bool inside(Point p, std::span<const Point> ring) {
  bool odd = false;
  for (std::size_t k = 0; k < ring.size(); ++k) {
    const Point a = ring[k];
    const Point b = ring[k + 1 == ring.size() ? 0 : k + 1];
    const int side = base::orientation(a, b, p);
    if (side == 0 && p.x >= std::min(a.x, b.x) && p.x <= std::max(a.x, b.x) &&
        p.y >= std::min(a.y, b.y) && p.y <= std::max(a.y, b.y)) {
      return true;  // on the border
    }
    if ((a.y > p.y) == (b.y > p.y)) continue;
    if ((side > 0) == (b.y > a.y)) odd = !odd;
  }
  return odd;
}

}  // namespace

std::vector<std::uint32_t> within(const PointSet& points, std::span<const std::uint32_t> indices,
                                  std::span<const Point> ring, const Context& context) {
  if (ring.size() < 3) return {};
  Box box;
  for (const Point& corner : ring) box.extend(corner);
  using List = std::vector<std::uint32_t>;
  return base::parallel_reduce<List>(
      context, indices.size(), kGrain, {},
      [&](std::size_t begin, std::size_t end) {
        List part;
        for (std::size_t i = begin; i < end; ++i) {
          const Point p{points.x[indices[i]], points.y[indices[i]]};
          if (box.contains(p) && inside(p, ring)) part.push_back(indices[i]);
        }
        return part;
      },
      [](List all, const List& part) {
        all.insert(all.end(), part.begin(), part.end());
        return all;
      });
}

}  // namespace geo::select
