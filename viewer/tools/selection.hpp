#pragma once

#include <memory>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/geodesy/measure.hpp"
#include "geo/stats/summary.hpp"
#include "viewer/session.hpp"

namespace geo::viewer {

/// What lies in a shape that was drawn. Immutable.
struct Selection {
  std::vector<Point> ring;
  select::Filter filter;
  std::vector<std::uint32_t> inside;  ///< those of the filter
  stats::Summary summary;
  geodesy::Measured measured;
};

[[nodiscard]] std::shared_ptr<const Selection> make_selection(const Session& session,
                                                              const std::vector<Point>& ring,
                                                              const select::Filter& filter,
                                                              const Context& context);

}  // namespace geo::viewer
