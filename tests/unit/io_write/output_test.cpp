#include "geo/io/output.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "io/file_sink.hpp"
#include "io/staging.hpp"
#include "unit/io_write/support.hpp"

namespace geo::io {
namespace {

namespace fs = std::filesystem;
using test::message_of;
using test::names_in;
using test::read_bytes;
using test::TempFolder;
using test::write_bytes;
using Names = std::set<std::string>;

std::size_t staging_folders(const fs::path& folder) {
  std::size_t count = 0;
  for (const std::string& name : names_in(folder)) count += is_staging_name(name) ? 1U : 0U;
  return count;
}

TEST(OutputFolder, CommitPutsEveryFileInPlaceAndLeavesNothingElse) {
  const TempFolder temp;
  write_bytes(temp / "b.csv", "old");
  OutputFolder output(temp.path());
  write_bytes(output.stage("a.csv"), "new a");
  write_bytes(output.stage("b.csv"), "new b");
  write_bytes(output.stage("heatmaps/deep/c.tif"), "new c");
  EXPECT_EQ(read_bytes(temp / "b.csv"), "old");
  EXPECT_FALSE(fs::exists(temp / "a.csv"));
  EXPECT_FALSE(fs::exists(temp / "heatmaps"));
  EXPECT_EQ(output.names(), (std::vector<std::string>{"a.csv", "b.csv", "heatmaps/deep/c.tif"}));

  output.commit();
  EXPECT_EQ(names_in(temp.path()), (Names{"a.csv", "b.csv", "heatmaps"}));
  EXPECT_EQ(read_bytes(temp / "a.csv"), "new a");
  EXPECT_EQ(read_bytes(temp / "b.csv"), "new b");
  EXPECT_EQ(read_bytes(temp / "heatmaps/deep/c.tif"), "new c");
  EXPECT_EQ(message_of(ErrorCode::kInternal, [&] { static_cast<void>(output.stage("d")); }),
            "OutputFolder: staged after the commit");
  EXPECT_EQ(message_of(ErrorCode::kInternal, [&] { output.commit(); }),
            "OutputFolder: committed twice");
}

TEST(OutputFolder, WithoutACommitTheOldFilesStayAndNothingIsLeft) {
  const TempFolder temp;
  write_bytes(temp / "a.csv", "old");
  {
    OutputFolder output(temp.path());
    write_bytes(output.stage("a.csv"), "new");
    write_bytes(output.stage("heatmaps/b.tif"), "new");
  }
  EXPECT_EQ(names_in(temp.path()), Names{"a.csv"});
  EXPECT_EQ(read_bytes(temp / "a.csv"), "old");
}

TEST(OutputFolder, RemovesTheFoldersThatItMadeAndOnlyThose) {
  const TempFolder temp;
  fs::create_directory(temp / "mine");
  { const OutputFolder output(temp / "mine/x/y/z/"); }
  EXPECT_EQ(names_in(temp.path()), Names{"mine"});
  EXPECT_TRUE(fs::is_empty(temp / "mine"));
  {
    const OutputFolder output(temp / "mine/x/y");
    write_bytes(temp / "mine/x/foreign", "");
  }
  EXPECT_EQ(names_in(temp / "mine/x"), Names{"foreign"});
  { const OutputFolder output(temp / "mine"); }
  EXPECT_TRUE(fs::exists(temp / "mine"));
  {
    OutputFolder output(temp / "new/folder");
    write_bytes(output.stage("a"), "");
    output.commit();
  }
  EXPECT_EQ(names_in(temp / "new/folder"), Names{"a"});
}

TEST(OutputFolder, AnEmptyCommitKeepsTheFolder) {
  const TempFolder temp;
  { OutputFolder(temp / "out").commit(); }
  EXPECT_TRUE(fs::is_empty(temp / "out"));
}

TEST(OutputFolder, SaysWhatStandsInTheWay) {
  const TempFolder temp;
  fs::create_directory(temp / "a.csv");
  write_bytes(temp / "heatmaps", "");
  const std::string folder = temp.path().string();
  EXPECT_EQ(message_of(ErrorCode::kOutput, [&] { const OutputFolder output(temp / "heatmaps"); }),
            folder + "/heatmaps: is a file; choose a folder");
  EXPECT_EQ(message_of(ErrorCode::kOutput, [&] { const OutputFolder output(temp / "heatmaps/x"); }),
            folder + "/heatmaps/x: cannot be written: Not a directory; choose another folder");
  OutputFolder output(temp.path());
  EXPECT_EQ(message_of(ErrorCode::kOutput, [&] { static_cast<void>(output.stage("a.csv")); }),
            folder +
                "/a.csv: is a folder where a file has to be written; remove it or choose "
                "another folder");
  EXPECT_EQ(
      message_of(ErrorCode::kOutput, [&] { static_cast<void>(output.stage("heatmaps/a.tif")); }),
      folder +
          "/heatmaps: is a file where a folder has to be made; remove it or choose another "
          "folder");
  EXPECT_TRUE(output.names().empty());
}

TEST(OutputFolder, RefusesNamesThatLeadOutOrComeTwice) {
  const TempFolder temp;
  OutputFolder output(temp.path());
  for (const char* name : {"", ".", "..", "/a", "../a", "a/../../b", "a/..", "./a", "a//b", "a/"}) {
    EXPECT_THROW(static_cast<void>(output.stage(name)), Error) << name;
  }
  static_cast<void>(output.stage("a"));
  EXPECT_EQ(message_of(ErrorCode::kInternal, [&] { static_cast<void>(output.stage("a")); }),
            "OutputFolder: 'a' is staged twice");
}

TEST(OutputFolder, AMissingFileStopsTheCommitBeforeAnythingMoves) {
  const TempFolder temp;
  write_bytes(temp / "a", "old");
  {
    OutputFolder output(temp.path());
    write_bytes(output.stage("a"), "new");
    static_cast<void>(output.stage("sub/b"));
    EXPECT_EQ(message_of(ErrorCode::kOutput, [&] { output.commit(); }),
              (temp / "sub/b").string() +
                  ": cannot be written: it was announced but not made; choose another folder");
  }
  EXPECT_EQ(read_bytes(temp / "a"), "old");
  EXPECT_EQ(names_in(temp.path()), Names{"a"});
}

TEST(OutputFolder, AFailureHalfWayMovesBackWhatWasMoved) {
  const TempFolder temp;
  write_bytes(temp / "old", "old");
  {
    OutputFolder output(temp.path());
    write_bytes(output.stage("old"), "new");
    write_bytes(output.stage("new"), "new");
    write_bytes(output.stage("sub/new"), "new");
    write_bytes(output.stage("blocked"), "new");
    fs::create_directories(temp / "blocked/inside");  // somebody else is quicker
    EXPECT_EQ(
        message_of(ErrorCode::kOutput, [&] { output.commit(); }),
        (temp / "blocked").string() + ": cannot be written: Is a directory; choose another folder");
  }
  EXPECT_EQ(read_bytes(temp / "old"), "old");
  EXPECT_EQ(names_in(temp.path()), (Names{"blocked", "old"}));
  EXPECT_TRUE(fs::exists(temp / "blocked/inside"));
}

TEST(OutputFolder, TwoRunsInOneFolderLeaveEachOtherAlone) {
  const TempFolder temp;
  OutputFolder first(temp.path());
  write_bytes(first.stage("a"), "first");
  {
    OutputFolder second(temp.path());
    write_bytes(second.stage("a"), "second");
    EXPECT_EQ(staging_folders(temp.path()), 2U);
    second.commit();
  }
  EXPECT_EQ(read_bytes(temp / "a"), "second");
  first.commit();
  EXPECT_EQ(read_bytes(temp / "a"), "first");
  EXPECT_EQ(names_in(temp.path()), Names{"a"});
}

TEST(OutputFolder, TheNextRunRemovesWhatAKilledOneLeft) {
  const TempFolder temp;
  const pid_t child = fork();
  if (child == 0) {
    OutputFolder output(temp.path());
    write_bytes(output.stage("a"), "half");
    raise(SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(staging_folders(temp.path()), 1U);
  fs::create_directory(temp / ".geo-backup");
  fs::create_directory(temp / ".geo-staging-backup2");
  {
    const OutputFolder output(temp.path());
    EXPECT_EQ(staging_folders(temp.path()), 1U);
  }
  EXPECT_EQ(names_in(temp.path()), (Names{".geo-backup", ".geo-staging-backup2"}));
}

TEST(OutputFolder, MessagesNameTheFileThatTheUserAskedFor) {
  EXPECT_EQ(final_path("out/.geo-staging-aB3xyZ/heatmaps/a.tif"), "out/heatmaps/a.tif");
  EXPECT_EQ(final_path("/.geo-staging-aB3xyZ/a"), "/a");
  EXPECT_EQ(final_path(".geo-staging-/a"), ".geo-staging-/a");
  const TempFolder temp;
  OutputFolder output(temp.path());
  const fs::path staged = output.stage("a");
  fs::create_directory(staged);
  EXPECT_EQ(message_of(ErrorCode::kOutput, [&] { const FileSink sink(staged); }),
            (temp / "a").string() + ": cannot be written: Is a directory; choose another folder");
}

}  // namespace
}  // namespace geo::io
