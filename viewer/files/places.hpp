#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "viewer/layout.hpp"

// What the viewer keeps between runs, and where (XDG Base Directory Specification).
namespace geo::viewer {

/// Folders of the viewer's own; none: nothing is kept.
struct Places {
  std::optional<std::filesystem::path> state;   ///< recent files, work that was not saved
  std::optional<std::filesystem::path> config;  ///< the window's layout
};

/// $XDG_STATE_HOME/geo-viewer and $XDG_CONFIG_HOME/geo-viewer; where these are not set, below
/// ~/.local/state and ~/.config if `home_too`, else none: what runs without a window leaves the
/// user's home alone.
[[nodiscard]] Places places_of_environment(bool home_too);

struct Kept {
  std::vector<std::string> projects;  ///< opened or saved, the last first
  std::vector<std::string> folders;   ///< written to or opened from, the last first
};
/// Nothing where there is none, or it cannot be read.
[[nodiscard]] Kept read_kept(const Places& places);
void write_kept(const Places& places, const Kept& kept);
/// Moves `path` to the front of at most ten.
void remember(std::vector<std::string>& paths, const std::string& path);

[[nodiscard]] std::optional<Layout> read_layout(const Places& places);
void write_layout(const Places& places, const Layout& layout);

/// Work of a viewer that ended without a word.
struct Unsaved {
  std::filesystem::path file;  ///< a project
  std::string project;         ///< that it was the work on; may be empty
  std::string time;            ///< "2026-11-25 21:03"
};
/// Where this process keeps its work; none where nothing is kept.
[[nodiscard]] std::optional<std::filesystem::path> unsaved_path(const Places& places);
/// The newest work of a process that is no more.
[[nodiscard]] std::optional<Unsaved> find_unsaved(const Places& places);

/// Writes a text so that the old file or the new one is there, never a half. Throws Error(kOutput).
void write_whole(const std::filesystem::path& path, const std::string& text);

}  // namespace geo::viewer
