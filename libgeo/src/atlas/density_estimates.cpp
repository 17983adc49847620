#include "atlas/density_estimates.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "atlas/density_memory.hpp"
#include "base/number.hpp"
#include "geo/core/error.hpp"
#include "geo/density/adaptive.hpp"
#include "geo/density/contours.hpp"
#include "geo/density/parts.hpp"
#include "geo/scene/classes.hpp"
#include "geo/topology/outline.hpp"

namespace geo::atlas {
namespace {

/// Slivers between districts that were drawn apart are not the sea.
constexpr double kLargestSliver_m2 = 10000;

}  // namespace

DensityEstimates::DensityEstimates(Atlas& atlas, const Context& context)
    : atlas_(atlas), step_(*atlas.job.density), context_(context) {}

void DensityEstimates::prepare() {
  points_ = atlas_.points.places();
  make_window();
  choose_bandwidth();
  note_few_neighbours();
  make_frame();
}

void DensityEstimates::prepare_for_batches() {
  points_ = atlas_.points.places();
  make_window();
  options_ = step_.options;
  make_frame();
}

void DensityEstimates::check() const {
  density::check(step_.options);
  scene::check_breaks(atlas_.job.output.legend.breaks);  // drawn or not
  if (atlas_.regions.size() == 0) {
    const char* what = step_.correction != density::Correction::kNone ? "an edge correction"
                       : step_.mask                                   ? "a mask"
                       : step_.significance                           ? "significance"
                                                                      : nullptr;
    if (what != nullptr) fail(std::string(what) + " needs boundaries");
  }
  if (step_.adaptive && step_.correction != density::Correction::kNone) {
    fail("an adaptive bandwidth and an edge correction do not go together; leave one out");
  }
  if (step_.adaptive && (step_.relative || step_.significance)) {
    fail(
        "an adaptive bandwidth goes neither with relative densities nor with significance, which "
        "compare densities of one bandwidth; leave one out");
  }
  if (step_.contours) {
    if (!step_.contours->levels.empty()) density::check_levels(step_.contours->levels);
    // Of a grid without pixels there are none, but what is no share is refused.
    static_cast<void>(density::mass_levels(Grid(), step_.contours->shares));
    static_cast<void>(density::quantile_levels(Grid(), step_.contours->quantiles));
  }
  if (step_.time) {
    density::check(density::CubeOptions{.breaks = step_.time->breaks});
    static_cast<void>(time_column());
  }
  if (step_.time && step_.adaptive) {
    fail("slices of time have one bandwidth; leave out the adaptive one");
  }
  if (step_.relative && specialties_.empty()) {
    fail("a relative density compares specialties; name their column");
  }
  if (step_.adaptive && step_.bandwidth_rule &&
      step_.adaptive->method == AdaptiveStep::Method::kNeighbours) {
    fail("a bandwidth by nearest neighbours leaves no room for a bandwidth rule; leave one out");
  }
}

std::vector<std::uint32_t> DensityEstimates::order_specialties(
    const std::vector<std::string>& words) {
  std::vector<std::uint32_t> order(words.size());
  std::iota(order.begin(), order.end(), 0U);
  const auto key = [&](std::uint32_t code) {
    const int planned = atlas_.plan.specialty(words[code]);
    return std::pair(planned < 0 ? 1 << 30 : planned, words[code]);
  };
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return key(a) < key(b); });
  for (const std::uint32_t code : order) {
    const std::string& word = words[code];
    const int planned = atlas_.plan.specialty(word);
    specialties_.push_back({planned >= 0
                                ? atlas_.plan.specialties[static_cast<std::size_t>(planned)]
                                : Text{word, word},
                            {}});
  }
  return order;
}

void DensityEstimates::find_specialties() {
  if (atlas_.job.specialty_column.empty()) return;
  const Categories& words = atlas_.points.categories(atlas_.job.specialty_column);
  const std::vector<std::uint32_t> order = order_specialties(words.names);
  std::vector<std::size_t> place(order.size());
  for (std::size_t k = 0; k < order.size(); ++k) place[order[k]] = k;
  for (std::uint32_t i = 0; i < words.codes.size(); ++i) {
    if (words.codes[i] == Categories::kMissing) continue;
    specialties_[place[words.codes[i]]].members.push_back(i);
  }
}

const Column& DensityEstimates::time_column() const {
  const std::string& name = step_.time->column;
  const Column* column = atlas_.points.find(name);
  if (column == nullptr) fail("there is no column '" + name + "' of dates");
  if (std::holds_alternative<Categories>(column->values)) {
    fail("column '" + name + "' is of categories, not of dates");
  }
  return *column;
}

void DensityEstimates::make_window() {
  const bool needed = step_.mask || step_.significance ||
                      step_.correction != density::Correction::kNone ||
                      step_.bandwidth_rule == density::BandwidthRule::kCronieVanLieshout;
  if (needed && atlas_.regions.size() > 0) {
    window_ = topology::outline(atlas_.regions, kLargestSliver_m2, context_);
  }
}

