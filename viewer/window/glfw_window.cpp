#include <backends/imgui_impl_glfw.h>
#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>
#define GLFW_INCLUDE_NONE
#include <GLFW/glfw3.h>
#include <imgui.h>

#include <algorithm>
#include <utility>

#include "geo/core/error.hpp"
#include "viewer/window/interface.hpp"
#include "viewer/window/target.hpp"
#include "viewer/window/window.hpp"

namespace geo::viewer {
namespace {

std::string& last_words() {
  static std::string words;
  return words;
}

/// No larger than the screen leaves room for; the window's size is scaled with the screen.
void fit_screen(int& width, int& height) {
  GLFWmonitor* const screen = glfwGetPrimaryMonitor();
  if (screen == nullptr) return;
  int x = 0;
  int y = 0;
  int wide = 0;
  int high = 0;
  float scale_x = 1;
  float scale_y = 1;
  glfwGetMonitorWorkarea(screen, &x, &y, &wide, &high);
  glfwGetMonitorContentScale(screen, &scale_x, &scale_y);
  if (wide <= 0 || high <= 0) return;
  width = std::min(width, static_cast<int>(static_cast<float>(wide) / scale_x));
  height = std::min(height, static_cast<int>(static_cast<float>(high) / scale_y));
}

class GlfwWindow : public Window {
 public:
  GlfwWindow(int width, int height, const std::string& title,
             std::function<void(const std::string&)> dropped)
      : dropped_(std::move(dropped)) {
    glfwSetErrorCallback([](int, const char* words) { last_words() = words; });
    if (glfwInit() == 0) fail("no display");
    glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
    glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 3);
    glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
    glfwWindowHint(GLFW_SCALE_TO_MONITOR, GLFW_TRUE);
    fit_screen(width, height);
    window_ = glfwCreateWindow(width, height, title.c_str(), nullptr, nullptr);
    if (window_ == nullptr) {
      glfwTerminate();
      fail("no window with OpenGL 3.3");
    }
    glfwMakeContextCurrent(window_);
    glfwSwapInterval(1);
    float across = 1;
    glfwGetWindowContentScale(window_, &scale_, &across);
    make_interface();
    ImGui_ImplGlfw_InitForOpenGL(window_, true);
    ImGui_ImplOpenGL3_Init("#version 330 core");
    glfwSetWindowUserPointer(window_, this);
    glfwSetDropCallback(window_, [](GLFWwindow* window, int count, const char** paths) {
      auto* const self = static_cast<GlfwWindow*>(glfwGetWindowUserPointer(window));
      for (int i = 0; i < count; ++i) self->dropped_(paths[i]);
    });
  }
  ~GlfwWindow() override {
    ImGui_ImplOpenGL3_Shutdown();
    ImGui_ImplGlfw_Shutdown();
    ImGui::DestroyContext();
    glfwDestroyWindow(window_);
    glfwTerminate();
  }
  GlfwWindow(const GlfwWindow&) = delete;
  GlfwWindow& operator=(const GlfwWindow&) = delete;

  [[nodiscard]] float scale() const override { return scale_; }
  void begin() override {
    ImGui_ImplOpenGL3_NewFrame();
    ImGui_ImplGlfw_NewFrame();
  }
  void end() override {
    int width = 0;
    int height = 0;
    glfwGetFramebufferSize(window_, &width, &height);
    glBindFramebuffer(GL_FRAMEBUFFER, 0);
    draw_interface(width, height);
    if (!picture_.empty()) {
      // The window itself need not be readable: not before it is seen, nor where another covers it.
      const ImDrawData& drawn = *ImGui::GetDrawData();
      Target target;
      target.resize(static_cast<int>(drawn.DisplaySize.x * drawn.FramebufferScale.x),
                    static_cast<int>(drawn.DisplaySize.y * drawn.FramebufferScale.y));
      target.draw();
      target.save_png(std::exchange(picture_, {}));
      glBindFramebuffer(GL_FRAMEBUFFER, 0);
    }
    glfwSwapBuffers(window_);
    if (unthrottled_) glFinish();
  }
  void unthrottle() override {
    glfwSwapInterval(0);
    unthrottled_ = true;
  }
  [[nodiscard]] bool closing() const override { return glfwWindowShouldClose(window_) != 0; }
  bool wait(double seconds) override {
    if (!(seconds > 0)) {
      glfwPollEvents();
      return true;
    }
    // GLFW does not say why it came back; an event in the last ms is seen a moment later.
    const double before = glfwGetTime();
    glfwWaitEventsTimeout(seconds);
    return glfwGetTime() - before < seconds - 0.001;
  }
  void wake() override { glfwPostEmptyEvent(); }
  void resize(int width, int height) override { glfwSetWindowSize(window_, width, height); }
  void close() override { glfwSetWindowShouldClose(window_, GLFW_TRUE); }
  void stay() override { glfwSetWindowShouldClose(window_, GLFW_FALSE); }
  void name(const std::string& title) override { glfwSetWindowTitle(window_, title.c_str()); }
  void save_png(const std::string& path) override { picture_ = path; }

 private:
  [[noreturn]] static void fail(const std::string& what) {
    throw Error(ErrorCode::kUnsupported,
                what + (last_words().empty() ? "" : " (" + last_words() + ")") +
                    "; run with --offscreen to make pictures without one");
  }

  GLFWwindow* window_ = nullptr;
  float scale_ = 1;
  bool unthrottled_ = false;
  std::string picture_;  // where the next frame goes
  std::function<void(const std::string&)> dropped_;
};

}  // namespace

std::unique_ptr<Window> make_glfw_window(int width, int height, const std::string& title,
                                         std::function<void(const std::string&)> dropped) {
  return std::make_unique<GlfwWindow>(width, height, title, std::move(dropped));
}

}  // namespace geo::viewer
