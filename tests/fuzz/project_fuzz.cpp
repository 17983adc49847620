#include "geo/atlas/job.hpp"
#include "support.hpp"

// The project file. Nothing that it names is opened by reading it.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::SystemFile file(data, size);
  geo::fuzz::try_reading([&] { static_cast<void>(geo::atlas::read_job(file.path())); });
  return 0;
}
