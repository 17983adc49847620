#include "io/source.hpp"

#include <cpl_conv.h>
#include <cpl_string.h>
#include <cpl_vsi.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <utility>

#include "geo/core/error.hpp"
#include "io/archive.hpp"
#include "io/columns.hpp"
#include "io/connection.hpp"
#include "io/gdal.hpp"
#include "io/text_stream.hpp"

namespace geo::io {
namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorCode::kInput, message); }

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

bool is_delimited(const std::string& lower_path) {
  constexpr std::array<std::string_view, 3> kEndings = {".csv", ".tsv", ".txt"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return lower_path.ends_with(ending); });
}

bool is_vector(const std::string& lower_path) {
  constexpr std::array<std::string_view, 13> kEndings = {
      ".shp", ".gpkg", ".geojson", ".json", ".geojsonl", ".kml",     ".gml",
      ".tab", ".mif",  ".fgb",     ".dxf",  ".sqlite",   ".gdbtable"};
  return std::any_of(kEndings.begin(), kEndings.end(),
                     [&](std::string_view ending) { return lower_path.ends_with(ending); });
}

// SQLite reads on beyond the end of a file that was cut off as if there were zeros: a GeoPackage
// that lacks its last page would open, and lack rows. Its header tells how long it must be.
void refuse_truncated_sqlite(const std::string& path, std::uint64_t size) {
  std::array<unsigned char, 100> header{};
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(header.data()), static_cast<std::streamsize>(header.size()));
  const std::string_view magic("SQLite format 3\0", 16);
  if (std::string_view(reinterpret_cast<const char*>(header.data()), magic.size()) != magic) return;
  const auto number = [&](std::size_t at, std::size_t bytes) {
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8U | header.at(at + i);
    return value;
  };
  const std::uint64_t page = number(16, 2) == 1 ? 65536 : number(16, 2);
  // The count of pages is only good where it was written with the last change.
  const std::uint64_t pages = number(24, 4) == number(92, 4) ? number(28, 4) : 1;
  const std::uint64_t whole = std::max<std::uint64_t>(page * pages, header.size());
  if (size < whole) {
    fail(path + ": is truncated: " + std::to_string(size) + " of " + std::to_string(whole) +
         " bytes; copy it again");
  }
}

Located locate_in_zip(const std::string& path, const std::string& layer) {
  const std::string archive = "/vsizip/" + path;
  GdalErrors errors;
  char** entries = VSIReadDirRecursive(archive.c_str());
  std::vector<std::string> texts;
  bool vectors = false;
  bool workbooks = false;
  for (char** entry = entries; entry != nullptr && *entry != nullptr; ++entry) {
    const std::string name = *entry;
    if (name.starts_with("__MACOSX/")) continue;
    vectors = vectors || is_vector(lower(name));
    if (is_delimited(lower(name))) texts.push_back(name);
    for (const char* ending : {".xlsx", ".ods", ".xls"}) {
      workbooks = workbooks || lower(name).ends_with(ending);
    }
  }
  const bool empty = entries == nullptr;
  CSLDestroy(entries);
  if (empty) {
    fail(path + ": is not a readable zip archive" + errors.in_brackets() + "; pack it again");
  }
  if (workbooks && !vectors && texts.empty()) {
    fail(path + ": holds a workbook, which cannot be read while packed; unzip it first");
  }
  if (vectors || texts.empty()) return {archive, false, layer};
  std::sort(texts.begin(), texts.end());
  const auto within = [&](const std::string& text) {
    return std::string(archive).append("/").append(text);
  };
  if (layer.empty()) {
    if (texts.size() == 1) return {within(texts[0]), true, ""};
    fail(path + ": holds several files; choose one as layer: " + listed(texts));
  }
  for (const std::string& text : texts) {
    const std::string stem = std::filesystem::path(text).stem().string();
    if (text == layer || stem == layer) return {within(text), true, ""};
  }
  fail(path + ": holds no file '" + layer + "'; there are: " + listed(texts));
}

