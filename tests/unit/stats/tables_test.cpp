#include "geo/stats/tables.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <numeric>
#include <set>
#include <sstream>

#include "geo/core/error.hpp"
#include "support/shared.hpp"
#include "unit/stats/tables_twin.hpp"

namespace geo::stats {
namespace {

using test::City;
using test::random_city;

double number(const Table& table, const std::string& column, std::size_t row) {
  const TableColumn* found = table.find(column);
  if (found == nullptr) throw std::runtime_error("no column " + column);
  if (const auto* whole = std::get_if<std::vector<std::int64_t>>(&found->values)) {
    return static_cast<double>((*whole)[row]);
  }
  return std::get<std::vector<double>>(found->values)[row];
}

std::string text(const Table& table, const std::string& column, std::size_t row) {
  const TableColumn* found = table.find(column);
  if (found == nullptr) throw std::runtime_error("no column " + column);
  return std::get<std::vector<std::string>>(found->values)[row];
}

/// Texts and amounts to the last bit (the weights of a city are quarters), ratios to 1e-12.
void expect_rows(const Table& table, const std::vector<test::Row>& rows) {
  SCOPED_TRACE(table.name);
  table.validate();
  ASSERT_EQ(table.row_count(), rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    ASSERT_EQ(table.columns.size(), rows[r].size());
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const auto& [name, cell] = rows[r][c];
      SCOPED_TRACE(testing::Message() << "row " << r << " column " << name);
      ASSERT_EQ(table.columns[c].name, name);
      if (const auto* wanted = std::get_if<std::string>(&cell)) {
        ASSERT_EQ(text(table, name, r), *wanted);
        continue;
      }
      const double wanted = std::get<double>(cell);
      const double got = number(table, name, r);
      if (std::isnan(wanted)) {
        ASSERT_TRUE(std::isnan(got)) << got;
      } else {
        ASSERT_NEAR(got, wanted, 1e-12 * std::max(1.0, std::abs(wanted)));
      }
    }
  }
}

/// Clusters by chance, each with a point; the biggest first.
Clusters random_clusters(const City& city, std::uint64_t seed, bool hulls) {
  base::Random random(seed, 7);
  Clusters clusters;
  const std::size_t n = city.points.size();
  const std::size_t k = std::min<std::size_t>(n, random.below(6));
  std::vector<std::vector<std::size_t>> members(k);
  for (std::size_t i = 0; i < n; ++i) {
    if (i < k) {
      members[i].push_back(i);
    } else if (k > 0 && random.below(2) == 0) {
      members[random.below(k)].push_back(i);
    }
  }
  std::stable_sort(members.begin(), members.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
  clusters.label.assign(n, Clusters::kNoise);
  clusters.core.assign(n, 0);
  for (std::size_t c = 0; c < k; ++c) {
    double weight = 0;
    for (const std::size_t i : members[c]) {
      clusters.label[i] = static_cast<std::int32_t>(c);
      weight += city.points.weight_of(i);
    }
    clusters.count.push_back(static_cast<std::uint32_t>(members[c].size()));
    clusters.weight.push_back(weight);
    clusters.centre.push_back({100 + random.uniform(), 200 + random.uniform()});
    if (!hulls) continue;
    const auto side = static_cast<double>(random.below(3));
    test::add_square(clusters.hulls, std::to_string(c + 1), side * side, {}, -1);
  }
  return clusters;
}

std::vector<Table> all_tables(const City& city) {
  const Inputs inputs = city.inputs();
  return {district_table(inputs), belt_table(inputs), specialty_table(inputs), plan_table(inputs),
          cluster_table(inputs, random_clusters(city, 1, true))};
}

bool notes_say(const Table& table, const std::string& words) {
  return std::any_of(table.notes.begin(), table.notes.end(), [&](const Text& note) {
    return note.en.find(words) != std::string::npos || note.zh.find(words) != std::string::npos;
  });
}

/// Two districts of 4 and 9 km2 (land: 2 and none), one that the plan alone knows, two belts.
City small_city() {
  City city;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  test::add_square(city.regions, "N", 4, {"北区", "North"}, 2);
  test::add_square(city.regions, "S", 9, {"南区", "South"}, nan);
  city.plan.specialties = {{"机器人", "Robots"}, {"芯片", "Chips"}};
  city.plan.districts = {
      {"N", {"北区", "North"}, {0}}, {"S", {"南区", "South"}, {}}, {"X", {"海区", "Sea"}, {1}}};
  Categories specialty;
  specialty.names = {"Robots", "芯片", "wind"};
  constexpr std::uint32_t kNone = Categories::kMissing;
  specialty.codes = {0, 0, 1, kNone, 1, 1, 2, 0};
  city.assignment.region = {0, 0, 0, 0, 1, 1, 1, Assignment::kNone};
  city.assignment.on_border.assign(8, 0);
  city.points.x.assign(8, 0);
  city.points.y.assign(8, 0);
  city.points.row = {1, 2, 3, 4, 5, 6, 7, 8};
  city.points.columns.push_back({"specialty", specialty});
  Belt ring;
  ring.id = "ring";
  ring.name = {"环", "Ring"};
  ring.members = {"N", "S"};
  ring.open_ended = true;
  Belt axis;
  axis.id = "axis";
  axis.name = {"轴", "Axis"};
  axis.kind = BeltKind::kCorridor;
  axis.cores = {"港", "城"};
  city.belts.belts = {ring, axis};
  city.belts.axis.resize(2);
  city.belts.cores = {{}, {{"港", "Harbour"}, {"城", ""}}};
  city.belts.half_width_km = {0, 5};
  city.belts.width_assumed = {false, true};
  city.belts.members = {{0, 1}, {}};
  test::add_square(city.belts.shapes, "ring", 13, {}, nan);
  test::add_square(city.belts.shapes, "axis", 1, {}, nan);
  city.membership.inside = {{1, 1, 1, 1, 1, 1, 1, 0}, {0, 0, 0, 0, 0, 1, 0, 0}};
  return city;
}

TEST(Tables, EqualTheTwinOnRandomCities) {
  // How often each kind of city was seen, so that none is missed unnoticed.
  int no_plan = 0;
  int no_belts = 0;
  int no_column = 0;
  int no_points = 0;
  int no_regions = 0;
  int unlocated = 0;
  for (std::uint64_t seed = 1; seed <= 150; ++seed) {
    SCOPED_TRACE(testing::Message() << "seed " << seed);
    const City city = random_city(seed);
    no_plan += city.with_plan ? 0 : 1;
    no_belts += city.with_belts ? 0 : 1;
    no_column += city.specialty_column.empty() ? 1 : 0;
    no_points += city.points.size() == 0 ? 1 : 0;
    no_regions += city.regions.size() == 0 ? 1 : 0;
    const test::TablesTwin twin(city);
    expect_rows(district_table(city.inputs()), twin.districts());
    expect_rows(belt_table(city.inputs()), twin.belts());
    expect_rows(specialty_table(city.inputs()), twin.specialties());
    expect_rows(plan_table(city.inputs()), twin.plan());
    const Clusters clusters = random_clusters(city, seed, seed % 4 != 0);
    City located = city;
    located.unlocated = {};
    expect_rows(cluster_table(city.inputs(), clusters),
                test::TablesTwin(located).clusters(clusters));
    unlocated += city.unlocated.size() > 0 ? 1 : 0;
    if (testing::Test::HasFailure()) return;
  }
  for (const int seen : {no_plan, no_belts, no_column, no_points, no_regions, unlocated})
    EXPECT_GE(seen, 5);
}

TEST(Tables, DistrictsAndOutsideAddUpToAllToTheLastBit) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    City city = random_city(seed);
    base::Random random(seed, 8);
    for (double& weight : city.points.weight) weight = random.uniform() * 1e3;  // inexact sums
    for (double& weight : city.unlocated.weight) weight = random.uniform() * 1e3;
    const Table table = district_table(city.inputs());
    const std::size_t all = table.row_count() - 1;
    double count = 0;
    double weight = 0;
    double share = 0;
    for (std::size_t row = 0; row < all; ++row) {
      count += number(table, "enterprises", row);
      share += number(table, "share", row);
      if (!city.points.weight.empty()) weight += number(table, "weight", row);
    }
    EXPECT_EQ(count, number(table, "enterprises", all));
    EXPECT_EQ(count, static_cast<double>(city.points.size() + city.unlocated.size()));
    if (!city.points.weight.empty()) {
      EXPECT_EQ(weight, number(table, "weight", all));
    }
    if (city.points.size() > 0) {
      EXPECT_NEAR(share, 1, 1e-12);
    }
    if (city.specialty_column.empty()) continue;
    // The specialties and the unspecified of an area add up to its enterprises.
    const Table specialties = specialty_table(city.inputs());
    std::vector<double> sums(table.row_count(), 0.0);
    for (std::size_t row = 0; row < specialties.row_count(); ++row) {
      if (text(specialties, "area_level", row) == "belt") continue;
      for (std::size_t d = 0; d < sums.size(); ++d) {
        if (text(table, "name_zh", d) == text(specialties, "area_name_zh", row)) {
          sums[d] += number(specialties, "enterprises", row);
        }
      }
    }
    for (std::size_t d = 0; d < sums.size(); ++d)
      EXPECT_EQ(sums[d], number(table, "enterprises", d));
  }
}

