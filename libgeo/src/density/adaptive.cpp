#include "geo/density/adaptive.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <limits>
#include <new>

#include "base/parallel.hpp"
#include "density/cell_search.hpp"
#include "density/direct.hpp"
#include "density/kernel.hpp"
#include "density/surface.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr std::size_t kPointsPerCheck = std::size_t{1} << 16;
constexpr double kLeastBandwidth = 1e-6;
constexpr double kGreatestBandwidth = 1e9;

Error refused(const std::string& message) { return {ErrorCode::kOption, message}; }

/// Points near a frame by class of factor, and by row within each; coordinates as in RowIndex.
class FactorIndex {
 public:
  struct Class {
    double greatest = 0;  ///< factor
    DirectPoints all;
    std::vector<std::size_t> offset;  ///< by row: above the frame, its rows, below; and the end
  };

  FactorIndex(const PointSet& points, const std::vector<double>& factors, const GridFrame& frame,
              const Direct& direct, const Context& context) {
    const std::size_t n = points.size();
    // Classes: factors within a factor of sqrt 2.
    const auto class_of = [](double factor) {
      return static_cast<int>(std::floor(2 * std::log2(factor)));
    };
    const auto row_of = [&](double y) {
      return static_cast<std::size_t>(std::clamp(std::floor(y + 1.5), 0.0, frame.rows + 1.0));
    };
    const double columns_reach = columns_in_reach(direct) * (1 + 1e-9);
    const double rows_reach = rows_in_reach(direct) * (1 + 1e-9);
    const auto in_reach = [&](double x, double y, double factor) {
      const double dx = std::max({0.0, -x, x - (frame.columns - 1)});
      const double dy = std::max({0.0, -y, y - (frame.rows - 1)});
      return dx <= columns_reach * factor && dy <= rows_reach * factor;
    };
    std::vector<int> klass(n, kLeftOut);
    int least = std::numeric_limits<int>::max();
    int greatest = std::numeric_limits<int>::min();
    std::size_t used = 0;
    for (std::size_t i = 0; i < n; ++i) {
      if (i % kPointsPerCheck == 0) context.check();
      if (!(points.weight_of(i) > 0)) continue;
      const double x = (points.x[i] - frame.west) / frame.pixel - 0.5;
      const double y = (frame.north - points.y[i]) / frame.pixel - 0.5;
      if (!in_reach(x, y, factors[i])) continue;
      klass[i] = class_of(factors[i]);
      least = std::min(least, klass[i]);
      greatest = std::max(greatest, klass[i]);
      ++used;
    }
    if (used == 0) return;
    const auto count = static_cast<std::size_t>(std::int64_t{greatest} - least + 1);
    const auto rows = static_cast<std::size_t>(frame.rows) + 2;
    at_.resize(used);
    weight_.resize(used);
    factor_.resize(used);
    // A stable counting sort by (class, row).
    std::vector<std::size_t> place(count * rows + 1, 0);
    const auto bucket = [&](std::size_t i, double y) {
      return static_cast<std::size_t>(klass[i] - least) * rows + row_of(y);
    };
    for (std::size_t i = 0; i < n; ++i) {
      if (klass[i] == kLeftOut) continue;
      ++place[bucket(i, (frame.north - points.y[i]) / frame.pixel - 0.5) + 1];
    }
    for (std::size_t b = 1; b < place.size(); ++b) place[b] += place[b - 1];
    for (std::size_t c = 0; c < count; ++c) {
      const std::size_t from = place[c * rows];
      const std::size_t to = place[(c + 1) * rows];
      if (from == to) continue;
      Class made;
      made.all = {
          .at = at_.data(), .weight = weight_.data(), .factor = factor_.data(), .size = used};
      made.offset.assign(place.begin() + static_cast<std::ptrdiff_t>(c * rows),
                         place.begin() + static_cast<std::ptrdiff_t>((c + 1) * rows + 1));
      classes_.push_back(std::move(made));
    }
    for (std::size_t i = 0; i < n; ++i) {
      if (i % kPointsPerCheck == 0) context.check();
      if (klass[i] == kLeftOut) continue;
      const double y = (frame.north - points.y[i]) / frame.pixel - 0.5;
      const std::size_t to = place[bucket(i, y)]++;
      at_[to] = {(points.x[i] - frame.west) / frame.pixel - 0.5, y};
      factor_[to] = factors[i];
      weight_[to] = points.weight_of(i) / (factors[i] * factors[i]);
    }
    for (Class& c : classes_) {
      for (std::size_t i = c.offset.front(); i < c.offset.back(); ++i) {
        c.greatest = std::max(c.greatest, factor_[i]);
      }
    }
  }

