#include "geo/scene/maps.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "example_city.hpp"
#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

constexpr Language kBoth[] = {Language::kChinese, Language::kEnglish};

bool says(const std::vector<std::string>& texts, const std::string& part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

bool legend_says(const Scene& scene, Language language, const std::string& part) {
  std::vector<std::string> texts;
  for (const LegendItem& item : scene.legend) {
    texts.push_back(item.label.in(language));
    texts.push_back(item.detail.in(language));
  }
  return says(texts, part);
}

bool notes_say(const Scene& scene, Language language, const std::string& part) {
  std::vector<std::string> texts;
  for (const Text& note : scene.notes) texts.push_back(note.in(language));
  return says(texts, part);
}

const Classes& classes_of(const Scene& scene) {
  return std::get<RasterLayer>(scene.find("density")->content).classes;
}

const LabelLayer& names_of(const Scene& scene) {
  return std::get<LabelLayer>(scene.find("names")->content);
}

TEST(Heatmap, legend_prints_unit_kernel_bandwidth_and_n) {
  const test::City city;
  const Scene scene = heatmap(city.inputs());
  EXPECT_TRUE(legend_says(scene, Language::kChinese, "企业/km²"));
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "enterprises/km²"));
  for (const Language language : kBoth) {
    EXPECT_TRUE(legend_says(scene, language, "quartic"));
    EXPECT_TRUE(legend_says(scene, language, "1,500 m"));
    EXPECT_TRUE(legend_says(scene, language, "n = 12,345"));
  }
}

TEST(Heatmap, says_where_a_fact_is_missing) {
  test::City city;
  city.density.facts.clear();
  city.density.unit.clear();
  const Scene scene = heatmap(city.inputs());
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "Kernel: not stated"));
  EXPECT_TRUE(legend_says(scene, Language::kChinese, "带宽：未注明"));
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "Sample: not stated"));
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "no unit"));
}

TEST(Heatmap, weights_are_named_and_summed) {
  test::City city;
  city.density.unit = "weight/km2";
  city.density.facts[3].second = "98765.5";
  const Scene scene = heatmap(city.inputs());
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "weight/km²"));
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "98,765.5"));
}

TEST(Heatmap, breaks_ascend_and_the_bar_shows_them) {
  const test::City city;
  const Scene scene = heatmap(city.inputs());
  const Classes& classes = classes_of(scene);
  ASSERT_EQ(classes.breaks, (std::vector<double>{0.5, 1, 2, 5, 10, 20, 50}));
  EXPECT_EQ(classes.colors.size(), classes.breaks.size() + 1);
  const bool shown = std::any_of(scene.legend.begin(), scene.legend.end(), [&](const auto& item) {
    const auto* bar = std::get_if<ClassBar>(&item.sample);
    return bar != nullptr && bar->classes.breaks == classes.breaks;
  });
  EXPECT_TRUE(shown);
}

TEST(Heatmap, given_breaks_are_taken) {
  const test::City city;
  HeatmapOptions options;
  options.breaks = {3, 30, 300};
  options.continuous = false;
  const Scene scene = heatmap(city.inputs(), options);
  EXPECT_EQ(classes_of(scene).breaks, options.breaks);
  EXPECT_EQ(classes_of(scene).top, 300);
  EXPECT_FALSE(classes_of(scene).continuous);
  options.breaks = {3, 1};
  EXPECT_THROW((void)heatmap(city.inputs(), options), Error);
}

TEST(Heatmap, of_values_of_either_sign_about_a_centre) {
  test::City city;
  for (std::size_t i = 0; i < city.density.values.size(); ++i) {
    city.density.values[i] = i % 3 == 0 ? -3.0 : i % 3 == 1 ? 0.5 : 1.5;
  }
  const Scene scene = heatmap(
      city.inputs(), {.classification = Classification::kEqual, .classes = 2, .centre = 0.0});
  const Classes& classes = classes_of(scene);
  EXPECT_EQ(classes.breaks, (std::vector<double>{-3, -2, -1, 1, 2}));
  EXPECT_GT(classes.shade(-3).a, 0);
  for (double& value : city.density.values) value = -std::abs(value);
  EXPECT_FALSE(legend_says(heatmap(city.inputs(), {.centre = 0.0}), Language::kEnglish,
                           "no density above zero"));
}

