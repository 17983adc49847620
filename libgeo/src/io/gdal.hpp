#pragma once

#include <cpl_error.h>

#include <string>

// What every file that talks to GDAL needs: the drivers, and GDAL's messages as text instead of
// lines on the terminal.
namespace geo::io {

/// Registers GDAL's drivers, once for the process. Thread-safe.
void init_gdal();

/// The names of the drivers, ended by nullptr, that read no more than the file they are given: none
/// that follows what a file says to another file or to the network (docs/security.md).
[[nodiscard]] const char* const* self_contained_drivers();

/// Collects what GDAL says on this thread while the object lives, and keeps it off stderr. Nests.
class GdalErrors {
 public:
  GdalErrors();
  ~GdalErrors();
  GdalErrors(const GdalErrors&) = delete;
  GdalErrors& operator=(const GdalErrors&) = delete;

  /// True once GDAL has reported a failure (warnings do not count).
  [[nodiscard]] bool failed() const { return failed_; }
  /// The first failure, else the first warning, as one line of UTF-8; empty where GDAL was silent.
  [[nodiscard]] const std::string& message() const { return message_; }
  /// `message()` in brackets after a space, to end a sentence with; empty where GDAL was silent.
  [[nodiscard]] std::string in_brackets() const;
  /// Forgets what was said so far.
  void clear();

 private:
  static void CPL_STDCALL collect(CPLErr severity, CPLErrorNum number, const char* text);
  std::string message_;
  bool failed_ = false;
};

/// Keeps what GDAL's own worker threads say off stderr while one of these lives: they know nothing
/// of the handler of the thread that they work for, which fails a moment later for the same reason.
class GdalWorkersQuiet {
 public:
  GdalWorkersQuiet();
  ~GdalWorkersQuiet();
  GdalWorkersQuiet(const GdalWorkersQuiet&) = delete;
  GdalWorkersQuiet& operator=(const GdalWorkersQuiet&) = delete;
};

}  // namespace geo::io
