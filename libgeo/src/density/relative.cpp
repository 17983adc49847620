#include "geo/density/relative.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>
#include <utility>

#include "base/parallel.hpp"
#include "density/surface.hpp"
#include "density/within.hpp"
#include "geo/core/error.hpp"

namespace geo::density {
namespace {

constexpr double kNoData = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kGrain = 1 << 16;

void check(const RelativeOptions& relative) {
  if (!(relative.least_points >= 0) || !std::isfinite(relative.least_points)) {
    throw Error(ErrorCode::kOption, "least_points: give 0 or more points");
  }
  if (!(relative.stabiliser >= 0) || !std::isfinite(relative.stabiliser)) {
    throw Error(ErrorCode::kOption, "stabiliser: give a share of 0 or more");
  }
}

/// The expected counts within the kernel: of points, whatever they weigh.
std::vector<double> counts_near(PointSet points, const Within& within, const Context& context) {
  points.weight.clear();
  std::vector<double> counts = estimate(points, within.frame(), within.options(), context).values;
  const double area = effective_area_km2(within.options());
  for (double& count : counts) count *= area;
  return counts;
}

Options per_km2(Options options) {
  options.unit = Unit::kPerKm2;
  return options;
}

/// A grid of ratios: `body(i)` for every pixel; counts those of the window that get no data.
template <typename Body>
Grid ratios(const Grid& like, const Context& context, Body&& body) {
  Grid grid;
  grid.crs = like.crs;
  grid.frame = like.frame;
  grid.values = values_of(like.frame, kNoData, context);
  std::atomic<std::size_t> without{0};
  base::parallel_for(context, grid.values.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    std::size_t count = 0;
    for (std::size_t i = begin; i < end; ++i) {
      if (std::isnan(like.values[i])) continue;  // outside of the window
      grid.values[i] = body(i);
      if (std::isnan(grid.values[i])) ++count;
    }
    without += count;
  });
  grid.facts.emplace_back("pixels_without_data", std::to_string(without));
  return grid;
}

}  // namespace

double effective_area_km2(const Options& options) {
  const double across =
      options.bandwidth_across_m == 0 ? options.bandwidth_m : options.bandwidth_across_m;
  const double ellipse = std::numbers::pi * (options.bandwidth_m / 1000) * (across / 1000);
  switch (options.kernel) {
    case Kernel::kUniform:
      return ellipse;
    case Kernel::kTriangular:
      return ellipse * 2 / 3;
    case Kernel::kEpanechnikov:
      return ellipse * 3 / 4;
    case Kernel::kQuartic:
      return ellipse * 5 / 9;
    case Kernel::kTriweight:
      return ellipse * 7 / 16;
    case Kernel::kGaussian:
      return ellipse * 4;
  }
  throw Error(ErrorCode::kInternal, "density: a kernel without an area");
}

