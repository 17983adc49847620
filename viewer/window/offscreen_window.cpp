#include <backends/imgui_impl_opengl3.h>
#include <epoxy/egl.h>
#include <imgui.h>

#include <array>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

#include "geo/core/error.hpp"
#include "viewer/window/interface.hpp"
#include "viewer/window/target.hpp"
#include "viewer/window/window.hpp"

namespace geo::viewer {
namespace {

class OffscreenWindow : public Window {
 public:
  OffscreenWindow(int width, int height, float scale) : scale_(scale) {
    display_ =
        eglGetPlatformDisplayEXT(EGL_PLATFORM_SURFACELESS_MESA, EGL_DEFAULT_DISPLAY, nullptr);
    if (display_ == EGL_NO_DISPLAY || eglInitialize(display_, nullptr, nullptr) == EGL_FALSE) {
      fail("EGL has no display without a surface");
    }
    eglBindAPI(EGL_OPENGL_API);
    const std::array<EGLint, 5> wanted = {EGL_RENDERABLE_TYPE, EGL_OPENGL_BIT, EGL_SURFACE_TYPE, 0,
                                          EGL_NONE};
    EGLConfig config = nullptr;
    EGLint count = 0;
    if (eglChooseConfig(display_, wanted.data(), &config, 1, &count) == EGL_FALSE || count == 0) {
      fail("EGL has no configuration for OpenGL");
    }
    const std::array<EGLint, 7> version = {EGL_CONTEXT_MAJOR_VERSION,
                                           3,
                                           EGL_CONTEXT_MINOR_VERSION,
                                           3,
                                           EGL_CONTEXT_OPENGL_PROFILE_MASK,
                                           EGL_CONTEXT_OPENGL_CORE_PROFILE_BIT,
                                           EGL_NONE};
    context_ = eglCreateContext(display_, config, EGL_NO_CONTEXT, version.data());
    if (context_ == EGL_NO_CONTEXT ||
        eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, context_) == EGL_FALSE) {
      fail("no OpenGL 3.3 through EGL");
    }
    make_interface();
    ImGuiIO& io = ImGui::GetIO();
    for (int key = 0; key < ImGuiKey_COUNT; ++key) io.KeyMap[key] = 256 + key;
    for (const auto& [key, letter] : {std::pair(ImGuiKey_A, 'A'),
                                      {ImGuiKey_C, 'C'},
                                      {ImGuiKey_V, 'V'},
                                      {ImGuiKey_X, 'X'},
                                      {ImGuiKey_Y, 'Y'},
                                      {ImGuiKey_Z, 'Z'}}) {
      io.KeyMap[key] = letter;
    }
    ImGui_ImplOpenGL3_Init("#version 330 core");
    resize(width, height);
  }
  ~OffscreenWindow() override {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui::DestroyContext();
    target_ = {};
    eglMakeCurrent(display_, EGL_NO_SURFACE, EGL_NO_SURFACE, EGL_NO_CONTEXT);
    eglDestroyContext(display_, context_);
    eglTerminate(display_);
  }
  OffscreenWindow(const OffscreenWindow&) = delete;
  OffscreenWindow& operator=(const OffscreenWindow&) = delete;

  [[nodiscard]] float scale() const override { return scale_; }
  void begin() override {
    ImGui_ImplOpenGL3_NewFrame();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {static_cast<float>(width_), static_cast<float>(height_)};
    io.DeltaTime = 1.0F / 60;  // fixed: two runs give the same pixels
  }
  void end() override {
    target_.draw();
    glFinish();
    if (!picture_.empty()) target_.save_png(std::exchange(picture_, {}));
  }
  void unthrottle() override {}  // it is
  [[nodiscard]] bool closing() const override { return closing_; }
  void stay() override { closing_ = false; }
  void close() override { closing_ = true; }
  bool wait(double seconds) override {
    std::unique_lock lock(mutex_);
    changed_.wait_for(lock, std::chrono::duration<double>(seconds), [&] { return woken_; });
    return std::exchange(woken_, false);
  }
  void wake() override {
    {
      const std::scoped_lock lock(mutex_);
      woken_ = true;
    }
    changed_.notify_all();
  }
  void resize(int width, int height) override {
    target_.resize(width, height);
    width_ = width;
    height_ = height;
  }
  void name(const std::string& /*title*/) override {}
  void save_png(const std::string& path) override { picture_ = path; }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw Error(ErrorCode::kUnsupported,
                what + "; install a driver, for example by: apt install libegl1 libgl1-mesa-dri");
  }

  EGLDisplay display_ = EGL_NO_DISPLAY;
  EGLContext context_ = EGL_NO_CONTEXT;
  float scale_;
  int width_ = 0;
  int height_ = 0;
  Target target_;
  std::string picture_;  // where the next frame goes
  std::mutex mutex_;
  std::condition_variable changed_;
  bool woken_ = false;
  bool closing_ = false;
};

}  // namespace

std::unique_ptr<Window> make_offscreen_window(int width, int height, float scale) {
  return std::make_unique<OffscreenWindow>(width, height, scale);
}

}  // namespace geo::viewer