  [[nodiscard]] const std::vector<Class>& classes() const { return classes_; }

  /// The points of a class whose y may lie in [low, high].
  static DirectPoints range(const Class& c, double low, double high) {
    const auto last = static_cast<double>(c.offset.size() - 2);
    const auto from = static_cast<std::size_t>(std::clamp(std::floor(low + 1.5), 0.0, last));
    const auto to = static_cast<std::size_t>(std::clamp(std::floor(high + 1.5), 0.0, last));
    DirectPoints part = c.all;
    const std::size_t begin = c.offset[from];
    part.at += begin;
    part.weight += begin;
    part.factor += begin;
    part.size = c.offset[to + 1] - begin;
    return part;
  }

 private:
  static constexpr int kLeftOut = std::numeric_limits<int>::min();

  std::vector<Point> at_;
  std::vector<double> weight_, factor_;
  std::vector<Class> classes_;
};

/// Least and greatest factor of the points that weigh anything; {1, 1} where there are none.
std::pair<double, double> range_of(const PointSet& points, const std::vector<double>& factors) {
  double least = std::numeric_limits<double>::infinity();
  double greatest = 0;
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (!(points.weight_of(i) > 0)) continue;
    least = std::min(least, factors[i]);
    greatest = std::max(greatest, factors[i]);
  }
  return greatest > 0 ? std::pair{least, greatest} : std::pair{1.0, 1.0};
}

void check(const PointSet& points, const Factors& factors, const Options& options) {
  if (factors.values.size() != points.size()) {
    throw refused("factors: there are " + std::to_string(factors.values.size()) + " for " +
                  std::to_string(points.size()) + " points; give one for each");
  }
  const double across = elliptic(options) ? options.bandwidth_across_m : options.bandwidth_m;
  const double least = std::min(options.bandwidth_m, across);
  const double greatest = std::max(options.bandwidth_m, across);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double factor = factors.values[i];
    if (factor * least >= kLeastBandwidth && factor * greatest <= kGreatestBandwidth) continue;
    throw refused("factors: that of point " + std::to_string(i + 1) + ", " + digits_of(factor) +
                  ", gives no possible bandwidth (1e-6 to 1e9 m); raise the smallest one allowed");
  }
}

}  // namespace

