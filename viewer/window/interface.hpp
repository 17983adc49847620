#pragma once

namespace geo::viewer {

/// Dear ImGui, with nothing kept in files. Where it has no memory it throws std::bad_alloc, after
/// which it can only be ended.
void make_interface();

/// Draws what ImGui::Render has left into the framebuffer that is bound.
void draw_interface(int width, int height);

}  // namespace geo::viewer
