#include "io/connection.hpp"

#include "geo/core/context.hpp"
#include "geo/io/database.hpp"
#include "geo/io/inspect.hpp"
#include "geo/io/points.hpp"
#include "geo/io/regions.hpp"
#include "support.hpp"

// Connection strings, and that nothing secret of them is ever said. tests/cli/postgis.t asks a real
// database.
namespace geo::io {
namespace {

using test::message_of;

PointsRead points_of(const std::string& path, const std::string& query = {}) {
  PointSource source;
  source.path = path;
  source.query = query;
  return read_points(source, Context(1));
}

RegionsRead regions_of(const std::string& path) {
  RegionSource source;
  source.path = path;
  return read_regions(source, Context(1));
}

TEST(Connection, OtherPathsAreFiles) {
  for (const char* path :
       {"", "PG", "pg:dbname=a", "a/PG:dbname=a", "/vsizip/PG:a.zip", "PG.csv"}) {
    EXPECT_FALSE(is_database(path)) << path;
    EXPECT_EQ(shown_path(path), path);
  }
  EXPECT_TRUE(is_database("PG:"));
  EXPECT_EQ(shown_path("postgres://planner:secret@example.org"), "PG:...");
}

TEST(Connection, IsShownWithoutPasswords) {
  const auto shown = [](const std::string& rest) { return shown_path("PG:" + rest); };
  EXPECT_EQ(shown(""), "PG:");
  EXPECT_EQ(shown("host=h dbname=d user=u"), "PG:host=h dbname=d user=u");
  EXPECT_EQ(shown("  host = h \t dbname='a b'  "), "PG:host=h dbname='a b'");
  EXPECT_EQ(shown("password=x host=h"), "PG:host=h");
  EXPECT_EQ(shown("host=h password = 'x y' sslpassword=z port=5432"), "PG:host=h port=5432");
  EXPECT_EQ(shown(R"(password='it\'s x' host=h)"), "PG:host=h");
  EXPECT_EQ(shown(R"(password=a\ b host=h)"), "PG:host=h");
  EXPECT_EQ(shown("password= host=h"), "PG:") << "as libpq has it, the password is host=h";
  EXPECT_EQ(shown("password='' host=h"), "PG:host=h");
}

// Nothing of what cannot be read is shown: it may be a password in the wrong place.
TEST(Connection, WhatIsNoneIsNotShown) {
  for (const char* rest :
       {"secret", "host=h secret", "host=h password=a secret", "host=h password='secret",
        R"(host=h password='secret\)", "secret=1", "Password=secret", "=secret",
        "host=h password=a secret=b", R"(password='secret\')"}) {
    const std::string path = std::string("PG:") + rest;
    EXPECT_FALSE(connection_fault(path).empty()) << path;
    EXPECT_EQ(shown_path(path), "PG:...");
    const std::vector<std::string> messages = {
        message_of(ErrorCode::kOption, [&] { static_cast<void>(points_of(path)); }),
        message_of(ErrorCode::kOption, [&] { static_cast<void>(regions_of(path)); }),
        message_of(ErrorCode::kOption, [&] { static_cast<void>(inspect(path, Context(1))); }),
        message_of(ErrorCode::kOption, [&] { const DatabaseOutput output(path, "geo"); })};
    for (const std::string& message : messages) {
      EXPECT_EQ(message.find("secret"), std::string::npos) << message;
      EXPECT_NE(message.find("PG:...: the connection string "), std::string::npos) << message;
    }
  }
}

TEST(Connection, ServerThatIsNotThere) {
  const test::TempFolder temp;
  const std::string path = "PG:host=" + temp.path().string() + " password=secret dbname=city";
  const std::string read =
      message_of(ErrorCode::kInput, [&] { static_cast<void>(points_of(path, "SELECT 1")); });
  EXPECT_NE(read.find("the database cannot be read"), std::string::npos) << read;
  const std::string written =
      message_of(ErrorCode::kOutput, [&] { const DatabaseOutput output(path, "geo"); });
  EXPECT_NE(written.find("the database cannot be written to"), std::string::npos) << written;
  for (const std::string& message : {read, written}) {
    EXPECT_EQ(message.find("secret"), std::string::npos) << message;
  }
}

TEST(Connection, OutputThatCannotBe) {
  const auto message = [](const std::string& connection, const std::string& schema) {
    return message_of(ErrorCode::kOption, [&] { const DatabaseOutput out(connection, schema); });
  };
  EXPECT_NE(message("city.gpkg", "geo").find("is no database"), std::string::npos);
  EXPECT_NE(message("PG:dbname=city", "").find("cannot be a schema"), std::string::npos);
  EXPECT_NE(message("PG:dbname=city", "pg_catalog").find("cannot be a schema"), std::string::npos);
  EXPECT_NE(message("PG:dbname=city", std::string(64, 'a')).find("cannot be a schema"),
            std::string::npos);
}

TEST(Connection, UrisAreNotTaken) {
  const std::string message = message_of(ErrorCode::kOption, [] {
    static_cast<void>(inspect("postgresql://planner:secret@example.org/city", Context(1)));
  });
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
  EXPECT_NE(message.find("PG:host="), std::string::npos) << message;
}

}  // namespace
}  // namespace geo::io