void DensityEstimates::choose_bandwidth() {
  options_ = step_.options;
  if (!step_.bandwidth_rule) return;
  density::BandwidthOptions rule{
      .rule = *step_.bandwidth_rule,
      .kernel = options_.kernel,
      .evaluations = static_cast<std::size_t>(step_.bandwidth_evaluations)};
  if (window_.size() > 0) {
    rule.area_m2 = window_.area(0);
  } else if (rule.rule == density::BandwidthRule::kCronieVanLieshout) {
    note("没有边界：规则 cronie-van-lieshout 以企业的外接矩形为范围。",
         "There are no boundaries: the rule cronie-van-lieshout took the box around the "
         "enterprises for the window.");
  }
  const density::BandwidthChoice choice = density::choose_bandwidth(points_, rule, context_);
  options_.bandwidth_m = choice.bandwidth_m;
  bandwidth_facts_ = choice.facts;
  const std::string metres = base::number_text(choice.bandwidth_m, 4) + " m";
  const std::string name = density::name_of(*step_.bandwidth_rule);
  note("带宽 " + metres + " 由规则 " + name + " 选定。",
       "The bandwidth of " + metres + " was chosen by the rule " + name + ".");
  if (choice.at_limit) {
    note("规则 " + name + " 的最优带宽是所比较的最小或最大者，可能没有最优；请以米给出带宽。",
         "The best bandwidth by the rule " + name +
             " was the least or greatest of all compared: there may be no best one; give metres.");
  }
}

void DensityEstimates::note_few_neighbours() {
  if (!step_.adaptive || step_.adaptive->method != AdaptiveStep::Method::kNeighbours) return;
  std::size_t fewest = points_.size();
  for (const Specialty& specialty : specialties_) {
    if (step_.by_specialty) fewest = std::min(fewest, specialty.members.size());
  }
  const std::size_t wanted = step_.adaptive->neighbours;
  if (fewest > wanted) return;
  const std::string k = std::to_string(wanted);
  note("有的企业组没有第 " + k + " 个邻居：带宽取到其中最远的企业。",
       "Some sets of enterprises have no neighbour number " + k +
           ": there the bandwidth is the distance to the farthest of them.");
}

void DensityEstimates::make_frame() {
  const bool drawn = atlas_.regions.size() > 0;
  const Box box = drawn ? atlas_.regions.envelope()
                        : atlas_.points.envelope().grown(density::reach_m(options_));
  frame_ = step_.columns > 0 ? GridFrame::fitting(box, step_.columns, step_.rows)
                             : GridFrame::covering(box, step_.pixel_m);
  require_memory_for(step_, specialties_.size(), frame_);
}

Grid DensityEstimates::estimate(const PointSet& points) const {
  Grid grid;
  if (step_.adaptive) {
    grid = density::estimate_adaptive(points, factors(points), frame_, options_, context_);
  } else if (step_.correction != density::Correction::kNone) {
    grid = density::estimate_within(points, frame_, options_, window_,
                                    {.correction = step_.correction}, context_);
  } else {
    grid = density::estimate(points, frame_, options_, context_);
  }
  if (step_.mask && step_.correction == density::Correction::kNone) {
    grid = density::mask(std::move(grid), window_, context_);
  }
  grid.facts.insert(grid.facts.end(), bandwidth_facts_.begin(), bandwidth_facts_.end());
  return grid;
}

density::Factors DensityEstimates::factors(const PointSet& points) const {
  const AdaptiveStep& adaptive = *step_.adaptive;
  if (adaptive.method == AdaptiveStep::Method::kAbramson) {
    // A quartic pilot: the Gaussian's reach is long, and its shape hardly matters.
    density::Options pilot;
    pilot.kernel = density::Kernel::kQuartic;
    pilot.bandwidth_m = adaptive.pilot_m > 0
                            ? adaptive.pilot_m
                            : options_.bandwidth_m *
                                  density::bandwidth_per_deviation(density::Kernel::kQuartic) /
                                  density::bandwidth_per_deviation(options_.kernel);
    return density::abramson_factors(points,
                                     {.pilot = pilot,
                                      .largest_factor = adaptive.largest_factor,
                                      .smallest_factor = adaptive.smallest_factor},
                                     context_);
  }
  // A specialty of few enterprises has no 50th neighbour.
  if (points.size() < 2) return {.values = std::vector<double>(points.size(), 1.0), .facts = {}};
  return density::knn_factors(points,
                              {.neighbours = std::min(adaptive.neighbours, points.size() - 1),
                               .smallest_m = adaptive.smallest_m,
                               .largest_m = adaptive.largest_m},
                              options_.bandwidth_m, context_);
}

Text DensityEstimates::whole() const {
  return atlas_.job.filter ? Text{"筛选出的企业", "The filter's enterprises"}
                           : Text{"全部企业", "All enterprises"};
}

PointSet DensityEstimates::members(std::size_t specialty) const {
  return points_.select(specialties_[specialty].members);
}

void DensityEstimates::add(const std::string& name, const Text& title, Grid grid) {
  atlas_.heatmaps.push_back({name, title, std::move(grid)});
}

void DensityEstimates::add_chosen(const std::string& name, const Text& title, Grid grid) {
  grid.facts.insert(grid.facts.end(), bandwidth_facts_.begin(), bandwidth_facts_.end());
  add(name, title, std::move(grid));
}

void DensityEstimates::note(const std::string& zh, const std::string& en) {
  atlas_.notes.push_back({zh, en});
  atlas_.findings.push_back({Finding::Severity::kNote, "density", 0, {zh, en}});
}

void DensityEstimates::fail(const std::string& message) const {
  throw Error(ErrorCode::kOption,
              (atlas_.job.file.empty() ? "density: " : atlas_.job.file + ": density: ") + message);
}

}  // namespace geo::atlas