// Worked by hand.
TEST(Tables, SmallCity) {
  const City city = small_city();
  const Table districts = district_table(city.inputs());
  ASSERT_EQ(districts.row_count(), 4U);
  EXPECT_EQ(number(districts, "enterprises", 0), 4);
  EXPECT_EQ(number(districts, "density_per_km2", 0), 2);  // 4 on 2 km2 of land
  EXPECT_EQ(text(districts, "area_kind", 0), "land");
  EXPECT_EQ(text(districts, "area_kind", 1), "drawn");
  EXPECT_EQ(text(districts, "area_kind", 3), "mixed");
  EXPECT_DOUBLE_EQ(number(districts, "density_per_km2", 1), 3.0 / 9);
  EXPECT_DOUBLE_EQ(number(districts, "density_per_km2", 3), 7.0 / 11);  // without the one outside
  EXPECT_EQ(number(districts, "unspecified", 0), 1);
  EXPECT_DOUBLE_EQ(number(districts, "designated_share", 0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(number(districts, "designated_lq", 0), (2.0 / 3) / (3.0 / 7));
  EXPECT_EQ(text(districts, "realised", 0), "yes");
  EXPECT_EQ(text(districts, "realised", 1), "none designated");
  EXPECT_EQ(text(districts, "designated_specialties_zh", 0), "机器人");
  EXPECT_EQ(text(districts, "designated_specialties_en", 0), "Robots");
  EXPECT_EQ(text(districts, "belts", 1), "ring;axis");
  EXPECT_EQ(text(districts, "belts", 0), "ring");
  EXPECT_EQ(text(districts, "top_specialty_en", 1), "Chips");

  const Table belts = belt_table(city.inputs());
  ASSERT_EQ(belts.row_count(), 4U);
  EXPECT_EQ(number(belts, "enterprises", 0), 7);
  EXPECT_EQ(number(belts, "area_km2", 0), 11);  // of its members, not as drawn
  EXPECT_EQ(number(belts, "area_km2", 1), 1);
  EXPECT_EQ(text(belts, "members_en", 0), "North, South");
  EXPECT_EQ(text(belts, "members_zh", 1), "港、城");
  EXPECT_EQ(text(belts, "members_en", 1), "Harbour, 城") << "the sites know the cores' other names";
  EXPECT_EQ(text(belts, "width_assumed", 1), "yes");
  EXPECT_EQ(number(belts, "half_width_km", 1), 5);
  EXPECT_EQ(number(belts, "enterprises", 2), 1) << "in no belt";

  const Table plan = plan_table(city.inputs());
  ASSERT_EQ(plan.row_count(), 2U) << "a district that is not drawn has no row";
  EXPECT_DOUBLE_EQ(number(plan, "expected", 0), 3 * 3.0 / 7);
  EXPECT_EQ(text(plan, "specialty_en", 1), "none designated");
}

TEST(Tables, WhoHasNoPositionCountsForTheDistrict) {
  City city = small_city();
  city.unlocated.row = {9, 10};
  city.unlocated.why.resize(2);
  city.unlocated.region = {0, 1};
  Categories words;
  words.names = {"机器人"};
  words.codes = {0, Categories::kMissing};
  city.unlocated.columns.push_back({"specialty", words});
  const Table districts = district_table(city.inputs());
  EXPECT_EQ(number(districts, "enterprises", 0), 5);
  EXPECT_EQ(number(districts, "unlocated", 0), 1);
  EXPECT_EQ(number(districts, "unlocated", 2), 0);  // outside
  EXPECT_EQ(number(districts, "unlocated", 3), 2);
  EXPECT_EQ(number(districts, "density_per_km2", 0), 2.5);  // it is there, if not known where
  EXPECT_TRUE(notes_say(districts, "without a usable position: 2."));
  EXPECT_TRUE(notes_say(districts, "corridors do not count them"));
  const Table belts = belt_table(city.inputs());
  EXPECT_EQ(number(belts, "enterprises", 0), 9);  // the ring
  EXPECT_EQ(number(belts, "enterprises", 1), 1);  // the corridor
  EXPECT_EQ(number(belts, "enterprises", 2), 1);  // in no belt
  EXPECT_EQ(number(plan_table(city.inputs()), "enterprises", 0), 3);
  city.belts.members[0] = {0};  // the other may be in the corridor: in no row but the whole
  EXPECT_EQ(number(belt_table(city.inputs()), "unlocated", 2), 0);
  city.belts.belts[1].within = {"N"};
  EXPECT_EQ(number(belt_table(city.inputs()), "unlocated", 2), 1);
  City wrong = city;
  wrong.unlocated.region[0] = Assignment::kNone;
  EXPECT_THROW((void)district_table(wrong.inputs()), Error);
  wrong = city;
  wrong.unlocated.weight = {1, 1};
  EXPECT_THROW((void)district_table(wrong.inputs()), Error);
}

TEST(Tables, EqualSharesAreNotRealised) {
  City city = small_city();
  // One robot among two in the district, two among four in all: a quotient of exactly 1.
  auto& codes = std::get<Categories>(city.points.columns[0].values).codes;
  codes = {0, 1, Categories::kMissing, Categories::kMissing,
           0, 1, Categories::kMissing, Categories::kMissing};
  const Table table = district_table(city.inputs());
  EXPECT_EQ(number(table, "designated_lq", 0), 1);
  EXPECT_EQ(text(table, "realised", 0), "no");
}

// One weight outside that swallows the others in a sum.
TEST(Tables, TheDensityOfTheWholeKeepsItsDigitsBesideAHeavyOutsider) {
  City city = small_city();
  city.points.weight = {1, 1, 1, 1, 1, 1, 5, 1e20};
  const Table table = district_table(city.inputs());
  EXPECT_DOUBLE_EQ(number(table, "weight_per_km2", 3), 1);
}

TEST(Tables, EveryNoteLabelAndTitleSpeaksBothLanguages) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const City city = random_city(seed);
    for (const Table& table : all_tables(city)) {
      EXPECT_FALSE(table.title.zh.empty());
      EXPECT_FALSE(table.title.en.empty());
      for (const TableColumn& column : table.columns) {
        EXPECT_FALSE(column.label.zh.empty()) << table.name << "." << column.name;
        EXPECT_FALSE(column.label.en.empty()) << table.name << "." << column.name;
      }
      for (const Text& note : table.notes) {
        EXPECT_FALSE(note.zh.empty()) << note.en;
        EXPECT_FALSE(note.en.empty()) << note.zh;
      }
    }
  }
}

