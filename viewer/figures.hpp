#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/model/table.hpp"
#include "geo/stats/axis_profile.hpp"
#include "geo/stats/timeline.hpp"
#include "viewer/session.hpp"

namespace geo::viewer {

/// What tables and charts show of the enterprises that a filter leaves. Immutable.
struct Figures {
  select::Filter filter;             ///< what it was made for
  std::vector<std::uint32_t> shown;  ///< those that it leaves
  bool whole = true;                 ///< of all enterprises: the tables of the run
  /// Of districts and belts what `shown` counts there; the tables that compare specialties are of
  /// all that are left when every specialty counts: shares and location quotients would say nothing
  /// of one alone. Only tables that differ from those of the run.
  std::vector<Table> tables;
  std::uint64_t compared = 0;  ///< how many enterprises the latter are of
  /// By year and specialty, whatever years and specialty are chosen.
  stats::Timeline timeline;
  /// Along the axis of each belt, of `shown` in it; without counts where a belt has no axis.
  std::vector<stats::AxisProfile> profiles;

  /// The table of that name: of the filter where it has one, else of the run; or nullptr.
  [[nodiscard]] const Table* table(const Session& session, const std::string& name) const;
};

/// Whether each row of it is of one specialty.
[[nodiscard]] bool compares(const Table& table);

[[nodiscard]] std::shared_ptr<const Figures> make_figures(const Session& session,
                                                          const select::Filter& filter,
                                                          const Context& context);

}  // namespace geo::viewer
