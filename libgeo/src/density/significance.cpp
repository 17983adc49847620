#include "geo/density/significance.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>
#include <utility>

#include "base/memory.hpp"
#include "base/parallel.hpp"
#include "base/random.hpp"
#include "density/surface.hpp"
#include "density/within.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr double kNoData = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kTie =
    1e-6;  ///< of the observed value: less is what summing in another order moves
constexpr std::size_t kGrain = 1 << 14;
constexpr int kMostSimulations = 99999;
constexpr int kMostRanks = 100;

constexpr std::array kAlternatives{Alternative::kGreater, Alternative::kLess,
                                   Alternative::kTwoSided};

bool at_least(double simulated, double observed) {
  return simulated >= observed - kTie * std::abs(observed);
}
bool at_most(double simulated, double observed) {
  return simulated <= observed + kTie * std::abs(observed);
}

void check(const SignificanceOptions& options) {
  if (options.simulations < 1 || options.simulations > kMostSimulations) {
    throw Error(ErrorCode::kOption, "simulations: " + std::to_string(options.simulations) +
                                        " is not possible; give 1 to 99999, such as 199 or 999");
  }
  if (options.rank < 1 || options.rank > std::min(kMostRanks, options.simulations)) {
    throw Error(ErrorCode::kOption,
                "rank: " + std::to_string(options.rank) +
                    " is not possible; give 1 to 100, at most the number of simulations");
  }
}

struct Extremes {
  double least = kInfinity;
  double greatest = -kInfinity;
  void add(double value) {
    least = std::min(least, value);
    greatest = std::max(greatest, value);
  }
};

/// What is kept of the simulations, pixel by pixel: it does not grow with their number.
class Tally {
 public:
  Tally(const Grid& observed, int rank, const Context& context)
      : observed_(observed.values),
        rank_(static_cast<std::size_t>(rank)),
        mean_(values_of(observed.frame, 0, context)),
        squares_(values_of(observed.frame, 0, context)),
        at_least_(observed_.size()),
        at_most_(observed_.size()) {
    for (std::size_t r = 0; r < rank_; ++r) {
      lowest_.push_back(values_of(observed.frame, kInfinity, context));
      highest_.push_back(values_of(observed.frame, -kInfinity, context));
    }
  }

  void add(const std::vector<double>& simulated, const Context& context) {
    ++count_;
    const double share = 1.0 / count_;
    base::parallel_for(context, observed_.size(), kGrain, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        const double observed = observed_[i];
        if (std::isnan(observed)) continue;
        const double value = simulated[i];
        if (at_least(value, observed)) ++at_least_[i];
        if (at_most(value, observed)) ++at_most_[i];
        const double off = value - mean_[i];
        mean_[i] += off * share;
        squares_[i] += off * (value - mean_[i]);
        double low = value;
        for (std::size_t r = 0; r < rank_ && low < lowest_.back()[i]; ++r) {
          if (low < lowest_[r][i]) std::swap(low, lowest_[r][i]);
        }
        double high = value;
        for (std::size_t r = 0; r < rank_ && high > highest_.back()[i]; ++r) {
          if (high > highest_[r][i]) std::swap(high, highest_[r][i]);
        }
      }
    });
  }

  [[nodiscard]] double p_value(std::size_t i, Alternative alternative) const {
    const double greater = (1.0 + at_least_[i]) / (1.0 + count_);
    const double less = (1.0 + at_most_[i]) / (1.0 + count_);
    switch (alternative) {
      case Alternative::kGreater:
        return greater;
      case Alternative::kLess:
        return less;
      case Alternative::kTwoSided:
        return std::min(1.0, 2 * std::min(greater, less));
    }
    throw Error(ErrorCode::kInternal, "density: an alternative without a p-value");
  }
  [[nodiscard]] double lower(std::size_t i) const { return lowest_.back()[i]; }
  [[nodiscard]] double upper(std::size_t i) const { return highest_.back()[i]; }
  [[nodiscard]] double mean(std::size_t i) const { return mean_[i]; }
  [[nodiscard]] double deviation(std::size_t i) const {
    return count_ > 1 ? std::sqrt(squares_[i] / (count_ - 1)) : 0;
  }

  /// (value - mean) / standard deviation, of the simulations and the observed surface together, so
  /// that no surface is treated differently from the others; 0 where they are all the same.
  [[nodiscard]] double studentised(std::size_t i, double value) const {
    const double off = observed_[i] - mean_[i];
    const double mean = mean_[i] + off / (count_ + 1);
    const double deviation = std::sqrt((squares_[i] + off * off * count_ / (count_ + 1)) / count_);
    return deviation > kTie * std::abs(mean) ? (value - mean) / deviation : 0;
  }

 private:
  const std::vector<double>& observed_;
  std::size_t rank_;
  double count_ = 0;
  std::vector<double> mean_;
  std::vector<double> squares_;  ///< sum of squared differences from the mean (Welford 1962)
  std::vector<std::uint32_t> at_least_;
  std::vector<std::uint32_t> at_most_;
  std::vector<std::vector<double>> lowest_;   ///< the rank least of each pixel, ascending
  std::vector<std::vector<double>> highest_;  ///< the rank greatest, descending
};