TEST(Tables, EveryCodeHasAWord) {
  const std::set<std::string> coded{"area_kind",  "area_level", "data_status",
                                    "designated", "in_plan",    "kind",
                                    "open_ended", "realised",   "width_assumed"};
  std::set<std::string> seen;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const City city = random_city(seed);
    for (const Table& table : all_tables(city)) {
      for (const TableColumn& column : table.columns) {
        EXPECT_EQ(coded.count(column.name) > 0, !column.words.empty()) << column.name;
        if (column.words.empty()) continue;
        for (const std::string& code : std::get<std::vector<std::string>>(column.values)) {
          if (code.empty()) continue;
          EXPECT_TRUE(column.words.contains(code)) << column.name << " " << code;
          EXPECT_NE(column.word(code).zh, code) << column.name;
          seen.insert(column.name);
        }
      }
    }
  }
  EXPECT_EQ(seen, coded);
}

TEST(Tables, SyntheticDataSaysSoInEveryRowAndFirstInTheNotes) {
  City city = small_city();
  for (const Table& table : all_tables(city)) {
    EXPECT_EQ(table.find("data_status"), nullptr) << table.name;
    EXPECT_FALSE(notes_say(table, "SYNTHETIC")) << table.name;
  }
  city.points.synthetic = true;
  for (const Table& table : all_tables(city)) {
    ASSERT_NE(table.find("data_status"), nullptr) << table.name;
    EXPECT_EQ(table.columns.back().name, "data_status");
    EXPECT_GT(table.row_count(), 0U) << table.name;
    for (std::size_t row = 0; row < table.row_count(); ++row) {
      EXPECT_EQ(text(table, "data_status", row), "SYNTHETIC");
    }
    ASSERT_FALSE(table.notes.empty());
    EXPECT_NE(table.notes.front().en.find("SYNTHETIC"), std::string::npos);
    EXPECT_NE(table.notes.front().zh.find("虚构"), std::string::npos);
  }
}

