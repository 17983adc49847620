#include "geo/io/plan.hpp"

#include <string>

#include "support.hpp"

namespace {

using geo::BeltKind;
using geo::Plan;
using geo::SiteSet;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;

// Replaces the first `from` in `text` by `to`.
std::string with(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

const std::string kPlan = R"({
  // a comment
  "source": "made for this test",
  "specialties": [{"name": "芯片", "name_en": "Chips"}, {"name": "机器人", "name_en": "Robots"}, {"name_en": "Health"}],
  "districts": [
    {"code": "1", "name": "甲", "name_en": "Jia", "specialties": ["芯片", "Robots"]},
    {"code": "2", "specialties": []}],
  "belts": [
    {"id": "north", "name": "北带", "name_en": "North", "title": "题", "title_en": "Title", "kind": "districts",
     "open_ended": true, "members_north_to_south": ["2", "1"]},
    {"id": "axis", "name": "轴", "kind": "corridor", "cores": ["A", "B"], "within": ["1"], "half_width_km": 2.5},
    {"id": "line", "name_en": "Line", "kind": "corridor", "cores": ["A", "B", "C"]}],
  "targets_2020": {"firms": 6, "by": {"year": [1, 2.5]}, "note": "text", "open": null},
  "baseline_2018": 70,
  "fund": {"tiers": [{"name": "general", "cap_yuan": 3e6}]}})";

TEST(ReadPlan, ReadsEveryKey) {
  const TempFolder folder;
  const Plan plan = geo::io::read_plan(write_file(folder / "plan.json", kPlan));
  EXPECT_EQ(plan.source, "made for this test");
  ASSERT_EQ(plan.specialties.size(), 3U);
  EXPECT_EQ(plan.specialties[1], (geo::Text{"机器人", "Robots"}));
  EXPECT_EQ(plan.specialties[2], (geo::Text{"", "Health"}));
  ASSERT_EQ(plan.districts.size(), 2U);
  EXPECT_EQ(plan.districts[0].name, (geo::Text{"甲", "Jia"}));
  EXPECT_EQ(plan.districts[0].specialties, (std::vector<int>{0, 1}));
  EXPECT_EQ(plan.districts[1].name.zh, "2");
  EXPECT_TRUE(plan.districts[1].specialties.empty());
  ASSERT_EQ(plan.belts.size(), 3U);
  EXPECT_EQ(plan.belts[0].kind, BeltKind::kDistricts);
  EXPECT_TRUE(plan.belts[0].open_ended);
  EXPECT_EQ(plan.belts[0].title, (geo::Text{"题", "Title"}));
  EXPECT_EQ(plan.belts[0].members, (std::vector<std::string>{"2", "1"}));
  EXPECT_EQ(plan.belts[1].kind, BeltKind::kCorridor);
  EXPECT_EQ(plan.belts[1].cores, (std::vector<std::string>{"A", "B"}));
  EXPECT_EQ(plan.belts[1].within, (std::vector<std::string>{"1"}));
  EXPECT_EQ(plan.belts[1].half_width_km, 2.5);
  EXPECT_FALSE(plan.belts[1].open_ended);
  EXPECT_EQ(plan.belts[2].half_width_km, std::nullopt);
  const std::vector<std::pair<std::string, double>> figures = {{"targets_2020.firms", 6},
                                                               {"targets_2020.by.year[0]", 1},
                                                               {"targets_2020.by.year[1]", 2.5},
                                                               {"baseline_2018", 70},
                                                               {"fund.tiers[0].cap_yuan", 3e6}};
  EXPECT_EQ(plan.figures, figures);
}

TEST(ReadPlan, TheSmallestPlan) {
  const TempFolder folder;
  const Plan plan = geo::io::read_plan(
      write_file(folder / "plan.json", R"({"specialties": [], "districts": []})"));
  EXPECT_TRUE(plan.specialties.empty() && plan.districts.empty() && plan.belts.empty() &&
              plan.figures.empty());
}

