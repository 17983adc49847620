#include <string>

#include "io/connection.hpp"
#include "support.hpp"

// Connection strings: whatever is shown is one again, has no password, and stays as it is when it
// is shown once more.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string path = "PG:" + std::string(reinterpret_cast<const char*>(data), size);
  const std::string shown = geo::io::shown_path(path);
  if (!geo::io::connection_fault(path).empty()) {
    geo::fuzz::must(shown == "PG:...", "what cannot be read is not shown");
    return 0;
  }
  geo::fuzz::must(geo::io::connection_fault(shown).empty(), "what is shown can be read");
  geo::fuzz::must(geo::io::shown_path(shown) == shown, "what is shown has nothing to hide");
  return 0;
}
