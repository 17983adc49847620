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

TEST(Context, PartsReportWithinTheirShare) {
  const Context context(3);
  context.begin("density", 0.5, 1.0);
  const Context part = context.part(0.2, 0.4);
  EXPECT_EQ(part.threads(), 3);
  part.report(0);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.6);
  part.report(1);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.7);
  part.part(0, 0.5).report(1);  // earlier than what was reported
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.7);
  context.part(0.5, 1).part(0.5, 1).report(0.5);
  EXPECT_DOUBLE_EQ(context.progress().fraction, 0.5 + 0.5 * 0.875);
  part.cancel();
  EXPECT_TRUE(context.cancelled());
}

TEST(Context, ThreadsAreChecked) {
  EXPECT_GE(Context().threads(), 1);
  EXPECT_EQ(Context(7).threads(), 7);
  EXPECT_THROW(Context(-1), Error);
  EXPECT_THROW(Context(1025), Error);
}

}  // namespace
}  // namespace geo
