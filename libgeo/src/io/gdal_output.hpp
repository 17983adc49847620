#pragma once

#include <gdal_priv.h>

#include <filesystem>
#include <memory>
#include <string>

#include "geo/core/context.hpp"
#include "geo/io/write.hpp"
#include "io/gdal.hpp"

// What the writers of GeoPackage and GeoTIFF share.
namespace geo::io {

struct DatasetCloser {
  void operator()(GDALDataset* dataset) const { GDALClose(dataset); }
};
using DatasetPtr = std::unique_ptr<GDALDataset, DatasetCloser>;

/// The driver. Throws Error(kUnsupported) where this GDAL lacks it.
[[nodiscard]] GDALDriver* output_driver(const char* name);

/// The coordinate system, axes always (easting or longitude, northing or latitude). `what` names
/// the layer or grid in messages. Throws Error(kOutput) when `crs` is empty, unknown, or one of the
/// shifted systems of Chinese web maps, which no file can name.
[[nodiscard]] OGRSpatialReference output_crs(const std::string& crs, const std::string& what);

/// Puts facts where other programs find them. Throws Error(kInternal) for a key that cannot be
/// stored (empty, or with = or : in it).
void set_facts(GDALMajorObject& object, const Facts& facts);

/// Throws Error(kOutput) with the reason why GDAL could not write `path`. Call it when the file is
/// closed. GDAL often hides the system's reason ("disk I/O error"), so the system is asked again.
[[noreturn]] void fail_gdal_output(const std::filesystem::path& path, const GdalErrors& errors);

/// A GDALProgressFunc over a `const Context`: reports, and stops when cancelled.
int CPL_STDCALL report_to_context(double fraction, const char* message, void* context);

}  // namespace geo::io
