#include "geo/density/significance.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <functional>
#include <string>
#include <thread>

#include "base/random.hpp"
#include "density/border.hpp"
#include "geo/core/error.hpp"
#include "sets.hpp"
#include "windows.hpp"

namespace geo::density {
namespace {

using test::rectangle;
using test::star_window;

PolygonSet square(double size) {
  PolygonSet set;
  set.crs = "EPSG:32651";
  test::add_region(set, "w", {rectangle(0, 0, size, size)});
  return set;
}

PointSet even(std::uint64_t seed, std::size_t n, double size, bool weighted = false) {
  PointSet points;
  points.crs = "EPSG:32651";
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(seed, i);
    points.x.push_back(size * random.uniform());
    points.y.push_back(size * random.uniform());
    points.row.push_back(i + 1);
    if (weighted) points.weight.push_back(static_cast<double>(random.below(9)));
  }
  return points;
}

void add_cluster(PointSet& points, Point at, double sigma, std::size_t n) {
  for (std::size_t i = 0; i < n; ++i) {
    base::Random random(77, i);
    points.x.push_back(at.x + sigma * random.normal());
    points.y.push_back(at.y + sigma * random.normal());
    points.row.push_back(points.x.size());
  }
}

bool same_bits(const Grid& a, const Grid& b) {
  return a.facts == b.facts && a.unit == b.unit && a.values.size() == b.values.size() &&
         std::memcmp(a.values.data(), b.values.data(), a.values.size() * sizeof(double)) == 0;
}

bool same_bits(const Significance& a, const Significance& b) {
  return same_bits(a.observed, b.observed) && same_bits(a.p, b.p) && same_bits(a.lower, b.lower) &&
         same_bits(a.upper, b.upper) && same_bits(a.mean, b.mean) &&
         same_bits(a.deviation, b.deviation) && a.global_p == b.global_p &&
         a.simulated_greatest == b.simulated_greatest && a.simulated_least == b.simulated_least;
}

std::string fact(const Grid& grid, const std::string& name) {
  for (const auto& [key, value] : grid.facts) {
    if (key == name) return value;
  }
  return "";
}

bool ge(double simulated, double observed) {
  return simulated >= observed - 1e-6 * std::abs(observed);
}
bool le(double simulated, double observed) {
  return simulated <= observed + 1e-6 * std::abs(observed);
}

/// Everything from all simulated surfaces at once.
void expect_equals_twin(const Significance& result, const std::vector<Grid>& surfaces,
                        const SignificanceOptions& options) {
  const std::size_t pixels = result.observed.values.size();
  const double m = static_cast<double>(surfaces.size());
  const auto rank = static_cast<std::size_t>(options.rank);
  const auto p_of = [&](std::size_t greater, std::size_t less) {
    const double pg = (1 + static_cast<double>(greater)) / (1 + m);
    const double pl = (1 + static_cast<double>(less)) / (1 + m);
    switch (options.alternative) {
      case Alternative::kGreater:
        return pg;
      case Alternative::kLess:
        return pl;
      default:
        return std::min(1.0, 2 * std::min(pg, pl));
    }
  };
  std::vector<double> centre(pixels), spread(pixels, 1);
  for (std::size_t i = 0; i < pixels; ++i) {
    const double observed = result.observed.values[i];
    std::vector<double> values;
    for (const Grid& surface : surfaces) values.push_back(surface.values[i]);
    if (std::isnan(observed)) {
      ASSERT_TRUE(std::isnan(result.p.values[i]) && std::isnan(result.lower.values[i]) &&
                  std::isnan(result.upper.values[i]) && std::isnan(result.mean.values[i]) &&
                  std::isnan(result.deviation.values[i]));
      continue;
    }
    std::size_t greater = 0, less = 0;
    double sum = 0;
    for (const double value : values) {
      greater += ge(value, observed) ? 1U : 0U;
      less += le(value, observed) ? 1U : 0U;
      sum += value;
    }
    ASSERT_EQ(result.p.values[i], p_of(greater, less)) << i;
    const double mean = sum / m;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    ASSERT_NEAR(result.mean.values[i], mean, 1e-12 * std::abs(mean));
    ASSERT_NEAR(result.deviation.values[i], m > 1 ? std::sqrt(squares / (m - 1)) : 0,
                1e-9 * std::abs(mean));
    std::sort(values.begin(), values.end());
    ASSERT_EQ(result.lower.values[i], values[rank - 1]);
    ASSERT_EQ(result.upper.values[i], values[values.size() - rank]);
    if (options.global == GlobalTest::kStudentised) {
      centre[i] = (sum + observed) / (m + 1);
      double all = (observed - centre[i]) * (observed - centre[i]);
      for (const double value : values) all += (value - centre[i]) * (value - centre[i]);
      spread[i] = std::sqrt(all / m);
      if (spread[i] <= 1e-6 * std::abs(centre[i])) spread[i] = -1;
    }
  }
  const auto extremes = [&](const Grid& grid) {
    double greatest = -1e300, least = 1e300;
    for (std::size_t i = 0; i < pixels; ++i) {
      if (std::isnan(grid.values[i])) continue;
      const double t = spread[i] < 0 ? 0 : (grid.values[i] - centre[i]) / spread[i];
      greatest = std::max(greatest, t);
      least = std::min(least, t);
    }
    return std::make_pair(greatest, least);
  };
  const auto [greatest, least] = extremes(result.observed);
  EXPECT_NEAR(result.observed_greatest, greatest, 1e-8 * std::abs(greatest));
  EXPECT_NEAR(result.observed_least, least, 1e-8 * std::abs(least));
  std::size_t greater = 0, less = 0, either = 0;
  ASSERT_EQ(result.simulated_greatest.size(), surfaces.size());
  for (std::size_t s = 0; s < surfaces.size(); ++s) {
    const auto [g, l] = extremes(surfaces[s]);
    ASSERT_NEAR(result.simulated_greatest[s], g, 1e-8 * std::abs(g));
    ASSERT_NEAR(result.simulated_least[s], l, 1e-8 * std::abs(l));
    greater += ge(g, greatest) ? 1U : 0U;
    less += le(l, least) ? 1U : 0U;
    either += ge(std::max(g, -l), std::max(greatest, -least)) ? 1U : 0U;
  }
  const bool both =
      options.global == GlobalTest::kStudentised && options.alternative == Alternative::kTwoSided;
  EXPECT_EQ(result.global_p,
            both ? (1 + static_cast<double>(either)) / (1 + m) : p_of(greater, less));
}

constexpr Alternative kAlternatives[] = {Alternative::kGreater, Alternative::kLess,
                                         Alternative::kTwoSided};

TEST(Randomness, EqualsATwinThatKeepsEverything) {
  const PolygonSet window = star_window(4, {5000, 5000}, 3000);
  const GridFrame frame = test::frame_at(1500, 9000, 500, 18, 15);
  const Border border(window);
  const UniformSampler sampler(border);
  for (const bool weighted : {false, true}) {
    const PointSet points = even(3, 120, 10000, weighted);
    PointSet inside;
    inside.crs = points.crs;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!test::in_any(window, {points.x[i], points.y[i]})) continue;
      inside.x.push_back(points.x[i]);
      inside.y.push_back(points.y[i]);
      inside.row.push_back(i + 1);
      if (weighted) inside.weight.push_back(points.weight[i]);
    }
    for (const Correction correction :
         {Correction::kNone, Correction::kUniform, Correction::kDiggle}) {
      const EdgeOptions edge{.correction = correction};
      const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 1500};
      for (const Alternative alternative : kAlternatives) {
        for (const GlobalTest global : {GlobalTest::kMaximum, GlobalTest::kStudentised}) {
          const SignificanceOptions significance{.simulations = 19,
                                                 .seed = 5,
                                                 .alternative = alternative,
                                                 .global = global,
                                                 .rank = 3,
                                                 .edge = edge};
          std::vector<Grid> surfaces;
          for (std::uint64_t s = 0; s < 19; ++s) {
            PointSet drawn = inside;
            for (std::uint64_t i = 0; i < inside.size(); ++i) {
              base::Random random(5, (s << 40) + i);
              const Point p = sampler.draw(random);
              drawn.x[i] = p.x;
              drawn.y[i] = p.y;
            }
            surfaces.push_back(estimate_within(drawn, frame, options, window, edge, Context(1)));
          }
          const Significance result =
              against_randomness(points, frame, options, window, significance, Context(2));
          const Grid observed = estimate_within(inside, frame, options, window, edge, Context(1));
          ASSERT_EQ(std::memcmp(result.observed.values.data(), observed.values.data(),
                                observed.values.size() * sizeof(double)),
                    0);
          EXPECT_EQ(fact(result.observed, "points_outside"),
                    std::to_string(points.size() - inside.size()));
          expect_equals_twin(result, surfaces, significance);
        }
      }
    }
  }
}

