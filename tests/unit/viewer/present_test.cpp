#include "viewer/present.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace geo::viewer {
namespace {

using Words = std::vector<std::string>;

TEST(Present, WhatIsHeldStaysAsItWas) {
  Present<Words> words;
  words.next() = {"one", "two"};
  const auto frame = words.held();
  const std::string& kept = frame->back();
  words.next().clear();
  words.next().push_back("three");
  EXPECT_EQ("two", kept);
  EXPECT_EQ((Words{"one", "two"}), *frame);
  EXPECT_EQ((Words{"three"}), *words);
}

TEST(Present, IsCopiedOnceForAFrameAndNotAtAllWithoutOne) {
  Present<Words> words;
  const Words* const first = &*words;
  words.next().push_back("a");
  EXPECT_EQ(first, &*words);  // nobody looks
  auto frame = words.held();
  EXPECT_EQ(first, frame.get());
  words.next().push_back("b");
  const Words* const second = &*words;
  EXPECT_NE(first, second);
  words.next().push_back("c");
  EXPECT_EQ(second, &*words);
  frame = words.held();
  EXPECT_EQ((Words{"a", "b", "c"}), *frame);
}

}  // namespace
}  // namespace geo::viewer
