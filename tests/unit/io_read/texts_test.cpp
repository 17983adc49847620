#include "geo/io/texts.hpp"

#include <gdal_priv.h>
#include <ogrsf_frmts.h>

#include "geo/core/context.hpp"
#include "geo/io/points.hpp"
#include "io/gdal.hpp"
#include "support.hpp"

// Columns of rows that need no place.
namespace geo::io {
namespace {

using test::expect_input_error;
using test::TempFolder;
using test::write_file;
using Texts = std::vector<std::string>;

TextsRead read(const std::string& path, const Texts& columns, const std::string& encoding = {}) {
  TextsRead texts = read_texts(path, "", encoding, columns, Context(1));
  texts.rejects.validate();
  for (const Texts& column : texts.columns) EXPECT_EQ(column.size(), texts.row.size());
  EXPECT_EQ(texts.columns.size(), columns.size());
  return texts;
}

TEST(ReadTexts, DelimitedText) {
  const TempFolder temp;
  const std::string path =
      write_file(temp / "a.csv",
                 "id,范围,more\n1,  芯片 设计 ,x\n\n2,\"a, \"\"b\"\"\",\n3,too,many,fields\n4,,\n");
  const TextsRead texts = read(path, {"范围", "id", "范围"});
  EXPECT_EQ(texts.columns[0], (Texts{"芯片 设计", "a, \"b\"", ""}));
  EXPECT_EQ(texts.columns[1], (Texts{"1", "2", "4"}));
  EXPECT_EQ(texts.columns[2], texts.columns[0]) << "asked for twice";
  EXPECT_EQ(texts.row, (std::vector<std::uint64_t>{1, 2, 4}));
  EXPECT_EQ(texts.rejects.read, 4U);
  EXPECT_EQ(texts.rejects.used, 3U);
  ASSERT_EQ(texts.rejects.rows.size(), 1U);
  EXPECT_EQ(texts.rejects.rows.front().row, 3U);
  EXPECT_EQ(texts.rejects.rows.front().reason, reject_reason::kFieldCount);
  EXPECT_EQ(texts.encoding, "UTF-8");
  EXPECT_FALSE(texts.synthetic);
  EXPECT_TRUE(read(path, {}).columns.empty());
  EXPECT_EQ(read(path, {}).row.size(), 3U);
}

TEST(ReadTexts, EncodingsAndMarks) {
  const TempFolder temp;
  const std::string gbk = write_file(temp / "gbk.csv", "\xc3\xfb\xb3\xc6\n\xd0\xbe\xc6\xac\n");
  EXPECT_EQ(read(gbk, {"名称"}).columns[0], (Texts{"芯片"}));
  EXPECT_EQ(read(gbk, {"名称"}).encoding, "GB18030");
  EXPECT_EQ(read(gbk, {"名称"}, "GBK").columns[0], (Texts{"芯片"}));
  for (const char* mark : {"1", "true", "SYNTHETIC"}) {
    const std::string bytes = std::string("name,data_status\na,\nb,") + mark + "\n";
    EXPECT_TRUE(read(write_file(temp / "mark.csv", bytes), {"name"}).synthetic) << mark;
  }
  EXPECT_FALSE(read(write_file(temp / "no.csv", "name,synthetic\na,0\n"), {"name"}).synthetic);
}

TEST(ReadTexts, LayersOfFiles) {
  const TempFolder temp;
  init_gdal();
  const std::string path = (temp / "a.gpkg").string();
  {
    const GDALDatasetUniquePtr file(GetGDALDriverManager()->GetDriverByName("GPKG")->Create(
        path.c_str(), 0, 0, 0, GDT_Unknown, nullptr));
    for (const char* name : {"one", "two"}) {
      OGRLayer* layer = file->CreateLayer(name, nullptr, wkbNone, nullptr);
      OGRFieldDefn text("名称", OFTString);
      OGRFieldDefn number("code", OFTInteger64);
      ASSERT_EQ(layer->CreateField(&text), OGRERR_NONE);
      ASSERT_EQ(layer->CreateField(&number), OGRERR_NONE);
      OGRFeature feature(layer->GetLayerDefn());
      feature.SetField(0, name);
      feature.SetField(1, GIntBig{310115000000});
      ASSERT_EQ(layer->CreateFeature(&feature), OGRERR_NONE);
      OGRFeature empty(layer->GetLayerDefn());
      ASSERT_EQ(layer->CreateFeature(&empty), OGRERR_NONE);
    }
  }
  const TextsRead texts = read_texts(path, "two", "", {"code", "名称"}, Context(1));
  EXPECT_EQ(texts.columns[0], (Texts{"310115000000", ""}));
  EXPECT_EQ(texts.columns[1], (Texts{"two", ""}));
  EXPECT_EQ(texts.row, (std::vector<std::uint64_t>{1, 2}));
  EXPECT_EQ(texts.encoding, "");
  expect_input_error([&] { static_cast<void>(read(path, {"code"})); },
                     {"a.gpkg: holds several layers", "one, two"});
  expect_input_error(
      [&] { static_cast<void>(read_texts(path, "three", "", {"code"}, Context(1))); },
      {"a.gpkg: there is no layer 'three'"});
}

TEST(ReadTexts, WhatIsNotThere) {
  const TempFolder temp;
  const std::string path = write_file(temp / "a.csv", "name,code\na,1\n");
  expect_input_error([&] { static_cast<void>(read(path, {"cod"})); },
                     {"a.csv: there is no column 'cod'; did you mean 'code'?"});
  expect_input_error([&] { static_cast<void>(read((temp / "b.csv").string(), {"name"})); },
                     {"b.csv: no such file"});
  expect_input_error([&] { static_cast<void>(read(write_file(temp / "c.csv", ""), {"name"})); },
                     {"c.csv: is empty"});
  const std::string header = write_file(temp / "d.csv", "name\n");
  EXPECT_TRUE(read(header, {"name"}).row.empty()) << "no rows are no error here";
}

TEST(ReadTexts, StopsWhenItIsCancelled) {
  const TempFolder temp;
  const std::string path = write_file(temp / "a.csv", "name\na\n");
  const Context context(1);
  context.cancel();
  test::message_of(ErrorCode::kCancelled,
                   [&] { static_cast<void>(read_texts(path, "", "", {"name"}, context)); });
}

}  // namespace
}  // namespace geo::io