TEST(Tables, AnAssumedWidthIsCalledAnAssumptionAndAPlannedOneIsNot) {
  City city = small_city();
  for (const Table& table :
       {district_table(city.inputs()), belt_table(city.inputs()), specialty_table(city.inputs())}) {
    EXPECT_TRUE(notes_say(table, "half width of 5 km is our assumption")) << table.name;
    EXPECT_TRUE(notes_say(table, "走廊半宽 5 km 是本软件的假设")) << table.name;
    EXPECT_TRUE(notes_say(table, "Ring: the plan says that its list of members is not complete"));
  }
  city.belts.width_assumed[1] = false;
  city.belts.belts[1].half_width_km = 5;
  const Table table = belt_table(city.inputs());
  EXPECT_FALSE(notes_say(table, "assumption"));
  EXPECT_TRUE(notes_say(table, "half width is 5 km, as the plan states"));
}

TEST(Tables, NotesTellWhatTheFiguresLeaveOut) {
  City city = small_city();
  const Table districts = district_table(city.inputs());
  EXPECT_TRUE(notes_say(districts, "land; districts: 1)"));
  EXPECT_TRUE(notes_say(districts, "Enterprises in no district: 1."));
  EXPECT_TRUE(notes_say(districts, "without a specialty in the data: 1."));
  EXPECT_TRUE(notes_say(districts, "the plan does not list, kept as they are: wind"));
  EXPECT_TRUE(notes_say(districts, "not among the boundaries: Sea (X)"));
  EXPECT_TRUE(notes_say(districts, "海区（X）"));
  EXPECT_TRUE(notes_say(plan_table(city.inputs()), "not among the boundaries: Sea (X)"));

  city.regions.regions[1].land_area_km2 = 8;
  EXPECT_TRUE(notes_say(district_table(city.inputs()), "use the official land area (area_kind"));
  for (Region& region : city.regions.regions) region.land_area_km2 = 0;  // not an area
  EXPECT_TRUE(notes_say(district_table(city.inputs()), "There is no official land area"));

  city.specialty_column.clear();
  EXPECT_TRUE(notes_say(plan_table(city.inputs()), "the plan cannot be compared"));
  EXPECT_TRUE(notes_say(specialty_table(city.inputs()), "this table is empty"));
  EXPECT_FALSE(notes_say(district_table(city.inputs()), "wind"));
  city.with_plan = false;
  EXPECT_TRUE(notes_say(plan_table(city.inputs()), "There is no plan"));
  EXPECT_TRUE(notes_say(cluster_table(city.inputs(), random_clusters(city, 3, true)), " of 8."));
}

