#include "geo/density/bandwidth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

#include "base/random.hpp"
#include "density/cell_search.hpp"
#include "density/surface.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr BandwidthRule kRules[] = {
    BandwidthRule::kScott,      BandwidthRule::kSilverman,    BandwidthRule::kArcgis,
    BandwidthRule::kLikelihood, BandwidthRule::kLeastSquares, BandwidthRule::kCronieVanLieshout};

constexpr std::size_t kCoarse = 24;  ///< candidates, by sqrt 2
constexpr int kFine = 8;             ///< steps of 2^(1/16) between two of them
constexpr std::size_t kAllEvaluated = 20000;
constexpr double kPairs = 4e8;
constexpr std::size_t kLeastEvaluated = 1000;
constexpr std::size_t kPointsPerCheck = std::size_t{1} << 16;

/// Points that weigh anything, and their moments.
struct Sample {
  PointSet points;
  double weight = 0;     ///< sum
  double effective = 0;  ///< number: (sum w)^2 / sum w^2
  Point mean;
  Point deviation;      ///< by axis, with the divisor n - 1
  double distance = 0;  ///< standard distance, with the divisor n
};

Sample sample_of(const PointSet& all, const Context& context) {
  Sample s;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (i % kPointsPerCheck == 0) context.check();
    if (!(all.weight_of(i) > 0)) continue;
    s.points.x.push_back(all.x[i]);
    s.points.y.push_back(all.y[i]);
    if (!all.weight.empty()) s.points.weight.push_back(all.weight[i]);
  }
  const std::size_t n = s.points.size();
  const Box box = s.points.envelope();
  if (n == 0 || (box.width() == 0 && box.height() == 0)) {
    throw Error(ErrorCode::kOption,
                "bandwidth: " +
                    (n == 0 ? std::string("no point weighs anything")
                            : "all " + std::to_string(n) + " points lie at one position") +
                    ", so none can be chosen; give bandwidth_m in metres");
  }
  const auto w = [&](std::size_t i) { return s.points.weight_of(i); };
  s.weight = sum_of(n, w);
  s.effective = s.weight * s.weight / sum_of(n, [&](std::size_t i) { return w(i) * w(i); });
  // From the box's corner: the mean keeps its digits where coordinates are large.
  s.mean.x = box.min_x + sum_of(n, [&](std::size_t i) {
                           return w(i) * (s.points.x[i] - box.min_x);
                         }) / s.weight;
  s.mean.y = box.min_y + sum_of(n, [&](std::size_t i) {
                           return w(i) * (s.points.y[i] - box.min_y);
                         }) / s.weight;
  const auto variance = [&](const std::vector<double>& at, double mean) {
    return sum_of(n, [&](std::size_t i) { return w(i) * (at[i] - mean) * (at[i] - mean); }) /
           s.weight;
  };
  const double vx = variance(s.points.x, s.mean.x);
  const double vy = variance(s.points.y, s.mean.y);
  s.distance = std::sqrt(vx + vy);
  // A weight that outweighs all others leaves no degree of freedom.
  const double freedom = std::max(s.effective - 1, std::numeric_limits<double>::min());
  const double unbiased = s.effective > 1 ? s.effective / freedom : 1;
  s.deviation = {std::sqrt(vx * unbiased), std::sqrt(vy * unbiased)};
  return s;
}

/// Of values, sorted, with their weights: the least value with at least the share p of the weight
/// at or below it, and the mean of it and the next where it is the share exactly: for p = 1/2 and
/// equal weights, the median.
double quantile(const std::vector<std::pair<double, double>>& values, double weight, double p) {
  const double wanted = p * weight;
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    sum += values[i].second;
    if (sum > wanted * (1 + 1e-12) || i + 1 == values.size()) return values[i].first;
    if (sum >= wanted * (1 - 1e-12)) return (values[i].first + values[i + 1].first) / 2;
  }
  return 0;
}

std::vector<std::pair<double, double>> sorted_with_weights(const std::vector<double>& values,
                                                           const PointSet& points,
                                                           const Context& context) {
  std::vector<std::pair<double, double>> pairs(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) pairs[i] = {values[i], points.weight_of(i)};
  sort_in_pieces(pairs, context);
  return pairs;
}