Grid estimate_adaptive(const PointSet& points, const Factors& factors, const GridFrame& frame,
                       const Options& options, const Context& context) {
  check(options);
  check(points, factors, options);
  // An empty set makes the grid: its checks, unit and first facts.
  PointSet none;
  none.crs = points.crs;
  Grid grid = estimate(none, frame, options, context);
  const bool weighted = !points.weight.empty();
  const bool per_pixel = options.unit == Unit::kPerPixel;
  grid.unit = std::string(weighted ? "weight" : "1") + (per_pixel ? "/pixel" : "/km2");
  const auto [least, greatest] = range_of(points, factors.values);
  const double smallest_m = elliptic(options)
                                ? std::min(options.bandwidth_m, options.bandwidth_across_m)
                                : options.bandwidth_m;
  const double largest_m = elliptic(options)
                               ? std::max(options.bandwidth_m, options.bandwidth_across_m)
                               : options.bandwidth_m;
  grid.facts = {{"kernel", name_of(options.kernel)},
                {"bandwidth_m", digits_of(options.bandwidth_m)}};
  if (elliptic(options)) {
    grid.facts.emplace_back("bandwidth_across_m", digits_of(options.bandwidth_across_m));
    grid.facts.emplace_back("azimuth_deg", digits_of(options.azimuth_deg));
  }
  grid.facts.insert(grid.facts.end(), factors.facts.begin(), factors.facts.end());
  grid.facts.emplace_back("smallest_bandwidth_m", digits_of(least * smallest_m));
  grid.facts.emplace_back("largest_bandwidth_m", digits_of(greatest * largest_m));
  grid.facts.emplace_back("reach_m", digits_of(greatest * reach_m(options)));
  grid.facts.emplace_back("points", std::to_string(points.size()));
  const double weight_sum =
      sum_of(points.size(), [&](std::size_t i) { return points.weight_of(i); });
  grid.facts.emplace_back("weight_sum", digits_of(weight_sum));
  if (grid.values.empty()) return grid;

  const double pixel_km2 = frame.pixel * frame.pixel / 1e6;
  Direct direct = direct_of(options, frame, peak_per_km2(options) * (per_pixel ? pixel_km2 : 1));
  direct.tolerance /= std::min(1.0, least);
  try {
    const FactorIndex index(points, factors.values, frame, direct, context);
    const double rows_reach = rows_in_reach(direct) * (1 + 1e-9);
    const int band = direct_band(direct);
    const auto rows = static_cast<std::size_t>(frame.rows);
    const auto columns = static_cast<std::size_t>(frame.columns);
    std::atomic<std::size_t> done{0};
    base::parallel_for(context, rows, static_cast<std::size_t>(band),
                       [&](std::size_t begin, std::size_t end) {
                         DirectRows sums(direct, static_cast<int>(begin), static_cast<int>(end));
                         for (const FactorIndex::Class& c : index.classes()) {
                           const double reach = rows_reach * c.greatest;
                           const double low = static_cast<double>(begin) - reach;
                           const double high = static_cast<double>(end) - 1 + reach;
                           sums.add(FactorIndex::range(c, low, high), context);
                         }
                         sums.write(grid.values.data() + begin * columns);
                         const std::size_t now = done += end - begin;
                         context.report(static_cast<double>(now) / static_cast<double>(rows));
                       });
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kMemory,
                "density: no memory for an index of " + std::to_string(points.size()) + " points");
  }
  return grid;
}

Factors abramson_factors(const PointSet& points, const AbramsonOptions& options,
                         const Context& context) {
  check(options.pilot);
  if (elliptic(options.pilot)) {
    throw refused("pilot: bandwidth_across_m cannot be used; the pilot's kernel is round");
  }
  if (!(options.largest_factor >= 1) || !std::isfinite(options.largest_factor)) {
    throw refused("largest_factor: " + digits_of(options.largest_factor) +
                  " is not possible; give a number of at least 1");
  }
  if (!(options.smallest_factor >= 0 && options.smallest_factor <= 1)) {
    throw refused("smallest_factor: " + digits_of(options.smallest_factor) +
                  " is not possible; give a number from 0 to 1");
  }
  Factors factors;
  const std::vector<double> pilot = kernel_sums(points, options.pilot, context);
  const auto counts = [&](std::size_t i) { return points.weight_of(i) > 0 && pilot[i] > 0; };
  const double weight =
      sum_of(pilot.size(), [&](std::size_t i) { return counts(i) ? points.weight_of(i) : 0; });
  const double logarithms = sum_of(pilot.size(), [&](std::size_t i) {
    return counts(i) ? points.weight_of(i) * std::log(pilot[i]) : 0;
  });
  const double mean = weight > 0 ? logarithms / weight : 0;
  std::size_t clipped = 0;
  factors.values.resize(points.size());
  for (std::size_t i = 0; i < pilot.size(); ++i) {
    if (i % kPointsPerCheck == 0) context.check();
    const double factor = pilot[i] > 0 ? std::exp(0.5 * (mean - std::log(pilot[i])))
                                       : std::numeric_limits<double>::infinity();
    factors.values[i] = std::clamp(factor, options.smallest_factor, options.largest_factor);
    if (factors.values[i] != factor) ++clipped;
  }
  factors.facts = {{"adaptive", "abramson"},
                   {"pilot_kernel", name_of(options.pilot.kernel)},
                   {"pilot_bandwidth_m", digits_of(options.pilot.bandwidth_m)},
                   {"largest_factor", digits_of(options.largest_factor)}};
  if (options.smallest_factor > 0) {
    factors.facts.emplace_back("smallest_factor", digits_of(options.smallest_factor));
  }
  factors.facts.emplace_back("clipped", std::to_string(clipped));
  return factors;
}

