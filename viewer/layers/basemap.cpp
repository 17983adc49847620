#include <algorithm>
#include <cmath>
#include <utility>
#include <variant>

#include "geo/io/pictures.hpp"
#include "viewer/layers/kinds.hpp"

namespace geo::viewer {
namespace {

/// Along the longer side of the map: some 36 MB.
constexpr int kPixels = 3072;
/// Along the longer side of a window that is read closer.
constexpr int kMostClose = 4096;
/// How much around the screen is read, too, of its longer side: so that one can move a little.
constexpr double kAround = 0.25;

Made lay(const Session& session, const std::string& file, const Box& box, int pixels,
         const Context& context) {
  const LayerKind& kind = *layer_kind("basemap");
  io::GroundPicture picture =
      io::read_picture(file, session.atlas.metric_crs, box, pixels, context);
  scene::ImageLayer image;
  image.frame = picture.frame;
  image.pixels.reserve(picture.rgba.size());
  for (const std::uint32_t rgba : picture.rgba) {
    image.pixels.push_back(
        {static_cast<std::uint8_t>(rgba >> 24U), static_cast<std::uint8_t>(rgba >> 16U),
         static_cast<std::uint8_t>(rgba >> 8U), static_cast<std::uint8_t>(rgba)});
  }
  Made made;
  made.part.layers.push_back({"basemap", kind.name, true, std::move(image)});
  return made;
}

const GridFrame* frame_of(const Made* made) {
  if (made == nullptr || made->part.layers.empty()) return nullptr;
  return &std::get<scene::ImageLayer>(made->part.layers.front().content).frame;
}

bool covers(const Box& outer, const Box& inner) {
  return outer.contains({inner.min_x, inner.min_y}) && outer.contains({inner.max_x, inner.max_y});
}

Box common(const Box& a, const Box& b) {
  return {std::max(a.min_x, b.min_x), std::max(a.min_y, b.min_y), std::min(a.max_x, b.max_x),
          std::min(a.max_y, b.max_y)};
}

Made make(const Making& making) {
  const std::string& file = making.choices.layers.of("basemap").file;
  if (file.empty()) {
    Made made;
    made.trouble = {"请在下方填写底图文件（GeoTIFF 或 MBTiles）。",
                    "Name a file below: a GeoTIFF or MBTiles."};
    return made;
  }
  const Box box = making.session.regions->envelope();
  const Box wide = box.grown(0.1 * std::max(box.width(), box.height()));
  return lay(making.session, file, wide, kPixels, making.context);
}

}  // namespace

Made basemap_window(const Session& session, const BasemapWindow& window, const Context& context) {
  return lay(session, window.file, window.box, window.pixels, context);
}

const Made* whole_basemap(const Picture& picture) {
  for (const Picture::Stack& each : picture.stack) {
    if (each.id == "basemap" && each.made != picture.closer) return each.made.get();
  }
  return nullptr;
}

std::optional<BasemapWindow> basemap_wanted(const Picture& picture, const Seen& seen) {
  const GridFrame* whole = frame_of(whole_basemap(picture));
  if (whole == nullptr || whole->pixel <= seen.units_per_px) return std::nullopt;
  const Box view = common(seen.box, whole->envelope());
  if (!(view.width() > 0 && view.height() > 0)) return std::nullopt;
  const double around = kAround * std::max(view.width(), view.height());
  const Box box = common(view.grown(around), whole->envelope());
  const double side = std::max(box.width(), box.height());
  const int pixels =
      static_cast<int>(std::clamp(std::ceil(side / seen.units_per_px), 1.0, 1.0 * kMostClose));
  const GridFrame* now = frame_of(picture.closer.get());
  constexpr double kAlike = 1.01;
  if (now != nullptr && covers(now->envelope(), view) && now->pixel <= kAlike * side / pixels) {
    return std::nullopt;
  }
  return BasemapWindow{picture.choices.layers.of("basemap").file, box, pixels};
}

bool closer_covers(const Picture& picture, const Box& seen) {
  const GridFrame* whole = frame_of(whole_basemap(picture));
  const GridFrame* now = frame_of(picture.closer.get());
  return whole != nullptr && now != nullptr &&
         covers(now->envelope(), common(seen, whole->envelope()));
}

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
