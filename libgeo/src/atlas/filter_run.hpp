#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/core/context.hpp"
#include "geo/io/write.hpp"
#include "geo/select/readings.hpp"

namespace geo::atlas {

/// Leaves out the enterprises that the job's filter does not let through. They have been read,
/// checked and placed before: districts and belts are where they lie.
class FilterRun {
 public:
  /// Throws Error(kOption) that names the key, where the filter asks for what is not there.
  explicit FilterRun(const Atlas& atlas);

  /// Of all enterprises or, again and again, of a batch. Specialties that nobody is left of are
  /// none any more, so their codes differ from batch to batch.
  void apply(PointSet& points, Assignment& assignment, BeltMembership& membership,
             const Context& context);
  /// Says in the atlas what was left out. Throws Error(kOption) where that is all.
  void finish(Atlas& atlas) const;

  /// The columns that a filter looks at.
  [[nodiscard]] static std::vector<io::ColumnRequest> columns(const Job& job);

 private:
  const Atlas& atlas_;
  select::Readings readings_;
  FilterCount count_;
};

/// What files say of it in their metadata: filter, filter_left. Nothing where there is none.
[[nodiscard]] io::Facts filter_facts(const Atlas& atlas);

}  // namespace geo::atlas
