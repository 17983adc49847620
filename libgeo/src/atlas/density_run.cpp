#include "atlas/density_run.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "atlas/density_estimates.hpp"
#include "atlas/density_memory.hpp"
#include "base/counted.hpp"
#include "base/date.hpp"
#include "base/number.hpp"
#include "geo/core/error.hpp"
#include "geo/density/parts.hpp"
#include "geo/density/relative.hpp"

namespace geo::atlas {
namespace {

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
      : atlas_(atlas),
        step_(*atlas.job.density),
        part_(part),
        context_(context),
        estimates_(atlas, context) {}

  void all() {
    estimates_.find_specialties();
    estimates_.check();
    plan_progress();
    estimates_.prepare();
    const Text everyone = estimates_.whole();
    next(kEstimate);
    estimates_.add("all", everyone, estimates_.estimate(estimates_.points()));
    for (std::size_t k = 0; k < estimates_.specialties().size() && step_.by_specialty; ++k) {
      next(kEstimate);
      estimates_.add(numbered("specialty", k + 1), estimates_.specialties()[k].title,
                     estimates_.estimate(estimates_.members(k)));
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
    estimates_.check();
    estimates_.prepare_for_batches();
  }

  void add_batch(const PointSet& points) {
    const PointSet bare = points.places();
    sum(all_, estimates_.estimate(bare));
    if (atlas_.job.specialty_column.empty() || !step_.by_specialty) return;
    const Categories& words = points.categories(atlas_.job.specialty_column);
    by_code_.resize(std::max(by_code_.size(), words.names.size()));
    std::vector<std::vector<std::uint32_t>> members(words.names.size());
    for (std::uint32_t i = 0; i < words.codes.size(); ++i) {
      if (words.codes[i] != Categories::kMissing) members[words.codes[i]].push_back(i);
    }
    for (std::size_t code = 0; code < members.size(); ++code) {
      if (members[code].empty()) continue;
      sum(by_code_[code], estimates_.estimate(bare.select(members[code])));
    }
  }

  void end_batches() {
    estimates_.add("all", estimates_.whole(), std::move(*all_));
    if (step_.by_specialty) {
      const std::vector<std::uint32_t> order = estimates_.order_specialties(atlas_.counts.words());
      by_code_.resize(order.size());
      for (std::size_t k = 0; k < order.size(); ++k) {
        std::optional<Grid>& grid = by_code_[order[k]];
        if (!grid) grid = estimates_.estimate(estimates_.points());  // a word of no point
        estimates_.add(numbered("specialty", k + 1), estimates_.specialties()[k].title,
                       std::move(*grid));
      }
    }
    choose_legend();
    contours();
  }

 private:
  // What the parts cost, as shares of an estimate of all: for the progress bar.
  static constexpr double kEstimate = 1;

  void sum(std::optional<Grid>& total, Grid part) const {
    if (total) {
      density::add(*total, part, context_);
    } else {
      total = std::move(part);
    }
  }

  void plan_progress() {
    const auto each = static_cast<double>(estimates_.specialties().size());
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
      estimates_.note(
          "密度没有达到所给的任何等值，没有密度分带。",
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
    const PolygonSet window = within ? estimates_.window() : PolygonSet{};
    for (std::size_t k = 0; k < estimates_.specialties().size(); ++k) {
      next(2 * kEstimate);
      const PointSet part = estimates_.members(k);
      const Text& title = estimates_.specialties()[k].title;
      Grid share = density::local_share(part, estimates_.points(), estimates_.frame(),
                                        estimates_.options(), window, options, context_);
      estimates_.add_chosen(numbered("share", k + 1),
                            measured(title, "占全部企业的局部比重", "local share of all"),
                            std::move(share));
      std::optional<Grid> risk = density::log_relative_risk(
          part, others(k), estimates_.frame(), estimates_.options(), window, options, context_);
      if (!risk) {
        estimates_.note(
            title.in(Language::kChinese) + "：参与计算的企业都属于或都不属于它，没有对数相对风险。",
            title.in(Language::kEnglish) +
                ": all or none of the enterprises that count are of it, so it has no log relative "
                "risk.");
        continue;
      }
      estimates_.add_chosen(
          numbered("log_risk", k + 1),
          measured(title, "相对其他企业的对数相对风险", "log relative risk against the others"),
          std::move(*risk));
    }
  }

  [[nodiscard]] PointSet others(std::size_t specialty) const {
    const std::vector<std::uint32_t>& members = estimates_.specialties()[specialty].members;
    std::vector<std::uint32_t> rest;
    auto member = members.begin();
    for (std::uint32_t i = 0; i < estimates_.points().size(); ++i) {
      if (member != members.end() && *member == i) {
        ++member;
      } else {
        rest.push_back(i);
      }
    }
    return estimates_.points().select(rest);
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
      estimates_.note(
          "模拟次数太少：p 值最小为 " + limit + "，任何地方都不会显著；请增加模拟次数。",
          "Too few simulations: no p-value is below " + limit +
              ", so nothing can be significant; give more.");
    }
    next(wanted.simulations * kEstimate);
    keep("all", everyone,
         density::against_randomness(estimates_.points(), estimates_.frame(), estimates_.options(),
                                     estimates_.window(), options, context_));
    for (std::size_t k = 0; k < estimates_.specialties().size() && step_.by_specialty; ++k) {
      next(wanted.simulations * kEstimate);
      keep(numbered("specialty", k + 1), estimates_.specialties()[k].title,
           density::against_labelling(estimates_.points(), estimates_.specialties()[k].members,
                                      estimates_.frame(), estimates_.options(), estimates_.window(),
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
    estimates_.add_chosen("p_" + name, measured(title, "p 值", "p-value"), std::move(result.p));
    if (!step_.significance->envelope) return;
    estimates_.add_chosen("lower_" + name,
                          measured(title, "模拟的包络下限", "lower envelope of simulations"),
                          std::move(result.lower));
    estimates_.add_chosen("upper_" + name,
                          measured(title, "模拟的包络上限", "upper envelope of simulations"),
                          std::move(result.upper));
  }

  void time() {
    const TimeStep& wanted = *step_.time;
    const Column& column = estimates_.time_column();
    std::vector<double> years(atlas_.points.size(), std::numeric_limits<double>::quiet_NaN());
    if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
      for (std::size_t i = 0; i < years.size(); ++i) {
        if (const auto date = base::parse_date((*texts)[i])) years[i] = base::decimal_year(*date);
      }
    } else {
      years = std::get<std::vector<double>>(column.values);
    }
    next(kEstimate);
    const density::CubeOptions slices{.breaks = wanted.breaks, .cumulative = wanted.cumulative};
    const bool corrected = step_.correction != density::Correction::kNone;
    density::Cube cube =
        corrected ? density::estimate_cube_within(
                        estimates_.points(), years, estimates_.frame(), estimates_.options(),
                        estimates_.window(), {.correction = step_.correction}, slices, context_)
                  : density::estimate_cube(estimates_.points(), years, estimates_.frame(),
                                           estimates_.options(), slices, context_);
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
      if (step_.mask && !corrected) {
        grid = density::mask(std::move(grid), estimates_.window(), context_);
      }
      estimates_.add_chosen(numbered("time", s + 1), title, std::move(grid));
    }
    if (cube.without_time > 0) {
      const std::string count = std::to_string(cube.without_time);
      estimates_.note(
          count + " 家企业没有可识别的日期，不计入任何时段。",
          base::counted(cube.without_time, "enterprise has no date that can be read; it is",
                        "enterprises have no date that can be read; they are") +
              " in no slice of time.");
    }
    const std::size_t left_out = cube.after + (wanted.cumulative ? 0 : cube.before);
    if (left_out > 0) {
      const std::string count = std::to_string(left_out);
      estimates_.note(count + " 家企业的日期在所给时段之外。",
                      base::counted(left_out, "enterprise has", "enterprises have") +
                          " a date outside of the slices of time.");
    }
  }

  void bins() {
    atlas_.bins = density::count_by_bins(atlas_.points,
                                         {.shape = step_.bins->shape,
                                          .size_m = step_.bins->size_m,
                                          .weight = !estimates_.points().weight.empty(),
                                          .columns = step_.bins->columns},
                                         context_);
  }

  Atlas& atlas_;
  const DensityStep& step_;
  const std::function<void(double, double)>& part_;
  const Context& context_;
  DensityEstimates estimates_;
  std::optional<Grid> all_;  // of the batches so far
  std::vector<std::optional<Grid>> by_code_;
  double total_ = 1;
  double done_ = 0;
};

}  // namespace

void check_density(Atlas& atlas, const Context& context) {
  DensityEstimates estimates(atlas, context);
  estimates.find_specialties();
  estimates.check();
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
