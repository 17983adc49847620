#pragma once

#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/io/points.hpp"
#include "geo/model/table.hpp"

namespace geo::io {

/// The files that `paths` name: each is one file, or a pattern of the shell (* ? [a-z]; * does not
/// match a / or a leading dot) in the last two parts of the path, unless a file of just that name
/// is there. In the order of their names, byte by byte, so that nothing depends on the file system;
/// a file that is named twice is there once; folders that a pattern fits are left out. Databases
/// and GDAL's own file systems ("/vsi...") are taken as they are. Throws Error(kInput) for a
/// pattern that fits nothing, or is one higher up in the path.
[[nodiscard]] std::vector<std::string> files_named(const std::vector<std::string>& paths);

/// Reads several files, as `files_named` gives them, as one: `source` without its path says how
/// each is read. What it asks for must be in all of them by name, wherever it stands. Rows are
/// numbered on from file to file; `PointsRead::files` tells which is whose. `points.source` and
/// `rejects.file` are the file, of several "a.csv ... z.csv (26 files)".
///
/// Throws what `read_points` throws, which names the file; Error(kInput), too, for files whose
/// guessed columns of coordinates, coordinate systems or units of a column differ.
[[nodiscard]] PointsRead read_point_files(const PointSource& source,
                                          const std::vector<std::string>& files,
                                          const Context& context);

/// How messages and results name the files together: "a.csv", "a.csv ... z.csv (26 files)".
[[nodiscard]] std::string files_text(const std::vector<std::string>& files);

/// A row that was numbered on over several files: its file (empty where there is but one, of which
/// `files` says nothing) and its number in it.
struct FileRow {
  std::string file;
  std::uint64_t row = 0;
};
[[nodiscard]] FileRow file_row(const std::vector<FileRows>& files, std::uint64_t row);

/// Puts the rows of a table's column "source_row" back into their files: a column "source_file"
/// before it, and numbers within the file; likewise "repeats_row" and "repeats_file". Changes
/// nothing where `files` is empty.
void name_files(Table& table, const std::vector<FileRows>& files);

}  // namespace geo::io
