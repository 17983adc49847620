#include <string_view>

#include "regions.hpp"

// One boundary as well-known binary: the input becomes the hexadecimal geometry of a row of text,
// which GDAL decodes with the same code as the blobs of databases.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  std::string text = "code,WKT\n1,";
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[data[i] >> 4U];
    text += kDigits[data[i] & 15U];
  }
  text += '\n';
  const geo::fuzz::MemoryFile file("/vsimem/fuzz.csv", std::move(text));
  geo::fuzz::read_boundaries(file.path());
  return 0;
}
