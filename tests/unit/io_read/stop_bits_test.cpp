#include "io/stop_bits.hpp"

#include <gtest/gtest.h>
#include <hwy/targets.h>

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace {

TEST(StopBits, AreThoseOfEveryByteOnEveryInstructionSet) {
  std::mt19937 random(11);
  const std::string bytes("abc,;\t|\n\r\"\xE5\x9C\xB0\x00\xFF", 16);
  const std::int64_t all = hwy::SupportedTargets();
  for (std::int64_t rest = all; rest != 0; rest &= rest - 1) {
    hwy::GetChosenTarget().Update(rest & -rest);
    for (const char separator : {',', ';', '\t', '|'}) {
      for (const std::size_t words : {0U, 1U, 2U, 7U, 32U}) {
        std::string text(words * geo::io::kStopWord + 1, 'x');
        for (char& c : text) c = bytes[random() % bytes.size()];
        std::vector<std::uint64_t> bits(words + 1, 0xAAAA);
        geo::io::stop_bits(text.data() + 1, words, separator, bits.data());  // not aligned
        for (std::size_t i = 0; i < words * geo::io::kStopWord; ++i) {
          const char c = text[i + 1];
          const bool stop = c == separator || c == '\n' || c == '\r';
          ASSERT_EQ(bits[i / 64] >> i % 64 & 1U, stop ? 1U : 0U) << hwy::TargetName(rest & -rest);
        }
        EXPECT_EQ(bits[words], 0xAAAAU) << "nothing is written behind";
      }
    }
  }
  hwy::GetChosenTarget().DeInit();
}

}  // namespace
