#include "viewer/gl/gl.hpp"

#include <algorithm>
#include <array>

#include "geo/core/error.hpp"

namespace geo::viewer::gl {
namespace {

GLuint compile(const char* name, GLenum kind, const char* source) {
  const GLuint shader = glCreateShader(kind);
  const std::array<const char*, 2> parts = {"#version 330 core\n", source};
  glShaderSource(shader, 2, parts.data(), nullptr);
  glCompileShader(shader);
  GLint good = 0;
  glGetShaderiv(shader, GL_COMPILE_STATUS, &good);
  if (good != 0) return shader;
  std::array<char, 2000> words{};
  glGetShaderInfoLog(shader, words.size(), nullptr, words.data());
  glDeleteShader(shader);
  throw Error(ErrorCode::kUnsupported,
              std::string("OpenGL: the shader '") + name + "' does not compile: " + words.data());
}

void check(GLenum status) {
  if (status == GL_FRAMEBUFFER_COMPLETE) return;
  throw Error(ErrorCode::kMemory,
              "OpenGL: no memory for a map of this size; make the window smaller");
}

}  // namespace

std::string renderer() {
  const GLubyte* const name = glGetString(GL_RENDERER);
  return name == nullptr ? "unknown" : reinterpret_cast<const char*>(name);
}

void check_room() {
  constexpr int kMostErrors = 32;  // a context that is lost says so for ever
  bool room = true;
  for (int i = 0; i < kMostErrors; ++i) {
    const GLenum error = glGetError();
    if (error == GL_NO_ERROR) break;
    room = room && error != GL_OUT_OF_MEMORY;
  }
  if (room) return;
  throw Error(
      ErrorCode::kMemory,
      "OpenGL: no memory for the layers of the map; switch some off or choose larger pixels");
}

Program::Program(const char* name, const char* vertex, const char* fragment) {
  const GLuint first = compile(name, GL_VERTEX_SHADER, vertex);
  const GLuint second = compile(name, GL_FRAGMENT_SHADER, fragment);
  program_ = Handle<free_program>(glCreateProgram());
  glAttachShader(program_.id(), first);
  glAttachShader(program_.id(), second);
  glLinkProgram(program_.id());
  glDeleteShader(first);
  glDeleteShader(second);
  GLint good = 0;
  glGetProgramiv(program_.id(), GL_LINK_STATUS, &good);
  if (good != 0) return;
  std::array<char, 2000> words{};
  glGetProgramInfoLog(program_.id(), words.size(), nullptr, words.data());
  throw Error(ErrorCode::kUnsupported,
              std::string("OpenGL: the shader '") + name + "' does not link: " + words.data());
}

void Canvas::resize(int width, int height, int samples) {
  if (width == width_ && height == height_ && samples == samples_) return;
  const auto renderbuffer = [&](GLenum format) {
    GLuint id = 0;
    glGenRenderbuffers(1, &id);
    Renderbuffer made(id);
    glBindRenderbuffer(GL_RENDERBUFFER, id);
    GLint most = 4;
    glGetIntegerv(GL_MAX_SAMPLES, &most);
    glRenderbufferStorageMultisample(GL_RENDERBUFFER, std::min(samples, most), format, width,
                                     height);
    return made;
  };
  const auto framebuffer = [] {
    GLuint id = 0;
    glGenFramebuffers(1, &id);
    glBindFramebuffer(GL_FRAMEBUFFER, id);
    return Framebuffer(id);
  };
  const KeptFramebuffer before;
  color_ = renderbuffer(GL_RGBA8);
  stencil_ = renderbuffer(GL_DEPTH24_STENCIL8);
  drawn_ = framebuffer();
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_RENDERBUFFER, color_.id());
  glFramebufferRenderbuffer(GL_FRAMEBUFFER, GL_DEPTH_STENCIL_ATTACHMENT, GL_RENDERBUFFER,
                            stencil_.id());
  check(glCheckFramebufferStatus(GL_FRAMEBUFFER));
  texture_ = make_texture();
  glBindTexture(GL_TEXTURE_2D, texture_.id());
  glTexImage2D(GL_TEXTURE_2D, 0, GL_RGBA8, width, height, 0, GL_RGBA, GL_UNSIGNED_BYTE, nullptr);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MIN_FILTER, GL_NEAREST);
  glTexParameteri(GL_TEXTURE_2D, GL_TEXTURE_MAG_FILTER, GL_NEAREST);
  shown_ = framebuffer();
  glFramebufferTexture2D(GL_FRAMEBUFFER, GL_COLOR_ATTACHMENT0, GL_TEXTURE_2D, texture_.id(), 0);
  check(glCheckFramebufferStatus(GL_FRAMEBUFFER));
  width_ = width;
  height_ = height;
  samples_ = samples;
}

void Canvas::bind() const {
  glBindFramebuffer(GL_FRAMEBUFFER, drawn_.id());
  glViewport(0, 0, width_, height_);
}

void Canvas::resolve() const {
  glBindFramebuffer(GL_READ_FRAMEBUFFER, drawn_.id());
  glBindFramebuffer(GL_DRAW_FRAMEBUFFER, shown_.id());
  glBlitFramebuffer(0, 0, width_, height_, 0, 0, width_, height_, GL_COLOR_BUFFER_BIT, GL_NEAREST);
  glBindFramebuffer(GL_FRAMEBUFFER, shown_.id());
}

}  // namespace geo::viewer::gl