TEST(ReadPlan, EveryMistakeNamesItsKey) {
  const TempFolder folder;
  const auto expect = [&](const std::string& from, const std::string& to,
                          std::initializer_list<std::string> parts) {
    const std::string path = write_file(folder / "plan.json", with(kPlan, from, to));
    expect_input_error([&] { (void)geo::io::read_plan(path); }, {path});
    expect_input_error([&] { (void)geo::io::read_plan(path); }, parts);
  };
  expect("\"source\"", "\"sauce\"", {"'sauce' is unknown", "specialties", "targets_2020"});
  expect("\"specialties\"", "\"specialities\"", {"'specialties' is missing"});
  expect("\"name_en\": \"Health\"", "\"name_en\": \"Chips\"",
         {"specialties[2]", "'Chips' appears twice"});
  expect("\"name_en\": \"Health\"", "\"name\": \"\"", {"specialties[2]", "'name' is missing"});
  expect("\"name\": \"芯片\"", "\"name\": 7", {"specialties[0].name", "must be a text"});
  expect("\"Robots\"]", "\"Chess\"]",
         {"districts[0].specialties[1]", "'Chess' is not in the list"});
  expect("\"Robots\"]", "\"Chips\"]", {"districts[0].specialties[1]", "'Chips' appears twice"});
  expect("\"code\": \"2\"", "\"code\": \"1\"", {"districts[1]", "'1' appears twice"});
  expect("\"code\": \"2\"", "\"code\": 2", {"districts[1].code", "must be a text"});
  expect("\"code\": \"2\"", "\"code\": \"\"", {"districts[1].code", "must not be empty"});
  expect("\"code\": \"2\", ", "\"code\": \"2\", \"area\": 1, ",
         {"districts[1]", "'area' is unknown"});
  expect("\"id\": \"axis\"", "\"id\": \"north\"", {"belts[1]", "'north' appears twice"});
  expect("\"kind\": \"districts\"", "\"kind\": \"ring\"",
         {"belts[0].kind", "'ring'", "districts, corridor"});
  expect("[\"2\", \"1\"]", "[]", {"belts[0].members_north_to_south", "must not be empty"});
  expect("[\"2\", \"1\"]", "[\"2\", \"3\"]",
         {"belts[0].members_north_to_south", "'3' is no district"});
  expect("[\"2\", \"1\"]", "[\"2\", \"2\"]",
         {"belts[0].members_north_to_south[1]", "'2' appears twice"});
  expect("\"members_north_to_south\"", "\"members\": [\"1\"], \"members_north_to_south\"",
         {"belts[0]", "not both"});
  expect("\"members_north_to_south\": [\"2\", \"1\"]", "\"members\": null",
         {"belts[0]", "needs 'members'"});
  expect("\"cores\": [\"A\", \"B\"]", "\"cores\": [\"A\"]", {"belts[1].cores", "at least two"});
  expect("\"within\": [\"1\"]", "\"members\": [\"1\"]", {"belts[1]", "'members' is unknown"});
  expect("\"targets_2020\":", "\"targets_2020\"", {"not valid JSON", "line"});
  expect("\"half_width_km\": 2.5", "\"half_width_km\": 0", {"belts[1].half_width_km", "above 0"});
  expect("\"firms\": 6", "\"firms\": true", {"targets_2020.firms", "must be a number"});
  expect_input_error([&] { (void)geo::io::read_plan((folder / "none.json").string()); },
                     {"none.json", "cannot be opened"});
  expect_input_error([&] { (void)geo::io::read_plan(folder.path().string()); }, {"is a folder"});
}

const std::string kSites = R"({"crs": "WGS84", "source": "a list", "sites": [
  {"name": "张江", "name_en": "Zhangjiang", "lon": 121.6, "lat": 31.2, "kind": "park", "confidence": "high", "source": "a map"},
  {"name": "A", "name_en": "A", "x": 500000, "y": -3}]})";

TEST(ReadSites, ReadsEveryKey) {
  const TempFolder folder;
  const SiteSet set = geo::io::read_sites(write_file(folder / "sites.json", kSites));
  EXPECT_EQ(set.crs, "WGS84");
  ASSERT_EQ(set.sites.size(), 2U);
  EXPECT_EQ(set.sites[0].name, (geo::Text{"张江", "Zhangjiang"}));
  EXPECT_EQ(set.sites[0].position, (geo::Point{121.6, 31.2}));
  EXPECT_EQ(set.sites[0].kind, "park");
  EXPECT_EQ(set.sites[0].confidence, "high");
  EXPECT_EQ(set.sites[0].source, "a map");
  EXPECT_EQ(set.sites[1].position, (geo::Point{500000, -3}));
  EXPECT_EQ(set.sites[1].source, "a list");
  EXPECT_EQ(set.sites[1].confidence, "");
}

TEST(ReadSites, EveryMistakeNamesItsKey) {
  const TempFolder folder;
  const auto expect = [&](const std::string& from, const std::string& to,
                          std::initializer_list<std::string> parts) {
    const std::string path = write_file(folder / "sites.json", with(kSites, from, to));
    expect_input_error([&] { (void)geo::io::read_sites(path); }, parts);
  };
  expect("\"crs\"", "\"srs\"", {"'crs' is missing"});
  expect("\"source\": \"a list\"", "\"licence\": \"x\"", {"'licence' is unknown"});
  expect("\"name\": \"A\"", "\"name\": \"张江\"", {"sites[1]", "'张江' appears twice"});
  expect("\"name\": \"A\"", "\"name\": \"Zhangjiang\"", {"sites[1]", "'Zhangjiang' appears twice"});
  expect("\"lat\": 31.2", "\"y\": 31.2", {"sites[0]", "'lon' and 'lat', or 'x' and 'y'"});
  expect("\"lat\": 31.2", "\"lat\": 131.2", {"sites[0].lat", "beyond 90"});
  expect("\"lat\": 31.2, ", "", {"sites[0]", "'lat' is missing"});
  expect("\"lon\": 121.6, \"lat\": 31.2, ", "", {"sites[0]", "give 'lon' and 'lat'"});
  expect("121.6", "\"121.6\"", {"sites[0].lon", "must be a number"});
  expect("\"high\"", "\"certain\"", {"sites[0].confidence", "'certain'", "high, medium, low"});
}

}  // namespace
