#include <cpl_string.h>

#include <array>
#include <cmath>
#include <limits>

#include "base/memory.hpp"
#include "base/parallel.hpp"
#include "geo/core/error.hpp"
#include "geo/io/write.hpp"
#include "io/gdal_output.hpp"

namespace geo::io {
namespace {

constexpr float kNoData = std::numeric_limits<float>::quiet_NaN();
constexpr std::size_t kGrain = std::size_t{1} << 18U;

std::vector<float> rounded(const Grid& grid, const Context& context) {
  std::vector<float> pixels(grid.values.size());
  base::parallel_for(context, pixels.size(), kGrain, [&](std::size_t begin, std::size_t end) {
    for (std::size_t i = begin; i < end; ++i) {
      // One NaN for all: their spare bits would otherwise tell files apart.
      pixels[i] = std::isnan(grid.values[i]) ? kNoData : static_cast<float>(grid.values[i]);
    }
  });
  return pixels;
}

/// `facts` over those of the grid: one for each key.
Facts merged(const Grid& grid, const Facts& facts) {
  Facts all;
  for (const Facts& source : {grid.facts, facts}) {
    for (const auto& fact : source) {
      std::erase_if(all, [&](const auto& other) { return other.first == fact.first; });
      all.push_back(fact);
    }
  }
  return all;
}

/// The grid as GDAL sees it; the pixels stay where they are.
DatasetPtr in_memory(const Grid& grid, std::vector<float>& pixels, const Facts& facts) {
  DatasetPtr image(output_driver("MEM")->Create("", grid.frame.columns, grid.frame.rows, 0,
                                                GDT_Float32, nullptr));
  std::array<char, 64> address{};
  CPLPrintPointer(address.data(), pixels.data(), static_cast<int>(address.size()) - 1);
  CPLStringList options;
  options.SetNameValue("DATAPOINTER", address.data());
  if (image == nullptr || image->AddBand(GDT_Float32, options.List()) != CE_None) return nullptr;

  std::array<double, 6> transform{grid.frame.west,  grid.frame.pixel, 0, grid.frame.north, 0,
                                  -grid.frame.pixel};
  image->SetGeoTransform(transform.data());
  const OGRSpatialReference crs = output_crs(grid.crs, "the grid");
  image->SetSpatialRef(&crs);
  set_facts(*image, facts);
  GDALRasterBand& band = *image->GetRasterBand(1);
  band.SetNoDataValue(static_cast<double>(kNoData));
  band.SetUnitType(grid.unit.c_str());
  for (const auto& [key, value] : facts) {
    if (key == "title") band.SetDescription(value.c_str());
  }
  return image;
}

}  // namespace

void write_cog(const Grid& grid, const std::filesystem::path& path, const Facts& facts,
               const Context& context) {
  grid.validate();
  if (grid.values.empty()) {
    throw Error(ErrorCode::kOutput, path.filename().string() + ": the grid has no pixels");
  }
  GDALDriver* driver = output_driver("COG");
  const Facts all = merged(grid, facts);
  // The pixels, their overviews, and blocks of both while they are compressed.
  base::require_memory_for_libraries(3.0 * sizeof(float) * static_cast<double>(grid.values.size()),
                                     context.threads(), path.filename().string() + ": writing it",
                                     "choose larger pixels or fewer --threads");
  std::vector<float> pixels = rounded(grid, context);

  CPLStringList options;
  options.SetNameValue("COMPRESS", "DEFLATE");
  options.SetNameValue("PREDICTOR", "YES");  // 3, for floating point
  options.SetNameValue("BLOCKSIZE", "512");
  options.SetNameValue("OVERVIEW_RESAMPLING", "AVERAGE");
  options.SetNameValue("BIGTIFF", "IF_SAFER");
  // Blocks are compressed side by side and written in order: the bytes do not depend on it.
  options.SetNameValue("NUM_THREADS", std::to_string(context.threads()).c_str());

  const GdalErrors errors;
  const GdalWorkersQuiet workers;
  const DatasetPtr image = in_memory(grid, pixels, all);
  bool written = false;
  if (image != nullptr) {
    Context progress = context;
    DatasetPtr file(driver->CreateCopy(path.c_str(), image.get(), FALSE, options.List(),
                                       report_to_context, &progress));
    written = file != nullptr;
  }
  context.check();  // a copy that was cancelled looks like one that failed
  if (!written || errors.failed()) fail_gdal_output(path, errors);
}

}  // namespace geo::io