TEST(Labelling, EqualsATwinThatKeepsEverything) {
  const PolygonSet window = star_window(4, {5000, 5000}, 3000);
  const GridFrame frame = test::frame_at(1500, 9000, 500, 18, 15);
  for (const bool with_window : {false, true}) {
    for (const bool weighted : {false, true}) {
      const PointSet all = even(3, 150, 10000, weighted);
      std::vector<std::uint32_t> members;
      for (std::uint32_t i = 0; i < all.size(); i += 1 + i % 3) members.push_back(i);
      std::vector<std::uint32_t> pool;
      std::size_t size = 0;
      for (std::uint32_t i = 0; i < all.size(); ++i) {
        if (with_window && !test::in_any(window, {all.x[i], all.y[i]})) continue;
        pool.push_back(i);
        if (std::find(members.begin(), members.end(), i) != members.end()) ++size;
      }
      for (const Correction correction :
           {Correction::kNone, Correction::kUniform, Correction::kDiggle}) {
        if (!with_window && correction != Correction::kNone) continue;
        const EdgeOptions edge{.correction = correction};
        const Options options{.kernel = Kernel::kEpanechnikov, .bandwidth_m = 1500};
        const auto surface = [&](const std::vector<std::uint32_t>& subset) {
          const PointSet points = all.select(subset);
          return with_window ? estimate_within(points, frame, options, window, edge, Context(1))
                             : estimate(points, frame, options, Context(1));
        };
        for (const GlobalTest global : {GlobalTest::kMaximum, GlobalTest::kStudentised}) {
          const SignificanceOptions significance{.simulations = 29,
                                                 .seed = 9,
                                                 .alternative = Alternative::kTwoSided,
                                                 .global = global,
                                                 .rank = 2,
                                                 .edge = edge};
          std::vector<Grid> surfaces;
          for (std::uint64_t s = 0; s < 29; ++s) {
            base::Random random(9, std::uint64_t{1} << 63 | s);
            std::vector<std::uint32_t> chosen;
            for (std::uint64_t j = pool.size() - size; j < pool.size(); ++j) {
              std::uint32_t pick = pool[random.below(j + 1)];
              if (std::find(chosen.begin(), chosen.end(), pick) != chosen.end()) pick = pool[j];
              chosen.push_back(pick);
            }
            std::sort(chosen.begin(), chosen.end());
            surfaces.push_back(surface(chosen));
          }
          const Significance result =
              against_labelling(all, members, frame, options, with_window ? window : PolygonSet{},
                                significance, Context(2));
          expect_equals_twin(result, surfaces, significance);
          EXPECT_EQ(fact(result.p, "points_all"), std::to_string(pool.size()));
          EXPECT_EQ(fact(result.p, "points"), std::to_string(size));
        }
      }
    }
  }
}