double quartile_range(const std::vector<double>& values, const Sample& s, const Context& context) {
  const auto pairs = sorted_with_weights(values, s.points, context);
  const double low = quantile(pairs, s.weight, 0.25);
  return quantile(pairs, s.weight, 0.75) - low;
}

/// By axis, to n^(-1/6).
Point by_axis(const Sample& s, bool robust, const Context& context) {
  Point spread = s.deviation;
  if (robust) {
    const auto least = [](double deviation, double range) {
      return range > 0 ? std::min(deviation, range / 1.34) : deviation;
    };
    spread = {least(spread.x, quartile_range(s.points.x, s, context)),
              least(spread.y, quartile_range(s.points.y, s, context))};
  }
  // On a line along an axis: the same in both directions.
  if (!(spread.x > 0 && spread.y > 0)) {
    const double both = std::sqrt((spread.x * spread.x + spread.y * spread.y) / 2);
    spread = {both, both};
  }
  const double shrink = std::pow(s.effective, -1.0 / 6);
  return {spread.x * shrink, spread.y * shrink};
}

/// Radius of a quartic kernel.
double arcgis_radius(const Sample& s, const Context& context) {
  std::vector<double> distance(s.points.size());
  for (std::size_t i = 0; i < distance.size(); ++i) {
    distance[i] = std::hypot(s.points.x[i] - s.mean.x, s.points.y[i] - s.mean.y);
  }
  const auto pairs = sorted_with_weights(distance, s.points, context);
  const double median = quantile(pairs, s.weight, 0.5);
  const double spread = std::sqrt(1 / std::numbers::ln2) * median;
  // More than half of the weight at the mean centre: the median says nothing.
  const double least = spread > 0 ? std::min(s.distance, spread) : s.distance;
  return 0.9 * least * std::pow(s.weight, -0.2);
}

