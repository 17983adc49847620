#include "io/gdal.hpp"

#include <cpl_conv.h>
#include <gdal.h>

#include <algorithm>
#include <array>
#include <mutex>
#include <string_view>
#include <vector>

namespace geo::io {

void init_gdal() {
  static std::once_flag once;
  std::call_once(once, [] {
    // GDAL would leave a file with the unpacked size beside a gzip archive that it reads.
    if (CPLGetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", nullptr) == nullptr) {
      CPLSetConfigOption("CPL_VSIL_GZIP_WRITE_PROPERTIES", "NO");
    }
    GDALAllRegister();
  });
}

const char* const* self_contained_drivers() {
  init_gdal();
  static const std::vector<const char*> names = [] {
    constexpr std::array<std::string_view, 29> kFollow = {
        "VRT",           "OGR_VRT",  "WMS",      "WMTS",       "WCS",          "WFS",
        "OAPIF",         "OGCAPI",   "HTTP",     "CSW",        "EEDA",         "EEDAI",
        "DAAS",          "PLMOSAIC", "PLSCENES", "NGW",        "Carto",        "AmigoCloud",
        "Elasticsearch", "STACTA",   "STACIT",   "GMLAS",      "NAS",          "MRF",
        "RASTERLITE",    "GPSBabel", "MySQL",    "PostgreSQL", "PostGISRaster"};
    std::vector<const char*> kept;
    for (int i = 0; i < GDALGetDriverCount(); ++i) {
      const char* name = GDALGetDescription(GDALGetDriver(i));
      if (std::find(kFollow.begin(), kFollow.end(), name) == kFollow.end()) kept.push_back(name);
    }
    kept.push_back(nullptr);
    return kept;
  }();
  return names.data();
}

GdalErrors::GdalErrors() {
  CPLErrorReset();
  CPLPushErrorHandlerEx(&GdalErrors::collect, this);
}

GdalErrors::~GdalErrors() {
  CPLPopErrorHandler();
  CPLErrorReset();
}

std::string GdalErrors::in_brackets() const {
  return message_.empty() ? std::string() : " (" + message_ + ")";
}

void GdalErrors::clear() {
  message_.clear();
  failed_ = false;
  CPLErrorReset();
}

void CPL_STDCALL GdalErrors::collect(CPLErr severity, CPLErrorNum /*number*/, const char* text) {
  if (severity == CE_None || severity == CE_Debug) return;
  auto* self = static_cast<GdalErrors*>(CPLGetErrorHandlerUserData());
  const bool failure = severity != CE_Warning;
  if (!self->message_.empty() && (self->failed_ || !failure)) return;
  self->failed_ = self->failed_ || failure;
  self->message_.clear();
  for (const char* c = text; *c != '\0'; ++c) {
    const bool gap = *c == '\n' || *c == '\r' || *c == '\t' || *c == ' ';
    if (!gap) {
      self->message_ += *c;
    } else if (!self->message_.empty() && self->message_.back() != ' ') {
      self->message_ += ' ';
    }
  }
  if (self->message_.ends_with(' ')) self->message_.pop_back();
}

namespace {

// Several threads may write at once: the first of them takes the process's handler away, the last
// puts it back.
std::mutex workers_mutex;
int workers_quiet = 0;
CPLErrorHandler workers_before = nullptr;

}  // namespace

GdalWorkersQuiet::GdalWorkersQuiet() {
  const std::lock_guard lock(workers_mutex);
  if (workers_quiet++ == 0) workers_before = CPLSetErrorHandler(CPLQuietErrorHandler);
}

GdalWorkersQuiet::~GdalWorkersQuiet() {
  const std::lock_guard lock(workers_mutex);
  if (--workers_quiet == 0) CPLSetErrorHandler(workers_before);
}

}  // namespace geo::io