TEST(Tables, RefuseInputsThatDoNotFitTogether) {
  const auto code = [](const City& city, auto&& spoil) {
    City spoilt = city;
    spoil(spoilt);
    try {
      (void)district_table(spoilt.inputs());
    } catch (const Error& error) {
      return error.code();
    }
    ADD_FAILURE() << "accepted";
    return ErrorCode::kCancelled;
  };
  const City city = small_city();
  EXPECT_EQ(code(city, [](City& c) { c.specialty_column = "colour"; }), ErrorCode::kOption);
  EXPECT_EQ(code(city, [](City& c) { c.assignment.region.pop_back(); }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.assignment.region[3] = 2; }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.assignment.region[3] = -2; }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.membership.inside.pop_back(); }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.membership.inside[1].pop_back(); }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.belts.members[0] = {2}; }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.belts.members.pop_back(); }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.belts.half_width_km.pop_back(); }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.belts.shapes = {}; }), ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.plan.districts[0].specialties = {2}; }),
            ErrorCode::kInternal);
  EXPECT_EQ(code(city, [](City& c) { c.plan.districts[0].specialties = {-1}; }),
            ErrorCode::kInternal);

  Inputs none = city.inputs();
  none.points = nullptr;
  EXPECT_THROW((void)district_table(none), Error);
  none = city.inputs();
  none.regions = nullptr;
  EXPECT_THROW((void)district_table(none), Error);
  none = city.inputs();
  none.membership = nullptr;
  EXPECT_THROW((void)district_table(none), Error);

  Clusters clusters = random_clusters(city, 3, true);
  ASSERT_GT(clusters.size(), 0U);
  Clusters others = clusters;
  others.label.pop_back();
  EXPECT_THROW((void)cluster_table(city.inputs(), others), Error);
  others = clusters;
  others.label[0] = static_cast<std::int32_t>(clusters.size());
  EXPECT_THROW((void)cluster_table(city.inputs(), others), Error);
  others = clusters;
  others.weight.pop_back();
  EXPECT_THROW((void)cluster_table(city.inputs(), others), Error);
}

