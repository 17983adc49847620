#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>

#include "base/geos.hpp"
#include "geo/core/error.hpp"
#include "geo/topology/repair.hpp"

// All borders are noded on a fine grid, the faces between them are found, each face is given to one
// region, and each region is put together from its faces. What two regions share is then the same
// noded edge, so the result is a partition by construction.
namespace geo::topology {
namespace {

using base::Geos;

constexpr double kGrid_m = 0.001;  // snapping to it is what makes noding safe

constexpr int kNobody = -1;

struct Face {
  Geos::Geometry polygon;
  double area_m2 = 0;
  int owner = kNobody;  // a region
};

constexpr std::size_t kOutside = static_cast<std::size_t>(-1);

/// A piece of the border of a face.
struct Border {
  std::size_t other = kOutside;  // the face on the other side
  double length_m = 0;
};

/// Whether p lies in a region, by the parity of its rings.
bool contains(const PolygonSet& regions, std::size_t region, Point p) {
  bool inside = false;
  const std::uint32_t first = regions.part_ring[regions.region_part[region]];
  const std::uint32_t end = regions.part_ring[regions.region_part[region + 1]];
  for (std::uint32_t ring = first; ring < end; ++ring) {
    for (std::uint32_t i = regions.ring_vertex[ring]; i + 1 < regions.ring_vertex[ring + 1]; ++i) {
      const Point a{regions.x[i], regions.y[i]};
      const Point b{regions.x[i + 1], regions.y[i + 1]};
      if ((a.y > p.y) == (b.y > p.y)) continue;
      inside ^= p.x < a.x + (b.x - a.x) * ((p.y - a.y) / (b.y - a.y));
    }
  }
  return inside;
}

Geos::Geometry noded_borders(Geos& geos, const PolygonSet& regions) {
  std::vector<Geos::Geometry> rings;
  for (std::size_t ring = 0; ring < regions.ring_count(); ++ring) {
    std::vector<Point> vertices;
    for (std::uint32_t i = regions.ring_vertex[ring]; i < regions.ring_vertex[ring + 1]; ++i) {
      vertices.push_back({regions.x[i], regions.y[i]});
    }
    rings.push_back(geos.line(vertices));
  }
  const Geos::Geometry lines = geos.collection(GEOS_MULTILINESTRING, std::move(rings));
  return geos.own(GEOSUnaryUnionPrec_r(geos.handle(), lines.get(), kGrid_m), "noding the borders");
}

std::vector<Face> faces_between(Geos& geos, const GEOSGeometry* borders) {
  const Geos::Geometry polygons =
      geos.own(GEOSPolygonize_r(geos.handle(), &borders, 1), "finding the faces");
  std::vector<Face> faces;
  const int count = GEOSGetNumGeometries_r(geos.handle(), polygons.get());
  for (int i = 0; i < count; ++i) {
    Face face{geos.own(
        GEOSGeom_clone_r(geos.handle(), GEOSGetGeometryN_r(geos.handle(), polygons.get(), i)),
        "copying a face")};
    face.area_m2 = geos.area(face.polygon.get());
    faces.push_back(std::move(face));
  }
  return faces;
}

/// The working state: faces, who owns them, and what lies beside what.
class Faces {
 public:
  Faces(Geos& geos, const PolygonSet& regions, const Context& context)
      : geos_(geos), regions_(regions), by_code_(regions.size()), rank_(regions.size()) {
    std::iota(by_code_.begin(), by_code_.end(), std::size_t{0});
    std::sort(by_code_.begin(), by_code_.end(), [&](std::size_t a, std::size_t b) {
      return regions.regions[a].code < regions.regions[b].code;
    });
    for (std::size_t i = 0; i < by_code_.size(); ++i) rank_[by_code_[i]] = i;
    const Geos::Geometry borders = noded_borders(geos, regions);
    context.check();
    faces_ = faces_between(geos, borders.get());
    context.check();
    give_to_lowest_code(context);
    find_borders();
  }

