#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>

namespace geo::test {

/// A file of the real data and reference results beside the project.
inline std::filesystem::path shared(const std::string& name) {
  return std::filesystem::path(GEO_SHARED_DIR) / name;
}

/// A file of the repository.
inline std::filesystem::path repository(const std::string& name) {
  return std::filesystem::path(GEO_SOURCE_DIR) / name;
}

/// An empty folder of this test's own, removed at the end.
class TempFolder {
 public:
  TempFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "geo-test-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempFolder(const TempFolder&) = delete;
  TempFolder& operator=(const TempFolder&) = delete;
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::filesystem::path operator/(const std::string& name) const {
    return path_ / name;
  }

 private:
  std::filesystem::path path_;
};

}  // namespace geo::test

/// Ends the test where the file of real data is not there.
#define GEO_NEEDS_SHARED(name)                                                     \
  if (!std::filesystem::exists(geo::test::shared(name))) {                         \
    GTEST_SKIP() << "real data is not here: " << geo::test::shared(name).string(); \
  }
