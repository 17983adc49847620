#include "geo/model/polygon_set.hpp"

#include <cmath>
#include <set>

#include "geo/core/error.hpp"

namespace geo {
namespace {

void require(bool holds, const std::string& what) {
  if (!holds) throw Error(ErrorCode::kInternal, "PolygonSet: " + what);
}

void require_offsets(const std::vector<std::uint32_t>& offsets, std::size_t end, const char* name) {
  require(!offsets.empty() && offsets.front() == 0, std::string(name) + " does not begin with 0");
  for (std::size_t i = 1; i < offsets.size(); ++i) {
    require(offsets[i] >= offsets[i - 1], std::string(name) + " goes back");
  }
  require(offsets.back() == end, std::string(name) + " does not end with the count");
}

}  // namespace

Box PolygonSet::envelope() const {
  Box box;
  for (std::size_t i = 0; i < x.size(); ++i) box.extend(Point{x[i], y[i]});
  return box;
}

Box PolygonSet::envelope(std::size_t region) const {
  Box box;
  const std::uint32_t begin = ring_vertex[part_ring[region_part[region]]];
  const std::uint32_t end = ring_vertex[part_ring[region_part[region + 1]]];
  for (std::uint32_t i = begin; i < end; ++i) box.extend(Point{x[i], y[i]});
  return box;
}

double PolygonSet::area(std::size_t region) const {
  double total = 0;
  for (std::uint32_t part = region_part[region]; part < region_part[region + 1]; ++part) {
    for (std::uint32_t ring = part_ring[part]; ring < part_ring[part + 1]; ++ring) {
      const std::uint32_t begin = ring_vertex[ring];
      const std::uint32_t end = ring_vertex[ring + 1];
      double doubled = 0;  // shoelace about the ring's first vertex, so that no digits are lost
      for (std::uint32_t i = begin + 1; i + 1 < end; ++i) {
        doubled +=
            (x[i] - x[begin]) * (y[i + 1] - y[begin]) - (x[i + 1] - x[begin]) * (y[i] - y[begin]);
      }
      total += (ring == part_ring[part] ? 0.5 : -0.5) * std::abs(doubled);
    }
  }
  return total;
}

int PolygonSet::find(const std::string& code) const {
  for (std::size_t r = 0; r < regions.size(); ++r) {
    if (regions[r].code == code) return static_cast<int>(r);
  }
  return -1;
}

void PolygonSet::add_region(Region region) {
  regions.push_back(std::move(region));
  region_part.push_back(region_part.back());
}

void PolygonSet::add_part() {
  require(!regions.empty(), "a part was added before any region");
  part_ring.push_back(part_ring.back());
  ++region_part.back();
}

void PolygonSet::add_ring(const std::vector<Point>& ring) {
  require(part_count() > 0, "a ring was added before any part");
  require(ring.size() >= 3, "a ring has fewer than three vertices");
  for (const Point& p : ring) {
    x.push_back(p.x);
    y.push_back(p.y);
  }
  if (!(ring.front() == ring.back())) {
    x.push_back(ring.front().x);
    y.push_back(ring.front().y);
  }
  ring_vertex.push_back(static_cast<std::uint32_t>(x.size()));
  ++part_ring.back();
}

void PolygonSet::validate() const {
  require(y.size() == x.size(), "y differs from x in length");
  require(region_part.size() == regions.size() + 1, "region_part has not regions + 1 entries");
  require_offsets(region_part, part_count(), "region_part");
  require_offsets(part_ring, ring_count(), "part_ring");
  require_offsets(ring_vertex, x.size(), "ring_vertex");
  for (std::size_t part = 0; part < part_count(); ++part) {
    require(part_ring[part + 1] > part_ring[part], "a part has no ring");
  }
  for (std::size_t ring = 0; ring < ring_count(); ++ring) {
    const std::uint32_t begin = ring_vertex[ring];
    const std::uint32_t end = ring_vertex[ring + 1];
    require(end - begin >= 4, "a ring has fewer than four vertices");
    require(x[begin] == x[end - 1] && y[begin] == y[end - 1], "a ring is not closed");
  }
  for (std::size_t i = 0; i < x.size(); ++i) {
    require(std::isfinite(x[i]) && std::isfinite(y[i]), "a coordinate is not finite");
  }
  std::set<std::string> codes;
  for (const Region& region : regions) {
    require(codes.insert(region.code).second, "the code '" + region.code + "' appears twice");
  }
}

}  // namespace geo
