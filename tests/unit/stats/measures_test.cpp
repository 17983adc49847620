#include "geo/stats/measures.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "base/random.hpp"

namespace geo::stats {
namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

std::vector<double> random_counts(base::Random& random, std::size_t kinds) {
  std::vector<double> counts(kinds);
  for (double& count : counts) count = static_cast<double>(random.below(20));
  return counts;
}

TEST(LocationQuotient, IsTheShareHereOverTheShareEverywhere) {
  EXPECT_DOUBLE_EQ(location_quotient(30, 60, 100, 1000), 5);  // 50 % here, 10 % everywhere
  EXPECT_DOUBLE_EQ(location_quotient(0, 60, 100, 1000), 0);
  EXPECT_DOUBLE_EQ(location_quotient(7, 7, 7, 7), 1);
  EXPECT_DOUBLE_EQ(location_quotient(0.5, 2, 4, 8), 0.5);
}

TEST(LocationQuotient, IsMissingWhereADenominatorIsEmpty) {
  EXPECT_TRUE(std::isnan(location_quotient(0, 0, 100, 1000)));
  EXPECT_TRUE(std::isnan(location_quotient(0, 60, 0, 1000)));
  EXPECT_TRUE(std::isnan(location_quotient(0, 0, 0, 0)));
  EXPECT_TRUE(std::isnan(location_quotient(1, kNan, 2, 3)));
}

// A product of rounded fractions says 1.0000000000000002 for areas that are just even.
TEST(LocationQuotient, OfCountsIsAboveOneExactlyWhereTheFractionsAre) {
  for (std::uint64_t total = 1; total <= 60; ++total) {
    for (std::uint64_t area = 1; area <= total; ++area) {
      for (std::uint64_t specialty = 1; specialty <= total; specialty += 3) {
        for (std::uint64_t amount = 0; amount <= std::min(area, specialty); ++amount) {
          const double lq =
              location_quotient(static_cast<double>(amount), static_cast<double>(area),
                                static_cast<double>(specialty), static_cast<double>(total));
          ASSERT_EQ(lq > 1, amount * total > area * specialty);
          ASSERT_EQ(lq == 1, amount * total == area * specialty);
        }
      }
    }
  }
}

TEST(Concentration, KnownValues) {
  EXPECT_DOUBLE_EQ(herfindahl(std::vector<double>{1, 1, 1, 1}), 0.25);
  EXPECT_DOUBLE_EQ(herfindahl(std::vector<double>{0, 9, 0}), 1);
  EXPECT_DOUBLE_EQ(herfindahl(std::vector<double>{3, 1}), 0.625);
  EXPECT_DOUBLE_EQ(shannon_entropy(std::vector<double>{5, 5, 0}), std::log(2));
  EXPECT_EQ(shannon_entropy(std::vector<double>{0, 9, 0}), 0);
  EXPECT_DOUBLE_EQ(shannon_entropy(std::vector<double>{3, 1}),
                   -(0.75 * std::log(0.75) + 0.25 * std::log(0.25)));
  EXPECT_DOUBLE_EQ(effective_number(std::vector<double>{2, 2, 2, 2, 2}), 5);
  EXPECT_DOUBLE_EQ(effective_number(std::vector<double>{2}), 1);
}

TEST(Concentration, IsMissingWhereThereIsNothing) {
  for (const std::vector<double>& nothing : {std::vector<double>{}, std::vector<double>{0, 0, 0}}) {
    EXPECT_TRUE(std::isnan(herfindahl(nothing)));
    EXPECT_TRUE(std::isnan(shannon_entropy(nothing)));
    EXPECT_TRUE(std::isnan(effective_number(nothing)));
  }
}

TEST(Concentration, KeepsItsBoundsAndDoesNotDependOnScale) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    base::Random random(seed, 0);
    std::vector<double> counts = random_counts(random, 1 + random.below(9));
    ++counts.front();
    const auto kinds = static_cast<double>(counts.size());
    const double index = herfindahl(counts);
    const double diversity = effective_number(counts);
    EXPECT_GE(index, (1 - 1e-12) / kinds);
    EXPECT_LE(index, 1 + 1e-12);
    EXPECT_GE(diversity, 1 - 1e-12);
    EXPECT_LE(diversity, kinds * (1 + 1e-12));
    // Hill numbers fall with their order: that of order 2 is 1 / herfindahl.
    EXPECT_GE(diversity, (1 - 1e-12) / index);
    std::vector<double> scaled = counts;
    for (double& count : scaled) count *= 1024;  // exact
    EXPECT_EQ(herfindahl(scaled), index);
    EXPECT_EQ(effective_number(scaled), diversity);
  }
}

TEST(DescendingRanks, TiesShareTheLowestAndNanHasNone) {
  const std::vector<double> ranks = descending_ranks(std::vector<double>{5, 9, kNan, 5, 1, 9, -2});
  const std::vector<double> wanted{3, 1, kNan, 3, 5, 1, 6};
  ASSERT_EQ(ranks.size(), wanted.size());
  for (std::size_t i = 0; i < ranks.size(); ++i) {
    if (std::isnan(wanted[i])) {
      EXPECT_TRUE(std::isnan(ranks[i]));
    } else {
      EXPECT_EQ(ranks[i], wanted[i]) << i;
    }
  }
  EXPECT_TRUE(descending_ranks({}).empty());
  EXPECT_TRUE(std::isnan(descending_ranks(std::vector<double>{kNan}).front()));
}

TEST(DescendingRanks, AreOneMoreThanHowManyAreGreater) {
  for (std::uint64_t seed = 0; seed < 100; ++seed) {
    base::Random random(seed, 1);
    std::vector<double> values = random_counts(random, random.below(60));
    for (double& value : values) {
      if (random.below(8) == 0) value = kNan;
      if (random.below(20) == 0) value = std::numeric_limits<double>::infinity();
    }
    const std::vector<double> ranks = descending_ranks(values);
    for (std::size_t i = 0; i < values.size(); ++i) {
      if (std::isnan(values[i])) {
        EXPECT_TRUE(std::isnan(ranks[i]));
        continue;
      }
      double greater = 0;
      for (const double value : values) greater += value > values[i] ? 1 : 0;
      EXPECT_EQ(ranks[i], 1 + greater);
    }
  }
}

}  // namespace
}  // namespace geo::stats
