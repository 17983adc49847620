#include <algorithm>

#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "geo/core/error.hpp"
#include "numbers.hpp"
#include "point_options.hpp"
#include "print.hpp"

namespace geo::cli {
namespace {

/// What is asked for by words, or not at all.
struct DensityOptions {
  PointOptions points;
  atlas::DensityStep step;
  std::string kernel = "quartic";
  std::string bandwidth = "1000";
  std::string unit = "per_km2";
  std::string correction = "none";
  std::vector<int> size;
  std::string adaptive;
  atlas::AdaptiveStep adaptive_step;
  std::vector<const CLI::Option*> of_abramson;
  std::vector<const CLI::Option*> of_neighbours;
  bool relative = false;
  atlas::RelativeStep relative_step;
  bool significance = false;
  atlas::SignificanceStep significance_step;
  std::string alternative = "greater";
  std::string global_test = "maximum";
  atlas::ContourStep contours;
  double bin_size_m = 0;
  std::string bin_shape = "hexagon_pointy";
  std::vector<std::string> bin_columns;
  atlas::TimeStep time;
  std::string classes = "geometric";
  std::string out = "out";

  [[nodiscard]] atlas::DensityStep make(bool specialties) const {
    atlas::DensityStep made = step;
    made.options.kernel = density::kernel_named(kernel);
    made.options.unit = density::unit_named(unit);
    made.correction = density::correction_named(correction);
    set_bandwidth(made);
    made.by_specialty = specialties;
    if (!size.empty()) {
      made.columns = size[0];
      made.rows = size[1];
    }
    if (!adaptive.empty()) {
      made.adaptive = adaptive_step;
      const bool abramson = adaptive == "abramson";
      made.adaptive->method = abramson ? atlas::AdaptiveStep::Method::kAbramson
                                       : atlas::AdaptiveStep::Method::kNeighbours;
      for (const CLI::Option* other : abramson ? of_neighbours : of_abramson) {
        if (other->count() == 0) continue;
        throw Error(ErrorCode::kOption, other->get_name() + " goes with --adaptive " +
                                            (abramson ? "neighbours" : "abramson"));
      }
    }
    if (relative) made.relative = relative_step;
    if (significance) {
      made.significance = significance_step;
      made.significance->alternative = density::alternative_named(alternative);
      made.significance->global = density::global_test_named(global_test);
    }
    if (!contours.levels.empty() || !contours.shares.empty() || !contours.quantiles.empty()) {
      made.contours = contours;
    } else if (contours.lines) {
      throw Error(ErrorCode::kOption,
                  "--contour-lines needs --contours, --contour-shares or --contour-quantiles");
    }
    if (bin_size_m != 0) {
      made.bins = atlas::BinStep{.shape = density::bin_shape_named(bin_shape),
                                 .size_m = bin_size_m,
                                 .columns = bin_columns};
    }
    if (!time.column.empty()) made.time = time;
    return made;
  }

