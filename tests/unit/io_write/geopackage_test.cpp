#include <cmath>
#include <limits>
#include <thread>

#include "base/random.hpp"
#include "geo/io/write.hpp"
#include "unit/io_write/support.hpp"

namespace geo::io {
namespace {

using test::Dataset;
using test::message_of;
using test::names_in;
using test::query;
using test::read_bytes;
using test::TempFolder;
using Kind = VectorLayer::Kind;
using Texts = std::vector<std::string>;
using Numbers = std::vector<double>;
using Whole = std::vector<std::int64_t>;
using Rows = std::vector<Texts>;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

Dataset open_gpkg(const std::filesystem::path& path, unsigned flags = GDAL_OF_READONLY) {
  return test::open(path, GDAL_OF_VECTOR | flags, "GPKG");
}

Table sample_table() {
  Table table;
  table.name = "sample";
  table.columns.push_back({"name", {"名称", "Name"}, "", 0, Texts{"浦东新区 '\"", "", "a\nb\t😀"}});
  table.columns.push_back(
      {"density_per_km2", {"密度", "Density"}, "1/km2", 2, Numbers{0.1, kNaN, -1e300}});
  table.columns.push_back({"count",
                           {},
                           "",
                           0,
                           Whole{0, std::numeric_limits<std::int64_t>::min(),
                                 std::numeric_limits<std::int64_t>::max()}});
  table.notes = {{"合成数据", "Synthetic data"}, {"", "Areas are official"}};
  return table;
}

VectorLayer sample_points() {
  VectorLayer layer;
  layer.name = "enterprises";
  layer.title = "企业 Enterprises";
  layer.kind = Kind::kPoints;
  layer.crs = "EPSG:32651";
  layer.points = {{300000.1, 3400000.2}, {1.0 / 3, -1e-9}, {-1e7, 1e7}};
  layer.attributes = sample_table();
  layer.facts = {{"title", "企业"}, {"data_status", "synthetic <&> \"x\" = y: z"}, {"empty", ""}};
  return layer;
}

VectorLayer sample_regions() {
  VectorLayer layer;
  layer.name = "districts";
  layer.kind = Kind::kRegions;
  layer.crs = "WGS84";
  PolygonSet& set = layer.regions;
  set.add_region({"1", {}, kNaN});  // two parts, the first with a hole
  set.add_part();
  set.add_ring({{121, 31}, {122, 31}, {122, 32}, {121, 32}});
  set.add_ring({{121.2, 31.2}, {121.2, 31.4}, {121.4, 31.4}});
  set.add_part();
  set.add_ring({{120, 30}, {120.1, 30}, {120, 30.1}});
  set.add_region({"2", {}, kNaN});  // without a part
  set.add_region({"3", {}, kNaN});
  set.add_part();
  set.add_ring({{121.1234567890123, 30}, {122, 30}, {122, 31}});
  layer.attributes = sample_table();
  return layer;
}

VectorLayer sample_lines() {
  VectorLayer layer;
  layer.name = "belts";
  layer.kind = Kind::kLines;
  layer.crs = "EPSG:4326";
  layer.lines = {{{121, 31}, {121.5, 31.25}, {122, 31}}, {}, {{121, 31}}};
  layer.attributes = sample_table();
  return layer;
}

VectorLayer sample_alone() {
  VectorLayer layer;
  layer.name = "plan";
  layer.attributes = sample_table();
  return layer;
}

void expect_sample_attributes(OGRLayer& layer, const std::string& name) {
  const Table table = sample_table();
  SCOPED_TRACE(name);
  ASSERT_EQ(layer.GetFeatureCount(), 3);
  ASSERT_EQ(layer.GetLayerDefn()->GetFieldCount(), 3);
  EXPECT_EQ(layer.GetLayerDefn()->GetFieldDefn(0)->GetType(), OFTString);
  EXPECT_EQ(layer.GetLayerDefn()->GetFieldDefn(1)->GetType(), OFTReal);
  EXPECT_EQ(layer.GetLayerDefn()->GetFieldDefn(2)->GetType(), OFTInteger64);
  const auto& texts = std::get<Texts>(table.columns[0].values);
  const auto& numbers = std::get<Numbers>(table.columns[1].values);
  const auto& whole = std::get<Whole>(table.columns[2].values);
  std::size_t row = 0;
  for (const auto& feature : layer) {
    EXPECT_EQ(feature->GetFID(), static_cast<GIntBig>(row + 1));
    EXPECT_EQ(feature->IsFieldNull(feature->GetFieldIndex("name")) != 0, texts[row].empty());
    EXPECT_EQ(feature->GetFieldAsString("name"), texts[row]);
    if (std::isnan(numbers[row])) {
      EXPECT_TRUE(feature->IsFieldNull(feature->GetFieldIndex("density_per_km2")));
    } else {
      EXPECT_EQ(feature->GetFieldAsDouble("density_per_km2"), numbers[row]);
    }
    EXPECT_EQ(feature->GetFieldAsInteger64("count"), whole[row]);
    ++row;
  }
}

class GeoPackageOfAllKinds : public testing::Test {
 protected:
  void SetUp() override {
    write_geopackage({sample_points(), sample_regions(), sample_lines(), sample_alone()}, path_,
                     Context(1));
    file_ = open_gpkg(path_);
    ASSERT_NE(file_, nullptr);
  }
  OGRLayer& layer(const char* name) {
    OGRLayer* found = file_->GetLayerByName(name);
    if (found == nullptr) throw std::runtime_error(std::string("no layer ") + name);
    return *found;
  }
  TempFolder temp_;
  std::filesystem::path path_ = temp_ / "all.gpkg";
  Dataset file_;
};

TEST_F(GeoPackageOfAllKinds, HasTheLayersInOrderAndNothingBeside) {
  ASSERT_EQ(file_->GetLayerCount(), 4);
  const char* names[] = {"enterprises", "districts", "belts", "plan"};
  const OGRwkbGeometryType types[] = {wkbPoint, wkbMultiPolygon, wkbLineString, wkbNone};
  for (int i = 0; i < 4; ++i) {
    OGRLayer& found = *file_->GetLayer(i);
    EXPECT_STREQ(found.GetName(), names[i]);
    EXPECT_EQ(found.GetGeomType(), types[i]);
    EXPECT_EQ(found.TestCapability(OLCFastSpatialFilter) != 0, i < 3);
    expect_sample_attributes(found, names[i]);
  }
  file_.reset();
  EXPECT_EQ(names_in(temp_.path()), std::set<std::string>{"all.gpkg"});
}

TEST_F(GeoPackageOfAllKinds, GeometriesAreTheSameToTheLastBit) {
  const VectorLayer points = sample_points();
  for (const auto& feature : layer("enterprises")) {
    const OGRPoint* p = feature->GetGeometryRef()->toPoint();
    const Point& expected = points.points[static_cast<std::size_t>(feature->GetFID() - 1)];
    EXPECT_EQ((Point{p->getX(), p->getY()}), expected);
  }

  const PolygonSet expected = sample_regions().regions;
  PolygonSet read;
  for (const auto& feature : layer("districts")) {
    read.add_region({std::to_string(feature->GetFID()), {}, kNaN});
    for (const OGRPolygon* polygon : feature->GetGeometryRef()->toMultiPolygon()) {
      read.add_part();
      for (const OGRLinearRing* ring : polygon) {
        std::vector<Point> vertices;
        for (const OGRPoint& p : ring) vertices.push_back({p.getX(), p.getY()});
        read.add_ring(vertices);
      }
    }
  }
  EXPECT_EQ(read.region_part, expected.region_part);
  EXPECT_EQ(read.part_ring, expected.part_ring);
  EXPECT_EQ(read.ring_vertex, expected.ring_vertex);
  EXPECT_EQ(read.x, expected.x);
  EXPECT_EQ(read.y, expected.y);

  const auto lines = sample_lines().lines;
  for (const auto& feature : layer("belts")) {
    const auto& line = lines[static_cast<std::size_t>(feature->GetFID() - 1)];
    if (line.size() < 2) {
      EXPECT_EQ(feature->GetGeometryRef(), nullptr);
      continue;
    }
    std::vector<Point> vertices;
    for (const OGRPoint& p : feature->GetGeometryRef()->toLineString()) {
      vertices.push_back({p.getX(), p.getY()});
    }
    EXPECT_EQ(vertices, line);
  }
}

TEST_F(GeoPackageOfAllKinds, KnowsItsCoordinateSystemsAndExtents) {
  const std::pair<const char*, int> codes[] = {
      {"enterprises", 32651}, {"districts", 4326}, {"belts", 4326}};
  for (const auto& [name, code] : codes) {
    const OGRSpatialReference* crs = layer(name).GetSpatialRef();
    ASSERT_NE(crs, nullptr);
    EXPECT_STREQ(crs->GetAuthorityCode(nullptr), std::to_string(code).c_str());
    EXPECT_EQ(crs->GetDataAxisToSRSAxisMapping(),
              code == 4326 ? (std::vector<int>{2, 1}) : (std::vector<int>{1, 2}));
  }
  EXPECT_EQ(query(*file_,
                  "SELECT min_x, min_y, max_x, max_y FROM gpkg_contents "
                  "WHERE table_name = 'districts'"),
            (Rows{{"120", "30", "122", "32"}}));
}

TEST_F(GeoPackageOfAllKinds, CarriesTitlesNotesAndFacts) {
  OGRLayer& points = layer("enterprises");
  EXPECT_STREQ(points.GetMetadataItem("IDENTIFIER"), "企业 Enterprises");
  EXPECT_STREQ(points.GetMetadataItem("DESCRIPTION"),
               "合成数据 / Synthetic data\nAreas are official");
  EXPECT_STREQ(points.GetMetadataItem("title"), "企业");
  EXPECT_STREQ(points.GetMetadataItem("data_status"), "synthetic <&> \"x\" = y: z");
  EXPECT_EQ(query(*file_, "SELECT identifier FROM gpkg_contents WHERE table_name = 'plan'"),
            (Rows{{"plan"}}));
}

TEST_F(GeoPackageOfAllKinds, CarriesLabelsAndUnits) {
  EXPECT_EQ(query(*file_,
                  "SELECT column_name, title, description FROM gpkg_data_columns "
                  "WHERE table_name = 'districts' ORDER BY column_name"),
            (Rows{{"density_per_km2", "密度", "密度 / Density (1/km2)"},
                  {"name", "名称", "名称 / Name"}}));
  EXPECT_EQ(query(*file_, "SELECT count(*) FROM gpkg_data_columns"), (Rows{{"8"}}));
}

TEST_F(GeoPackageOfAllKinds, IsSoundAndStaysSoundWhenEdited) {
  for (int i = 0; i < 3; ++i) {
    const std::string rtree = std::string("rtree_") + file_->GetLayer(i)->GetName() + "_geom";
    EXPECT_EQ(query(*file_, "SELECT rtreecheck('" + rtree + "')"), (Rows{{"ok"}}));
  }
  EXPECT_EQ(query(*file_, "PRAGMA integrity_check"), (Rows{{"ok"}}));
  EXPECT_EQ(query(*file_, "PRAGMA foreign_key_check"), Rows{});
  EXPECT_EQ(query(*file_, "PRAGMA application_id"), (Rows{{"1196444487"}}));  // "GPKG"
  EXPECT_EQ(query(*file_, "PRAGMA user_version"), (Rows{{"10200"}}));
  EXPECT_EQ(query(*file_, "SELECT count(*) FROM rtree_districts_geom"), (Rows{{"2"}}));
  EXPECT_EQ(query(*file_, "SELECT count(*) FROM rtree_belts_geom"), (Rows{{"1"}}));

  file_ = open_gpkg(path_, GDAL_OF_UPDATE);
  OGRLayer& points = layer("enterprises");
  const auto found = [&](double x, double y) {
    points.SetSpatialFilterRect(x - 1, y - 1, x + 1, y + 1);
    const GIntBig count = points.GetFeatureCount();
    points.SetSpatialFilter(nullptr);
    return count;
  };
  EXPECT_EQ(found(-1e7, 1e7), 1);
  ASSERT_EQ(points.DeleteFeature(3), OGRERR_NONE);
  EXPECT_EQ(found(-1e7, 1e7), 0);
  OGRFeature feature(points.GetLayerDefn());
  OGRPoint position(5, 6);
  feature.SetGeometry(&position);
  ASSERT_EQ(points.CreateFeature(&feature), OGRERR_NONE);
  EXPECT_EQ(found(5, 6), 1);
  position.setX(1005);
  feature.SetGeometry(&position);
  ASSERT_EQ(points.SetFeature(&feature), OGRERR_NONE);
  EXPECT_EQ(found(5, 6), 0);
  EXPECT_EQ(found(1005, 6), 1);
  EXPECT_EQ(points.GetFeatureCount(), 3);
  EXPECT_EQ(query(*file_, "SELECT rtreecheck('rtree_enterprises_geom')"), (Rows{{"ok"}}));
}

VectorLayer random_points(std::size_t n) {
  VectorLayer layer;
  layer.name = "random";
  layer.kind = Kind::kPoints;
  layer.crs = "EPSG:32651";
  Numbers values;
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(11, i);
    layer.points.push_back({1e5 * random.normal(), 1e5 * random.normal()});
    values.push_back(random.normal());
  }
  layer.attributes.columns.push_back({"value", {}, "", 2, values});
  return layer;
}

TEST(GeoPackage, SpatialFilterFindsWhatALoopFinds) {
  const TempFolder temp;
  for (const std::size_t n : std::initializer_list<std::size_t>{1, 51, 52, 3000, 20000}) {
    SCOPED_TRACE(n);
    const VectorLayer layer = random_points(n);
    write_geopackage({layer}, temp / "r.gpkg", Context(2));
    const Dataset file = open_gpkg(temp / "r.gpkg");
    ASSERT_NE(file, nullptr);
    EXPECT_EQ(query(*file, "SELECT rtreecheck('rtree_random_geom')"), (Rows{{"ok"}}));
    OGRLayer& read = *file->GetLayer(0);
    for (std::uint64_t i = 0; i < 20; ++i) {
      base::Random random(12, i);
      const Point& corner = layer.points[random.below(n)];  // on the border of the box
      const Box box{corner.x, corner.y, corner.x + 5e4 * random.uniform(),
                    corner.y + 5e4 * random.uniform()};
      std::set<GIntBig> expected;
      for (std::size_t k = 0; k < n; ++k) {
        if (box.contains(layer.points[k])) expected.insert(static_cast<GIntBig>(k + 1));
      }
      std::set<GIntBig> found;
      read.SetSpatialFilterRect(box.min_x, box.min_y, box.max_x, box.max_y);
      for (const auto& feature : read) found.insert(feature->GetFID());
      EXPECT_EQ(found, expected);
      EXPECT_FALSE(expected.empty());
    }
  }
}

TEST(GeoPackage, TheSameInputGivesTheSameBytes) {
  const TempFolder temp;
  const std::vector<VectorLayer> layers{sample_points(), sample_regions(), sample_lines(),
                                        sample_alone(), random_points(4000)};
  write_geopackage(layers, temp / "a.gpkg", Context(1));
  const std::string first = read_bytes(temp / "a.gpkg");
  std::this_thread::sleep_for(std::chrono::milliseconds(20));  // time stamps have milliseconds
  test::write_bytes(temp / "b.gpkg", "not a database, and in the way");
  write_geopackage(layers, temp / "b.gpkg", Context(7));
  EXPECT_TRUE(read_bytes(temp / "b.gpkg") == first);
  write_geopackage(layers, temp / "b.gpkg", Context(2));  // over a real one
  EXPECT_TRUE(read_bytes(temp / "b.gpkg") == first);
  std::thread([&] { write_geopackage(layers, temp / "b.gpkg", Context(2)); }).join();
  EXPECT_TRUE(read_bytes(temp / "b.gpkg") == first);
}

TEST(GeoPackage, APointSetBringsItsColumns) {
  auto points = std::make_shared<PointSet>();
  points->x = {1, 2, 3};
  points->y = {4, 5, 6};
  points->columns.push_back({"capital", Numbers{1.5, kNaN, 3}});
  points->columns.push_back(
      {"industry", Categories{{"芯片", "软件"}, {1, Categories::kMissing, 0}}});
  points->columns.push_back({"name", Texts{"a", "", "c"}});
  VectorLayer layer;
  layer.name = "points";
  layer.kind = Kind::kPoints;
  layer.crs = "+proj=laea +lat_0=31 +lon_0=121 +ellps=GRS80 +units=m";
  layer.point_set = points;
  layer.attributes.columns.push_back({"region", {}, "", 0, Whole{7, 8, 9}});
  const TempFolder temp;
  write_geopackage({layer}, temp / "p.gpkg", Context(1));
  const Dataset file = open_gpkg(temp / "p.gpkg");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(
      query(*file,
            "SELECT fid + 0 AS id, ST_MinX(geom), ST_MinY(geom), capital, industry, name, region "
            "FROM points ORDER BY fid"),
      (Rows{{"1", "1", "4", "1.5", "软件", "a", "7"},
            {"2", "2", "5", "NULL", "NULL", "NULL", "8"},
            {"3", "3", "6", "3", "芯片", "c", "9"}}));
  EXPECT_TRUE(file->GetLayer(0)->GetSpatialRef()->IsProjected());
}

// Ranks are whole or missing, and a table holds them as doubles.
TEST(GeoPackage, WholeNumbersThatMayBeMissing) {
  const TempFolder temp;
  const std::filesystem::path path = temp / "ranks.gpkg";
  VectorLayer layer;
  layer.name = "ranks";
  const double big = 9007199254740992.0;  // 2^53
  layer.attributes.columns = {{"rank", {}, "", 0, Numbers{1, kNaN, -big, big}},
                              {"fraction", {}, "", 0, Numbers{1, kNaN, 2.5, 3}},
                              {"above", {}, "", 0, Numbers{1, 2, 3, 2 * big}},
                              {"decimals", {}, "", 2, Numbers{1, kNaN, 2, 3}},
                              {"infinite", {}, "", 0, Numbers{1, 2, 3, INFINITY}},
                              {"none", {}, "", 0, Numbers{kNaN, kNaN, kNaN, kNaN}}};
  write_geopackage({layer}, path, Context(1));
  const Dataset file = open_gpkg(path);
  OGRFeatureDefn& fields = *file->GetLayerByName("ranks")->GetLayerDefn();
  const std::vector<OGRFieldType> types = {OFTInteger64, OFTReal, OFTReal,
                                           OFTReal,      OFTReal, OFTInteger64};
  for (int i = 0; i < fields.GetFieldCount(); ++i) {
    EXPECT_EQ(fields.GetFieldDefn(i)->GetType(), types[static_cast<std::size_t>(i)])
        << fields.GetFieldDefn(i)->GetNameRef();
  }
  EXPECT_EQ(query(*file, "SELECT rank, none FROM ranks ORDER BY fid"),
            (Rows{{"1", "NULL"},
                  {"NULL", "NULL"},
                  {"-9007199254740992", "NULL"},
                  {"9007199254740992", "NULL"}}));
}

TEST(GeoPackage, EmptyLayersAreThere) {
  const TempFolder temp;
  VectorLayer points;
  points.name = "points";
  points.kind = Kind::kPoints;
  points.crs = "EPSG:4326";
  points.attributes.columns.push_back({"n", {}, "", 0, Numbers{}});
  VectorLayer table;
  table.name = "table";
  table.attributes.columns.push_back({"n", {}, "", 0, Whole{}});
  VectorLayer bare;
  bare.name = "bare";
  write_geopackage({points, table, bare}, temp / "e.gpkg", Context(1));
  Dataset file = open_gpkg(temp / "e.gpkg");
  ASSERT_NE(file, nullptr);
  ASSERT_EQ(file->GetLayerCount(), 3);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(file->GetLayer(i)->GetFeatureCount(), 0);
  EXPECT_EQ(file->GetLayer(0)->GetGeomType(), wkbPoint);
  EXPECT_EQ(query(*file, "SELECT rtreecheck('rtree_points_geom')"), (Rows{{"ok"}}));
  write_geopackage({}, temp / "none.gpkg", Context(1));
  EXPECT_TRUE(std::filesystem::exists(temp / "none.gpkg"));
}

TEST(GeoPackage, GeometryWithoutAttributes) {
  const TempFolder temp;
  VectorLayer layer = sample_regions();
  layer.attributes = {};
  write_geopackage({layer}, temp / "g.gpkg", Context(1));
  const Dataset file = open_gpkg(temp / "g.gpkg");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(file->GetLayer(0)->GetFeatureCount(), 3);
  EXPECT_EQ(file->GetLayer(0)->GetLayerDefn()->GetFieldCount(), 0);
}

TEST(GeoPackage, NamesOfAnyKind) {
  const TempFolder temp;
  VectorLayer layer = sample_points();
  layer.name = "企业 'a' \"b\" <geom>;--";
  layer.attributes.columns[0].name = "FID";
  layer.attributes.columns[1].name = "geom";
  layer.attributes.columns[2].name = "select \"x\" 'y' <fid>";
  VectorLayer twin = sample_points();  // with the same title, which must be distinct
  twin.attributes.columns[0].name = "fid_";
  twin.attributes.columns[1].name = "fid";
  write_geopackage({layer, twin}, temp / "n.gpkg", Context(1));
  const Dataset file = open_gpkg(temp / "n.gpkg");
  ASSERT_NE(file, nullptr);
  OGRLayer& read = *file->GetLayer(0);
  EXPECT_EQ(read.GetName(), layer.name);
  EXPECT_STREQ(read.GetFIDColumn(), "fid_");
  EXPECT_STREQ(read.GetGeometryColumn(), "geom_");
  EXPECT_STREQ(file->GetLayer(1)->GetFIDColumn(), "fid__");
  const OGRFeatureUniquePtr feature(read.GetFeature(3));
  ASSERT_NE(feature, nullptr);
  EXPECT_STREQ(feature->GetFieldAsString("FID"), "a\nb\t😀");
  EXPECT_EQ(feature->GetFieldAsDouble("geom"), -1e300);
  read.SetSpatialFilterRect(-1e7, 1e7, -1e7, 1e7);
  EXPECT_EQ(read.GetFeatureCount(), 1);
  EXPECT_EQ(query(*file, "SELECT identifier FROM gpkg_contents ORDER BY rowid"),
            (Rows{{"企业 Enterprises"}, {"企业 Enterprises (enterprises)"}}));
}

TEST(GeoPackage, RefusesWhatCannotBeWritten) {
  const TempFolder temp;
  const auto message = [&](ErrorCode code, const std::function<void(VectorLayer&)>& change) {
    VectorLayer layer = sample_points();
    change(layer);
    const std::string text =
        message_of(code, [&] { write_geopackage({layer}, temp / "x.gpkg", Context(1)); });
    EXPECT_FALSE(test::is_open(temp / "x.gpkg"));
    return text;
  };
  for (const char* crs : {"GCJ-02", "gcj02", "BD-09", "bd09", "BD-09 LL"}) {
    EXPECT_NE(message(ErrorCode::kOutput, [&](VectorLayer& l) { l.crs = crs; })
                  .find("layer enterprises: " + std::string(crs) + " has no code"),
              std::string::npos);
  }
  EXPECT_EQ(message(ErrorCode::kOutput, [](VectorLayer& l) { l.crs = ""; }),
            "layer enterprises: has no coordinate system");
  test::write_bytes(temp / "crs.prj", "EPSG:4326");
  for (const std::string& crs :
       {std::string("EPSG:0"), std::string("nonsense"), (temp / "crs.prj").string()}) {
    EXPECT_NE(message(ErrorCode::kOutput, [&](VectorLayer& l) { l.crs = crs; })
                  .find("does not know the coordinate system '" + crs + "'"),
              std::string::npos);
  }
  EXPECT_EQ(names_in(temp.path()), std::set<std::string>{"crs.prj"}) << "refused after it was made";

  EXPECT_EQ(message(ErrorCode::kInternal, [](VectorLayer& l) { l.points.pop_back(); }),
            "layer enterprises: has 2 geometries and 3 rows of attributes");
  EXPECT_EQ(message(ErrorCode::kInternal, [](VectorLayer& l) { l.points[1].x = kNaN; }),
            "layer enterprises: the position in row 2 is not finite");
  EXPECT_EQ(
      message(ErrorCode::kInternal, [](VectorLayer& l) { l.attributes.columns[1].name = "NAME"; }),
      "layer enterprises: the column NAME is there twice");
  message(ErrorCode::kInternal, [](VectorLayer& l) { l.attributes.columns[1].name = ""; });
  message(ErrorCode::kInternal, [](VectorLayer& l) { l.name = ""; });
  message(ErrorCode::kInternal, [](VectorLayer& l) { l.facts.emplace_back("a:b", "c"); });
  VectorLayer upper = sample_points();
  upper.name = "ENTERPRISES";
  EXPECT_EQ(message_of(ErrorCode::kInternal,
                       [&] {
                         write_geopackage({sample_points(), upper}, temp / "x.gpkg", Context(1));
                       }),
            "layer ENTERPRISES: is there twice");
  const std::string gone = (temp / "no/x.gpkg").string();
  EXPECT_EQ(message_of(ErrorCode::kOutput,
                       [&] { write_geopackage({sample_points()}, gone, Context(1)); }),
            gone + ": cannot be written: No such file or directory; choose another folder");
}

TEST(GeoPackage, ReportsProgressAndStops) {
  const TempFolder temp;
  const std::vector<VectorLayer> layers{random_points(30000)};
  const Context watched(2);
  watched.begin("write", 0, 1);
  write_geopackage(layers, temp / "c.gpkg", watched);
  EXPECT_EQ(watched.progress().fraction, 1);

  const Context early(1);
  early.cancel();
  message_of(ErrorCode::kCancelled, [&] { write_geopackage(layers, temp / "c.gpkg", early); });
  EXPECT_FALSE(test::is_open(temp / "c.gpkg"));

  // Cancelled as soon as it has begun, and when it is about to index.
  for (const double when : {0.01, 0.5}) {
    const Context context(2);
    std::thread other([&] {
      while (context.progress().fraction < when) std::this_thread::yield();
      context.cancel();
    });
    message_of(ErrorCode::kCancelled, [&] { write_geopackage(layers, temp / "c.gpkg", context); });
    other.join();
    EXPECT_LT(context.progress().fraction, 1);
    EXPECT_FALSE(test::is_open(temp / "c.gpkg"));
  }
}

}  // namespace
}  // namespace geo::io
