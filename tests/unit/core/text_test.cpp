#include "geo/core/text.hpp"

#include <gtest/gtest.h>

#include "geo/core/error.hpp"

namespace geo {
namespace {

using std::string_literals::operator""s;

TEST(OneLine, LeavesPlainTextOfAnyScriptAsItIs) {
  for (const char* text : {"", "plain, 'quoted' \\n text", "浦东新区 é € 𠮷", "\xC2\xA0"}) {
    EXPECT_EQ(one_line(text), text);
  }
}

TEST(OneLine, ShowsWhatWouldEndALineOrCommandATerminal) {
  EXPECT_EQ(one_line("a\nb\r\n\tc"), "a\\nb\\r\\n\\tc");
  EXPECT_EQ(one_line("\x1B[31mred\x7F"), "\\u001b[31mred\\u007f");
  EXPECT_EQ(one_line("nul\0."s), "nul\\u0000.");
  EXPECT_EQ(one_line("\xC2\x9B"
                     "2J \u0085 \u2028 \u2029"),
            "\\u009b2J \\u0085 \\u2028 \\u2029");
}

TEST(OneLine, ShowsBytesThatAreNoUtf8) {
  EXPECT_EQ(one_line("a\xFF\xE6\xB5"), "a\\xff\\xe6\\xb5");
  EXPECT_EQ(one_line("\xC0\x8A"), "\\xc0\\x8a") << "an overlong line feed";
}

TEST(OneLine, EveryByteAndPairOfBytesStaysOrIsShownAndASecondCallChangesNothing) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string line =
          one_line(std::string{static_cast<char>(first), static_cast<char>(second)});
      for (const char c : line) EXPECT_FALSE((c >= 0 && c < 0x20) || c == 0x7F);
      EXPECT_EQ(one_line(line), line);
    }
  }
}

TEST(Error, SaysWhatItSaysOnOneLine) {
  EXPECT_STREQ(Error(ErrorCode::kInput, "a.json: the key 'x\ny' is unknown").what(),
               "a.json: the key 'x\\ny' is unknown");
}

}  // namespace
}  // namespace geo
