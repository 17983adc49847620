#include "geo/scene/parts.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <memory>
#include <set>

#include "example_city.hpp"
#include "geo/core/error.hpp"

namespace geo::scene {
namespace {

std::shared_ptr<const PolygonSet> squares(int count) {
  auto set = std::make_shared<PolygonSet>();
  for (int i = 0; i < count; ++i) {
    set->add_region({std::to_string(i), {}});
    set->add_part();
    const double x = 10 * i;
    set->add_ring({{x, 0}, {x + 10, 0}, {x + 10, 10}, {x, 10}});
  }
  return set;
}

const PolygonLayer& polygons(const Part& part) {
  return std::get<PolygonLayer>(part.layers.at(0).content);
}

bool legend_says(const Part& part, const std::string& text) {
  for (const LegendItem& item : part.legend) {
    if (item.label.en.find(text) != std::string::npos ||
        item.detail.en.find(text) != std::string::npos) {
      return true;
    }
  }
  return false;
}

TEST(Choropleth, equal_values_have_equal_colours_and_higher_ones_darker_classes) {
  const std::vector<double> values = {1, 2, 3, 4, 5, 6, 7, 8, 1, 8};
  const Part part = choropleth("x", {"x", "x"}, squares(10), values,
                               {.classification = Classification::kEqual, .classes = 4});
  const auto& fill = polygons(part).fill;
  ASSERT_EQ(fill.size(), values.size());
  EXPECT_EQ(fill[0], fill[8]);
  EXPECT_EQ(fill[7], fill[9]);
  // The last class has the end of the ramp.
  EXPECT_EQ(fill[7], ramp_color(Ramp::kYlGnBu, 1));
  const auto& classes = std::get<ClassBar>(part.legend.at(0).sample).classes;
  for (std::size_t i = 0; i < values.size(); ++i) {
    EXPECT_EQ(fill[i], classes.shade(values[i])) << "the legend shows what the map does";
  }
  const Part reversed =
      choropleth("x", {"x", "x"}, squares(10), values,
                 {.reversed = true, .classification = Classification::kEqual, .classes = 4});
  EXPECT_EQ(polygons(reversed).fill[0], fill[7]);
  EXPECT_EQ(polygons(reversed).fill[7], fill[0]);
}

TEST(Choropleth, what_has_no_value_has_no_colour_and_is_counted) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Part part = choropleth("x", {"x", "x"}, squares(4), {nan, 1, INFINITY, 2},
                               {.classification = Classification::kEqual, .classes = 2});
  EXPECT_EQ(polygons(part).fill[0].a, 0);
  EXPECT_EQ(polygons(part).fill[2].a, 0);
  EXPECT_GT(polygons(part).fill[1].a, 0);
  EXPECT_TRUE(legend_says(part, "no data: 2"));
  const Part none = choropleth("x", {"x", "x"}, squares(2), {nan, nan}, {});
  EXPECT_TRUE(legend_says(none, "no value to classify"));
  EXPECT_EQ(polygons(none).fill[1].a, 0);
}

TEST(Choropleth, geometric_classes_of_zeros_leave_them_blank_and_say_so) {
  const Part some = choropleth("x", {"x", "x"}, squares(5), {0, 1, 10, 100, 1000},
                               {.classification = Classification::kGeometric, .classes = 3});
  EXPECT_EQ(polygons(some).fill[0].a, 0);
  EXPECT_TRUE(legend_says(some, "not coloured"));
  const Part all = choropleth("x", {"x", "x"}, squares(5), {3, 1, 10, 100, 1000},
                              {.classification = Classification::kGeometric, .classes = 3});
  for (const Color color : polygons(all).fill) EXPECT_GT(color.a, 0);
  EXPECT_FALSE(legend_says(all, "not coloured"));
}

TEST(Choropleth, diverging_values_have_their_middle_at_the_centre) {
  const std::vector<double> values = {-4, -2, -1, 0, 1, 2, 4};
  const Part part = choropleth(
      "x", {"x", "x"}, squares(7), values,
      {.ramp = Ramp::kRdBu, .classification = Classification::kEqual, .classes = 3, .centre = 0.0});
  const auto& fill = polygons(part).fill;
  EXPECT_GT(fill[0].b, fill[0].r);                   // cold below
  EXPECT_GT(fill[6].r, fill[6].b);                   // warm above
  EXPECT_EQ(fill[3], ramp_color(Ramp::kRdBu, 0.5));  // light between
}

TEST(Choropleth, values_must_be_as_many_as_regions) {
  EXPECT_THROW((void)choropleth("x", {"x", "x"}, squares(3), {1, 2}, {}), Error);
}

TEST(Parts, a_map_is_made_of_its_parts) {
  const test::City city;
  const MapInputs inputs = city.inputs();
  const Scene whole = heatmap(inputs);
  const auto shapes = std::make_shared<const PolygonSet>(*inputs.regions);
  Scene built = empty_map(inputs, MapKind::kHeatmap);
  add(built, ground(shapes));
  add(built, density_surface(*inputs.density, {}, shapes));
  add(built, district_lines(shapes));
  if (inputs.clusters != nullptr) add(built, cluster_hulls(*inputs.clusters));
  add(built, district_names(shapes));
  ASSERT_EQ(built.layers.size(), whole.layers.size());
  for (std::size_t i = 0; i < whole.layers.size(); ++i) {
    EXPECT_EQ(built.layers[i].id, whole.layers[i].id);
    EXPECT_EQ(built.layers[i].content.index(), whole.layers[i].content.index());
  }
  EXPECT_EQ(built.legend.size(), whole.legend.size());
  EXPECT_EQ(built.title.en, whole.title.en);
  EXPECT_EQ(built.notes.size(), whole.notes.size());
}

// So that a legend can leave out what belongs to a layer that is off.
TEST(Parts, every_item_of_a_legend_belongs_to_a_layer) {
  const test::City city;
  for (const Scene& scene : {heatmap(city.inputs()), plan_map(city.inputs())}) {
    std::set<std::string> ids = {"sites"};  // the heading of all kinds of sites
    for (const Layer& layer : scene.layers) ids.insert(layer.id);
    std::size_t items = 0;
    for (const LegendItem& item : scene.legend) {
      EXPECT_TRUE(ids.contains(item.layer)) << scene.kind << ": " << item.label.en << " / "
                                            << item.detail.en << " is of '" << item.layer << "'";
      ++items;
    }
    const Part all = part_of(scene, {ids.begin(), ids.end()});
    EXPECT_EQ(all.layers.size(), scene.layers.size());
    EXPECT_EQ(all.legend.size(), items);
    EXPECT_TRUE(part_of(scene, {"none"}).layers.empty());
  }
}

TEST(Parts, categories_have_colours_of_their_own) {
  std::set<std::uint32_t> seen;
  for (std::size_t i = 0; i < 18; ++i) {
    const Color color = category_color(i);
    EXPECT_TRUE(
        seen.insert(static_cast<std::uint32_t>(color.r << 16 | color.g << 8 | color.b)).second)
        << i;
  }
  EXPECT_EQ(category_color(18), category_color(0));
}

}  // namespace
}  // namespace geo::scene
