#include <filesystem>
#include <iostream>

#include "command.hpp"
#include "geo/core/error.hpp"
#include "geo/density/parts.hpp"
#include "geo/io/grids.hpp"
#include "geo/io/output.hpp"
#include "geo/io/write.hpp"

namespace geo::cli {
namespace {

/// Takes the fact of that name out of a grid.
std::string take(Grid& grid, const std::string& key) {
  std::string value;
  std::erase_if(grid.facts, [&](const auto& fact) {
    if (fact.first != key) return false;
    value = fact.second;
    return true;
  });
  return value;
}

}  // namespace

void add_add(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("add", "Add densities of parts of the enterprises: the density of all");
  struct Options {
    std::vector<std::string> parts;
    std::string out = "sum.tif";
  };
  auto options = std::make_shared<Options>();
  command->add_option("GRID", options->parts, "GeoTIFFs made alike, of different enterprises")
      ->required()
      ->expected(2, 100000);
  command->add_option("--out", options->out, "GeoTIFF to write")->capture_default_str();
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      const std::vector<std::string>& parts = options->parts;
      const auto part_of = [&](std::size_t i) {
        const double each = 0.9 / static_cast<double>(parts.size());
        context.begin("read", each * static_cast<double>(i), each * static_cast<double>(i + 1));
        return io::read_grid(parts[i], context);
      };
      Grid total = part_of(0);
      std::string files = take(total, "enterprises");
      for (std::size_t i = 1; i < parts.size(); ++i) {
        Grid part = part_of(i);
        files += ", " + take(part, "enterprises");
        try {
          density::add(total, part, context);
        } catch (const Error& error) {
          throw Error(error.code(), parts[i] + ": " + error.what());
        }
      }
      context.begin("write", 0.9, 1);
      const std::filesystem::path path(options->out);
      io::OutputFolder output(path.has_parent_path() ? path.parent_path() : ".");
      io::write_cog(total, output.stage(path.filename().string()), {{"enterprises", files}},
                    context);
      output.commit();
      if (!settings.quiet) std::cout << "Written: " << path.string() << '\n';
    });
  });
}

}  // namespace geo::cli
