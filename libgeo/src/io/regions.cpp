#include "geo/io/regions.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/io/database.hpp"
#include "io/encoding.hpp"
#include "io/gdal.hpp"
#include "io/source.hpp"
#include "io/vector.hpp"

namespace geo::io {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

using Ring = std::vector<Point>;
using Part = std::vector<Ring>;

// The vertices, the first repeated at the end.
Ring vertices(const OGRLinearRing& ring, bool swapped) {
  Ring points;
  points.reserve(static_cast<std::size_t>(ring.getNumPoints()) + 1);
  for (int i = 0; i < ring.getNumPoints(); ++i) {
    points.push_back(swapped ? Point{ring.getY(i), ring.getX(i)}
                             : Point{ring.getX(i), ring.getY(i)});
  }
  if (points.size() > 1 && !(points.front() == points.back())) points.push_back(points.front());
  return points;
}

const char* fault_of(const Ring& ring) {
  std::size_t corners = 0;  // vertices that differ from the one before
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (!std::isfinite(ring[i].x) || !std::isfinite(ring[i].y)) {
      return reject_reason::kRingNotFinite;
    }
    if (i > 0 && !(ring[i] == ring[i - 1])) ++corners;
  }
  return corners < 3 ? reject_reason::kShortRing : nullptr;
}

// What becomes of the features, region by region in the order of first appearance.
class RegionsBuilder {
 public:
  RegionsBuilder(const RegionSource& source, std::string crs, bool swapped)
      : swapped_(swapped), max_vertices_(source.max_vertices) {
    read_.regions.crs = std::move(crs);
    read_.regions.source = source.path;
    read_.rejects.file = source.path;
  }

  // The polygons within a geometry, whatever it is.
  std::vector<Part> parts(const OGRGeometry& geometry, std::uint64_t row) {
    std::vector<Part> found;
    collect(geometry, row, found);
    return found;
  }

  void reject(std::uint64_t row, const std::string& value, const char* reason, const char* advice) {
    ++read_.rejects.read;
    read_.rejects.rows.push_back({row, "", std::string(shortened(value, 200)), reason, advice});
  }

  void add(Region region, std::vector<Part> parts, const std::string& feature) {
    ++read_.rejects.read;
    ++read_.rejects.used;
    const auto [found, first] = index_.emplace(region.code, regions_.size());
    if (first) {
      regions_.emplace_back(std::move(region), std::move(parts));
      return;
    }
    auto& [known, known_parts] = regions_[found->second];
    if (known.name.zh.empty()) known.name.zh = region.name.zh;
    if (known.name.en.empty()) known.name.en = region.name.en;
    if (std::isnan(known.land_area_km2)) {
      known.land_area_km2 = region.land_area_km2;
    } else if (!std::isnan(region.land_area_km2) && region.land_area_km2 != known.land_area_km2) {
      fail(feature + ": its land area differs from that of an earlier feature with the code '" +
           region.code + "'; state one area for each code");
    }
    for (Part& part : parts) known_parts.push_back(std::move(part));
  }

  RegionsRead finish() {
    for (auto& [region, parts] : regions_) {
      if (region.name.empty()) region.name.zh = region.code;
      read_.regions.add_region(std::move(region));
      for (const Part& part : parts) {
        read_.regions.add_part();
        for (const Ring& ring : part) read_.regions.add_ring(ring);
      }
    }
    return std::move(read_);
  }

 private:
  void collect(const OGRGeometry& geometry, std::uint64_t row, std::vector<Part>& found) {
    const OGRwkbGeometryType type = wkbFlatten(geometry.getGeometryType());
    if (OGR_GT_IsNonLinear(type) != 0) {
      const std::unique_ptr<OGRGeometry> straight(geometry.getLinearGeometry());
      if (straight) collect(*straight, row, found);
    } else if (type == wkbPolygon) {
      collect_polygon(*geometry.toPolygon(), row, found);
    } else if (OGR_GT_IsSubClassOf(type, wkbGeometryCollection) != 0) {
      for (const OGRGeometry* part : *geometry.toGeometryCollection()) collect(*part, row, found);
    }
  }

