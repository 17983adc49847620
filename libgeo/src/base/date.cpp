#include "base/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace geo::base {
namespace {

constexpr std::array<int, 13> kBefore{0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

bool digit(char c) { return c >= '0' && c <= '9'; }
bool is_leap(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_of(int year, int month) {
  const auto m = static_cast<std::size_t>(month);
  return kBefore.at(m) - kBefore.at(m - 1) + (is_leap(year) && month == 2 ? 1 : 0);
}

std::optional<Date> checked(Date date) {
  if (date.year < 1000 || date.year > 9999 || date.month < 0 || date.month > 12) return {};
  if (date.day < 0 ||
      (date.day > 0 && (date.month == 0 || date.day > days_of(date.year, date.month))))
    return {};
  return date;
}

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// Up to `most` digits; -1 where there is none.
int take_number(std::string_view& text, std::size_t most) {
  std::size_t size = 0;
  while (size < text.size() && size < most && digit(text[size])) ++size;
  int value = -1;
  std::from_chars(text.data(), text.data() + size, value);
  text.remove_prefix(size);
  return value;
}

Date from_serial(int days) {
  Date date{1899, 12, 30};
  date.day += days;
  while (date.day > days_of(date.year, date.month)) {
    date.day -= days_of(date.year, date.month);
    if (++date.month > 12) {
      date.month = 1;
      ++date.year;
    }
  }
  return date;
}

// What is left of a text behind the day: a time of day or nothing.
bool ends(std::string_view text) {
  if (text.empty()) return true;
  if (text.front() != ' ' && text.front() != 'T') return false;
  text.remove_prefix(1);
  while (take(text, " ")) {
  }
  return text.empty() || digit(text.front());
}

}  // namespace

std::optional<Date> parse_date(std::string_view text) {
  const auto digits =
      static_cast<std::size_t>(std::find_if_not(text.begin(), text.end(), digit) - text.begin());
  const std::string_view rest = text.substr(digits);
  const auto number = [&](std::size_t at, std::size_t size) {
    std::string_view part = text.substr(at, size);
    return take_number(part, size);
  };
  if (digits == 8 && ends(rest)) {
    const Date date{number(0, 4), number(4, 2), number(6, 2)};
    return date.month < 1 || date.day < 1 ? std::nullopt : checked(date);
  }
  if (digits == 6 && rest.empty()) {
    const Date date{number(0, 4), number(4, 2), 0};
    return date.month < 1 ? std::nullopt : checked(date);
  }
  if (digits == 5) {
    const bool time =
        rest.size() > 1 && rest.front() == '.' && std::all_of(rest.begin() + 1, rest.end(), digit);
    const int serial = number(0, 5);
    if ((!rest.empty() && !time) || serial < 10000 || serial > 80000) return {};
    return from_serial(serial);
  }
  if (digits != 4) return {};
  std::string_view left = text;
  Date date{take_number(left, 4), 0, 0};
  if (left.empty() || left == "年") return checked(date);
  const bool chinese = take(left, "年");
  const char mark = left.front();
  if (!chinese && mark != '-' && mark != '/' && mark != '.') return {};
  if (!chinese) left.remove_prefix(1);
  while (chinese && take(left, " ")) {
  }
  date.month = take_number(left, 2);
  if (date.month < 1) return {};
  if (left.empty() || (chinese && left == "月")) return checked(date);
  if (chinese ? !take(left, "月") : left.front() != mark) return {};
  if (!chinese) left.remove_prefix(1);
  while (chinese && take(left, " ")) {
  }
  date.day = take_number(left, 2);
  if (date.day < 1) return {};
  if (chinese && !take(left, "日") && !take(left, "号")) return {};
  return ends(left) ? checked(date) : std::nullopt;
}

std::string iso_text(const Date& date) {
  std::array<char, 40> text{};
  if (date.month == 0) {
    std::snprintf(text.data(), text.size(), "%04d", date.year);
  } else if (date.day == 0) {
    std::snprintf(text.data(), text.size(), "%04d-%02d", date.year, date.month);
  } else {
    std::snprintf(text.data(), text.size(), "%04d-%02d-%02d", date.year, date.month, date.day);
  }
  return text.data();
}

double decimal_year(const Date& date) {
  const int month = std::max(date.month, 1);
  const int day = std::max(date.day, 1);
  const bool leap = is_leap(date.year);
  const int day_of_year =
      kBefore.at(static_cast<std::size_t>(month) - 1) + (leap && month > 2 ? 1 : 0) + day - 1;
  return date.year + day_of_year / (leap ? 366.0 : 365.0);
}

}  // namespace geo::base
