#pragma once

#include <stdexcept>
#include <string>

#include "geo/core/text.hpp"

namespace geo {

/// What kind of thing went wrong. The command line maps each to an exit code (see docs/cli.md).
enum class ErrorCode {
  kOption,       ///< an option or a project key has a value that cannot be used
  kInput,        ///< an input file is missing, unreadable or does not hold what it should
  kOutput,       ///< a result could not be written
  kUnsupported,  ///< the installed GDAL, PROJ or fonts cannot do this
  kCancelled,    ///< the caller asked to stop
  kMemory,       ///< a result of this size does not fit into memory
  kInternal,     ///< an invariant of the library is broken: a defect, please report it
};

/// The one exception of the library. `what()` is one line (see `one_line`) that names the file,
/// layer, row or option concerned and says what to do. Bad rows are not errors: they are data (see
/// `Rejects`).
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, const std::string& message)
      : std::runtime_error(one_line(message)), code_(code) {}
  [[nodiscard]] ErrorCode code() const noexcept { return code_; }

 private:
  ErrorCode code_;
};

}  // namespace geo
