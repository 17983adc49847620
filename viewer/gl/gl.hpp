#pragma once

#include <epoxy/gl.h>

#include <string>
#include <utility>

// OpenGL objects as values that free themselves. All of it belongs to the thread with the context.
namespace geo::viewer::gl {

template <void (*kFree)(GLuint)>
class Handle {
 public:
  Handle() = default;
  explicit Handle(GLuint id) : id_(id) {}
  ~Handle() {
    if (id_ != 0) kFree(id_);
  }
  Handle(Handle&& other) noexcept : id_(std::exchange(other.id_, 0)) {}
  Handle& operator=(Handle&& other) noexcept {
    std::swap(id_, other.id_);
    return *this;
  }
  [[nodiscard]] GLuint id() const { return id_; }
  explicit operator bool() const { return id_ != 0; }

 private:
  GLuint id_ = 0;
};

inline void free_buffer(GLuint id) { glDeleteBuffers(1, &id); }
inline void free_array(GLuint id) { glDeleteVertexArrays(1, &id); }
inline void free_texture(GLuint id) { glDeleteTextures(1, &id); }
inline void free_framebuffer(GLuint id) { glDeleteFramebuffers(1, &id); }
inline void free_renderbuffer(GLuint id) { glDeleteRenderbuffers(1, &id); }
inline void free_program(GLuint id) { glDeleteProgram(id); }

/// The graphics card that draws, or the program that stands in for one.
[[nodiscard]] std::string renderer();

using Buffer = Handle<free_buffer>;
using VertexArray = Handle<free_array>;
using Texture = Handle<free_texture>;
using Framebuffer = Handle<free_framebuffer>;
using Renderbuffer = Handle<free_renderbuffer>;

inline Buffer make_buffer() {
  GLuint id = 0;
  glGenBuffers(1, &id);
  return Buffer(id);
}
inline VertexArray make_array() {
  GLuint id = 0;
  glGenVertexArrays(1, &id);
  return VertexArray(id);
}
inline Texture make_texture() {
  GLuint id = 0;
  glGenTextures(1, &id);
  return Texture(id);
}

/// Throws Error(kMemory) where the driver had no room for something since the last call: it says so
/// by an error that stands until it is asked for, and paints without what it lacks.
void check_room();

/// A linked pair of shaders.
class Program {
 public:
  /// Throws Error(kUnsupported) with the driver's words.
  Program(const char* name, const char* vertex, const char* fragment);
  void use() const { glUseProgram(program_.id()); }
  [[nodiscard]] GLint operator[](const char* uniform) const {
    return glGetUniformLocation(program_.id(), uniform);
  }

 private:
  Handle<free_program> program_;
};

/// Whatever is drawn into now is drawn into again when it goes, after an error too.
class KeptFramebuffer {
 public:
  KeptFramebuffer() { glGetIntegerv(GL_FRAMEBUFFER_BINDING, &before_); }
  ~KeptFramebuffer() { glBindFramebuffer(GL_FRAMEBUFFER, static_cast<GLuint>(before_)); }
  KeptFramebuffer(const KeptFramebuffer&) = delete;
  KeptFramebuffer& operator=(const KeptFramebuffer&) = delete;

 private:
  GLint before_ = 0;
};

/// A picture to draw into, smoothed by some samples a pixel, with a stencil.
class Canvas {
 public:
  /// Makes room; `samples` 0: not smoothed, which costs much less without a graphics card. Throws
  /// Error(kMemory) where the driver cannot.
  void resize(int width, int height, int samples);
  void bind() const;
  /// Makes what was drawn into a texture, which is drawn into from then on, unsmoothed and without
  /// a stencil.
  void resolve() const;
  [[nodiscard]] GLuint texture() const { return texture_.id(); }
  [[nodiscard]] int width() const { return width_; }
  [[nodiscard]] int height() const { return height_; }

 private:
  int width_ = 0;
  int height_ = 0;
  int samples_ = 0;
  Renderbuffer color_;
  Renderbuffer stencil_;
  Framebuffer drawn_;
  Texture texture_;
  Framebuffer shown_;
};

}  // namespace geo::viewer::gl