TEST(Heatmap, clip_can_be_switched_off) {
  const test::City city;
  HeatmapOptions options;
  EXPECT_TRUE(std::get<RasterLayer>(heatmap(city.inputs(), options).find("density")->content).clip);
  options.clip_to_regions = false;
  EXPECT_FALSE(
      std::get<RasterLayer>(heatmap(city.inputs(), options).find("density")->content).clip);
}

TEST(Heatmap, owns_what_it_shows) {
  Scene scene;
  {
    const test::City city;
    scene = heatmap(city.inputs());
  }
  const auto& raster = std::get<RasterLayer>(scene.find("density")->content);
  EXPECT_EQ(raster.values.size(), raster.frame.size());
  EXPECT_EQ(raster.clip->size(), 12U);
}

TEST(Heatmap, of_zeros_says_so) {
  test::City city;
  city.density.values.assign(city.density.values.size(), 0);
  const Scene scene = heatmap(city.inputs());
  EXPECT_TRUE(classes_of(scene).breaks.empty());
  EXPECT_TRUE(legend_says(scene, Language::kChinese, "没有大于零的密度"));
  city.density.values.assign(city.density.values.size(), NAN);
  EXPECT_TRUE(legend_says(heatmap(city.inputs()), Language::kEnglish, "no density above zero"));
}

TEST(Heatmap, without_a_density_shows_the_points) {
  const test::City city;
  MapInputs inputs = city.inputs();
  inputs.density = nullptr;
  const Scene scene = heatmap(inputs);
  ASSERT_NE(scene.find("points"), nullptr);
  EXPECT_EQ(std::get<PointLayer>(scene.find("points")->content).points.size(), 400U);
  EXPECT_EQ(scene.find("density"), nullptr);
  EXPECT_EQ(heatmap(city.inputs()).find("points"), nullptr);
}

TEST(Maps, invented_data_is_marked) {
  test::City city;
  EXPECT_FALSE(heatmap(city.inputs()).synthetic);
  MapInputs inputs = city.inputs();
  inputs.synthetic = true;
  for (const Scene& scene : {heatmap(inputs), plan_map(inputs)}) {
    EXPECT_TRUE(scene.synthetic);
    EXPECT_TRUE(notes_say(scene, Language::kChinese, "合成数据"));
    EXPECT_TRUE(notes_say(scene, Language::kEnglish, "synthetic data"));
    EXPECT_TRUE(says(scene.texts(Language::kEnglish), kSyntheticMark));
  }
  // Points that know it mark the map by themselves, where the map is made from them.
  city.points.synthetic = true;
  EXPECT_TRUE(heatmap(city.inputs()).synthetic);
  EXPECT_TRUE(plan_map(city.inputs()).synthetic) << "its clusters are made from them";
  inputs = city.inputs();
  inputs.clusters = nullptr;
  EXPECT_FALSE(plan_map(inputs).synthetic) << "nothing on it is made from them";
}

TEST(Maps, approval_number_or_internal_use) {
  const test::City city;
  MapInputs inputs = city.inputs();
  EXPECT_NE(plan_map(inputs).approval.zh.find("内部使用"), std::string::npos);
  EXPECT_NE(plan_map(inputs).approval.en.find("internal use"), std::string::npos);
  inputs.approval_number = "沪S(2018)001号";
  EXPECT_NE(plan_map(inputs).approval.zh.find("沪S(2018)001号"), std::string::npos);
  EXPECT_EQ(plan_map(inputs).approval.zh.find("内部使用"), std::string::npos);
}

