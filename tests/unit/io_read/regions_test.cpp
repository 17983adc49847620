#include "geo/io/regions.hpp"

#include <cpl_string.h>
#include <gdal_priv.h>
#include <iconv.h>
#include <ogrsf_frmts.h>

#include <cmath>

#include "io/gdal.hpp"
#include "io/vector.hpp"
#include "support.hpp"

namespace {

using geo::Context;
using geo::PolygonSet;
using geo::io::RegionSource;
using geo::io::RegionsRead;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;
namespace reason = geo::io::reject_reason;

RegionSource at(const std::string& path) {
  RegionSource source;
  source.path = path;
  return source;
}

RegionSource coded(const std::string& path) {
  RegionSource source = at(path);
  source.code_field = "code";
  source.name_field = "name";
  return source;
}

RegionsRead read(const RegionSource& source) {
  RegionsRead result = geo::io::read_regions(source, Context(1));
  result.regions.validate();
  result.rejects.validate();
  return result;
}

std::string collection(const std::vector<std::pair<std::string, std::string>>& features) {
  std::string text = R"({"type": "FeatureCollection", "features": [)";
  for (const auto& [properties, geometry] : features) {
    text += text.back() == '[' ? "" : ",";
    text += R"({"type": "Feature", "properties": {)" + properties + R"(}, "geometry": )" +
            geometry + "}";
  }
  return text + "]}";
}

const std::string kSquare =
    R"({"type": "Polygon", "coordinates": [[[0,0],[2,0],[2,2],[0,2],[0,0]]]})";
const std::string kHoled =
    R"({"type": "Polygon", "coordinates": [[[4,0],[8,0],[8,4],[4,4],[4,0]], [[5,1],[5,2],[6,2],[6,1],[5,1]]]})";
const std::string kTwo =
    R"({"type": "MultiPolygon", "coordinates": [[[[10,0],[11,0],[11,1],[10,0]]], [[[12,0],[13,0],[13,1],[12,0]]]]})";

TEST(ReadRegions, KeepsPartsRingsAndFields) {
  const TempFolder folder;
  RegionSource source = coded(write_file(
      folder / "a.geojson",
      collection({{R"("code": 310101, "name": "黄浦区", "en": "Huangpu", "km2": 20.46)", kSquare},
                  {R"("code": 310104, "name": "徐汇区", "en": null, "km2": null)", kHoled},
                  {R"("code": 310105, "name": "长宁区", "en": "Changning", "km2": 38)", kTwo}})));
  source.name_en_field = "en";
  source.land_area_field = "km2";
  const RegionsRead got = read(source);
  const PolygonSet& set = got.regions;
  ASSERT_EQ(set.size(), 3U);
  EXPECT_EQ(set.crs, "EPSG:4326");
  EXPECT_EQ(set.source, source.path);
  EXPECT_EQ(set.regions[0].code, "310101");
  EXPECT_EQ(set.regions[0].name, (geo::Text{"黄浦区", "Huangpu"}));
  EXPECT_EQ(set.regions[0].land_area_km2, 20.46);
  EXPECT_TRUE(std::isnan(set.regions[1].land_area_km2));
  EXPECT_EQ(set.regions[1].name.en, "");
  EXPECT_EQ(set.region_part, (std::vector<std::uint32_t>{0, 1, 2, 4}));
  EXPECT_EQ(set.part_ring, (std::vector<std::uint32_t>{0, 1, 3, 4, 5}));
  EXPECT_EQ(set.ring_vertex, (std::vector<std::uint32_t>{0, 5, 10, 15, 19, 23}));
  EXPECT_EQ(set.area(0), 4);
  EXPECT_EQ(set.area(1), 15);
  EXPECT_EQ(set.area(2), 1);
  EXPECT_EQ(got.rejects.read, 3U);
  EXPECT_EQ(got.rejects.used, 3U);
}

TEST(ReadRegions, NumbersFeaturesWithoutCodesAndNamesThemByTheirCode) {
  const TempFolder folder;
  const RegionsRead got = read(
      at(write_file(folder / "a.geojson", collection({{"", kSquare}, {"", "null"}, {"", kTwo}}))));
  ASSERT_EQ(got.regions.size(), 2U);
  EXPECT_EQ(got.regions.regions[0].code, "1");
  EXPECT_EQ(got.regions.regions[1].code, "3");
  EXPECT_EQ(got.regions.regions[1].name.zh, "3");
  ASSERT_EQ(got.rejects.rejected(), 1U);
  EXPECT_EQ(got.rejects.rows[0].row, 2U);
  EXPECT_EQ(got.rejects.rows[0].reason, reason::kNoPolygon);
}

TEST(ReadRegions, FeaturesOfOneCodeBecomeOneRegion) {
  const TempFolder folder;
  RegionSource source = coded(write_file(
      folder / "a.geojson", collection({{R"("code": "b", "name": "", "km2": null)", kSquare},
                                        {R"("code": "a", "name": "甲", "km2": 1)", kHoled},
                                        {R"("code": "b", "name": "乙", "km2": 5)", kTwo},
                                        {R"("code": "b", "name": "丙", "km2": 5)", kHoled}})));
  source.land_area_field = "km2";
  const RegionsRead got = read(source);
  ASSERT_EQ(got.regions.size(), 2U);
  EXPECT_EQ(got.regions.regions[0].code, "b");
  EXPECT_EQ(got.regions.regions[0].name.zh, "乙");
  EXPECT_EQ(got.regions.regions[0].land_area_km2, 5);
  EXPECT_EQ(got.regions.region_part, (std::vector<std::uint32_t>{0, 4, 5}));
  EXPECT_EQ(got.regions.area(0), 4 + 1 + 15);
  EXPECT_EQ(got.rejects.used, 4U);

  source.path = write_file(folder / "b.geojson",
                           collection({{R"("code": "b", "name": "乙", "km2": 4)", kSquare},
                                       {R"("code": "b", "name": "乙", "km2": 5)", kTwo}}));
  expect_input_error([&] { read(source); }, {"feature 2", "land area", "'b'"});
}

TEST(ReadRegions, RingsThatAreNoneAreRejected) {
  const TempFolder folder;
  const std::string odd = R"({"type": "MultiPolygon", "coordinates": [
    [[[0,0],[1,1],[0,0]], [[5,5],[6,5],[6,6],[5,5]]],
    [[[4,0],[8,0],[8,4],[4,4],[4,0]], [[5,1],[5,1],[5,1],[5,1]]]]})";
  const std::string flat = R"({"type": "Polygon", "coordinates": [[[0,0],[1,1],[1,1],[0,0]]]})";
  const RegionsRead got = read(
      at(write_file(folder / "a.geojson", collection({{"", odd}, {"", flat}, {"", kSquare}}))));
  ASSERT_EQ(got.regions.size(), 2U);
  EXPECT_EQ(got.regions.area(0), 16);
  EXPECT_EQ(got.regions.ring_count(), 2U);
  // Two rings of the first, then the ring and with it the feature of the second.
  EXPECT_EQ(got.rejects.read, 6U);
  EXPECT_EQ(got.rejects.used, 2U);
  EXPECT_EQ(got.rejects.by_reason(), (std::map<std::string, std::uint64_t>{
                                         {reason::kShortRing, 3}, {reason::kNoPolygon, 1}}));
  EXPECT_EQ(got.rejects.rows[3].row, 2U);
}

