#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string>

#include "geo/core/context.hpp"
#include "geo/core/text.hpp"

namespace geo::cli {

/// What holds for every command.
struct Settings {
  int threads = 0;
  bool quiet = false;
  std::string language;  // "zh", "en" or empty: as the project or the system says

  /// The language of what is printed.
  [[nodiscard]] Language terminal_language() const;
};

/// Runs `work` with a context that Ctrl-C cancels and, on a terminal and unless quiet, a progress
/// bar shows.
void run_with_progress(const Settings& settings, const std::function<void(const Context&)>& work);

// Each command is one file; it adds itself to the program.
void add_atlas(CLI::App& app, const Settings& settings);
/// `status` becomes the exit code where nothing is thrown.
void add_check(CLI::App& app, const Settings& settings, int& status);
void add_init(CLI::App& app, const Settings& settings);
void add_info(CLI::App& app, const Settings& settings);
void add_density(CLI::App& app, const Settings& settings);
void add_clusters(CLI::App& app, const Settings& settings);
void add_classify(CLI::App& app, const Settings& settings);
void add_add(CLI::App& app, const Settings& settings);
void add_stats(CLI::App& app, const Settings& settings);
void add_synth(CLI::App& app, const Settings& settings);

}  // namespace geo::cli
