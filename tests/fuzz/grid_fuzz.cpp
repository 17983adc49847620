#include "geo/io/grids.hpp"
#include "support.hpp"

// Grids from GeoTIFFs: whatever is accepted is a valid grid.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::MemoryFile file("/vsimem/fuzz.tif", data, size);
  geo::fuzz::try_reading([&] { geo::io::read_grid(file.path(), geo::Context(1)).validate(); });
  return 0;
}
