#pragma once

#include <string>

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

}  // namespace geo
