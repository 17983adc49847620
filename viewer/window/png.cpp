#include "viewer/window/png.hpp"

#include <epoxy/gl.h>
#include <stb/stb_image_write.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <vector>

#include "geo/core/error.hpp"

namespace geo::viewer {

void save_framebuffer(const std::string& path, int width, int height) {
  std::vector<unsigned char> pixels(static_cast<std::size_t>(width) *
                                    static_cast<std::size_t>(height) * 3);
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE, pixels.data());
  stbi_flip_vertically_on_write(1);
  // Beside the target, then renamed: nobody sees half a picture.
  const std::string part = path + ".part";
  errno = 0;
  std::error_code error;
  if (stbi_write_png(part.c_str(), width, height, 3, pixels.data(), width * 3) != 0) {
    std::filesystem::rename(part, path, error);
    if (!error) return;
  }
  const std::string why = error ? error.message() : std::strerror(errno);
  std::filesystem::remove(part, error);
  throw Error(ErrorCode::kOutput, path + ": cannot be written: " + why);
}

}  // namespace geo::viewer
