#include <vector>

#include "io/delimited.hpp"
#include "support.hpp"

// The reader of delimited text: whatever the file, the records do not depend on how much of it is
// read at a time, and numbers are read without harm.
namespace {

using Records = std::vector<std::vector<std::string>>;

Records records(const std::string& path, const geo::io::DelimitedOptions& options) {
  geo::io::DelimitedReader reader("input", path, options);
  Records all{reader.header()};
  while (reader.next()) {
    geo::fuzz::must(reader.row() == all.size(), "the rows are numbered from 1 without a gap");
    all.emplace_back(reader.fields().begin(), reader.fields().end());
    for (const std::string& field : all.back()) {
      static_cast<void>(geo::io::parse_number(field));
    }
    geo::fuzz::must(reader.fraction() >= 0 && reader.fraction() <= 1, "progress is 0 to 1");
  }
  return all;
}

}  // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const geo::fuzz::MemoryFile file("/vsimem/fuzz.csv", data, size);
  bool read_whole = false;
  Records whole;
  geo::fuzz::try_reading([&] {
    whole = geo::io::read_guessing("", [&](geo::io::DelimitedOptions options) {
      options.chunk_bytes = 65536;  // above the longest input
      return records(file.path(), options);
    });
    read_whole = true;
  });
  bool read_pieces = false;
  Records pieces;
  geo::fuzz::try_reading([&] {
    pieces = geo::io::read_guessing("", [&](geo::io::DelimitedOptions options) {
      // Every piece makes the record be looked through again: few pieces in a long input.
      options.chunk_bytes = 4 + size % 13 + size / 64;
      return records(file.path(), options);
    });
    read_pieces = true;
  });
  geo::fuzz::must(read_whole == read_pieces, "a file is refused or not however it is read");
  geo::fuzz::must(whole == pieces, "the records do not depend on the size of the pieces");
  return 0;
}