/// The extremes of `value(i, values[i])` over the pixels with data.
template <typename Value>
Extremes extremes_of(const std::vector<double>& values, const Context& context, Value&& value) {
  return base::parallel_reduce<Extremes>(
      context, values.size(), kGrain, {},
      [&](std::size_t begin, std::size_t end) {
        Extremes part;
        for (std::size_t i = begin; i < end; ++i) {
          if (!std::isnan(values[i])) part.add(value(i, values[i]));
        }
        return part;
      },
      [](Extremes all, const Extremes& part) {
        all.least = std::min(all.least, part.least);
        all.greatest = std::max(all.greatest, part.greatest);
        return all;
      });
}

double global_p_of(const Significance& result, const SignificanceOptions& options) {
  std::size_t greater = 0;
  std::size_t less = 0;
  std::size_t either = 0;
  const double observed = std::max(result.observed_greatest, -result.observed_least);
  for (std::size_t s = 0; s < result.simulated_greatest.size(); ++s) {
    const double greatest = result.simulated_greatest[s];
    const double least = result.simulated_least[s];
    if (at_least(greatest, result.observed_greatest)) ++greater;
    if (at_most(least, result.observed_least)) ++less;
    if (at_least(std::max(greatest, -least), observed)) ++either;
  }
  const auto p = [&](std::size_t count) {
    return (1.0 + static_cast<double>(count)) / (1.0 + options.simulations);
  };
  switch (options.alternative) {
    case Alternative::kGreater:
      return p(greater);
    case Alternative::kLess:
      return p(less);
    case Alternative::kTwoSided:
      return options.global == GlobalTest::kStudentised
                 ? p(either)
                 : std::min(1.0, 2 * std::min(p(greater), p(less)));
  }
  throw Error(ErrorCode::kInternal, "density: an alternative without a p-value");
}

/// A surface drawn under the null hypothesis; the same for the same number.
using Draw = std::function<std::vector<double>(int simulation, const Context& context)>;

