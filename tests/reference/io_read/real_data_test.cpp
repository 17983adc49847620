#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>

#include "geo/core/error.hpp"
#include "geo/io/inspect.hpp"
#include "geo/io/plan.hpp"
#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "io/delimited.hpp"
#include "io/gdal.hpp"
#include "support/shared.hpp"

namespace {

using geo::Context;
using geo::io::ColumnKind;
using geo::io::PointSource;
using geo::io::PointsRead;
using geo::io::RegionSource;
using geo::io::RegionsRead;

PointsRead read(const PointSource& source) {
  PointsRead result = geo::io::read_points(source, Context(1));
  result.points.validate();
  result.rejects.validate();
  return result;
}

RegionsRead read(const RegionSource& source) {
  RegionsRead result = geo::io::read_regions(source, Context(1));
  result.regions.validate();
  result.rejects.validate();
  return result;
}

std::string file_of(const std::string& name) { return geo::test::shared("data/" + name).string(); }

// The slow twin: getline and strtod. Fields are counted from the end, because one name holds
// commas.
struct Plain {
  std::vector<double> x;
  std::vector<double> y;
  std::vector<std::string> text;
};
Plain read_plainly(const std::string& path, std::size_t x, std::size_t y, std::size_t text) {
  Plain plain;
  std::ifstream stream(path);
  std::string line;
  std::getline(stream, line);
  while (std::getline(stream, line)) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> fields;
    std::istringstream parts(line);
    for (std::string field; std::getline(parts, field, ',');) fields.push_back(field);
    plain.x.push_back(std::strtod(fields.at(fields.size() - x).c_str(), nullptr));
    plain.y.push_back(std::strtod(fields.at(fields.size() - y).c_str(), nullptr));
    plain.text.push_back(fields.at(fields.size() - text));
  }
  return plain;
}

TEST(RealPoints, Mobike) {
  GEO_NEEDS_SHARED("data/points/mobike_shanghai_20161022.csv");
  PointSource source;
  source.path = file_of("points/mobike_shanghai_20161022.csv");
  source.crs = "GCJ-02";
  source.columns = {{"district", ColumnKind::kText}, {"type", ColumnKind::kCategory}};
  const PointsRead got = read(source);
  const Plain plain = read_plainly(source.path, 5, 4, 3);
  EXPECT_EQ(got.points.size(), 23480U);
  EXPECT_EQ(got.rejects.rejected(), 0U);
  EXPECT_EQ(got.x_column, "lon");
  EXPECT_EQ(got.points.crs, "GCJ-02");
  EXPECT_EQ(got.points.x, plain.x);
  EXPECT_EQ(got.points.y, plain.y);
  EXPECT_EQ(std::get<std::vector<std::string>>(got.points.find("district")->values), plain.text);
}

TEST(RealPoints, Ganji) {
  GEO_NEEDS_SHARED("data/points/ganji_shanghai_bd09.csv");
  PointSource source;
  source.path = file_of("points/ganji_shanghai_bd09.csv");
  source.crs = "BD-09";
  source.columns = {{"区域商圈", ColumnKind::kText}};
  const PointsRead got = read(source);
  const Plain plain = read_plainly(source.path, 4, 3, 5);
  EXPECT_EQ(got.points.size(), 4902U);
  EXPECT_EQ(got.x_column, "经度");
  EXPECT_EQ(got.points.x, plain.x);
  EXPECT_EQ(got.points.y, plain.y);
  EXPECT_EQ(std::get<std::vector<std::string>>(got.points.columns[0].values), plain.text);

  source.x_column = "纬度";
  source.y_column = "经度";
  try {
    (void)read(source);
    ADD_FAILURE() << "swapped columns were taken";
  } catch (const geo::Error& error) {
    EXPECT_NE(std::string(error.what()).find("are swapped: 100 %"), std::string::npos)
        << error.what();
  }
}

