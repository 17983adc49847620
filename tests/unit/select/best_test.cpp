#include "geo/select/best.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "geo/core/error.hpp"
#include "geo/select/histogram.hpp"
#include "support/shared.hpp"

namespace {

using geo::Context;
using geo::select::Hit;
using geo::select::TextQuery;

TEST(Best, isTheBeginningOfAllSorted) {
  const geo::select::Readings readings(
      geo::test::repository("data/readings/characters.csv").string(),
      geo::test::repository("data/readings/words.csv").string());
  std::mt19937 bits(5);
  const std::vector<std::string> parts = {"张江", "张", "江", "长宁", "zj", "区", "阿"};
  for (const std::size_t n : {0U, 1U, 30U, 10000U}) {
    std::vector<std::string> texts;
    for (std::size_t i = 0; i < n; ++i) {
      texts.push_back(parts[bits() % parts.size()] + parts[bits() % parts.size()]);
    }
    for (const char* typed : {"zj", "zhang", "区", "zjq", "none"}) {
      const TextQuery query(typed, readings);
      std::vector<Hit> all;
      for (const TextQuery::Match match :
           {TextQuery::Match::kWhole, TextQuery::Match::kBegins, TextQuery::Match::kWithin}) {
        for (std::uint32_t i = 0; i < n; ++i) {
          if (query.match(texts[i]) == match) all.push_back({i, match});
        }
      }
      for (const std::size_t most : {0U, 1U, 7U, 100000U}) {
        std::vector<Hit> expected = all;
        expected.resize(std::min(most, all.size()));
        EXPECT_EQ(geo::select::best(texts, query, most, Context(1)), expected);
        EXPECT_EQ(geo::select::best(texts, query, most, Context(4)), expected);
      }
    }
  }
}

TEST(Histogram, countsEachFiniteValueOnce) {
  constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
  const auto plain =
      geo::select::histogram(std::vector<double>{0, 1, 9.99, 10, 5, kNaN}, 10, false);
  EXPECT_EQ(plain.counts, (std::vector<std::uint64_t>{1, 1, 0, 0, 0, 1, 0, 0, 0, 2}));
  EXPECT_EQ(plain.missing, 1U);
  const auto ratios = geo::select::histogram(std::vector<double>{1, 5, 20, 1000}, 3, true);
  EXPECT_TRUE(ratios.logarithmic);
  EXPECT_EQ(ratios.counts, (std::vector<std::uint64_t>{2, 1, 1}));
  EXPECT_FALSE(geo::select::histogram(std::vector<double>{0, 5}, 3, true).logarithmic);
  EXPECT_TRUE(geo::select::histogram(std::vector<double>{kNaN}, 3, true).counts.empty());
  EXPECT_TRUE(geo::select::histogram({}, 3, true).counts.empty());
  EXPECT_EQ(geo::select::histogram(std::vector<double>{7, 7}, 3, true).counts,
            (std::vector<std::uint64_t>{2, 0, 0}));
  EXPECT_THROW((void)geo::select::histogram({}, 0, false), geo::Error);
}

TEST(Histogram, positionsAndValuesAreInverse) {
  for (const bool logarithmic : {false, true}) {
    const auto h = geo::select::histogram(std::vector<double>{2, 3, 900}, 5, logarithmic);
    for (const double at : {0.0, 0.1, 0.5, 0.99, 1.0}) {
      EXPECT_NEAR(h.position(h.value(at)), at, 1e-12);
    }
    EXPECT_EQ(h.value(-1), 2);
    EXPECT_EQ(h.value(2), 900);
    EXPECT_EQ(h.position(1e9), 1);
    EXPECT_EQ(h.position(-5), 0);
  }
}

}  // namespace