/// A random choice of m points, ascending: those with the least random numbers. All where m >= n.
std::vector<std::uint32_t> drawn(std::size_t n, std::size_t m, std::uint64_t seed,
                                 const Context& context) {
  std::vector<std::uint32_t> ids;
  if (m >= n) {
    ids.resize(n);
    std::iota(ids.begin(), ids.end(), 0U);
    return ids;
  }
  // Below this bound there are enough of them, but for one case in a million.
  const double enough = static_cast<double>(m) + 6 * std::sqrt(static_cast<double>(m)) + 20;
  const double bound = enough / static_cast<double>(n);
  std::vector<std::pair<double, std::uint32_t>> keys;
  for (const double limit : {bound, 1.0}) {
    keys.clear();
    for (std::uint32_t i = 0; i < n; ++i) {
      if (i % kPointsPerCheck == 0) context.check();
      const double key = base::Random(seed, i).uniform();
      if (key < limit) keys.emplace_back(key, i);
    }
    if (keys.size() >= m) break;
  }
  std::nth_element(keys.begin(), keys.begin() + static_cast<std::ptrdiff_t>(m), keys.end());
  keys.resize(m);
  for (const auto& [key, id] : keys) ids.push_back(id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

/// The criteria of cross-validation, for the Gaussian kernel.
class Criteria {
 public:
  Criteria(const Sample& s, const BandwidthOptions& options, double area_m2, const Context& context)
      : sample_(s),
        rule_(options.rule),
        area_m2_(area_m2),
        context_(context),
        search_(s.points, strip_height(s.points), context) {
    const std::size_t n = s.points.size();
    std::size_t m = options.evaluations;
    if (m == 0) {
      m = n <= kAllEvaluated ? n
                             : std::max(kLeastEvaluated,
                                        static_cast<std::size_t>(kPairs / static_cast<double>(n)));
    }
    ids_ = drawn(n, m, options.seed, context);
    places_.reserve(ids_.size());
    for (const std::uint32_t id : ids_) places_.push_back(search_.place[id]);
    std::sort(places_.begin(), places_.end());
    places_.erase(std::unique(places_.begin(), places_.end()), places_.end());
    weight_ = sum_of(ids_.size(), [&](std::size_t i) { return s.points.weight_of(ids_[i]); });
  }

  [[nodiscard]] std::size_t evaluated() const { return ids_.size(); }
  [[nodiscard]] bool greatest_is_best() const { return rule_ == BandwidthRule::kLikelihood; }

  /// Of the deviations deviation / 2^(k/2), k in [0, count).
  std::vector<double> chain(double deviation, std::size_t count) {
    // The kernel convolved with itself is that of sqrt 2 times the deviation: one step up the
    // chain.
    const std::size_t before = rule_ == BandwidthRule::kLeastSquares ? 1 : 0;
    const double first = before == 1 ? deviation * std::numbers::sqrt2 : deviation;
    const std::size_t length = count + before;
    const std::vector<double> sums = gaussian_sums(search_, places_, first, length, context_);
    std::vector<double> result(count);
    for (std::size_t k = 0; k < count; ++k) {
      const double at = deviation * std::exp2(-0.5 * static_cast<double>(k));
      const auto others = [&](std::size_t i, std::size_t up) {
        const std::uint32_t id = ids_[i];
        const std::uint32_t place = search_.place[id];
        const auto row = static_cast<std::size_t>(
            std::lower_bound(places_.begin(), places_.end(), place) - places_.begin());
        // Those at the same position; nothing at all where it is alone.
        const double same =
            search_.count[place] == 1
                ? 0
                : std::max(0.0, search_.weight[place] - sample_.points.weight_of(id));
        return same + sums[row * length + k + before - up];
      };
      const double peak = 1 / (2 * std::numbers::pi * at * at);
      if (rule_ == BandwidthRule::kLikelihood) {
        result[k] = mean([&](std::size_t i) {
          return log_sum(i, others(i, 0), at) + std::log(peak / weight_without(i) * 1e6);
        });
      } else if (rule_ == BandwidthRule::kLeastSquares) {
        result[k] = mean([&](std::size_t i) {
          const double own = sample_.points.weight_of(ids_[i]);
          const double square = (own + others(i, 1)) * peak / 2 / sample_.weight;
          return (square - 2 * others(i, 0) * peak / weight_without(i)) * 1e6;
        });
      } else {
        const double sum = sample_.weight * mean([&](std::size_t i) {
                             return 1 / ((sample_.points.weight_of(ids_[i]) + others(i, 0)) * peak);
                           });
        result[k] = (sum - area_m2_) * (sum - area_m2_) * 1e-12;
      }
    }
    return result;
  }

 private:
  /// Strips of a thousand points: few runs for the long reach that is usual here.
  static double strip_height(const PointSet& points) {
    const double strips = std::max(1.0, static_cast<double>(points.size()) / 1024);
    const Box box = points.envelope();
    return std::max(box.height(), box.width() * 1e-6) / strips;
  }

  template <typename Term>
  double mean(Term&& term) const {
    return sum_of(ids_.size(),
                  [&](std::size_t i) { return sample_.points.weight_of(ids_[i]) * term(i); }) /
           weight_;
  }

  /// The weight of all other points: more than nothing, even where one outweighs all others.
  [[nodiscard]] double weight_without(std::size_t i) const {
    return std::max(sample_.weight - sample_.points.weight_of(ids_[i]),
                    sample_.weight * std::numeric_limits<double>::epsilon());
  }

  /// ln of the sum of the others. Where next to none is near, what was left out beyond the reach of
  /// the sum counts: then once more, relative to the nearest.
  double log_sum(std::size_t i, double sum, double deviation) {
    if (sum > 1e-9 * sample_.weight) return std::log(sum);
    context_.check();
    const std::uint32_t own = search_.place[ids_[i]];
    if (search_.count[own] > 1) return std::log(std::max(sum, std::numeric_limits<double>::min()));
    if (nearest_.empty()) nearest_.assign(ids_.size(), -1);
    if (nearest_[i] < 0) nearest_[i] = search_.kth_distance(own, 1, heap_);
    const double nearest2 = nearest_[i] * nearest_[i];
    const double inverse = 0.5 / (deviation * deviation);
    const Point at{search_.x[own], search_.y[own]};
    search_.around(at, std::sqrt(nearest2 + kGaussianSumReach * kGaussianSumReach / (2 * inverse)),
                   runs_);
    double relative = 0;
    for (const CellSearch::Run& run : runs_) {
      for (std::size_t k = run.first; k < run.last; ++k) {
        if (k == own) continue;
        const double dx = search_.x[k] - at.x;
        const double dy = search_.y[k] - at.y;
        relative += search_.weight[k] * std::exp((nearest2 - (dx * dx + dy * dy)) * inverse);
      }
    }
    return std::log(relative) - nearest2 * inverse;
  }

  const Sample& sample_;
  BandwidthRule rule_;
  double area_m2_;
  const Context& context_;
  CellSearch search_;
  std::vector<std::uint32_t> ids_;     ///< evaluated points
  std::vector<std::uint32_t> places_;  ///< theirs, distinct
  double weight_ = 0;                  ///< theirs
  std::vector<double> nearest_;        ///< theirs, as far as they were needed
  std::vector<double> heap_;
  std::vector<CellSearch::Run> runs_;
};

void cross_validate(const Sample& s, const BandwidthOptions& options, BandwidthChoice& choice,
                    const Context& context) {
  const double per_deviation = bandwidth_per_deviation(options.kernel);
  const Box box = s.points.envelope();
  choice.area_m2 = 0;
  double greatest = 0;
  if (options.rule == BandwidthRule::kCronieVanLieshout) {
    choice.area_m2 = options.area_m2 > 0 ? options.area_m2 : box.width() * box.height();
    greatest = std::hypot(box.width(), box.height()) / 2;
  } else {
    const Point axis = by_axis(s, false, context);
    greatest = 2 * std::sqrt(axis.x * axis.y);
  }
  Criteria criteria(s, options, choice.area_m2, context);
  choice.evaluated = criteria.evaluated();

  auto& curve = choice.curve;
  const auto better = [&](double a, double b) {
    return criteria.greatest_is_best() ? a > b : a < b;
  };
  const auto best = [&] {
    std::size_t at = 0;
    for (std::size_t i = 1; i < curve.size(); ++i) {
      if (better(curve[i].criterion, curve[at].criterion)) at = i;
    }
    return at;
  };
  const auto by_bandwidth = [](const auto& a, const auto& b) {
    return a.bandwidth_m < b.bandwidth_m;
  };
  if (!options.candidates_m.empty()) {
    for (std::size_t i = 0; i < options.candidates_m.size(); ++i) {
      const double h = options.candidates_m[i];
      curve.push_back({h, criteria.chain(h / per_deviation, 1)[0]});
      context.report(static_cast<double>(i + 1) / static_cast<double>(options.candidates_m.size()));
    }
    std::sort(curve.begin(), curve.end(), by_bandwidth);
    choice.at_limit = best() == 0 || best() + 1 == curve.size();
  } else {
    const std::vector<double> coarse = criteria.chain(greatest, kCoarse);
    for (std::size_t k = kCoarse; k > 0; --k) {
      const double deviation = greatest * std::exp2(-0.5 * static_cast<double>(k - 1));
      curve.push_back({deviation * per_deviation, coarse[k - 1]});
    }
    context.report(0.6);
    choice.at_limit = best() == 0 || best() + 1 == curve.size();
    // Between the best and its neighbours: for each step a chain of the upper and the lower half.
    const double middle = curve[best()].bandwidth_m / per_deviation;
    for (int step = 1; step < kFine; ++step) {
      const double up = middle * std::exp2(step / (2.0 * kFine));
      const std::vector<double> both = criteria.chain(up, 2);
      curve.push_back({up * per_deviation, both[0]});
      curve.push_back({up * per_deviation * std::exp2(-0.5), both[1]});
      context.report(0.6 + 0.4 * step / kFine);
    }
    std::sort(curve.begin(), curve.end(), by_bandwidth);
  }
  choice.bandwidth_m = curve[best()].bandwidth_m;
}

}  // namespace

std::string name_of(BandwidthRule rule) {
  switch (rule) {
    case BandwidthRule::kScott:
      return "scott";
    case BandwidthRule::kSilverman:
      return "silverman";
    case BandwidthRule::kArcgis:
      return "arcgis";
    case BandwidthRule::kLikelihood:
      return "likelihood";
    case BandwidthRule::kLeastSquares:
      return "least-squares";
    case BandwidthRule::kCronieVanLieshout:
      return "cronie-van-lieshout";
  }
  throw Error(ErrorCode::kInternal, "bandwidth: a rule without a name");
}

BandwidthRule bandwidth_rule_named(const std::string& name) {
  std::string known;
  for (const BandwidthRule rule : kRules) {
    if (name == name_of(rule)) return rule;
    known += (known.empty() ? "" : ", ") + name_of(rule);
  }
  throw Error(ErrorCode::kOption,
              "bandwidth \"" + name +
                  "\" is neither a length in metres nor a rule; give a number, or one of " + known);
}

double bandwidth_per_deviation(Kernel kernel) {
  switch (kernel) {
    case Kernel::kUniform:
      return 2;
    case Kernel::kTriangular:
      return std::sqrt(20.0 / 3);
    case Kernel::kEpanechnikov:
      return std::sqrt(6.0);
    case Kernel::kQuartic:
      return std::sqrt(8.0);
    case Kernel::kTriweight:
      return std::sqrt(10.0);
    case Kernel::kGaussian:
      return 1;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without a deviation");
}

BandwidthChoice choose_bandwidth(const PointSet& points, const BandwidthOptions& options,
                                 const Context& context) {
  context.check();
  for (const double candidate : options.candidates_m) {
    if (candidate >= 1e-6 && candidate <= 1e9) continue;
    throw Error(ErrorCode::kOption, "candidates_m: " + digits_of(candidate) +
                                        " is not possible; give metres, 1e-6 to 1e9");
  }
  if (!(options.area_m2 >= 0) || !std::isfinite(options.area_m2)) {
    throw Error(ErrorCode::kOption, "area_m2: " + digits_of(options.area_m2) +
                                        " is not possible; give the window's area in m2");
  }
  const Sample s = sample_of(points, context);
  const double per_deviation = bandwidth_per_deviation(options.kernel);
  BandwidthChoice choice;
  choice.rule = options.rule;
  choice.kernel = options.kernel;
  choice.points = s.points.size();
  choice.facts = {{"bandwidth_rule", name_of(options.rule)}};
  if (options.rule == BandwidthRule::kScott || options.rule == BandwidthRule::kSilverman) {
    const Point axis = by_axis(s, options.rule == BandwidthRule::kSilverman, context);
    choice.east_m = axis.x * per_deviation;
    choice.north_m = axis.y * per_deviation;
    choice.bandwidth_m = std::sqrt(axis.x * axis.y) * per_deviation;
  } else if (options.rule == BandwidthRule::kArcgis) {
    const double quartic = bandwidth_per_deviation(Kernel::kQuartic);
    choice.bandwidth_m = arcgis_radius(s, context) * (per_deviation / quartic);
    choice.east_m = choice.north_m = choice.bandwidth_m;
  } else {
    cross_validate(s, options, choice, context);
    choice.east_m = choice.north_m = choice.bandwidth_m;
    choice.facts.emplace_back("bandwidth_evaluated", std::to_string(choice.evaluated));
    if (choice.evaluated < choice.points) {
      choice.facts.emplace_back("bandwidth_seed", std::to_string(options.seed));
    }
    if (choice.area_m2 > 0) {
      choice.facts.emplace_back("bandwidth_area_m2", digits_of(choice.area_m2));
    }
    choice.facts.emplace_back("bandwidth_at_limit", choice.at_limit ? "yes" : "no");
  }
  choice.deviation_m = choice.bandwidth_m / per_deviation;
  return choice;
}

}  // namespace geo::density
