#pragma once

#include <CLI/CLI.hpp>
#include <sstream>
#include <string>
#include <type_traits>

namespace geo::cli {

template <typename T>
constexpr const char* kNoNumber = std::is_floating_point_v<T> ? " is not a number"
                                  : std::is_unsigned_v<T>     ? " is not a whole number from 0 on"
                                                              : " is not a whole number";

/// CLI's own conversion takes -1 for the greatest unsigned number.
template <typename T>
bool is_number(const std::string& text, T& value) {
  const bool negative = text.find('-') != std::string::npos;
  return !(std::is_unsigned_v<T> && negative) && CLI::detail::lexical_cast(text, value);
}

/// A number from `least` to `most`. CLI::Range would call a word out of range, take nan, and write
/// its limits with six decimals.
template <typename T>
CLI::Validator between(T least, T most) {
  const auto check = [least, most](const std::string& text) -> std::string {
    T value{};
    const bool number = is_number(text, value);
    if (number && value >= least && value <= most) return {};
    std::ostringstream wrong;
    wrong << "'" << text << "'" << (number ? " is not possible" : kNoNumber<T>) << "; give "
          << least << " to " << most;
    return wrong.str();
  };
  std::ostringstream range;
  range << "[" << least << " - " << most << "]";
  return {check, range.str()};
}

/// Any number, for those options of numbers that have no check of their own: of other texts CLI
/// would only say that it could not convert them.
inline void check_numbers(CLI::App& command) {
  const auto a_number = [](auto zero) {
    return [zero](const std::string& text) -> std::string {
      auto value = zero;
      if (is_number(text, value)) return {};
      return "'" + text + "'" + kNoNumber<decltype(value)>;
    };
  };
  for (CLI::Option* option : command.get_options()) {
    const std::string type = option->get_type_name();  // that of a checked one has its check, too
    if (type == "FLOAT") option->check(a_number(0.0));
    if (type == "INT") option->check(a_number(std::int64_t{0}));
    if (type == "UINT") option->check(a_number(std::uint64_t{0}));
  }
}

}  // namespace geo::cli
