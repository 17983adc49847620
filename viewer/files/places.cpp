#include "viewer/files/places.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>

#include "geo/core/error.hpp"
#include "geo/io/output.hpp"
#include "geo/io/write.hpp"

namespace geo::viewer {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::size_t kMostRecent = 10;

std::optional<fs::path> place(const char* variable, const char* below_home, bool home_too) {
  const char* set = std::getenv(variable);
  if (set != nullptr && fs::path(set).is_absolute()) return fs::path(set) / "geo-viewer";
  const char* home = std::getenv("HOME");
  if (!home_too || home == nullptr || !fs::path(home).is_absolute()) return std::nullopt;
  return fs::path(home) / below_home / "geo-viewer";
}

Json read_json(const fs::path& path) {
  std::ifstream in(path);
  return in ? Json::parse(in, nullptr, false) : Json();
}

std::vector<std::string> texts(const Json& json, const char* key) {
  std::vector<std::string> out;
  if (!json.is_object() || !json.contains(key) || !json[key].is_array()) return out;
  for (const Json& item : json[key]) {
    if (item.is_string() && out.size() < kMostRecent) out.push_back(item.get<std::string>());
  }
  return out;
}

/// What is kept is a convenience: where it cannot be written nothing is said.
void write_quietly(const fs::path& path, const std::string& text) {
  try {
    write_whole(path, text);
  } catch (const Error&) {
    return;
  }
}

}  // namespace

Places places_of_environment(bool home_too) {
  return {place("XDG_STATE_HOME", ".local/state", home_too),
          place("XDG_CONFIG_HOME", ".config", home_too)};
}

Kept read_kept(const Places& places) {
  if (!places.state) return {};
  const Json json = read_json(*places.state / "recent.json");
  return {texts(json, "projects"), texts(json, "folders")};
}

void write_kept(const Places& places, const Kept& kept) {
  if (!places.state) return;
  write_quietly(*places.state / "recent.json",
                Json{{"projects", kept.projects}, {"folders", kept.folders}}.dump(2) + "\n");
}

void remember(std::vector<std::string>& paths, const std::string& path) {
  std::erase(paths, path);
  paths.insert(paths.begin(), path);
  if (paths.size() > kMostRecent) paths.resize(kMostRecent);
}

std::optional<Layout> read_layout(const Places& places) {
  if (!places.config) return std::nullopt;
  const Json json = read_json(*places.config / "layout.json");
  if (!json.is_object()) return std::nullopt;
  Layout layout;
  const auto number = [&](const char* key, float least, float most, float& value) {
    if (!json.contains(key) || !json[key].is_number()) return;
    const double found = json[key].get<double>();
    if (std::isfinite(found)) value = std::clamp(static_cast<float>(found), least, most);
  };
  number("left", 120, 2000, layout.left);
  number("right", 160, 2000, layout.right);
  number("bottom", 80, 2000, layout.bottom);
  number("legend", 0.1F, 0.9F, layout.legend);
  float width = 0;
  float height = 0;
  number("width", 320, 16384, width);
  number("height", 240, 16384, height);
  layout.width = static_cast<int>(width);
  layout.height = static_cast<int>(height);
  for (const std::string& id : texts(json, "collapsed")) layout.collapsed.insert(id);
  return layout;
}

void write_layout(const Places& places, const Layout& layout) {
  if (!places.config) return;
  write_quietly(*places.config / "layout.json", Json{{"left", layout.left},
                                                     {"right", layout.right},
                                                     {"bottom", layout.bottom},
                                                     {"legend", layout.legend},
                                                     {"collapsed", layout.collapsed},
                                                     {"width", layout.width},
                                                     {"height", layout.height}}
                                                        .dump(2) +
                                                    "\n");
}

std::optional<fs::path> unsaved_path(const Places& places) {
  if (!places.state) return std::nullopt;
  return *places.state / "unsaved" / (std::to_string(getpid()) + ".json");
}

std::optional<Unsaved> find_unsaved(const Places& places) {
  if (!places.state) return std::nullopt;
  std::optional<fs::path> newest;
  fs::file_time_type when;
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(*places.state / "unsaved", error)) {
    if (entry.path().extension() != ".json") continue;
    const std::string process = entry.path().stem().string();
    const bool number = !process.empty() && std::all_of(process.begin(), process.end(), [](char c) {
      return c >= '0' && c <= '9';
    });
    if (!number) continue;
    // It lives, and it is a viewer: numbers are given out again.
    const fs::path program = fs::read_symlink("/proc/" + process + "/exe", error);
    if (!error && program.filename().string().starts_with("geo-viewer")) continue;
    const fs::file_time_type time = entry.last_write_time(error);
    if (error || (newest && time < when)) continue;
    newest = entry.path();
    when = time;
  }
  if (!newest) return std::nullopt;
  const Json json = read_json(*newest);
  if (!json.is_object()) return std::nullopt;
  Unsaved unsaved{*newest, "", ""};
  if (json.contains("viewer") && json["viewer"].is_object()) {
    unsaved.project = json["viewer"].value("unsaved_of", "");
  }
  const auto system = std::chrono::time_point_cast<std::chrono::system_clock::duration>(
      when - fs::file_time_type::clock::now() + std::chrono::system_clock::now());
  const std::time_t seconds = std::chrono::system_clock::to_time_t(system);
  std::tm local{};
  std::array<char, 32> text{};
  if (localtime_r(&seconds, &local) != nullptr) {
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M", &local);
  }
  unsaved.time = text.data();
  return unsaved;
}

void write_whole(const fs::path& path, const std::string& text) {
  io::OutputFolder folder(path.parent_path().empty() ? fs::path(".") : path.parent_path());
  io::write_text(text, folder.stage(path.filename().string()));
  folder.commit();
}

}  // namespace geo::viewer
