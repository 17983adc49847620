#pragma once

#include <functional>
#include <memory>
#include <string>

namespace geo::viewer {

/// Where frames come to be seen: a window of the desktop, or a picture in memory. Dear ImGui and
/// OpenGL are ready between construction and destruction.
class Window {
 public:
  virtual ~Window() = default;
  /// Pixels for each of a screen of 96 dots an inch.
  [[nodiscard]] virtual float scale() const = 0;
  /// Begins a frame: mouse, keys and sizes are with Dear ImGui.
  virtual void begin() = 0;
  /// Shows what ImGui::Render has left.
  virtual void end() = 0;
  /// From here on frames follow each other as fast as they are drawn, not as fast as the screen
  /// shows them, and `end` returns when they are: to measure them.
  virtual void unthrottle() = 0;
  [[nodiscard]] virtual bool closing() const = 0;
  /// As its user closes it.
  virtual void close() = 0;
  /// Takes back that it is closing: somebody has to be asked first.
  virtual void stay() = 0;
  /// Sleeps until something happens, at most that long. Whether something did.
  virtual bool wait(double seconds) = 0;
  /// Ends a `wait`; from any thread.
  virtual void wake() = 0;
  virtual void resize(int width, int height) = 0;
  /// What its frame is called, where it has one.
  virtual void name(const std::string& title) = 0;
  /// Writes the next frame that ends; `end` throws Error(kOutput) then.
  virtual void save_png(const std::string& path) = 0;
};

/// A window of the desktop. Throws Error(kUnsupported) where there is no display, or no OpenGL 3.3.
/// `dropped` gets the files that are dropped on it.
[[nodiscard]] std::unique_ptr<Window> make_glfw_window(
    int width, int height, const std::string& title,
    std::function<void(const std::string&)> dropped);

/// A picture in memory, through EGL without any display. Throws Error(kUnsupported).
[[nodiscard]] std::unique_ptr<Window> make_offscreen_window(int width, int height, float scale);

}  // namespace geo::viewer