// What the manual says of the columns.
TEST(Tables, TheManualNamesEveryColumnWithItsUnit) {
  std::ifstream file(test::repository("docs/tables.md"));
  ASSERT_TRUE(file);
  std::string section;
  std::set<std::string> told;  // "districts.code|unit"
  for (std::string line; std::getline(file, line);) {
    if (line.rfind("## `", 0) == 0) section = line.substr(4, line.find('`', 4) - 4);
    if (line.rfind("| `", 0) != 0) continue;
    const std::size_t end = line.find('`', 3);
    const std::size_t unit = line.find('|', end) + 2;
    told.insert(section + "." + line.substr(3, end - 3) + "|" +
                line.substr(unit, line.find(" |", unit - 1) - unit));
  }
  City city = small_city();
  city.points.synthetic = true;
  city.points.weight.assign(8, 1);
  city.unlocated.row = {9};
  city.unlocated.why.resize(1);
  city.unlocated.region = {0};
  city.unlocated.weight = {1};
  city.unlocated.columns.push_back({"specialty", Categories{{"Robots"}, {0}}});
  std::set<std::string> made;
  for (const Table& table : all_tables(city)) {
    for (const TableColumn& column : table.columns) {
      made.insert(table.name + "." + column.name + "|" + column.unit);
    }
  }
  for (const std::string& column : made) EXPECT_EQ(told.count(column), 1U) << column;
  for (const std::string& column : told) EXPECT_EQ(made.count(column), 1U) << column;
}

}  // namespace
}  // namespace geo::stats