// Six points, two of them members: fifteen subsets, so p can be counted.
TEST(Labelling, ApproachesTheExactPOfAllSubsets) {
  PointSet all;
  all.x = {1000, 1400, 1900, 4000, 4300, 8000};
  all.y = {1000, 1200, 900, 4000, 4500, 8000};
  all.row = {1, 2, 3, 4, 5, 6};
  all.weight = {1, 2, 1, 3, 1, 1};
  const std::vector<std::uint32_t> members{0, 1};
  const GridFrame frame = test::frame_at(0, 9000, 1000, 9, 9);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 2500};
  const int m = 4000;
  const Significance result =
      against_labelling(all, members, frame, options, {},
                        {.simulations = m, .edge = {.correction = Correction::kNone}}, Context(2));
  const Grid observed = estimate(all.select(members), frame, options, Context(1));
  std::vector<double> exact(frame.size());
  double exact_global = 0;
  for (std::uint32_t i = 0; i < 6; ++i) {
    for (std::uint32_t j = i + 1; j < 6; ++j) {
      const Grid grid = estimate(all.select({i, j}), frame, options, Context(1));
      for (std::size_t k = 0; k < exact.size(); ++k) {
        if (ge(grid.values[k], observed.values[k])) exact[k] += 1.0 / 15;
      }
      if (ge(grid.range().second, observed.range().second)) exact_global += 1.0 / 15;
    }
  }
  bool differs = false;
  for (std::size_t k = 0; k < exact.size(); ++k) {
    ASSERT_NEAR(result.p.values[k], exact[k], 4.5 * std::sqrt(0.25 / m)) << k;
    differs = differs || exact[k] < 0.5;
  }
  EXPECT_TRUE(differs);
  EXPECT_NEAR(result.global_p, exact_global, 4.5 * std::sqrt(0.25 / m));
}

