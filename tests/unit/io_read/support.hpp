#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <string>
#include <utility>

#include "geo/core/error.hpp"
#include "support/shared.hpp"

namespace geo::test {

/// Writes `bytes` into a file and returns its path.
inline std::string write_file(const std::filesystem::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
  return path.string();
}

/// The message of the Error with that code that `call` must throw.
inline std::string message_of(ErrorCode code, const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    EXPECT_EQ(static_cast<int>(error.code()), static_cast<int>(code)) << error.what();
    EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos) << "more than one line";
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return {};
}

/// Expects `call` to throw an Error(kInput) whose message holds each of `parts`.
inline void expect_input_error(const std::function<void()>& call,
                               std::initializer_list<std::string> parts) {
  const std::string message = message_of(ErrorCode::kInput, call);
  for (const std::string& part : parts) {
    EXPECT_NE(message.find(part), std::string::npos) << "'" << part << "' is not in: " << message;
  }
}

/// A variable of the environment while the object lives; it was not set before.
class InEnvironment {
 public:
  InEnvironment(std::string name, const char* value) : name_(std::move(name)) {
    EXPECT_EQ(std::getenv(name_.c_str()), nullptr) << name_;
    setenv(name_.c_str(), value, 1);
  }
  ~InEnvironment() { unsetenv(name_.c_str()); }
  InEnvironment(const InEnvironment&) = delete;
  InEnvironment& operator=(const InEnvironment&) = delete;

 private:
  std::string name_;
};

}  // namespace geo::test
