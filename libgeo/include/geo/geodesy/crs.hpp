#pragma once

#include <memory>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/plan.hpp"
#include "geo/model/point_set.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/model/rejects.hpp"

namespace geo::geodesy {

/// A coordinate reference system: "WGS84", "GCJ-02", "BD-09", "EPSG:n", a PROJ string or WKT. Axes
/// are always (easting or longitude, northing or latitude). A cheap handle, const is thread-safe.
class Crs {
 public:
  /// Throws Error(kOption) that quotes `definition` where PROJ knows no such system.
  explicit Crs(const std::string& definition);

  [[nodiscard]] const std::string& definition() const;  ///< as given, trimmed
  [[nodiscard]] std::string name() const;               ///< "WGS 84 / UTM zone 51N"
  [[nodiscard]] std::string wkt() const;                ///< WKT2; of WGS84 for GCJ-02 and BD-09
  [[nodiscard]] bool geographic() const;                ///< longitude and latitude in degrees
  [[nodiscard]] bool metric() const;                    ///< projected, with both axes in metres

  struct Impl;
  [[nodiscard]] const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// A projection in metres for the box: the UTM zone of its centre, north or south; beyond 84 N and
/// 80 S polar stereographic. `box` is in `crs`. Returns "EPSG:326zz" and the like.
[[nodiscard]] Crs metric_crs_for(const Box& box, const Crs& crs);

/// Greatest relative error of a length in `metric` over `box` (in `metric`): max |k - 1| of the
/// meridional and parallel scale at the corners, edge middles and centre. By proj_factors.
[[nodiscard]] double scale_error(const Crs& metric, const Box& box);

/// One position from one system to the other. Throws Error(kInput) where it cannot be projected.
[[nodiscard]] Point transform(Point position, const Crs& from, const Crs& to);

/// The points in `metric`. Points that cannot be projected are taken out and added to `rejects`
/// (used is lowered, so that read == used + rejected holds). Throws Error(kOption) unless
/// `metric.metric()`. O(n), in parallel.
[[nodiscard]] PointSet to_metres(PointSet points, const Crs& metric, Rejects& rejects,
                                 const Context& context);

/// The regions in `metric`. An edge is straight in the system of the file, so edges are subdivided
/// until they are straight in `metric` to within `tolerance_m`; both sides of a shared edge get the
/// same new vertices. Throws Error(kInput) naming the region where a vertex cannot be projected.
[[nodiscard]] PolygonSet to_metres(const PolygonSet& regions, const Crs& metric,
                                   const Context& context, double tolerance_m = 0.01);

/// The sites in `metric`. Throws Error(kInput) naming the site that cannot be projected.
[[nodiscard]] SiteSet to_metres(SiteSet sites, const Crs& metric);

/// "PROJ" and its version.
[[nodiscard]] std::string proj_version();

}  // namespace geo::geodesy
