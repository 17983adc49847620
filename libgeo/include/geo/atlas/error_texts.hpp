#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "geo/core/error.hpp"
#include "geo/core/text.hpp"

namespace geo::atlas {

/// What the library says of errors, in both languages. {0}, {1} ... stand for names and numbers;
/// both languages have the same ones, in any order. What the English text says of a file, row or
/// key before it ("p.json: density.kernel: ") is no part of it.
struct Wording {
  std::string_view en;
  std::string_view zh;
};

/// All of them. tests/structure/wordings.py checks that each message of the sources is here, and
/// that each of these is in the sources.
[[nodiscard]] const std::vector<Wording>& wordings();

/// A message of the library (`Error::what()`) for people: the English text is the message itself;
/// the Chinese one is made of its wording, with the same names and numbers, and is empty where
/// there is none. O(wordings x length), for what is shown to a person.
[[nodiscard]] Text message_text(const std::string& message);

/// What kind of thing went wrong, in a few words.
[[nodiscard]] Text heading(ErrorCode code);

/// An error for people. Where its message has no wording in Chinese, the heading stands over the
/// English one.
[[nodiscard]] Text error_text(const Error& error);

}  // namespace geo::atlas
