#include "viewer/window/interface.hpp"

#include <backends/imgui_impl_opengl3.h>
#include <epoxy/gl.h>
#include <imgui.h>

#include <cstdlib>
#include <new>

namespace geo::viewer {

void make_interface() {
  // By itself it writes where malloc gave nothing.
  ImGui::SetAllocatorFunctions(
      [](std::size_t bytes, void*) {
        void* const room = std::malloc(bytes);
        if (room == nullptr && bytes > 0) throw std::bad_alloc();
        return room;
      },
      [](void* room, void*) { std::free(room); });
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
}

void draw_interface(int width, int height) {
  glViewport(0, 0, width, height);
  glClearColor(0.9F, 0.9F, 0.9F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

}  // namespace geo::viewer