  void collect_polygon(const OGRPolygon& polygon, std::uint64_t row, std::vector<Part>& found) {
    Part part;
    bool outer = true;
    for (const OGRLinearRing* each : polygon) {
      vertices_ += static_cast<std::uint64_t>(each->getNumPoints());
      if (vertices_ > max_vertices_) {
        fail(read_.regions.source + ": feature " + std::to_string(row) +
             " brings the boundaries above " + std::to_string(max_vertices_) +
             " vertices; simplify them");
      }
      Ring ring = vertices(*each, swapped_);
      if (const char* fault = fault_of(ring)) {
        reject(row, std::to_string(ring.size()) + " vertices", fault,
               outer ? "draw the polygon anew" : "draw the hole anew or take it out");
        if (outer) return;  // holes in nothing
      } else {
        part.push_back(std::move(ring));
      }
      outer = false;
    }
    if (!part.empty()) found.push_back(std::move(part));
  }

  bool swapped_;
  std::uint64_t max_vertices_;
  std::uint64_t vertices_ = 0;
  RegionsRead read_;
  std::vector<std::pair<Region, std::vector<Part>>> regions_;
  std::map<std::string, std::size_t> index_;
};

// The official land area, or NaN where it is missing.
double land_area(const OGRFeature& feature, int field, const std::string& what) {
  const Number number = field_number(feature, field);
  if (number.kind == Number::Kind::kMissing) return std::numeric_limits<double>::quiet_NaN();
  if (number.kind != Number::Kind::kValue || number.value <= 0) {
    fail(what + ": the land area '" + field_text(feature, field) + "' is not a positive number");
  }
  return number.value;
}

}  // namespace

RegionsRead read_regions(const RegionSource& given, const Context& context) {
  context.check();
  const Located located = locate(given.path, given.layer);
  RegionSource source = given;
  source.path = shown_path(given.path);
  GdalErrors errors;
  const GDALDatasetUniquePtr dataset = open_vector(source.path, located.path, source.encoding);
  const SourceLayer opened(*dataset, source.path, located.layer, source.query);
  OGRLayer& layer = *opened;
  const std::string& what = opened.what();
  const std::string kind = geometry_text(layer.GetGeomType());
  const auto refuse = [&] {
    fail(what + ": holds no polygons (its geometry is '" + kind +
         "'); boundaries must be polygons, and points belong in the input of enterprises");
  };
  for (const char* other : {"none", "point", "multipoint", "line", "multiline"}) {
    if (kind == other) refuse();
  }

  const std::vector<std::string> names = field_names(layer);
  const auto field_of = [&](const std::string& name) {
    return name.empty() ? -1 : find_column(names, name, what, "field");
  };
  const int code_field = field_of(source.code_field);
  const int name_field = field_of(source.name_field);
  const int name_en_field = field_of(source.name_en_field);
  const int area_field = field_of(source.land_area_field);

  std::string crs = source.crs.empty() ? crs_text(layer.GetSpatialRef()) : source.crs;
  if (crs.empty()) crs = "WGS84";
  RegionsBuilder builder(source, std::move(crs), axes_swapped(layer));
  const double count = opened.count();
  std::uint64_t row = 0;
  std::uint64_t polygons = 0;
  layer.ResetReading();
  while (OGRFeatureUniquePtr feature{layer.GetNextFeature()}) {
    ++row;
    context.check();
    if (count > 0) context.report(std::min(1.0, static_cast<double>(row) / count));
    Region region;
    if (name_field >= 0) region.name.zh = field_text(*feature, name_field);
    if (name_en_field >= 0) region.name.en = field_text(*feature, name_en_field);
    const std::string called =
        what + ": feature " + std::to_string(row) +
        (region.name.empty() ? "" : " ('" + region.name.in(Language::kChinese) + "')");
    const OGRGeometry* geometry = feature->GetGeometryRef();
    std::vector<Part> parts;
    if (geometry != nullptr) parts = builder.parts(*geometry, row);
    if (parts.empty()) {
      builder.reject(row, geometry == nullptr ? "" : OGRToOGCGeomType(geometry->getGeometryType()),
                     reject_reason::kNoPolygon, "draw the polygon of this feature or take it out");
      continue;
    }
    ++polygons;
    region.code = code_field < 0 ? std::to_string(row) : field_text(*feature, code_field);
    if (region.code.empty()) {
      fail(called + " has no code in the field '" + source.code_field +
           "'; fill it in or choose another field: " + listed(names));
    }
    if (area_field >= 0) region.land_area_km2 = land_area(*feature, area_field, called);
    builder.add(std::move(region), std::move(parts), called);
  }
  if (errors.failed()) {
    fail(what + ": cannot be read beyond feature " + std::to_string(row) + errors.in_brackets());
  }
  if (row == 0) fail(what + ": has no features; choose a file with polygons");
  if (polygons == 0) refuse();
  return builder.finish();
}

}  // namespace geo::io
