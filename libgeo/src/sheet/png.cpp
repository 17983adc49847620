#include "sheet/png.hpp"

#include <array>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <new>

#include "geo/core/error.hpp"

namespace geo::sheet {
namespace {

using Bytes = std::vector<unsigned char>;

std::uint32_t crc32(const unsigned char* data, std::size_t size) {
  std::uint32_t crc = 0xFFFFFFFF;
  for (std::size_t i = 0; i < size; ++i) {
    crc ^= data[i];
    for (int bit = 0; bit < 8; ++bit) crc = (crc & 1U) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
  }
  return ~crc;
}

void put(Bytes& to, std::uint32_t value) {
  for (int shift = 24; shift >= 0; shift -= 8)
    to.push_back(static_cast<unsigned char>(value >> shift));
}

void put_chunk(Bytes& to, const char* type, const Bytes& data) {
  put(to, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = to.size();
  to.insert(to.end(), type, type + 4);
  to.insert(to.end(), data.begin(), data.end());
  put(to, crc32(to.data() + start, to.size() - start));
}

cairo_status_t append(void* closure, const unsigned char* data, unsigned int size) {
  try {
    auto& bytes = *static_cast<Bytes*>(closure);
    bytes.insert(bytes.end(), data, data + size);
    return CAIRO_STATUS_SUCCESS;
  } catch (const std::bad_alloc&) {  // no exception may pass through Cairo
    return CAIRO_STATUS_NO_MEMORY;
  }
}

}  // namespace

Bytes encode_png(cairo_surface_t* surface, double dpi,
                 const std::vector<std::pair<std::string, std::string>>& texts) {
  Bytes png;
  const cairo_status_t status = cairo_surface_write_to_png_stream(surface, append, &png);
  if (status != CAIRO_STATUS_SUCCESS) {
    throw Error(ErrorCode::kMemory, std::string("a sheet could not be turned into a PNG: ") +
                                        cairo_status_to_string(status));
  }
  Bytes extra;
  Bytes density;
  const auto per_metre = static_cast<std::uint32_t>(std::lround(dpi / 0.0254));
  put(density, per_metre);
  put(density, per_metre);
  density.push_back(1);  // the unit is the metre
  put_chunk(extra, "pHYs", density);
  for (const auto& [keyword, text] : texts) {
    Bytes data(keyword.begin(), keyword.end());
    data.insert(data.end(), 5,
                0);  // end of keyword, not compressed, method, no language, no translation
    data.insert(data.end(), text.begin(), text.end());
    put_chunk(extra, "iTXt", data);
  }
  // Behind the signature (8 bytes) and the header chunk (25): anywhere before the pixels is right.
  constexpr std::ptrdiff_t kBehindHeader = 33;
  png.insert(png.begin() + kBehindHeader, extra.begin(), extra.end());
  return png;
}

}  // namespace geo::sheet
