#include "geo/io/grids.hpp"

#include <cpl_vsi.h>
#include <gdal_priv.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <new>

#include "base/memory.hpp"
#include "geo/core/error.hpp"
#include "io/archive.hpp"
#include "io/gdal.hpp"

namespace geo::io {
namespace {

/// In a spelling that others compare: the authority's code where there is one.
std::string spelling(const OGRSpatialReference& crs) {
  const char* authority = crs.GetAuthorityName(nullptr);
  const char* code = crs.GetAuthorityCode(nullptr);
  if (authority != nullptr && code != nullptr) return std::string(authority) + ":" + code;
  char* wkt = nullptr;
  crs.exportToWkt(&wkt);
  std::string text = wkt != nullptr ? wkt : "";
  CPLFree(wkt);
  return text;
}

}  // namespace

Grid read_grid(const std::string& path, const Context& context) {
  init_gdal();
  const GdalErrors errors;
  const auto fail = [&](const std::string& message) {
    return Error(ErrorCode::kInput, path + ": " + message);
  };
  const GDALDatasetUniquePtr file(GDALDataset::Open(path.c_str(), GDAL_OF_RASTER | GDAL_OF_READONLY,
                                                    self_contained_drivers(), nullptr, nullptr));
  if (file == nullptr) {
    throw fail("is not a raster that can be read" + errors.in_brackets() + "; give a GeoTIFF");
  }
  if (file->GetRasterCount() == 0) throw fail("has no band");
  std::array<double, 6> transform{};
  if (file->GetGeoTransform(transform.data()) != CE_None) {
    throw fail("does not say where its pixels lie");
  }
  const double pixel = transform[1];
  if (!(pixel > 0) || transform[2] != 0 || transform[4] != 0 ||
      std::abs(pixel + transform[5]) > 1e-9 * pixel) {
    throw fail("has pixels that are not square and north up; warp it first (gdalwarp -tr)");
  }
  Grid grid;
  grid.frame = {transform[0], transform[3], pixel, file->GetRasterXSize(), file->GetRasterYSize()};
  if (grid.frame.size() > GridFrame::kMaxPixels) throw fail("has too many pixels for one grid");
  GDALRasterBand& band = *file->GetRasterBand(1);
  VSIStatBufL status;
  if (VSIStatL(path.c_str(), &status) == 0) {
    const auto bytes = static_cast<std::uint64_t>(status.st_size);
    if (is_bomb(bytes * 4, grid.frame.size())) {
      throw fail(
          "claims more than 1000 pixels for each of its bytes; give a raster that is not "
          "sparse (gdal_translate)");
    }
    // What GDAL takes into memory at once: a block, which may be larger than the raster, of all
    // bands together.
    int across = 0;
    int down = 0;
    band.GetBlockSize(&across, &down);
    const double block = static_cast<double>(across) * down * file->GetRasterCount() *
                         GDALGetDataTypeSizeBytes(band.GetRasterDataType());
    if (block > 1e18 || is_bomb(bytes, static_cast<std::uint64_t>(block))) {
      throw fail(
          "has blocks of more than 1000 bytes for each of its own; write it anew with smaller ones "
          "and one band (gdal_translate -b 1 -co TILED=YES)");
    }
  }
  if (const OGRSpatialReference* crs = file->GetSpatialRef()) grid.crs = spelling(*crs);
  for (char** entry = file->GetMetadata(); entry != nullptr && *entry != nullptr; ++entry) {
    const std::string text(*entry);
    const std::size_t equal = text.find('=');
    if (equal == std::string::npos || text.starts_with("AREA_OR_POINT")) continue;
    grid.facts.emplace_back(text.substr(0, equal), text.substr(equal + 1));
  }
  std::sort(grid.facts.begin(), grid.facts.end());
  grid.unit = band.GetUnitType();
  try {
    base::require_memory(static_cast<double>(grid.frame.size()) * sizeof(double),
                         path + ": its pixels", "make it coarser (gdal_translate -outsize)");
    grid.values.resize(grid.frame.size());
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::kMemory, path + ": its pixels do not fit into memory");
  }
  const auto columns = static_cast<std::size_t>(grid.frame.columns);
  for (int row = 0; row < grid.frame.rows; ++row) {
    context.check();
    if (band.RasterIO(GF_Read, 0, row, grid.frame.columns, 1,
                      grid.values.data() + static_cast<std::size_t>(row) * columns,
                      grid.frame.columns, 1, GDT_Float64, 0, 0, nullptr) != CE_None) {
      throw fail("cannot be read to its end" + errors.in_brackets());
    }
  }
  int known = 0;
  const double no_data = band.GetNoDataValue(&known);
  if (known != 0 && !std::isnan(no_data)) {
    std::replace(grid.values.begin(), grid.values.end(), no_data,
                 std::numeric_limits<double>::quiet_NaN());
  }
  return grid;
}

}  // namespace geo::io
