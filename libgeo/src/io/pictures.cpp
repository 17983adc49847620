#include "geo/io/pictures.hpp"

#include <cpl_string.h>
#include <cpl_vsi.h>
#include <gdal_priv.h>
#include <gdal_utils.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <memory>
#include <new>

#include "geo/core/error.hpp"
#include "io/archive.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

struct WarpFree {
  void operator()(GDALWarpAppOptions* options) const { GDALWarpAppOptionsFree(options); }
};
struct TranslateFree {
  void operator()(GDALTranslateOptions* options) const { GDALTranslateOptionsFree(options); }
};

CPLStringList list_of(const std::vector<std::string>& words) {
  CPLStringList list;
  for (const std::string& word : words) list.AddString(word.c_str());
  return list;
}

int CPL_STDCALL go_on(double /*done*/, const char* /*message*/, void* context) {
  return static_cast<const Context*>(context)->cancelled() ? 0 : 1;
}

}  // namespace

GroundPicture read_picture(const std::string& path, const std::string& crs, const Box& box,
                           int most_px, const Context& context) {
  if (box.empty() || !(std::max(box.width(), box.height()) > 0)) {
    throw Error(ErrorCode::kOption, "a picture needs a box that is not empty");
  }
  if (most_px < 1 || most_px > 16384) {
    throw Error(ErrorCode::kOption, "most_px must be from 1 to 16384");
  }
  init_gdal();
  const GdalErrors errors;
  const GdalWorkersQuiet quiet;
  const auto fail = [&](const std::string& message) {
    return Error(ErrorCode::kInput, path + ": " + message);
  };
  const GDALDatasetUniquePtr file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY,
                                                    self_contained_drivers(), nullptr, nullptr));
  if (file == nullptr) {
    throw fail("is no picture that can be read" + errors.in_brackets() +
               "; give a GeoTIFF or MBTiles");
  }
  const int bands = file->GetRasterCount();
  if (bands < 1 || bands > 4) throw fail("has no band, or more than four; give grey or RGB(A)");
  for (int b = 1; b <= bands; ++b) {
    if (file->GetRasterBand(b)->GetRasterDataType() != GDT_Byte) {
      throw fail(
          "has values that are not colours; make it 8 bits (gdal_translate -ot Byte -scale)");
    }
  }
  std::array<double, 6> transform{};
  if (file->GetSpatialRef() == nullptr || file->GetGeoTransform(transform.data()) != CE_None) {
    throw fail("does not say where it lies; give a picture with a coordinate system");
  }
  VSIStatBufL status;
  if (VSIStatL(path.c_str(), &status) == 0) {
    int across = 0;
    int down = 0;
    file->GetRasterBand(1)->GetBlockSize(&across, &down);
    const double block = static_cast<double>(across) * down * bands;
    if (block > 1e18 ||
        is_bomb(static_cast<std::uint64_t>(status.st_size), static_cast<std::uint64_t>(block))) {
      throw fail(
          "has blocks of more than 1000 bytes for each of its own; tile it "
          "(gdal_translate -co TILED=YES)");
    }
  }

  GDALDataset* source = file.get();
  GDALDatasetUniquePtr expanded;
  if (file->GetRasterBand(1)->GetColorTable() != nullptr) {
    CPLStringList words = list_of({"-of", "VRT", "-expand", "rgba"});
    const std::unique_ptr<GDALTranslateOptions, TranslateFree> options(
        GDALTranslateOptionsNew(words.List(), nullptr));
    expanded.reset(GDALDataset::FromHandle(
        GDALTranslate("", GDALDataset::ToHandle(source), options.get(), nullptr)));
    if (expanded == nullptr)
      throw fail("has a colour table that cannot be used" + errors.in_brackets());
    source = expanded.get();
  }

  GroundPicture picture;
  picture.crs = crs;
  const double pixel = std::max(box.width(), box.height()) / most_px;
  picture.frame = {box.min_x, box.max_y, pixel,
                   std::max(1, static_cast<int>(std::ceil(box.width() / pixel - 1e-9))),
                   std::max(1, static_cast<int>(std::ceil(box.height() / pixel - 1e-9)))};
  const Box whole = picture.frame.envelope();
  const auto text = [](double value) { return std::string(CPLSPrintf("%.17g", value)); };
  const bool alpha =
      source->GetRasterBand(source->GetRasterCount())->GetColorInterpretation() == GCI_AlphaBand;
  std::vector<std::string> words = {"-of",
                                    "MEM",
                                    "-t_srs",
                                    crs,
                                    "-te",
                                    text(whole.min_x),
                                    text(whole.min_y),
                                    text(whole.max_x),
                                    text(whole.max_y),
                                    "-ts",
                                    std::to_string(picture.frame.columns),
                                    std::to_string(picture.frame.rows),
                                    "-r",
                                    "bilinear",
                                    "-wm",
                                    "64",
                                    "-ovr",
                                    "AUTO"};
  if (!alpha) words.emplace_back("-dstalpha");
  CPLStringList list = list_of(words);
  const std::unique_ptr<GDALWarpAppOptions, WarpFree> options(
      GDALWarpAppOptionsNew(list.List(), nullptr));
  if (options == nullptr)
    throw fail("cannot be brought into the map's system" + errors.in_brackets());
  // GDAL takes what it passes on to the callback as not const.
  GDALWarpAppOptionsSetProgress(options.get(), go_on, const_cast<Context*>(&context));  // NOLINT
  std::array<GDALDatasetH, 1> from = {GDALDataset::ToHandle(source)};
  int misused = 0;
  const GDALDatasetUniquePtr warped(
      GDALDataset::FromHandle(GDALWarp("", nullptr, 1, from.data(), options.get(), &misused)));
  context.check();
  if (warped == nullptr) {
    throw fail("cannot be brought into the map's system" + errors.in_brackets());
  }
  try {
    picture.rgba.resize(picture.frame.size());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kMemory, path + ": its pixels do not fit into memory");
  }
  const int count = warped->GetRasterCount();
  const bool grey = count <= 2;
  const auto columns = static_cast<std::size_t>(picture.frame.columns);
  std::vector<std::uint8_t> row(columns * static_cast<std::size_t>(count));
  bool covered = false;
  for (int y = 0; y < picture.frame.rows; ++y) {
    context.check();
    if (warped->RasterIO(GF_Read, 0, y, picture.frame.columns, 1, row.data(), picture.frame.columns,
                         1, GDT_Byte, count, nullptr, 0, 0, static_cast<GSpacing>(columns),
                         nullptr) != CE_None) {
      throw fail("cannot be read to its end" + errors.in_brackets());
    }
    for (std::size_t x = 0; x < columns; ++x) {
      const auto band = [&](std::size_t b) {
        return static_cast<std::uint32_t>(row[b * columns + x]);
      };
      const std::uint32_t a = band(static_cast<std::size_t>(count) - 1);
      covered = covered || a > 0;
      picture.rgba[static_cast<std::size_t>(y) * columns + x] =
          band(0) << 24U | band(grey ? 0 : 1) << 16U | band(grey ? 0 : 2) << 8U | a;
    }
  }
  if (!covered) throw fail("shows nothing of the map's part of the ground");
  return picture;
}

}  // namespace geo::io
