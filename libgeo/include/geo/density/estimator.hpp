#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "geo/core/context.hpp"
#include "geo/density/density.hpp"
#include "geo/model/grid.hpp"
#include "geo/model/point_set.hpp"

namespace geo::density {

/// The density of one set of points, asked for again and again: for another bandwidth, another part
/// of the map, a part of the points. It keeps positions and weights sorted by place, so that a
/// query reads what lies near its frame and sorts nothing anew. Immutable: copies share it, and
/// several threads may ask at once.
///
/// Memory: 20 bytes a point, 28 with weights; while it is built, 4 more. Building: O(n).
class Estimator {
 public:
  /// Throws Error(kOption) for 2^32 points and more.
  explicit Estimator(const PointSet& points, const Context& context = Context());

  /// As `density::estimate` (up to the rounding of another order of summation), of the points whose
  /// `keep` is not 0: one element for each point, in the order of the set; empty: all of them.
  /// Throws Error(kOption) also when `keep` has another size.
  [[nodiscard]] Grid estimate(const GridFrame& frame, const Options& options,
                              const Context& context,
                              std::span<const std::uint8_t> keep = {}) const;

  /// A first answer while the other is computed: the density, just as exact, at the centres of
  /// pixels `coarseness` times as large, in a frame that covers the same ground and, where the
  /// sides are no multiple, a strip more. Throws Error(kOption) also for a coarseness below 1.
  [[nodiscard]] Grid preview(const GridFrame& frame, const Options& options, const Context& context,
                             std::span<const std::uint8_t> keep = {}, int coarseness = 4) const;

  [[nodiscard]] std::size_t size() const;

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

}  // namespace geo::density
