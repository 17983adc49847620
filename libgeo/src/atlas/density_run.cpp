#include "atlas/density_run.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <limits>
#include <memory>
#include <numeric>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "atlas/density_memory.hpp"
#include "base/counted.hpp"
#include "base/date.hpp"
#include "base/number.hpp"
#include "geo/core/error.hpp"
#include "geo/density/adaptive.hpp"
#include "geo/density/parts.hpp"
#include "geo/density/relative.hpp"
#include "geo/topology/outline.hpp"

namespace geo::atlas {
namespace {

/// Slivers between districts that were drawn apart are not the sea.
constexpr double kLargestSliver_m2 = 10000;

std::string numbered(const char* prefix, std::size_t number) {
  std::array<char, 64> name{};
  std::snprintf(name.data(), name.size(), "%s_%02zu", prefix, number);
  return name.data();
}

/// The shortest digits: a year has no thousands separator.
std::string year_text(double year) {
  std::array<char, 32> digits{};
  auto* const end = std::to_chars(digits.data(), digits.data() + digits.size(), year).ptr;
  return {digits.data(), end};
}

/// A title with what is measured behind it.
Text measured(const Text& title, const std::string& zh, const std::string& en) {
  return {title.in(Language::kChinese) + "：" + zh, title.in(Language::kEnglish) + ": " + en};
}

class DensityRun {
 public:
  DensityRun(Atlas& atlas, const std::function<void(double, double)>& part, const Context& context)
      : atlas_(atlas), step_(*atlas.job.density), part_(part), context_(context) {}

  /// Throws where the steps do not fit together or to the data.
  void check_only() {
    find_specialties();
    check();
  }

  void all() {
    bare_ = atlas_.points.places();
    check_only();
    plan_progress();
    make_window();
    choose_bandwidth();
    note_few_neighbours();
    make_frame();
    const Text everyone = whole();
    next(kEstimate);
    add("all", everyone, estimate(bare_));
    for (std::size_t k = 0; k < specialties_.size() && step_.by_specialty; ++k) {
      next(kEstimate);
      add(numbered("specialty", k + 1), specialties_[k].title, estimate(members(k)));
    }
    choose_legend();
    contours();
    if (step_.relative) relative();
    if (step_.significance) significance(everyone);
    if (step_.time) time();
    if (step_.bins) bins();
  }

  // Batch by batch, what `atlas` has checked to be possible so: the same heatmaps.

  void begin_batches() {
    bare_ = atlas_.points.places();  // no points, but their system
    check();
    make_window();
    options_ = step_.options;
    make_frame();
  }

  void add_batch(const PointSet& points) {
    const PointSet bare = points.places();
    sum(all_, estimate(bare));
    if (atlas_.job.specialty_column.empty() || !step_.by_specialty) return;
    const Categories& words = points.categories(atlas_.job.specialty_column);
    by_code_.resize(std::max(by_code_.size(), words.names.size()));
    std::vector<std::vector<std::uint32_t>> members(words.names.size());
    for (std::uint32_t i = 0; i < words.codes.size(); ++i) {
      if (words.codes[i] != Categories::kMissing) members[words.codes[i]].push_back(i);
    }
    for (std::size_t code = 0; code < members.size(); ++code) {
      if (!members[code].empty()) sum(by_code_[code], estimate(bare.select(members[code])));
    }
  }

  void end_batches() {
    add("all", whole(), std::move(*all_));
    if (step_.by_specialty) {
      const std::vector<std::uint32_t> order = order_specialties(atlas_.counts.words());
      by_code_.resize(order.size());
      for (std::size_t k = 0; k < order.size(); ++k) {
        std::optional<Grid>& grid = by_code_[order[k]];
        if (!grid) grid = estimate(bare_);  // a word of no point
        add(numbered("specialty", k + 1), specialties_[k].title, std::move(*grid));
      }
    }
    choose_legend();
    contours();
  }

 private:
  struct Specialty {
    Text title;
    std::vector<std::uint32_t> members;
  };

  // What the parts cost, as shares of an estimate of all: for the progress bar.
  static constexpr double kEstimate = 1;

  void note(const std::string& zh, const std::string& en) {
    atlas_.notes.push_back({zh, en});
    atlas_.findings.push_back({Finding::Severity::kNote, "density", 0, {zh, en}});
  }

  void sum(std::optional<Grid>& total, Grid part) const {
    if (total) {
      density::add(*total, part, context_);
    } else {
      total = std::move(part);
    }
  }

  [[noreturn]] void fail(const std::string& message) const {
    throw Error(
        ErrorCode::kOption,
        (atlas_.job.file.empty() ? "density: " : atlas_.job.file + ": density: ") + message);
  }

