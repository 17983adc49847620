#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstring>
#include <limits>
#include <random>
#include <thread>
#include <tuple>

#include "geo/io/points.hpp"
#include "io/delimited.hpp"
#include "io/point_feed.hpp"
#include "io/point_pool.hpp"
#include "support.hpp"

namespace {

using geo::Categories;
using geo::Context;
using geo::io::ColumnKind;
using geo::io::DelimitedOptions;
using geo::io::DelimitedReader;
using geo::io::PointBatch;
using geo::io::PointFeed;
using geo::io::PointReader;
using geo::io::PointsBuilder;
using geo::io::PointSource;
using geo::io::PointsPart;
using geo::io::PointsRead;
using geo::test::expect_input_error;
using geo::test::TempFolder;
using geo::test::write_file;

constexpr auto kAll = std::numeric_limits<std::uint64_t>::max();

PointSource at(const std::string& path) {
  PointSource source;
  source.path = path;
  return source;
}

PointSource asking(const std::string& path) {
  PointSource source;
  source.path = path;
  source.weight_column = "weight";
  source.columns = {{"name", ColumnKind::kText},
                    {"field", ColumnKind::kCategory},
                    {"staff", ColumnKind::kNumber},
                    {"founded", ColumnKind::kDate}};
  return source;
}

// Everything that a reading gives, as text: equal texts are equal readings, NaN or not.
struct Told {
  std::vector<std::string> points;
  std::vector<std::string> rejects;
  std::vector<std::string> cells;
  std::vector<std::string> unlocated;
  std::vector<std::string> why;
  bool synthetic = false;

  friend bool operator==(const Told&, const Told&) = default;

  void add(const geo::UnlocatedSet& set) {
    geo::PointSet placed;
    placed.x.assign(set.size(), 0);
    placed.y = placed.x;
    placed.row = set.row;
    placed.weight = set.weight;
    placed.columns = set.columns;
    Told told;
    told.add(placed);
    for (std::string& text : told.points) unlocated.push_back(std::move(text));
    add(set.why, why);
  }

  void add(const geo::PointSet& set) {
    synthetic = synthetic || set.synthetic;
    for (std::size_t i = 0; i < set.size(); ++i) {
      std::string text = std::to_string(set.row[i]);
      const auto bits = [&](double value) {
        std::uint64_t word = 0;
        std::memcpy(&word, &value, sizeof word);
        text += " " + std::to_string(word);
      };
      bits(set.x[i]);
      bits(set.y[i]);
      bits(set.weight_of(i));
      for (const geo::Column& column : set.columns) {
        text += "|" + column.name + "=";
        if (const auto* numbers = std::get_if<std::vector<double>>(&column.values)) {
          bits((*numbers)[i]);
        } else if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
          text += (*texts)[i];
        } else {
          const auto& categories = std::get<Categories>(column.values);
          const std::uint32_t code = categories.codes[i];
          text += code == Categories::kMissing
                      ? "none"
                      : std::to_string(code) + ":" + categories.names.at(code);
        }
      }
      points.push_back(std::move(text));
    }
  }
  void add(const std::vector<geo::Reject>& list, std::vector<std::string>& to) const {
    for (const geo::Reject& each : list) {
      to.push_back(std::to_string(each.row) + "|" + each.column + "|" + each.value + "|" +
                   each.reason + "|" + each.advice);
    }
  }
};

// The slow twin: one record after the other, in one part.
Told told_slowly(const PointSource& source, const PointFeed& feed) {
  Told told;
  DelimitedReader reader(source.path, source.path, {});
  PointsBuilder builder(feed.rules());
  while (reader.next()) {
    builder.add_row(reader.fields(), reader.row(), [&] { return reader.joined(); });
  }
  const PointsPart part = builder.take();
  told.add(part.points);
  told.add(part.unlocated);
  told.add(part.rejected, told.rejects);
  told.add(part.cells, told.cells);
  return told;
}

