#pragma once

#include <functional>
#include <memory>

#include "geo/atlas/atlas.hpp"

namespace geo::atlas {

/// Computes the density step of a job into `atlas`, whose points, regions and plan are in metres.
/// `part(from, to)` says which part of the stage comes next, as shares of it. Throws
/// Error(kOption) for steps that do not go together or lack boundaries, a column or specialties.
void run_density(Atlas& atlas, const std::function<void(double, double)>& part,
                 const Context& context);

/// Throws what `run_density` throws before it estimates anything.
void check_density(Atlas& atlas, const Context& context);

/// The same of enterprises that come in batches, none of which is kept: densities add up
/// (density::add). For steps that need no more than sums. The grid covers the boundaries.
class DensityBatches {
 public:
  /// Keeps a reference to `atlas`, whose regions and plan are in metres.
  DensityBatches(Atlas& atlas, const Context& context);
  ~DensityBatches();
  DensityBatches(const DensityBatches&) = delete;
  DensityBatches& operator=(const DensityBatches&) = delete;

  /// Points in metres, one at least.
  void add(const PointSet& points);
  /// Puts the heatmaps into `atlas`, once points were added and are in its `counts`.
  void finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace geo::atlas
