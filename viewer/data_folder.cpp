#include "viewer/data_folder.hpp"

#include <fstream>
#include <string>
#include <system_error>

namespace geo::viewer {
namespace {

constexpr const char* kDefault = "default";  ///< a file with the project's path, from its folder

}  // namespace

std::filesystem::path data_folder() {
  namespace fs = std::filesystem;
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  for (const fs::path& folder :
       {program.parent_path() / GEO_INSTALLED_DATA, fs::path(GEO_SOURCE_DATA)}) {
    if (fs::exists(folder / kDefault, error)) return folder.lexically_normal();
  }
  return {};
}

std::filesystem::path embedded_project() {
  const std::filesystem::path folder = data_folder();
  std::ifstream in(folder / kDefault);
  std::string path;
  if (folder.empty() || !std::getline(in, path) || path.empty()) return {};
  return folder / path;
}

}  // namespace geo::viewer