// Texts that make it hard to tell where a record begins.
std::string nasty_text(std::mt19937& random) {
  const std::vector<std::string> rows = {
      "甲,121.5,31.2,10,芯片,5,2018-5-1\n",
      "\"乙, \"\"丙\"\"\",121.6,31.3,2,医疗,many,2019\r\n",
      "\"two\nlines\n\",121.7,31.4,3,,7,\n",
      "5\" pipe,121.8,31.5,4,芯片,8,never\n",      // a quote that is none
      "\"abc\"d\"ef,1.1,2.2,5,软件,9,20180501\r",  // one behind a closed field
      "丁,none,31.5,4,软件,8,\n",
      "戊,121,31,-4,软件,8,\n",
      "己,121,31\n",
      "合计,,,,,,\n",
      "注：以上,,,,,,\n",
      "单独一格,,,,,,\n",  // beneath a note it is one, too
      ",,,,,,\n",
      "\n",
      "\r\n",
      "name,lon,lat,weight,field,staff,founded\n",
      "\",\n,\"\",\"\n\",121,31,1,\"x\ny\",1,2020-01\n"};
  std::string text = "name,lon,lat,weight,field,staff,founded\n始,121,31,1,始,1,2000\n";
  const std::size_t count = random() % 60;
  for (std::size_t i = 0; i < count; ++i) text += rows[random() % rows.size()];
  if (random() % 3 == 0) text += "末,121.9,31.9,9,末,9,2009";  // no line end
  return text;
}

TEST(Batches, BlocksInParallelAreOneRecordAfterTheOther) {
  const TempFolder folder;
  std::mt19937 random(3);
  std::size_t points = 0;
  std::size_t rejects = 0;
  std::size_t unlocated = 0;
  for (int round = 0; round < 150; ++round) {
    const std::string text = nasty_text(random);
    PointSource source = asking(write_file(folder / "a.csv", text));
    source.keep_unlocated = round % 2 == 0;
    const geo::io::Located located{source.path, true, ""};
    const Told expected = told_slowly(source, *geo::io::open_text(source, located, {}));
    points += expected.points.size();
    rejects += expected.rejects.size();
    unlocated += expected.unlocated.size();
    for (const std::size_t block : {1U, 3U, 17U, 64U, 1000U}) {
      DelimitedOptions options;
      options.block_bytes = block;
      options.chunk_bytes = round % 2 == 0 ? 16 : 1 << 20U;
      const auto feed = geo::io::open_text(source, located, options);
      const Context context(1 + round % 3);
      std::vector<PointsPart> parts;
      while (feed->next(parts, context)) {
      }
      geo::io::PointPool pool(feed->rules());
      for (PointsPart& part : parts) pool.add(std::move(part), round % 5 == 0 ? 0.5 : 0);
      const PointBatch all = pool.take(kAll);
      Told got;
      got.add(all.points);
      got.add(all.unlocated);
      got.add(all.rejects.rows, got.rejects);
      got.add(all.rejects.cells, got.cells);
      ASSERT_EQ(got, expected) << "block " << block << "\n" << text;
    }
  }
  EXPECT_GT(points, 1000U);
  EXPECT_GT(rejects, 1000U);
  EXPECT_GT(unlocated, 50U);
}