Located locate_file(const std::string& path, const std::string& layer) {
  const std::string name = lower(path);
  constexpr std::string_view kZip = "/vsizip/";
  if (const std::size_t end = name.find(".zip");
      path.starts_with(kZip) && end != std::string::npos) {
    refuse_zip_bomb(path.substr(kZip.size(), end + 4 - kZip.size()));
  }
  if (path.starts_with("/vsi")) return {path, is_delimited(name), layer};
  if (name.starts_with("http://") || name.starts_with("https://")) {
    fail(path + ": is a web address; files are read from there as /vsicurl/" + path);
  }
  std::error_code error;
  if (!std::filesystem::exists(path, error)) fail(path + ": no such file; check the path");
  if (std::filesystem::is_directory(path, error)) {
    if (name.ends_with(".gdb") || name.ends_with(".gdb/")) return {path, false, layer};
    fail(path + ": is a folder; give a file");
  }
  if (std::filesystem::is_regular_file(path, error)) {
    const std::uint64_t size = std::filesystem::file_size(path, error);
    if (size == 0) fail(path + ": is empty (0 bytes); export it again or choose another");
    if (!error) refuse_truncated_sqlite(path, size);
    refuse_zip_bomb(path);
  }
  if (name.ends_with(".zip")) return locate_in_zip(path, layer);
  const bool packed = name.ends_with(".gz");
  const bool delimited = is_delimited(packed ? name.substr(0, name.size() - 3) : name);
  if (delimited && !layer.empty()) {
    std::filesystem::path stem = std::filesystem::path(path).stem();
    if (packed) stem = stem.stem();
    if (layer != stem.string()) {
      fail(path + ": there is no layer '" + layer + "'; delimited text is one layer, '" +
           stem.string() + "'");
    }
  }
  if (packed && !delimited) {
    refuse_bad_gzip(path);
    const std::string inner = name.substr(0, name.size() - 3);
    for (const char* ending : {".shp", ".mif", ".tab", ".ods", ".xls", ".xlsx", ".kmz", ".zip"}) {
      if (inner.ends_with(ending)) fail(path + ": cannot be read while packed; gunzip it first");
    }
  }
  return {packed ? "/vsigzip/" + path : path, delimited, layer};
}

// The characters of UTF-8, each a text of its own.
std::vector<std::string_view> characters(std::string_view text) {
  std::vector<std::string_view> out;
  std::size_t begin = 0;
  for (std::size_t i = 1; i <= text.size(); ++i) {
    if (i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0U) == 0x80U) continue;
    out.push_back(text.substr(begin, i - begin));
    begin = i;
  }
  return out;
}

// Edits (insert, delete, replace a character) that turn one text into the other.
std::size_t edit_distance(std::string_view from, std::string_view to) {
  const std::vector<std::string_view> a = characters(from);
  const std::vector<std::string_view> b = characters(to);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
      diagonal = std::exchange(row[j + 1], std::min({replaced, row[j] + 1, row[j + 1] + 1}));
    }
  }
  return row[b.size()];
}

// Names of one kind of coordinate in pairs, the surest first.
struct Family {
  std::string_view x;
  std::string_view y;
  bool degrees;
};
constexpr std::array<Family, 14> kFamilies = {{{"lon", "lat", true},
                                               {"lng", "lat", true},
                                               {"long", "lat", true},
                                               {"longitude", "latitude", true},
                                               {"经度", "纬度", true},
                                               {"东经", "北纬", true},
                                               {"easting", "northing", false},
                                               {"eastings", "northings", false},
                                               {"x", "y", false},
                                               {"point_x", "point_y", false},
                                               {"xcoord", "ycoord", false},
                                               {"x坐标", "y坐标", false},
                                               {"横坐标", "纵坐标", false},
                                               {"东坐标", "北坐标", false}}};

