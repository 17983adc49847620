#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

namespace geo::synth {

/// A file that appears under its name when it is complete. Written beside the target and renamed by
/// `commit`; removed if that never comes. A target that is not a plain file (a device, a pipe) is
/// written to directly: replacing it by a file is not what anybody wants.
class NewFile {
 public:
  /// Throws Error(kOutput).
  explicit NewFile(const std::string& path);
  ~NewFile();
  NewFile(const NewFile&) = delete;
  NewFile& operator=(const NewFile&) = delete;

  /// Throws Error(kOutput), for example when the disk is full.
  void write(std::string_view bytes);
  void commit();

 private:
  struct Close {
    void operator()(std::FILE* file) const { (void)std::fclose(file); }
  };
  [[noreturn]] void fail(const std::string& doing, int error) const;

  std::string path_;               // as given, for messages
  std::filesystem::path target_;   // behind symbolic links
  std::filesystem::path partial_;  // empty: written to directly
  std::unique_ptr<std::FILE, Close> file_;
};

}  // namespace geo::synth
