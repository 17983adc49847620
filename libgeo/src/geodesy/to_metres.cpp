#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <numeric>

#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "geo/geodesy/crs.hpp"
#include "geodesy/projection.hpp"

namespace geo::geodesy {
namespace {

constexpr std::size_t kGrain = 4096;  // 2 to 20 ms, so that a cancel is heard

void require_metric(const Crs& metric) {
  if (!metric.metric()) {
    throw Error(ErrorCode::kOption, "coordinate system '" + metric.name() +
                                        "' is not in metres; give a projected one, EPSG:n");
  }
}

std::string number(double value) {
  std::array<char, 32> digits{};
  auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return {digits.data(), end};
}

std::string position(Point p) { return number(p.x) + ", " + number(p.y); }

Reject not_projected(const PointSet& points, std::uint32_t i, const Crs& from) {
  Reject reject;
  reject.row = points.row.empty() ? i + std::uint64_t{1} : points.row[i];
  reject.value = position({points.x[i], points.y[i]});
  reject.reason = "position cannot be projected";
  reject.advice = "check that the coordinates are in " + from.name();
  return reject;
}

std::string named(const Region& region) {
  return region.code + (region.name.empty() ? "" : " " + region.name.in(Language::kChinese));
}

/// Subdivides edges until they are straight in metres. Always works from the lower endpoint to the
/// higher, so that the two sides of a shared edge compute the same vertices, bit for bit.
class Straightener {
 public:
  Straightener(const Crs& from, const Crs& to, double tolerance_m)
      : from_(from), to_(to), tolerance_m_(tolerance_m) {}

  /// Appends the vertices to insert between a and b, in this order, whose projections are pa and
  /// pb. False where a position between them cannot be projected.
  bool subdivide(Point a, Point b, Point pa, Point pb, std::vector<Point>& out) const {
    const bool forward = a.x != b.x ? a.x < b.x : a.y < b.y;
    const auto begin = static_cast<std::ptrdiff_t>(out.size());
    const bool done = forward ? split(a, b, pa, pb, 0, out) : split(b, a, pb, pa, 0, out);
    if (!forward) std::reverse(out.begin() + begin, out.end());
    return done;
  }

 private:
  bool split(Point a, Point b, Point pa, Point pb, int depth, std::vector<Point>& out) const {
    // The waves of GCJ-02 are 37 km long: on a long edge three samples could all fall on their
    // zeros.
    const double length = std::hypot(pb.x - pa.x, pb.y - pa.y);
    const std::size_t pieces = length > 5000 ? 16 : 4;
    std::array<double, 15> x{};
    std::array<double, 15> y{};
    for (std::size_t i = 0; i + 1 < pieces; ++i) {
      const double t = static_cast<double>(i + 1) / static_cast<double>(pieces);
      x[i] = a.x + (b.x - a.x) * t;
      y[i] = a.y + (b.y - a.y) * t;
    }
    const std::size_t middle = pieces / 2 - 1;
    const Point m{x[middle], y[middle]};
    transform(from_, to_, x.data(), y.data(), pieces - 1);
    bool straight = true;
    for (std::size_t i = 0; i + 1 < pieces; ++i) {
      if (std::isnan(x[i])) return false;
      straight = straight && distance({x[i], y[i]}, pa, pb, length) <= tolerance_m_;
    }
    constexpr int kDeepest = 24;  // an edge round the world would have pieces of 2 m
    if (straight || depth == kDeepest) return true;
    const Point pm{x[middle], y[middle]};
    if (!split(a, m, pa, pm, depth + 1, out)) return false;
    out.push_back(pm);
    return split(m, b, pm, pb, depth + 1, out);
  }

  /// From p to the line through a and b, `length` apart.
  static double distance(Point p, Point a, Point b, double length) {
    if (length == 0) return std::hypot(p.x - a.x, p.y - a.y);
    return std::abs((b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)) / length;
  }

