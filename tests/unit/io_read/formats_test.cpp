#include <cpl_string.h>
#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <cmath>
#include <fstream>
#include <map>
#include <optional>
#include <tuple>

#include "geo/core/context.hpp"
#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "io/gdal.hpp"
#include "support.hpp"

// The same enterprises and districts in every format that offices send, written by GDAL and read
// back by us. Files of formats that this GDAL has no writer for are skipped.
namespace geo::io {
namespace {

using test::TempFolder;

struct Enterprise {
  const char* code;
  const char* label;
  double lon;
  double lat;
  double mass;
  double staff;      // NaN: missing
  const char* kind;  // empty: missing
};

const std::vector<Enterprise>& enterprises() {
  static const std::vector<Enterprise> all = {
      {"0001", "上海张江高科技有限公司", 121.604375, 31.201562, 1.5, 120, "集成电路"},
      {"0002", "Zhangjiang \"AI\", Ltd.", 121.471234, 31.230001, 2, std::nan(""), "AI"},
      {"0003", "临港；新片区", 121.9, 30.9, 0.25, 7, ""},
      {"0004", "青浦|华新 镇", 121.225, 31.15, 10, 0, "AI"},
  };
  return all;
}

// What the columns are called.
struct Names {
  const char* code;
  const char* label;
  const char* mass;
  const char* staff;
  const char* kind;
  const char* lon;
  const char* lat;
};
constexpr Names kEnglish = {"code", "label", "mass", "staff", "kind", "lon", "lat"};
// A .dbf has ten bytes for a name.
constexpr Names kChinese = {"编号", "名称", "质量", "人数", "类别", "经度", "纬度"};

struct Format {
  const char* driver;
  const char* file;         // what GDAL writes
  bool geometry;            // else the columns lon and lat
  double tolerance;         // of coordinates, in degrees
  const char* packed = "";  // "gz", "zip": what is read is the file packed
  std::vector<const char*> creation = {};
  std::vector<const char*> layer_options = {};
};

[[maybe_unused]] void PrintTo(const Format& format, std::ostream* out) {
  *out << format.driver << " " << format.file << " " << format.packed;
}

std::string title(const testing::TestParamInfo<Format>& info) {
  std::string name = std::string(info.param.file) + "_" + info.param.driver + info.param.packed;
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

// MapInfo's formats know no missing value: a number is 0.
bool knows_missing(const Format& format) { return std::string(format.driver) != "MapInfo File"; }

class Options {
 public:
  explicit Options(const std::vector<const char*>& options) {
    for (const char* option : options) list_.AddString(option);
  }
  operator char**() { return list_.List(); }  // NOLINT(google-explicit-constructor)

 private:
  CPLStringList list_;
};

OGRSpatialReference wgs84() {
  OGRSpatialReference system;
  system.importFromEPSG(4326);
  system.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return system;
}

void add_field(OGRLayer& layer, const char* name, OGRFieldType type) {
  OGRFieldDefn field(name, type);
  if (type == OFTString) field.SetWidth(80);
  ASSERT_EQ(layer.CreateField(&field), OGRERR_NONE) << name;
}

GDALDatasetUniquePtr create(const Format& format, const std::string& path) {
  init_gdal();
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(format.driver);
  if (driver == nullptr || driver->GetMetadataItem(GDAL_DCAP_CREATE) == nullptr) return nullptr;
  return GDALDatasetUniquePtr(
      driver->Create(path.c_str(), 0, 0, 0, GDT_Unknown, Options(format.creation)));
}

void write_enterprises(GDALDataset& dataset, const Format& format, const Names& names) {
  OGRSpatialReference system = wgs84();
  OGRLayer* layer =
      dataset.CreateLayer("enterprises", format.geometry ? &system : nullptr,
                          format.geometry ? wkbPoint : wkbNone, Options(format.layer_options));
  ASSERT_NE(layer, nullptr);
  add_field(*layer, names.code, OFTString);
  add_field(*layer, names.label, OFTString);
  add_field(*layer, names.mass, OFTReal);
  add_field(*layer, names.staff, OFTInteger);
  add_field(*layer, names.kind, OFTString);
  if (!format.geometry) {
    add_field(*layer, names.lon, OFTReal);
    add_field(*layer, names.lat, OFTReal);
  }
  for (const Enterprise& enterprise : enterprises()) {
    OGRFeature feature(layer->GetLayerDefn());
    feature.SetField(names.code, enterprise.code);
    feature.SetField(names.label, enterprise.label);
    feature.SetField(names.mass, enterprise.mass);
    if (!std::isnan(enterprise.staff)) {
      feature.SetField(names.staff, static_cast<int>(enterprise.staff));
    }
    if (*enterprise.kind != '\0') feature.SetField(names.kind, enterprise.kind);
    if (format.geometry) {
      OGRPoint point(enterprise.lon, enterprise.lat);
      feature.SetGeometry(&point);
    } else {
      feature.SetField(names.lon, enterprise.lon);
      feature.SetField(names.lat, enterprise.lat);
    }
    ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
  }
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

// GDAL writes no Chinese names of columns into MapInfo's files, as MapInfo does: into the header,
// which is text, in GBK.
void name_in_chinese(const std::filesystem::path& path) {
  static const std::map<std::string, std::string> kGbk = {{"code", "\xB1\xE0\xBA\xC5"},
                                                          {"label", "\xC3\xFB\xB3\xC6"},
                                                          {"mass", "\xD6\xCA\xC1\xBF"},
                                                          {"staff", "\xC8\xCB\xCA\xFD"},
                                                          {"kind", "\xC0\xE0\xB1\xF0"}};
  std::string header = bytes_of(path);
  for (const auto& [english, chinese] : kGbk) {
    const std::size_t at = header.find(" " + english + " ");
    if (at != std::string::npos) header.replace(at + 1, english.size(), chinese);
  }
  test::write_file(path, header);
}

// Copies `from` to GDAL's path `to`, which packs it.
void copy(const std::string& from, const std::string& to) {
  const std::string bytes = bytes_of(from);
  ASSERT_FALSE(bytes.empty()) << from;
  VSILFILE* file = VSIFOpenL(to.c_str(), "wb");
  ASSERT_NE(file, nullptr) << to;
  ASSERT_EQ(VSIFWriteL(bytes.data(), 1, bytes.size(), file), bytes.size());
  ASSERT_EQ(VSIFCloseL(file), 0);
}

// The path to read after packing.
std::string pack(const Format& format, const std::string& path) {
  if (std::string(format.packed) == "gz") {
    copy(path, "/vsigzip/" + path + ".gz");
    return path + ".gz";
  }
  if (std::string(format.packed) == "zip") {
    // With everything that stands beside it (a Shapefile is several files).
    const std::filesystem::path whole(path);
    const std::string archive = path + ".zip";
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(whole.parent_path())) {
      names.push_back(entry.path().filename().string());
    }
    const std::string open = "/vsizip/" + archive;
    VSILFILE* keep = VSIFOpenL(open.c_str(), "wb");  // one archive for all of them
    for (const std::string& name : names) {
      copy((whole.parent_path() / name).string(), open + "/" + name);
    }
    VSIFCloseL(keep);
    return archive;
  }
  return path;
}

class PointFormats : public testing::TestWithParam<Format> {
 protected:
  static void come_back(const Format& format, const Names& names);
};

void PointFormats::come_back(const Format& format, const Names& names) {
  const TempFolder temp;
  const std::string path = (temp / format.file).string();
  // GDAL's CSV driver takes other endings for folders.
  const bool csv = std::string(format.driver) == "CSV";
  const bool by_hand = std::string(format.driver) == "MapInfo File" && names.code != kEnglish.code;
  const std::string written = csv ? (temp / "written.csv").string() : path;
  {
    const GDALDatasetUniquePtr dataset = create(format, written);
    if (dataset == nullptr) GTEST_SKIP() << "this GDAL writes no " << format.driver;
    write_enterprises(*dataset, format, by_hand ? kEnglish : names);
    if (HasFatalFailure()) return;
  }
  if (by_hand) name_in_chinese(written);
  std::filesystem::rename(written, path);
  const std::string packed = pack(format, path);
  if (HasFatalFailure()) return;

  PointSource source;
  source.path = packed;
  // Where there is no geometry, SQLite's own tables are layers too.
  if (std::string(format.driver) == "SQLite" && !format.geometry) source.layer = "enterprises";
  source.weight_column = names.mass;
  source.columns = {{names.code, ColumnKind::kText},
                    {names.label, ColumnKind::kText},
                    {names.staff, ColumnKind::kNumber},
                    {names.kind, ColumnKind::kCategory}};
  const PointsRead read = read_points(source, Context(1));
  read.points.validate();
  EXPECT_EQ(read.rejects.read, enterprises().size());
  ASSERT_EQ(read.points.size(), enterprises().size());
  EXPECT_EQ(read.undecodable, 0U);
  EXPECT_EQ(read.x_column, format.geometry ? "" : names.lon);

  const auto& codes = std::get<std::vector<std::string>>(read.points.find(names.code)->values);
  const auto& labels = std::get<std::vector<std::string>>(read.points.find(names.label)->values);
  const auto& staff = std::get<std::vector<double>>(read.points.find(names.staff)->values);
  const Categories& kinds = read.points.categories(names.kind);
  std::map<std::string, std::size_t> place;  // a spatial index may have changed the order
  for (std::size_t i = 0; i < codes.size(); ++i) place[codes[i]] = i;
  for (const Enterprise& wanted : enterprises()) {
    ASSERT_TRUE(place.contains(wanted.code)) << wanted.code;
    const std::size_t i = place[wanted.code];
    EXPECT_EQ(labels[i], wanted.label);
    EXPECT_NEAR(read.points.x[i], wanted.lon, format.tolerance);
    EXPECT_NEAR(read.points.y[i], wanted.lat, format.tolerance);
    EXPECT_EQ(read.points.weight_of(i), wanted.mass);
    if (std::isnan(wanted.staff) && !knows_missing(format)) {
      EXPECT_EQ(staff[i], 0);
    } else if (std::isnan(wanted.staff)) {
      EXPECT_TRUE(std::isnan(staff[i])) << staff[i];
    } else {
      EXPECT_EQ(staff[i], wanted.staff);
    }
    const std::uint32_t kind = kinds.codes[i];
    EXPECT_EQ(kind == Categories::kMissing ? "" : kinds.names[kind], wanted.kind);
  }
}

TEST_P(PointFormats, ComeBackAsWritten) { come_back(GetParam(), kEnglish); }
TEST_P(PointFormats, ComeBackWithChineseNames) { come_back(GetParam(), kChinese); }

INSTANTIATE_TEST_SUITE_P(
    Written, PointFormats,
    testing::Values(
        Format{"CSV", "e.csv", false, 0}, Format{"CSV", "e.csv", false, 0, "gz"},
        Format{"CSV", "e.csv", false, 0, "zip"},
        Format{"CSV", "e.tsv", false, 0, "", {}, {"SEPARATOR=TAB"}},
        Format{"CSV", "e.txt", false, 0, "", {}, {"SEPARATOR=SEMICOLON", "WRITE_BOM=YES"}},
        Format{"XLSX", "e.xlsx", false, 0}, Format{"ODS", "e.ods", false, 0},
        Format{"GPKG", "e.gpkg", true, 0}, Format{"GPKG", "columns.gpkg", false, 0},
        Format{"GPKG", "e.gpkg", true, 0, "zip"}, Format{"GPKG", "e.gpkg", true, 0, "gz"},
        Format{"SQLite", "e.sqlite", true, 0}, Format{"SQLite", "e.sqlite", true, 0, "gz"},
        Format{"SQLite", "e.sqlite", true, 0, "zip"},
        Format{"SQLite", "e.db", false, 0, "", {"METADATA=NO"}},
        Format{"GeoJSON", "e.geojson", true, 1e-12},
        Format{"GeoJSON", "e.geojson", true, 1e-12, "gz"},
        Format{"GeoJSON", "e.geojson", true, 1e-12, "zip"},
        Format{"GeoJSONSeq", "e.geojsonl", true, 1e-12},
        Format{"GeoJSONSeq", "e.geojsonl", true, 1e-12, "gz"},
        Format{"FlatGeobuf", "e.fgb", true, 0, "gz"}, Format{"FlatGeobuf", "e.fgb", true, 0, "zip"},
        Format{"LIBKML", "e.kml", true, 1e-12, "gz"},
        Format{"MapInfo File", "e.tab", true, 1e-6, "zip", {"FORMAT=TAB"}, {"ENCODING=CP936"}},
        Format{"ESRI Shapefile", "e.shp", true, 0, "", {}, {"ENCODING=UTF-8"}},
        Format{"ESRI Shapefile", "e.shp", true, 0, "zip", {}, {"ENCODING=GB18030"}},
        Format{"FlatGeobuf", "e.fgb", true, 0}, Format{"LIBKML", "e.kml", true, 1e-12},
        Format{"LIBKML", "e.kmz", true, 1e-12}, Format{"KML", "e.kml", true, 1e-12},
        // MapInfo's binary files hold whole numbers of a step that depends on the bounds.
        Format{"MapInfo File", "e.tab", true, 1e-6, "", {"FORMAT=TAB"}, {"ENCODING=CP936"}},
        Format{"MapInfo File", "e.mif", true, 1e-12, "", {"FORMAT=MIF"}, {"ENCODING=CP936"}}),
    title);

using Rings = std::vector<std::vector<Point>>;

struct District {
  const char* code;
  const char* label;
  double area;               // NaN: missing
  std::vector<Rings> parts;  // closed, the outer ring first
};

const std::vector<District>& districts() {
  static const std::vector<District> all = {
      {"310115",
       "浦东新区",
       1210.41,
       {{{{121.5, 31.1}, {121.9, 31.1}, {121.9, 31.3}, {121.5, 31.3}, {121.5, 31.1}},
         {{121.6, 31.15}, {121.6, 31.2}, {121.7, 31.2}, {121.6, 31.15}}}}},
      {"310151",
       "崇明区",
       std::nan(""),
       {{{{121.2, 31.6}, {121.4, 31.6}, {121.3, 31.8}, {121.2, 31.6}}},
        {{{121.7, 31.35}, {121.8, 31.35}, {121.8, 31.4}, {121.7, 31.35}}}}}};
  return all;
}

OGRMultiPolygon drawn(const District& district) {
  OGRMultiPolygon shape;
  for (const Rings& part : district.parts) {
    OGRPolygon polygon;
    for (const auto& ring : part) {
      OGRLinearRing line;
      for (const Point& p : ring) line.addPoint(p.x, p.y);
      polygon.addRing(&line);
    }
    shape.addGeometry(&polygon);
  }
  return shape;
}

class RegionFormats : public testing::TestWithParam<Format> {
 protected:
  static void come_back(const Format& format, const Names& names);
};

void RegionFormats::come_back(const Format& format, const Names& names) {
  const bool by_hand = std::string(format.driver) == "MapInfo File" && names.code != kEnglish.code;
  const Names& written = by_hand ? kEnglish : names;
  const TempFolder temp;
  const std::string path = (temp / format.file).string();
  const bool drawing = std::string(format.driver) == "DXF";  // no attributes, parts apart
  {
    const GDALDatasetUniquePtr dataset = create(format, path);
    if (dataset == nullptr) GTEST_SKIP() << "this GDAL writes no " << format.driver;
    OGRSpatialReference system = wgs84();
    const bool anything = std::string(format.driver) == "MapInfo File" || drawing;
    OGRLayer* layer = dataset->CreateLayer(
        drawing ? "entities" : "districts", drawing ? nullptr : &system,
        anything ? wkbUnknown : wkbMultiPolygon, Options(format.layer_options));
    ASSERT_NE(layer, nullptr);
    if (!drawing) {
      add_field(*layer, written.code, OFTString);
      add_field(*layer, written.label, OFTString);
      add_field(*layer, written.mass, OFTReal);
    }
    for (const District& district : districts()) {
      OGRMultiPolygon shape = drawn(district);
      OGRFeature feature(layer->GetLayerDefn());
      if (!drawing) {
        feature.SetField(written.code, district.code);
        feature.SetField(written.label, district.label);
        if (!std::isnan(district.area)) {
          feature.SetField(written.mass, district.area);
        } else if (!knows_missing(format)) {
          feature.SetField(written.mass, 1.5);
        }
      }
      feature.SetGeometry(&shape);
      ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
    }
  }
  if (by_hand) name_in_chinese(path);
  const std::string packed = pack(format, path);
  if (HasFatalFailure()) return;

  RegionSource source;
  source.path = packed;
  if (!drawing) {
    source.code_field = names.code;
    source.name_field = names.label;
    source.land_area_field = names.mass;
  }
  const RegionsRead read = read_regions(source, Context(1));
  read.regions.validate();
  EXPECT_EQ(read.rejects.rows.size(), 0U);

  // Every part with its rings, whatever the order of parts and wherever a ring begins: by its
  // area, its number of vertices and its envelope.
  using Sight = std::tuple<int, double, double, double, double>;
  const auto near = [&](const Sight& a, const Sight& b) {
    return std::get<0>(a) == std::get<0>(b) &&
           std::abs(std::get<1>(a) - std::get<1>(b)) <= format.tolerance &&
           std::abs(std::get<2>(a) - std::get<2>(b)) <= format.tolerance &&
           std::abs(std::get<3>(a) - std::get<3>(b)) <= format.tolerance &&
           std::abs(std::get<4>(a) - std::get<4>(b)) <= format.tolerance;
  };
  const auto sight = [](const std::vector<Point>& ring) {
    Box box;
    for (const Point& p : ring) box.extend(p);
    return Sight{static_cast<int>(ring.size()), box.min_x, box.min_y, box.max_x, box.max_y};
  };
  const PolygonSet& set = read.regions;
  std::vector<Sight> found;
  for (std::size_t k = 0; k < set.ring_count(); ++k) {
    std::vector<Point> ring;
    for (std::uint32_t v = set.ring_vertex[k]; v < set.ring_vertex[k + 1]; ++v) {
      ring.push_back({set.x[v], set.y[v]});
    }
    found.push_back(sight(ring));
  }
  std::size_t rings = 0;
  for (const District& district : districts()) {
    double area = 0;
    for (const Rings& part : district.parts) {
      for (const auto& ring : part) {
        ++rings;
        const Sight wanted = sight(ring);
        EXPECT_TRUE(std::any_of(found.begin(), found.end(),
                                [&](const Sight& each) { return near(each, wanted); }))
            << district.code << ": a ring of " << ring.size() << " vertices is not there";
      }
    }
    if (drawing) continue;
    area = drawn(district).get_Area();
    const int region = set.find(district.code);
    ASSERT_GE(region, 0) << district.code;
    const Region& known = set.regions[static_cast<std::size_t>(region)];
    EXPECT_EQ(known.name.zh, district.label);
    if (std::isnan(district.area) && !knows_missing(format)) {
      EXPECT_EQ(known.land_area_km2, 1.5);
    } else if (std::isnan(district.area)) {
      EXPECT_TRUE(std::isnan(known.land_area_km2));
    } else {
      EXPECT_EQ(known.land_area_km2, district.area);
    }
    EXPECT_NEAR(set.area(static_cast<std::size_t>(region)), area, format.tolerance + 1e-12);
  }
  EXPECT_EQ(set.ring_count(), rings);
  if (!drawing) {
    EXPECT_EQ(set.size(), districts().size());
  }
}

TEST_P(RegionFormats, ComeBackAsWritten) { come_back(GetParam(), kEnglish); }
TEST_P(RegionFormats, ComeBackWithChineseNames) { come_back(GetParam(), kChinese); }

INSTANTIATE_TEST_SUITE_P(
    Written, RegionFormats,
    testing::Values(
        Format{"GPKG", "d.gpkg", true, 0}, Format{"GPKG", "d.gpkg", true, 0, "zip"},
        Format{"SQLite", "d.sqlite", true, 0}, Format{"GeoJSON", "d.geojson", true, 1e-12},
        Format{"GeoJSON", "d.geojson", true, 1e-12, "gz"},
        Format{"GeoJSON", "d.geojson", true, 1e-12, "zip"},
        Format{"GeoJSONSeq", "d.geojsonl", true, 1e-12}, Format{"GPKG", "d.gpkg", true, 0, "gz"},
        Format{"SQLite", "d.sqlite", true, 0, "gz"},
        Format{"GeoJSONSeq", "d.geojsonl", true, 1e-12, "gz"},
        Format{"FlatGeobuf", "d.fgb", true, 0, "gz"}, Format{"FlatGeobuf", "d.fgb", true, 0, "zip"},
        Format{"LIBKML", "d.kml", true, 1e-12, "gz"}, Format{"DXF", "d.dxf", true, 1e-9, "gz"},
        Format{"MapInfo File", "d.mif", true, 1e-12, "zip", {"FORMAT=MIF"}, {"ENCODING=CP936"}},
        Format{"ESRI Shapefile", "d.shp", true, 0, "", {}, {"ENCODING=UTF-8"}},
        Format{"ESRI Shapefile", "d.shp", true, 0, "zip", {}, {"ENCODING=GB18030"}},
        Format{"FlatGeobuf", "d.fgb", true, 0}, Format{"LIBKML", "d.kml", true, 1e-12},
        Format{"LIBKML", "d.kmz", true, 1e-12}, Format{"KML", "d.kml", true, 1e-12},
        Format{"CSV", "d.csv", true, 1e-12, "", {"GEOMETRY=AS_WKT"}, {"GEOMETRY=AS_WKT"}},
        Format{"MapInfo File", "d.tab", true, 1e-6, "", {"FORMAT=TAB"}, {"ENCODING=CP936"}},
        Format{"MapInfo File", "d.mif", true, 1e-12, "", {"FORMAT=MIF"}, {"ENCODING=CP936"}},
        Format{"DXF", "d.dxf", true, 1e-9}),
    title);

// The bytes of a .dbf and what its .cpg says of them: missing, right and wrong.
TEST(ShapefileText, WhateverTheCpgSays) {
  struct Case {
    const char* encoding;  // of the bytes
    const char* cpg;       // nullptr: no file
  };
  for (const Case& each :
       {Case{"UTF-8", nullptr}, Case{"UTF-8", "UTF-8"}, Case{"UTF-8", "GBK"},
        Case{"UTF-8", "ISO-8859-1"}, Case{"GB18030", nullptr}, Case{"GB18030", "GBK"},
        Case{"GB18030", "UTF-8"}, Case{"GB18030", "ISO-8859-1"}, Case{"GB18030", "1252"}}) {
    const TempFolder temp;
    const std::string path = (temp / "e.shp").string();
    const std::string option = std::string("ENCODING=") + each.encoding;
    const Format format{"ESRI Shapefile", "e.shp", true, 0, "", {}, {option.c_str()}};
    {
      const GDALDatasetUniquePtr dataset = create(format, path);
      ASSERT_NE(dataset, nullptr);
      write_enterprises(*dataset, format, kChinese);
    }
    std::filesystem::remove(temp / "e.cpg");
    if (each.cpg != nullptr) {
      test::write_file(temp / "e.cpg", each.cpg);
    } else {
      // The header of the .dbf says nothing either.
      std::fstream dbf(temp / "e.dbf", std::ios::in | std::ios::out | std::ios::binary);
      dbf.seekp(29);
      dbf.put('\0');
    }
    const std::string title =
        std::string(each.encoding) + " as " + (each.cpg == nullptr ? "nothing" : each.cpg);
    PointSource source;
    source.path = path;
    source.columns = {{"名称", ColumnKind::kText}, {"类别", ColumnKind::kText}};
    // With an environment that says of every file what holds for none of these.
    for (const auto& [said, environment] :
         {std::pair{"", ""}, {"", "ISO-8859-2"}, {each.encoding, "ISO-8859-2"}}) {
      source.encoding = said;
      std::optional<test::InEnvironment> set;
      if (*environment != '\0') set.emplace("SHAPE_ENCODING", environment);
      const PointsRead read = read_points(source, Context(1));
      const auto& labels = std::get<std::vector<std::string>>(read.points.find("名称")->values);
      ASSERT_EQ(labels.size(), enterprises().size()) << title;
      for (std::size_t i = 0; i < labels.size(); ++i) {
        EXPECT_EQ(labels[i], enterprises()[i].label) << title;
      }
    }
  }
}

// Options of GDAL's that take columns away, or make other geometries of points.
TEST(GeoJson, TheEnvironmentChangesNothing) {
  const TempFolder temp;
  PointSource source;
  source.path = test::write_file(temp / "e.geojson",
                                 R"({"type": "FeatureCollection", "features": [{"type": "Feature",
      "properties": {"name": "one", "founded": "2015-07-15"},
      "geometry": {"type": "Point", "coordinates": [121.5, 31.2]}}]})");
  source.columns = {{"name", ColumnKind::kText}, {"founded", ColumnKind::kDate}};
  for (const char* option :
       {"ATTRIBUTES_SKIP", "GEOMETRY_AS_COLLECTION", "OGR_GEOJSON_DATE_AS_STRING"}) {
    SCOPED_TRACE(option);
    const test::InEnvironment set(option, "YES");
    const PointsRead read = read_points(source, Context(1));
    ASSERT_EQ(read.points.size(), 1U);
    for (const auto& [column, value] : {std::pair{"name", "one"}, {"founded", "2015-07-15"}}) {
      EXPECT_EQ(std::get<std::vector<std::string>>(read.points.find(column)->values).front(),
                value);
    }
  }
}

