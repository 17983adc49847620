#include "geo/sheet/sheet.hpp"

#include <gdal_priv.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <iterator>
#include <memory>
#include <set>
#include <sstream>
#include <tuple>

#include "geo/core/error.hpp"
#include "geo/scene/maps.hpp"
#include "support/file_size_limit.hpp"
#include "support/shared.hpp"
#include "unit/scene/example_city.hpp"

namespace geo::sheet {
namespace {

using test::City;
using test::TempFolder;

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// A decoded picture; GDAL is the other program that must be able to read it.
struct Picture {
  int width = 0;
  int height = 0;
  std::vector<unsigned char> rgb;

  explicit Picture(const std::filesystem::path& path) {
    GDALAllRegister();
    const std::unique_ptr<GDALDataset> file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER));
    if (file == nullptr) return;
    width = file->GetRasterXSize();
    height = file->GetRasterYSize();
    rgb.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
    EXPECT_EQ(file->RasterIO(GF_Read, 0, 0, width, height, rgb.data(), width, height, GDT_Byte, 3,
                             nullptr, 3, 3 * static_cast<GSpacing>(width), 1, nullptr),
              CE_None);
  }

  /// How many different colours a part of the picture has; the part is in shares of its sides.
  [[nodiscard]] std::size_t colours(double left, double top, double right, double bottom) const {
    std::set<std::tuple<int, int, int>> seen;
    for (int y = static_cast<int>(top * height); y < static_cast<int>(bottom * height); ++y) {
      for (int x = static_cast<int>(left * width); x < static_cast<int>(right * width); ++x) {
        const std::size_t at = (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                                static_cast<std::size_t>(x)) *
                               3;
        seen.emplace(rgb[at], rgb[at + 1], rgb[at + 2]);
      }
    }
    return seen.size();
  }
};

SheetOptions in(Language language, int width = 1200) {
  return {.width_px = width, .dpi = 120, .language = language};
}

TEST(Sheet, HasItsSizeAndIsNotBlank) {
  const TempFolder folder;
  const City city;
  for (const Language language : {Language::kChinese, Language::kEnglish}) {
    const auto path = folder / "map.png";
    write_png(scene::heatmap(city.inputs()), path, in(language), Context());
    const Picture picture(path);
    EXPECT_EQ(picture.width, 1200);
    EXPECT_GT(picture.height, 400);
    EXPECT_GT(picture.colours(0.0, 0.0, 0.7, 0.1), 20U) << "the title";
    EXPECT_GT(picture.colours(0.1, 0.15, 0.6, 0.8), 200U) << "the map";
    EXPECT_GT(picture.colours(0.0, 0.0, 1.0, 1.0), 300U);
    write_png(scene::plan_map(city.inputs()), path, in(language), Context());
    EXPECT_GT(Picture(path).colours(0.1, 0.15, 0.6, 0.8), 100U) << "the plan";
  }
}

TEST(Sheet, SameBytesEachTimeAndOthersInTheOtherLanguage) {
  const TempFolder folder;
  const City city;
  const auto write = [&](Language language, int threads) {
    write_png(scene::plan_map(city.inputs()), folder / "p.png", in(language), Context(threads));
    return bytes_of(folder / "p.png");
  };
  const std::string chinese = write(Language::kChinese, 1);
  EXPECT_EQ(chinese, write(Language::kChinese, 7));
  EXPECT_NE(chinese, write(Language::kEnglish, 1));
}

TEST(Sheet, InventedDataIsMarkedInThePictureAndInTheFile) {
  const TempFolder folder;
  const City city;
  scene::MapInputs inputs = city.inputs();
  const auto write = [&] {
    write_png(scene::heatmap(inputs), folder / "s.png", in(Language::kEnglish), Context());
    return bytes_of(folder / "s.png");
  };
  const std::string real = write();
  EXPECT_EQ(real.find("SYNTHETIC"), std::string::npos);
  inputs.synthetic = true;
  const std::string invented = write();
  EXPECT_NE(invented.find("SYNTHETIC"), std::string::npos);
  EXPECT_NE(invented.find("Title"), std::string::npos);
}

