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
       {"PG:host=example.org", "https://example.org/a.geojson", "WFS:https://example.org",
        "<OGRVRTDataSource></OGRVRTDataSource>", "//vsicurl/https://example.org/a.gpkg"}) {
    const std::string message = boundaries_of(temp, file);
    EXPECT_NE(message.find("there is no file"), std::string::npos) << message;
  }
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
