#include "io/gdal_output.hpp"

#include <fcntl.h>
#include <ogr_spatialref.h>
#include <unistd.h>

#include <cctype>
#include <cerrno>
#include <vector>

#include "base/memory.hpp"
#include "geo/core/error.hpp"
#include "io/file_sink.hpp"

namespace geo::io {
namespace {

/// Whether `crs` names GCJ-02 or BD-09 in any of the usual spellings.
bool shifted(const std::string& crs) {
  std::string letters;
  for (const char c : crs) {
    const auto byte = static_cast<unsigned char>(c);
    if (std::isalnum(byte) != 0) letters += static_cast<char>(std::tolower(byte));
  }
  return letters.starts_with("gcj02") || letters.starts_with("bd09");
}

/// Why the system lets nothing be added to the file, or 0 where it does.
int append_errno(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
  if (descriptor < 0) return errno;
  const std::vector<char> block(std::size_t{64} * 1024);
  int reason = 0;
  for (int i = 0; i < 16 && reason == 0; ++i) {
    if (::write(descriptor, block.data(), block.size()) < 0) reason = errno;
  }
  ::close(descriptor);
  return reason;
}

}  // namespace

GDALDriver* output_driver(const char* name) {
  init_gdal();
  GDALDriver* driver = GetGDALDriverManager()->GetDriverByName(name);
  if (driver == nullptr) {
    throw Error(ErrorCode::kUnsupported, std::string("GDAL ") + GDALVersionInfo("RELEASE_NAME") +
                                             " was built without the driver " + name +
                                             "; install a GDAL that has it");
  }
  return driver;
}

OGRSpatialReference output_crs(const std::string& crs, const std::string& what) {
  if (crs.empty()) throw Error(ErrorCode::kOutput, what + ": has no coordinate system");
  if (shifted(crs)) {
    throw Error(ErrorCode::kOutput,
                what + ": " + crs +
                    " has no code that a file could carry; convert to WGS84 or to " +
                    "metres before writing");
  }
  OGRSpatialReference reference;
  const GdalErrors quiet;
  if (reference.SetFromUserInput(
          crs.c_str(), OGRSpatialReference::SET_FROM_USER_INPUT_LIMITATIONS_get()) != OGRERR_NONE) {
    throw Error(ErrorCode::kOutput, what + ": GDAL does not know the coordinate system '" + crs +
                                        "'; give an EPSG code" + quiet.in_brackets());
  }
  reference.SetAxisMappingStrategy(OAMS_TRADITIONAL_GIS_ORDER);
  return reference;
}

void set_facts(GDALMajorObject& object, const Facts& facts) {
  for (const auto& [key, value] : facts) {
    if (key.empty() || key.find_first_of("=:") != std::string::npos) {
      throw Error(ErrorCode::kInternal, "the fact '" + key + "' cannot be stored under that name");
    }
    object.SetMetadataItem(key.c_str(), value.c_str());
  }
}

void fail_gdal_output(const std::filesystem::path& path, const GdalErrors& errors) {
  const std::string& message = errors.message();
  const auto says = [&](const char* words) { return message.find(words) != std::string::npos; };
  if (says("disk is full") || says("No space left")) fail_output(path, ENOSPC);
  if (says("File too large")) fail_output(path, EFBIG);
  if (const int reason = append_errno(path); reason != 0) fail_output(path, reason);
  base::require_memory_for_libraries(0, 0, path.filename().string() + ": writing it",
                                     "choose larger pixels or close other programs");
  fail_output(path, message.empty() ? "GDAL gives no reason" : message);
}

int CPL_STDCALL report_to_context(double fraction, const char* /*message*/, void* context) {
  const auto& handle = *static_cast<const Context*>(context);
  handle.report(fraction);
  return handle.cancelled() ? FALSE : TRUE;
}

Facts library_versions() { return {{"GDAL", GDALVersionInfo("RELEASE_NAME")}}; }

}  // namespace geo::io