// Without any cluster p is uniform: of many data sets a tenth lies below 0.1.
TEST(Randomness, PIsUniformUnderTheNull) {
  const PolygonSet window = square(10000);
  const GridFrame frame = test::frame_at(0, 10000, 2500, 4, 4);
  const Options options{.kernel = Kernel::kGaussian, .bandwidth_m = 1200};
  const int sets = 300;
  std::vector<int> pointwise(10), global(10), studentised(10);
  for (int k = 0; k < sets; ++k) {
    const PointSet points = even(1000 + static_cast<std::uint64_t>(k), 60, 10000);
    SignificanceOptions significance{.simulations = 19,
                                     .seed = static_cast<std::uint64_t>(k),
                                     .rank = 1,
                                     .edge = {.correction = Correction::kUniform}};
    const Significance result =
        against_randomness(points, frame, options, window, significance, Context(1));
    const auto bin = [](double p) { return static_cast<std::size_t>((p - 1e-9) * 10); };
    ++pointwise[bin(result.p.at(1, 2))];
    ++global[bin(result.global_p)];
    significance.global = GlobalTest::kStudentised;
    significance.alternative = Alternative::kTwoSided;
    ++studentised[bin(
        against_randomness(points, frame, options, window, significance, Context(1)).global_p)];
  }
  for (const auto& counts : {pointwise, global, studentised}) {
    double chi2 = 0;
    for (const int count : counts) chi2 += (count - 30.0) * (count - 30.0) / 30;
    EXPECT_LT(chi2, 27.9);  // the 99.9 % point with 9 degrees of freedom
  }
}