TEST(Batches, TogetherAreAllOfTheFile) {
  const TempFolder folder;
  std::mt19937 random(4);
  for (int round = 0; round < 60; ++round) {
    PointSource source = asking(write_file(folder / "a.csv", nasty_text(random)));
    source.keep_unlocated = round % 2 == 0;
    const geo::io::Located located{source.path, true, ""};
    const Told expected = told_slowly(source, *geo::io::open_text(source, located, {}));
    const PointsRead whole = geo::io::read_points(source, Context(2));
    whole.points.validate();
    whole.rejects.validate();
    Told got;
    got.add(whole.points);
    got.add(whole.unlocated);
    got.add(whole.rejects.rows, got.rejects);
    got.add(whole.rejects.cells, got.cells);
    ASSERT_EQ(got, expected);
    for (const std::uint64_t size :
         {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{7}, std::uint64_t{1000}, kAll}) {
      PointReader reader(source, Context(1));
      Told pieces;
      std::uint64_t read = 0;
      std::uint64_t last_row = 0;
      std::uint64_t short_batches = 0;
      while (const std::optional<PointBatch> batch = reader.next(size)) {
        batch->points.validate();
        batch->rejects.validate();
        batch->unlocated.validate();
        EXPECT_EQ(short_batches, 0U) << "only the last may have fewer";
        short_batches += batch->rejects.read < size ? 1U : 0U;
        ASSERT_LE(batch->rejects.read, size);
        for (const std::uint64_t row : batch->points.row) ASSERT_GT(row, last_row);
        for (const geo::Reject& reject : batch->rejects.rows) ASSERT_GT(reject.row, last_row);
        for (const std::uint64_t row : batch->unlocated.row) ASSERT_GT(row, last_row);
        for (const geo::Reject& cell : batch->rejects.cells) ASSERT_GT(cell.row, last_row);
        if (batch->points.size() > 0) last_row = batch->points.row.back();
        if (batch->unlocated.size() > 0) {
          last_row = std::max(last_row, batch->unlocated.row.back());
        }
        if (!batch->rejects.rows.empty()) {
          last_row = std::max(last_row, batch->rejects.rows.back().row);
        }
        pieces.add(batch->points);
        pieces.add(batch->unlocated);
        pieces.add(batch->rejects.rows, pieces.rejects);
        pieces.add(batch->rejects.cells, pieces.cells);
        read += batch->rejects.read;
      }
      ASSERT_EQ(pieces, expected) << "batches of " << size;
      EXPECT_EQ(reader.read(), read);
      EXPECT_EQ(reader.used(), expected.points.size());
      EXPECT_EQ(reader.facts().imprecise, whole.imprecise);
      ASSERT_EQ(reader.facts().not_numbers.size(), whole.not_numbers.size());
      if (!whole.not_numbers.empty()) {
        EXPECT_EQ(reader.facts().not_numbers[0].count, whole.not_numbers[0].count);
        EXPECT_EQ(reader.facts().not_numbers[0].first_row, whole.not_numbers[0].first_row);
        EXPECT_EQ(reader.facts().not_numbers[0].example, whole.not_numbers[0].example);
      }
      EXPECT_FALSE(reader.next(size).has_value());
    }
  }
}

TEST(Batches, OfLayersToo) {
  const TempFolder folder;
  std::string text = R"({"type":"FeatureCollection","features":[)";
  for (int i = 0; i < 9000; ++i) {
    text += (i > 0 ? "," : "") + std::string(R"({"type":"Feature","properties":{"k":"c)") +
            std::to_string(i % 7) + R"("},"geometry":)" +
            (i % 10 == 3 ? std::string("null")
                         : R"({"type":"Point","coordinates":[121.)" + std::to_string(i) + ",31]}") +
            "}";
  }
  PointSource source;
  source.path = write_file(folder / "a.geojson", text + "]}");
  source.columns = {{"k", ColumnKind::kCategory}};
  source.keep_unlocated = true;
  const PointsRead whole = geo::io::read_points(source, Context(1));
  EXPECT_EQ(whole.rejects.read, 9000U);
  Told expected;
  expected.add(whole.points);
  expected.add(whole.unlocated);
  EXPECT_EQ(expected.unlocated.size(), 900U);
  expected.add(whole.rejects.rows, expected.rejects);
  Told got;
  PointReader reader(source, Context(1));
  while (const auto batch = reader.next(1300)) {
    got.add(batch->points);
    got.add(batch->unlocated);
    got.add(batch->rejects.rows, got.rejects);
  }
  EXPECT_EQ(got, expected);
}

TEST(Batches, ALateErrorNamesItsRow) {
  const TempFolder folder;
  std::string text = "lon,lat\n";
  constexpr int kRows = 400000;
  for (int i = 0; i < kRows; ++i) text += "121.25,31.125\n";
  const std::string open = write_file(folder / "open.csv", text + "\"121,31\n121,31\n");
  expect_input_error([&] { (void)geo::io::read_points(at(open), Context(2)); },
                     {"row 400001: a quoted field is never closed"});
  const std::string nul = write_file(folder / "nul.csv", text + std::string("\0", 1));
  expect_input_error([&] { (void)geo::io::read_points(at(nul), Context(2)); }, {"NUL"});
}

TEST(Batches, AGuessThatProvesWrongLate) {
  const TempFolder folder;
  std::string text = "name,lon,lat\n";
  for (int i = 0; i < 900000; ++i) text += "ascii,121.25,31.125\n";
  text += "\xD5\xC5\xBD\xAD,121.5,31.5\n";  // 张江 in GBK
  PointSource source;
  source.path = write_file(folder / "a.csv", text);
  source.columns = {{"name", ColumnKind::kCategory}};
  const PointsRead whole = geo::io::read_points(source, Context(2));
  EXPECT_EQ(whole.encoding, "GB18030");
  EXPECT_EQ(whole.points.size(), 900001U);
  EXPECT_EQ(whole.points.categories("name").names.back(), "张江");
  PointReader reader(source, Context(1));
  EXPECT_EQ(reader.next(1000)->points.size(), 1000U);
  expect_input_error(
      [&] {
        while (reader.next(100000)) {
        }
      },
      {"is not UTF-8", "set its encoding"});
  source.encoding = "GB18030";
  PointReader told(source, Context(1));
  std::uint64_t rows = 0;
  while (const auto batch = told.next(100000)) rows += batch->points.size();
  EXPECT_EQ(rows, 900001U);
}

