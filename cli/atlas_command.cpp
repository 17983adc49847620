#include <cstdint>
#include <optional>

#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "numbers.hpp"
#include "print.hpp"

namespace geo::cli {

void add_atlas(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("atlas", "Run a project: heatmaps, clusters, statistics, pictures");
  struct Options {
    std::string project;
    std::string out = "out";
    std::optional<std::uint64_t> batch_rows;
    bool allow_remote = false;
    std::string database;
    std::string schema;
  };
  auto options = std::make_shared<Options>();
  command
      ->add_option("PROJECT.json", options->project,
                   "Project file (see docs/project.md; geo init writes one)")
      ->required();
  command->add_option("--out", options->out, "Folder of the results")->capture_default_str();
  command
      ->add_option("--batch-rows", options->batch_rows,
                   "Read so many rows at a time and keep none: for inputs larger than memory")
      ->check(between(std::uint64_t{0}, std::uint64_t{1000000000}));
  command->add_flag("--allow-remote", options->allow_remote,
                    "The project may name remote files (/vsicurl/ ...), databases and queries; see "
                    "docs/security.md");
  command->add_option("--database", options->database,
                      "Also write the tables into PostGIS: \"PG:host=... dbname=...\"");
  command->add_option("--database-schema", options->schema,
                      "Schema of the tables, given over to one run (default: geo)");
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      atlas::Job job = atlas::read_job(options->project, {options->allow_remote});
      if (options->batch_rows) job.batch_rows = *options->batch_rows;
      if (!settings.language.empty()) job.language = settings.terminal_language();
      if (!options->database.empty()) job.output.database = options->database;
      if (!options->schema.empty()) job.output.database_schema = options->schema;
      atlas::check_database(job);
      const atlas::Atlas atlas = atlas::compute(job, context);
      print_summary(atlas, options->out, atlas::write(atlas, options->out, context), settings);
    });
  });
}

}  // namespace geo::cli
