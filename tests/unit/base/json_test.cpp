#include "base/json.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <tuple>

#include "geo/core/error.hpp"

namespace geo::base {
namespace {

std::string message_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Json, ReadsValuesAndComments) {
  const JsonNode root =
      JsonNode::parse("{\"a\": 1.5, /* why */ \"b\": [\"x\", \"y\"], \"c\": true}", "f.json");
  JsonObject object = root.object();
  EXPECT_EQ(object.at("a").number(), 1.5);
  EXPECT_EQ(object.at("b").texts(), (std::vector<std::string>{"x", "y"}));
  EXPECT_TRUE(object.boolean_or("c", false));
  EXPECT_EQ(object.integer_or("d", 7), 7);
  EXPECT_NO_THROW(object.finish());
}

TEST(Json, ErrorsNameFileAndKey) {
  const JsonNode root = JsonNode::parse("{\"a\": {\"b\": [1, \"x\"]}, \"z\": null}", "f.json");
  EXPECT_EQ(
      message_of([&] { std::ignore = root.object().at("a").object().at("b").array()[1].number(); }),
      "f.json: a.b[1]: must be a number, not a text");
  EXPECT_EQ(message_of([&] { std::ignore = root.object().at("z"); }),
            "f.json: the key 'z' is missing");
  JsonObject object = root.object();
  static_cast<void>(object.find("a"));
  EXPECT_EQ(message_of([&] { object.finish(); }), "f.json: the key 'z' is unknown; known are: a");
}

TEST(Json, SyntaxErrorsGiveLineAndColumn) {
  EXPECT_EQ(message_of([] { std::ignore = JsonNode::parse("{\n  \"a\": }\n", "f.json"); }),
            "f.json: line 2, column 8: this is not valid JSON");
  EXPECT_NE(message_of([] { std::ignore = JsonNode::parse_file("/"); }).find("is a folder"),
            std::string::npos);
}

TEST(Json, AKeyThatStandsTwiceIsRefused) {
  EXPECT_EQ(
      message_of([] { std::ignore = JsonNode::parse(R"({"a": {"b": 1, "b": 2}})", "f.json"); }),
      "f.json: the key 'b' stands twice in one object; remove one");
  // The same key in two objects is no matter.
  EXPECT_EQ(JsonNode::parse(R"({"a": {"b": 1}, "c": [{"b": 2}, {"b": 3}]})", "f").file(), "f");
}

TEST(Json, WholeNumbersOnly) {
  const JsonNode root = JsonNode::parse("[2.5, 3]", "f");
  EXPECT_THROW(static_cast<void>(root.array()[0].integer()), Error);
  EXPECT_EQ(root.array()[1].integer(), 3);
}

}  // namespace
}  // namespace geo::base
