#include "geo/synth/synth.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <fstream>
#include <map>
#include <numbers>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "base/random.hpp"
#include "geo/core/error.hpp"
#include "support/shared.hpp"
#include "synth/alias.hpp"
#include "synth/recipe.hpp"

namespace geo::synth {
namespace {

namespace fs = std::filesystem;

// One centre, so that distances from it can be checked; texts that need quotes in CSV.
constexpr const char* kRecipe = R"({
  "note": "for tests",
  "seed": 7,
  "reach_spreads": 2.5,
  "specialties": {"Chips": 3, "Robots, arms": 1},
  "leans": {"north": {"Robots, arms": 8}, "none": {}},
  "centres": [
    {"name": "A", "lon": 10.5, "lat": 50.0, "spread_m": 1000, "share": 3},
    {"name": "B", "lon": -70.25, "lat": -33.0, "spread_m": 2000, "share": 1, "lean": "north"}
  ],
  "addresses": {"share": 0.5, "number": 40, "spread_m": 30},
  "names": {
    "first": ["Ka", "Lo"], "second": ["mi", "ra", "\"x\""],
    "trades": {"Chips": [" Chips"], "Robots, arms": [" Robots", " Arms"]},
    "forms": [" Ltd"], "mark": " [invented]"
  },
  "founded": {"from": "2010-01-01", "to": "2017-12-31", "growth_per_year": 1.0},
  "registered_capital_10k_yuan": {
    "median": 500, "sigma": 1.0, "min": 10, "max": 9000, "significant_digits": 1
  },
  "employees": {"median": 20, "sigma": 1.0, "min": 1, "max": 5000, "significant_digits": 2},
  "capital_employees_correlation": 0.6
})";

std::string read(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

void save(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

// Splits CSV with quotes; a slow and obvious reader.
std::vector<std::vector<std::string>> rows_of(const std::string& bytes) {
  std::vector<std::vector<std::string>> rows;
  std::vector<std::string> row;
  std::string field;
  bool quoted = false;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const char c = bytes[i];
    if (quoted) {
      if (c == '"' && i + 1 < bytes.size() && bytes[i + 1] == '"') {
        field += c;
        ++i;
      } else if (c == '"') {
        quoted = false;
      } else {
        field += c;
      }
    } else if (c == '"') {
      quoted = true;
    } else if (c == ',' || c == '\n') {
      row.push_back(field);
      field.clear();
      if (c == '\n') {
        rows.push_back(row);
        row.clear();
      }
    } else {
      field += c;
    }
  }
  EXPECT_TRUE(field.empty() && row.empty()) << "the last line does not end";
  return rows;
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

class Synth : public testing::Test {
 protected:
  std::string make(std::uint64_t count, std::uint64_t seed = 0, int threads = 1,
                   const std::string& recipe = kRecipe) {
    save(folder_ / "recipe.json", recipe);
    const fs::path out = folder_ / "out.csv";
    write_enterprises({(folder_ / "recipe.json").string(), count, seed}, out.string(),
                      Context(threads));
    return read(out);
  }
  void refuses(const std::string& from, const std::string& to, const std::string& message) {
    save(folder_ / "recipe.json", replaced(kRecipe, from, to));
    try {
      write_enterprises({(folder_ / "recipe.json").string(), 10, 0}, (folder_ / "x.csv").string(),
                        Context(1));
      FAIL() << "accepted: " << to;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kInput);
      EXPECT_NE(std::string(error.what()).find(message), std::string::npos) << error.what();
      EXPECT_NE(std::string(error.what()).find("recipe.json"), std::string::npos) << error.what();
    }
    EXPECT_FALSE(fs::exists(folder_ / "x.csv"));
  }
  test::TempFolder folder_;
};

TEST_F(Synth, TheHeaderAndTheIds) {
  const std::string bytes = make(2);
  EXPECT_EQ(bytes.substr(0, 3), "\xEF\xBB\xBF");
  const auto rows = rows_of(bytes.substr(3));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0],
            (std::vector<std::string>{"id", "name", "specialty", "lon", "lat", "founded",
                                      "registered_capital_10k_yuan", "employees", "synthetic"}));
  EXPECT_EQ(rows[1][0], "SYNTHETIC-000001");
  EXPECT_EQ(rows[2][0], "SYNTHETIC-000002");
  EXPECT_EQ(rows[1][8], "true");
}

