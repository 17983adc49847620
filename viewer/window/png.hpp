#pragma once

#include <string>

namespace geo::viewer {

/// Writes the framebuffer that is bound for reading. Throws Error(kOutput).
void save_framebuffer(const std::string& path, int width, int height);

}  // namespace geo::viewer
