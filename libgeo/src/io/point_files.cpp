#include "geo/io/point_files.hpp"

#include <glob.h>

#include <algorithm>
#include <filesystem>
#include <set>
#include <unordered_map>
#include <utility>
#include <variant>

#include "geo/core/error.hpp"
#include "geo/io/database.hpp"

namespace geo::io {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

std::vector<std::string> matches(const std::string& pattern) {
  // A pattern from elsewhere (/*/*/*/*) shall not walk through the whole system.
  const fs::path above = fs::path(pattern).parent_path().parent_path();
  if (above.string().find_first_of("*?[") != std::string::npos) {
    fail(pattern + ": is a pattern in more than the last two parts of the path; name the folders");
  }
  glob_t found{};
  const int result = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
  std::vector<std::string> files;
  for (std::size_t i = 0; result == 0 && i < found.gl_pathc; ++i) {
    std::string path = found.gl_pathv[i];
    std::error_code error;
    if (fs::is_directory(path, error) && !path.ends_with(".gdb")) continue;
    files.push_back(std::move(path));
  }
  ::globfree(&found);
  if (files.empty()) fail(pattern + ": no file fits this pattern");
  return files;
}

void append(Categories& all, Categories&& more) {
  std::unordered_map<std::string, std::uint32_t> known;
  for (std::uint32_t code = 0; code < all.names.size(); ++code) known[all.names[code]] = code;
  std::vector<std::uint32_t> codes;
  for (std::string& name : more.names) {
    const auto next = static_cast<std::uint32_t>(all.names.size());
    const auto [found, fresh] = known.emplace(name, next);
    if (fresh) all.names.push_back(std::move(name));
    codes.push_back(found->second);
  }
  for (const std::uint32_t code : more.codes) {
    all.codes.push_back(code == Categories::kMissing ? code : codes[code]);
  }
}

template <typename T>
void append(std::vector<T>& all, std::vector<T>&& more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

void append(std::vector<Column>& all, std::vector<Column>&& more) {
  for (std::size_t c = 0; c < all.size(); ++c) {
    std::visit(
        [&](auto& values) {
          append(values,
                 std::move(std::get<std::remove_reference_t<decltype(values)>>(more[c].values)));
        },
        all[c].values);
  }
}

// The greatest number of a row that a file has used.
std::uint64_t last_row(const PointsRead& read) {
  std::uint64_t last = read.rejects.read;
  if (!read.points.row.empty()) last = std::max(last, read.points.row.back());
  if (!read.unlocated.row.empty()) last = std::max(last, read.unlocated.row.back());
  for (const std::vector<Reject>* rejects : {&read.rejects.rows, &read.rejects.cells}) {
    if (!rejects->empty()) last = std::max(last, rejects->back().row);
  }
  return last;
}

void number_on(PointsRead& read, std::uint64_t before) {
  for (std::uint64_t& row : read.points.row) row += before;
  for (std::uint64_t& row : read.unlocated.row) row += before;
  for (std::vector<Reject>* rejects :
       {&read.rejects.rows, &read.rejects.cells, &read.unlocated.why}) {
    for (Reject& reject : *rejects) reject.row += before;
  }
  for (NotNumbers& found : read.not_numbers) found.first_row += before;
}

void expect_alike(const PointsRead& first, const std::string& first_file, const PointsRead& next,
                  const std::string& file) {
  const auto pair = [](const PointsRead& read) {
    return read.x_column == read.y_column ? "'" + read.x_column + "'"
                                          : "'" + read.x_column + "' and '" + read.y_column + "'";
  };
  if (!first.x_column.empty() && !next.x_column.empty() &&
      (first.x_column != next.x_column || first.y_column != next.y_column)) {
    fail(file + ": has its coordinates in " + pair(next) + ", " + first_file + " in " +
         pair(first) + "; give all files the same columns");
  }
  if (first.points.crs != next.points.crs) {
    fail(file + ": is in " + next.points.crs + ", " + first_file + " in " + first.points.crs +
         "; name the coordinate system of all, or convert one");
  }
  const auto unit_of = [](const PointsRead& read, const std::string& column) {
    for (const ColumnUnit& unit : read.units) {
      if (unit.column == column) return unit.unit;
    }
    return std::string("no unit");
  };
  for (const Column& column : first.points.columns) {
    const std::string own = unit_of(next, column.name);
    const std::string theirs = unit_of(first, column.name);
    if (own != theirs) {
      fail(file + ": its column '" + column.name + "' states " + own + ", that of " + first_file +
           " " + theirs + "; give all files the same");
    }
  }
}

void append(PointsRead& all, PointsRead&& next) {
  append(all.points.x, std::move(next.points.x));
  append(all.points.y, std::move(next.points.y));
  append(all.points.weight, std::move(next.points.weight));
  append(all.points.row, std::move(next.points.row));
  append(all.points.columns, std::move(next.points.columns));
  all.points.synthetic = all.points.synthetic || next.points.synthetic;
  append(all.unlocated.why, std::move(next.unlocated.why));
  append(all.unlocated.weight, std::move(next.unlocated.weight));
  append(all.unlocated.row, std::move(next.unlocated.row));
  append(all.unlocated.columns, std::move(next.unlocated.columns));
  all.rejects.read += next.rejects.read;
  all.rejects.by_district += next.rejects.by_district;
  all.rejects.used += next.rejects.used;
  append(all.rejects.rows, std::move(next.rejects.rows));
  append(all.rejects.cells, std::move(next.rejects.cells));
  if (("," + all.encoding + ",").find("," + next.encoding + ",") == std::string::npos) {
    all.encoding += "," + next.encoding;
  }
  all.imprecise += next.imprecise;
  all.undecodable += next.undecodable;
  for (NotNumbers& found : next.not_numbers) {
    const auto same =
        std::find_if(all.not_numbers.begin(), all.not_numbers.end(),
                     [&](const NotNumbers& known) { return known.column == found.column; });
    if (same == all.not_numbers.end()) {
      all.not_numbers.push_back(std::move(found));
    } else {
      same->count += found.count;
    }
  }
}

}  // namespace

std::vector<std::string> files_named(const std::vector<std::string>& paths) {
  std::vector<std::string> all;
  for (const std::string& path : paths) {
    std::error_code error;
    const bool pattern = path.find_first_of("*?[") != std::string::npos && !is_database(path) &&
                         !path.starts_with("/vsi") && !fs::exists(path, error);
    if (pattern) {
      append(all, matches(path));
    } else {
      all.push_back(path);
    }
  }
  std::sort(all.begin(), all.end());
  std::vector<std::string> files;
  std::set<std::string> seen;
  for (std::string& path : all) {
    std::error_code error;
    const fs::path real = fs::canonical(path, error);
    if (seen.insert(error ? path : real.string()).second) files.push_back(std::move(path));
  }
  return files;
}

std::string files_text(const std::vector<std::string>& files) {
  if (files.size() == 1 && files.front() == "-") return "standard input";
  if (files.size() == 1) return shown_path(files.front());
  return shown_path(files.front()) + " ... " + shown_path(files.back()) + " (" +
         std::to_string(files.size()) + " files)";
}

PointsRead read_point_files(const PointSource& source, const std::vector<std::string>& files,
                            const Context& context) {
  if (files.empty()) throw Error(ErrorCode::kOption, "no file of enterprises is given");
  PointSource one = source;
  PointsRead all;
  std::uint64_t before = 0;
  for (std::size_t f = 0; f < files.size(); ++f) {
    one.path = files[f];
    const auto share = [&](std::size_t i) {
      return static_cast<double>(i) / static_cast<double>(files.size());
    };
    PointsRead read = read_points(one, context.part(share(f), share(f + 1)));
    if (files.size() == 1) return read;
    const std::uint64_t last = last_row(read);
    if (f == 0) {
      all = std::move(read);
    } else {
      expect_alike(all, shown_path(files.front()), read, shown_path(files[f]));
      number_on(read, before);
      append(all, std::move(read));
    }
    all.files.push_back({shown_path(files[f]), before});
    before += last;
  }
  all.points.source = files_text(files);
  all.rejects.file = all.points.source;
  return all;
}

FileRow file_row(const std::vector<FileRows>& files, std::uint64_t row) {
  if (files.empty()) return {"", row};
  const auto after = std::upper_bound(
      files.begin(), files.end(), row,
      [](std::uint64_t number, const FileRows& file) { return number <= file.rows_before; });
  const FileRows& found = after == files.begin() ? files.front() : *(after - 1);
  return {found.file, row - found.rows_before};
}

void name_files(Table& table, const std::vector<FileRows>& files) {
  if (files.empty()) return;
  const auto name = [&](const char* column, const char* file_column, const Text& label) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      auto* rows = std::get_if<std::vector<std::int64_t>>(&table.columns[c].values);
      if (table.columns[c].name != column || rows == nullptr) continue;
      std::vector<std::string> names;
      for (std::int64_t& row : *rows) {
        FileRow found = file_row(files, static_cast<std::uint64_t>(row));
        names.push_back(std::move(found.file));
        row = static_cast<std::int64_t>(found.row);
      }
      table.columns.insert(table.columns.begin() + static_cast<std::ptrdiff_t>(c),
                           TableColumn{file_column, label, "", 0, std::move(names)});
      return;
    }
  };
  name("source_row", "source_file", {"原始文件", "Source file"});
  name("repeats_row", "repeats_file", {"与此文件重复", "Repeats, file"});
}

}  // namespace geo::io
