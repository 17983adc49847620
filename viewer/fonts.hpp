#pragma once

#include <imgui.h>

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace geo::viewer {

/// The interface's letters. Chinese has too many to load them all: those that were asked for are
/// put into the atlas, and new ones between two frames.
class Fonts {
 public:
  /// `scale`: pixels for each of a screen of 96 dots an inch. Looks for a font with Chinese through
  /// fontconfig. Throws Error(kUnsupported) that names a package where none is installed.
  explicit Fonts(float scale);

  /// These letters will be drawn.
  void need(std::string_view text);
  /// Between frames: loads what is new. Whether there was anything.
  bool refresh();
  /// Letters that were asked for and that the font lacks, in UTF-8.
  [[nodiscard]] std::vector<std::string> missing() const;

  /// Grows whenever letters were loaded: what was measured before is out of date.
  [[nodiscard]] int generation() const { return generation_; }
  [[nodiscard]] ImFont* body() const { return body_; }
  [[nodiscard]] ImFont* small() const { return small_; }
  [[nodiscard]] ImFont* large() const { return large_; }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  float scale_;
  std::string file_;
  int index_ = 0;
  std::set<ImWchar> needed_;
  bool stale_ = true;
  int generation_ = 0;
  std::vector<ImWchar> ranges_;
  ImFont* body_ = nullptr;
  ImFont* small_ = nullptr;
  ImFont* large_ = nullptr;
};

}  // namespace geo::viewer
