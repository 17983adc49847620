#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace geo::io {

/// The files of one run. They are written into a hidden folder beside their targets and all renamed
/// into place by `commit`; a run that fails or is interrupted leaves the old files whole and removes
/// its own.
class OutputFolder {
 public:
  /// Creates `folder` where missing. Throws Error(kOutput) when that is impossible.
  explicit OutputFolder(std::filesystem::path folder);
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write the file that shall become `folder/name`. A name is staged once.
  [[nodiscard]] std::filesystem::path stage(const std::string& name);
  /// Moves every staged file to its place. Throws Error(kOutput) when a staged file is missing or
  /// cannot be moved.
  void commit();
  /// The names staged so far, in order.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  std::filesystem::path folder_;
  std::filesystem::path staging_;
  std::vector<std::string> names_;
};

}  // namespace geo::io
