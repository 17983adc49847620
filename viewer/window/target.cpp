#include "viewer/window/target.hpp"

#include <utility>

#include "geo/core/error.hpp"
#include "viewer/window/interface.hpp"
#include "viewer/window/png.hpp"

namespace geo::viewer {

void Target::resize(int width, int height) {
  if (width == width_ && height == height_) return;
  GLuint id = 0;
  glGenRenderbuffers(1, &id);
  gl::Renderbuffer color(id);
  glBindRenderbuffer(GL_RENDERBUFFER, id);
  glRenderbufferStorage(GL_RENDERBUFFER, GL_RGBA8, width, height);
  glGenFramebuffers(1, &id);
  gl::Framebuffer framebuffer(id);
  glBindFramebuffer(GL_FRAMEBUFFER, id);
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color.id());
  if (glCheckFramebufferStatus(GL_FRAMEBUFFER) != GL_FRAMEBUFFER_COMPLETE) {
    throw Error(ErrorCode::kMemory, "no memory for a picture of " + std::to_string(width) + " x " +
                                        std::to_string(height) + " pixels");
  }
  color_ = std::move(color);
  framebuffer_ = std::move(framebuffer);
  width_ = width;
  height_ = height;
}

void Target::draw() const {
  glBindFramebuffer(GL_FRAMEBUFFER, framebuffer_.id());
  draw_interface(width_, height_);
}

void Target::save_png(const std::string& path) const {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, framebuffer_.id());
  save_framebuffer(path, width_, height_);
}

}  // namespace geo::viewer
