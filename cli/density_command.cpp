#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "geo/core/error.hpp"
#include "point_options.hpp"
#include "print.hpp"

namespace geo::cli {

void add_density(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("density", "Compute a density heatmap alone (GeoTIFF, per km2)");
  struct Options {
    PointOptions points;
    atlas::DensityStep step;
    std::string kernel = "quartic";
    std::vector<int> size;
    std::string out = "out";
  };
  auto options = std::make_shared<Options>();
  options->step.by_specialty = false;
  options->points.add_to(*command, false);
  command->add_option("--kernel", options->kernel, "uniform, triangular, epanechnikov, quartic, triweight or gaussian")
      ->capture_default_str();
  command
      ->add_option("--bandwidth", options->step.options.bandwidth_m,
                   "Metres: the kernel's radius; of the Gaussian, its standard deviation")
      ->capture_default_str();
  CLI::Option* pixel =
      command->add_option("--pixel", options->step.pixel_m, "Metres: the side of a pixel")
          ->capture_default_str();
  command->add_option("--size", options->size, "Columns and rows instead of --pixel")
      ->expected(2)
      ->check(CLI::Range(1, 1 << 20))
      ->excludes(pixel);
  command->add_option("--specialty", options->points.job.specialty_column,
                      "Column of specialties: one grid for each beside that of all");
  command->add_option("--out", options->out, "Folder of the results")->capture_default_str();
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      atlas::Job job = options->points.make();
      atlas::DensityStep step = options->step;
      step.options.kernel = density::kernel_named(options->kernel);
      step.by_specialty = !job.specialty_column.empty();
      if (!options->size.empty()) {
        step.columns = options->size[0];
        step.rows = options->size[1];
      }
      job.density = step;
      job.output.heatmaps = true;
      job.output.pictures = job.boundaries.has_value();
      job.language = settings.terminal_language();
      const atlas::Atlas atlas = atlas::compute(job, context);
      print_summary(atlas, options->out, atlas::write(atlas, options->out, context), settings);
    });
  });
}

}  // namespace geo::cli
