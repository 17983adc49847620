#pragma once

#include <filesystem>
#include <string>
#include <string_view>

// Writing plain files so that no failure goes unseen.
namespace geo::io {

/// Where a file will be in the end: the path without the hidden folder of `OutputFolder`. For
/// messages, which should name the file that the user asked for.
[[nodiscard]] std::string final_path(const std::filesystem::path& path);

/// Throws Error(kOutput): "PATH: cannot be written: REASON; ADVICE".
[[noreturn]] void fail_output(const std::filesystem::path& path, const std::string& reason);
/// The same with the system's words for `errno_value`, and advice that fits it.
[[noreturn]] void fail_output(const std::filesystem::path& path, int errno_value);

/// A new file; what was there is overwritten, or stays in front (`append`). Every error of the
/// system, also at `close`, is an Error(kOutput). Not buffered: write large blocks.
class FileSink {
 public:
  explicit FileSink(std::filesystem::path path, bool append = false);
  ~FileSink();  ///< closes without a check: for the way out of an error
  FileSink(const FileSink&) = delete;
  FileSink& operator=(const FileSink&) = delete;

  void write(std::string_view block);
  void close();

 private:
  std::filesystem::path path_;
  int descriptor_;
};

}  // namespace geo::io
