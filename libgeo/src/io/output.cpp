#include "geo/io/output.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <system_error>
#include <utility>

#include "geo/core/error.hpp"
#include "io/file_sink.hpp"
#include "io/staging.hpp"

namespace geo::io {

namespace fs = std::filesystem;

bool is_staging_name(std::string_view name) {
  constexpr std::size_t kRandom = 6;  // what mkdtemp puts for XXXXXX
  if (!name.starts_with(kStagingPrefix)) return false;
  name.remove_prefix(kStagingPrefix.size());
  return name.size() == kRandom && std::all_of(name.begin(), name.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
         });
}

namespace {

/// A file descriptor of a folder or file, closed at the end. Closing also lets go of its lock.
class Descriptor {
 public:
  Descriptor(const fs::path& path, int flags) : value_(::open(path.c_str(), flags | O_CLOEXEC)) {}
  ~Descriptor() {
    if (value_ >= 0) ::close(value_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return value_; }
  [[nodiscard]] bool lock(int operation) const {
    return value_ >= 0 && ::flock(value_, operation) == 0;
  }
  int release() { return std::exchange(value_, -1); }

 private:
  int value_;
};

/// Makes what was written survive a loss of power. Network file systems notice a full disk only
/// now.
void sync_file(const fs::path& path) {
  const Descriptor file(path, O_RDONLY);
  if (file.get() < 0) fail_output(path, errno);
  // EINVAL: a file system that cannot sync has nothing to report.
  if (::fsync(file.get()) != 0 && errno != EINVAL && errno != ENOTSUP) fail_output(path, errno);
}

/// Creates `folder` with its parents; returns those that were missing, outermost first.
std::vector<fs::path> create_missing(const fs::path& folder) {
  std::vector<fs::path> missing;
  std::error_code error;
  for (fs::path at = folder; !at.empty() && !fs::exists(at, error); at = at.parent_path()) {
    if (at.has_filename()) missing.insert(missing.begin(), at);
    if (at == at.root_path()) break;
  }
  std::vector<fs::path> created;
  for (const fs::path& path : missing) {
    if (fs::create_directory(path, error)) created.push_back(path);
    if (error) {
      for (auto made = created.rbegin(); made != created.rend(); ++made) ::rmdir(made->c_str());
      fail_output(folder, error.value());
    }
  }
  return created;
}

/// Removes what killed runs left in `folder`. Each run holds a lock on its staging folder, and the
/// system frees the locks of the dead: a folder that can be locked has no owner. Only called with
/// `folder` itself locked, so that no other run is between creating its staging folder and locking
/// it.
void remove_orphans(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> candidates;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
       entry.increment(error)) {
    if (is_staging_name(entry->path().filename().string())) candidates.push_back(entry->path());
  }
  for (const fs::path& path : candidates) {
    const Descriptor staging(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
    if (staging.lock(LOCK_EX | LOCK_NB)) fs::remove_all(path, error);
  }
}

/// How a file came to its place, so that it can be undone.
enum class Move { kNew, kSwapped, kReplaced };

/// Moves a file to its place in one step. Where the system can, an old file changes places with it,
/// so that it can be brought back.
std::optional<Move> move_into_place(const fs::path& from, const fs::path& to) {
  std::error_code error;
  if (fs::is_directory(to, error)) {  // or else they would change places
    errno = EISDIR;
    return std::nullopt;
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_NOREPLACE) == 0) {
    return Move::kNew;
  }
  if (::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE) == 0) {
    return Move::kSwapped;
  }
  if (::rename(from.c_str(), to.c_str()) == 0) return Move::kReplaced;
  return std::nullopt;
}

void move_back(const fs::path& from, const fs::path& to, Move move) {
  if (move == Move::kNew) ::rename(to.c_str(), from.c_str());
  if (move == Move::kSwapped) {
    ::renameat2(AT_FDCWD, from.c_str(), AT_FDCWD, to.c_str(), RENAME_EXCHANGE);
  }
}

}  // namespace