TEST(Sheet, EveryCharacterOfTheEmbeddedProjectHasAGlyph) {
  for (const char* name : {"plan.json", "sites.json", "districts.geojson", "atlas.json"}) {
    EXPECT_EQ(missing_glyphs(bytes_of(test::repository(std::string("data/shanghai/") + name))), 0U)
        << name;
  }
  const City city;
  for (const scene::Scene& scene :
       {scene::heatmap(city.inputs()), scene::plan_map(city.inputs())}) {
    for (const Text& note : scene.notes)
      EXPECT_EQ(missing_glyphs(note.zh + note.en), 0U) << note.zh;
    for (const auto& item : scene.legend) {
      EXPECT_EQ(missing_glyphs(item.label.zh + item.label.en), 0U) << item.label.zh;
    }
  }
  EXPECT_EQ(missing_glyphs("浦闵芯沪漕莘赋㎡²①℃→≥·"), 0U);
  EXPECT_GT(missing_glyphs("\xF3\xB0\x80\x80"), 0U) << "a private character has none";
}

TEST(Sheet, PoorInputsAreStillPictures) {
  const TempFolder folder;
  const auto expect_picture = [&](const scene::MapInputs& inputs, const std::string& what) {
    for (const scene::Scene& scene : {scene::heatmap(inputs), scene::plan_map(inputs)}) {
      write_png(scene, folder / "x.png", in(Language::kChinese, 800), Context());
      EXPECT_EQ(Picture(folder / "x.png").width, 800) << what;
    }
  };
  const City city;
  scene::MapInputs bare;
  bare.regions = &city.regions;
  expect_picture(bare, "regions alone");

  City flat;
  std::fill(flat.density.values.begin(), flat.density.values.end(), 0.0);
  expect_picture(flat.inputs(), "no density anywhere");
  std::fill(flat.density.values.begin(), flat.density.values.end(), std::nan(""));
  expect_picture(flat.inputs(), "no data anywhere");

  City nameless;
  for (Region& region : nameless.regions.regions) region.name = {};
  for (PlanDistrict& district : nameless.plan.districts) district.name = {};
  expect_picture(nameless.inputs(), "no names");

  City wordy;
  for (Region& region : wordy.regions.regions) {
    for (int i = 0; i < 40; ++i) region.name.zh += "很长的名字";
  }
  wordy.plan.source.assign(2000, 'x');
  scene::MapInputs inputs = wordy.inputs();
  for (int i = 0; i < 60; ++i) inputs.title.zh += "长标题";
  expect_picture(inputs, "long names");

  City tiny(1, 1, 0.5);
  tiny.belts.members = {{0}, {}};
  expect_picture(tiny.inputs(), "a city of half a metre");
  City wide(40, 1, 5000);
  wide.belts.members = {{0, 1}, {}};
  expect_picture(wide.inputs(), "a city like a ribbon");
}

TEST(Sheet, WhatCannotBeWrittenIsAnError) {
  const City city;
  const scene::Scene scene = scene::heatmap(city.inputs());
  const TempFolder folder;
  const auto code_of = [&](const std::filesystem::path& path, const SheetOptions& options) {
    try {
      write_png(scene, path, options, Context());
    } catch (const Error& error) {
      EXPECT_EQ(std::string(error.what()).find('\n'), std::string::npos);
      return error.code();
    }
    return ErrorCode::kInternal;
  };
  EXPECT_EQ(code_of("/dev/full", in(Language::kEnglish)), ErrorCode::kOutput);
  EXPECT_EQ(code_of(folder / "no" / "folder.png", in(Language::kEnglish)), ErrorCode::kOutput);
  {
    const test::FileSizeLimit limit(10000);
    EXPECT_EQ(code_of(folder / "x.png", in(Language::kEnglish)), ErrorCode::kOutput);
  }
  EXPECT_EQ(code_of(folder / "x.png", in(Language::kEnglish, 10)), ErrorCode::kOption);
  const Context cancelled;
  cancelled.cancel();
  EXPECT_THROW(write_png(scene, folder / "y.png", in(Language::kEnglish), cancelled), Error);
}

}  // namespace
}  // namespace geo::sheet
