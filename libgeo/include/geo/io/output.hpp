#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace geo::io {

/// The files of one run. They are written into a hidden folder (".geo-staging-" and six characters)
/// beside their targets and renamed into place by `commit`: a run that fails or is interrupted
/// leaves the old files whole and removes its own, and the folder too where it made it.
///
/// Several runs may use one folder at once. A run that was killed leaves its hidden folder; the
/// next run removes it. Each run holds a lock (flock) on its own, which the system frees when the
/// process ends, so that the living are told from the dead; where the file system has no such locks
/// nothing is removed.
class OutputFolder {
 public:
  /// Creates `folder` where missing. Throws Error(kOutput) when that is impossible.
  explicit OutputFolder(std::filesystem::path folder);
  /// Removes what was staged and not committed.
  ~OutputFolder();
  OutputFolder(const OutputFolder&) = delete;
  OutputFolder& operator=(const OutputFolder&) = delete;

  /// Where to write the file that shall become `folder/name`; `name` may lie in sub-folders
  /// ("heatmaps/all.tif"). Throws Error(kOutput) where a folder stands in place of the file or a
  /// file in place of a sub-folder, Error(kInternal) when `name` is staged twice or leads out of
  /// `folder`.
  [[nodiscard]] std::filesystem::path stage(const std::string& name);
  /// Flushes every staged file to the disk, then moves them to their places in the order of
  /// `names`, each in one step. Once; nothing can be staged afterwards. Throws Error(kOutput) when
  /// a staged file is missing, cannot be flushed or cannot be moved: then no file has been moved,
  /// or those that were are moved back (where the file system can exchange files).
  void commit();
  /// The names staged so far, in order.
  [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
  [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

 private:
  void clean_up() noexcept;

  std::filesystem::path folder_;
  std::filesystem::path staging_;               // empty once committed
  int lock_ = -1;                               // of the staging folder
  std::vector<std::filesystem::path> created_;  // folders to remove again, outermost first
  std::vector<std::string> names_;
};

}  // namespace geo::io
