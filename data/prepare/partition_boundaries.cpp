// Undoes GCJ-02 and makes districts a partition; called by prepare_boundaries.py.
//
//   partition_boundaries IN.json OUT.json
//
// IN: [{"code", "land_area_km2", "polygons": rings of [lon, lat] in GCJ-02}]. OUT: {code: polygons} in
// WGS84 as integers of 1e-7 degrees, outer rings anticlockwise.

#include <algorithm>
#include <array>
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
// The map is drawn on a grid of 1/1024 degree, 95 by 109 m: a gap or a part of less than a few cells
// is an accident of that grid.
constexpr double kMaxGapM2 = 50000;
constexpr double kMinPartM2 = 10000;

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
        // One position in metres has one position on the grid of 1e-7 degrees, whichever district
        // asks: neighbours keep their vertices in common.
        std::vector<Micro> ring;
        for (auto v = partition.ring_vertex[k]; v < partition.ring_vertex[k + 1]; ++v) {
          const geo::Point p84 =
              geo::geodesy::transform({partition.x[v], partition.y[v]}, metric, wgs84);
          const Micro vertex{micro(p84.x), micro(p84.y)};
          if (ring.empty() || ring.back() != vertex) ring.push_back(vertex);
        }
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
