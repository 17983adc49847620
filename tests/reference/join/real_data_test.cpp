#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "support/shared.hpp"
#include "unit/join/twins.hpp"

// Real regions and real points; the judges are GEOS and the files themselves.
namespace geo::test {
namespace {

using join::RegionLocator;

using Dataset = std::unique_ptr<GDALDataset, decltype([](GDALDataset* d) { GDALClose(d); })>;

Dataset open(const std::string& name) {
  GDALAllRegister();
  const char* const options[] = {"AUTODETECT_TYPE=NO", nullptr};
  Dataset dataset(GDALDataset::Open(shared("data/" + name).c_str(),
                                    GDAL_OF_VECTOR | GDAL_OF_READONLY, nullptr,
                                    name.ends_with(".csv") ? options : nullptr));
  if (!dataset) throw std::runtime_error("cannot open " + name);
  return dataset;
}

void add_polygon(PolygonSet& set, const OGRPolygon& polygon) {
  set.add_part();
  for (const OGRLinearRing* ring : polygon) {
    Points vertices;
    for (const OGRPoint& p : *ring) vertices.push_back({p.getX(), p.getY()});
    set.add_ring(vertices);
  }
}

/// The regions as drawn, broken or not. The code is the text of `field`; "0" where it is empty.
PolygonSet read_regions(const std::string& name, const std::string& field) {
  const Dataset dataset = open("boundaries/" + name);
  PolygonSet set;
  set.crs = "as in the file";
  for (const auto& feature : *dataset->GetLayer(0)) {
    const OGRGeometry* const geometry = feature->GetGeometryRef();
    std::string code = (*feature)[field.c_str()].GetAsString();
    set.add_region({code.empty() ? "0" : code, {}, 0});
    if (wkbFlatten(geometry->getGeometryType()) == wkbPolygon) {
      add_polygon(set, *geometry->toPolygon());
      continue;
    }
    for (const OGRPolygon* part : *geometry->toMultiPolygon()) add_polygon(set, *part);
  }
  set.validate();
  return set;
}

struct NamedPoints {
  PointSet points;
  std::vector<std::string> region;  // the one that the file names
};

NamedPoints read_points(const std::string& name, const char* x, const char* y, const char* region) {
  const Dataset dataset = open("points/" + name);
  NamedPoints read;
  read.points.crs = "as in the file";
  for (const auto& feature : *dataset->GetLayer(0)) {
    read.points.x.push_back(std::strtod((*feature)[x].GetAsString(), nullptr));
    read.points.y.push_back(std::strtod((*feature)[y].GetAsString(), nullptr));
    read.region.emplace_back((*feature)[region].GetAsString());
  }
  return read;
}

/// Region and border flag of every point are GEOS's.
void expect_geos(const PolygonSet& regions, const PointSet& points, const Assignment& assignment) {
  GeosJudge judge(regions);
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Place place{assignment.region[i], assignment.on_border[i] != 0};
    wrong += static_cast<std::size_t>(place != judge.locate({points.x[i], points.y[i]}));
  }
  EXPECT_EQ(wrong, 0U);
}

TEST(RealPoints, SingaporeLiesInTheRegionsThatTheFileNames) {
  GEO_NEEDS_SHARED("data/points/opensiterec_singapore.csv");
  const PolygonSet regions = read_regions("opensiterec_singapore_regions.geojson", "Region");
  const NamedPoints file =
      read_points("opensiterec_singapore.csv", "Longitude", "Latitude", "Region");
  ASSERT_EQ(regions.size(), 2043U);
  ASSERT_EQ(file.points.size(), 9912U);
  const Assignment assignment = join::assign(file.points, regions, Context(1));
  std::size_t elsewhere = 0;
  for (std::size_t i = 0; i < file.points.size(); ++i) {
    const std::int32_t region = assignment.region[i];
    elsewhere += static_cast<std::size_t>(region == Assignment::kNone ||
                                          regions.regions[static_cast<std::size_t>(region)].code !=
                                              file.region[i]);
  }
  EXPECT_EQ(elsewhere, 0U);
  EXPECT_EQ(assignment.count_outside(), 0U);
  expect_geos(regions, file.points, assignment);
}

TEST(RealPoints, BikesLieInTheDistrictsThatTheFileNames) {
  GEO_NEEDS_SHARED("data/points/mobike_shanghai_20161022.csv");
  const NamedPoints file = read_points("mobike_shanghai_20161022.csv", "lon", "lat", "district");
  const PolygonSet regions = read_regions("shanghai_districts_vonng_gcj02.geojson", "name");
  ASSERT_EQ(file.points.size(), 23480U);
  const Assignment assignment = join::assign(file.points, regions, Context(2));
  std::map<std::string, int> found;
  std::map<std::string, int> named;
  std::size_t elsewhere = 0;
  for (std::size_t i = 0; i < file.points.size(); ++i) {
    const std::int32_t region = assignment.region[i];
    const std::string name = region == Assignment::kNone
                                 ? "outside"
                                 : regions.regions[static_cast<std::size_t>(region)].code;
    elsewhere += static_cast<std::size_t>(name != file.region[i]);
    ++found[name];
    ++named[file.region[i]];
  }
  EXPECT_EQ(elsewhere, 0U);
  EXPECT_EQ(found, named);
  EXPECT_EQ(assignment.count_outside(), 25U);
  expect_geos(regions, file.points, assignment);
}

TEST(RealPoints, BikesInDirtyDistrictsLikeGeos) {
  GEO_NEEDS_SHARED("data/points/mobike_shanghai_20161022.csv");
  const NamedPoints file = read_points("mobike_shanghai_20161022.csv", "lon", "lat", "district");
  const PolygonSet regions = read_regions("shanghai_districts_echarts490_gcj02.geojson", "adcode");
  expect_geos(regions, file.points, join::assign(file.points, regions, Context(2)));
}

struct Boundaries {
  const char* name;
  const char* file;
  const char* code;
  std::size_t regions;
};

[[maybe_unused]] void PrintTo(const Boundaries& boundaries, std::ostream* out) {
  *out << boundaries.file;
}

class RealBoundaries : public testing::TestWithParam<Boundaries> {
 protected:
  void SetUp() override {
    GEO_NEEDS_SHARED(std::string("data/boundaries/") + GetParam().file);
    regions_ = read_regions(GetParam().file, GetParam().code);
    ASSERT_EQ(regions_.size(), GetParam().regions);
  }
  PolygonSet regions_;
};

TEST_P(RealBoundaries, RandomPointsLikeGeos) {
  base::Random random(31, 0);
  const Box box = regions_.envelope();
  Points points(1000000);
  for (Point& p : points) {
    p = {box.min_x + random.uniform() * box.width(), box.min_y + random.uniform() * box.height()};
  }
  expect_like_geos(regions_, points);
}

TEST_P(RealBoundaries, VerticesEdgesAndWhatIsOneUlpBesideThemLikeGeos) {
  expect_like_geos(regions_, near_borders(regions_));
}

TEST_P(RealBoundaries, BorderFlagsAtVertices) {
  // Every vertex is on the border of the region with the lowest code that it belongs to, or lies
  // inside of one with a lower code still.
  const RegionLocator locator(regions_);
  const auto on_border = [&](const std::string& code, Point p) {
    const Place place = locator.locate(p);
    if (place.region == Assignment::kNone) return false;
    const std::string& found = regions_.regions[static_cast<std::size_t>(place.region)].code;
    return found == code ? place.on_border : found < code;
  };
  std::size_t wrong = 0;
  for (std::size_t r = 0; r < regions_.size(); ++r) {
    const std::uint32_t end = regions_.part_ring[regions_.region_part[r + 1]];
    for (auto ring = regions_.part_ring[regions_.region_part[r]]; ring < end; ++ring) {
      for (auto k = regions_.ring_vertex[ring]; k < regions_.ring_vertex[ring + 1]; ++k) {
        wrong += static_cast<std::size_t>(
            !on_border(regions_.regions[r].code, {regions_.x[k], regions_.y[k]}));
      }
    }
  }
  EXPECT_EQ(wrong, 0U);
}

INSTANTIATE_TEST_SUITE_P(
    RealBoundaries, RealBoundaries,
    testing::Values(
        Boundaries{"EchartsDirty", "shanghai_districts_echarts490_gcj02.geojson", "adcode", 16},
        Boundaries{"VonngAsPublished", "shanghai_districts_vonng_gcj02.geojson", "adcode", 16},
        Boundaries{"VonngWgs84", "shanghai_districts_vonng_wgs84.geojson", "adcode", 16},
        Boundaries{"OsmSubdistricts", "shanghai_subdistricts_osm_wgs84.geojson", "name", 127}),
    [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace geo::test