TEST_F(Synth, TheSameBytesWithAnyNumberOfThreads) {
  const std::string one = make(70000, 5, 1);
  EXPECT_EQ(make(70000, 5, 2), one);
  EXPECT_EQ(make(70000, 5, 7), one);
  EXPECT_NE(make(70000, 6, 2), one);
  EXPECT_EQ(make(100, 0), make(100, 7)) << "0 means the recipe's own seed";
}

TEST_F(Synth, AShorterFileIsTheBeginningOfALongerOne) {
  const std::string longer = make(20001);
  for (const std::uint64_t count : {0U, 1U, 8191U, 8192U, 8193U, 20000U}) {
    const std::string shorter = make(count);
    EXPECT_EQ(shorter, longer.substr(0, shorter.size()));
    EXPECT_EQ(std::count(shorter.begin(), shorter.end(), '\n'), static_cast<long>(count) + 1);
  }
  const std::string wide = make(1000000);
  EXPECT_NE(wide.find("SYNTHETIC-1000000,"), std::string::npos);
  EXPECT_NE(wide.find("SYNTHETIC-0000001,"), std::string::npos);
}

TEST_F(Synth, RowsFollowTheRecipe) {
  constexpr int kCount = 60000;
  auto rows = rows_of(make(kCount).substr(3));
  rows.erase(rows.begin());
  ASSERT_EQ(rows.size(), static_cast<std::size_t>(kCount));
  std::map<std::string, int> specialties_a;
  std::map<std::string, int> specialties_b;
  std::map<std::string, int> years;
  std::map<std::string, int> trades;
  std::map<std::string, int> first;
  std::vector<double> capitals;
  std::vector<double> log_capital;
  std::vector<double> log_employees;
  int at_a = 0;
  double squares_m2 = 0;
  for (const auto& row : rows) {
    ASSERT_EQ(row.size(), 9U);
    const double lon = std::stod(row[3]);
    const double lat = std::stod(row[4]);
    ASSERT_EQ(row[3].size() - row[3].find('.'), 7U) << row[3];
    const bool in_a = lat > 0;
    at_a += in_a ? 1 : 0;
    ++(in_a ? specialties_a : specialties_b)[row[2]];
    const double latitude = in_a ? 50.0 : -33.0;
    // Lengths of a degree at 50 N and 33 S from published tables of WGS84.
    const double east = (lon - (in_a ? 10.5 : -70.25)) * (in_a ? 71695.8 : 93453.2);
    const double north = (lat - latitude) * (in_a ? 111229.0 : 110904.4);
    const double distance = std::hypot(east, north);
    ASSERT_LT(distance, 2.5 * ((in_a ? 1000 : 2000) + 30) + 1);
    if (in_a) squares_m2 += distance * distance;
    ASSERT_GE(row[5], "2010-01-01");
    ASSERT_LE(row[5], "2017-12-31");
    ++years[row[5].substr(0, 4)];
    ASSERT_TRUE(row[1].ends_with(" Ltd [invented]")) << row[1];
    ++first[row[1].substr(0, 2)];
    ASSERT_EQ(row[1].find("Chips") != std::string::npos, row[2] == "Chips") << row[1];
    if (row[2] != "Chips") ++trades[row[1].find("Arms") != std::string::npos ? "Arms" : "Robots"];
    capitals.push_back(std::stod(row[6]));
    log_capital.push_back(std::log(std::stod(row[6])));
    log_employees.push_back(std::log(std::stod(row[7])));
    ASSERT_EQ(row[6].find_first_not_of('0', 1), std::string::npos) << "one digit: " << row[6];
    ASSERT_GE(std::stod(row[6]), 10);
    ASSERT_LE(std::stod(row[6]), 9000);
    ASSERT_GE(std::stoi(row[7]), 1);
    EXPECT_EQ(row[8], "true");
  }
  EXPECT_NEAR(at_a, kCount * 0.75, 450);  // four standard deviations
  EXPECT_NEAR(specialties_a["Chips"], at_a * 0.75, 400);
  EXPECT_NEAR(specialties_b["Chips"], (kCount - at_a) * 0.25, 300);
  EXPECT_NEAR(first["Ka"], kCount * 0.5, 500);
  EXPECT_NEAR(trades["Arms"], (trades["Arms"] + trades["Robots"]) * 0.5, 350);
  // Twice as many each year: 255 parts in all.
  EXPECT_NEAR(years["2017"], kCount * 128.0 / 255, 600);
  EXPECT_NEAR(years["2016"], kCount * 64.0 / 255, 500);
  EXPECT_NEAR(years["2010"], kCount * 1.0 / 255, 80);
  std::nth_element(capitals.begin(), capitals.begin() + kCount / 2, capitals.end());
  EXPECT_EQ(capitals[kCount / 2], 500);
  // The mean square of a Rayleigh distance cut off at 2.5: 2 s^2 (1 - T^2/2 e / (1 - e)); the
  // addresses, about 30, make it uncertain.
  const double e = std::exp(-2.5 * 2.5 / 2);
  EXPECT_NEAR(squares_m2 / at_a, 2e6 * (1 - 2.5 * 2.5 / 2 * e / (1 - e)), 4e5);
  double covariance = 0;
  double variance_a = 0;
  double variance_b = 0;
  const auto mean = [](const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
  };
  const double mean_a = mean(log_capital);
  const double mean_b = mean(log_employees);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    covariance += (log_capital[i] - mean_a) * (log_employees[i] - mean_b);
    variance_a += (log_capital[i] - mean_a) * (log_capital[i] - mean_a);
    variance_b += (log_employees[i] - mean_b) * (log_employees[i] - mean_b);
  }
  EXPECT_NEAR(covariance / std::sqrt(variance_a * variance_b), 0.6, 0.03);
}

