#include "command.hpp"
#include "geo/atlas/atlas.hpp"
#include "geo/core/error.hpp"
#include "print.hpp"

namespace geo::cli {
namespace {

// docs/cli.md
constexpr int kWarnings = 7;
constexpr int kNotUsable = 3;

}  // namespace

void add_check(CLI::App& app, const Settings& settings, int& status) {
  CLI::App* command = app.add_subcommand(
      "check", "Read and check the inputs of a project without computing; ends with a verdict");
  struct Options {
    std::string project;
    std::string out;
    bool allow_remote = false;
  };
  auto options = std::make_shared<Options>();
  command->add_option("PROJECT.json", options->project, "Project file (see docs/project.md)")
      ->required();
  command->add_option("--out", options->out,
                      "Folder for rejects.csv, the other lists of rows and report.json");
  command->add_flag("--allow-remote", options->allow_remote,
                    "The project may name remote files (/vsicurl/ ...), databases and queries; see "
                    "docs/security.md");
  command->callback([options, &settings, &status] {
    run_with_progress(settings, [&](const Context& context) {
      try {
        atlas::Job job = atlas::read_job(options->project, {options->allow_remote});
        if (!settings.language.empty()) job.language = settings.terminal_language();
        const atlas::Atlas atlas = atlas::check(job, context);
        std::vector<std::string> files;
        if (!options->out.empty()) files = atlas::write(atlas, options->out, context);
        print_check(atlas, settings);
        if (!options->out.empty()) print_files(options->out, files, settings);
        const atlas::Verdict verdict = atlas::verdict(atlas);
        print_verdict(verdict, settings);
        if (verdict == atlas::Verdict::kUsableWithWarnings) status = kWarnings;
        if (verdict == atlas::Verdict::kNotUsable) status = kNotUsable;
      } catch (const Error& error) {
        if (error.code() == ErrorCode::kInput) {
          print_verdict(atlas::Verdict::kNotUsable, settings);
        }
        throw;
      }
    });
  });
}

}  // namespace geo::cli
