#include <array>
#include <cmath>
#include <cstdio>
#include <iostream>

#include "command.hpp"
#include "geo/io/inspect.hpp"

namespace geo::cli {
namespace {

void print(const io::FileInfo& info) {
  std::cout << info.path << "\n  format    " << info.driver << '\n';
  if (!info.encoding.empty()) std::cout << "  encoding  " << info.encoding << '\n';
  if (info.driver == "ESRI Shapefile") {
    std::cout << "  text      " << one_line(info.encoding_reason) << '\n';
  } else if (!info.encoding_reason.empty()) {
    std::cout << "  confidence " << std::floor(info.encoding_confidence * 100) << " % ("
              << one_line(info.encoding_reason) << ")\n";
  }
  for (const io::LayerInfo& layer : info.layers) {
    std::cout << "layer " << one_line(layer.name) << (layer.hidden ? " (hidden)" : "")
              << "\n  rows      " << layer.rows << "\n  geometry  " << layer.geometry << '\n';
    if (layer.header_row != 1) std::cout << "  header    in row " << layer.header_row << '\n';
    if (layer.left_out > 0) {
      std::cout << "  left out  " << layer.left_out << " rows: totals, notes, headers\n";
    }
    if (!layer.crs.empty()) std::cout << "  crs       " << one_line(layer.crs) << '\n';
    if (!layer.extent.empty()) {
      std::array<char, 160> text{};
      std::snprintf(text.data(), text.size(), "x %.6f to %.6f, y %.6f to %.6f", layer.extent.min_x,
                    layer.extent.max_x, layer.extent.min_y, layer.extent.max_y);
      std::cout << "  extent    " << text.data() << '\n';
    }
    if (!layer.x_column.empty()) {
      std::cout << "  position  x = " << one_line(layer.x_column)
                << ", y = " << one_line(layer.y_column) << " (" << one_line(layer.guess_reason)
                << ")\n";
    }
    if (layer.imprecise > 0) {
      std::cout << "  imprecise " << layer.imprecise << " positions have two decimals at most\n";
    }
    if (!layer.roles.empty()) std::cout << "  roles\n";
    for (const io::RoleInfo& role : layer.roles) {
      std::cout << "    " << role.role << " = " << one_line(role.column) << " ("
                << one_line(role.reason) << ")\n";
    }
    std::cout << "  columns\n";
    for (const io::FieldInfo& field : layer.fields) {
      std::cout << "    " << one_line(field.name) << ": " << field.type;
      if (field.missing > 0) std::cout << ", " << field.missing << " missing";
      if (!field.example.empty()) std::cout << ", such as " << one_line(field.example);
      std::cout << '\n';
    }
  }
}

}  // namespace

void add_info(CLI::App& app, const Settings& settings) {
  CLI::App* command =
      app.add_subcommand("info", "Show what is in a file: layers, rows, columns, extent, guesses");
  struct Options {
    std::string file;
    io::InspectOptions inspect;
  };
  auto options = std::make_shared<Options>();
  command->add_option("FILE", options->file, "Any vector file, delimited text or PG:...")
      ->required();
  command->add_option("--layer", options->inspect.layer, "This layer or table alone");
  command->add_option("--query", options->inspect.query, "What SQL gives instead: SELECT ...");
  command->callback([options, &settings] {
    run_with_progress(settings, [&](const Context& context) {
      print(io::inspect(options->file, context, options->inspect));
    });
  });
}

}  // namespace geo::cli
