#pragma once

#include <string>
#include <string_view>

namespace geo {

/// The languages in which tables, sheets and the interface speak.
enum class Language { kEnglish, kChinese };

/// A text in both languages. An empty side falls back to the other.
struct Text {
  std::string zh;
  std::string en;

  [[nodiscard]] const std::string& in(Language language) const {
    const std::string& wanted = language == Language::kChinese ? zh : en;
    const std::string& other = language == Language::kChinese ? en : zh;
    return wanted.empty() ? other : wanted;
  }
  [[nodiscard]] bool empty() const { return zh.empty() && en.empty(); }
  friend bool operator==(const Text&, const Text&) = default;
};

/// A text from a file as it may stand in a message, on one line, for a terminal too: control
/// characters and separators of lines become escapes ("\n", "\u001b"), bytes that are no UTF-8
/// become "\xff". All else stays, so that a second call changes nothing.
[[nodiscard]] std::string one_line(std::string_view text);

}  // namespace geo
