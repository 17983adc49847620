#pragma once

#include <string>
#include <string_view>
#include <vector>

// What the readers share about files: which reader takes a path, names of columns, guesses.
namespace geo::io {

/// Where the bytes of a source are.
struct Located {
  std::string path;        ///< for GDAL, with /vsigzip/ or /vsizip/ in front where needed
  bool delimited = false;  ///< text for DelimitedReader, else for OGR
  std::string layer;       ///< the layer that is left to choose; empty where `path` has chosen
};

/// Finds out how to open `path`. A zip archive that holds delimited text and no vector file is read
/// as text; `layer` chooses among several. Throws Error(kInput): no such file, a folder (except
/// .gdb), an empty file, an archive with several files to choose from; Error(kOption) for delimited
/// text and a query.
[[nodiscard]] Located locate(const std::string& path, const std::string& layer,
                             const std::string& query = {});

/// "a, b, c"
[[nodiscard]] std::string listed(const std::vector<std::string>& names);

/// The index of the column `wanted`. Throws Error(kInput) that lists the columns and names the
/// nearest where there is none, or where the name appears twice. `what`: "column", "field".
[[nodiscard]] int find_column(const std::vector<std::string>& names, const std::string& wanted,
                              const std::string& where, const std::string& what = "column");

/// The columns that hold coordinates, by their names.
struct ColumnGuess {
  int x = -1;  ///< -1: nothing fits
  int y = -1;
  std::string reason;    ///< "named 'lon' and 'lat'"
  bool degrees = false;  ///< the names mean longitude and latitude
};
[[nodiscard]] ColumnGuess guess_columns(const std::vector<std::string>& names);

/// The column that holds both coordinates of a position, by its name: x and y are the same.
[[nodiscard]] ColumnGuess guess_position(const std::vector<std::string>& names);

}  // namespace geo::io
