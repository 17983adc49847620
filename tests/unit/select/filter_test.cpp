#include "geo/select/filter.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "geo/core/error.hpp"
#include "geo/select/text_query.hpp"
#include "support/shared.hpp"

namespace {

using geo::Context;
using geo::select::Attributes;
using geo::select::Filter;
using geo::select::FilterInputs;

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

struct City {
  geo::PointSet points;
  geo::PolygonSet regions;
  geo::Assignment assignment;
  geo::BeltSet belts;
  geo::BeltMembership membership;
  Attributes attributes;
  geo::select::Readings readings;

  explicit City(std::size_t n)
      : readings(geo::test::repository("data/readings/characters.csv").string(),
                 geo::test::repository("data/readings/words.csv").string()) {
    std::mt19937 bits(static_cast<unsigned>(n) + 1);
    const std::vector<std::string> names = {"张江芯片", "长宁智能", "浦东 AI", "", "Zeta J"};
    const std::vector<std::string> dates = {
        "2010", "2010-05", "2010-05-31", "2015-01-01", "2014-12-31", "not a date", ""};
    std::vector<std::string> name;
    std::vector<std::string> founded;
    geo::Categories specialty{{"芯片", "机器人"}, {}};
    std::vector<double> capital;
    membership.inside.assign(2, {});
    for (std::size_t i = 0; i < n; ++i) {
      points.x.push_back(static_cast<double>(bits() % 100));
      points.y.push_back(static_cast<double>(bits() % 100));
      points.row.push_back(i + 1);
      name.push_back(names[bits() % names.size()]);
      founded.push_back(dates[bits() % dates.size()]);
      const auto word = static_cast<std::uint32_t>(bits() % 3);
      specialty.codes.push_back(word == 2 ? geo::Categories::kMissing : word);
      capital.push_back(bits() % 5 == 0 ? kNaN : static_cast<double>(bits() % 50));
      assignment.region.push_back(static_cast<int>(bits() % 3) - 1);
      for (auto& inside : membership.inside) {
        inside.push_back(static_cast<std::uint8_t>(bits() % 2));
      }
    }
    assignment.on_border.assign(n, 0);
    points.columns = {
        {"name", name}, {"specialty", specialty}, {"founded", founded}, {"capital", capital}};
    for (const char* code : {"A", "B"}) {
      geo::Region region;
      region.code = code;
      regions.add_region(region);
      regions.add_part();
      regions.add_ring({{0, 0}, {1, 0}, {1, 1}});
    }
    belts.belts.resize(2);
    belts.belts[0].id = "east";
    belts.belts[1].id = "west";
    attributes = geo::select::attributes_of(points, "founded", "capital", "employees");
  }

