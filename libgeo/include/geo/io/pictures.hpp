#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "geo/core/context.hpp"
#include "geo/core/geometry.hpp"
#include "geo/model/grid.hpp"

namespace geo::io {

/// A picture that lies on the ground.
struct GroundPicture {
  std::string crs;
  GridFrame frame;
  std::vector<std::uint32_t> rgba;  ///< 0xRRGGBBAA, row-major as in Grid; alpha not multiplied in
};

/// The part of a picture that covers `box`, brought into `crs` with square pixels, at most
/// `most_px` along its longer side, smoothed between the picture's own pixels: a basemap in a
/// GeoTIFF, an MBTiles or another file that GDAL reads as a raster of one band (grey), of three
/// (red, green, blue), or of two or four (with alpha), eight bits each, or of one with a colour
/// table. What the file does not cover is transparent. Only the file itself is read
/// (docs/security.md). Throws Error(kInput) for a file that is none of these, does not say where it
/// lies, or does not touch the box; Error(kOption) for an empty box and for `most_px` beyond 1 to
/// 16384. O(pixels of the result), by the file's overviews.
[[nodiscard]] GroundPicture read_picture(const std::string& path, const std::string& crs,
                                         const Box& box, int most_px, const Context& context);

}  // namespace geo::io