bool letter(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// `name` with `from` replaced by `to` where it stands as a word of its own ("wgs84_lon", not
// "salon"); empty where it does not. Chinese has no gaps between words: there any place will do.
std::string with_word_replaced(const std::string& name, std::string_view from,
                               std::string_view to) {
  for (std::size_t at = name.find(from); at != std::string::npos; at = name.find(from, at + 1)) {
    const std::size_t end = at + from.size();
    const bool begins = at == 0 || !letter(name[at - 1]) || !letter(from.front());
    const bool ends = end == name.size() || !letter(name[end]) || !letter(from.back());
    if (begins && ends) return name.substr(0, at) + std::string(to) + name.substr(end);
  }
  return {};
}

}  // namespace

Located locate(const std::string& path, const std::string& layer, const std::string& query) {
  init_gdal();
  if (path.empty()) fail("no file is given");
  if (is_database(path)) return {path, false, layer};
  Located located = is_pipe(path) ? Located{path, true, ""} : locate_file(path, layer);
  if (located.delimited && !query.empty()) {
    throw Error(ErrorCode::kOption,
                path + ": delimited text takes no query; it needs a database or a file of layers");
  }
  return located;
}

std::string listed(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  return list;
}

int find_column(const std::vector<std::string>& names, const std::string& wanted,
                const std::string& where, const std::string& what) {
  const auto found = std::find(names.begin(), names.end(), wanted);
  if (found != names.end()) {
    if (std::find(found + 1, names.end(), wanted) != names.end()) {
      fail(where + ": the " + what + " '" + wanted + "' appears twice; rename one of them");
    }
    return static_cast<int>(found - names.begin());
  }
  std::string nearest;
  std::size_t least = (characters(wanted).size() + 1) / 2;  // fewer edits than half of it
  for (const std::string& name : names) {
    const std::size_t distance = edit_distance(lower(name), lower(wanted));
    if (distance < least) {
      least = distance;
      nearest = name;
    }
  }
  if (names.empty()) {
    fail(where + ": there is no " + what + " '" + wanted + "'; there are none");
  }
  if (nearest.empty()) {
    fail(where + ": there is no " + what + " '" + wanted + "'; there are: " + listed(names));
  }
  fail(where + ": there is no " + what + " '" + wanted + "'; did you mean '" + nearest +
       "'? There are: " + listed(names));
}

ColumnGuess guess_columns(const std::vector<std::string>& names) {
  std::vector<std::string> lowered;
  lowered.reserve(names.size());
  for (const std::string& name : names) lowered.push_back(lower(name));
  const auto index_of = [&](const std::string& name) {
    const auto found = std::find(lowered.begin(), lowered.end(), name);
    return found == lowered.end() ? -1 : static_cast<int>(found - lowered.begin());
  };
  const auto guess = [&](int x, int y, const Family& family) {
    return ColumnGuess{x, y,
                       "named '" + names[static_cast<std::size_t>(x)] + "' and '" +
                           names[static_cast<std::size_t>(y)] + "'",
                       family.degrees};
  };
  for (const Family& family : kFamilies) {
    const int x = index_of(std::string(family.x));
    const int y = index_of(std::string(family.y));
    if (x >= 0 && y >= 0) return guess(x, y, family);
  }
  for (const Family& family : kFamilies) {
    for (std::size_t i = 0; i < lowered.size(); ++i) {
      const std::string partner = with_word_replaced(lowered[i], family.x, family.y);
      const int y = partner.empty() ? -1 : index_of(partner);
      if (y >= 0 && y != static_cast<int>(i)) return guess(static_cast<int>(i), y, family);
    }
  }
  return {};
}

ColumnGuess guess_position(const std::vector<std::string>& names) {
  for (const RoleGuess& guess : guess_roles(names)) {
    if (guess.role != Role::kPosition) continue;
    return {guess.column, guess.column, "both in one cell, " + guess.reason, true};
  }
  return {};
}

}  // namespace geo::io
