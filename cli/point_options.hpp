#pragma once

#include <string>
#include <vector>

#include "command.hpp"
#include "geo/atlas/job.hpp"

namespace geo::cli {

/// The options that say where points are and how to read them, for the commands that run one step.
struct PointOptions {
  std::vector<std::string> files;
  std::string boundaries;
  std::string boundaries_crs;
  std::string boundaries_layer;
  std::string boundaries_query;
  std::string code;
  std::string name;
  atlas::Job job;  ///< filled in as options are parsed

  /// `boundaries_needed`: the step has no meaning without districts.
  void add_to(CLI::App& command, bool boundaries_needed);
  /// The job without any step; throws Error(kInput) for files that are not there.
  [[nodiscard]] atlas::Job make() const;
};

}  // namespace geo::cli