TEST(Randomness, FindsAStrongCluster) {
  const PolygonSet window = square(20000);
  PointSet points = even(8, 300, 20000);
  add_cluster(points, {15000, 5000}, 300, 60);
  const GridFrame frame = test::frame_at(0, 20000, 500, 40, 40);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 1500};
  const Significance result =
      against_randomness(points, frame, options, window, {.simulations = 99}, Context(2));
  EXPECT_EQ(result.global_p, 0.01);
  EXPECT_EQ(result.p.at(30, 29), 0.01);
  EXPECT_GT(result.observed.at(30, 29), result.upper.at(30, 29));
  EXPECT_EQ(fact(result.p, "null_hypothesis"), "complete spatial randomness");
  EXPECT_EQ(fact(result.p, "simulations"), "99");
  EXPECT_EQ(fact(result.p, "seed"), "1");
  EXPECT_EQ(fact(result.p, "alternative"), "greater");
  EXPECT_EQ(fact(result.p, "global_p"), "0.01");
  EXPECT_EQ(result.p.unit, "1");
  EXPECT_EQ(result.upper.unit, "1/km2");
  // Away from it few pixels are dense by chance.
  int low = 0, far = 0;
  for (int row = 0; row < 20; ++row) {
    for (int column = 0; column < 40; ++column) {
      ++far;
      if (result.p.at(column, row) <= 0.05) ++low;
    }
  }
  EXPECT_LT(low, far / 5);
}

// All enterprises crowd in the centre, the specialty does not: only the labels count.
TEST(Labelling, FindsTheSpecialtyAndNotTheCity) {
  PointSet all = even(8, 300, 20000);
  add_cluster(all, {10000, 10000}, 1000, 600);
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < all.size(); ++i) {
    const bool corner = all.x[i] > 15000 && all.y[i] < 5000;
    if (corner || i % 10 == 0) members.push_back(i);
  }
  const GridFrame frame = test::frame_at(0, 20000, 500, 40, 40);
  const Options options{.kernel = Kernel::kQuartic, .bandwidth_m = 2500};
  const SignificanceOptions significance{
      .simulations = 99, .alternative = Alternative::kGreater, .global = GlobalTest::kStudentised};
  const Significance result =
      against_labelling(all, members, frame, options, square(20000), significance, Context(2));
  EXPECT_EQ(result.global_p, 0.01);
  EXPECT_EQ(result.p.at(35, 35), 0.01);
  EXPECT_GT(result.p.at(20, 20), 0.05);
  EXPECT_GT(result.observed.at(20, 20), result.observed.at(35, 35));
  EXPECT_EQ(fact(result.p, "null_hypothesis"), "random labelling");
}

TEST(Significance, SeedsAndThreads) {
  const PolygonSet window = star_window(4, {5000, 5000}, 3000);
  const GridFrame frame = test::frame_at(1500, 9000, 40, 200, 150);
  const PointSet points = even(3, 6000, 10000, true);
  std::vector<std::uint32_t> members;
  for (std::uint32_t i = 0; i < points.size(); i += 4) members.push_back(i);
  SignificanceOptions significance{
      .simulations = 5, .rank = 2, .edge = {.correction = Correction::kDiggle}};
  const auto both = [&](int threads) {
    return std::make_pair(
        against_randomness(points, frame, {}, window, significance, Context(threads)),
        against_labelling(points, members, frame, {}, window, significance, Context(threads)));
  };
  const auto one = both(1);
  const auto seven = both(7);
  EXPECT_TRUE(same_bits(one.first, seven.first));
  EXPECT_TRUE(same_bits(one.second, seven.second));
  significance.seed = 2;
  const auto other = both(2);
  EXPECT_NE(one.first.simulated_greatest, other.first.simulated_greatest);
  EXPECT_NE(one.second.simulated_greatest, other.second.simulated_greatest);
  EXPECT_EQ(one.first.observed.values.size(), other.first.observed.values.size());
}