  const Crs& from_;
  const Crs& to_;
  double tolerance_m_;
};

}  // namespace

PointSet to_metres(PointSet points, const Crs& metric, Rejects& rejects, const Context& context) {
  require_metric(metric);
  const Crs from(points.crs);
  std::vector<std::uint32_t> kept;
  if (!same(from, metric)) {
    std::vector<double> x = points.x;
    std::vector<double> y = points.y;
    base::parallel_for(context, points.size(), kGrain, [&](std::size_t begin, std::size_t end) {
      transform(from, metric, x.data() + begin, y.data() + begin, end - begin);
    });
    const auto unchanged = static_cast<std::ptrdiff_t>(rejects.rows.size());
    for (std::uint32_t i = 0; i < points.size(); ++i) {
      if (std::isnan(x[i])) {
        rejects.rows.push_back(not_projected(points, i, from));
      } else {
        kept.push_back(i);
      }
    }
    const auto earlier = [](const Reject& a, const Reject& b) { return a.row < b.row; };
    rejects.used -= points.size() - kept.size();
    std::inplace_merge(rejects.rows.begin(), rejects.rows.begin() + unchanged, rejects.rows.end(),
                       earlier);
    points.x = std::move(x);
    points.y = std::move(y);
    if (kept.size() < points.size()) points = points.select(kept);
  }
  points.crs = metric.definition();
  return points;
}

PolygonSet to_metres(const PolygonSet& regions, const Crs& metric, const Context& context,
                     double tolerance_m) {
  require_metric(metric);
  if (!(tolerance_m > 0)) {
    throw Error(ErrorCode::kOption, "the tolerance of edges must be more than 0 m");
  }
  const Crs from(regions.crs);
  PolygonSet out = regions;
  out.crs = metric.definition();
  if (same(from, metric)) return out;

  const std::size_t n = regions.vertex_count();
  const auto fail = [&](std::size_t vertex) {
    const auto above = [](const std::vector<std::uint32_t>& offsets, std::size_t value) {
      return static_cast<std::size_t>(std::upper_bound(offsets.begin(), offsets.end(), value) -
                                      offsets.begin() - 1);
    };
    const std::size_t region =
        above(regions.region_part, above(regions.part_ring, above(regions.ring_vertex, vertex)));
    throw Error(ErrorCode::kInput,
                (regions.source.empty() ? "" : regions.source + ": ") + "region " +
                    named(regions.regions[region]) + ": at " +
                    position({regions.x[vertex], regions.y[vertex]}) +
                    " it cannot be projected; check that its coordinates are in " + from.name());
  };
  base::parallel_for(context, n, kGrain, [&](std::size_t begin, std::size_t end) {
    transform(from, metric, out.x.data() + begin, out.y.data() + begin, end - begin);
  });
  for (std::size_t i = 0; i < n; ++i) {
    if (std::isnan(out.x[i])) fail(i);
  }

  // The edge that leaves vertex i; a ring's last vertex has none.
  std::vector<std::uint8_t> last(n, 0);
  for (std::size_t ring = 0; ring < regions.ring_count(); ++ring) {
    if (regions.ring_vertex[ring + 1] > 0) last[regions.ring_vertex[ring + 1] - 1] = 1;
  }
  struct Inserted {
    std::vector<std::pair<std::size_t, std::size_t>> after;  // vertex, how many follow it
    std::vector<Point> vertices;
    std::size_t failed;
  };
  constexpr std::size_t kEdges = 512;
  std::vector<Inserted> chunks(base::chunk_count(n, kEdges));
  const Straightener straightener(from, metric, tolerance_m);
  base::parallel_for(context, n, kEdges, [&](std::size_t begin, std::size_t end) {
    Inserted& chunk = chunks[begin / kEdges];
    chunk.failed = n;
    for (std::size_t i = begin; i < end && chunk.failed == n; ++i) {
      if (last[i] != 0) continue;
      const std::size_t before = chunk.vertices.size();
      if (!straightener.subdivide({regions.x[i], regions.y[i]},
                                  {regions.x[i + 1], regions.y[i + 1]}, {out.x[i], out.y[i]},
                                  {out.x[i + 1], out.y[i + 1]}, chunk.vertices)) {
        chunk.failed = i;
      }
      if (chunk.vertices.size() > before) {
        chunk.after.emplace_back(i, chunk.vertices.size() - before);
      }
    }
  });

  std::size_t added = 0;
  for (const Inserted& chunk : chunks) {
    if (chunk.failed != n) fail(chunk.failed);
    added += chunk.vertices.size();
  }
  if (added == 0) return out;

  std::vector<double> x;
  std::vector<double> y;
  x.reserve(n + added);
  y.reserve(n + added);
  std::vector<std::uint32_t> moved_to(n + 1);
  std::size_t next = 0;
  const auto keep_until = [&](std::size_t end) {
    for (; next < end; ++next) {
      moved_to[next] = static_cast<std::uint32_t>(x.size());
      x.push_back(out.x[next]);
      y.push_back(out.y[next]);
    }
  };
  for (const Inserted& chunk : chunks) {
    auto vertex = chunk.vertices.begin();
    for (const auto& [after, count] : chunk.after) {
      keep_until(after + 1);
      for (std::size_t k = 0; k < count; ++k, ++vertex) {
        x.push_back(vertex->x);
        y.push_back(vertex->y);
      }
    }
  }
  keep_until(n);
  moved_to[n] = static_cast<std::uint32_t>(x.size());
  for (std::uint32_t& offset : out.ring_vertex) offset = moved_to[offset];
  out.x = std::move(x);
  out.y = std::move(y);
  return out;
}

SiteSet to_metres(SiteSet sites, const Crs& metric) {
  require_metric(metric);
  const Crs from(sites.crs);
  for (Site& site : sites.sites) {
    const Point given = site.position;
    transform(from, metric, &site.position.x, &site.position.y, 1);
    if (!std::isfinite(site.position.x) || !std::isfinite(site.position.y)) {
      throw Error(ErrorCode::kInput,
                  "site '" + site.name.in(Language::kChinese) + "': " + position(given) +
                      " cannot be projected; check that it is in " + from.name());
    }
  }
  sites.crs = metric.definition();
  return sites;
}

}  // namespace geo::geodesy