TEST_F(Synth, AddressesAreShared) {
  // Without them two of 4000 rows are hardly ever within 5 m; with them thousands are.
  const auto close_pairs = [&](const std::string& share) {
    auto rows = rows_of(make(4000, 0, 1,
                             replaced(kRecipe, R"("share": 0.5, "number": 40, "spread_m": 30)",
                                      R"("share": )" + share + R"(, "number": 40, "spread_m": 0)"))
                            .substr(3));
    std::map<std::string, int> positions;
    for (const auto& row : rows) ++positions[row[3] + row[4]];
    int repeated = 0;
    for (const auto& [position, count] : positions) repeated += count - 1;
    return repeated;
  };
  EXPECT_EQ(close_pairs("0"), 0);
  EXPECT_EQ(close_pairs("1"), 4000 - 40);
}

TEST_F(Synth, ScatterIsAGaussianCutOffAtItsReach) {
  // Against rejection: draws of a plain Gaussian that lie within the reach.
  constexpr double kReach = 1.2;
  std::array<int, 12> by_inversion{};
  std::array<int, 12> by_rejection{};
  int kept = 0;
  for (std::uint64_t i = 0; kept < 60000; ++i) {
    base::Random random(1, i);
    const double x = random.normal();
    const double y = random.normal();
    if (std::hypot(x, y) >= kReach) continue;
    ++by_rejection[static_cast<std::size_t>(std::hypot(x, y) / kReach * 12)];
    const double u = random.uniform();
    const double v = random.uniform();
    const Point p = scatter({0, 0}, {1, 1}, 1, kReach, u, v);
    ASSERT_LE(std::hypot(p.x, p.y), kReach * (1 + 1e-12));
    ++by_inversion[std::min<std::size_t>(
        11, static_cast<std::size_t>(std::hypot(p.x, p.y) / kReach * 12))];
    ++kept;
  }
  for (std::size_t k = 0; k < 12; ++k) {
    EXPECT_NEAR(by_inversion[k], by_rejection[k], 4.5 * std::sqrt(2.0 * by_rejection[k]));
  }
  EXPECT_EQ(scatter({3, 4}, {1, 1}, 1, kReach, 0, 0.3), (Point{3, 4}));
  EXPECT_NEAR(scatter({179.999, 0}, {1, 1}, 0.01, 8, 0.5, 0).x, -179.989, 0.002);
}

