#include <filesystem>
#include <iostream>

#include "command.hpp"
#include "geo/atlas/job.hpp"
#include "geo/core/error.hpp"
#include "geo/io/output.hpp"
#include "geo/io/write.hpp"

namespace geo::cli {

void add_init(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("init", "Write a commented starting project for your two files");
  struct Options {
    std::string boundaries;
    std::string enterprises;
    std::string out = "atlas.json";
    bool force = false;
  };
  auto options = std::make_shared<Options>();
  command->add_option("BOUNDARIES", options->boundaries, "District boundaries: any vector file")
      ->required();
  command->add_option("ENTERPRISES", options->enterprises, "Enterprises: CSV or any vector file")
      ->required();
  command->add_option("--out", options->out, "Project file to write")->capture_default_str();
  command->add_flag("--force", options->force, "Replace an existing project file");
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      const std::filesystem::path path(options->out);
      if (std::filesystem::exists(path) && !options->force) {
        throw Error(ErrorCode::kOutput,
                    path.string() + ": is there already; give --force to replace it");
      }
      const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
      const std::string project =
          atlas::starting_project(options->boundaries, options->enterprises, folder, context);
      io::OutputFolder output(folder);
      io::write_text(project, output.stage(path.filename().string()));
      output.commit();
      if (!settings.quiet) {
        std::cout << "Written: " << path.string() << "\nRead it, then: geo atlas " << path.string()
                  << '\n';
      }
    });
  });
}

}  // namespace geo::cli