  /// Parts of a region smaller than `min_part_m2`, the smallest first, go to their longest
  /// neighbour; those without any go to nobody. The largest part of a region always stays.
  void hand_over_small_parts(double min_part_m2, const Context& context) {
    for (;;) {
      context.check();
      const std::vector<Part> parts = connected_parts();
      std::vector<const Part*> largest(regions_.size(), nullptr);
      for (const Part& part : parts) {
        if (part.owner == kNobody) continue;
        const Part*& present = largest[static_cast<std::size_t>(part.owner)];
        if (present == nullptr || part.area_m2 > present->area_m2) present = &part;
      }
      const Part* smallest = nullptr;
      for (const Part& part : parts) {
        if (part.owner == kNobody || part.area_m2 >= min_part_m2) continue;
        if (largest[static_cast<std::size_t>(part.owner)] == &part) continue;
        if (smallest == nullptr || part.area_m2 < smallest->area_m2) smallest = &part;
      }
      if (smallest == nullptr) return;
      give(*smallest, longest_neighbour(*smallest));
    }
  }

  /// Enclosed parts that nobody owns go to their longest neighbour where they are small enough.
  void fill_gaps(double max_gap_m2) {
    for (const Part& part : connected_parts()) {
      if (part.owner != kNobody || part.touches_outside || part.area_m2 > max_gap_m2) continue;
      give(part, longest_neighbour(part));
    }
  }

  /// The regions made of their faces.
  [[nodiscard]] PolygonSet unite(const Context& context) {
    std::vector<std::vector<Geos::Geometry>> owned(regions_.size());
    for (Face& face : faces_) {
      if (face.owner == kNobody) continue;
      owned[static_cast<std::size_t>(face.owner)].push_back(std::move(face.polygon));
    }
    PolygonSet out;
    out.crs = regions_.crs;
    out.source = regions_.source;
    for (std::size_t r = 0; r < regions_.size(); ++r) {
      context.check();
      const Region& region = regions_.regions[r];
      if (owned[r].empty()) {
        throw Error(ErrorCode::kInput,
                    (regions_.source.empty() ? "" : regions_.source + ": ") + "region " +
                        region.code +
                        ": nothing of it is left, regions with lower codes cover it all");
      }
      const Geos::Geometry all = geos_.collection(GEOS_MULTIPOLYGON, std::move(owned[r]));
      const Geos::Geometry shape = geos_.own(GEOSCoverageUnion_r(geos_.handle(), all.get()),
                                             "uniting the faces of a region");
      GEOSNormalize_r(geos_.handle(), shape.get());  // the order of rings is then not GEOS's affair
      out.add_region(region);
      geos_.append(shape.get(), out);
    }
    return out;
  }

 private:
  /// Faces of one owner that hang together by edges.
  struct Part {
    int owner = kNobody;
    double area_m2 = 0;
    bool touches_outside = false;
    std::vector<std::size_t> faces;
  };

  void give_to_lowest_code(const Context& context) {
    std::vector<Box> boxes;
    for (std::size_t r = 0; r < regions_.size(); ++r) boxes.push_back(regions_.envelope(r));
    for (Face& face : faces_) {
      context.check();
      const Geos::Geometry at = geos_.own(GEOSPointOnSurface_r(geos_.handle(), face.polygon.get()),
                                          "finding a point in a face");
      const Point p = geos_.point(at.get());
      for (const std::size_t r : by_code_) {
        if (boxes[r].contains(p) && contains(regions_, r, p)) {
          face.owner = static_cast<int>(r);
          break;
        }
      }
    }
  }