OutputFolder::OutputFolder(fs::path folder) : folder_(std::move(folder)) {
  if (folder_.empty()) folder_ = ".";
  std::error_code error;
  if (fs::exists(folder_, error) && !fs::is_directory(folder_, error)) {
    throw Error(ErrorCode::kOutput, folder_.string() + ": is a file; choose a folder");
  }
  created_ = create_missing(folder_);
  try {
    const Descriptor lock(folder_, O_RDONLY | O_DIRECTORY);
    if (lock.lock(LOCK_EX)) remove_orphans(folder_);
    std::string pattern = (folder_ / (std::string(kStagingPrefix) + "XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr) fail_output(folder_, errno);
    staging_ = pattern;
    Descriptor staging(staging_, O_RDONLY | O_DIRECTORY);
    static_cast<void>(staging.lock(LOCK_EX | LOCK_NB));
    lock_ = staging.release();
  } catch (...) {
    clean_up();
    throw;
  }
}

OutputFolder::~OutputFolder() { clean_up(); }

void OutputFolder::clean_up() noexcept {
  std::error_code ignored;
  if (!staging_.empty()) fs::remove_all(staging_, ignored);
  if (lock_ >= 0) ::close(std::exchange(lock_, -1));
  staging_.clear();
  // rmdir leaves a folder that has something in it.
  for (; !created_.empty(); created_.pop_back()) ::rmdir(created_.back().c_str());
}

fs::path OutputFolder::stage(const std::string& name) {
  if (staging_.empty()) throw Error(ErrorCode::kInternal, "OutputFolder: staged after the commit");
  const fs::path relative(name);
  const bool inside = relative.is_relative() && relative.has_filename() &&
                      *relative.begin() != ".." && relative.lexically_normal().string() == name;
  if (!inside) {
    throw Error(ErrorCode::kInternal, "OutputFolder: '" + name + "' is no name of a file inside");
  }
  if (std::find(names_.begin(), names_.end(), name) != names_.end()) {
    throw Error(ErrorCode::kInternal, "OutputFolder: '" + name + "' is staged twice");
  }
  std::error_code error;
  fs::path target = folder_;
  for (auto part = relative.begin(); part != relative.end(); ++part) {
    target /= *part;
    const fs::file_status status = fs::status(target, error);
    if (!fs::exists(status)) break;
    const bool last = std::next(part) == relative.end();
    if (last && fs::is_directory(status)) {
      throw Error(ErrorCode::kOutput, target.string() +
                                          ": is a folder where a file has to be written; remove it "
                                          "or choose another folder");
    }
    if (!last && !fs::is_directory(status)) {
      throw Error(ErrorCode::kOutput, target.string() +
                                          ": is a file where a folder has to be made; remove it or "
                                          "choose another folder");
    }
  }
  fs::path staged = staging_ / relative;
  fs::create_directories(staged.parent_path(), error);
  if (error) fail_output(staged, error.value());
  names_.push_back(name);
  return staged;
}

void OutputFolder::commit() {
  if (staging_.empty()) throw Error(ErrorCode::kInternal, "OutputFolder: committed twice");
  // Everything that can fail comes before the first file is moved.
  for (const std::string& name : names_) {
    std::error_code error;
    if (!fs::is_regular_file(staging_ / name, error)) {
      fail_output(staging_ / name, "it was announced but not made");
    }
    sync_file(staging_ / name);
  }
  for (const std::string& name : names_) {
    const std::vector<fs::path> created = create_missing((folder_ / name).parent_path());
    created_.insert(created_.end(), created.begin(), created.end());
  }
  std::vector<Move> moves;
  for (const std::string& name : names_) {
    const std::optional<Move> move = move_into_place(staging_ / name, folder_ / name);
    if (!move) {
      const int reason = errno;
      for (std::size_t i = moves.size(); i-- > 0;) {
        move_back(staging_ / names_[i], folder_ / names_[i], moves[i]);
      }
      fail_output(folder_ / name, reason);
    }
    moves.push_back(*move);
  }
  created_.clear();
  clean_up();
  for (const std::string& name :
       names_) {  // the files are whole and in place: only as well as it goes
    const Descriptor parent((folder_ / name).parent_path(), O_RDONLY | O_DIRECTORY);
    static_cast<void>(::fsync(parent.get()));
  }
}

}  // namespace geo::io
