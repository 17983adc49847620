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

/// A coordinate reference system: "WGS84" (or "WGS-84"), "GCJ-02" ("GCJ02"), "BD-09" ("BD09"),
/// "CGCS2000" (EPSG:4490), in any case; "EPSG:n"; a PROJ string; WKT or PROJJSON; or PROJ's full
/// name of it. Axes are always (easting or longitude, northing or latitude). A cheap handle, const
/// is thread-safe. PROJ never uses the network here: a result depends on installed grids only.
class Crs {
 public:
  /// Throws Error(kOption) that quotes `definition` where PROJ knows no such system or it has no
  /// horizontal axes, Error(kUnsupported) where PROJ has no database. About 0.1 ms.
  explicit Crs(const std::string& definition);

  [[nodiscard]] const std::string& definition() const;  ///< as given, trimmed
  [[nodiscard]] std::string name() const;               ///< "WGS 84 / UTM zone 51N", "GCJ-02"
  /// WKT2:2019 on one line; of WGS84 for GCJ-02 and BD-09. With the axis order of the authority.
  [[nodiscard]] std::string wkt() const;
  [[nodiscard]] bool geographic() const;  ///< longitude and latitude in degrees
  [[nodiscard]] bool metric() const;      ///< projected, with both axes in metres

  struct Impl;
  [[nodiscard]] const Impl& impl() const { return *impl_; }

 private:
  std::shared_ptr<const Impl> impl_;
};

/// A projection in metres for the box: the UTM zone of its centre, north or south; beyond 84 N and
/// 80 S polar stereographic (zones without the exceptions of Norway and Svalbard). `box` is in
/// `crs`. Returns "EPSG:326zz" and the like. Throws Error(kInput) when the box is empty or its
/// centre cannot be projected.
[[nodiscard]] Crs metric_crs_for(const Box& box, const Crs& crs);

/// Greatest relative error of a length in `metric` over `box` (in `metric`), in any direction: max
/// |k - 1| over both half-axes of Tissot's ellipse, at 17 x 17 positions of the box. Throws
/// Error(kOption) unless `metric.metric()`, Error(kInput) where the projection has no scale there.
/// Below 10 ms.
[[nodiscard]] double scale_error(const Crs& metric, const Box& box);

/// One position from one system to the other; the same bits where both are the same system. Throws
/// Error(kInput) where it cannot be projected, or is no longitude and latitude though `from` has
/// those.
[[nodiscard]] Point transform(Point position, const Crs& from, const Crs& to);

/// The points in `metric`. Points that cannot be projected are taken out and added to `rejects`
/// (used is lowered, so that read == used + rejected holds). Coordinates that are in `metric`
/// already keep their bits. Throws Error(kOption) unless `metric.metric()`. O(n), in parallel;
/// about 0.5 us a point, 2 us from GCJ-02 or BD-09.
[[nodiscard]] PointSet to_metres(PointSet points, const Crs& metric, Rejects& rejects,
                                 const Context& context);

/// The regions in `metric`. An edge is straight in the system of the file, so edges are subdivided
/// until they are straight in `metric` to within `tolerance_m`; both sides of a shared edge get the
/// same new vertices, bit for bit. (Sides whose vertices differ, as where one region's corner lies
/// on the middle of another's edge, part by up to the tolerance.) Vertices that are there stay;
/// regions that are in `metric` already keep their bits. Throws Error(kOption) unless
/// `metric.metric()` and `tolerance_m` > 0, Error(kInput) naming the region where a vertex cannot
/// be projected. O(v), in parallel; about 2 us a vertex.
[[nodiscard]] PolygonSet to_metres(const PolygonSet& regions, const Crs& metric,
                                   const Context& context, double tolerance_m = 0.01);

/// The sites in `metric`. Throws Error(kOption) unless `metric.metric()`, Error(kInput) naming the
/// site that cannot be projected.
[[nodiscard]] SiteSet to_metres(SiteSet sites, const Crs& metric);

/// "PROJ" and its version: "PROJ 9.1.1".
[[nodiscard]] std::string proj_version();

}  // namespace geo::geodesy