  /// Every segment belongs to one face or two.
  void find_borders() {
    struct Segment {
      Point low;
      Point high;
      std::size_t face;
      [[nodiscard]] auto key() const { return std::tie(low.x, low.y, high.x, high.y, face); }
    };
    std::vector<Segment> segments;
    for (std::size_t f = 0; f < faces_.size(); ++f) {
      const GEOSGeometry* polygon = faces_[f].polygon.get();
      const int holes = GEOSGetNumInteriorRings_r(geos_.handle(), polygon);
      for (int k = -1; k < holes; ++k) {
        const std::vector<Point> ring =
            geos_.vertices(k < 0 ? GEOSGetExteriorRing_r(geos_.handle(), polygon)
                                 : GEOSGetInteriorRingN_r(geos_.handle(), polygon, k));
        for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
          const Point& a = ring[i];
          const Point& b = ring[i + 1];
          const bool forward = std::tie(a.x, a.y) < std::tie(b.x, b.y);
          segments.push_back({forward ? a : b, forward ? b : a, f});
        }
      }
    }
    std::sort(segments.begin(), segments.end(),
              [](const Segment& a, const Segment& b) { return a.key() < b.key(); });
    around_.resize(faces_.size());
    for (std::size_t i = 0; i < segments.size(); ++i) {
      const Segment& s = segments[i];
      const double length = std::hypot(s.high.x - s.low.x, s.high.y - s.low.y);
      const bool shared =
          i + 1 < segments.size() && segments[i + 1].low == s.low && segments[i + 1].high == s.high;
      const std::size_t other = shared ? segments[i + 1].face : kOutside;
      around_[s.face].push_back({other, length});
      if (!shared) continue;
      around_[other].push_back({s.face, length});
      ++i;
    }
  }

  /// In the order of their lowest faces.
  [[nodiscard]] std::vector<Part> connected_parts() const {
    std::vector<Part> parts;
    std::vector<bool> seen(faces_.size(), false);
    for (std::size_t start = 0; start < faces_.size(); ++start) {
      if (seen[start]) continue;
      seen[start] = true;
      Part part;
      part.owner = faces_[start].owner;
      part.faces.push_back(start);
      for (std::size_t next = 0; next < part.faces.size(); ++next) {
        const std::size_t face = part.faces[next];
        part.area_m2 += faces_[face].area_m2;
        for (const Border& border : around_[face]) {
          if (border.other == kOutside) {
            part.touches_outside = true;
          } else if (!seen[border.other] && faces_[border.other].owner == part.owner) {
            seen[border.other] = true;
            part.faces.push_back(border.other);
          }
        }
      }
      parts.push_back(std::move(part));
    }
    return parts;
  }

  /// The owner with the longest border with a part; of equals the lowest code; or nobody.
  [[nodiscard]] int longest_neighbour(const Part& part) const {
    std::map<std::size_t, double> lengths;  // by rank of the code
    for (const std::size_t face : part.faces) {
      for (const Border& border : around_[face]) {
        if (border.other == kOutside) continue;
        const int owner = faces_[border.other].owner;
        if (owner != part.owner && owner != kNobody) {
          lengths[rank_[static_cast<std::size_t>(owner)]] += border.length_m;
        }
      }
    }
    int best = kNobody;
    double longest = 0;
    for (const auto& [rank, length] : lengths) {
      if (length > longest) {
        longest = length;
        best = static_cast<int>(by_code_[rank]);
      }
    }
    return best;
  }

  void give(const Part& part, int owner) {
    for (const std::size_t face : part.faces) faces_[face].owner = owner;
  }

  Geos& geos_;
  const PolygonSet& regions_;
  std::vector<std::size_t> by_code_;
  std::vector<std::size_t> rank_;  // of a region among the codes
  std::vector<Face> faces_;
  std::vector<std::vector<Border>> around_;
};

}  // namespace

PolygonSet make_partition(const PolygonSet& regions, double max_gap_m2, double min_part_m2,
                          const Context& context) {
  if (!(max_gap_m2 >= 0) || !(min_part_m2 >= 0)) {
    throw Error(ErrorCode::kOption, "the sizes of gaps and parts must be 0 m2 or more");
  }
  Geos geos;
  Faces faces(geos, regions, context);
  faces.hand_over_small_parts(min_part_m2, context);
  faces.fill_gaps(max_gap_m2);
  return faces.unite(context);
}

}  // namespace geo::topology
