#include "base/date.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace {

using geo::base::Date;
using geo::base::decimal_year;
using geo::base::iso_text;
using geo::base::parse_date;

std::string iso(std::string_view text) {
  const auto date = parse_date(text);
  return date ? iso_text(*date) : "none";
}

TEST(Date, IsReadAsPeopleWriteIt) {
  for (const char* text :
       {"2018-5-1", "2018-05-01", "2018/5/1", "2018.5.1", "2018年5月1日", "2018年05月01日",
        "20180501", "2018年5月1号", "2018-05-01 12:30:00", "2018-05-01T00:00", "20180501 1230",
        "43221", "43221.75", "2018年 5月 1日"}) {
    EXPECT_EQ(iso(text), "2018-05-01") << text;
  }
  for (const char* text : {"2018-5", "2018/05", "2018年5月", "2018年5", "201805", "2018.05"}) {
    EXPECT_EQ(iso(text), "2018-05") << text;
  }
  for (const char* text : {"2018", "2018年"}) EXPECT_EQ(iso(text), "2018") << text;
  EXPECT_EQ(iso("2020-02-29"), "2020-02-29");
}

TEST(Date, WhatIsNoneIsNone) {
  for (const char* text :
       {"",           "-",        "不详",      "2019-02-29", "1900-02-29", "2018-13-01",
        "2018-00-01", "2018-1-0", "2018-4-31", "20181301",   "20180001",   "20180100",
        "201813",     "201800",   "2018-5-",   "2018-5-1x",  "2018-5/1",   "5/1/2018",
        "18-5-1",     "0018",     "0999",      "80001",      "123",        "1234567",
        "123456789",  "43221.",   "43221x",    "2018年5日",  "2018年5月1", "2018 年",
        "a2018",      "2018--5"}) {
    EXPECT_EQ(iso(text), "none") << text;
  }
  EXPECT_EQ(iso("9999"), "9999");
}

// Counts days one by one from the day 0 of spreadsheets.
TEST(Date, SerialNumbersCountTheDays) {
  const auto leap = [](int year) { return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0); };
  int year = 1899, month = 12, day = 30;
  for (int serial = 0; serial <= 80000; ++serial) {
    if (serial >= 10000) {
      const auto date = parse_date(std::to_string(serial));
      ASSERT_TRUE(date) << serial;
      ASSERT_EQ(std::vector<int>({date->year, date->month, date->day}),
                std::vector<int>({year, month, day}))
          << serial;
      // And each of them is read back from its own text.
      ASSERT_EQ(iso(iso_text(*date)), iso_text(*date));
    }
    const int days = month == 2 ? (leap(year) ? 29 : 28)
                     : (month == 4 || month == 6 || month == 9 || month == 11) ? 30
                                                                               : 31;
    if (++day <= days) continue;
    day = 1;
    if (++month <= 12) continue;
    month = 1;
    ++year;
  }
}

TEST(Date, DecimalYears) {
  EXPECT_EQ(decimal_year({2018, 0, 0}), 2018);
  EXPECT_EQ(decimal_year({2018, 1, 1}), 2018);
  EXPECT_EQ(decimal_year({2018, 7, 2}), 2018 + 182 / 365.0);
  EXPECT_EQ(decimal_year({2020, 12, 31}), 2020 + 365 / 366.0);
  EXPECT_EQ(decimal_year({2020, 3, 0}), 2020 + 60 / 366.0);
}

}  // namespace