TEST(Alias, DrawsWithTheWeightsAndNeverAZero) {
  const std::vector<std::vector<double>> cases = {
      {1}, {0, 5, 0}, {1, 1, 1}, {1e-300, 2e-300}, {1e12, 1, 0, 3e12}, {1, 2, 3, 4, 5, 6, 7}};
  for (const auto& weights : cases) {
    const Alias alias(weights);
    std::vector<int> counts(weights.size());
    constexpr int kDraws = 50000;
    for (int i = 0; i < kDraws; ++i) {
      ++counts[alias.pick(base::Random(3, static_cast<std::uint64_t>(i)).bits())];
    }
    double total = 0;
    for (const double weight : weights) total += weight;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const double expected = kDraws * (weights[i] / total);
      if (weights[i] == 0) {
        EXPECT_EQ(counts[i], 0);
      } else {
        EXPECT_NEAR(counts[i], expected, 4.5 * std::sqrt(expected) + 1e-3 * expected + 1);
      }
    }
    EXPECT_LT(alias.pick(~std::uint64_t{0}), weights.size());
    EXPECT_LT(alias.pick(0), weights.size());
  }
}

TEST_F(Synth, EveryMistakeNamesItsKey) {
  refuses(R"("seed": 7)", R"("seed": 0)", "seed: must be 1 or more");
  refuses(R"("seed": 7)", R"("seed": "x")", "seed: must be a number");
  refuses(R"("seed": 7)", R"("sed": 7)", "seed");
  refuses(R"("seed": 7)", R"("seed": 7, "colour": 1)", "the key 'colour' is unknown");
  refuses(R"("reach_spreads": 2.5)", R"("reach_spreads": 9)",
          "reach_spreads: must lie between 0.1 and 8");
  refuses(R"({"Chips": 3, "Robots, arms": 1})", "{}", "specialties: must name one");
  refuses(R"("Chips": 3)", R"("Chips": -3)", "specialties.Chips: must lie between 0 and");
  refuses(R"({"Robots, arms": 8})", R"({"Robot": 8})", "leans.north.Robot");
  refuses(R"("lean": "north")", R"("lean": "south")",
          "centres[1].lean: there is no such entry in 'leans': south");
  refuses(R"("lon": 10.5)", R"("lon": 190)", "centres[0].lon");
  refuses(R"("lat": -33.0)", R"("lat": -86)", "centres[1].lat");
  refuses(R"("spread_m": 2000)", R"("spread_m": -1)", "centres[1].spread_m");
  refuses(R"("share": 3)", R"("shares": 3)", "centres[0]");
  refuses(R"("name": "A")", R"("name": "")", "centres[0].name: must not be empty");
  refuses(R"("share": 0.5, "number")", R"("share": 1.5, "number")", "addresses.share");
  refuses(R"("number": 40)", R"("number": 0)", "addresses.number");
  refuses(R"(["Ka", "Lo"])", "[]", "names.first: must list");
  refuses(R"([" Ltd"])", R"([""])", "names.forms[0]: must not be empty");
  refuses(R"(" [invented]")", R"("")", "names.mark: must not be empty");
  refuses(R"("Chips": [" Chips"])", R"("Cheap": [" Chips"])", "names.trades");
  refuses(R"("from": "2010-01-01")", R"("from": "2010-02-30")",
          "founded.from: there is no such day");
  refuses(R"("from": "2010-01-01")", R"("from": "1.1.2010")", "founded.from: must be a date");
  refuses(R"("from": "2010-01-01")", R"("from": "20x0-01-01")", "founded.from: must be a date");
  refuses(R"("to": "2017-12-31")", R"("to": "2009-12-31")", "founded.to: must not be before");
  refuses(R"("growth_per_year": 1.0)", R"("growth_per_year": -1)", "founded.growth_per_year");
  refuses(R"("median": 500)", R"("median": 0)", "registered_capital_10k_yuan.median");
  refuses(R"("max": 9000)", R"("max": 9)", "registered_capital_10k_yuan.max");
  refuses(R"("min": 10)", R"("min": 1.5)", "registered_capital_10k_yuan.min: must be a whole");
  refuses(R"("significant_digits": 2)", R"("significant_digits": 0)",
          "employees.significant_digits");
  refuses(R"("capital_employees_correlation": 0.6)", R"("capital_employees_correlation": 2)",
          "capital_employees_correlation");
  refuses(R"("seed": 7)", R"("seed": )", "is not valid JSON");
  const std::string zero = replaced(replaced(kRecipe, R"("share": 3)", R"("share": 0)"),
                                    R"("share": 1,)", R"("share": 0,)");
  EXPECT_THROW(make(1, 0, 1, zero), Error);
  const std::string weightless =
      replaced(kRecipe, R"({"Chips": 3, "Robots, arms": 1})", R"({"Chips": 0, "Robots, arms": 0})");
  EXPECT_THROW(make(1, 0, 1, weightless), Error);
}

