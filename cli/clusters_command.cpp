#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "numbers.hpp"
#include "point_options.hpp"
#include "print.hpp"

namespace geo::cli {

void add_clusters(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("clusters", "Find clusters alone (DBSCAN; GeoPackage and CSV)");
  struct Options {
    PointOptions points;
    cluster::DbscanOptions dbscan;
    std::string out = "out";
  };
  auto options = std::make_shared<Options>();
  options->points.add_to(*command, false);
  command->add_option("--eps", options->dbscan.eps_m, "Metres: points this near are neighbours")
      ->capture_default_str();
  command
      ->add_option("--min-points", options->dbscan.min_points,
                   "Neighbours of a core point, itself included")
      ->capture_default_str();
  command
      ->add_option("--hull-ratio", options->dbscan.hull_ratio,
                   "Shape of hulls: 1 convex, 0 tightest")
      ->check(between(0.0, 1.0))
      ->capture_default_str();
  command->add_option("--specialty", options->points.job.specialty_column, "Column of specialties");
  command->add_option("--out", options->out, "Folder of the results")->capture_default_str();
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      atlas::Job job = options->points.make();
      job.clusters = options->dbscan;
      job.output.geopackage = true;
      job.language = settings.terminal_language();
      const atlas::Atlas atlas = atlas::compute(job, context);
      print_summary(atlas, options->out, atlas::write(atlas, options->out, context), settings);
    });
  });
}

}  // namespace geo::cli
