#include "regions.hpp"

// Boundaries as GeoJSON (or whatever GDAL takes the bytes for).
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::MemoryFile file("/vsimem/fuzz.geojson", data, size);
  geo::fuzz::read_boundaries(file.path());
  return 0;
}
