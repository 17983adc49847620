#include "geo/registry/credit_code.hpp"

#include <gtest/gtest.h>

#include <random>

namespace {

using geo::registry::CodeFault;
using geo::registry::read_credit_code;

const std::string kAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";

/// GB 32100-2015, table by table: the weights are written out, the sum is taken as it stands.
char twin_check_digit(const std::string& first) {
  constexpr std::array<int, 17> kWeights = {1,  3,  9,  27, 19, 26, 16, 17, 20,
                                            29, 25, 13, 8,  24, 10, 30, 28};
  int sum = 0;
  for (std::size_t i = 0; i < 17; ++i) {
    sum += static_cast<int>(kAlphabet.find(first.at(i))) * kWeights.at(i);
  }
  for (int place = 0; place < 31; ++place) {
    if ((sum + place) % 31 == 0) return kAlphabet.at(static_cast<std::size_t>(place));
  }
  return '?';
}

std::string random_code(std::mt19937& random) {
  std::string code;
  for (int i = 0; i < 17; ++i) code += kAlphabet.at(random() % 31);
  return code + twin_check_digit(code);
}

CodeFault fault(const std::string& text) { return read_credit_code(text).fault; }

TEST(CreditCode, CodesThatCompaniesPublish) {
  for (const char* code : {"914403001922038216", "9144030071526726XG", "91330100799655058B",
                           "91110000802100433B", "91110108551385082Q", "91440300708461136T"}) {
    EXPECT_EQ(fault(code), CodeFault::kNone) << code;
    EXPECT_EQ(read_credit_code(code).text, code);
  }
}

TEST(CreditCode, EveryErrorInOneCharacterIsFound) {
  std::mt19937 random(1);
  for (int n = 0; n < 200; ++n) {
    const std::string code = random_code(random);
    ASSERT_EQ(fault(code), CodeFault::kNone) << code;
    ASSERT_EQ(geo::registry::credit_check_digit(code.substr(0, 17)), code.back()) << code;
    for (std::size_t at = 0; at < code.size(); ++at) {
      for (const char c : kAlphabet) {
        if (c == code[at]) continue;
        std::string wrong = code;
        wrong[at] = c;
        const bool cut =
            wrong.ends_with("000") && wrong.find_first_not_of("0123456789") == std::string::npos;
        ASSERT_EQ(fault(wrong), cut ? CodeFault::kDigitsLost : CodeFault::kCheckDigit) << wrong;
      }
      for (const char c : {'I', 'O', 'S', 'V', 'Z', '_', '*'}) {
        std::string wrong = code;
        wrong[at] = c;
        ASSERT_EQ(fault(wrong), CodeFault::kCharacter) << wrong;
      }
      std::string shorter = code;
      shorter.erase(at, 1);
      ASSERT_EQ(fault(shorter), CodeFault::kLength) << shorter;
    }
    // Two neighbours exchanged: all pairs but equal ones, as 3 is not 1 mod 31.
    for (std::size_t at = 0; at + 1 < code.size(); ++at) {
      std::string wrong = code;
      std::swap(wrong[at], wrong[at + 1]);
      if (wrong == code) continue;
      ASSERT_NE(fault(wrong), CodeFault::kNone) << wrong;
    }
  }
}

TEST(CreditCode, HowPeopleWriteIt) {
  for (const char* text :
       {"9144030071526726xg", " 9144030071526726XG ", "'9144030071526726XG",
        "９１４４０３００７１５２６７２６ｘＧ", "91440300 71526726XG", "91440300　71526726XG",
        "914403\xC2\xA0"
        "0071526726XG\n"}) {
    EXPECT_EQ(fault(text), CodeFault::kNone) << text;
    EXPECT_EQ(read_credit_code(text).text, "9144030071526726XG");
  }
  for (const char* text : {"", " ", "-", "无", "NA", "n/a", "null", "/", "　"}) {
    EXPECT_EQ(fault(text), CodeFault::kMissing) << text;
  }
  for (const char* text : {"9.13101E+17", "9.13101150123457e17", "9E17", "9.1E17", "９.１３Ｅ+１７",
                           "913101150000000000", "913101150123456000", "913101150000000000.0",
                           "913101150123456000.00"}) {
    EXPECT_EQ(fault(text), CodeFault::kDigitsLost) << text;
  }
  for (const char* text : {"310115000123456", "9144030071526726XG1", "9E+1", "1E177", "A"}) {
    EXPECT_NE(fault(text), CodeFault::kNone) << text;
    EXPECT_NE(fault(text), CodeFault::kDigitsLost) << text;
  }
  EXPECT_EQ(fault("统一社会信用代码"), CodeFault::kCharacter);
  EXPECT_EQ(fault("310115000123456"), CodeFault::kLength);  // a registration number of old
  EXPECT_EQ(fault("\xFF\xFE"), CodeFault::kCharacter);
  EXPECT_EQ(fault(std::string(18, '\0')), CodeFault::kCharacter);
}

TEST(CreditCode, NumbersThatHappenToCheckAreCodes) {
  std::mt19937 random(2);
  int good = 0;
  for (int n = 0; n < 20000; ++n) {  // an E among digits, three zeros at the end
    std::string code;
    for (int i = 0; i < 14; ++i) code += static_cast<char>('0' + random() % 10);
    code += n % 2 == 0 ? "0E12" : "0000";
    if (twin_check_digit(code.substr(0, 17)) != code.back()) continue;
    ++good;
    EXPECT_EQ(fault(code), CodeFault::kNone) << code;
  }
  EXPECT_GT(good, 400);
}

TEST(CreditCode, FaultsOfAColumnGoToTheCellsInOrder) {
  const std::vector<std::string> codes = {"914403001922038216", "9.13E+17", "",
                                          "914403001922038217", "abc"};
  const std::vector<std::uint64_t> rows = {2, 3, 5, 8, 9};
  geo::Rejects rejects;
  rejects.cells = {{1, "a", "", "not a number", ""},
                   {8, "a", "", "not a number", ""},
                   {9, "b", "", "not a date", ""}};
  const auto check =
      geo::registry::check_credit_codes(codes, rows, "信用代码", rejects, geo::Context(2));
  EXPECT_EQ(check.good, 1U);
  EXPECT_EQ(check.missing, 1U);
  EXPECT_EQ(check.bad(), 3U);
  std::vector<std::string> seen;
  for (const geo::Reject& cell : rejects.cells) {
    seen.push_back(std::to_string(cell.row) + " " + cell.column + " " + cell.reason);
  }
  EXPECT_EQ(seen, (std::vector<std::string>{
                      "1 a not a number", "3 信用代码 credit code: digits lost", "8 a not a number",
                      "8 信用代码 credit code: wrong check digit", "9 b not a date",
                      "9 信用代码 credit code: not 18 characters"}));
  EXPECT_EQ(rejects.cells[1].value, "9.13E+17");
  EXPECT_FALSE(rejects.cells[1].advice.empty());
}

TEST(CreditCode, ColumnsOfCodesByName) {
  for (const char* name :
       {"统一社会信用代码", "社会信用代码", "统一社会信用代码（18位）", "*信用代码", "credit_code",
        "USCC", "统一代码", "Unified Social Credit Code"}) {
    EXPECT_TRUE(geo::registry::names_credit_codes(name)) << name;
  }
  for (const char* name : {"id", "组织机构代码", "注册号", "行业代码", "code", "credit", ""}) {
    EXPECT_FALSE(geo::registry::names_credit_codes(name)) << name;
  }
}

}  // namespace