TEST(Significance, OfFewOrNoPoints) {
  const GridFrame frame = test::frame_at(0, 10000, 1000, 10, 10);
  const PolygonSet window = square(10000);
  const SignificanceOptions significance{.simulations = 3, .rank = 1};
  PointSet none;
  none.crs = "EPSG:32651";
  const Significance empty = against_randomness(none, frame, {}, window, significance, Context(1));
  EXPECT_EQ(empty.global_p, 1);  // every surface is 0
  EXPECT_EQ(empty.p.range(), std::make_pair(1.0, 1.0));
  const Significance nobody =
      against_labelling(even(1, 5, 10000), {}, frame, {}, window, significance, Context(1));
  EXPECT_EQ(nobody.global_p, 1);
  const Significance everybody =
      against_labelling(even(1, 3, 10000), {2, 0, 1}, frame, {}, window, significance, Context(1));
  EXPECT_EQ(everybody.p.range(), std::make_pair(1.0, 1.0));  // there is only one subset
  EXPECT_EQ(everybody.deviation.range().second, 0);
  // A frame beside the window: no data.
  const Significance beside =
      against_randomness(even(1, 5, 10000), test::frame_at(20000, 30000, 1000, 5, 5), {}, window,
                         significance, Context(1));
  EXPECT_TRUE(std::isnan(beside.p.range().first));
  EXPECT_EQ(beside.global_p, 1);
}

TEST(Significance, SaysWhatIsWrong) {
  const GridFrame frame = test::frame_at(0, 10000, 1000, 10, 10);
  const PolygonSet window = square(10000);
  const PointSet points = even(1, 5, 10000);
  const auto code_of = [](const std::function<void()>& call) {
    try {
      call();
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::kUnsupported;
  };
  const auto randomness = [&](const SignificanceOptions& significance, const PolygonSet& within) {
    return code_of(
        [&] { (void)against_randomness(points, frame, {}, within, significance, Context(1)); });
  };
  EXPECT_EQ(randomness({.simulations = 0}, window), ErrorCode::kOption);
  EXPECT_EQ(randomness({.simulations = 100000}, window), ErrorCode::kOption);
  EXPECT_EQ(randomness({.simulations = 4, .rank = 5}, window), ErrorCode::kOption);
  EXPECT_EQ(randomness({.rank = 0}, window), ErrorCode::kOption);
  EXPECT_EQ(randomness({.rank = 101}, window), ErrorCode::kOption);
  EXPECT_EQ(randomness({}, {}), ErrorCode::kInput);
  const auto labelling = [&](const std::vector<std::uint32_t>& members, const PolygonSet& within) {
    return code_of(
        [&] { (void)against_labelling(points, members, frame, {}, within, {}, Context(1)); });
  };
  EXPECT_EQ(labelling({5}, window), ErrorCode::kOption);
  EXPECT_EQ(labelling({1, 1}, window), ErrorCode::kOption);
  EXPECT_EQ(labelling({1}, {}), ErrorCode::kOption);  // a correction needs a window
  for (const Alternative a : kAlternatives) EXPECT_EQ(alternative_named(name_of(a)), a);
  EXPECT_THROW((void)alternative_named("more"), Error);
}

TEST(Significance, CancelsAndReports) {
  const PolygonSet window = square(10000);
  const PointSet points = even(1, 20000, 10000);
  const GridFrame frame = test::frame_at(0, 10000, 50, 200, 200);
  const Context context(2);
  double last = 0;
  bool forward = true;
  std::thread other([&] {
    while (context.progress().fraction < 0.2) {
      const double now = context.progress().fraction;
      forward = forward && now >= last;
      last = now;
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    context.cancel();
  });
  try {
    (void)against_randomness(points, frame, {.bandwidth_m = 500}, window, {.simulations = 200},
                             context);
    ADD_FAILURE() << "a cancelled test must throw";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
  other.join();
  EXPECT_TRUE(forward);
  EXPECT_LT(context.progress().fraction, 0.9);
  const Context done(1);
  (void)against_randomness(points, frame, {.bandwidth_m = 500}, window,
                           {.simulations = 3, .rank = 1}, done);
  EXPECT_EQ(done.progress().fraction, 1);
}

}  // namespace
}  // namespace geo::density
