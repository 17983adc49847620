#pragma once

#include <cairo.h>

#include <string>
#include <utility>
#include <vector>

namespace geo::sheet {

/// A surface as a PNG file in memory that carries its resolution and UTF-8 texts (keyword, text).
/// No time stamp. Throws Error(kMemory).
[[nodiscard]] std::vector<unsigned char> encode_png(
    cairo_surface_t* surface, double dpi,
    const std::vector<std::pair<std::string, std::string>>& texts);

}  // namespace geo::sheet
