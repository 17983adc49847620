// Undoes GCJ-02 and makes districts a partition; called by prepare_boundaries.py.
//
//   partition_boundaries IN.json OUT.json
//
// IN: [{"code", "land_area_km2", "polygons": rings of [lon, lat] in GCJ-02}]. OUT: {code: polygons}
// in WGS84 as integers of 1e-7 degrees, outer rings anticlockwise.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "geo/core/context.hpp"
#include "geo/geodesy/china.hpp"
#include "geo/geodesy/crs.hpp"
#include "geo/model/polygon_set.hpp"
#include "geo/topology/repair.hpp"

namespace {

// UTM 51N: the whole city in one system of metres.
constexpr const char* kMetric = "EPSG:32651";
// The map is drawn on a grid of 1/1024 degree, 95 by 109 m: a gap of less than ten cells, or a part
// of less than two, is an accident of that grid. The smallest real island measures 25203 m2.
constexpr double kMaxGapM2 = 100000;
constexpr double kMinPartM2 = 20000;

constexpr double kSnap = 5;  // units of 1e-7 degrees: 5 cm

using Micro = std::pair<std::int64_t, std::int64_t>;  // 1e-7 degrees

geo::PolygonSet read(const std::string& file, const geo::geodesy::Crs& wgs84,
                     const geo::geodesy::Crs& metric) {
  geo::PolygonSet set;
  set.crs = kMetric;
  for (const auto& district : geo::base::JsonNode::parse_file(file).array()) {
    auto object = district.object();
    geo::Region region;
    region.code = object.at("code").text();
    region.land_area_km2 = object.at("land_area_km2").number();
    set.add_region(region);
    for (const auto& polygon : object.at("polygons").array()) {
      set.add_part();
      for (const auto& ring : polygon.array()) {
        std::vector<geo::Point> vertices;
        for (const auto& vertex : ring.array()) {
          const auto pair = vertex.array();
          vertices.push_back(geo::geodesy::transform(
              geo::geodesy::gcj02_to_wgs84({pair[0].number(), pair[1].number()}), wgs84, metric));
        }
        set.add_ring(vertices);
      }
    }
  }
  return set;
}

void report(const char* when, const geo::topology::PartitionDefects& defects) {
  std::printf("%s: %zu overlaps (%.6f km2), %zu gaps (%.6f km2)\n", when, defects.overlaps.size(),
              defects.overlap_km2, defects.gaps.size(), defects.gap_km2);
  for (const auto& overlap : defects.overlaps) {
    std::printf("  overlap %s %s %.0f m2\n", overlap.first.c_str(), overlap.second.c_str(),
                overlap.area_km2 * 1e6);
  }
  for (const auto& gap : defects.gaps) {
    std::printf("  gap at %s %.0f m2\n", gap.first.c_str(), gap.area_km2 * 1e6);
  }
}

std::int64_t micro(double degrees) { return std::llround(degrees * 1e7); }

double distance(Micro a, Micro b) {
  return std::hypot(static_cast<double>(a.first - b.first),
                    static_cast<double>(a.second - b.second));
}

// How far along the edge from a to b (0 to 1) p lies, or -1 if it is not a point of its inside.
double along(Micro a, Micro b, Micro p) {
  const auto bx = static_cast<double>(b.first - a.first);
  const auto by = static_cast<double>(b.second - a.second);
  const auto px = static_cast<double>(p.first - a.first);
  const auto py = static_cast<double>(p.second - a.second);
  const double length = std::hypot(bx, by);
  const double t = (px * bx + py * by) / (length * length);
  return t > 0 && t < 1 && std::abs(px * by - py * bx) / length <= kSnap ? t : -1;
}

// Rounding moves vertices by up to half a unit, over or off an edge that they touched. So what is
// within kSnap becomes one vertex, an edge gets every vertex that lies so near to it, and what then
// runs forth and back is taken out.
void snap(std::vector<std::vector<Micro>>& rings) {
  std::set<Micro> vertices;
  std::map<Micro, Micro> moved;
  for (auto& ring : rings) {
    for (Micro& vertex : ring) {
      const auto known = moved.find(vertex);
      if (known == moved.end()) {
        const auto near = std::find_if(vertices.begin(), vertices.end(), [&](Micro other) {
          return distance(other, vertex) <= kSnap;
        });
        moved[vertex] = near == vertices.end() ? vertex : *near;
        vertices.insert(moved[vertex]);
      }
      vertex = moved[vertex];
    }
  }
  for (auto& ring : rings) {
    std::vector<Micro> full;  // without the closing vertex
    for (std::size_t v = 0; v + 1 < ring.size(); ++v) {
      full.push_back(ring[v]);
      if (ring[v] == ring[v + 1]) continue;
      std::vector<std::pair<double, Micro>> inside;
      for (const Micro& vertex : vertices) {
        const double t = along(ring[v], ring[v + 1], vertex);
        if (t > 0) inside.emplace_back(t, vertex);
      }
      std::sort(inside.begin(), inside.end());
      for (const auto& [t, vertex] : inside) full.push_back(vertex);
    }
    for (std::size_t v = 0; full.size() > 3 && v < full.size();) {
      const std::size_t next = (v + 1) % full.size();
      if (full[v] != full[next] && full[v] != full[(v + 2) % full.size()]) {
        ++v;
        continue;
      }
      full.erase(full.begin() + static_cast<std::ptrdiff_t>(next));
      v = 0;
    }
    full.push_back(full.front());
    ring = full;
  }
}

int run(const char* in, const char* out) {
  const geo::Context context;
  const geo::geodesy::Crs wgs84("WGS84");
  const geo::geodesy::Crs metric(kMetric);
  const geo::PolygonSet drawn = read(in, wgs84, metric);

  const auto repaired = geo::topology::repair(drawn, context);
  for (const auto& repair : repaired.repairs) {
    std::printf("repaired %s: %s; %.6f km2 before, %.6f after\n", repair.code.c_str(),
                repair.problem.c_str(), repair.area_before_km2, repair.area_after_km2);
  }
  report("as drawn", geo::topology::partition_defects(repaired.regions, context));
  const geo::PolygonSet partition =
      geo::topology::make_partition(repaired.regions, kMaxGapM2, kMinPartM2, context);
  report("as written", geo::topology::partition_defects(partition, context, 0));

  // One position in metres has one position on the grid of 1e-7 degrees, whichever district asks:
  // neighbours keep their vertices in common.
  std::vector<std::vector<Micro>> rings(partition.ring_count());
  for (std::size_t k = 0; k < rings.size(); ++k) {
    for (auto v = partition.ring_vertex[k]; v < partition.ring_vertex[k + 1]; ++v) {
      const geo::Point p84 =
          geo::geodesy::transform({partition.x[v], partition.y[v]}, metric, wgs84);
      rings[k].emplace_back(micro(p84.x), micro(p84.y));
    }
  }
  snap(rings);

  std::ofstream file(out);
  file << "{";
  for (std::size_t r = 0; r < partition.size(); ++r) {
    const double area = partition.area(r) / 1e6;
    std::printf("%s drawn %9.2f km2, land %8.2f km2, ratio %.3f; changed by %+.4f km2\n",
                partition.regions[r].code.c_str(), area, drawn.regions[r].land_area_km2,
                area / drawn.regions[r].land_area_km2, area - repaired.regions.area(r) / 1e6);
    file << (r == 0 ? "\"" : ",\"") << partition.regions[r].code << "\":[";
    for (auto p = partition.region_part[r]; p < partition.region_part[r + 1]; ++p) {
      file << (p == partition.region_part[r] ? "[" : ",[");
      for (auto k = partition.part_ring[p]; k < partition.part_ring[p + 1]; ++k) {
        const std::vector<Micro>& ring = rings[k];
        file << (k == partition.part_ring[p] ? "[" : ",[");
        for (std::size_t v = 0; v < ring.size(); ++v) {
          file << (v == 0 ? "[" : ",[") << ring[v].first << ',' << ring[v].second << ']';
        }
        file << "]";
      }
      file << "]";
    }
    file << "]";
  }
  file << "}\n";
  file.close();
  return file ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: partition_boundaries IN.json OUT.json\n", stderr);
    return 2;
  }
  try {
    return run(argv[1], argv[2]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