Grid local_share(const PointSet& part, const PointSet& whole, const GridFrame& frame,
                 const Options& options, const PolygonSet& window, const RelativeOptions& relative,
                 const Context& context) {
  check(relative);
  check_same_system(part.crs, whole.crs, "part and whole");
  const auto refuse = [] {
    return Error(ErrorCode::kOption,
                 "local share: the part is not a part of the whole; give a selection of the same "
                 "points with the same weights");
  };
  if (part.size() > 0 && part.weight.empty() != whole.weight.empty()) throw refuse();
  const Within within(frame, per_km2(options), window, relative.edge, context);
  const Within::Selection of_part = within.select(part, context);
  const Within::Selection of_whole = within.select(whole, context);
  if (of_part.points.size() > of_whole.points.size() ||
      of_part.weight_sum > of_whole.weight_sum * (1 + 1e-9)) {
    throw refuse();
  }
  const Grid upper = within.corrected(of_part, context.part(0, 0.3));
  const Grid lower = within.corrected(of_whole, context.part(0.3, 0.6));
  const std::vector<double> counts = counts_near(of_whole.points, within, context.part(0.6, 0.95));

  const double greatest = lower.range().second;
  std::atomic<bool> above{false};
  Grid grid = ratios(lower, context, [&](std::size_t i) {
    if (counts[i] < relative.least_points || !(lower.values[i] > 0)) return kNoData;
    const double share = upper.values[i] / lower.values[i];
    // What rounding can do is cut off; more than that is not a part.
    if (share > 1 + 1e-5 && lower.values[i] > 1e-9 * greatest) above = true;
    return std::clamp(share, 0.0, 1.0);
  });
  if (above) throw refuse();

  grid.unit = "1";
  Facts facts{{"measure", "local_share"}};
  for (auto& fact : kernel_facts(options)) facts.push_back(std::move(fact));
  facts.emplace_back("points_part", std::to_string(of_part.points.size()));
  facts.emplace_back("points_whole", std::to_string(of_whole.points.size()));
  facts.emplace_back("weight_part", digits_of(of_part.weight_sum));
  facts.emplace_back("weight_whole", digits_of(of_whole.weight_sum));
  if (of_whole.weight_sum > 0) {
    facts.emplace_back("share", digits_of(of_part.weight_sum / of_whole.weight_sum));
  }
  facts.emplace_back("least_points", digits_of(relative.least_points));
  within.set_window_facts(facts, of_whole.outside);
  facts.insert(facts.end(), grid.facts.begin(), grid.facts.end());
  grid.facts = std::move(facts);
  context.report(1);
  return grid;
}

std::optional<Grid> log_relative_risk(const PointSet& cases, const PointSet& controls,
                                      const GridFrame& frame, const Options& options,
                                      const PolygonSet& window, const RelativeOptions& relative,
                                      const Context& context) {
  check(relative);
  check_same_system(cases.crs, controls.crs, "cases and controls");
  const Within within(frame, per_km2(options), window, relative.edge, context);
  const Within::Selection of_cases = within.select(cases, context);
  const Within::Selection of_controls = within.select(controls, context);
  if (!(of_cases.weight_sum > 0) || !(of_controls.weight_sum > 0)) return std::nullopt;
  const Grid f = within.corrected(of_cases, context.part(0, 0.25));
  const Grid g = within.corrected(of_controls, context.part(0.25, 0.5));
  const std::vector<double> case_counts =
      counts_near(of_cases.points, within, context.part(0.5, 0.75));
  const std::vector<double> control_counts =
      counts_near(of_controls.points, within, context.part(0.75, 0.95));

  const double greatest = g.range().second / of_controls.weight_sum;
  const double added = relative.stabiliser * (std::isnan(greatest) ? 0 : greatest);
  Grid grid = ratios(g, context, [&](std::size_t i) {
    if (case_counts[i] + control_counts[i] < relative.least_points) return kNoData;
    const double upper = f.values[i] / of_cases.weight_sum + added;
    const double lower = g.values[i] / of_controls.weight_sum + added;
    return upper > 0 && lower > 0 ? std::log(upper / lower) : kNoData;
  });

  grid.unit = "ln(1)";
  Facts facts{{"measure", "log_relative_risk"}};
  for (auto& fact : kernel_facts(options)) facts.push_back(std::move(fact));
  facts.emplace_back("points_cases", std::to_string(of_cases.points.size()));
  facts.emplace_back("points_controls", std::to_string(of_controls.points.size()));
  facts.emplace_back("weight_cases", digits_of(of_cases.weight_sum));
  facts.emplace_back("weight_controls", digits_of(of_controls.weight_sum));
  facts.emplace_back("least_points", digits_of(relative.least_points));
  facts.emplace_back("stabiliser", digits_of(relative.stabiliser));
  facts.emplace_back("added_per_km2", digits_of(added));
  within.set_window_facts(facts, of_cases.outside + of_controls.outside);
  facts.insert(facts.end(), grid.facts.begin(), grid.facts.end());
  grid.facts = std::move(facts);
  context.report(1);
  return grid;
}

}  // namespace geo::density
