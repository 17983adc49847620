#include "io/file_sink.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "geo/core/error.hpp"
#include "geo/io/write.hpp"
#include "io/staging.hpp"

namespace geo::io {

std::string final_path(const std::filesystem::path& path) {
  std::filesystem::path shown;
  for (const std::filesystem::path& part : path) {
    if (!is_staging_name(part.string())) shown /= part;
  }
  return shown.string();
}

void fail_output(const std::filesystem::path& path, const std::string& reason) {
  throw Error(ErrorCode::kOutput,
              final_path(path) + ": cannot be written: " + reason + "; choose another folder");
}

void fail_output(const std::filesystem::path& path, int errno_value) {
  const bool full = errno_value == ENOSPC || errno_value == EDQUOT || errno_value == EFBIG;
  throw Error(ErrorCode::kOutput,
              final_path(path) +
                  ": cannot be written: " + std::generic_category().message(errno_value) + "; " +
                  (full ? "free some space or " : "") + "choose another folder");
}

FileSink::FileSink(std::filesystem::path path, bool append)
    : path_(std::move(path)),
      descriptor_(::open(path_.c_str(),
                         O_WRONLY | O_CREAT | (append ? O_APPEND : O_TRUNC) | O_CLOEXEC, 0666)) {
  if (descriptor_ < 0) fail_output(path_, errno);
}

FileSink::~FileSink() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void FileSink::write(std::string_view block) {
  while (!block.empty()) {
    const ssize_t written = ::write(descriptor_, block.data(), block.size());
    if (written > 0) {
      block.remove_prefix(static_cast<std::size_t>(written));
    } else if (written == 0 || errno != EINTR) {
      fail_output(path_, written == 0 ? ENOSPC : errno);
    }
  }
}

void FileSink::close() {
  // Linux frees the descriptor even when close fails, so it is never closed twice.
  if (::close(std::exchange(descriptor_, -1)) != 0 && errno != EINTR) fail_output(path_, errno);
}

void write_text(const std::string& text, const std::filesystem::path& path) {
  FileSink file(path);
  file.write(text);
  file.close();
}

}  // namespace geo::io