  void check() const {
    density::check(step_.options);
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

  /// The plan's order first, then the data's other words by name: the numbers in file names must
  /// not depend on which row comes first. The code of each specialty.
  std::vector<std::uint32_t> order_specialties(const std::vector<std::string>& words) {
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

  void find_specialties() {
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

  void plan_progress() {
    const auto each = static_cast<double>(specialties_.size());
    total_ = kEstimate;
    if (step_.by_specialty) total_ += each * kEstimate;
    if (step_.relative) total_ += 2 * each * kEstimate;
    if (step_.significance) total_ += (each + 1) * step_.significance->simulations * kEstimate;
    if (step_.time) total_ += kEstimate;
  }

  /// What follows costs as much.
  void next(double cost) {
    part_(done_ / total_, std::min(1.0, (done_ + cost) / total_));
    done_ += cost;
  }

  void make_window() {
    const bool needed = step_.mask || step_.significance ||
                        step_.correction != density::Correction::kNone ||
                        step_.bandwidth_rule == density::BandwidthRule::kCronieVanLieshout;
    if (needed && atlas_.regions.size() > 0) {
      window_ = topology::outline(atlas_.regions, kLargestSliver_m2, context_);
    }
  }

  void choose_bandwidth() {
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
    const density::BandwidthChoice choice = density::choose_bandwidth(bare_, rule, context_);
    options_.bandwidth_m = choice.bandwidth_m;
    bandwidth_facts_ = choice.facts;
    const std::string metres = base::number_text(choice.bandwidth_m, 4) + " m";
    const std::string name = density::name_of(*step_.bandwidth_rule);
    note("带宽 " + metres + " 由规则 " + name + " 选定。",
         "The bandwidth of " + metres + " was chosen by the rule " + name + ".");
    if (choice.at_limit) {
      note(
          "规则 " + name + " 的最优带宽是所比较的最小或最大者，可能没有最优；请以米给出带宽。",
          "The best bandwidth by the rule " + name +
              " was the least or greatest of all compared: there may be no best one; give metres.");
    }
  }

  void make_frame() {
    const bool drawn = atlas_.regions.size() > 0;
    const Box box = drawn ? atlas_.regions.envelope()
                          : atlas_.points.envelope().grown(density::reach_m(options_));
    frame_ = step_.columns > 0 ? GridFrame::fitting(box, step_.columns, step_.rows)
                               : GridFrame::covering(box, step_.pixel_m);
    require_memory_for(step_, specialties_.size(), frame_);
  }

  [[nodiscard]] Text whole() const {
    return atlas_.job.filter ? Text{"筛选出的企业", "The filter's enterprises"}
                             : Text{"全部企业", "All enterprises"};
  }

  [[nodiscard]] PointSet members(std::size_t specialty) const {
    return bare_.select(specialties_[specialty].members);
  }

  [[nodiscard]] Grid estimate(const PointSet& points) const {
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

  [[nodiscard]] density::Factors factors(const PointSet& points) const {
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

  void note_few_neighbours() {
    if (!step_.adaptive || step_.adaptive->method != AdaptiveStep::Method::kNeighbours) return;
    std::size_t fewest = bare_.size();
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

  void add(const std::string& name, const Text& title, Grid grid) {
    atlas_.heatmaps.push_back({name, title, std::move(grid)});
  }

  /// With how the bandwidth was chosen.
  void add_chosen(const std::string& name, const Text& title, Grid grid) {
    grid.facts.insert(grid.facts.end(), bandwidth_facts_.begin(), bandwidth_facts_.end());
    add(name, title, std::move(grid));
  }

  void choose_legend() {
    const LegendStep& legend = atlas_.job.output.legend;
    if (!legend.breaks.empty()) {
      atlas_.legend_breaks = legend.breaks;
      return;
    }
    atlas_.legend_breaks =
        scene::choose_breaks(atlas_.heatmaps.front().grid.values,
                             {.method = legend.classification, .classes = legend.classes})
            .values;
  }

  void contours() {
    if (!step_.contours) return;
    const Grid& grid = atlas_.heatmaps.front().grid;
    std::vector<double> levels = step_.contours->levels;
    if (levels.empty() && !step_.contours->shares.empty()) {
      std::vector<double> shares = step_.contours->shares;
      std::sort(shares.rbegin(), shares.rend());
      levels = density::mass_levels(grid, shares);
    } else if (levels.empty()) {
      std::vector<double> quantiles = step_.contours->quantiles;
      std::sort(quantiles.begin(), quantiles.end());
      levels = density::quantile_levels(grid, quantiles);
    }
    GridAreas made{"density_bands", {"密度分带", "Density bands"}, {}, {}};
    if (!levels.empty()) {
      made.bands = density::filled_bands(grid, levels, density::ContourOptions{}, context_);
    }
    if (made.bands.shapes.size() == 0) {
      note("密度没有达到所给的任何等值，没有密度分带。",
           "No area is at or above a level of the contours, so there are no density bands.");
      return;
    }
    if (step_.contours->lines) {
      made.lines = density::isolines(grid, levels, density::ContourOptions{}, context_);
    }
    atlas_.grid_areas.push_back(std::move(made));
  }

  void relative() {
    const density::RelativeOptions options{.edge = {.correction = step_.correction},
                                           .least_points = step_.relative->least_points,
                                           .stabiliser = step_.relative->stabiliser};
    // The window may be there for other steps: it masks where that was asked for.
    const bool within = step_.mask || step_.correction != density::Correction::kNone;
    const PolygonSet window = within ? window_ : PolygonSet{};
    for (std::size_t k = 0; k < specialties_.size(); ++k) {
      next(2 * kEstimate);
      const PointSet part = members(k);
      const Text& title = specialties_[k].title;
      Grid share = density::local_share(part, bare_, frame_, options_, window, options, context_);
      const bool some = has_some_of_both(share);
      add_chosen(numbered("share", k + 1),
                 measured(title, "占全部企业的局部比重", "local share of all"), std::move(share));
      if (!some) {
        note(
            title.in(Language::kChinese) + "：参与计算的企业都属于或都不属于它，没有对数相对风险。",
            title.in(Language::kEnglish) +
                ": all or none of the enterprises that count are of it, so it has no log relative "
                "risk.");
        continue;
      }
      add_chosen(
          numbered("log_risk", k + 1),
          measured(title, "相对其他企业的对数相对风险", "log relative risk against the others"),
          density::log_relative_risk(part, others(k), frame_, options_, window, options, context_));
    }
  }

  /// Whether there are cases and controls that weigh anything (within the window).
  static bool has_some_of_both(const Grid& share) {
    const auto number = [&](std::string_view key) {
      double value = 0;
      for (const auto& [name, text] : share.facts) {
        if (name == key) std::from_chars(text.data(), text.data() + text.size(), value);
      }
      return value;
    };
    const double part = number("weight_part");
    return part > 0 && part < number("weight_whole");
  }

  [[nodiscard]] PointSet others(std::size_t specialty) const {
    const std::vector<std::uint32_t>& members = specialties_[specialty].members;
    std::vector<std::uint32_t> rest;
    auto member = members.begin();
    for (std::uint32_t i = 0; i < bare_.size(); ++i) {
      if (member != members.end() && *member == i) {
        ++member;
      } else {
        rest.push_back(i);
      }
    }
    return bare_.select(rest);
  }

  void significance(const Text& everyone) {
    const SignificanceStep& wanted = *step_.significance;
    const density::SignificanceOptions options{.simulations = wanted.simulations,
                                               .seed = wanted.seed,
                                               .alternative = wanted.alternative,
                                               .global = wanted.global,
                                               .rank = rank_of(wanted),
                                               .edge = {.correction = step_.correction}};
    const bool two_sided = wanted.alternative == density::Alternative::kTwoSided;
    const double least_p = (two_sided ? 2.0 : 1.0) / (1.0 + wanted.simulations);
    if (least_p > wanted.level) {
      const std::string limit = base::number_text(least_p, 3);
      note("模拟次数太少：p 值最小为 " + limit + "，任何地方都不会显著；请增加模拟次数。",
           "Too few simulations: no p-value is below " + limit +
               ", so nothing can be significant; give more.");
    }
    next(wanted.simulations * kEstimate);
    keep("all", everyone,
         density::against_randomness(bare_, frame_, options_, window_, options, context_));
    for (std::size_t k = 0; k < specialties_.size() && step_.by_specialty; ++k) {
      next(wanted.simulations * kEstimate);
      keep(numbered("specialty", k + 1), specialties_[k].title,
           density::against_labelling(bare_, specialties_[k].members, frame_, options_, window_,
                                      options, context_));
    }
  }

  [[nodiscard]] Text spots_title(const Text& title, const std::string& limit) const {
    switch (step_.significance->alternative) {
      case density::Alternative::kGreater:
        return measured(title, "显著热点，" + limit, "significant hot spots, " + limit);
      case density::Alternative::kLess:
        return measured(title, "显著冷点，" + limit, "significant cold spots, " + limit);
      case density::Alternative::kTwoSided:
        return measured(title, "显著热点和冷点，" + limit,
                        "significant hot and cold spots, " + limit);
    }
    throw Error(ErrorCode::kInternal, "density: an alternative without a title");
  }

  /// The p-values, and the areas where they are at or below the level.
  void keep(const std::string& name, const Text& title, density::Significance result) {
    const double level = step_.significance->level;
    density::Bands spots = density::areas_at_or_below(result.p, level, context_);
    const std::string limit = "p ≤ " + base::number_text(level, 3);
    atlas_.grid_areas.push_back({name == "all" ? "hot_spots" : "hot_spots_" + name,
                                 spots_title(title, limit),
                                 std::move(spots),
                                 {}});
    add_chosen("p_" + name, measured(title, "p 值", "p-value"), std::move(result.p));
    if (!step_.significance->envelope) return;
    add_chosen("lower_" + name, measured(title, "模拟的包络下限", "lower envelope of simulations"),
               std::move(result.lower));
    add_chosen("upper_" + name, measured(title, "模拟的包络上限", "upper envelope of simulations"),
               std::move(result.upper));
  }

  void time() {
    const TimeStep& wanted = *step_.time;
    const Column* column = atlas_.points.find(wanted.column);
    std::vector<double> years(atlas_.points.size(), std::numeric_limits<double>::quiet_NaN());
    if (column == nullptr) fail("there is no column '" + wanted.column + "' of dates");
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column->values)) {
      for (std::size_t i = 0; i < years.size(); ++i) {
        if (const auto date = base::parse_date((*texts)[i])) years[i] = base::decimal_year(*date);
      }
    } else if (const auto* numbers = std::get_if<std::vector<double>>(&column->values)) {
      years = *numbers;
    } else {
      fail("column '" + wanted.column + "' is of categories, not of dates");
    }
    next(kEstimate);
    const density::CubeOptions slices{.breaks = wanted.breaks, .cumulative = wanted.cumulative};
    const bool corrected = step_.correction != density::Correction::kNone;
    density::Cube cube =
        corrected
            ? density::estimate_cube_within(bare_, years, frame_, options_, window_,
                                            {.correction = step_.correction}, slices, context_)
            : density::estimate_cube(bare_, years, frame_, options_, slices, context_);
    for (std::size_t s = 0; s < cube.slices.size(); ++s) {
      const std::string to = year_text(wanted.breaks[s + 1]);
      const std::string from = year_text(wanted.breaks[s]);
      Text title{from, from};
      if (wanted.cumulative) {
        title = {to, "before "};
        title.zh += " 年之前";
        title.en += to;
      } else {
        title.zh.append(" 至 ").append(to).append(" 年");
        title.en.append(" to ").append(to);
      }
      Grid grid = std::move(cube.slices[s]);
      if (step_.mask && !corrected) grid = density::mask(std::move(grid), window_, context_);
      add_chosen(numbered("time", s + 1), title, std::move(grid));
    }
    if (cube.without_time > 0) {
      const std::string count = std::to_string(cube.without_time);
      note(count + " 家企业没有可识别的日期，不计入任何时段。",
           base::counted(cube.without_time, "enterprise has no date that can be read; it is",
                         "enterprises have no date that can be read; they are") +
               " in no slice of time.");
    }
    const std::size_t left_out = cube.after + (wanted.cumulative ? 0 : cube.before);
    if (left_out > 0) {
      const std::string count = std::to_string(left_out);
      note(count + " 家企业的日期在所给时段之外。",
           base::counted(left_out, "enterprise has", "enterprises have") +
               " a date outside of the slices of time.");
    }
  }

  void bins() {
    atlas_.bins = density::count_by_bins(atlas_.points,
                                         {.shape = step_.bins->shape,
                                          .size_m = step_.bins->size_m,
                                          .weight = !bare_.weight.empty(),
                                          .columns = step_.bins->columns},
                                         context_);
  }

  Atlas& atlas_;
  const DensityStep& step_;
  const std::function<void(double, double)>& part_;
  const Context& context_;
  PointSet bare_;
  PolygonSet window_;
  density::Options options_;
  std::vector<std::pair<std::string, std::string>> bandwidth_facts_;
  GridFrame frame_;
  std::vector<Specialty> specialties_;
  std::optional<Grid> all_;  // of the batches so far
  std::vector<std::optional<Grid>> by_code_;
  double total_ = 1;
  double done_ = 0;
};

}  // namespace

void check_density(Atlas& atlas, const Context& context) {
  const std::function<void(double, double)> part;  // nothing is estimated
  DensityRun(atlas, part, context).check_only();
}

void run_density(Atlas& atlas, const std::function<void(double, double)>& part,
                 const Context& context) {
  DensityRun(atlas, part, context).all();
}

struct DensityBatches::Impl {
  Impl(Atlas& atlas, Context running) : context(std::move(running)), run(atlas, part, context) {}
  std::function<void(double, double)> part = [](double, double) {};
  Context context;
  DensityRun run;
};

DensityBatches::DensityBatches(Atlas& atlas, const Context& context)
    : impl_(std::make_unique<Impl>(atlas, context)) {
  impl_->run.begin_batches();
}
DensityBatches::~DensityBatches() = default;
void DensityBatches::add(const PointSet& points) { impl_->run.add_batch(points); }
void DensityBatches::finish() { impl_->run.end_batches(); }

}  // namespace geo::atlas