TEST_F(Synth, DatesCanFallOrStandStill) {
  std::map<std::string, int> years;
  for (const auto& row :
       rows_of(make(30000, 0, 1,
                    replaced(kRecipe, R"("growth_per_year": 1.0)", R"("growth_per_year": -0.5)"))
                   .substr(3))) {
    ++years[row[5].substr(0, 4)];
  }
  EXPECT_NEAR(years["2010"], 30000 * 128.0 / 255, 450);
  const auto rows =
      rows_of(make(50, 0, 1, replaced(kRecipe, R"("to": "2017-12-31")", R"("to": "2010-01-01")"))
                  .substr(3));
  for (std::size_t i = 1; i < rows.size(); ++i) EXPECT_EQ(rows[i][5], "2010-01-01");
}

TEST_F(Synth, AFullDiskIsAnErrorAndADeviceIsNotReplaced) {
  if (!fs::exists("/dev/full")) GTEST_SKIP() << "/dev/full is not here";
  save(folder_ / "recipe.json", kRecipe);
  try {
    write_enterprises({(folder_ / "recipe.json").string(), 20000, 0}, "/dev/full", Context(2));
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kOutput);
    EXPECT_NE(std::string(error.what()).find("/dev/full: cannot be written: No space"),
              std::string::npos)
        << error.what();
  }
  EXPECT_FALSE(fs::is_regular_file("/dev/full"));
}

TEST_F(Synth, AFailedRunLeavesTheOldFileWhole) {
  const std::string old = make(10);
  EXPECT_EQ(files_in(folder_.path()), 2U);
  const Context context(2);
  context.cancel();
  try {
    write_enterprises({(folder_ / "recipe.json").string(), 100000, 0},
                      (folder_ / "out.csv").string(), context);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
  EXPECT_EQ(read(folder_ / "out.csv"), old);
  EXPECT_EQ(files_in(folder_.path()), 2U) << "the partial file was not removed";
}

TEST_F(Synth, ProgressGoesUpAndACancelStopsARunInTheMiddle) {
  save(folder_ / "recipe.json", kRecipe);
  const Context context(2);
  std::atomic<bool> ended = false;
  std::thread run([&] {
    EXPECT_THROW(write_enterprises({(folder_ / "recipe.json").string(), 1ULL << 40, 0},
                                   (folder_ / "out.csv").string(), context),
                 Error);
    ended = true;
  });
  while (!ended && context.progress().fraction == 0) std::this_thread::yield();
  context.cancel();
  run.join();
  EXPECT_GT(context.progress().fraction, 0);
  EXPECT_EQ(files_in(folder_.path()), 1U);
}

TEST_F(Synth, WhatALeftoverPartialFileOrALinkDoes) {
  save(folder_ / ".out.csv.part0", "left by a killed run");
  const std::string bytes = make(10);
  EXPECT_EQ(read(folder_ / ".out.csv.part0"), "left by a killed run");
  fs::create_symlink(folder_ / "out.csv", folder_ / "link.csv");
  write_enterprises({(folder_ / "recipe.json").string(), 20, 0}, (folder_ / "link.csv").string(),
                    Context(1));
  EXPECT_TRUE(fs::is_symlink(folder_ / "link.csv"));
  EXPECT_EQ(read(folder_ / "out.csv").substr(0, bytes.size()), bytes);
}

TEST_F(Synth, PathsThatCannotBeWritten) {
  save(folder_ / "recipe.json", kRecipe);
  for (const std::string& path :
       {std::string(), folder_.path().string(), (folder_ / "no/such/x.csv").string()}) {
    try {
      write_enterprises({(folder_ / "recipe.json").string(), 10, 0}, path, Context(1));
      FAIL() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::kOutput) << error.what();
    }
  }
  EXPECT_THROW(write_enterprises({(folder_ / "none.json").string(), 10, 0},
                                 (folder_ / "x.csv").string(), Context(1)),
               Error);
}

}  // namespace
}  // namespace geo::synth