TEST(ReadRegions, CollectionsAndCurvesGiveTheirPolygons) {
  const TempFolder folder;
  geo::io::init_gdal();
  const std::string path = (folder / "a.gpkg").string();
  {
    const GDALDatasetUniquePtr dataset(GetGDALDriverManager()->GetDriverByName("GPKG")->Create(
        path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    OGRLayer* layer = dataset->CreateLayer("a", nullptr, wkbUnknown);
    for (const char* wkt : {"GEOMETRYCOLLECTION (POINT (1 1), POLYGON ((0 0, 1 0, 1 1, 0 0)), "
                            "MULTIPOLYGON (((5 5, 6 5, 6 6, 5 5))))",
                            "CURVEPOLYGON (CIRCULARSTRING (0 0, 1 1, 2 0, 1 -1, 0 0))",
                            "POLYGON Z ((0 0 7, 2 0 7, 2 2 7, 0 0 7))", "POINT (1 1)"}) {
      const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
      OGRGeometry* geometry = nullptr;
      ASSERT_EQ(OGRGeometryFactory::createFromWkt(wkt, nullptr, &geometry), OGRERR_NONE) << wkt;
      feature->SetGeometryDirectly(geometry);
      ASSERT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
    }
  }
  const RegionsRead got = read(at(path));
  ASSERT_EQ(got.regions.size(), 3U);
  EXPECT_EQ(got.regions.crs, "WGS84");
  EXPECT_EQ(got.regions.area(0), 1);
  EXPECT_NEAR(got.regions.area(1), 3.14159, 0.01);
  EXPECT_EQ(got.regions.area(2), 2);
  EXPECT_EQ(got.rejects.rows.at(0).value, "POINT");
}

TEST(ReadRegions, BadInputGivesOneLineThatHelps) {
  const TempFolder folder;
  const std::string path = write_file(
      folder / "a.geojson", collection({{R"("code": "a", "name": "甲", "km2": "x")", kSquare},
                                        {R"("code": null, "name": "崇明区", "km2": -1)", kTwo}}));
  RegionSource source = coded(path);
  expect_input_error([&] { read(source); },
                     {path, "feature 2", "崇明区", "no code", "'code'", "code, name, km2"});
  source.code_field = "name";
  EXPECT_EQ(read(source).regions.regions[1].code, "崇明区");
  source.land_area_field = "km2";
  expect_input_error([&] { read(source); }, {"feature 1", "land area 'x'", "positive"});
  source.land_area_field = "area";
  expect_input_error([&] { read(source); }, {"no field 'area'", "code, name, km2"});
  source = at(path);
  source.layer = "other";
  expect_input_error([&] { read(source); }, {"no layer 'other'", "there are: a"});

  const auto expect = [&](const RegionSource& bad, std::initializer_list<std::string> parts) {
    expect_input_error([&] { read(bad); }, parts);
  };
  const std::string point = R"({"type": "Point", "coordinates": [1, 2]})";
  expect(at(write_file(folder / "p.geojson", collection({{"", point}}))),
         {"no polygons", "'point'", "enterprises"});
  expect(at(write_file(folder / "n.geojson", collection({{"", "null"}}))), {"no polygons"});
  expect(at(write_file(folder / "p.csv", "lon,lat\n1,2\n")), {"no polygons"});
  expect(at(write_file(folder / "none.geojson", collection({}))), {"no features"});
  expect(at(write_file(folder / "e.geojson", "")), {"is empty"});
  expect(at(write_file(folder / "cut.geojson", collection({{"", kSquare}}).substr(0, 120))),
         {"cut.geojson", "cannot be read"});
  expect(at(folder.path().string()), {"is a folder"});
  expect(at((folder / "x.shp").string()), {"x.shp", "no such file"});
}

TEST(ReadRegions, CodesThatAreNumbersKeepAllTheirDigits) {
  const TempFolder folder;
  const RegionsRead got = read(coded(write_file(
      folder / "a.geojson", collection({{R"("code": 310115000000, "name": "a")", kSquare},
                                        {R"("code": 2.5, "name": "b")", kTwo}}))));
  EXPECT_EQ(got.regions.regions.at(0).code, "310115000000");  // 2.5 makes the field one of doubles
  EXPECT_EQ(got.regions.regions.at(1).code, "2.5");
}

// ---- Shapefiles: what their text is encoded in

std::string gbk(const std::string& utf8) {
  iconv_t handle = iconv_open("GBK", "UTF-8");
  std::string in = utf8;
  std::string out(utf8.size() * 2, '\0');
  char* from = in.data();
  char* to = out.data();
  std::size_t left = in.size();
  std::size_t room = out.size();
  EXPECT_NE(iconv(handle, &from, &left, &to, &room), static_cast<std::size_t>(-1));
  iconv_close(handle);
  out.resize(out.size() - room);
  return out;
}

// A Shapefile whose .dbf holds these bytes under no declared encoding.
std::string write_shapefile(const TempFolder& folder, const std::string& field,
                            const std::string& value) {
  geo::io::init_gdal();
  const std::string path = (folder / "a.shp").string();
  const GDALDatasetUniquePtr dataset(GetGDALDriverManager()
                                         ->GetDriverByName("ESRI Shapefile")
                                         ->Create(path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
  CPLStringList options;
  options.SetNameValue("ENCODING", "");
  OGRSpatialReference system;
  system.importFromEPSG(4490);
  OGRLayer* layer = dataset->CreateLayer("a", &system, wkbPolygon, options.List());
  OGRFieldDefn name(field.c_str(), OFTString);
  EXPECT_EQ(layer->CreateField(&name), OGRERR_NONE);
  const OGRFeatureUniquePtr feature(OGRFeature::CreateFeature(layer->GetLayerDefn()));
  feature->SetField(0, value.c_str());
  OGRGeometry* geometry = nullptr;
  OGRGeometryFactory::createFromWkt("POLYGON ((0 0, 0 1, 1 1, 0 0))", nullptr, &geometry);
  feature->SetGeometryDirectly(geometry);
  EXPECT_EQ(layer->CreateFeature(feature.get()), OGRERR_NONE);
  return path;
}

TEST(ReadRegions, TextOfShapefilesIsDecoded) {
  const auto name_of = [](const std::string& path, const std::string& field,
                          const std::string& encoding) {
    RegionSource source = at(path);
    source.name_field = field;
    source.encoding = encoding;
    const RegionsRead got = read(source);
    EXPECT_EQ(got.regions.crs, "EPSG:4490");
    return got.regions.regions.at(0).name.zh;
  };
  {
    const TempFolder folder;
    const std::string path = write_shapefile(folder, gbk("区名"), gbk("闵行镕"));
    EXPECT_EQ(name_of(path, "区名", ""), "闵行镕");  // guessed
    EXPECT_EQ(name_of(path, "区名", "936"), "闵行镕");
    for (const char* page : {"GB2312", "936", "CP936", "ANSI 936", "GBK", "GB18030"}) {
      write_file(folder / "a.cpg", page);
      EXPECT_EQ(name_of(path, "区名", ""), "闵行镕") << page;
    }
  }
  {
    const TempFolder folder;
    const std::string path = write_shapefile(folder, "区名", "闵行镕");
    EXPECT_EQ(name_of(path, "区名", ""), "闵行镕");
    write_file(folder / "a.cpg", "UTF-8");
    EXPECT_EQ(name_of(path, "区名", ""), "闵行镕");
  }
  {
    const TempFolder folder;
    const std::string path = write_shapefile(folder, "name", "M\xFCnchen");
    write_file(folder / "a.cpg", "ISO-8859-1");
    EXPECT_EQ(name_of(path, "name", ""), "München");
  }
}

TEST(ReadRegions, RoundTripsThroughEveryFormat) {
  const TempFolder folder;
  geo::io::init_gdal();
  const std::string path =
      write_file(folder / "a.geojson", collection({{R"("code": "a", "name": "黄浦区")", kSquare},
                                                   {R"("code": "b", "name": "徐汇区")", kHoled},
                                                   {R"("code": "c", "name": "长宁区")", kTwo}}));
  const RegionsRead before = read(coded(path));
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(path.c_str(), GDAL_OF_VECTOR));
  for (const auto& [driver, file] :
       std::vector<std::pair<const char*, const char*>>{{"GPKG", "b.gpkg"},
                                                        {"ESRI Shapefile", "b.shp"},
                                                        {"GeoJSON", "b.geojson"},
                                                        {"FlatGeobuf", "b.fgb"},
                                                        {"GML", "b.gml"}}) {
    const std::string copy = (folder / file).string();
    CPLStringList options;
    if (EQUAL(driver, "ESRI Shapefile")) options.SetNameValue("ENCODING", "UTF-8");
    if (EQUAL(driver, "FlatGeobuf")) options.SetNameValue("SPATIAL_INDEX", "NO");
    {
      const GDALDatasetUniquePtr to(GetGDALDriverManager()->GetDriverByName(driver)->Create(
          copy.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
      ASSERT_NE(to, nullptr) << driver;
      ASSERT_NE(to->CopyLayer(dataset->GetLayer(0), "b", options.List()), nullptr) << driver;
    }
    const RegionsRead after = read(coded(copy));
    EXPECT_EQ(after.regions.crs, "EPSG:4326") << driver;
    ASSERT_EQ(after.regions.size(), 3U) << driver;
    for (std::size_t r = 0; r < 3; ++r) {
      EXPECT_EQ(after.regions.regions[r].code, before.regions.regions[r].code) << driver;
      EXPECT_EQ(after.regions.regions[r].name.zh, before.regions.regions[r].name.zh) << driver;
      EXPECT_NEAR(after.regions.area(r), before.regions.area(r), 1e-6) << driver;
      const geo::Box a = after.regions.envelope(r);
      const geo::Box b = before.regions.envelope(r);
      EXPECT_NEAR(a.min_x, b.min_x, 1e-6) << driver;
      EXPECT_NEAR(a.max_y, b.max_y, 1e-6) << driver;
    }
    EXPECT_EQ(after.regions.vertex_count(), before.regions.vertex_count()) << driver;
  }
}

TEST(ReadRegions, XIsTheLongitudeWhateverTheAxisOrder) {
  const TempFolder folder;
  const std::string path = write_file(folder / "a.gml", R"(<?xml version="1.0" encoding="utf-8"?>
<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml/3.2" gml:id="c">
<ogr:featureMember><ogr:a gml:id="a.0"><ogr:geometryProperty>
<gml:Polygon srsName="urn:ogc:def:crs:EPSG::4326" gml:id="g"><gml:exterior><gml:LinearRing>
<gml:posList>31 121 31 122 32 122 31 121</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>
</ogr:geometryProperty></ogr:a></ogr:featureMember></ogr:FeatureCollection>)");
  const geo::Box box = read(at(path)).regions.envelope();
  EXPECT_EQ(box, (geo::Box{121, 31, 122, 32}));
  // The same when GDAL is told to leave the axes as they are in the file.
  const CPLConfigOptionSetter as_written("GML_INVERT_AXIS_ORDER_IF_LAT_LONG", "NO", false);
  std::filesystem::remove(folder / "a.gfs");
  EXPECT_EQ(read(at(path)).regions.envelope(), box);
}

TEST(Vector, CrsText) {
  geo::io::init_gdal();
  const auto text_of = [](const char* definition) {
    OGRSpatialReference system;
    EXPECT_EQ(system.SetFromUserInput(definition), OGRERR_NONE);
    return geo::io::crs_text(&system);
  };
  const OGRSpatialReference none;
  EXPECT_EQ(geo::io::crs_text(nullptr), "");
  EXPECT_EQ(geo::io::crs_text(&none), "");
  EXPECT_EQ(text_of("LOCAL_CS[\"anything\"]"), "");
  EXPECT_EQ(text_of("EPSG:4549"), "EPSG:4549");
  EXPECT_EQ(text_of("OGC:CRS84"), "EPSG:4326");
  EXPECT_EQ(text_of("+proj=utm +zone=51 +datum=WGS84"), "EPSG:32651");
  const char* const own = "+proj=tmerc +lat_0=31.2 +lon_0=121.4 +datum=WGS84";
  const std::string wkt = text_of(own);
  EXPECT_EQ(wkt.find('\n'), std::string::npos);
  OGRSpatialReference system;
  OGRSpatialReference back;
  ASSERT_EQ(system.SetFromUserInput(own), OGRERR_NONE);
  ASSERT_EQ(back.SetFromUserInput(wkt.c_str()), OGRERR_NONE);
  EXPECT_TRUE(back.IsSame(&system));
}

TEST(Vector, GeographicSystems) {
  for (const char* crs : {"", "WGS84", "wgs-84", "GCJ-02", "gcj02", "BD-09", "EPSG:4326",
                          "EPSG:4490", "+proj=longlat +datum=WGS84"}) {
    EXPECT_TRUE(geo::io::is_geographic(crs)) << crs;
  }
  for (const char* crs :
       {"EPSG:32651", "EPSG:27700", "EPSG:3857", "+proj=tmerc +lon_0=121", "no such"}) {
    EXPECT_FALSE(geo::io::is_geographic(crs)) << crs;
  }
}

}  // namespace
