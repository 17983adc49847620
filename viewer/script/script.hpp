#pragma once

#include <array>
#include <deque>
#include <functional>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "viewer/app.hpp"
#include "viewer/window/window.hpp"

namespace geo::viewer {

/// What a user does, written down: one command a line, frame by frame turned into the mouse and the
/// keys of Dear ImGui. docs/viewer.md lists the commands.
class Script {
 public:
  /// Throws Error(kInput) that names file and line for a command that is none. Pictures and states
  /// go into `folder`.
  Script(const std::string& path, std::string folder);

  /// Before each frame: sets the mouse and the keys. False at the end. Throws Error(kInput) for a
  /// widget that is not there, Error(kOutput).
  bool step(App& app, Window& window);
  /// The section of a benchmark that the present frame belongs to; empty: none.
  [[nodiscard]] const std::string& section() const { return section_; }

 private:
  struct Command {
    int line;
    std::vector<std::string> words;
  };
  using Step = std::function<bool(App&, Window&)>;  // true: done, go on with the next frame

  void begin(const Command& command, App& app);
  void point_at(ImVec2 at);
  void move_and_click(ImVec2 at);
  void random_input(std::mt19937& bits);
  void release();
  [[noreturn]] void fail(const Command& command, const std::string& what) const;
  [[nodiscard]] ImVec2 widget(const Command& command, const App& app, const std::string& id) const;
  [[nodiscard]] ImVec2 place(const Command& command, const App& app) const;
  [[nodiscard]] double number(const Command& command, std::size_t word) const;

  std::string path_;
  std::string folder_;
  std::deque<Command> commands_;
  std::deque<Step> steps_;
  std::string section_;
  struct Mouse {
    ImVec2 at;
    std::array<bool, 2> down;
  };
  std::optional<Mouse> mouse_;  // until a command moves it, it is the user's
};

}  // namespace geo::viewer
