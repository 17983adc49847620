#include <iostream>

#include "command.hpp"
#include "geo/synth/synth.hpp"

namespace geo::cli {

void add_synth(CLI::App& app, const Settings& settings) {
  CLI::App* command = app.add_subcommand(
      "synth", "Write invented enterprises for trials and benchmarks (CSV, marked SYNTHETIC)");
  struct Options {
    synth::Options synth;
    std::string out = "enterprises_synthetic.csv";
  };
  auto options = std::make_shared<Options>();
  command->add_option("RECIPE.json", options->synth.recipe, "Recipe (see docs/synth.md)")
      ->required();
  command->add_option("--count", options->synth.count, "Rows")->capture_default_str();
  command->add_option("--seed", options->synth.seed, "Seed; 0: the recipe's own")
      ->capture_default_str();
  command->add_option("--out", options->out, "File to write")->capture_default_str();
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      synth::write_enterprises(options->synth, options->out, context);
      if (!settings.quiet) {
        std::cout << "Written: " << options->out << ", " << options->synth.count
                  << " SYNTHETIC enterprises\n";
      }
    });
  });
}

}  // namespace geo::cli
