#include <cmath>

#include "geo/io/points.hpp"
#include "support.hpp"

// Enterprises from delimited text: read = used + rejected, and what is used is usable.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::MemoryFile file("/vsimem/fuzz.csv", data, size);
  geo::fuzz::try_reading([&] {
    geo::io::PointSource source;
    source.path = file.path();
    const geo::io::PointsRead read = geo::io::read_points(source, geo::Context(1));
    read.points.validate();
    geo::fuzz::must(read.rejects.read == read.rejects.used + read.rejects.rows.size(),
                    "read = used + rejected");
    geo::fuzz::must(read.rejects.used == read.points.size(), "used are those that were kept");
    for (std::size_t i = 0; i < read.points.size(); ++i) {
      geo::fuzz::must(std::abs(read.points.x[i]) <= 180 && std::abs(read.points.y[i]) <= 90,
                      "degrees are in range");
    }
  });
  return 0;
}
