#pragma once

#include <cpl_vsi.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "geo/core/error.hpp"

// What every fuzzer needs: its input as a file, and what the library may answer to one.
namespace geo::fuzz {

/// Says which promise was broken and ends the process, as a crash does.
[[noreturn]] inline void broken(const std::string& promise) {
  std::fprintf(stderr, "broken: %s\n", promise.c_str());
  std::abort();
}

inline void must(bool holds, const char* promise) {
  if (!holds) broken(promise);
}

/// Runs `read`. It may refuse its input with an Error that blames the input (or the memory), in
/// one line that is not empty; whatever else it throws is a defect.
template <typename Read>
void try_reading(Read&& read) {
  try {
    read();
  } catch (const Error& error) {
    const std::string_view message = error.what();
    if (error.code() != ErrorCode::kInput && error.code() != ErrorCode::kMemory) {
      broken("an input was refused with another code than kInput: " + std::string(message));
    }
    must(!message.empty(), "an Error says nothing");
    must(message == one_line(message), "an Error is more than one line of plain text");
  }
}

/// The input as a file in GDAL's memory.
class MemoryFile {
 public:
  MemoryFile(std::string path, const std::uint8_t* data, std::size_t size)
      : path_(std::move(path)), bytes_(reinterpret_cast<const char*>(data), size) {
    open();
  }
  MemoryFile(std::string path, std::string bytes)
      : path_(std::move(path)), bytes_(std::move(bytes)) {
    open();
  }
  ~MemoryFile() { VSIUnlink(path_.c_str()); }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  void open() {
    VSILFILE* file = VSIFileFromMemBuffer(path_.c_str(), reinterpret_cast<GByte*>(bytes_.data()),
                                          bytes_.size(), FALSE);
    must(file != nullptr, "GDAL makes no file in memory");
    VSIFCloseL(file);
  }

  std::string path_;
  std::string bytes_;
};

/// The input as a file of the system that never touches the disk, for what reads without GDAL.
class SystemFile {
 public:
  SystemFile(const std::uint8_t* data, std::size_t size) : file_(memfd_create("fuzz", 0)) {
    must(file_ >= 0, "the system makes no file in memory");
    must(write(file_, data, size) == static_cast<ssize_t>(size), "the input is not written");
    path_ = "/proc/self/fd/" + std::to_string(file_);
  }
  ~SystemFile() { close(file_); }
  SystemFile(const SystemFile&) = delete;
  SystemFile& operator=(const SystemFile&) = delete;
  [[nodiscard]] const std::string& path() const { return path_; }

 private:
  int file_;
  std::string path_;
};

}  // namespace geo::fuzz

/// libFuzzer's door; replay.cpp knocks at it where there is no libFuzzer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
