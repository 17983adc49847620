#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "geo/atlas/atlas.hpp"
#include "geo/atlas/job.hpp"
#include "geo/core/context.hpp"
#include "geo/core/text.hpp"
#include "geo/io/inspect.hpp"

// A file of data that becomes a part of a project: guessed, shown, mended, checked, then taken.
namespace geo::atlas {

enum class DataUse { kEnterprises, kBoundaries };

/// A project in which a file has taken the place of what it had.
struct DataGuess {
  DataUse use = DataUse::kEnterprises;
  std::string layer;  ///< of the file
  Job job;
  /// Why a key of 'enterprises' or 'boundaries' ("x", "name", "crs") was guessed so: "named
  /// '企业名称'", "98 of 100 values look like longitudes". "encoding": why the text is read so.
  std::map<std::string, Text> reasons;
};

/// `project` with the layer of `file` as its enterprises or its boundaries. Where `layer` is empty
/// it is the one that fits best; where `use` is open, polygons are boundaries and all else
/// enterprises. Columns, fields and coordinate system are guessed as by `starting_project`; with a
/// column of districts the system is left to be guessed by them (`Job::guess_crs`). What the
/// project says of the data that goes (columns, layers, encoding, classification, slices of time,
/// that it is invented) is forgotten; the projection in metres is left open with new boundaries.
/// Throws Error(kInput) where the file has no such layer, or none that could be either.
[[nodiscard]] DataGuess guess_data(const Job& project, const io::FileInfo& file,
                                   const std::string& layer = {}, std::optional<DataUse> use = {});

/// What `check` finds in a project with new data, and what had to be changed so that it fits.
struct DataCheck {
  Job job;      ///< the one that was checked
  Atlas atlas;  ///< as of `check`
  std::vector<Text> changes;
};

/// Checks a project with new data. Two things are mended: rows that do not tell their coordinate
/// system (`Job::guess_crs`) are taken as WGS84, and a plan whose districts the boundaries do not
/// have is left out with its sites. Otherwise throws as `check`.
[[nodiscard]] DataCheck check_data(const Job& job, const Context& context);

}  // namespace geo::atlas