TEST(PlanMap, a_width_that_is_assumed_is_called_so) {
  test::City city;
  const Scene scene = plan_map(city.inputs());
  EXPECT_TRUE(notes_say(scene, Language::kChinese, "半宽 3 km 为假设"));
  EXPECT_TRUE(notes_say(scene, Language::kEnglish, "half width of 3 km is an assumption"));
  EXPECT_TRUE(legend_says(scene, Language::kChinese, "3 km（假设）"));
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "3 km (assumed)"));
  city.belts.width_assumed[1] = false;
  const Scene stated = plan_map(city.inputs());
  EXPECT_FALSE(notes_say(stated, Language::kEnglish, "assumption"));
  EXPECT_FALSE(legend_says(stated, Language::kEnglish, "assumed"));
  EXPECT_TRUE(legend_says(stated, Language::kEnglish, "3 km"));
}

TEST(PlanMap, an_open_list_of_districts_is_called_so) {
  const test::City city;
  const Scene scene = plan_map(city.inputs());
  EXPECT_TRUE(notes_say(scene, Language::kEnglish, "open-ended"));
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "District 1, District 5 and others"));
  EXPECT_TRUE(legend_says(scene, Language::kChinese, "第1区、第5区 等"));
}

TEST(PlanMap, a_district_without_specialty_says_so) {
  const test::City city;
  const Scene scene = plan_map(city.inputs());
  ASSERT_EQ(scene.table.rows.size(), 12U);
  EXPECT_EQ(scene.table.rows[11].detail.zh, "未列特色");
  EXPECT_EQ(scene.table.rows[11].detail.en, "none designated");
  EXPECT_TRUE(scene.table.rows[11].muted);
  EXPECT_EQ(scene.table.rows[0].detail.zh, "智能芯片设计、智能安防");
  EXPECT_EQ(scene.table.rows[1].detail.en, "Intelligent security, AI chip design");
  for (const Label& label : names_of(scene).labels) {
    if (label.region != 11) {
      EXPECT_EQ(label.lines.size(), 2U);
      continue;
    }
    ASSERT_EQ(label.lines.size(), 1U);
    EXPECT_EQ(label.lines[0].zh, "未列特色");
    EXPECT_TRUE(label.lines_muted);
  }
}

TEST(PlanMap, keys_of_labels_lead_to_the_rows_of_their_districts) {
  test::City city;
  std::reverse(city.plan.districts.begin(), city.plan.districts.end());
  city.plan.districts.pop_back();  // d10 is not in the plan
  const Scene scene = plan_map(city.inputs());
  ASSERT_EQ(scene.table.rows.size(), 12U);
  ASSERT_EQ(names_of(scene).labels.size(), 12U);
  for (const Label& label : names_of(scene).labels) {
    const auto row = std::find_if(scene.table.rows.begin(), scene.table.rows.end(),
                                  [&](const auto& r) { return r.key == label.key; });
    ASSERT_NE(row, scene.table.rows.end());
    EXPECT_EQ(row->name, label.title);
  }
}

TEST(PlanMap, a_district_that_has_no_boundary_is_noted) {
  test::City city;
  city.plan.districts.push_back({"zz", {"无界区", "Nowhere"}, {0}});
  const Scene scene = plan_map(city.inputs());
  EXPECT_TRUE(notes_say(scene, Language::kEnglish, "Nowhere"));
  EXPECT_TRUE(notes_say(scene, Language::kChinese, "无界区"));
  EXPECT_EQ(scene.table.rows.size(), 13U);
}

