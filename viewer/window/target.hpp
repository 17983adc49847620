#pragma once

#include <string>

#include "viewer/gl/gl.hpp"

namespace geo::viewer {

/// A picture in memory that frames are drawn into. What is in it can be read whatever lies over the
/// window, and before the window is seen.
class Target {
 public:
  /// Throws Error(kMemory) where the driver cannot; then it is as it was. Binds its framebuffer.
  void resize(int width, int height);
  void draw() const;
  /// Throws Error(kOutput).
  void save_png(const std::string& path) const;

 private:
  int width_ = 0;
  int height_ = 0;
  gl::Renderbuffer color_;
  gl::Framebuffer framebuffer_;
};

}  // namespace geo::viewer