// Against GDAL's own CSV driver: quoted names, empty cells, 9,912 and 8,044 rows.
TEST(RealPoints, OpenSiteRecEqualsGdal) {
  for (const auto& [name, count] : {std::pair("points/opensiterec_singapore.csv", 9912U),
                                    std::pair("points/opensiterec_chicago.csv", 8044U)}) {
    GEO_NEEDS_SHARED("data/" + std::string(name));
    PointSource source;
    source.path = file_of(name);
    source.columns = {{"Name", ColumnKind::kText},
                      {"cate_1", ColumnKind::kCategory},
                      {"BA_ID", ColumnKind::kNumber},
                      {"brand:wikidata", ColumnKind::kText}};
    const PointsRead got = read(source);
    ASSERT_EQ(got.points.size(), count);
    const GDALDatasetUniquePtr dataset(GDALDataset::Open(source.path.c_str(), GDAL_OF_VECTOR));
    OGRLayer* layer = dataset->GetLayer(0);
    const auto& names = std::get<std::vector<std::string>>(got.points.find("Name")->values);
    const auto& wikidata =
        std::get<std::vector<std::string>>(got.points.find("brand:wikidata")->values);
    const auto& number = std::get<std::vector<double>>(got.points.find("BA_ID")->values);
    const geo::Categories& categories = got.points.categories("cate_1");
    std::size_t i = 0;
    for (const auto& feature : *layer) {
      const auto text = [&](const char* field) {
        return std::string(feature->GetFieldAsString(field));
      };
      ASSERT_LT(i, count);
      EXPECT_EQ(got.points.x[i], std::strtod(text("Longitude").c_str(), nullptr));
      EXPECT_EQ(got.points.y[i], std::strtod(text("Latitude").c_str(), nullptr));
      EXPECT_EQ(names[i], geo::io::trimmed(text("Name")));
      EXPECT_EQ(wikidata[i], text("brand:wikidata"));
      EXPECT_EQ(std::isnan(number[i]), text("BA_ID").empty());
      if (!text("BA_ID").empty()) {
        EXPECT_EQ(number[i], std::strtod(text("BA_ID").c_str(), nullptr));
      }
      EXPECT_EQ(categories.names.at(categories.codes[i]), text("cate_1"));
      ++i;
    }
    EXPECT_EQ(i, count);
    EXPECT_TRUE(got.not_numbers.empty());
  }
}

TEST(RealPoints, CodePoint) {
  GEO_NEEDS_SHARED("data/points/codepoint_gb_epsg27700.csv.gz");
  PointSource source;
  source.path = file_of("points/codepoint_gb_epsg27700.csv.gz");
  source.crs = "EPSG:27700";
  source.columns = {{"district", ColumnKind::kCategory}};
  const PointsRead got = read(source);
  EXPECT_EQ(got.rejects.read, 1684769U);
  EXPECT_EQ(got.rejects.rejected(), 84U);
  EXPECT_EQ(got.points.size(), 1684685U);
  EXPECT_EQ(got.rejects.by_reason(),
            (std::map<std::string, std::uint64_t>{{geo::io::reject_reason::kZero, 84}}));
  EXPECT_EQ(got.points.x[0], 394251);
  EXPECT_EQ(got.points.y[0], 806376);
  EXPECT_EQ(got.points.categories("district").names[0], "S12000033");
  double sum = 0;  // whole numbers: exact in any order
  for (const double x : got.points.x) sum += x;
  // The slow twin through GDAL's gzip and getline on the text.
  std::string text;
  {
    VSILFILE* file = VSIFOpenL(("/vsigzip/" + source.path).c_str(), "rb");
    ASSERT_NE(file, nullptr);
    std::vector<char> piece(1U << 20U);
    while (const std::size_t n = VSIFReadL(piece.data(), 1, piece.size(), file))
      text.append(piece.data(), n);
    VSIFCloseL(file);
  }
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  double expected = 0;
  while (std::getline(lines, line))
    expected += std::strtod(line.c_str() + line.find(',') + 1, nullptr);
  EXPECT_EQ(sum, expected);
}

