#include "geo/core/context.hpp"

#include <gtest/gtest.h>

#include "geo/core/error.hpp"

namespace geo {
namespace {

TEST(Context, CopiesShareOneState) {
  const Context context(2);
  const Context copy = context;
  EXPECT_NO_THROW(context.check());
  copy.cancel();
  EXPECT_TRUE(context.cancelled());
  try {
    context.check();
    FAIL() << "a cancelled context must throw";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kCancelled);
  }
}

TEST(Context, ProgressNeverGoesBack) {
  const Context context;
  context.begin("read", 0.0, 0.4);
  context.report(0.5);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.2);
  context.report(0.1);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.2);
  context.begin("join", 0.4, 1.0);
  EXPECT_EQ(context.progress().stage, "join");
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.4);
  context.report(7);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 1.0);
}

TEST(Context, ThreadsAreChecked) {
  EXPECT_GE(Context().threads(), 1);
  EXPECT_EQ(Context(7).threads(), 7);
  EXPECT_THROW(Context(-1), Error);
  EXPECT_THROW(Context(1025), Error);
}

}  // namespace
}  // namespace geo