namespace {

std::vector<double> distances(const PointSet& points, const NeighbourOptions& options,
                              const Context& context) {
  if (options.neighbours < 1 || options.neighbours >= points.size()) {
    throw refused("neighbours: " + std::to_string(options.neighbours) +
                  " is not possible; give at least 1 and fewer than the " +
                  std::to_string(points.size()) + " points");
  }
  if (!(options.smallest_m >= kLeastBandwidth && options.smallest_m <= options.largest_m &&
        options.largest_m <= kGreatestBandwidth)) {
    throw refused("smallest_m, largest_m: " + digits_of(options.smallest_m) + " to " +
                  digits_of(options.largest_m) +
                  " is no range of bandwidths; give metres, 1e-6 to 1e9");
  }
  // Strips in which a square holds about k points.
  const Box box = points.envelope();
  const double area = std::max(box.width(), 1e-6) * std::max(box.height(), 1e-6);
  const double side = std::sqrt(area * static_cast<double>(options.neighbours) /
                                static_cast<double>(points.size()));
  const CellSearch search(points, side / 2, context);
  std::vector<double> at_place(search.places());
  base::parallel_for(context, search.places(), 64, [&](std::size_t begin, std::size_t end) {
    std::vector<double> heap;
    for (std::size_t i = begin; i < end; ++i) {
      context.check();
      at_place[i] = search.kth_distance(i, options.neighbours, heap);
    }
  });
  std::vector<double> result(points.size());
  for (std::size_t i = 0; i < result.size(); ++i) result[i] = at_place[search.place[i]];
  return result;
}

/// How many changed.
std::size_t clip(std::vector<double>& values, const NeighbourOptions& options) {
  std::size_t clipped = 0;
  for (double& value : values) {
    const double moved = std::clamp(value, options.smallest_m, options.largest_m);
    if (moved != value) ++clipped;
    value = moved;
  }
  return clipped;
}

}  // namespace

std::vector<double> knn_bandwidths(const PointSet& points, const NeighbourOptions& options,
                                   const Context& context) {
  std::vector<double> values = distances(points, options, context);
  clip(values, options);
  return values;
}

Factors knn_factors(const PointSet& points, const NeighbourOptions& options, double bandwidth_m,
                    const Context& context) {
  check(Options{.bandwidth_m = bandwidth_m});
  Factors factors;
  factors.values = distances(points, options, context);
  const std::size_t clipped = clip(factors.values, options);
  for (double& value : factors.values) value /= bandwidth_m;
  factors.facts = {{"adaptive", "knn"},
                   {"neighbours", std::to_string(options.neighbours)},
                   {"smallest_m", digits_of(options.smallest_m)},
                   {"largest_m", digits_of(options.largest_m)},
                   {"clipped", std::to_string(clipped)}};
  return factors;
}

}  // namespace geo::density