 private:
  /// Metres, or the name of a rule.
  void set_bandwidth(atlas::DensityStep& made) const {
    double metres = 0;
    if (CLI::detail::lexical_cast(bandwidth, metres)) {
      made.options.bandwidth_m = metres;
      if (made.bandwidth_evaluations > 0) {
        throw Error(ErrorCode::kOption, "--bandwidth-evaluations goes with a bandwidth rule");
      }
    } else {
      made.bandwidth_rule = density::bandwidth_rule_named(bandwidth);
      if (made.options.bandwidth_across_m != 0) {
        throw Error(ErrorCode::kOption,
                    "--bandwidth-across: a bandwidth rule gives a round kernel; leave one out");
      }
    }
  }
};

void add_options(CLI::App& command, DensityOptions& options) {
  atlas::DensityStep& step = options.step;
  options.points.add_to(command, false);
  command
      .add_option("--kernel", options.kernel,
                  "uniform, triangular, epanechnikov, quartic, triweight or gaussian")
      ->capture_default_str();
  command
      .add_option(
          "--bandwidth", options.bandwidth,
          "Metres: the kernel's radius; of the Gaussian, its standard deviation. Or a rule: "
          "scott, silverman, arcgis, likelihood, least-squares, cronie-van-lieshout")
      ->capture_default_str();
  command
      .add_option("--bandwidth-evaluations", step.bandwidth_evaluations,
                  "With a rule of cross-validation: at how many enterprises it is evaluated")
      ->check(between(std::uint64_t{1}, std::uint64_t{1000000000}));
  CLI::Option* across = command.add_option("--bandwidth-across", step.options.bandwidth_across_m,
                                           "Metres across --azimuth: makes the kernel an ellipse");
  command.add_option("--azimuth", step.options.azimuth_deg, "Degrees clockwise from north")
      ->check(between(0.0, 360.0))
      ->needs(across);
  command
      .add_option("--gaussian-reach", step.options.gaussian_reach,
                  "Where the Gaussian is cut, in standard deviations")
      ->capture_default_str();
  command.add_option("--unit", options.unit, "per_km2, or per_pixel: the expected count in it")
      ->capture_default_str();
  CLI::Option* pixel = command.add_option("--pixel", step.pixel_m, "Metres: the side of a pixel")
                           ->capture_default_str();
  command.add_option("--size", options.size, "Columns and rows instead of --pixel")
      ->expected(2)
      ->check(between(1, 1 << 20))
      ->excludes(pixel);
  command.add_option("--specialty", options.points.job.specialty_column,
                     "Column of specialties: one grid for each beside that of all");

  const std::string adaptive = "Adaptive bandwidth";
  CLI::Option* method =
      command.add_option("--adaptive", options.adaptive, "abramson, or neighbours: to the k-th")
          ->check(CLI::IsMember({"abramson", "neighbours"}))
          ->group(adaptive);
  atlas::AdaptiveStep& adaptive_step = options.adaptive_step;
  options.of_abramson = {
      command.add_option("--pilot", adaptive_step.pilot_m,
                         "Metres: radius of abramson's pilot; default: as wide as the kernel"),
      command
          .add_option("--smallest-factor", adaptive_step.smallest_factor,
                      "abramson: the least factor on the bandwidth")
          ->capture_default_str(),
      command
          .add_option("--largest-factor", adaptive_step.largest_factor,
                      "abramson: the greatest factor on the bandwidth")
          ->capture_default_str()};
  options.of_neighbours = {
      command.add_option("--neighbours", adaptive_step.neighbours, "neighbours: k")
          ->capture_default_str(),
      command
          .add_option("--smallest-bandwidth", adaptive_step.smallest_m,
                      "neighbours: metres, where the k-th is nearer")
          ->capture_default_str(),
      command
          .add_option("--largest-bandwidth", adaptive_step.largest_m,
                      "neighbours: metres, where the k-th is farther")
          ->capture_default_str()};
  for (const char* of_a_method : {"--pilot", "--smallest-factor", "--largest-factor",
                                  "--neighbours", "--smallest-bandwidth", "--largest-bandwidth"}) {
    command.get_option(of_a_method)->needs(method)->group(adaptive);
  }
  command.get_option("--pilot")->check(between(1e-6, 1e9));

  const std::string border = "The border (needs --boundaries)";
  command
      .add_option("--edge-correction", options.correction,
                  "none, uniform or diggle: nothing leaks over the boundaries")
      ->capture_default_str()
      ->group(border);
  command.add_flag("--mask", step.mask, "No data outside of the boundaries")->group(border);

  const std::string more = "More than a density";
  CLI::Option* relative = command
                              .add_flag("--relative", options.relative,
                                        "Local share and log relative risk of each specialty")
                              ->group(more);
  command
      .add_option("--least-points", options.relative_step.least_points,
                  "No data where fewer are expected within the kernel")
      ->needs(relative)
      ->capture_default_str()
      ->group(more);
  command
      .add_option("--stabiliser", options.relative_step.stabiliser,
                  "Added to both densities of a risk, as a share of the greatest")
      ->needs(relative)
      ->capture_default_str()
      ->group(more);
  CLI::Option* significance =
      command
          .add_flag("--significance", options.significance,
                    "p-values by simulation and significant hot spots (needs --boundaries)")
          ->group(more);
  command.add_option("--simulations", options.significance_step.simulations, "How many")
      ->check(between(1, 99999))
      ->needs(significance)
      ->capture_default_str()
      ->group(more);
  command.add_option("--seed", options.significance_step.seed, "Of the simulations")
      ->needs(significance)
      ->capture_default_str()
      ->group(more);
  command.add_option("--alternative", options.alternative, "greater, less or two-sided")
      ->needs(significance)
      ->capture_default_str()
      ->group(more);
  command.add_option("--level", options.significance_step.level, "Of significance")
      ->check(between(1e-6, 1 - 1e-6))
      ->needs(significance)
      ->capture_default_str()
      ->group(more);
  command
      .add_option("--global-test", options.global_test,
                  "Of the surface as a whole: maximum or studentised")
      ->needs(significance)
      ->capture_default_str()
      ->group(more);
  CLI::Option* envelope = command
                              .add_flag("--envelope", options.significance_step.envelope,
                                        "Grids of the envelopes of the simulations, too")
                              ->needs(significance)
                              ->group(more);
  command
      .add_option("--rank", options.significance_step.rank,
                  "The envelopes are the rank-th least and greatest; default: 5")
      ->check(between(1, 100))
      ->needs(envelope)
      ->group(more);
  CLI::Option* levels =
      command.add_option("--contours", options.contours.levels, "Levels of filled bands")
          ->delimiter(',')
          ->group(more);
  CLI::Option* shares =
      command
          .add_option("--contour-shares", options.contours.shares,
                      "Bands by the smallest areas that hold these shares of the enterprises: "
                      "0.9,0.5")
          ->delimiter(',')
          ->excludes(levels)
          ->group(more);
  command
      .add_option("--contour-quantiles", options.contours.quantiles,
                  "Bands by quantiles of the pixels: 0.5,0.9")
      ->delimiter(',')
      ->excludes(levels)
      ->excludes(shares)
      ->group(more);
  command
      .add_flag("--contour-lines", options.contours.lines, "The borders of the bands as lines, too")
      ->group(more);
  CLI::Option* bins =
      command.add_option("--bins", options.bin_size_m, "Metres: counts in bins of this size")
          ->check(between(1e-6, 1e9))
          ->group(more);
  command
      .add_option("--bin-columns", options.bin_columns,
                  "Columns of numbers whose sums and means the bins have: employees,capital")
      ->delimiter(',')
      ->needs(bins)
      ->group(more);
  command.add_option("--bin-shape", options.bin_shape, "square, hexagon_pointy or hexagon_flat")
      ->needs(bins)
      ->capture_default_str()
      ->group(more);
  CLI::Option* time = command
                          .add_option("--time", options.time.column,
                                      "Column of dates: a grid for each slice of time")
                          ->group(more);
  time->needs(
      command
          .add_option("--time-breaks", options.time.breaks, "Years between slices: 2000,2010,2018")
          ->delimiter(',')
          ->needs(time)
          ->group(more));
  command
      .add_flag("--cumulative", options.time.cumulative,
                "Slices hold all that was there by their end")
      ->needs(time)
      ->group(more);

  const std::string legend = "The picture's legend";
  atlas::LegendStep& legend_step = options.points.job.output.legend;
  command
      .add_option("--classes", options.classes,
                  "geometric, equal, quantile, jenks, standard_deviation or log")
      ->capture_default_str()
      ->group(legend);
  command.add_option("--class-count", legend_step.classes, "How many")
      ->check(between(1, 12))
      ->capture_default_str()
      ->group(legend);
  command.add_option("--breaks", legend_step.breaks, "Limits of classes instead: 1,5,20")
      ->delimiter(',')
      ->group(legend);
  command.add_option("--out", options.out, "Folder of the results")->capture_default_str();
}

}  // namespace

void add_density(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("density", "Compute density heatmaps alone (GeoTIFF, per km2)");
  auto options = std::make_shared<DensityOptions>();
  add_options(*command, *options);
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      atlas::Job job = options->points.make();
      job.density = options->make(!job.specialty_column.empty());
      job.output.heatmaps = true;
      job.output.legend.classification = scene::classification_named(options->classes);
      job.output.pictures = job.boundaries.has_value();
      // What is not a grid goes into a GeoPackage.
      job.output.geopackage =
          job.density->contours || job.density->bins || job.density->significance;
      job.language = settings.terminal_language();
      const atlas::Atlas atlas = atlas::compute(job, context);
      print_summary(atlas, options->out, atlas::write(atlas, options->out, context), settings);
    });
  });
}

}  // namespace geo::cli