TEST(RealRegions, EveryFileOfBoundaries) {
  GEO_NEEDS_SHARED("data/boundaries");
  struct Case {
    const char* name;
    const char* code;
    std::size_t regions;
    std::size_t vertices;
  };
  for (const Case& each : {Case{"shanghai_districts_vonng_wgs84.geojson", "adcode", 16, 17714},
                           Case{"shanghai_districts_vonng_gcj02.geojson", "adcode", 16, 17714},
                           Case{"shanghai_districts_echarts490_gcj02.geojson", "adcode", 16, 4456},
                           Case{"shanghai_subdistricts_osm_wgs84.geojson", "name", 127, 42388},
                           Case{"opensiterec_singapore_regions.geojson", "Region", 2043, 122668}}) {
    RegionSource source;
    source.path = file_of(std::string("boundaries/") + each.name);
    source.code_field = each.code;
    const RegionsRead got = read(source);
    EXPECT_EQ(got.regions.size(), each.regions) << each.name;
    EXPECT_EQ(got.regions.vertex_count(), each.vertices) << each.name;
    EXPECT_EQ(got.rejects.rejected(), 0U) << each.name;
    // Against the JSON itself.
    std::ifstream stream(source.path);
    const nlohmann::json json = nlohmann::json::parse(stream);
    std::size_t at = 0;
    std::size_t rings = 0;
    for (const auto& feature : json["features"]) {
      const auto& geometry = feature["geometry"];
      nlohmann::json polygons = geometry["coordinates"];
      if (geometry["type"] == "Polygon") polygons = nlohmann::json::array({polygons});
      for (const auto& polygon : polygons) {
        for (const auto& ring : polygon) {
          ++rings;
          for (const auto& vertex : ring) {
            ASSERT_EQ(got.regions.x.at(at), vertex[0].get<double>()) << each.name;
            ASSERT_EQ(got.regions.y.at(at), vertex[1].get<double>()) << each.name;
            ++at;
          }
        }
      }
    }
    EXPECT_EQ(at, got.regions.vertex_count());
    EXPECT_EQ(rings, got.regions.ring_count());
  }
}

TEST(RealRegions, FieldsOfTheDirtyFile) {
  GEO_NEEDS_SHARED("data/boundaries/shanghai_districts_echarts490_gcj02.geojson");
  RegionSource source;
  source.path = file_of("boundaries/shanghai_districts_echarts490_gcj02.geojson");
  source.crs = "GCJ-02";
  source.code_field = "adcode";
  source.name_field = "name";
  source.land_area_field = "official_area_km2";
  const RegionsRead got = read(source);
  EXPECT_EQ(got.regions.crs, "GCJ-02");
  const int chongming = got.regions.find("310151");
  ASSERT_GE(chongming, 0);
  EXPECT_EQ(got.regions.regions[static_cast<std::size_t>(chongming)].name.zh, "崇明区");
  EXPECT_EQ(got.regions.regions[static_cast<std::size_t>(chongming)].land_area_km2, 1185.49);
  source.code_field = "name";
  EXPECT_EQ(read(source).regions.find("崇明区"), chongming);
  source.code_field = "id";
  EXPECT_THROW((void)read(source), geo::Error);
}