  [[nodiscard]] FilterInputs inputs() const {
    return {.points = &points,
            .regions = &regions,
            .assignment = &assignment,
            .belts = &belts,
            .membership = &membership,
            .specialty_column = "specialty",
            .text_columns = {"name", "id"},
            .attributes = &attributes,
            .readings = &readings};
  }
};

// The slow twin: each enterprise asked one question after the other.
std::vector<std::uint32_t> twin(const City& city, const Filter& f) {
  std::vector<std::uint32_t> left;
  for (std::uint32_t i = 0; i < city.points.size(); ++i) {
    const auto& words = city.points.categories("specialty");
    const std::string specialty =
        words.codes[i] == geo::Categories::kMissing ? "" : words.names[words.codes[i]];
    const int region = city.assignment.region[i];
    const std::string district =
        region < 0 ? "" : city.regions.regions[static_cast<std::size_t>(region)].code;
    const auto& names = std::get<std::vector<std::string>>(city.points.find("name")->values);
    bool ok = f.specialty.empty() || f.specialty == specialty;
    ok = ok && (f.district.empty() || f.district == district);
    if (f.belt == "east") ok = ok && city.membership.inside[0][i] == 1;
    if (f.belt == "west") ok = ok && city.membership.inside[1][i] == 1;
    if (!f.belt.empty() && f.belt != "east" && f.belt != "west") ok = false;
    ok = ok && geo::select::TextQuery(f.text, city.readings).matches(names[i]);
    const double year = city.attributes.founded[i];
    ok = ok && (f.founded.open() || (year >= f.founded.from && year < f.founded.to));
    const double capital = city.attributes.capital[i];
    ok = ok && (f.capital.open() || (capital >= f.capital.from && capital <= f.capital.to));
    ok = ok && f.employees.open();
    if (ok) left.push_back(i);
  }
  return left;
}

TEST(Filter, equalsTheTwinHoweverItIsCombined) {
  std::mt19937 bits(3);
  std::size_t some = 0;
  for (const std::size_t n : {0U, 1U, 50U, 9000U}) {
    const City city(n);
    for (int round = 0; round < 200; ++round) {
      const auto maybe = [&](std::vector<const char*> values) {
        return std::string(bits() % 2 == 0 ? "" : values[bits() % values.size()]);
      };
      Filter filter;
      filter.specialty = maybe({"芯片", "机器人", "none such"});
      filter.district = maybe({"A", "B", "C"});
      filter.belt = maybe({"east", "west", "north"});
      filter.text = maybe({"zj", "张", "changning", "ai", "zz"});
      if (bits() % 2 == 0) filter.founded.from = 2010 + 0.1 * static_cast<double>(bits() % 60);
      if (bits() % 2 == 0) filter.founded.to = 2010 + 0.5 * static_cast<double>(bits() % 12);
      if (bits() % 3 == 0) filter.capital.from = static_cast<double>(bits() % 50);
      if (bits() % 3 == 0) filter.capital.to = static_cast<double>(bits() % 50);
      if (bits() % 20 == 0) filter.employees.from = 3;
      const auto left = geo::select::filtered(city.inputs(), filter, Context(1));
      EXPECT_EQ(left, twin(city, filter));
      EXPECT_EQ(left, geo::select::filtered(city.inputs(), filter, Context(4)));
      some += left.empty() || left.size() == n ? 0U : 1U;
    }
    EXPECT_EQ(geo::select::filtered(city.inputs(), {}, Context(1)).size(), n);
  }
  EXPECT_GT(some, 100U);
}

TEST(Filter, aYearBeginsWithItsFirstDayAndEndsBeforeTheNext) {
  City city(1);
  const auto years = [&](const char* date) {
    std::get<std::vector<std::string>>(city.points.columns[2].values)[0] = date;
    return geo::select::attributes_of(city.points, "founded", "", "").founded[0];
  };
  EXPECT_EQ(years("2015-01-01"), 2015);
  EXPECT_EQ(years("2015"), 2015);
  EXPECT_LT(years("2014-12-31"), 2015);
  EXPECT_TRUE(std::isnan(years("soon")));
  city.attributes.founded[0] = 2015;
  Filter filter;
  filter.founded = {2010, 2015};
  EXPECT_TRUE(geo::select::filtered(city.inputs(), filter, Context(1)).empty());
  filter.founded = {2015, 2016};
  EXPECT_EQ(geo::select::filtered(city.inputs(), filter, Context(1)).size(), 1U);
}

TEST(Filter, whatCannotBeAskedIsSaidOrLeavesNone) {
  const City city(20);
  FilterInputs inputs = city.inputs();
  inputs.specialty_column = "no such";
  Filter filter;
  filter.specialty = "芯片";
  EXPECT_THROW((void)geo::select::filtered(inputs, filter, Context(1)), geo::Error);
  filter = {};
  filter.capital = {0, 100};
  inputs.attributes = nullptr;
  EXPECT_TRUE(geo::select::filtered(inputs, filter, Context(1)).empty());
  const Context cancelled(1);
  cancelled.cancel();
  EXPECT_THROW((void)geo::select::filtered(city.inputs(), {}, cancelled), geo::Error);
}

TEST(Attributes, ofCategoriesAndOfColumnsThatAreNotThere) {
  City city(2);
  city.points.columns.push_back(
      {"year", geo::Categories{{"2012", "x"}, {0, geo::Categories::kMissing}}});
  const Attributes known = geo::select::attributes_of(city.points, "year", "name", "none");
  EXPECT_EQ(known.founded[0], 2012);
  EXPECT_TRUE(std::isnan(known.founded[1]));
  EXPECT_TRUE(known.capital.empty());  // a column of texts
  EXPECT_TRUE(known.employees.empty());
}

}  // namespace
