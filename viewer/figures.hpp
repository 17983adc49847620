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
  /// Of those that are left when every specialty counts: shares and location quotients compare
  /// specialties, and would say nothing of one alone.
  std::uint64_t of = 0;
  bool whole = true;          ///< of all enterprises: the tables of the run
  std::vector<Table> tables;  ///< empty where `whole`
  /// By year and specialty, whatever years and specialty are chosen.
  stats::Timeline timeline;
  /// Along the axis of each belt, of `shown` in it; without counts where a belt has no axis.
  std::vector<stats::AxisProfile> profiles;

  /// The table of that name: of the filter where it has one, else of the run; or nullptr.
  [[nodiscard]] const Table* table(const Session& session, const std::string& name) const;
};

[[nodiscard]] std::shared_ptr<const Figures> make_figures(const Session& session,
                                                          const select::Filter& filter,
                                                          const Context& context);

}  // namespace geo::viewer
