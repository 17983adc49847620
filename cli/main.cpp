#include <csignal>
#include <cstdio>
#include <iostream>
#include <new>

#include "command.hpp"
#include "geo/atlas/error_texts.hpp"
#include "geo/core/error.hpp"
#include "geo/core/version.hpp"
#include "numbers.hpp"

namespace {

// The exit codes are documented in docs/cli.md and in `geo --help`.
int exit_code(geo::ErrorCode code) {
  switch (code) {
    case geo::ErrorCode::kOption:
      return 2;
    case geo::ErrorCode::kInput:
      return 3;
    case geo::ErrorCode::kOutput:
      return 4;
    case geo::ErrorCode::kUnsupported:
      return 5;
    case geo::ErrorCode::kMemory:
      return 6;
    case geo::ErrorCode::kCancelled:
      return 130;
    case geo::ErrorCode::kInternal:
      break;
  }
  return 1;
}

/// Says it in the language of the terminal, where there is a wording in that.
int fail(const std::string& message, int code, geo::Language language) {
  const std::string zh =
      language == geo::Language::kChinese ? geo::atlas::message_text(message).zh : std::string();
  std::cerr << "geo: " << (zh.empty() ? message : zh) << '\n';
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  // A file size limit shall be an error message, not the end of the process.
  std::signal(SIGXFSZ, SIG_IGN);

  CLI::App app("Industrial maps: density heatmaps, clusters and statistics by district and belt.",
               "geo");
  app.set_version_flag("--version", std::string("geo ") + geo::version());
  app.require_subcommand(1);
  app.fallthrough();
  const std::string exit_codes =
      "Exit codes: 0 done, 1 a defect of geo, 2 a wrong option, 3 an input that cannot be used,\n"
      "4 an output that cannot be written, 5 not in the installed libraries, 6 not enough memory,\n"
      "7 usable with warnings (geo check), 130 interrupted. An error is one line on standard "
      "error.";
  app.footer(exit_codes);

  geo::cli::Settings settings;
  app.add_option("--threads", settings.threads,
                 "Threads; 0: one for each processor. Results are the same")
      ->check(geo::cli::between(0, 1024));
  app.add_flag("-q,--quiet", settings.quiet, "Print errors only");
  app.add_option("--lang", settings.language, "Language of tables, pictures and messages: zh or en")
      ->check(CLI::IsMember({"zh", "en"}));

  int status = 0;
  geo::cli::add_atlas(app, settings);
  geo::cli::add_check(app, settings, status);
  geo::cli::add_init(app, settings);
  geo::cli::add_info(app, settings);
  geo::cli::add_density(app, settings);
  geo::cli::add_add(app, settings);
  geo::cli::add_clusters(app, settings);
  geo::cli::add_stats(app, settings);
  geo::cli::add_classify(app, settings);
  geo::cli::add_synth(app, settings);
  for (CLI::App* command : app.get_subcommands({})) {
    geo::cli::check_numbers(*command);
    command->footer(
        "For every command:\n"
        "  --threads INT               Threads; 0: one for each processor. Results are the same\n"
        "  -q,--quiet                  Print errors only\n"
        "  --lang zh|en                Language of tables, pictures and messages\n"
        "  --version                   Version of geo\n\n" +
        exit_codes);
  }

  const auto failed = [&](const std::string& message, int code) {
    return fail(message, code, settings.terminal_language());
  };
  try {
    app.parse(argc, argv);
    std::cout.flush();
    if (!std::cout) return failed("standard output: cannot be written", 4);
    return status;
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) {  // --help, --version
      app.exit(error);
      std::cout.flush();
      return std::cout ? 0 : failed("standard output: cannot be written", 4);
    }
    return failed(std::string(error.what()) + " (see geo --help)", 2);
  } catch (const geo::Error& error) {
    return failed(error.what(), exit_code(error.code()));
  } catch (const std::bad_alloc&) {
    return failed("not enough memory; choose larger pixels or fewer rows", 6);
  } catch (const std::exception& error) {
    return failed(std::string("internal error, please report it: ") + error.what(), 1);
  }
}
