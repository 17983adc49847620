#include "base/json_writer.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>

#include "base/random.hpp"
#include "geo/core/error.hpp"

namespace geo::base {
namespace {

using Json = nlohmann::json;

TEST(JsonWriter, IndentsByTwoSpaces) {
  JsonWriter json;
  json.begin_object();
  json.member("name", "长宁").member("count", 3).member("share", 0.25).member("known", true);
  json.key("none").null();
  json.key("empty").begin_object().end_object();
  json.key("list").begin_array().value(1).begin_array().end_array();
  json.begin_object().member("a", std::string("b")).end_object().end_array();
  json.end_object();
  EXPECT_EQ(json.text(),
            "{\n"
            "  \"name\": \"长宁\",\n"
            "  \"count\": 3,\n"
            "  \"share\": 0.25,\n"
            "  \"known\": true,\n"
            "  \"none\": null,\n"
            "  \"empty\": {},\n"
            "  \"list\": [\n"
            "    1,\n"
            "    [],\n"
            "    {\n"
            "      \"a\": \"b\"\n"
            "    }\n"
            "  ]\n"
            "}\n");
}

TEST(JsonWriter, EveryAsciiCharacterReadsBackInKeysAndValues) {
  std::string all;
  for (int c = 0; c < 128; ++c) all += static_cast<char>(c);
  all += "é浦东😀\u2028";
  JsonWriter json;
  json.begin_object().member(all, all).end_object();
  const Json read = Json::parse(json.text());
  EXPECT_EQ(read.at(all).get<std::string>(), all);
  for (const char c : json.text()) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20);
  }
}

TEST(JsonWriter, NumbersReadBackTheSameAndAreShort) {
  JsonWriter json;
  json.begin_array().value(0.1).value(3.0).value(1e300).value(5e-324);
  json.value(std::numeric_limits<std::int64_t>::min());
  json.value(std::numeric_limits<std::uint64_t>::max()).end_array();
  EXPECT_EQ(json.text(),
            "[\n  0.1,\n  3,\n  1e+300,\n  5e-324,\n  -9223372036854775808,\n"
            "  18446744073709551615\n]\n");

  JsonWriter many;
  many.begin_array();
  std::vector<double> numbers;
  for (std::uint64_t i = 0; i < 2000; ++i) {
    const auto number = std::bit_cast<double>(Random(7, i).bits());
    if (!std::isfinite(number)) continue;
    numbers.push_back(number);
    many.value(number);
  }
  many.end_array();
  EXPECT_EQ(Json::parse(many.text()).get<std::vector<double>>(), numbers);
  EXPECT_GT(numbers.size(), 1000U);
}

TEST(JsonWriter, NotANumberIsNull) {
  JsonWriter json;
  json.begin_array().value(std::nan("")).value(HUGE_VAL).value(-HUGE_VAL).end_array();
  EXPECT_EQ(json.text(), "[\n  null,\n  null,\n  null\n]\n");
}

TEST(JsonWriter, AValueAloneIsADocument) { EXPECT_EQ(JsonWriter().value("a").text(), "\"a\"\n"); }

TEST(JsonWriter, RefusesWhatIsNoDocument) {
  EXPECT_THROW(static_cast<void>(JsonWriter().text()), Error);
  EXPECT_THROW(JsonWriter().key("a"), Error);
  EXPECT_THROW(JsonWriter().end_object(), Error);
  EXPECT_THROW(JsonWriter().value(1).value(2), Error);
  EXPECT_THROW(JsonWriter().begin_object().value(1), Error);
  EXPECT_THROW(JsonWriter().begin_array().key("a"), Error);
  EXPECT_THROW(JsonWriter().begin_array().end_object(), Error);
  EXPECT_THROW(JsonWriter().begin_object().key("a").key("b"), Error);
  EXPECT_THROW(JsonWriter().begin_object().key("a").end_object(), Error);
  EXPECT_THROW(static_cast<void>(JsonWriter().begin_array().text()), Error);
}

}  // namespace
}  // namespace geo::base