// ---- Pipes

// Writes into a named pipe from a thread while `read` reads.
template <typename Read>
auto through_pipe(const std::filesystem::path& path, const std::string& bytes, Read&& read) {
  EXPECT_EQ(mkfifo(path.c_str(), 0600), 0);
  std::thread writer([&] {
    const int pipe = open(path.c_str(), O_WRONLY | O_CLOEXEC);
    for (std::size_t done = 0; done < bytes.size();) {
      const ssize_t more =
          write(pipe, bytes.data() + done, std::min<std::size_t>(7777, bytes.size() - done));
      if (more <= 0) break;
      done += static_cast<std::size_t>(more);
    }
    close(pipe);
  });
  struct Join {
    std::thread& thread;
    ~Join() { thread.join(); }
  } join{writer};
  return read();
}

TEST(Pipes, AreReadOnceAndToldByTheirBeginning) {
  signal(SIGPIPE, SIG_IGN);
  const TempFolder folder;
  std::string utf8 = "name,lon,lat\n";
  std::string gbk = utf8;
  std::string ascii = utf8;
  for (int i = 0; i < 100000; ++i) {
    const std::string rest = "," + std::to_string(100 + i % 50) + ".5,31\n";
    utf8 += "张江" + rest;
    gbk += "\xD5\xC5\xBD\xAD" + rest;
    ascii += "plain words" + rest;
  }
  PointSource source;
  source.columns = {{"name", ColumnKind::kCategory}};
  int number = 0;
  const auto read = [&](const std::string& bytes, const std::string& encoding = "") {
    source.path = (folder / ("pipe" + std::to_string(++number))).string();
    source.encoding = encoding;
    return through_pipe(source.path, bytes,
                        [&] { return geo::io::read_points(source, Context(2)); });
  };
  for (const auto& [bytes, encoding, told] :
       {std::tuple{utf8, "UTF-8", ""}, std::tuple{gbk, "GB18030", ""},
        std::tuple{"\xEF\xBB\xBF" + utf8, "UTF-8", ""}, std::tuple{gbk, "GB18030", "GBK"}}) {
    const PointsRead got = read(bytes, told);
    EXPECT_EQ(got.encoding, encoding);
    EXPECT_EQ(got.points.size(), 100000U);
    EXPECT_EQ(got.points.categories("name").names, std::vector<std::string>{"张江"});
  }
  EXPECT_EQ(read(ascii).points.size(), 100000U);
  // What comes behind the first MiB comes too late.
  expect_input_error([&] { (void)read(ascii + gbk); },
                     {"is not UTF-8", "a pipe cannot be read again", "set its encoding"});
  EXPECT_EQ(read(ascii + gbk.substr(gbk.find('\n') + 1), "GB18030").points.size(), 200000U);
  expect_input_error([&] { (void)read("\x1F\x8B packed"); }, {"gzip"});
  expect_input_error([&] { (void)read(""); }, {"is empty"});
}

TEST(Pipes, WaitingForOneCanBeCancelled) {
  const TempFolder folder;
  const std::filesystem::path path = folder / "pipe";
  ASSERT_EQ(mkfifo(path.c_str(), 0600), 0);
  const int pipe = open(path.c_str(), O_RDWR | O_CLOEXEC);  // never closed while it is read
  const std::string some = "lon,lat\n1,2\n";
  ASSERT_EQ(write(pipe, some.data(), some.size()), static_cast<ssize_t>(some.size()));
  const Context context(1);
  std::thread watcher([&] {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    context.cancel();
  });
  EXPECT_NE(geo::test::message_of(geo::ErrorCode::kCancelled,
                                  [&] { (void)geo::io::read_points(at(path.string()), context); }),
            "");
  watcher.join();
  close(pipe);
}

}  // namespace
