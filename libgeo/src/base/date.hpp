#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace geo::base {

/// A day of the Gregorian calendar, or a month or a year of it.
struct Date {
  int year = 0;   ///< 1000 to 9999
  int month = 0;  ///< 1 to 12; 0: only the year is known
  int day = 0;    ///< 1 to 31; 0: only the month is known
};

/// A date as people and spreadsheets write it: 2018, 2018-5, 2018-5-1, 2018/05/01, 2018.5.1,
/// 2018年5月1日, 201805, 20180501, each with a time of day behind a space or T, which is dropped;
/// or the serial number of a spreadsheet (days since 1899-12-30, of five digits from 10000, which
/// is 1927-05-18, to 80000; decimals are a time of day). Nothing for what is none, such as the 30th
/// of February. ASCII digits.
[[nodiscard]] std::optional<Date> parse_date(std::string_view text);

/// "2018-05-01", "2018-05", "2018": ISO 8601.
[[nodiscard]] std::string iso_text(const Date& date);

/// The beginning of the day, month or year in years: 2018-07-02 is 2018 + 182 / 365.
[[nodiscard]] double decimal_year(const Date& date);

}  // namespace geo::base
