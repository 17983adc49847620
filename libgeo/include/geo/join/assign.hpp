#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/assignment.hpp"
#include "geo/model/belt_set.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"

namespace geo::join {

/// Answers which region a position lies in, exactly: the same answer as GEOS for every position
/// (interior and boundary count as inside). On a shared border, or in an overlap, the region with
/// the lowest code wins. Rings of broken polygons are read by the even-odd rule.
///
/// Built once, O(v + cells); a query costs O(1) inside a region and the few edges of one cell near
/// a border. Method: a grid of labels; a cell that no edge touches answers at once, the others hold
/// their edges and a reference position whose answer is known; parity of the crossings between the
/// two with exact orientation (adaptive precision). Const is thread-safe.
class RegionLocator {
 public:
  /// The context can cancel the building. Keeps no reference to either.
  explicit RegionLocator(const PolygonSet& regions, const Context& context = Context(1));
  ~RegionLocator();
  RegionLocator(RegionLocator&&) noexcept;
  RegionLocator& operator=(RegionLocator&&) noexcept;

  struct Place {
    std::int32_t region = Assignment::kNone;  ///< index into the regions, or kNone
    bool on_border = false;                   ///< exactly on a border of that region
    friend bool operator==(const Place&, const Place&) = default;
  };
  [[nodiscard]] Place locate(Point position) const;
  /// The same for many: `region` and `on_border` have the size of x and y. No allocation.
  void locate(std::span<const double> x, std::span<const double> y, std::span<std::int32_t> region,
              std::span<std::uint8_t> on_border) const;

 private:
  struct Impl;
  std::unique_ptr<const Impl> impl_;
};

/// The region of every point. Both sets are in the same system; throws Error(kInternal) otherwise.
[[nodiscard]] Assignment assign(const PointSet& points, const PolygonSet& regions,
                                const Context& context);

/// The belts of every point. A belt of districts holds exactly the points that `assignment` gives
/// to its members, so that district and belt figures add up; a corridor holds those inside its
/// shape or on its border.
[[nodiscard]] BeltMembership belt_membership(const PointSet& points, const Assignment& assignment,
                                             const BeltSet& belts, const Context& context);

}  // namespace geo::join
