#include "geo/atlas/job.hpp"

#include <gtest/gtest.h>

#include <fstream>

#include "geo/core/error.hpp"
#include "support/shared.hpp"

namespace geo::atlas {
namespace {

using test::TempFolder;

// The job of a project that names `file` as its boundaries, or the message that refuses it.
std::string boundaries_of(const TempFolder& temp, const std::string& file,
                          const JobOptions& options = {}) {
  const std::string path = temp / "project.json";
  std::ofstream(temp / "points.csv") << "lon,lat\n121,31\n";
  std::ofstream(path) << R"({"version":1,"boundaries":{"file":")" << file
                      << R"("},"enterprises":{"file":"points.csv"}})";
  try {
    return read_job(path, options).boundaries->path;
  } catch (const Error& error) {
    EXPECT_EQ(static_cast<int>(error.code()), static_cast<int>(ErrorCode::kInput));
    return error.what();
  }
}

// Whatever reaches beyond local files and archives, in every disguise.
TEST(Job, RefusesWhatIsNotLocal) {
  const TempFolder temp;
  for (const char* file : {"/vsicurl/https://example.org/a.gpkg",
                           "/vsicurl_streaming/https://example.org/a.gpkg",
                           "/vsis3/bucket/a.gpkg",
                           "/vsistdin/",
                           "/vsimem/a.gpkg",
                           "/vsisubfile/0_10,/etc/passwd",
                           "/vsicrypt/key=x,file=a",
                           "/vsisparse/a.xml",
                           "/vsihdfs/a",
                           "/vsiaz/c/a",
                           "/vsigs/b/a",
                           "/vsizip//vsicurl/https://example.org/a.zip",
                           "/vsizip/vsicurl/https://example.org/a.zip",
                           "/vsizip/{/vsicurl/https://example.org/a.zip}/a.shp",
                           "/vsigzip//vsis3/b/a.gz",
                           "/vsizip//vsizip//vsicurl/a.zip",
                           "/vsizip/a.zip/../../vsicurl/x",
                           "/vsizip/",
                           "/vsizip/{}",
                           "/vsi",
                           "/vsitar//vsicurl/a.tar"}) {
    const std::string message = boundaries_of(temp, file);
    EXPECT_NE(message.find("project.json: boundaries.file: '" + std::string(file) +
                           "' is not a local file"),
              std::string::npos)
        << message;
    EXPECT_NE(message.find("--allow-remote"), std::string::npos) << message;
    EXPECT_EQ(boundaries_of(temp, file, {.allow_remote = true}), file);
  }
}

// What GDAL would take for a connection or a document is the name of a file that is not there.
TEST(Job, ConnectionsAreNoFiles) {
  const TempFolder temp;
  for (const char* file :
       {"https://example.org/a.geojson", "WFS:https://example.org",
        "<OGRVRTDataSource></OGRVRTDataSource>", "//vsicurl/https://example.org/a.gpkg"}) {
    const std::string message = boundaries_of(temp, file);
    EXPECT_NE(message.find("there is no file"), std::string::npos) << message;
  }
}

// A database, and a query of whatever: with the user's word alone, and no password in a message.
TEST(Job, DatabasesAndQueriesNeedTheUsersWord) {
  const TempFolder temp;
  const std::string connection = "PG:host=example.org password='a secret' dbname=city";
  const std::string message = boundaries_of(temp, connection);
  EXPECT_NE(message.find("boundaries.file: 'PG:host=example.org dbname=city' is a database"),
            std::string::npos)
      << message;
  EXPECT_EQ(message.find("secret"), std::string::npos) << message;
  EXPECT_EQ(boundaries_of(temp, connection, {.allow_remote = true}), connection);

  const auto read = [&](const std::string& text, bool allow) -> Job {
    const std::string path = temp / "other.json";
    std::ofstream(path) << R"({"version":1,)" << text << "}";
    return read_job(path, {.allow_remote = allow});
  };
  const auto error = [&](const std::string& text, bool allow) -> std::string {
    try {
      static_cast<void>(read(text, allow));
    } catch (const Error& thrown) {
      return thrown.what();
    }
    return {};
  };
  std::ofstream(temp / "areas.gpkg") << "x";
  const std::string query =
      R"("boundaries":{"file":"areas.gpkg","query":"SELECT 1"},"enterprises":{"file":"areas.gpkg"})";
  EXPECT_NE(error(query, false).find("boundaries.query: "), std::string::npos);
  EXPECT_EQ(read(query, true).boundaries->query, "SELECT 1");
  const std::string both =
      R"("boundaries":{"file":"areas.gpkg"},"enterprises":{"file":"areas.gpkg","layer":"a","query":"SELECT 1"})";
  EXPECT_NE(error(both, true).find("leave out 'layer'"), std::string::npos);
  const std::string files =
      R"("boundaries":{"file":"areas.gpkg"},"enterprises":{"file":"areas.gpkg"})";
  const std::string output =
      files + R"(,"output":{"database":"PG:dbname=city","database_schema":"atlas"})";
  EXPECT_NE(error(output, false).find("output.database: 'PG:dbname=city' is a database"),
            std::string::npos);
  const Job job = read(output, true);
  EXPECT_EQ(job.output.database, "PG:dbname=city");
  EXPECT_EQ(job.output.database_schema, "atlas");
  EXPECT_NE(error(files + R"(,"output":{"database":"city"})", true).find("must be a database"),
            std::string::npos);
  EXPECT_NE(error(files + R"(,"plan":"PG:dbname=city")", true).find("must name a file"),
            std::string::npos);
}

TEST(Job, LocalArchivesAreAllowed) {
  const TempFolder temp;
  const std::string folder = temp.path().string();
  EXPECT_EQ(boundaries_of(temp, "/vsizip/" + folder + "/a.zip/a.shp"),
            "/vsizip/" + folder + "/a.zip/a.shp");
  EXPECT_EQ(boundaries_of(temp, "/vsizip/a.zip/a.shp"), "/vsizip/" + folder + "/a.zip/a.shp")
      << "relative to the project file";
  EXPECT_EQ(boundaries_of(temp, "/vsigzip/a.geojson.gz"), "/vsigzip/" + folder + "/a.geojson.gz");
  EXPECT_EQ(boundaries_of(temp, "/vsizip//vsizip/a.zip/b.zip/c.shp"),
            "/vsizip//vsizip/" + folder + "/a.zip/b.zip/c.shp");
}

}  // namespace
}  // namespace geo::atlas
