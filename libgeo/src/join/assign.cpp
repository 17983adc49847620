#include "geo/join/assign.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <utility>

#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "join/label_grid.hpp"

namespace geo::join {
namespace {

/// Points in a chunk: a millisecond of work near borders, so that a cancel is answered at once.
constexpr std::size_t kGrain = 16384;

void require_same_crs(const std::string& points, const std::string& regions) {
  if (points == regions) return;
  throw Error(ErrorCode::kInternal, "join: the points are in '" + points + "', the regions in '" +
                                        regions + "'; transform one of them first");
}

/// Locates all points on the context's threads. `part` of `parts` such passes, for the progress.
void locate_all(const RegionLocator& locator, const PointSet& points, Assignment& to,
                const Context& context, std::size_t part, std::size_t parts) {
  const std::size_t n = points.size();
  to.region.resize(n);
  to.on_border.resize(n);
  std::atomic<std::size_t> done{0};
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    const std::size_t count = end - begin;
    locator.locate(
        std::span(points.x).subspan(begin, count), std::span(points.y).subspan(begin, count),
        std::span(to.region).subspan(begin, count), std::span(to.on_border).subspan(begin, count));
    const double share = static_cast<double>(done += count) / static_cast<double>(n);
    context.report((static_cast<double>(part) + share) / static_cast<double>(parts));
  });
}

/// The region alone, as a set.
PolygonSet only(const PolygonSet& regions, std::size_t region) {
  PolygonSet set;
  set.crs = regions.crs;
  set.add_region(regions.regions[region]);
  for (std::uint32_t part = regions.region_part[region]; part < regions.region_part[region + 1];
       ++part) {
    set.add_part();
    for (std::uint32_t ring = regions.part_ring[part]; ring < regions.part_ring[part + 1]; ++ring) {
      std::vector<Point> vertices;
      for (std::uint32_t k = regions.ring_vertex[ring]; k < regions.ring_vertex[ring + 1]; ++k) {
        vertices.push_back({regions.x[k], regions.y[k]});
      }
      set.add_ring(vertices);
    }
  }
  return set;
}

}  // namespace

struct RegionLocator::Impl {
  LabelGrid grid;
};

RegionLocator::RegionLocator(const PolygonSet& regions, const Context& context)
    : impl_(std::make_unique<const Impl>(Impl{build_label_grid(regions, context)})) {}
RegionLocator::~RegionLocator() = default;
RegionLocator::RegionLocator(RegionLocator&&) noexcept = default;
RegionLocator& RegionLocator::operator=(RegionLocator&&) noexcept = default;

RegionLocator::Place RegionLocator::locate(Point position) const {
  std::array<std::int32_t, 1> region{};
  std::array<std::uint8_t, 1> on_border{};
  join::locate(impl_->grid, std::array{position.x}, std::array{position.y}, region, on_border);
  return {region[0], on_border[0] != 0};
}

void RegionLocator::locate(std::span<const double> x, std::span<const double> y,
                           std::span<std::int32_t> region,
                           std::span<std::uint8_t> on_border) const {
  if (y.size() != x.size() || region.size() != x.size() || on_border.size() != x.size()) {
    throw Error(ErrorCode::kInternal, "locate: x, y, region and on_border differ in length");
  }
  join::locate(impl_->grid, x, y, region, on_border);
}

Assignment assign(const PointSet& points, const PolygonSet& regions, const Context& context) {
  require_same_crs(points.crs, regions.crs);
  Assignment assignment;
  locate_all(RegionLocator(regions, context), points, assignment, context, 0, 1);
  return assignment;
}

BeltMembership belt_membership(const PointSet& points, const Assignment& assignment,
                               const BeltSet& belts, const Context& context) {
  if (assignment.region.size() != points.size()) {
    throw Error(ErrorCode::kInternal, "join: the assignment is of other points");
  }
  BeltMembership membership;
  Assignment corridor;
  for (std::size_t b = 0; b < belts.size(); ++b) {
    std::vector<std::uint8_t>& inside = membership.inside.emplace_back(points.size());
    if (belts.belts[b].kind == BeltKind::kCorridor) {
      require_same_crs(points.crs, belts.shapes.crs);
      locate_all(RegionLocator(only(belts.shapes, b), context), points, corridor, context, b,
                 belts.size());
      for (std::size_t i = 0; i < points.size(); ++i) {
        inside[i] = static_cast<std::uint8_t>(corridor.region[i] != Assignment::kNone);
      }
      continue;
    }
    // By the index of the region, shifted by one so that a point outside has a place too.
    std::vector<std::uint8_t> member{0};
    for (const int region : belts.members[b]) {
      const std::size_t place = static_cast<std::size_t>(region) + 1;
      member.resize(std::max(member.size(), place + 1));
      member[place] = 1;
    }
    base::parallel_for(context, points.size(), kGrain, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const auto place = static_cast<std::size_t>(assignment.region[i]) + 1;
        inside[i] = place < member.size() ? member[place] : 0;
      }
    });
    context.report(static_cast<double>(b + 1) / static_cast<double>(belts.size()));
  }
  return membership;
}

}  // namespace geo::join
