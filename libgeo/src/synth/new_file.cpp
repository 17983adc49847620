#include "synth/new_file.hpp"

#include <cerrno>
#include <system_error>

#include "geo/core/error.hpp"

namespace geo::synth {

namespace fs = std::filesystem;

NewFile::NewFile(const std::string& path) : path_(path), target_(path) {
  if (path.empty()) throw Error(ErrorCode::kOutput, "the name of the output file is empty");
  std::error_code ignored;
  const fs::path real = fs::weakly_canonical(path, ignored);
  if (!real.empty()) target_ = real;
  const fs::file_status status = fs::status(target_, ignored);
  if (fs::is_directory(status)) {
    throw Error(ErrorCode::kOutput, path + ": is a folder; give the name of a file");
  }
  if (fs::exists(status) && !fs::is_regular_file(status)) {
    file_.reset(std::fopen(target_.c_str(), "wb"));
    if (!file_) fail("cannot be opened", errno);
  } else {
    // Exclusive, so that two runs at once, or what a killed run left, are never mixed up.
    for (int attempt = 0; !file_; ++attempt) {
      std::string name = ".";
      name += target_.filename().string();
      name += ".part";
      name += std::to_string(attempt);
      partial_ = target_.parent_path() / name;
      file_.reset(std::fopen(partial_.c_str(), "wbx"));
      if (!file_ && (errno != EEXIST || attempt == 1000)) {
        const int error = errno;
        partial_.clear();
        fail("cannot be created", error);
      }
    }
  }
  // The caller writes in large pieces, and an error belongs to the piece that met it.
  (void)std::setvbuf(file_.get(), nullptr, _IONBF, 0);
}

NewFile::~NewFile() {
  file_.reset();
  std::error_code ignored;
  if (!partial_.empty()) fs::remove(partial_, ignored);
}

void NewFile::write(std::string_view bytes) {
  errno = 0;
  if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size()) {
    fail("cannot be written", errno);
  }
}

void NewFile::commit() {
  errno = 0;
  if (std::fclose(file_.release()) != 0) fail("cannot be written", errno);
  if (partial_.empty()) return;
  std::error_code error;
  fs::rename(partial_, target_, error);
  if (error) fail("cannot be moved into place", error.value());
  partial_.clear();
}

void NewFile::fail(const std::string& doing, int error) const {
  const std::string reason = error != 0 ? std::generic_category().message(error) : "unknown reason";
  throw Error(ErrorCode::kOutput, path_ + ": " + doing + ": " + reason +
                                      "; check the folder, its permissions and the free space");
}

}  // namespace geo::synth