TEST(PlanMap, belts_are_brush_strokes) {
  const test::City city;
  const Scene scene = plan_map(city.inputs());
  const auto& strokes = std::get<LineLayer>(scene.find("belts")->content);
  ASSERT_EQ(strokes.lines.size(), 2U);
  for (std::size_t b = 0; b < 2; ++b) {
    const Line& line = strokes.lines[b];
    ASSERT_EQ(line.path.size(), line.width_mm.size());
    EXPECT_NEAR(line.path.front().x, city.belts.axis[b].front().x, 1e-6);
    EXPECT_NEAR(line.path.back().y, city.belts.axis[b].back().y, 1e-6);
    for (const double width : line.width_mm) EXPECT_GT(width, 0);
  }
  const auto& left = strokes.lines[0].width_mm;
  const auto& right = strokes.lines[1].width_mm;
  EXPECT_GT(left[10], 3 * left[70]) << "the stroke to the left thins out";
  EXPECT_LT(3 * right[5], right[58]) << "the stroke to the right swells";
  EXPECT_NE(strokes.lines[0].color, strokes.lines[1].color);
  EXPECT_NE(scene.find("corridors"), nullptr);
}

TEST(PlanMap, districts_have_the_tint_of_their_belt) {
  const test::City city;
  const Scene scene = plan_map(city.inputs());
  const auto& fill = std::get<PolygonLayer>(scene.find("districts")->content).fill;
  ASSERT_EQ(fill.size(), 12U);
  EXPECT_EQ(fill[0], fill[4]);
  EXPECT_NE(fill[0], fill[1]);
  EXPECT_EQ(fill[1], fill[11]);
}

TEST(PlanMap, without_plan_belts_or_sites) {
  const test::City city;
  MapInputs inputs;
  inputs.regions = &city.regions;
  const Scene scene = plan_map(inputs);
  EXPECT_TRUE(scene.table.rows.empty());
  EXPECT_EQ(scene.find("belts"), nullptr);
  EXPECT_EQ(names_of(scene).labels.size(), 12U);
  EXPECT_TRUE(names_of(scene).labels[0].key.empty());
  EXPECT_FALSE(scene.title.empty());
}

TEST(PlanMap, a_belt_without_a_line_draws_no_stroke) {
  test::City city;
  city.belts.axis = {{{test::kWest, test::kSouth}}, {}};
  const Scene scene = plan_map(city.inputs());
  EXPECT_EQ(std::count_if(scene.layers.begin(), scene.layers.end(),
                          [](const Layer& layer) { return layer.id == "belts"; }),
            0);
  EXPECT_TRUE(legend_says(scene, Language::kEnglish, "West belt"));
}

TEST(Maps, need_regions_in_one_system) {
  const test::City city;
  MapInputs inputs;
  EXPECT_THROW((void)heatmap(inputs), Error);
  const PolygonSet nothing;
  inputs.regions = &nothing;
  EXPECT_THROW((void)plan_map(inputs), Error);
  inputs = city.inputs();
  Grid other = city.density;
  other.crs = "EPSG:4490";
  inputs.density = &other;
  try {
    (void)heatmap(inputs);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOption);
    EXPECT_NE(std::string(error.what()).find("EPSG:4490"), std::string::npos);
  }
}

TEST(Maps, regions_without_names_go_by_their_code) {
  test::City city;
  for (Region& region : city.regions.regions) region.name = {};
  city.plan.districts.clear();
  for (const Scene& scene : {heatmap(city.inputs()), plan_map(city.inputs())}) {
    for (const Label& label : names_of(scene).labels) {
      EXPECT_EQ(label.title.zh, city.regions.regions[static_cast<std::size_t>(label.region)].code);
    }
  }
}

TEST(Maps, a_point_of_a_region_still_has_an_extent) {
  PolygonSet regions;
  regions.add_region({"a", {}, 0});
  test::add_rectangle(regions, {500000, 4000000, 500000, 4000000});
  MapInputs inputs;
  inputs.regions = &regions;
  const Scene scene = heatmap(inputs);
  EXPECT_GT(scene.extent.width(), 0);
  EXPECT_GT(scene.extent.height(), 0);
}

}  // namespace
}  // namespace geo::scene
