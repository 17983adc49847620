#include "geo/io/point_files.hpp"

#include <cmath>

#include "support.hpp"

// Several files as one input.
namespace geo::io {
namespace {

using test::expect_input_error;
using test::TempFolder;
using test::write_file;

std::vector<std::string> texts(const PointsRead& read, const std::string& column) {
  return std::get<std::vector<std::string>>(read.points.find(column)->values);
}

PointSource asking() {
  PointSource source;
  source.columns = {{"name", ColumnKind::kText},
                    {"field", ColumnKind::kCategory},
                    {"staff", ColumnKind::kNumber}};
  return source;
}

TEST(FilesNamed, PatternsInTheOrderOfNames) {
  const TempFolder temp;
  for (const char* name : {"b.csv", "a.csv", "ab.csv", "B.csv", "a.txt", ".a.csv", "区.csv"}) {
    write_file(temp / name, "x");
  }
  std::filesystem::create_directory(temp / "z.csv");
  std::filesystem::create_directory(temp / "sub");
  write_file(temp / "sub/c.csv", "x");
  const std::string folder = temp.path().string() + "/";
  const auto named = [&](std::vector<std::string> paths) {
    for (std::string& path : paths) path.insert(0, folder);
    std::vector<std::string> found = files_named(paths);
    for (std::string& path : found) path.erase(0, folder.size());
    return found;
  };
  using Names = std::vector<std::string>;
  EXPECT_EQ(named({"*.csv"}), (Names{"B.csv", "a.csv", "ab.csv", "b.csv", "区.csv"}));
  EXPECT_EQ(named({"?.csv"}), (Names{"B.csv", "a.csv", "b.csv"}))
      << "in the locale of a program, a character is a byte";
  EXPECT_EQ(named({"[ab].csv"}), (Names{"a.csv", "b.csv"}));
  EXPECT_EQ(named({"*/*.csv"}), (Names{"sub/c.csv"}));
  EXPECT_EQ(named({"b.csv", "a.*", "a.csv", "./a.csv"}), (Names{"./a.csv", "a.txt", "b.csv"}))
      << "each once";
  EXPECT_EQ(named({"missing.csv"}), (Names{"missing.csv"})) << "the reader says that it is missing";
  expect_input_error(
      [&] {
        static_cast<void>(named({"a.csv", "*.gpkg"}));
      },
      {"*.gpkg: no file fits this pattern"});
  expect_input_error([&] { static_cast<void>(named({"*/a/*.csv"})); },
                     {"*/a/*.csv: is a pattern in more than the last two parts"});
  expect_input_error([&] { static_cast<void>(files_named({"/*/*/*/*/*/*"})); },
                     {"/*/*/*/*/*/*: is a pattern in more than"});
  // A file of just that name is no pattern.
  write_file(temp / "[ab].csv", "x");
  EXPECT_EQ(named({"[ab].csv"}), (Names{"[ab].csv"}));
  EXPECT_EQ(files_named({"/vsizip/a*.zip", "PG:dbname='a*'"}),
            (Names{"/vsizip/a*.zip", "PG:dbname='a*'"}));
}

TEST(PointFiles, AreReadAsOne) {
  const TempFolder temp;
  const std::vector<std::string> files = {
      write_file(temp / "1.csv",
                 "name,lon,lat,field,staff\n甲,121,31,芯片,1\nbad,,31,x,2\n乙,121.1,31,AI,x\n"),
      // In another order, in another encoding, with more columns, a blank line and a bad last row.
      write_file(temp / "2.csv",
                 "staff,field,more,lat,lon,name\n3,AI,,31.2,121.2,\xb1\xfb\n\n4,\xd0\xbe\xc6\xac,,"
                 "99,121,\xb6\xa1\n"),
      write_file(temp / "3.csv", "name,lon,lat,field,staff,synthetic\n戊,121.4,31,机器人,y,1\n")};
  const PointsRead read = read_point_files(asking(), files, Context(1));
  read.points.validate();
  read.rejects.validate();
  EXPECT_EQ(read.rejects.read, 6U);
  EXPECT_EQ(read.points.x, (std::vector<double>{121, 121.1, 121.2, 121.4}));
  EXPECT_EQ(texts(read, "name"), (std::vector<std::string>{"甲", "乙", "丙", "戊"}));
  const Categories& fields = read.points.categories("field");
  EXPECT_EQ(fields.names, (std::vector<std::string>{"芯片", "AI", "机器人"}));
  EXPECT_EQ(fields.codes, (std::vector<std::uint32_t>{0, 1, 1, 2}));
  const auto& staff = std::get<std::vector<double>>(read.points.find("staff")->values);
  EXPECT_EQ(staff[2], 3);
  EXPECT_TRUE(std::isnan(staff[1]) && std::isnan(staff[3]));
  EXPECT_EQ(read.encoding, "UTF-8,GB18030");
  EXPECT_TRUE(read.points.synthetic);
  EXPECT_EQ(read.points.source, files.front() + " ... " + files.back() + " (3 files)");
  EXPECT_EQ(read.rejects.file, read.points.source);
  ASSERT_EQ(read.not_numbers.size(), 1U);
  EXPECT_EQ(read.not_numbers.front().count, 2U);

  // Whose row is which.
  ASSERT_EQ(read.files.size(), 3U);
  const auto whose = [&](std::uint64_t row) {
    const FileRow found = file_row(read.files, row);
    return std::filesystem::path(found.file).filename().string() + ":" + std::to_string(found.row);
  };
  EXPECT_EQ(whose(read.points.row[0]), "1.csv:1");
  EXPECT_EQ(whose(read.points.row[1]), "1.csv:3");
  EXPECT_EQ(whose(read.points.row[2]), "2.csv:1");
  EXPECT_EQ(whose(read.points.row[3]), "3.csv:1");
  ASSERT_EQ(read.rejects.rows.size(), 2U);
  EXPECT_EQ(whose(read.rejects.rows[0].row), "1.csv:2");
  EXPECT_EQ(whose(read.rejects.rows[1].row), "2.csv:2");
  ASSERT_EQ(read.rejects.cells.size(), 2U);
  EXPECT_EQ(whose(read.rejects.cells[1].row), "3.csv:1");
  EXPECT_TRUE(std::is_sorted(read.points.row.begin(), read.points.row.end()));
}

TEST(PointFiles, OneIsReadAsAlways) {
  const TempFolder temp;
  const std::string file = write_file(temp / "1.csv", "name,lon,lat,field,staff\na,121,31,,\n");
  const PointsRead read = read_point_files(asking(), {file}, Context(1));
  EXPECT_TRUE(read.files.empty());
  EXPECT_EQ(read.points.source, file);
  EXPECT_EQ(file_row(read.files, 7).row, 7U);
  EXPECT_EQ(file_row(read.files, 7).file, "");
}

TEST(PointFiles, WhatDiffersIsAnError) {
  const TempFolder temp;
  const std::string good =
      write_file(temp / "1.csv", "name,lon,lat,注册资本（万元）\na,121,31,5\n");
  const auto with = [&](const std::string& name, const std::string& bytes, bool capital = false) {
    PointSource source;
    source.columns = {{"name", ColumnKind::kText}};
    if (capital) source.columns.push_back({"注册资本", ColumnKind::kNumber});
    static_cast<void>(read_point_files(source, {good, write_file(temp / name, bytes)}, Context(1)));
  };
  expect_input_error([&] { with("2.csv", "lon,lat\n121,31\n"); },
                     {"2.csv: there is no column 'name'", "lon, lat"});
  expect_input_error(
      [&] { with("3.csv", "name,经度,纬度\na,121,31\n"); },
      {"3.csv: has its coordinates in '经度' and '纬度'", "1.csv in 'lon' and 'lat'"});
  expect_input_error([&] { with("4.csv", "name,lon,lat\n"); }, {"4.csv", "has no rows"});
  expect_input_error([&] { with("5.csv", "name,lon,lat,注册资本（元）\na,121,31,5\n", true); },
                     {"5.csv: its column '注册资本' states 元", "1.csv 万元"});
  expect_input_error([&] { with("6.csv", "name,lon,lat,注册资本\na,121,31,5\n", true); },
                     {"6.csv: its column '注册资本' states no unit"});
  const std::string other = write_file(
      temp / "7.geojson",
      R"({"type":"FeatureCollection","crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::32651"}},"features":[{"type":"Feature","properties":{"name":"a"},"geometry":{"type":"Point","coordinates":[350000,3450000]}}]})");
  PointSource source;
  source.columns = {{"name", ColumnKind::kText}};
  expect_input_error(
      [&] {
        static_cast<void>(read_point_files(source, {good, other}, Context(1)));
      },
      {"7.geojson: is in EPSG:32651", "1.csv in WGS84"});
}

TEST(PointFiles, TablesNameTheFiles) {
  const std::vector<FileRows> files = {{"a.csv", 0}, {"b.csv", 10}, {"c.csv", 10}, {"d.csv", 12}};
  Table table;
  table.columns = {{"stated", {}, "", 0, std::vector<std::string>{"p", "q", "r", "s"}},
                   {"source_row", {}, "", 0, std::vector<std::int64_t>{1, 10, 11, 13}}};
  Table same = table;
  name_files(same, {});
  EXPECT_EQ(same.columns.size(), 2U);
  name_files(table, files);
  ASSERT_EQ(table.columns.size(), 3U);
  EXPECT_EQ(table.columns[1].name, "source_file");
  EXPECT_EQ(std::get<std::vector<std::string>>(table.columns[1].values),
            (std::vector<std::string>{"a.csv", "a.csv", "c.csv", "d.csv"}));
  EXPECT_EQ(std::get<std::vector<std::int64_t>>(table.columns[2].values),
            (std::vector<std::int64_t>{1, 10, 1, 1}));
}

}  // namespace
}  // namespace geo::io
