#include <gtest/gtest.h>

#include <cstdlib>

#include "geo/scene/maps.hpp"
#include "geo/sheet/sheet.hpp"
#include "real_maps.hpp"

namespace geo {
namespace {

constexpr const char* kShanghai = "data/boundaries/shanghai_districts_vonng_wgs84.geojson";
constexpr const char* kSingapore = "data/boundaries/opensiterec_singapore_regions.geojson";

// Where the sheets are kept to be looked at: GEO_SHEETS, or nowhere.
class Folder {
 public:
  std::filesystem::path operator/(const std::string& name) const {
    const char* kept = std::getenv("GEO_SHEETS");
    return kept != nullptr ? std::filesystem::path(kept) / name : temporary_ / name;
  }

 private:
  test::TempFolder temporary_;
};

void write_both(const scene::Scene& scene, const Folder& folder, const std::string& name) {
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    sheet::SheetOptions options;
    options.language = language;
    const auto path = folder / (name + (language == Language::kChinese ? "_zh.png" : "_en.png"));
    sheet::write_png(scene, path, options, Context());
    EXPECT_GT(std::filesystem::file_size(path), 100000U);
  }
}

TEST(RealSheet, shanghai) {
  GEO_NEEDS_SHARED(kShanghai);
  const PolygonSet regions = test::read_regions(kShanghai, "adcode", "name", 32651);
  PolygonSet named = regions;
  const Plan plan = test::read_plan();
  for (Region& region : named.regions) region.name = plan.district(region.code)->name;
  const SiteSet sites = test::read_sites(32651);
  const BeltSet belts = test::draw_belts(plan, named, sites);
  const PointSet points = test::invented_points(Box{310000, 3430000, 390000, 3490000}, 20000, 7);
  const Grid density = test::naive_density(points, named.envelope().grown(2000), 200, 2000);

  scene::MapInputs inputs;
  inputs.regions = &named;
  inputs.belts = &belts;
  inputs.sites = &sites;
  inputs.plan = &plan;
  inputs.points = &points;
  inputs.density = &density;
  inputs.title = {"上海市人工智能发展地图", "Artificial Intelligence in Shanghai"};
  inputs.subtitle = {"全部企业", "All enterprises"};
  inputs.notes = {{"边界：Vonng/adcode，CC BY 4.0，由 GCJ-02 转换。",
                   "Boundaries: Vonng/adcode, CC BY 4.0, converted from GCJ-02."},
                  {"规划：" + plan.source, "Plan: " + plan.source}};
  const Folder folder;
  scene::Scene magma = scene::heatmap(inputs, {.ramp = scene::Ramp::kMagma,
                                               .classification = scene::Classification::kQuantile,
                                               .continuous = false,
                                               .clip_to_regions = false});
  write_both(magma, folder, "shanghai_magma");
  write_both(scene::heatmap(inputs), folder, "shanghai_heatmap");
  write_both(scene::plan_map(inputs), folder, "shanghai_plan");
}

TEST(RealSheet, singapore) {
  GEO_NEEDS_SHARED(kSingapore);
  const PolygonSet regions = test::read_regions(kSingapore, "Region", "Region", 3414);
  const PointSet points = test::invented_points(regions.envelope(), 5000, 9);
  const Grid density = test::naive_density(points, regions.envelope(), 60, 900);
  scene::MapInputs inputs;
  inputs.regions = &regions;
  inputs.density = &density;
  inputs.title = {"新加坡商业地图", "Businesses of Singapore"};
  const Folder folder;
  write_both(scene::heatmap(inputs), folder, "singapore_heatmap");
  write_both(scene::plan_map(inputs), folder, "singapore_plan");
}

}  // namespace
}  // namespace geo