Significance run(Grid observed, const char* null, const Draw& draw,
                 const SignificanceOptions& options, const Context& context) {
  Significance result;
  // What the tally holds, one simulation, and the grids that are made of them.
  const double grids = 9.0 + 2 * options.rank;
  base::require_memory(grids * static_cast<double>(observed.values.size()) * sizeof(double),
                       "significance: simulating a grid of " +
                           std::to_string(observed.frame.columns) + " x " +
                           std::to_string(observed.frame.rows) + " pixels",
                       "choose larger pixels");
  Tally tally(observed, options.rank, context);
  const bool studentised = options.global == GlobalTest::kStudentised;
  const double steps = 1 + options.simulations * (studentised ? 2.0 : 1.0);
  const auto step = [&](double s) { return context.part(s / steps, (s + 1) / steps); };
  const auto keep = [&](const std::vector<double>& values, auto&& value) {
    const Extremes extremes = extremes_of(values, context, value);
    result.simulated_greatest.push_back(extremes.greatest);
    result.simulated_least.push_back(extremes.least);
  };
  const auto plain = [](std::size_t, double value) { return value; };
  const auto scaled = [&](std::size_t i, double value) { return tally.studentised(i, value); };

  for (int s = 0; s < options.simulations; ++s) {
    context.check();
    const std::vector<double> values = draw(s, step(1 + s));
    tally.add(values, context);
    if (!studentised) keep(values, plain);
    context.report((2 + s) / steps);
  }
  for (int s = 0; studentised && s < options.simulations; ++s) {
    context.check();
    keep(draw(s, step(1 + options.simulations + s)), scaled);
    context.report((2 + options.simulations + s) / steps);
  }
  const Extremes extremes = studentised ? extremes_of(observed.values, context, scaled)
                                        : extremes_of(observed.values, context, plain);
  result.observed_greatest = extremes.greatest;
  result.observed_least = extremes.least;
  result.global_p = global_p_of(result, options);

  set_fact(observed.facts, "null_hypothesis", null);
  set_fact(observed.facts, "simulations", std::to_string(options.simulations));
  set_fact(observed.facts, "seed", std::to_string(options.seed));
  const auto grid_of = [&](const char* measure, const std::string& unit, auto&& value) {
    Grid grid;
    grid.crs = observed.crs;
    grid.frame = observed.frame;
    grid.unit = unit;
    grid.facts = {{"measure", measure}};
    grid.facts.insert(grid.facts.end(), observed.facts.begin(), observed.facts.end());
    grid.values = values_of(observed.frame, kNoData, context);
    for (std::size_t i = 0; i < grid.values.size(); ++i) {
      if (!std::isnan(observed.values[i])) grid.values[i] = value(i);
    }
    return grid;
  };
  result.p =
      grid_of("p_value", "1", [&](std::size_t i) { return tally.p_value(i, options.alternative); });
  set_fact(result.p.facts, "alternative", name_of(options.alternative));
  set_fact(result.p.facts, "global_test", name_of(options.global));
  set_fact(result.p.facts, "global_p", digits_of(result.global_p));
  const std::string& unit = observed.unit;
  result.lower = grid_of("lower_envelope", unit, [&](std::size_t i) { return tally.lower(i); });
  result.upper = grid_of("upper_envelope", unit, [&](std::size_t i) { return tally.upper(i); });
  set_fact(result.lower.facts, "rank", std::to_string(options.rank));
  set_fact(result.upper.facts, "rank", std::to_string(options.rank));
  result.mean = grid_of("mean", unit, [&](std::size_t i) { return tally.mean(i); });
  result.deviation =
      grid_of("standard_deviation", unit, [&](std::size_t i) { return tally.deviation(i); });
  result.observed = std::move(observed);
  context.report(1);
  return result;
}

}  // namespace

std::string name_of(Alternative alternative) {
  switch (alternative) {
    case Alternative::kGreater:
      return "greater";
    case Alternative::kLess:
      return "less";
    case Alternative::kTwoSided:
      return "two-sided";
  }
  throw Error(ErrorCode::kInternal, "density: an alternative without a name");
}

Alternative alternative_named(const std::string& name) {
  std::string known;
  for (const Alternative alternative : kAlternatives) {
    if (name == name_of(alternative)) return alternative;
    known += (known.empty() ? "" : ", ") + name_of(alternative);
  }
  throw Error(ErrorCode::kOption, "alternative \"" + name + "\" is not known; use one of " + known);
}

std::string name_of(GlobalTest test) {
  switch (test) {
    case GlobalTest::kMaximum:
      return "maximum";
    case GlobalTest::kStudentised:
      return "studentised";
  }
  throw Error(ErrorCode::kInternal, "density: a global test without a name");
}

GlobalTest global_test_named(const std::string& name) {
  for (const GlobalTest test : {GlobalTest::kMaximum, GlobalTest::kStudentised}) {
    if (name == name_of(test)) return test;
  }
  throw Error(ErrorCode::kOption,
              "global test \"" + name + "\" is not known; use maximum or studentised");
}