// What Western offices write stays as it is declared.
TEST(ShapefileText, WesternTextIsNotChinese) {
  const TempFolder temp;
  const std::string path = (temp / "e.shp").string();
  const Format format{"ESRI Shapefile", "e.shp", true, 0, "", {}, {"ENCODING=ISO-8859-1"}};
  {
    const GDALDatasetUniquePtr dataset = create(format, path);
    ASSERT_NE(dataset, nullptr);
    OGRLayer* layer = dataset->CreateLayer("e", nullptr, wkbPoint, Options(format.layer_options));
    add_field(*layer, "name", OFTString);
    for (const char* name : {"Münchner Straße", "Öl & Gas", "Café", "Łódź"}) {
      OGRFeature feature(layer->GetLayerDefn());
      feature.SetField("name", name);
      OGRPoint point(11.5, 48.1);
      feature.SetGeometry(&point);
      ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
    }
  }
  PointSource source;
  source.path = path;
  source.columns = {{"name", ColumnKind::kText}};
  for (const bool environment : {false, true}) {
    std::optional<test::InEnvironment> set;
    if (environment) set.emplace("SHAPE_ENCODING", "GB18030");
    const PointsRead read = read_points(source, Context(1));
    const auto& names = std::get<std::vector<std::string>>(read.points.find("name")->values);
    EXPECT_EQ(names[0], "Münchner Straße");
    EXPECT_EQ(names[2], "Café");
  }
}

}  // namespace
}  // namespace geo::io