TEST(RealRegions, RoundTripsByGdal) {
  GEO_NEEDS_SHARED("data/boundaries/shanghai_districts_vonng_wgs84.geojson");
  geo::io::init_gdal();
  const geo::test::TempFolder folder;
  RegionSource source;
  source.path = file_of("boundaries/shanghai_districts_vonng_wgs84.geojson");
  source.code_field = "adcode";
  source.name_field = "name";
  const RegionsRead before = read(source);
  const GDALDatasetUniquePtr dataset(GDALDataset::Open(source.path.c_str(), GDAL_OF_VECTOR));
  for (const auto& [driver, file] :
       {std::pair("GPKG", "a.gpkg"), std::pair("ESRI Shapefile", "a.shp")}) {
    source.path = (folder / file).string();
    {
      const std::array<const char*, 2> options = {
          std::string_view(driver) == "GPKG" ? nullptr : "ENCODING=UTF-8", nullptr};
      const GDALDatasetUniquePtr copy(GetGDALDriverManager()->GetDriverByName(driver)->Create(
          source.path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
      ASSERT_NE(copy->CopyLayer(dataset->GetLayer(0), "a", const_cast<char**>(options.data())),
                nullptr);
    }
    const RegionsRead after = read(source);
    EXPECT_EQ(after.regions.crs, "EPSG:4326");
    ASSERT_EQ(after.regions.size(), before.regions.size());
    EXPECT_EQ(after.regions.vertex_count(), before.regions.vertex_count());
    for (std::size_t r = 0; r < before.regions.size(); ++r) {
      EXPECT_EQ(after.regions.regions[r].code, before.regions.regions[r].code);
      EXPECT_EQ(after.regions.regions[r].name, before.regions.regions[r].name);
      EXPECT_EQ(after.regions.envelope(r), before.regions.envelope(r));
      EXPECT_NEAR(after.regions.area(r), before.regions.area(r), 1e-12);
    }
  }
}

TEST(RealPlan, ReadsThePlan) {
  GEO_NEEDS_SHARED("plan/plan.json");
  const geo::Plan plan = geo::io::read_plan(geo::test::shared("plan/plan.json").string());
  EXPECT_EQ(plan.specialties.size(), 10U);
  ASSERT_EQ(plan.districts.size(), 16U);
  ASSERT_EQ(plan.belts.size(), 2U);
  std::map<std::size_t, int> designated;  // number of specialties -> districts
  for (const geo::PlanDistrict& district : plan.districts)
    ++designated[district.specialties.size()];
  EXPECT_EQ(designated, (std::map<std::size_t, int>{{0, 1}, {1, 1}, {2, 13}, {3, 1}}));
  ASSERT_NE(plan.district("310118"), nullptr);
  EXPECT_TRUE(plan.district("310118")->specialties.empty());
  const std::vector<std::string> west = {"310113", "310110", "310107", "310105",
                                         "310104", "310112", "310117"};
  EXPECT_EQ(plan.belts[0].members, west);
  EXPECT_TRUE(plan.belts[0].open_ended);
  EXPECT_EQ(plan.belts[1].title.zh, "张江-临港");
  EXPECT_EQ(plan.belts[1].half_width_km, std::nullopt);
  const std::map<std::string, double> figures(plan.figures.begin(), plan.figures.end());
  EXPECT_EQ(figures.size(), 16U);
  EXPECT_EQ(figures.at("targets_2020.core_industry_yuan"), 1e11);
  EXPECT_EQ(figures.at("baseline_2018.industry_yuan"), 7e10);
  EXPECT_EQ(figures.at("fund.tiers[1].cap_yuan"), 2e7);
  EXPECT_EQ(figures.at("fund.max_share"), 0.3);
}

TEST(RealInspect, SaysWhatIsThere) {
  GEO_NEEDS_SHARED("data/points/ganji_shanghai_bd09.csv");
  const geo::io::FileInfo info =
      geo::io::inspect(file_of("points/ganji_shanghai_bd09.csv"), Context(1));
  EXPECT_EQ(info.encoding, "UTF-8");
  const geo::io::LayerInfo& layer = info.layers.at(0);
  EXPECT_EQ(layer.rows, 4902U);
  EXPECT_EQ(layer.guess_reason, "named '经度' and '纬度'; all 4902 values in range");
  EXPECT_EQ(layer.fields.at(2).type, "number");
  EXPECT_EQ(layer.fields.at(0).example, "上方花园");
}

}  // namespace