Significance against_randomness(const PointSet& points, const GridFrame& frame,
                                const Options& options, const PolygonSet& window,
                                const SignificanceOptions& significance, const Context& context) {
  check(significance);
  if (window.size() == 0) {
    throw Error(ErrorCode::kInput, "the window has no region; give the regions that points lie in");
  }
  const Within within(frame, options, window, significance.edge, context);
  const Within::Selection selection = within.select(points, context, true);
  const UniformSampler sampler(*within.border());
  Grid observed =
      within.corrected(selection, context.part(0, 1.0 / (1 + significance.simulations)));
  set_fact(observed.facts, "points_outside", std::to_string(selection.outside));

  PointSet drawn = selection.points;
  const bool diggle = significance.edge.correction == Correction::kDiggle;
  const Draw draw = [&](int simulation, const Context& step) {
    const std::uint64_t stream = static_cast<std::uint64_t>(simulation) << 40;
    base::parallel_for(step, drawn.size(), 4096, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        base::Random random(significance.seed, stream + i);
        const Point p = sampler.draw(random);
        drawn.x[i] = p.x;
        drawn.y[i] = p.y;
      }
    });
    if (diggle) {
      drawn.weight = selection.points.weight;
      std::size_t capped = 0;
      drawn.weight = within.diggle_weights(drawn, capped, step);
    }
    return within.surface(drawn, step).values;
  };
  return run(std::move(observed), "complete spatial randomness", draw, significance, context);
}

Significance against_labelling(const PointSet& all, const std::vector<std::uint32_t>& members,
                               const GridFrame& frame, const Options& options,
                               const PolygonSet& window, const SignificanceOptions& significance,
                               const Context& context) {
  check(significance);
  std::vector<std::uint8_t> is_member(all.size());
  for (const std::uint32_t member : members) {
    if (member >= all.size() || is_member[member] != 0) {
      throw Error(ErrorCode::kOption,
                  "members: " + std::to_string(member) +
                      " is no index of a point, or is listed twice; list each member once");
    }
    is_member[member] = 1;
  }
  const Within within(frame, options, window, significance.edge, context);
  const Within::Selection selection = within.select(all, context, true);
  PointSet pool = selection.points;
  if (significance.edge.correction == Correction::kDiggle) {
    std::size_t capped = 0;
    pool.weight = within.diggle_weights(pool, capped, context);
  }
  const auto n = static_cast<std::uint32_t>(pool.size());

  Within::Selection observed_selection;
  observed_selection.points.crs = all.crs;
  observed_selection.weighted = selection.weighted;
  std::vector<std::uint32_t> inside;
  for (std::uint32_t i = 0; i < n; ++i) {
    if (is_member[selection.index[i]] != 0) inside.push_back(i);
  }
  observed_selection.points = selection.points.select(inside);
  for (const std::uint32_t i : inside) {
    observed_selection.weight_sum += selection.points.weight_of(i);
    is_member[selection.index[i]] = 0;
  }
  observed_selection.outside = members.size() - inside.size();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (is_member[i] != 0) observed_selection.outside_weight += all.weight_of(i);
  }
  Grid observed =
      within.corrected(observed_selection, context.part(0, 1.0 / (1 + significance.simulations)));
  if (within.border() != nullptr) {
    set_fact(observed.facts, "points_outside", std::to_string(observed_selection.outside));
  }
  set_fact(observed.facts, "points_all", std::to_string(n));

  const auto size = static_cast<std::uint32_t>(inside.size());
  std::vector<std::uint8_t> taken(n);
  PointSet drawn;
  drawn.crs = all.crs;
  const Draw draw = [&](int simulation, const Context& step) {
    // A uniformly random subset of that size (Floyd; Bentley and Floyd 1987).
    base::Random random(significance.seed,
                        std::uint64_t{1} << 63 | static_cast<std::uint64_t>(simulation));
    std::fill(taken.begin(), taken.end(), std::uint8_t{0});
    constexpr std::uint32_t kDrawsPerCheck = 1 << 16;
    for (std::uint32_t j = n - size; j < n; ++j) {
      if (j % kDrawsPerCheck == 0) step.check();
      const auto k = static_cast<std::uint32_t>(random.below(j + std::uint64_t{1}));
      taken[taken[k] != 0 ? j : k] = 1;
    }
    drawn.x.clear();
    drawn.y.clear();
    drawn.weight.clear();
    drawn.row.clear();
    for (std::uint32_t i = 0; i < n; ++i) {
      if (taken[i] == 0) continue;
      drawn.x.push_back(pool.x[i]);
      drawn.y.push_back(pool.y[i]);
      if (!pool.weight.empty()) drawn.weight.push_back(pool.weight[i]);
      if (!pool.row.empty()) drawn.row.push_back(pool.row[i]);
    }
    return within.surface(drawn, step).values;
  };
  return run(std::move(observed), "random labelling", draw, significance, context);
}

}  // namespace geo::density
