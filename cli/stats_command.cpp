#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "point_options.hpp"
#include "print.hpp"

namespace geo::cli {

void add_stats(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("stats", "Compute statistics by district and belt alone (CSV)");
  struct Options {
    PointOptions points;
    std::string land_area;
    std::string name_en;
    std::string out = "out";
  };
  auto options = std::make_shared<Options>();
  atlas::Job& job = options->points.job;
  options->points.add_to(*command, true);
  command->add_option("--name-en", options->name_en, "Boundaries' field of English names");
  command->add_option("--land-area", options->land_area,
                      "Boundaries' field of official land area in km2");
  command->add_option("--specialty", job.specialty_column, "Column of specialties");
  command->add_option("--plan", job.plan, "Plan (JSON): designated specialties and belts");
  command->add_option("--sites", job.sites, "Sites (JSON): the cores of corridors");
  command
      ->add_option("--half-width", job.assumed_half_width_km,
                   "Kilometres: half width of corridors whose plan states none")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  command->add_option("--out", options->out, "Folder of the results")->capture_default_str();
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      atlas::Job made = options->points.make();
      made.boundaries->name_en_field = options->name_en;
      made.boundaries->land_area_field = options->land_area;
      made.language = settings.terminal_language();
      const atlas::Atlas atlas = atlas::compute(made, context);
      print_summary(atlas, options->out, atlas::write(atlas, options->out, context), settings);
    });
  });
}

}  // namespace geo::cli
