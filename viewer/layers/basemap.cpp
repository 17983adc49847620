#include <utility>

#include "geo/io/pictures.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

/// Along the longer side of the map: some 36 MB.
constexpr int kPixels = 3072;

Made make(const Making& making) {
  const LayerKind& kind = *layer_kind("basemap");
  const std::string& file = making.choices.layers.of("basemap").file;
  Made made;
  if (file.empty()) {
    made.trouble = {"请在下方填写底图文件（GeoTIFF 或 MBTiles）。",
                    "Name a file below: a GeoTIFF or MBTiles."};
    return made;
  }
  const Box box = making.session.regions->envelope();
  const Box wide = box.grown(0.1 * std::max(box.width(), box.height()));
  io::GroundPicture picture =
      io::read_picture(file, making.session.atlas.metric_crs, wide, kPixels, making.context);
  scene::ImageLayer image;
  image.frame = picture.frame;
  image.pixels.reserve(picture.rgba.size());
  for (const std::uint32_t rgba : picture.rgba) {
    image.pixels.push_back(
        {static_cast<std::uint8_t>(rgba >> 24U), static_cast<std::uint8_t>(rgba >> 16U),
         static_cast<std::uint8_t>(rgba >> 8U), static_cast<std::uint8_t>(rgba)});
  }
  made.part.layers.push_back({"basemap", kind.name, true, std::move(image)});
  return made;
}

}  // namespace

LayerKind basemap_layer() {
  return {.id = "basemap",
          .name = {"底图文件", "Basemap file"},
          .about = {"本地的 GeoTIFF 或 MBTiles 文件，铺在陆地之上。",
                    "A GeoTIFF or MBTiles file of this computer, laid over the land."},
          .reference = true,
          .file = true,
          .slow = true,
          .make = make};
}

}  // namespace geo::viewer
